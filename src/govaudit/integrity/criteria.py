"""Laws of a framework beyond what scoring needs: every level reachable, no comparison idle, every polarity true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod

from govaudit.model.codebook import Codebook, Fact, Value
from govaudit.model.framework import Indicator
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.model.rule import Asks, FactTest, LevelTest, ScoreTest, Test, predicates
from govaudit.problems import Code, Collector, Path
from govaudit.rules.evaluate import Finding, View
from govaudit.rules.truth import TRUE
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.polarity import check_polarity
from govaudit.scoring.scale import Rubric, walk

MOST_COMPLETIONS = 20_000
"""Rubrics with more combinations of facts than this are not searched for unreachable levels."""


def check_framework(plan: Plan, problems: Collector) -> None:
    """Collect everything wrong with a framework that compiles."""
    check_polarity(plan, problems)
    for node in plan.nodes.values():
        if isinstance(node.scale, Rubric):
            _check_reach(node, node.scale, plan, problems)
            for index, step in enumerate(node.scale.steps):
                place = (*level_place(node, index), "when")
                for leaf in predicates(step.rule) if step.rule else ():
                    _check_idle(leaf, plan.codebook, place, problems)


def level_place(node: PlanNode, index: int) -> Path:
    """Where a level stands: in the indicator, or in the shared rubric it uses."""
    shared = isinstance(node.authored, Indicator) and node.authored.rubric
    return ("rubrics", shared, index) if shared else (*node.place, "levels", index)


def _check_idle(
    leaf: FactTest | Asks | LevelTest | ScoreTest, codebook: Codebook, place: Path, problems: Collector
) -> None:
    if isinstance(leaf, FactTest) and leaf.test.accepts is not None:
        allowed = set(codebook[leaf.fact].allowed)
        if leaf.test.accepts >= allowed or not leaf.test.accepts & allowed:
            which = "true" if leaf.test.accepts else "false"
            problems.add(
                Code.CONSTANT_RULE,
                f"expected a comparison that tells values apart; {leaf.fact} makes it {which} always",
                place,
            )


def _check_reach(node: PlanNode, rubric: Rubric, plan: Plan, problems: Collector) -> None:
    reached: set[str] = set()
    for facts, findings in _completions(rubric, plan):
        steps = walk(rubric.steps, View(facts, lambda name: findings[name]))  # noqa: B023  # used at once
        reached.add(steps[0].id)
        if len(reached) == len(rubric.steps):
            return
    for index, step in enumerate(rubric.steps):
        if reached and step.id not in reached:
            message = f"expected every level to be reachable; nothing reaches {step.id}"
            problems.add(
                Code.UNREACHABLE_LEVEL,
                message,
                level_place(node, index),
                "a level above it takes every case, or its rule contradicts itself",
            )


def _completions(rubric: Rubric, plan: Plan) -> Iterator[tuple[Mapping[str, Knowledge], Mapping[str, Finding]]]:
    """Every combination of what the rubric's facts and nodes may be; nothing if there are too many."""
    leaves = [leaf for step in rubric.steps if step.rule for leaf in predicates(step.rule)]
    facts: dict[str, list[Knowledge]] = {}
    nodes: dict[str, list[Finding]] = {}
    for leaf in leaves:
        match leaf:
            case FactTest(name, test):
                facts.setdefault(name, [Knowledge(Kind.NOT_APPLICABLE)]).extend(
                    map(known, _candidates(plan.codebook[name], test))
                )
            case Asks(_, name):
                facts.setdefault(name, [Knowledge(Kind.NOT_APPLICABLE)]).extend(
                    map(known, _candidates(plan.codebook[name], None))
                )
            case LevelTest(name, _) | ScoreTest(name, _):
                nodes.setdefault(name, []).extend(_findings(plan.nodes[name], leaf.test, plan))
    known_ways = [list(dict.fromkeys(options)) for options in facts.values()]
    found_ways = [list(dict.fromkeys(options)) for options in nodes.values()]
    if prod(len(ways) for ways in known_ways) * prod(len(ways) for ways in found_ways) > MOST_COMPLETIONS:
        return
    for knowledge, findings in product(product(*known_ways), product(*found_ways)):
        yield dict(zip(facts, knowledge, strict=True)), dict(zip(nodes, findings, strict=True))


def _candidates(fact: Fact, test: Test | None) -> tuple[Value, ...]:
    """Values of a fact that tell its comparisons apart."""
    if fact.finite:
        return fact.allowed
    if fact.type == "set":
        return tuple(
            frozenset(word for word, keep in zip(fact.values, bits, strict=True) if keep)
            for bits in product((False, True), repeat=min(len(fact.values), 10))
        )
    if fact.type == "date":
        return test.operands if test else ()
    edges = {value for value in (fact.least, fact.greatest) if value is not None}
    step = Fraction(1) if fact.type == "integer" else Fraction(1, 1000)
    for operand in test.operands if test else ():
        if isinstance(operand, int | Fraction):
            edges |= {
                value
                for value in (operand - step, Fraction(operand), operand + step)
                if fact.least is None or fact.greatest is None or fact.least <= value <= fact.greatest
            }
    return tuple(sorted(edges))


def _findings(node: PlanNode, test: Test, plan: Plan) -> list[Finding]:
    """What a node read by a rubric may come to: each level, or scores around the operands."""
    if isinstance(node.scale, Rubric):
        return [Finding(TRUE, step.score, step.score, (step.id,)) for step in node.scale.steps]
    low, high = plan.ranges[node.id]
    scores = {low, high}
    for operand in test.operands:
        scores |= {operand - 1, operand, operand + 1}  # type: ignore[operator, arg-type]  # operands of a score are numbers
    return [Finding(TRUE, score, score) for score in sorted(scores) if low <= score <= high]
