"""What would move a score: levels that could be raised, and unknown facts that could be found.

Each is answered by scoring again with one thing changed; only the nodes that read it are evaluated anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.codebook import Fact, Value
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.scoring.contributions import factors
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan


@dataclass(frozen=True, slots=True)
class Reason:
    """A settled indicator that weighs on the score: how far, in points of the root, it lies above or below its middle."""

    node: str
    weight: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator below its best level, and what the root would gain if it stood there."""

    node: str
    gain: Fraction


@dataclass(frozen=True, slots=True)
class OpenFact:
    """An unknown fact, and the least and greatest point the root would have once it is settled."""

    fact: str
    kind: Kind
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Influence:
    """All three, the weightiest first."""

    reasons: tuple[Reason, ...]
    changes: tuple[Change, ...]
    open_facts: tuple[OpenFact, ...]


def influence(plan: Plan, facts: Mapping[str, Knowledge], missing: Missing | None = None) -> Influence:
    """What carries the score, what would raise it, and what is worth finding out."""
    results = Evaluation(plan, facts, missing).run()
    point = results[plan.root].point
    if point is None:
        return Influence((), (), ())
    return Influence(
        _reasons(plan, results),
        _changes(plan, facts, missing, results, point),
        _open_facts(plan, facts, missing, results),
    )


def _reasons(plan: Plan, results: Mapping[str, Result]) -> tuple[Reason, ...]:
    found = []
    for name, factor in factors(plan, results).items():
        result, (low, high) = results[name], plan.ranges[name]
        if plan.nodes[name].scale and result.settled and result.point is not None and result.point != (low + high) / 2:
            found.append(Reason(name, factor * (result.point - (low + high) / 2)))
    place = {name: index for index, name in enumerate(plan.nodes)}
    return tuple(sorted(found, key=lambda reason: (-abs(reason.weight), place[reason.node])))


def _changes(
    plan: Plan, facts: Mapping[str, Knowledge], missing: Missing | None, results: Mapping[str, Result], point: Fraction
) -> tuple[Change, ...]:
    found = []
    for name, node in plan.nodes.items():
        best = plan.ranges[name][1]
        if node.scale and results[name].settled and results[name].point != best:
            again = Evaluation(plan, facts, missing, {name: best}).run(affected(plan, nodes={name}), results)
            raised = again[plan.root].point
            if raised is not None and raised > point:
                found.append(Change(name, raised - point))
    return tuple(sorted(found, key=lambda change: -change.gain))


def _open_facts(
    plan: Plan, facts: Mapping[str, Knowledge], missing: Missing | None, results: Mapping[str, Result]
) -> tuple[OpenFact, ...]:
    found = []
    for name in plan.facts():
        knowledge = facts.get(name, UNCODED)
        if not knowledge.unknown:
            continue
        touched = affected(plan, facts={name})
        points = []
        for value in knowledge.values or candidates(plan.codebook[name]):
            settled = {**facts, name: known(value)}
            point = Evaluation(plan, settled, missing).run(touched, results)[plan.root].point
            points += [] if point is None else [point]
        if points and min(points) < max(points):
            found.append(OpenFact(name, knowledge.kind, min(points), max(points)))
    return tuple(sorted(found, key=lambda item: (item.low - item.high, item.fact)))


def candidates(fact: Fact) -> tuple[Value, ...]:
    """Values among which an unknown fact's extremes lie: all of a finite one, the ends of the others."""
    if fact.finite:
        return fact.allowed
    if fact.type == "set":
        return (frozenset(), frozenset(fact.values))
    return tuple(bound for bound in (fact.least, fact.greatest) if bound is not None)


def affected(
    plan: Plan, *, nodes: frozenset[str] | set[str] = frozenset(), facts: frozenset[str] | set[str] = frozenset()
) -> frozenset[str]:
    """Every node whose result may change with these nodes or facts."""
    touched = set(nodes)
    for name in plan.order:
        depends = plan.depends[name]
        if not depends.nodes.isdisjoint(touched) or not depends.facts.isdisjoint(facts):
            touched.add(name)
    return frozenset(touched)
