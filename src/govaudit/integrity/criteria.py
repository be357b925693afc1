"""Laws of a framework beyond what scoring needs: every level reachable, no comparison idle, every polarity true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from govaudit.integrity.values import telling_findings, telling_values, too_many
from govaudit.model.codebook import Codebook
from govaudit.model.framework import Indicator
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.model.rule import Asks, FactTest, LevelTest, Predicate, ScoreTest, predicates
from govaudit.problems import Code, Collector, Path
from govaudit.rules.evaluate import Finding, View
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
        _check_weights(node, problems)
        if isinstance(node.scale, Rubric):
            _check_reach(node, node.scale, plan, problems)
            for index, step in enumerate(node.scale.steps):
                place = (*level_place(node, index), "when")
                for leaf in predicates(step.rule) if step.rule else ():
                    _check_idle(leaf, plan.codebook, place, problems)


def _check_weights(node: PlanNode, problems: Collector) -> None:
    if node.aggregate and node.members and not any(weight for _, weight in node.members):
        hint = "a mean of such members has no score: give one of them a weight"
        problems.add(
            Code.EMPTY_GROUP, f"expected a member of {node.id} that counts; found weights of 0 alone", node.place, hint
        )


def level_place(node: PlanNode, index: int) -> Path:
    """Where a level stands: in the indicator, or in the shared rubric it uses."""
    shared = isinstance(node.authored, Indicator) and node.authored.rubric
    return ("rubrics", shared, index) if shared else (*node.place, "levels", index)


def _check_idle(leaf: Predicate, codebook: Codebook, place: Path, problems: Collector) -> None:
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
    if any(isinstance(leaf, FactTest | Asks) and too_many(plan.codebook[leaf.fact]) for leaf in leaves):
        return
    facts: dict[str, list[Knowledge]] = {}
    nodes: dict[str, list[Finding]] = {}
    for leaf in leaves:
        match leaf:
            case FactTest(name, test):
                facts.setdefault(name, [Knowledge(Kind.NOT_APPLICABLE)]).extend(
                    map(known, telling_values(plan.codebook[name], test))
                )
            case Asks(_, name):
                facts.setdefault(name, [Knowledge(Kind.NOT_APPLICABLE)]).extend(
                    map(known, telling_values(plan.codebook[name], None))
                )
            case LevelTest(name, _) | ScoreTest(name, _):
                nodes.setdefault(name, []).extend(telling_findings(plan.nodes[name], leaf.test, plan))
    known_ways = [list(dict.fromkeys(options)) for options in facts.values()]
    found_ways = [list(dict.fromkeys(options)) for options in nodes.values()]
    if prod(len(ways) for ways in known_ways) * prod(len(ways) for ways in found_ways) > MOST_COMPLETIONS:
        return
    for knowledge, findings in product(product(*known_ways), product(*found_ways)):
        yield dict(zip(facts, knowledge, strict=True)), dict(zip(nodes, findings, strict=True))
