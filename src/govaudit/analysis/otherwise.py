"""One forum under other choices: under each policy, with one criterion left out, whatever the weights. Exact; ranks are the business of `robustness`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.scorecard import NodeScore
from govaudit.scoring.aggregate import is_mean
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh
from govaudit.scoring.scorecard import node_score
from govaudit.scoring.tables import falling

Obstacle: TypeAlias = Literal["", "unweighted", "pooled", "falling"]
"""Why the range over all weights cannot be read off the corners of the simplex of weights; "" if it can."""
Span: TypeAlias = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, kw_only=True)
class Otherwise:
    """What one forum would score under other choices.

    Attributes
    ----------
    policies
        The whole under each policy.
    left_out
        The whole without each criterion that counts. Empty where nothing can be left out: of a single criterion, or where no weights are taken.
    points
        The least and the greatest point under any weights of the criteria; None if there is an obstacle or no point.
    bounds
        The same, whatever the unknown turns out to be as well.
    """

    policies: Mapping[Missing, NodeScore]
    left_out: Mapping[str, NodeScore]
    points: Span | None
    bounds: Span | None
    obstacle: Obstacle


def otherwise(plan: Plan, facts: Mapping[str, Knowledge], missing: Missing | None = None) -> Otherwise:
    """Score one forum again, with one choice changed at a time."""
    given = Evaluation(plan, facts, missing)
    given.run()
    names = [name for name, weight in plan.nodes[plan.root].members if weight]
    found = obstacle(plan)
    can_leave_out = found in {"", "falling"} and len(names) > 1
    corners = [] if found else [_again(given, {other: Fraction(other == name) for other in names}) for name in names]
    results = [corner.results[plan.root] for corner in corners]
    shown = node_score(plan.root, given).score.point is not None
    return Otherwise(
        policies={policy: node_score(plan.root, _under(given, policy)) for policy in MISSING},
        left_out={name: node_score(plan.root, _again(given, {name: Fraction(0)})) for name in names if can_leave_out},
        points=_span([item.point for item in results], [item.point for item in results]) if shown else None,
        bounds=_span([item.low for item in results], [item.high for item in results]),
        obstacle=found,
    )


def obstacle(plan: Plan) -> Obstacle:
    """Whether a mean of the criteria is least and greatest where one of them has all the weight.

    A mean lies between its members, whatever their weights; steps that never fall and caps keep that order. Which members of doubtful applicability count
    may depend on the weights, but each mean is one of some of the members.
    """
    root = plan.nodes[plan.root]
    if not is_mean(plan.framework.aggregation):
        return "unweighted"
    if any(plan.nodes[name].parent != plan.root for name, _ in root.members):
        return "pooled"  # its members' weights weigh in the pooled group too, which a cap may read
    return "falling" if falling(plan.framework.steps) else ""


def _under(given: Evaluation, policy: Missing) -> Evaluation:
    evaluation = Evaluation(given.plan, given.facts, policy)
    evaluation.run()
    return evaluation


def _again(given: Evaluation, weights: Mapping[str, Fraction]) -> Evaluation:
    """The whole under other weights of its criteria; whatever lies below it is as it was."""
    evaluation = Evaluation(reweigh(given.plan, weights), given.facts, given.missing)
    evaluation.run(frozenset({given.plan.root}), given.results)
    return evaluation


def _span(least: Iterable[Fraction | None], most: Iterable[Fraction | None]) -> Span | None:
    lows, highs = ([number for number in ends if number is not None] for ends in (least, most))
    return (min(lows), max(highs)) if lows and highs else None
