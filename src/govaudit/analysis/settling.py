"""Settling unknown facts: which values tell a framework apart, and a forum's score with some of its facts settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise, product

from govaudit.analysis.influence import affected
from govaudit.model.codebook import Fact, Value
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.model.rule import FactTest, Rule, Test, predicates
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric
from govaudit.scoring.scorecard import bands_of, why_withheld

ZERO = Fraction(0)
MOST_WORDS = 10
"""Of a set of more words only none, all, and each size in their order are tried."""


@dataclass(slots=True)
class Ground:
    """A forum's knowledge and what the root and all it depends on come to; one fact more can be settled at little cost.

    A node's result follows from those of the nodes and from the facts that it reads, so each is worked out once for the same of these, however
    many ways of settling facts lead there.
    """

    facts: Mapping[str, Knowledge]
    results: Mapping[str, Result]
    memory: Memory

    def settle(self, fact: str, value: Value) -> Ground:
        """The ground on which this fact is known."""
        facts = {**self.facts, fact: known(value)}
        return Ground(facts, self.memory.run(fact, facts, self.results), self.memory)

    @property
    def root(self) -> Result:
        return self.results[self.memory.plan.root]

    @property
    def point(self) -> Fraction | None:
        """The root's point; None where there is none, or it is withheld."""
        return None if why_withheld(self.memory.node, self.root) else self.root.point

    @property
    def width(self) -> Fraction:
        """How far apart the root's bounds lie."""
        return (self.root.high or ZERO) - (self.root.low or ZERO)

    @property
    def band(self) -> str | None:
        """The band of the root's point."""
        return None if self.point is None else next(iter(self.memory.bands(self.root)), None)

    @property
    def possible(self) -> tuple[str, ...]:
        """Every band in which the root may still lie, in the order of the table."""
        return self.memory.bands(self.root)[1:]


@dataclass(slots=True)
class Memory:
    """What was worked out before, of one forum under one plan and policy."""

    plan: Plan
    missing: Missing | None
    wanted: frozenset[str]
    _touched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _same: dict[Result, Result] = field(default_factory=dict)
    _results: dict[tuple[object, ...], Result] = field(default_factory=dict)
    _bands: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def node(self) -> PlanNode:
        """The root."""
        return self.plan.nodes[self.plan.root]

    def run(self, fact: str, facts: Mapping[str, Knowledge], base: Mapping[str, Result]) -> Mapping[str, Result]:
        """All results, where only this fact is known otherwise than in `base`."""
        if fact not in self._touched:
            found = affected(self.plan, facts={fact}) & self.wanted
            self._touched[fact] = tuple(name for name in self.plan.order if name in found)
        results = dict(base)
        for name in self._touched[fact]:
            reads = self.plan.depends[name]
            nodes = tuple(id(results[other]) for other in reads.nodes)  # `_same` keeps them alive
            key = (name, nodes, tuple(facts.get(other, UNCODED).values for other in reads.facts))
            if key not in self._results:
                made = Evaluation(self.plan, facts, self.missing).run(frozenset({name}), results)[name]
                self._results[key] = self.kept(made)
            results[name] = self._results[key]
        return results

    def kept(self, result: Result) -> Result:
        """The first of all equal results."""
        return self._same.setdefault(result, result)

    def bands(self, root: Result) -> tuple[str, ...]:
        """The band of the point, then all possible bands."""
        if id(root) not in self._bands:
            self._bands[id(root)] = tuple(
                band.id for band in bands_of(self.node, root, self.missing or self.node.missing)
            )
        return self._bands[id(root)]


def ground(plan: Plan, facts: Mapping[str, Knowledge], missing: Missing | None = None) -> Ground:
    """Where a forum stands, as far as its root goes."""
    memory = Memory(plan, missing, plan.nodes_below(plan.root))
    results = Evaluation(plan, facts, missing).run(memory.wanted)
    return Ground(facts, {name: memory.kept(result) for name, result in results.items()}, memory)


def open_facts(plan: Plan, facts: Mapping[str, Knowledge]) -> tuple[str, ...]:
    """The unknown facts that the root depends on, in the order of the codebook."""
    return tuple(name for name in plan.facts_below(plan.root) if facts.get(name, UNCODED).unknown)


def trials(plan: Plan, name: str, knowledge: Knowledge, rules: Sequence[Rule] = ()) -> tuple[Value, ...]:
    """The values an unknown fact may turn out to have: one of all those that no rule, of the plan or of `rules`, and no scale tells apart.

    Of a number, its bounds and what lies at and beside each threshold of a rule; between them, on a line between goalposts, a score only moves
    steadily.
    """
    fact = plan.codebook[name]
    read = (*rules, *(rule for node in plan.nodes.values() for rule in _rules(node)))
    tests = tuple(
        leaf.test for rule in read for leaf in predicates(rule) if isinstance(leaf, FactTest) and leaf.fact == name
    )
    told = any(name in node.facts for node in plan.nodes.values() if node.scale and not isinstance(node.scale, Rubric))
    chosen: dict[object, Value] = {}
    for value in knowledge.values or _possible(fact, tests):
        mark = tuple(test.passes(value) for test in tests)
        chosen.setdefault((mark, value) if told else mark, value)
    return tuple(chosen.values())


def _rules(node: PlanNode) -> Iterator[Rule]:
    """Every rule that helps to decide a node."""
    if node.gate:
        yield node.gate
    yield from (rule for _, rule in node.caps)
    if isinstance(node.scale, Rubric):
        yield from (step.rule for step in node.scale.steps if step.rule)


def _possible(fact: Fact, tests: tuple[Test, ...]) -> tuple[Value, ...]:
    operands = [operand for test in tests for operand in test.operands]
    match fact.type:
        case "set" if len(fact.values) <= MOST_WORDS:
            choices = product((False, True), repeat=len(fact.values))
            return tuple(frozenset(word for word, keep in zip(fact.values, bits, strict=True) if keep) for bits in choices)  # fmt: skip
        case "set":
            return tuple(frozenset(fact.values[:size]) for size in range(len(fact.values) + 1))
        case "date":
            days = {day for day in operands if isinstance(day, date)} or {date(2000, 1, 1)}
            return tuple(sorted({day + timedelta(step) for day in days for step in (-1, 0, 1)}))
        case "integer" | "number":
            return _numbers(fact, [Fraction(number) for number in operands if isinstance(number, int | Fraction)])
        case _:
            return fact.allowed


def _numbers(fact: Fact, thresholds: list[Fraction]) -> tuple[Value, ...]:
    least, greatest = fact.least or Fraction(0), fact.greatest or Fraction(0)
    if fact.type == "integer":
        near = {number + step for number in thresholds for step in (-1, 0, 1) if number.denominator == 1}
        near |= {Fraction(number.__floor__() + step) for number in thresholds for step in (0, 1)}
    else:
        edges = sorted({least, greatest, *thresholds})
        near = {*edges, *((first + second) / 2 for first, second in pairwise(edges))}
    return tuple(sorted({least, greatest, *(number for number in near if least <= number <= greatest)}))
