"""The order under all weights, against a fine grid of weights in exact numbers."""

from fractions import Fraction
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.robustness.dominance import Order, Standing, at_least

CRITERIA, GRID = 3, 24
WEIGHTS = [
    (Fraction(i, GRID), Fraction(j, GRID), Fraction(GRID - i - j, GRID))
    for i, j in product(range(GRID + 1), repeat=2)
    if i + j <= GRID
]
NUMBERS = st.integers(0, 4).map(Fraction)
STANDINGS = st.builds(
    lambda points, ceiling: Standing(points=tuple(points), ceiling=ceiling),
    st.lists(NUMBERS, min_size=CRITERIA, max_size=CRITERIA),
    st.none() | NUMBERS,
)


def score(standing: Standing, weights: tuple[Fraction, ...]) -> Fraction:
    mean = sum((w * x for w, x in zip(weights, standing.points, strict=True) if x is not None), Fraction(0))
    return mean if standing.ceiling is None else min(mean, standing.ceiling)


@given(STANDINGS, STANDINGS)
def test_at_least_is_at_least_on_every_point_of_a_grid(first: Standing, second: Standing) -> None:
    on_grid = all(score(first, w) >= score(second, w) for w in WEIGHTS)
    found = at_least(first, second, mean=True)
    assert on_grid or not found  # never claimed without being so
    corners = _corners(first, second)
    assert found == all(score(first, w) >= score(second, w) for w in [*WEIGHTS, *corners])


def _corners(first: Standing, second: Standing) -> list[tuple[Fraction, ...]]:
    """Just beside the points of the edges at which the two means are equal: where a grid may miss a turn."""
    found = []
    pairs = list(zip(first.points, second.points, strict=True))
    for i, (a, b) in enumerate(pairs):
        for j, (x, y) in enumerate(pairs):
            if a > b and y > x:  # type: ignore[operator]  # all are numbers here
                share = (y - x) / ((y - x) + (a - b)) - Fraction(1, 10**6)  # type: ignore[operator]
                weights = [Fraction(0)] * CRITERIA
                weights[i], weights[j] = share, 1 - share
                found += [tuple(weights)] if share >= 0 else []
    return found


def test_a_criterion_that_counts_for_one_alone_leaves_two_forums_without_order() -> None:
    whole, part = (
        Standing(points=(Fraction(9), Fraction(9)), ceiling=None),
        Standing(points=(Fraction(1), None), ceiling=None),
    )
    assert not at_least(whole, part, mean=True)
    assert not at_least(part, whole, mean=True)


def test_a_hasse_diagram_has_no_line_that_others_imply() -> None:
    order = Order(
        above={"a": frozenset("bcd"), "b": frozenset("d"), "c": frozenset("d"), "d": frozenset(), "e": frozenset()},
        equal=(),
        layers=(("a", "e"), ("b", "c"), ("d",)),
    )
    assert order.covers() == (("a", "b"), ("a", "c"), ("b", "d"), ("c", "d"))
    assert order.pairs == 5
