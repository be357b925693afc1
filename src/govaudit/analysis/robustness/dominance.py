"""Who stands above whom under all weights: a partial order, worked out exactly.

A forum is above another if its score is at least as high whatever the weights, and higher for some. Without caps that is so if it is at least as high on every criterion
(J. Figueira, S. Greco & M. Ehrgott (eds), Multiple Criteria Decision Analysis, 2005, ch. 1). With caps two faces of the simplex of weights have to be looked at as well; see `at_least`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from graphlib import TopologicalSorter
from itertools import product
from typing import TypeAlias

from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.aggregate import is_mean
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.tables import falling

Points: TypeAlias = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A forum's scores on the criteria, and the least that a cap on the whole allows; None where there is no such score or cap."""

    points: Points
    ceiling: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A partial order over forums.

    Attributes
    ----------
    above
        Of each forum, those that it stands above under all weights.
    equal
        Forums with the same score under all weights, as groups of two or more.
    layers
        From the top: each forum stands one below the lowest of those above it.
    """

    above: Mapping[str, frozenset[str]]
    equal: tuple[tuple[str, ...], ...]
    layers: tuple[tuple[str, ...], ...]

    def covers(self) -> tuple[tuple[str, str], ...]:
        """The pairs that imply all others: above another with none between. The lines of a Hasse diagram; of equal forums one stands for all."""
        speak = {name for name in self.above if not any(name in group[1:] for group in self.equal)}
        return tuple(
            (upper, lower)
            for upper in self.above
            if upper in speak
            for lower in sorted(self.above[upper] & speak)
            if not any(lower in self.above[between] for between in self.above[upper] & speak)
        )

    @property
    def pairs(self) -> int:
        """How many pairs are in order."""
        return sum(len(below) for below in self.above.values())


def why_not(plan: Plan) -> str:
    """Why the order cannot be worked out for a framework; "" if it can."""
    root = plan.framework
    if not is_mean(root.aggregation):
        return f"dominance: a {root.aggregation} has no weights"
    return "dominance: a higher score may get a lower step" if falling(root.steps) else ""


def order_by_points(plan: Plan, forums: Mapping[str, Mapping[str, Knowledge]], missing: Missing | None) -> Order:
    """The order of the points under one policy."""
    standings = {}
    for name, facts in forums.items():
        results = Evaluation(plan, facts, missing).run()
        policy = missing or plan.nodes[plan.root].missing
        inside = results[plan.root].counted
        points = tuple(results[member].point if member in inside else None for member, _ in _members(plan))
        ceiling = _ceiling(plan, results[plan.root].caps, unknown=policy == "zero-credit")
        standings[name] = (Standing(points=points, ceiling=ceiling),) * 2
    return _order(plan, standings)


def order_by_bounds(plan: Plan, forums: Mapping[str, Mapping[str, Knowledge]]) -> Order:
    """The order that holds whatever the unknown turns out to be as well: the one at its least against the other at its greatest."""
    standings = {}
    for name, facts in forums.items():
        results = Evaluation(plan, facts).run()
        members = [results[member] for member, _ in _members(plan)]
        doubtful = any(result.effective not in {TRUE, FALSE} for result in members)
        least, most = tuple(result.low for result in members), tuple(result.high for result in members)
        caps = results[plan.root].caps
        standings[name] = (
            Standing(points=(None,) * len(members) if doubtful else least, ceiling=_ceiling(plan, caps, unknown=True)),
            Standing(points=(None,) * len(members) if doubtful else most, ceiling=_ceiling(plan, caps, unknown=False)),
        )
    return _order(plan, standings)


def _members(plan: Plan) -> Sequence[tuple[str, Fraction]]:
    """The criteria that have a weight at all."""
    return [(name, weight) for name, weight in plan.nodes[plan.root].members if weight]


def _ceiling(plan: Plan, held: Sequence[object], *, unknown: bool) -> Fraction | None:
    caps = zip(plan.nodes[plan.root].caps, held, strict=False)
    found = [cap.at_most for (cap, _), truth in caps if truth is TRUE or (unknown and truth is not FALSE)]
    return min((ceiling for ceiling in found if ceiling is not None), default=None)


def at_least(first: Standing, second: Standing, *, mean: bool) -> bool:
    """Whether the first scores at least as high as the second under all weights.

    With criteria a and b and ceilings c and d that is ``min(w·a, c) ≥ min(w·b, d)`` for every w of the simplex. It needs ``c ≥ min(max b, d)``; and wherever
    ``w·b > w·a`` also ``w·a ≥ d``. Over that part of the simplex, a polytope, ``w·a`` is least at a corner: a corner of the simplex, or a point of one of its edges where
    ``w·a = w·b``. Other means than the arithmetic are compared criterion by criterion, which suffices.
    """
    if [a is None for a in first.points] != [b is None for b in second.points]:
        return False  # a criterion that does not count for one of them: no comparison holds under all weights
    pairs = [(a, b) for a, b in zip(first.points, second.points, strict=True) if a is not None and b is not None]
    if not pairs:
        return False
    most = max(b for _, b in pairs)
    most = most if second.ceiling is None else min(most, second.ceiling)
    if first.ceiling is not None and first.ceiling < most:
        return False
    if all(a >= b for a, b in pairs):
        return True
    if second.ceiling is None or not mean:
        return False
    corners = [a for a, b in pairs if b > a]
    edges = [
        (a * (y - x) + x * (a - b)) / ((y - x) + (a - b)) for (a, b), (x, y) in product(pairs, pairs) if a > b and y > x
    ]
    return min(corners + edges) >= second.ceiling


def _order(plan: Plan, standings: Mapping[str, tuple[Standing, Standing]]) -> Order:
    """The order over forums, each given at its least and at its greatest."""
    mean = plan.framework.aggregation == "mean"
    names = tuple(standings)
    holds = {(a, b): a != b and at_least(standings[a][0], standings[b][1], mean=mean) for a in names for b in names}
    above = {a: frozenset(b for b in names if holds[a, b] and not holds[b, a]) for a in names}
    equal: dict[str, tuple[str, ...]] = {}
    for name in names:
        group = (name, *(other for other in names if holds[name, other] and holds[other, name]))
        equal.setdefault(min(group), tuple(sorted(group)))
    depth: dict[str, int] = {}
    lower = {name: {other for other in names if name in above[other]} for name in names}
    for name in TopologicalSorter({name: sorted(better) for name, better in lower.items()}).static_order():
        depth[name] = 1 + max((depth[better] for better in lower[name]), default=-1)
    layers = [tuple(name for name in names if depth[name] == layer) for layer in range(1 + max(depth.values()))]
    return Order(above=above, equal=tuple(group for group in equal.values() if len(group) > 1), layers=tuple(layers))
