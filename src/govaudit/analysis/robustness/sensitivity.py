"""Which choice matters: first-order and total Sobol' indices of groups of inputs.

I. M. Sobol', Global Sensitivity Indices for Nonlinear Mathematical Models and Their Monte Carlo Estimates, Mathematics and Computers in Simulation 55, 2001,
doi:10.1016/S0378-4754(00)00270-6; A. Saltelli et al., Variance Based Sensitivity Analysis of Model Output, Computer Physics Communications 181(2), 2010,
doi:10.1016/j.cpc.2009.09.018.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.stats import bootstrap, qmc, sobol_indices

from govaudit.analysis.robustness.combine import Floats

CONFIDENCE = 0.9
"""Intervals run from the 5 % to the 95 % quantile."""


@dataclass(frozen=True, slots=True)
class Index:
    """A Sobol' index: a share of the variance, and its bootstrap interval. Not a number where nothing varies at all."""

    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """What one choice does to one output.

    Attributes
    ----------
    first
        The share of the variance that goes if this choice alone is fixed, on average.
    total
        The share that is left if all other choices are fixed, on average: with all that this choice does together with others.
    """

    output: str
    choice: str
    first: Index
    total: Index


def indices(
    outputs: Callable[[Floats], Mapping[str, Floats]],
    groups: Mapping[str, slice],
    width: int,
    draws: int,
    seed: int,
    resamples: int,
) -> tuple[Sensitivity, ...]:
    """The indices of every group of inputs for every output.

    Parameters
    ----------
    outputs
        From inputs, shape (draws, width) and evenly spread over (0, 1), to one number a draw for each output.
    groups
        The columns that belong together. Of A and B, two independent designs, the pages AB have the columns of one group from B.
    draws
        Of each of A, B and the pages AB; a power of two.
    """
    both = qmc.Sobol(2 * width, rng=np.random.default_rng(seed)).random(draws).clip(1e-12, 1 - 1e-12)
    first, second = both[:, :width], both[:, width:]
    pages = []
    for columns in groups.values():
        page = first.copy()
        page[:, columns] = second[:, columns]
        pages.append(outputs(page))
    at_first, at_second = outputs(first), outputs(second)
    names = tuple(at_first)
    varying = tuple(name for name in names if np.ptp([at_first[name], at_second[name]]) > 0)
    values = {
        "f_A": np.array([at_first[name] for name in varying]),
        "f_B": np.array([at_second[name] for name in varying]),
        "f_AB": np.array([[page[name] for name in varying] for page in pages]),
    }
    found = _resampled(values, draws, seed, resamples) if varying else np.zeros((3, 2, 0, len(groups)))
    constant = (Index(np.nan, np.nan, np.nan),) * 2
    told = []
    for output in names:
        for place, choice in enumerate(groups):
            first_order, total = (
                (Index(*found[:, order, varying.index(output), place].tolist()) for order in (0, 1))
                if output in varying
                else constant
            )
            told.append(Sensitivity(output=output, choice=choice, first=first_order, total=total))
    return tuple(told)


def _resampled(values: Mapping[str, Floats], draws: int, seed: int, resamples: int) -> Floats:
    """Shape (3, 2, outputs, groups): shares and their intervals' ends; first and total."""

    def statistic(rows: Floats) -> Floats:
        return _indices({key: value[..., rows.astype(np.int64)] for key, value in values.items()})

    interval = bootstrap(
        (np.arange(draws),),
        statistic,
        n_resamples=resamples,
        vectorized=False,
        method="percentile",
        confidence_level=CONFIDENCE,
        rng=np.random.default_rng(seed),
    ).confidence_interval
    return np.stack([_indices(values), interval.low, interval.high])


def _indices(values: Mapping[str, Floats]) -> Floats:
    """Shape (2, outputs, groups): first and total."""
    found = sobol_indices(func=dict(values), n=values["f_A"].shape[-1])
    shape = (values["f_A"].shape[0], values["f_AB"].shape[0])
    return np.stack([np.reshape(found.first_order, shape), np.reshape(found.total_order, shape)])
