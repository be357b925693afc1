"""Worked bounds with doubtful members, and roots whose digits are known."""

from __future__ import annotations

from decimal import Context
from fractions import Fraction

import pytest

from govaudit.scoring import roots
from govaudit.scoring.aggregate import aggregate, is_mean, refuses_negative, takes_weights, weighted_mean
from govaudit.scoring.bounds import Bound, bound
from govaudit.scoring.roots import rounded_product

ONE = Fraction(1)


def members(*scores: int) -> list[tuple[Fraction, Fraction]]:
    return [(ONE, Fraction(score)) for score in scores]


@pytest.mark.parametrize("lowest", [True, False])
def test_no_members_no_bound(*, lowest: bool) -> None:
    assert bound("mean", [], [], lowest=lowest) is None
    assert bound("median", [], [], lowest=lowest) is None


def test_at_least_one_doubtful_member_is_in_where_none_is_certain() -> None:
    assert bound("mean", [], members(4, 2), lowest=True) == Bound(Fraction(2), frozenset({1}))
    assert bound("mean", [], members(4, 2), lowest=False) == Bound(Fraction(4), frozenset({0}))
    assert bound("sum", [], members(4, 2), lowest=True) == Bound(Fraction(2), frozenset({1}))
    assert bound("sum", [], members(4, 2), lowest=False) == Bound(Fraction(6), frozenset({0, 1}))


def test_a_doubtful_member_is_in_only_where_it_moves_the_bound() -> None:
    assert bound("mean", members(3), members(5, 1), lowest=True) == Bound(Fraction(2), frozenset({1}))
    assert bound("minimum", members(3), members(5), lowest=True) == Bound(Fraction(3), frozenset({0}))
    assert bound("sum", members(3), members(-1, 2), lowest=True) == Bound(Fraction(2), frozenset({0}))


def test_stopping_at_the_first_prefix_that_does_not_help_is_wrong_for_the_median() -> None:
    """Of 4 and 4 the median stays 4 with a 0 more, and falls with a 0 and a 1."""
    certain = members(4, 4)
    assert aggregate("median", [*certain, *members(0)]) == 4
    assert bound("median", certain, members(1, 0), lowest=True) == Bound(Fraction(5, 2), frozenset({0, 1}))


def test_what_each_aggregation_takes() -> None:
    assert [how for how in ("mean", "sum", "median", "product", "geometric", 2) if takes_weights(how)] == [
        "mean",
        "sum",
        "geometric",
        2,
    ]
    assert [how for how in ("mean", "sum", "median", "product", "geometric", 2) if is_mean(how)] == [
        "mean",
        "geometric",
        2,
    ]
    assert [how for how in ("mean", "sum", "harmonic", "product", -3) if refuses_negative(how)] == [
        "harmonic",
        "product",
        -3,
    ]


def test_a_zero_member_makes_geometric_harmonic_and_negative_power_means_zero() -> None:
    for how in ("geometric", "harmonic", -1, -4):
        assert aggregate(how, members(0, 5)) == 0
    assert aggregate(2, members(0, 2)) == rounded_product([(Fraction(2), Fraction(1, 2))])


@pytest.mark.parametrize(
    ("number", "degree", "digits"),
    [
        (2, 2, "1.414213562373095048801688724210"),
        (3, 2, "1.732050807568877293527446341506"),
        (2, 3, "1.259921049894873164767210607278"),
        (Fraction(1, 4), 2, "0.5"),
        (27, 3, "3"),
    ],
)
def test_roots_whose_digits_are_known(number: Fraction, degree: int, digits: str) -> None:
    """√2, √3 and ∛2 as in OEIS A002193, A002194 and A002580, rounded to 30 decimals."""
    assert rounded_product([(Fraction(number), Fraction(1, degree))]) == Fraction(digits)


HALF = Fraction(1, 2 * 10**30)
"""Half of the way between two numbers of the grid."""


def root_of(number: Fraction) -> Fraction:
    return rounded_product([(number**2, Fraction(1, 2))])


def test_the_precision_is_raised_until_the_rounding_is_certain() -> None:
    """A root just beside the middle of two grid points, nearer than the first precision can tell."""
    above, below = (1 + HALF + shift * Fraction(1, 10**80) for shift in (1, -1))
    assert root_of(above) == 1 + 2 * HALF
    assert root_of(below) == 1


@pytest.mark.parametrize(
    ("beside", "digits"),
    [
        (Fraction(1, 10**31), [60]),
        (Fraction(5, 10**48), [60]),
        (Fraction(5, 10**49), [60, 120]),
        (Fraction(1, 10**120), [60, 120, 240]),
        (Fraction(0), [60, 120, 240, 480, 960]),
    ],
)
def test_no_more_digits_are_taken_than_the_rounding_needs(
    beside: Fraction, digits: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of an exact tie no number of digits is enough, so there is a last try."""
    taken = []

    def context(precision: int) -> Context:
        taken.append(precision)
        return Context(precision)

    monkeypatch.setattr(roots, "Context", context)
    assert root_of(1 + HALF + beside) == 1 + 2 * HALF
    assert taken == digits


def test_roots_of_numbers_beyond_all_measure() -> None:
    large = Fraction(10**2000)
    assert rounded_product([(large, Fraction(1, 1000))]) == 100
    assert rounded_product([(1 / large, Fraction(1, 1000))]) == Fraction(1, 100)


def test_a_mean_of_odd_weights_and_scores_is_what_fractions_add_up_to() -> None:
    several = [(Fraction(1, 3), Fraction(5, 7)), (Fraction(2), Fraction(-1, 9)), (Fraction(1, 4), Fraction(3))]
    amount = sum((weight * score for weight, score in several), Fraction(0))
    assert weighted_mean(several) == amount / sum((weight for weight, _ in several), Fraction(0))
    assert weighted_mean([(Fraction(0), Fraction(4))]) is None
