"""Krippendorff's alpha with a bootstrap interval, over one or several strata.

K. Krippendorff, Content Analysis, 4th ed., Sage 2018, ch. 12.
A. F. Hayes & K. Krippendorff, Answering the Call for a Standard Reliability Measure for Coding Data, Communication Methods and Measures 1(1), 2007,
doi:10.1080/19312450709336664.

alpha = 1 - observed / expected disagreement. With several strata both are summed over them, and what is expected is worked out within each.
Pairs of ratings are counted in whole numbers, so that no count depends on its order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from math import lcm
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from govaudit.analysis.agreement.ratings import MISSING, Stratum

Floats: TypeAlias = NDArray[np.float64]
Metric: TypeAlias = Callable[[Floats], Floats]
"""From the counts of the categories, shape (samples, categories), to the squared distances between them, (samples, categories, categories)."""
RESAMPLES = 1000
LEAST_DEFINED = 0.95
ENDS = (0.025, 0.975)


class Interval(NamedTuple):
    """Alpha and its 95 % interval; None where it is undefined."""

    alpha: float | None
    low: float | None = None
    high: float | None = None


def nominal(counts: Floats) -> Floats:
    """Any two different categories are equally far apart."""
    return np.broadcast_to(1 - np.eye(counts.shape[1]), (*counts.shape, counts.shape[1]))


def ordinal(counts: Floats) -> Floats:
    """By the ranks that lie between two categories; the two outermost that occur are 1 apart, so that scales of different length can be summed."""
    ranks = counts.cumsum(axis=1) - counts / 2
    occurs = counts > 0
    first = np.where(occurs, ranks, np.inf).min(axis=1, keepdims=True)
    last = np.where(occurs, ranks, -np.inf).max(axis=1, keepdims=True)
    span = np.where(last > first, last - first, 1.0)
    places = np.where(occurs, ranks - np.where(occurs.any(axis=1, keepdims=True), first, 0.0), 0.0) / span
    squared: Floats = (places[:, :, None] - places[:, None, :]) ** 2
    return squared


def alpha(strata: Sequence[Stratum], metric: Metric) -> float | None:
    """Krippendorff's alpha; None if only one value occurs, when it is 0/0."""
    return _Counts(strata).alpha(metric)


def interval(strata: Sequence[Stratum], metric: Metric, seed: int, resamples: int = RESAMPLES) -> Interval:
    """Alpha with the 2.5 % and 97.5 % quantiles over samples of as many units, drawn with replacement.

    Undefined ends are None: if more than 5 % of the samples hold one value alone, nobody can say where they lie.
    """
    counts = _Counts(strata)
    found = counts.alpha(metric)
    if found is None:
        return Interval(None)
    drawn = counts.resampled(metric, seed, resamples)
    if len(drawn) < LEAST_DEFINED * resamples:
        return Interval(found)
    low, high = np.quantile(drawn, ENDS)
    return Interval(found, float(low), float(high))


class _Counts:
    """The pairs of ratings in each unit, by stratum: shape (units, categories, categories).

    A unit with m ratings counts each pair 1/(m - 1) times; `scale` makes that whole.
    """

    def __init__(self, strata: Sequence[Stratum]) -> None:
        coders = max((len(row) for stratum in strata for row in stratum.rows), default=2)
        self.scale = lcm(*range(1, coders))
        self.pairs = [_pairs(stratum, self.scale) for stratum in strata]
        self.units = sum(len(stratum.rows) for stratum in strata)

    def alpha(self, metric: Metric) -> float | None:
        observed, expected = self._disagreement(np.ones((1, self.units)), metric)
        return float(1 - observed[0] / expected[0]) if expected[0] > 0 else None

    def resampled(self, metric: Metric, seed: int, resamples: int) -> Floats:
        """Alpha of each sample in which it is defined."""
        drawn = np.random.default_rng(seed).integers(self.units, size=(resamples, self.units))
        apart = drawn + self.units * np.arange(resamples)[:, None]
        times = np.bincount(apart.ravel(), minlength=resamples * self.units).reshape(resamples, self.units)
        observed, expected = self._disagreement(times.astype(np.float64), metric)
        defined = expected > 0
        found: Floats = 1 - observed[defined] / expected[defined]
        return found

    def _disagreement(self, times: Floats, metric: Metric) -> tuple[Floats, Floats]:
        """Observed and expected disagreement of each sample. `times`: how often it holds each unit, shape (samples, units)."""
        observed, expected = np.zeros(len(times)), np.zeros(len(times))
        first = 0
        for pairs in self.pairs:
            units, size, _ = pairs.shape
            held = (times[:, first : first + units] @ pairs.reshape(units, -1)).reshape(-1, size, size)
            first += units
            counts = held.sum(axis=2)
            apart = metric(counts)
            total = counts.sum(axis=1)
            observed += (held * apart).sum(axis=(1, 2))
            chance = (counts[:, :, None] * counts[:, None, :] * apart).sum(axis=(1, 2))
            expected += np.divide(chance, total - self.scale, out=np.zeros(len(times)), where=total > 0)
        return observed, expected


def _pairs(stratum: Stratum, scale: int) -> Floats:
    found = np.zeros((len(stratum.rows), stratum.size, stratum.size))
    for index, row in enumerate(stratum.rows):
        ratings = [rating for rating in row if rating != MISSING]
        for one, other in permutations(ratings, 2):
            found[index, one, other] += scale // (len(ratings) - 1)
    return found
