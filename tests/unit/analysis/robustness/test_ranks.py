"""Ranks and pairs counted in blocks: against scipy, and against cases of stochastic multicriteria acceptability with known answers."""

import numpy as np
import pytest
from scipy.stats import rankdata

from govaudit.analysis.robustness.choices import weights_from
from govaudit.analysis.robustness.ranks import BLOCK, quantiles, ranks, tally, weighted

DRAWS = 2 * BLOCK + 77
RNG = np.random.default_rng(7)


def test_ranks_and_counts_are_those_of_scipy() -> None:
    scores = np.round(RNG.random((DRAWS, 9)) * 10, 1)  # many ties
    scores[::50, 3] = np.nan
    wanted = rankdata(-np.where(np.isnan(scores), -1, scores), method="min", axis=1)
    wanted = wanted.astype(int)  # floats in some versions of scipy
    assert (ranks(scores) == wanted).all()
    found = tally(lambda block: scores[block].T.copy(), DRAWS)
    for forum in range(9):
        assert found.taken[forum].tolist() == np.bincount(wanted[:, forum] - 1, minlength=9).tolist()
        for other in range(9):
            assert found.above[forum, other] == (wanted[:, forum] < wanted[:, other]).sum()
    assert np.allclose(found.acceptability().sum(axis=1), 1)


def test_quantiles_of_ranks_and_scores() -> None:
    scores = np.array([[1.0, 2.0]] * 60 + [[3.0, 2.0]] * 40)
    found = tally(lambda block: scores[block].T.copy(), 100)
    assert [found.rank_at(quantile).tolist() for quantile in (0.05, 0.5, 0.6, 0.61)] == [[1, 1], [2, 1], [2, 1], [2, 2]]
    assert quantiles(lambda block: scores[block].T, 2, 100).tolist() == [[1.0, 1.0, 3.0], [2.0, 2.0, 2.0]]


def test_a_forum_that_never_has_a_score_is_last_and_has_no_quantiles() -> None:
    scores = np.array([[np.nan, 2.0]] * 10)
    found = tally(lambda block: scores[block].T.copy(), 10)
    assert found.taken.tolist() == [[0, 10], [10, 0]]
    assert np.isnan(quantiles(lambda block: scores[block].T, 2, 10)[0]).all()


def test_of_two_alternatives_and_two_criteria_the_share_is_known() -> None:
    """Of (1, 0) and (0, 3), weights (w, 1 - w) even over [0, 1]: the first is better where w > 3(1 - w), so in a quarter; where it is, w is 7/8 on average."""
    w = (np.arange(100_000) + 0.5) / 100_000
    weights = np.stack([w, 1 - w], axis=1)
    found = tally(weighted(np.array([[1.0, 0.0], [0.0, 3.0]]), np.full(2, np.inf), weights), len(w))
    assert found.acceptability()[0, 0] == pytest.approx(0.25, abs=1e-5)


def test_of_corners_of_the_simplex_each_comes_first_equally_often() -> None:
    """Three alternatives, each best on one criterion: by symmetry each has every rank in a third of the draws."""
    numbers = RNG.random((200_000, 4))
    weights = weights_from((1.0, 1.0, 1.0), "anywhere", numbers)
    found = tally(weighted(np.eye(3), np.full(3, np.inf), weights), len(weights))
    assert np.allclose(found.acceptability(), 1 / 3, atol=0.005)


def test_a_cap_holds_under_all_weights_and_a_missing_criterion_leaves_the_denominator() -> None:
    points = np.array([[10.0, 0.0], [4.0, np.nan]])
    weights = np.array([[1.0, 0.0], [0.25, 0.75]])
    assert weighted(points, np.array([6.0, np.inf]), weights)(slice(0, 2)).tolist() == [[6.0, 2.5], [4.0, 4.0]]
