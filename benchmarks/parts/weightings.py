"""The part of `weightings.py` that measures, inside its environment."""

from __future__ import annotations

import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np
import pymcdm.helpers
import pymcdm.methods
import skcriteria
from skcriteria.agg.simple import WeightedSumModel

from govaudit.analysis.robustness.ranks import Tally, ranks, tally, weighted

FORUMS, CRITERIA, WEIGHTINGS, FEWER = 41, 5, 1_000_000, 500
NAMED = ("numpy", "scipy", "pymcdm", "scikit-criteria")
SECONDS, MEGABYTES, TIMES = 2.0, 1000.0, 50.0
POINTS = np.random.default_rng(1).random((FORUMS, CRITERIA)) * 100


def drawn(count: int) -> Any:
    """Weights even over the simplex."""
    weights = np.random.default_rng(0).standard_exponential((count, CRITERIA))
    return weights / weights.sum(axis=1, keepdims=True)


def ours() -> Tally:
    """A million weightings: drawn, scored, ranked and counted, pair by pair as well."""
    weights = drawn(WEIGHTINGS)
    return tally(weighted(POINTS, np.full(FORUMS, np.inf), weights), WEIGHTINGS)


def _as_it_is(column: Any, cost: bool = False) -> Any:  # noqa: ARG001  # pymcdm hands it over
    """Points that are on one scale already are not normalised."""
    return column


def by_pymcdm() -> Any:
    """Ranks of some weightings, by pymcdm."""
    types, method = np.ones(CRITERIA), pymcdm.methods.WSM(_as_it_is)
    return [pymcdm.helpers.rrankdata(method(POINTS, weights, types)) for weights in drawn(FEWER)]


def by_scikit_criteria() -> Any:
    """Ranks of some weightings, by scikit-criteria."""
    method, goals = WeightedSumModel(), [max] * CRITERIA
    return [method.evaluate(skcriteria.mkdm(POINTS, goals, weights=weights)).rank_ for weights in drawn(FEWER)]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> int:
    """Print seconds, memory and ratios; 1 if a claim does not hold."""
    print(f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in NAMED)}", flush=True)
    wanted = ranks(drawn(FEWER) @ POINTS.T)
    for peer in (by_pymcdm, by_scikit_criteria):
        if not np.array_equal(np.asarray(peer()), wanted):
            print(f"{peer.__name__} ranks otherwise")
            return 1
    taken: dict[str, list[float]] = {"ours": [], "pymcdm": [], "scikit-criteria": []}
    for _ in range(int(sys.argv[1])):
        taken["ours"].append(seconds(ours))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        taken["pymcdm"].append(seconds(by_pymcdm) * WEIGHTINGS / FEWER)
        taken["scikit-criteria"].append(seconds(by_scikit_criteria) * WEIGHTINGS / FEWER)
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(
        f"{WEIGHTINGS} weightings x {FORUMS} x {CRITERIA}: {medians['ours']:.2f} s (at most {SECONDS}), {memory:.0f} MB (at most {MEGABYTES:.0f})"
    )
    holds = medians["ours"] <= SECONDS and memory <= MEGABYTES
    for name in ("pymcdm", "scikit-criteria"):
        ratio = medians[name] / medians["ours"]
        print(f"{name}: {medians[name]:.0f} s, {ratio:.0f} times as long (at least {TIMES:.0f})")
        holds = holds and ratio >= TIMES
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
