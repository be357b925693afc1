"""The evaluator: down the plan's list, from knowledge to a result for every node."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from govaudit.model.framework import Aggregate, Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, conjoin, disjoin
from govaudit.scoring.aggregate import (
    ONE,
    SHARED,
    Member,
    aggregate,
    is_mean,
    takes_weights,
    weighted_mean,
    weighted_sum,
)
from govaudit.scoring.bounds import bound
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import reach
from govaudit.scoring.tables import entries_over, entry_at

ZERO = Fraction(0)


class Result(NamedTuple):
    """What one node comes to. A tuple, for a table of units makes millions of them.

    Attributes
    ----------
    applies
        Whether the node counts in its parent: by its own `applies-when`, its facts and its members.
    effective
        Whether it applies, given also the applicability of the groups above it.
    before_caps
        The point after aggregation and steps, before caps.
    counted
        Of a group: the members that count in the point.
    parts
        Where the aggregation is a mean or a sum without steps: these members, by weight.
    divided
        Whether those weights are divided by their total: in a mean, not in a sum.
    caps
        The truth of each cap's rule, in the order of the caps.
    """

    applies: Truth
    effective: Truth
    low: Fraction | None = None
    high: Fraction | None = None
    point: Fraction | None = None
    coverage: Fraction | None = None
    levels: tuple[str, ...] = ()
    before_caps: Fraction | None = None
    counted: tuple[str, ...] = ()
    parts: tuple[tuple[str, Fraction], ...] | None = None
    divided: bool = False
    caps: tuple[Truth, ...] = ()

    @property
    def whole(self) -> Fraction:
        """What the weights of the parts are divided by."""
        return weighted_sum((weight, ONE) for _, weight in self.parts) if self.parts and self.divided else ONE

    @property
    def settled(self) -> bool:
        """Whether nothing unknown can change it."""
        return self.effective is TRUE and self.low == self.high


NONE = Result(applies=FALSE, effective=FALSE)


class Evaluation:
    """Results of a plan for one profile's knowledge on one day.

    Parameters
    ----------
    missing
        A policy that overrides all those stated in the framework.
    fixed
        Scores that replace those of indicators: what if this one stood at its best level?
    """

    def __init__(
        self,
        plan: Plan,
        facts: Mapping[str, Knowledge],
        missing: Missing | None = None,
        fixed: Mapping[str, Fraction] | None = None,
    ) -> None:
        self.plan = plan
        self.facts = facts
        self.missing = missing
        self.fixed = fixed or {}
        self.results: dict[str, Result] = {}
        self.gates: dict[str | None, Truth] = {None: TRUE}
        self.view = View(facts, self._finding)

    def run(self, only: frozenset[str] | None = None, base: Mapping[str, Result] | None = None) -> dict[str, Result]:
        """Score every node; or only some, the others taken from an earlier run."""
        self.results.update(base or {})
        for name in self.plan.order:
            if only is None or name in only:
                self.results[name] = self._node(self.plan.nodes[name])
        return self.results

    def designation(self, position: int) -> Truth:
        """A designation's answer: questions about knowledge are answered for today."""
        _, rule = self.plan.designations[position]
        return evaluate(rule, View(self.facts, self._finding, today=True))

    def _finding(self, name: str) -> Finding:
        result = self.results[name]
        return Finding(result.effective, result.low, result.high, result.levels)

    def _gate(self, name: str | None) -> Truth:
        """Whether the node and all groups above it apply, as far as `applies-when` says."""
        if name not in self.gates:
            node = self.plan.nodes[str(name)]
            own = evaluate(node.gate, self.view) if node.gate else TRUE
            self.gates[name] = conjoin((own, self._gate(node.parent)))
        return self.gates[name]

    def _policy(self, node: PlanNode) -> Missing:
        return self.missing or node.missing

    def _node(self, node: PlanNode) -> Result:
        own = evaluate(node.gate, self.view) if node.gate else TRUE
        result = self._indicator(node, own) if node.scale else self._group(node, own)
        return NONE if result.applies is FALSE or result.effective is FALSE else result

    def _indicator(self, node: PlanNode, own: Truth) -> Result:
        if own is FALSE or self._excused(node):
            return NONE
        effective = conjoin((own, self._gate(node.parent)))
        if node.id in self.fixed:
            score = self.fixed[node.id]
            return Result(applies=own, effective=effective, low=score, high=score, point=score, coverage=ONE)
        assert node.scale is not None  # only indicators come here
        found = reach(node.scale, self.view)
        unsettled = effective is not TRUE or not found.settled
        policy = self._policy(node)
        point = found.high if policy == "full-credit" else found.low
        return Result(
            applies=own,
            effective=effective,
            low=found.low,
            high=found.high,
            point=None if unsettled and policy == "exclude" else point,
            coverage=ZERO if unsettled else ONE,
            levels=found.levels,
        )

    def _excused(self, node: PlanNode) -> bool:
        """Whether the facts of an indicator, one or more, are all not applicable, and it does not ask for that."""
        for fact in node.facts:
            if self.facts.get(fact, UNCODED).kind is not Kind.NOT_APPLICABLE:
                return False
        return bool(node.facts) and not node.asks_not_applicable

    def _group(self, node: PlanNode, own: Truth) -> Result:
        spec = node.aggregate
        assert spec is not None  # indicators went the other way
        mean = is_mean(spec.aggregation)
        members = [(name, weight, self.results[name]) for name, weight in sorted(node.members)]  # order is no meaning
        counting = [(name, weight, result) for name, weight, result in members if weight or not mean]
        derived = node.kind == "derived"
        inside = [result.effective if derived else result.applies for _, _, result in counting]
        applies = conjoin((own, disjoin(inside)))
        if applies is FALSE:
            return NONE
        certain = [item for item, truth in zip(counting, inside, strict=True) if truth is TRUE]
        doubtful = [item for item, truth in zip(counting, inside, strict=True) if truth is UNKNOWN]
        result = self._aggregate(node, spec, certain, doubtful)
        effective = applies if derived else conjoin((applies, self._gate(node.id)))
        return result._replace(applies=applies, effective=effective, coverage=_coverage(spec, members))

    def _aggregate(self, node: PlanNode, spec: Aggregate, certain: list[Weighted], doubtful: list[Weighted]) -> Result:
        how = spec.aggregation
        lows, highs = _lows(certain), _highs(certain)
        lowest = bound(how, lows, _lows(doubtful), lowest=True)
        highest = bound(how, highs, _highs(doubtful), lowest=False) if doubtful or highs != lows else lowest
        assert lowest is not None  # the group applies, so it has a member
        assert highest is not None
        chosen = [(name, weight, result.point) for name, weight, result in certain if result.point is not None]
        for position, (name, weight, result) in enumerate(doubtful):
            policy = self._policy(self.plan.nodes[name])
            inside = position in (lowest.chosen if policy == "zero-credit" else highest.chosen) and policy != "exclude"
            if inside and result.point is not None:
                chosen.append((name, weight, result.point))
        low, high = lowest.score, highest.score
        points = [(weight, score) for _, weight, score in chosen]
        if points == lows and not doubtful:  # as under zero-credit: the same members need no second sum
            point: Fraction | None = low
        else:
            point = aggregate(how, points) if points else None
        shared = chosen and not spec.steps and how in SHARED
        parts = tuple((name, weight) for name, weight, _ in chosen) if shared else None
        if spec.steps:
            values = [step.value for step in entries_over(spec.steps, low, high)]
            low, high = min(values), max(values)
            point = None if point is None else entry_at(spec.steps, point).value
        before = point
        truths = tuple(evaluate(rule, self.view) for _, rule in node.caps)
        for (cap, _), held in zip(node.caps, truths, strict=True):
            if cap.at_most is None or held is FALSE:
                continue
            low = min(low, cap.at_most)
            high = min(high, cap.at_most) if held is TRUE else high
            if point is not None and (held is TRUE or self._policy(node) == "zero-credit"):
                point = min(point, cap.at_most)
        return Result(
            applies=TRUE,
            effective=TRUE,
            low=low,
            high=high,
            point=point,
            before_caps=before,
            counted=tuple(name for name, _, _ in chosen),
            parts=parts,
            divided=how == "mean",
            caps=truths,
        )


Weighted = tuple[str, Fraction, Result]


def _lows(members: list[Weighted]) -> list[Member]:
    return [(weight, result.low) for _, weight, result in members if result.low is not None]


def _highs(members: list[Weighted]) -> list[Member]:
    return [(weight, result.high) for _, weight, result in members if result.high is not None]


def _coverage(spec: Aggregate, members: list[Weighted]) -> Fraction | None:
    """The mean of the members' coverages by weight, over all not known to be inapplicable."""
    weighted = takes_weights(spec.aggregation)
    counted = [
        (weight if weighted else ONE, result.coverage)
        for _, weight, result in members
        if result.effective is not FALSE and result.coverage is not None
    ]
    return weighted_mean(counted)
