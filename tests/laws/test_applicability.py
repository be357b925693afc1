"""Unknown applicability: the bounds are the extremes over every choice of doubtful members, for every aggregation."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, combinations
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from govaudit.scoring.bounds import bound

from . import brute
from .frameworks import AGGREGATIONS, ANYHOW
from .test_exactness import engine_name

WEIGHTS = st.sampled_from([Fraction(1), Fraction(2), Fraction(1, 2), Fraction(5, 4)])
SCORES = st.sampled_from([Fraction(n, 2) for n in range(9)])
ANY_SCORES = st.sampled_from([Fraction(n, 2) for n in range(-6, 9)])
SIGNS = (True, False)


def _members(scores: st.SearchStrategy[Fraction], most: int) -> st.SearchStrategy[list[tuple[Fraction, Fraction]]]:
    return st.lists(st.tuples(WEIGHTS, scores), max_size=most)


@given(st.sampled_from(AGGREGATIONS), _members(SCORES, 4), _members(SCORES, 5), st.sampled_from(SIGNS))
def test_bounds_are_the_extremes_over_all_choices(how: Any, certain: Any, doubtful: Any, lowest: bool) -> None:
    _check(how, certain, doubtful, lowest=lowest)


@given(st.sampled_from(ANYHOW), _members(ANY_SCORES, 4), _members(ANY_SCORES, 5), st.sampled_from(SIGNS))
def test_bounds_are_the_extremes_below_zero_too(how: Any, certain: Any, doubtful: Any, lowest: bool) -> None:
    _check(how, certain, doubtful, lowest=lowest)


@given(st.lists(st.tuples(WEIGHTS, SCORES.filter(bool)), min_size=2, max_size=5), st.sampled_from(SIGNS))
def test_bounds_of_a_sum(doubtful: Any, lowest: bool) -> None:
    """A member counts by weight times score: where all only add, and one must be in, the one that adds least."""
    _check("sum", [], [(weight, score if lowest else -score) for weight, score in doubtful], lowest=lowest)


@given(_members(ANY_SCORES, 5), _members(ANY_SCORES, 6), st.sampled_from(SIGNS))
def test_bounds_of_a_median(certain: Any, doubtful: Any, lowest: bool) -> None:
    """Stopping at the first prefix that does not help is wrong here."""
    _check("median", certain, doubtful, lowest=lowest)


@given(
    st.sampled_from(AGGREGATIONS),
    _members(SCORES, 3),
    _members(SCORES, 5),
    st.sampled_from(SIGNS),
    st.integers(0, 1_000),
)
def test_who_is_in_at_the_bound_does_not_hang_on_order(
    how: Any, certain: Any, doubtful: Any, lowest: bool, seed: int
) -> None:
    order = Random(seed).sample(range(len(doubtful)), len(doubtful))
    first = bound(engine_name(how), certain, doubtful, lowest=lowest)
    second = bound(engine_name(how), certain, [doubtful[position] for position in order], lowest=lowest)
    if first is None or second is None:
        assert first is second
        return
    assert first.score == second.score
    assert sorted(doubtful[i] for i in first.chosen) == sorted(doubtful[order[i]] for i in second.chosen)
    ties = {doubtful[i][1] for i in first.chosen} & {
        doubtful[i][1] for i in range(len(doubtful)) if i not in first.chosen
    }
    assert not ties or how == "sum"


def _check(how: Any, certain: Any, doubtful: Any, *, lowest: bool) -> None:
    sizes = range(len(doubtful) + 1)
    choices = chain.from_iterable(combinations(doubtful, size) for size in sizes)
    scores = [brute.aggregate(how, [*certain, *chosen]) for chosen in choices if certain or chosen]
    found = bound(engine_name(how), certain, doubtful, lowest=lowest)
    if found is None:
        assert not scores
        return
    assert found.score == (min(scores) if lowest else max(scores))
    inside = [doubtful[position] for position in found.chosen]
    assert brute.aggregate(how, [*certain, *inside]) == found.score
