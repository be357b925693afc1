"""Law 5: exact rationals; roots rounded once to the nearest 10⁻³⁰, checked with whole-number roots; rounding is monotone."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from govaudit.scoring.aggregate import aggregate
from govaudit.scoring.roots import rounded_product

from . import brute
from .frameworks import AGGREGATIONS, FEWER, MEANS, Example, examples, scorecard

WEIGHTS = st.fractions(min_value=Fraction(1, 4), max_value=5, max_denominator=4)
POSITIVE = st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=10**6)
NEVER_BELOW = st.one_of(st.just(Fraction(0)), POSITIVE)
MEMBERS = st.lists(st.tuples(WEIGHTS, NEVER_BELOW), min_size=1, max_size=4)
GRID = Fraction(1, 10**30)
ROOTED = ("geometric", 2, 3, 7, -2, -5)


def engine_name(how: object) -> str | int:
    return how["power"] if isinstance(how, dict) else str(how)


@FEWER
@given(examples())
def test_every_number_is_a_fraction(example: Example) -> None:
    card = scorecard(example.plan, example.facts)
    for node in card.nodes:
        numbers = (
            node.score.point,
            node.score.low,
            node.score.high,
            node.score.coverage,
            node.contribution,
            node.weight,
        )
        assert {type(number) for number in numbers} <= {Fraction, type(None)}
    assert {type(line.value) for line in card.contributions} <= {Fraction}


@given(st.sampled_from(AGGREGATIONS), MEMBERS)
def test_aggregations_equal_the_naive_ones(how: object, members: list[tuple[Fraction, Fraction]]) -> None:
    assert aggregate(engine_name(how), members) == brute.aggregate(how, members)  # type: ignore[arg-type]


@given(POSITIVE, st.integers(2, 9))
def test_roots_are_rounded_to_the_nearest(number: Fraction, degree: int) -> None:
    root = rounded_product([(number, Fraction(1, degree))])
    assert root == brute.rounded_root(number, degree)
    assert (GRID.denominator * root).denominator == 1
    assert max(Fraction(0), root - GRID / 2) ** degree <= number <= (root + GRID / 2) ** degree


@given(st.lists(st.tuples(st.integers(1, 4), POSITIVE), min_size=2, max_size=4))
def test_geometric_means_are_rounded_to_the_nearest(powers: list[tuple[int, Fraction]]) -> None:
    total = sum(power for power, _ in powers)
    found = rounded_product([(base, Fraction(power, total)) for power, base in powers])
    assert found == brute.geometric([(Fraction(power), base) for power, base in powers])


@given(st.sampled_from(MEANS), st.lists(WEIGHTS, min_size=1, max_size=4), st.fractions(min_value=0, max_value=10**6))
def test_equal_children_give_their_value_exactly(how: object, weights: list[Fraction], value: Fraction) -> None:
    assert aggregate(engine_name(how), [(weight, value) for weight in weights]) == value


@given(
    st.sampled_from(ROOTED),
    MEMBERS,
    st.integers(0, 3),
    st.one_of(POSITIVE, st.sampled_from([Fraction(1, 10**k) for k in (29, 30, 31, 40)])),
)
def test_rounding_is_monotone(
    how: str | int, members: list[tuple[Fraction, Fraction]], place: int, more: Fraction
) -> None:
    """Raising a member by much or by next to nothing never lowers the mean."""
    place %= len(members)
    weight, score = members[place]
    raised = [*members[:place], (weight, score + more), *members[place + 1 :]]
    assert aggregate(how, members) <= aggregate(how, raised)


@given(st.sampled_from(ROOTED), POSITIVE, st.sampled_from([GRID / 7, GRID / 10**10]))
def test_rounding_is_monotone_next_to_equal_members(how: str | int, value: Fraction, little: Fraction) -> None:
    """A member a hair below its equals never lifts the mean above them, nor a member a hair above lowers it below them."""
    one = Fraction(1)
    equal = aggregate(how, [(one, value), (one, value)])
    assert (
        aggregate(how, [(one, value - little), (one, value)])
        <= equal
        <= aggregate(how, [(one, value + little), (one, value)])
    )


def test_a_root_of_a_huge_number_is_rounded_too() -> None:
    """A product may feed a geometric mean: 61 members at 100 make 10¹²²."""
    huge = [(Fraction(1), Fraction(10**124)), (Fraction(1), Fraction(10**126))]
    assert aggregate("geometric", huge) == 10**125


def test_a_tie_is_a_tie_in_any_order() -> None:
    """A root exactly between two grid points: √(t²/3 · 3) with t = k + 10⁻³⁰/2."""
    half = Fraction(1, 2)
    for whole in range(1, 20):
        between = whole + GRID / 2
        factors = [(between**2 / 3, half), (Fraction(3), half)]
        assert rounded_product(factors) == rounded_product(factors[::-1])
