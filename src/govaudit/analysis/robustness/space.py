"""Forums under one framework as arrays, ready to be scored under any choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from govaudit.analysis.robustness.choices import Menu, Settings, Vary
from govaudit.analysis.robustness.combine import Floats, combine, members_of_root, stepped
from govaudit.analysis.robustness.ranks import Block, weighted
from govaudit.analysis.robustness.scenarios import draw
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import Knowledge
from govaudit.scoring.aggregate import is_mean, refuses_negative, takes_weights
from govaudit.scoring.plan import Plan

AGGREGATIONS = ("mean", "geometric", "harmonic", "minimum")
"""From one that lets strength make up for weakness wholly to one that does not at all (OECD/JRC, Handbook on Constructing Composite Indicators, 2008, step 6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """The points of the root's members under every scenario, with everything and with something left out.

    Attributes
    ----------
    parts
        What is left out in turn: "" for nothing, then the root's members, then the indicators.
    points
        Shape (parts, scenarios, forums, members); not a number where a member does not count.
    ceilings
        Shape (scenarios, forums): the least score that a cap of the root allows.
    skipped
        Choices that cannot be varied here, and why.
    """

    plan: Plan
    forums: tuple[str, ...]
    members: tuple[str, ...]
    menu: Menu
    parts: tuple[str, ...]
    points: Floats
    ceilings: Floats
    skipped: tuple[str, ...]

    def possible(self, vary: Vary) -> Vary:
        """The same choices without those that cannot be varied."""
        if not takes_weights(self.menu.aggregations[0]) and len(self.menu.aggregations) == 1:
            vary = vary.without("weights")
        if len(self.menu.aggregations) == 1:
            vary = vary.without("aggregation")
        return vary

    def scores(self, settings: Settings) -> Floats:
        """Shape (draws, forums): the root's score; not a number where there is none."""
        found = np.empty((len(settings), len(self.forums)))
        steps = self.plan.framework.steps
        whole = sum(self.menu.weights) if self.menu.aggregations[0] == "sum" else 1.0
        for place, aggregation in enumerate(self.menu.aggregations):
            rows = np.flatnonzero(settings.aggregation == place)
            members = self.points[settings.left_out[rows], settings.scenario[rows]]
            combined = combine(aggregation, members, whole * settings.weights[rows][:, None, :])
            found[rows] = np.minimum(stepped(steps, combined), self.ceilings[settings.scenario[rows]])
        return found

    def block(self, settings: Settings) -> Block:
        """As `scores`, block by block and shape (forums, draws); by the fast way where nothing but the weights of a mean differs."""
        same = all(
            len(np.unique(places)) == 1 for places in (settings.aggregation, settings.scenario, settings.left_out)
        )
        if same and self.menu.aggregations[settings.aggregation[0]] == "mean" and not self.plan.framework.steps:
            scenario = settings.scenario[0]
            return weighted(self.points[settings.left_out[0], scenario], self.ceilings[scenario], settings.weights)
        return lambda block: np.ascontiguousarray(self.scores(settings.part(block)).T)


def span_space(
    plan: Plan,
    forums: Mapping[str, Mapping[str, Knowledge]],
    missing: Missing | None,
    completions: int,
    seed: int,
) -> Space:
    """Score every indicator under every scenario, and the root's members with each of them left out."""
    scenarios = draw(plan, forums, missing, completions, np.random.default_rng(seed))
    members = plan.nodes[plan.root].members
    names = tuple(name for name, _ in members)
    groups = tuple(name for name in names if len(names) > 1)
    indicators = tuple(name for name, node in plan.nodes.items() if node.scale and node.parent and name not in names)
    parts = ("", *groups, *indicators)
    points = np.stack([members_of_root(plan, scenarios.leaves, scenarios.ceilings, part) for part in parts])
    nothing = np.full((points.shape[1], points.shape[2]), np.inf)
    own = plan.framework.aggregation
    aggregations, skipped = _aggregations(plan)
    if scenarios.left_unknown:
        skipped += (f"completions leave unknown, for nothing bounds them: {', '.join(scenarios.left_unknown)}",)
    return Space(
        plan=plan,
        forums=scenarios.forums,
        members=names,
        menu=Menu(
            weights=tuple(float(weight) if takes_weights(own) else 1.0 for _, weight in members),
            aggregations=aggregations,
            policies=len(MISSING),
            completions=completions,
            members=len(groups),
            indicators=len(indicators),
        ),
        parts=parts,
        points=points,
        ceilings=scenarios.ceilings.get(plan.root, nothing),
        skipped=skipped,
    )


def _aggregations(plan: Plan) -> tuple[tuple[str | int, ...], tuple[str, ...]]:
    """The framework's own way, then the others that give scores on the same scale; and why some are left out."""
    own = plan.framework.aggregation
    if not is_mean(own) and own not in {"minimum", "maximum", "median"}:
        return (own,), (f"aggregation: a {own} is on another scale than a mean",)
    negative = [name for name, _ in plan.nodes[plan.root].members if plan.ranges[name][0] < 0]
    others = [name for name in AGGREGATIONS if name != own and not (negative and refuses_negative(name))]
    skipped = tuple(
        f"aggregation {name}: {', '.join(negative)} may be below zero"
        for name in AGGREGATIONS
        if name != own and name not in others
    )
    return (own, *others), skipped
