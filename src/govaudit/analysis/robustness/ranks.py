"""How often each forum takes each rank, and stands above each other: stochastic multicriteria acceptability analysis.

R. Lahdelma & P. Salminen, SMAA-2: Stochastic Multicriteria Acceptability Analysis for Group Decision Making, Operations Research 49(3), 2001,
doi:10.1287/opre.49.3.444.11220.

Works through the draws in blocks that fit a processor's cache, several at once. Of a block only counts are kept, so nothing depends on which ends first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from govaudit.analysis.robustness.combine import CLOSE, Floats

BLOCK = 8192
"""Draws. Measured on 41 forums: a quarter of it and four times it are slower."""
QUANTILES = (0.05, 0.5, 0.95)
Counts: TypeAlias = NDArray[np.int64]
Block: TypeAlias = Callable[[slice], Floats]
"""The scores of some of the draws, shape (forums, draws in the slice)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Counts over all draws.

    Attributes
    ----------
    taken
        Shape (forums, ranks): how often each forum took each rank, 1 first. Ties share the better rank; a forum without a score comes last.
    above
        Shape (forums, forums): how often the one scored more than the other.
    scores
        Shape (forums, 3): the 5 %, 50 % and 95 % quantiles of the scores.
    """

    draws: int
    taken: Counts
    above: Counts
    scores: Floats

    def acceptability(self) -> Floats:
        """Shape (forums, ranks): the share of draws in which each forum takes each rank; each row sums to 1."""
        shares: Floats = self.taken / self.draws
        return shares

    def rank_at(self, quantile: float) -> Counts:
        """Shape (forums,): the least rank that a share of at least `quantile` of the draws does not exceed."""
        places: Counts = 1 + np.argmax(self.taken.cumsum(axis=1) >= quantile * self.draws, axis=1)
        return places


def blocks(draws: int) -> Iterator[slice]:
    """The draws, block by block."""
    return (slice(first, min(first + BLOCK, draws)) for first in range(0, draws, BLOCK))


def tally(scores: Block, forums: int, draws: int) -> Tally:
    """Count ranks and pairs over all draws. Scores that differ by less than 10⁻⁹ are a tie."""
    kept = np.empty((forums, draws), np.float32)

    def count(block: slice) -> tuple[Counts, Counts]:
        found = scores(block)
        kept[:, block] = found
        return _count(found)

    with ThreadPoolExecutor() as pool:
        counted = list(pool.map(count, blocks(draws)))
        ordered = np.array(list(pool.map(_quantiles, kept)))
    return Tally(
        draws=draws,
        taken=reduce(add, (taken for taken, _ in counted)),
        above=reduce(add, (above for _, above in counted)),
        scores=ordered.astype(np.float64),
    )


def _count(scores: Floats) -> tuple[Counts, Counts]:
    forums, draws = scores.shape
    whole = np.rint(scores * 10.0**CLOSE)
    whole[np.isnan(whole)] = -np.inf
    taken, above = np.zeros((forums, forums), np.int64), np.zeros((forums, forums), np.int64)
    better = np.empty(whole.shape, np.bool_)
    ones, betters = better.view(np.uint8), np.empty(draws, np.min_scalar_type(forums))
    for forum in range(forums):
        np.greater(whole, whole[forum], out=better)
        above[:, forum] = [np.count_nonzero(row) for row in better]  # row by row: along an axis it is slow
        np.add.reduce(ones, axis=0, dtype=betters.dtype, out=betters)
        taken[forum] = np.bincount(betters, minlength=forums)
    return taken, above


def _quantiles(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """Quantiles that are scores of some draw; of draws without a score none is taken."""
    ordered = np.sort(scores)  # faster than three partitions; what is not a number comes last
    there = len(scores) - int(np.isnan(scores).sum())
    if not there:
        return np.full(len(QUANTILES), np.nan, np.float32)
    return ordered[[int(quantile * (there - 1)) for quantile in QUANTILES]]


def ranks(scores: Floats) -> Counts:
    """Shape (draws, forums): the rank of each forum, given scores of that shape."""
    whole = np.rint(scores * 10.0**CLOSE)
    whole[np.isnan(whole)] = -np.inf
    return 1 + np.stack([np.count_nonzero(whole > own[:, None], axis=1) for own in whole.T], axis=1)


def weighted(points: Floats, ceilings: Floats, weights: Floats) -> Block:
    """The scores of a weighted mean under many weights.

    Parameters
    ----------
    points
        Shape (forums, criteria); not a number where a criterion does not count.
    ceilings
        Shape (forums,): the least score that a cap allows.
    weights
        Shape (draws, criteria), each row with a sum of 1.
    """
    there = ~np.isnan(points)
    plain, counted = np.where(there, points, 0.0), there.astype(np.float64)
    whole = bool(there.all())
    capped = ceilings[:, None]

    def scores(block: slice) -> Floats:
        some = weights[block].T
        found = plain @ some
        if not whole:
            with np.errstate(invalid="ignore"):
                found /= counted @ some
        return np.minimum(found, capped, out=found)

    return scores
