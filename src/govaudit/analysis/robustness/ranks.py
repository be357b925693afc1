"""How often each forum takes each rank, and stands above each other: stochastic multicriteria acceptability analysis.

R. Lahdelma & P. Salminen, SMAA-2: Stochastic Multicriteria Acceptability Analysis for Group Decision Making, Operations Research 49(3), 2001,
doi:10.1287/opre.49.3.444.11220.

Works through the draws in blocks that fit a processor's cache, and keeps only counts of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from govaudit.analysis.robustness.combine import CLOSE, Floats

BLOCK, EIGHT = 2048, 8
"""Draws. Of 41 forums that fits a processor's cache; half and four times as many were slower."""
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
    """

    draws: int
    taken: Counts
    above: Counts

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


def tally(scores: Block, draws: int) -> Tally:
    """Count ranks and pairs over all draws. Scores that differ by less than 10⁻⁹ are a tie."""
    counted = [_count(scores(block)) for block in blocks(draws)]
    return Tally(
        draws=draws,
        taken=reduce(add, (taken for taken, _ in counted)),
        above=reduce(add, (above for _, above in counted)),
    )


def _count(scores: Floats) -> tuple[Counts, Counts]:
    forums, draws = scores.shape
    whole = np.rint(scores * 10.0**CLOSE)
    whole[np.isnan(whole)] = -np.inf
    taken, above = np.zeros((forums, forums), np.int64), np.zeros((forums, forums), np.int64)
    padded = np.zeros((forums, draws + -draws % EIGHT), np.bool_)  # eight at a time are counted in one
    better, ones, eights = padded[:, :draws], padded[:, :draws].view(np.uint8), padded.view(np.uint64)
    betters = np.empty(draws, np.min_scalar_type(forums))
    for forum in range(forums):
        np.greater(whole, whole[forum], out=better)
        above[:, forum] = np.bitwise_count(eights).sum(axis=1, dtype=np.int64)
        np.add.reduce(ones, axis=0, dtype=betters.dtype, out=betters)
        taken[forum] = np.bincount(betters, minlength=forums)
    return taken, above


def quantiles(scores: Block, forums: int, draws: int) -> Floats:
    """Shape (forums, 3): scores of some draw that 5 %, 50 % and 95 % of the draws do not exceed; not a number for a forum that never has one."""
    kept = np.empty((forums, draws), np.float32)
    for block in blocks(draws):
        kept[:, block] = scores(block)
    kept.sort(axis=1)  # what is not a number comes last
    found = np.full((forums, len(QUANTILES)), np.nan)
    for forum, there in enumerate(draws - np.isnan(kept).sum(axis=1)):
        if there:
            found[forum] = kept[forum, [int(quantile * (there - 1)) for quantile in QUANTILES]]
    return found


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
