"""The whole examination: everything varied at once, each choice alone, which choice matters, what is left out, who stands above whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from govaudit.analysis.robustness.choices import ALONE, EVERYTHING, Settings, Vary, choose, design
from govaudit.analysis.robustness.combine import Floats
from govaudit.analysis.robustness.dominance import Order, order_by_bounds, order_by_points, why_not
from govaudit.analysis.robustness.ranks import Counts, Tally, blocks, quantiles, ranks, tally
from govaudit.analysis.robustness.sensitivity import Sensitivity, indices
from govaudit.analysis.robustness.space import Space, span_space
from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.scoring.plan import Plan

SHIFT = "mean-rank-shift"
"""The output of the whole: by how many ranks the forums move from their given ones, on average (Saisana, Saltelli & Tarantola 2005)."""
RESAMPLES, RESAMPLES_A_FORUM = 1000, 100
PAGES, MOST_A_PAGE = 4, 4096
"""The sensitivity needs a page a choice besides its two designs; each has a quarter of the draws, and no more than its intervals need."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """With what an examination was made; the same gives the same.

    Attributes
    ----------
    draws
        A power of two.
    completions
        In how many ways the unknown turns out.
    """

    draws: int
    completions: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """What becomes of the ranks if one part is left out, all else as given.

    Attributes
    ----------
    moved
        How many forums change their rank.
    furthest
        The forum that moves furthest, and by how many ranks: below zero is better. "" if none moves.
    """

    part: str
    moved: int
    furthest: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """What survives.

    Attributes
    ----------
    ranks
        Shape (forums,): as given.
    everything
        All choices varied at once.
    scores
        Shape (forums, 3): quantiles of the scores in these draws, 5 %, 50 % and 95 %.
    alone
        Each choice varied alone, by its name in `ALONE`.
    central
        Shape (forums, members): the mean of the weights, drawn anywhere, under which a forum comes first; not a number if it never does (SMAA-2's central weight vector).
    by_points, by_bounds
        The order that holds under all weights, of the points and of the bounds; None where there is none to be had.
    skipped
        What was not varied, and why.
    """

    space: Space
    settled: Settled
    ranks: Counts
    everything: Tally
    scores: Floats
    alone: Mapping[str, Tally]
    central: Floats
    sensitivity: tuple[Sensitivity, ...]
    left_out: tuple[LeftOut, ...]
    by_points: Order | None
    by_bounds: Order | None
    skipped: tuple[str, ...]


def examine(
    plan: Plan, forums: Mapping[str, Mapping[str, Knowledge]], missing: Missing | None, settled: Settled
) -> Robustness:
    """Examine forums that have a score, two or more, under one framework on one day."""
    space = span_space(plan, forums, missing, settled.completions, settled.seed)
    numbers = design(space.menu, settled.draws, settled.seed)
    given = ranks(space.scores(choose(space.menu, Vary(), numbers[:1])))[0]
    alone = {name: space.possible(vary) for name, vary in ALONE.items()}
    anywhere = choose(space.menu, alone["weights-anywhere"], numbers)
    everything = choose(space.menu, space.possible(EVERYTHING), numbers)
    unordered = why_not(plan)
    return Robustness(
        space=space,
        settled=settled,
        ranks=given,
        everything=_tally(space, everything),
        scores=quantiles(space.block(everything), len(space.forums), len(everything)),
        alone={
            name: _tally(space, choose(space.menu, vary, numbers)) for name, vary in alone.items() if vary != Vary()
        },
        central=_central(space, anywhere),
        sensitivity=_sensitivity(space, given, settled),
        left_out=tuple(_left_out(space, place, given) for place in range(1, len(space.parts))),
        by_points=None if unordered else order_by_points(plan, forums, missing),
        by_bounds=None if unordered else order_by_bounds(plan, forums),
        skipped=(*space.skipped, *([unordered] if unordered else [])),
    )


def _tally(space: Space, settings: Settings) -> Tally:
    return tally(space.block(settings), len(settings))


def _central(space: Space, settings: Settings) -> Floats:
    sums, often = np.zeros((len(space.forums), len(space.members))), np.zeros((len(space.forums), 1))
    scores = space.block(settings)
    for block in blocks(len(settings)):
        first = (ranks(scores(block).T) == 1).astype(np.float64)
        sums += first.T @ settings.weights[block]
        often += first.sum(axis=0)[:, None]
    with np.errstate(invalid="ignore"):
        return sums / often


def _sensitivity(space: Space, given: Counts, settled: Settled) -> tuple[Sensitivity, ...]:
    """Of the shift of the whole, and of each forum's rank."""
    vary = space.possible(EVERYTHING)
    varied = {
        name: columns
        for name, columns in space.menu.columns.items()
        if vary.without(name) != vary and _varies(space, name)
    }

    def found(numbers: Floats) -> Counts:
        return ranks(space.scores(choose(space.menu, vary, numbers)))

    def shift(numbers: Floats) -> dict[str, Floats]:
        return {SHIFT: np.abs(found(numbers) - given).mean(axis=1)}

    def each(numbers: Floats) -> dict[str, Floats]:
        return {name: row.astype(np.float64) for name, row in zip(space.forums, found(numbers).T, strict=True)}

    draws, width = min(settled.draws // PAGES, MOST_A_PAGE), space.menu.width
    return (
        *indices(shift, varied, width, draws, settled.seed, RESAMPLES),
        *indices(each, varied, width, draws, settled.seed, RESAMPLES_A_FORUM),
    )


def _varies(space: Space, name: str) -> bool:
    """Whether there is anything to choose."""
    return name != "left_out" or len(space.parts) > 1


def _left_out(space: Space, place: int, given: Counts) -> LeftOut:
    count = np.ones(1, np.int64)
    settings = Settings(
        weights=np.array([space.menu.weights]) / sum(space.menu.weights),
        aggregation=0 * count,
        scenario=0 * count,
        left_out=place * count,
    )
    moved = ranks(space.scores(settings))[0] - given
    furthest = int(np.argmax(np.abs(moved)))
    return LeftOut(
        part=space.parts[place],
        moved=int(np.count_nonzero(moved)),
        furthest=space.forums[furthest] if moved[furthest] else "",
        by=int(moved[furthest]),
    )
