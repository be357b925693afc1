"""The compiled plan of a framework as plain data, and what an engine is fed with it: for an engine in another language.

All that decides a score, and no text for people. Numbers are texts of exact fractions (`"1/3"`), dates are ISO days, the values of a set are sorted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import assert_never

from govaudit.model.codebook import Fact, Value
from govaudit.model.knowledge import Knowledge
from govaudit.model.rubric import Band, Step, Threshold
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Rule, ScoreTest, Some, Test, predicates
from govaudit.report.json import Json
from govaudit.scoring.evaluate import Result
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Line, Rubric, Scale, Table

SCHEMA = "govaudit.compiled/1"


def compiled_json(plan: Plan) -> dict[str, Json]:
    """The plan: its nodes in an order in which they can be scored, the rules they name, the facts they read, the designations."""
    return {
        "schema": SCHEMA,
        "framework": {"id": plan.framework.id, "version": plan.framework.version},
        "facts": {fact.id: _fact(fact) for fact in _facts_read(plan)},
        "rules": {name: _rule(rule.rule) for name, rule in sorted(plan.rules.items()) if isinstance(rule, Named)},
        "nodes": [_node(plan.nodes[name], plan) for name in plan.order],
        "designations": [{"id": item.id, "when": _rule(rule)} for item, rule in plan.designations],
    }


def facts_json(facts: Mapping[str, Knowledge]) -> dict[str, Json]:
    """What is known of a forum on a day, as the engine takes it; what is not in it is uncoded."""
    return {
        name: {"kind": known.kind.value, "values": [_value(value) for value in known.values]}
        for name, known in sorted(facts.items())
    }


def given_json(results: Mapping[str, Result], nodes: Iterable[str]) -> dict[str, Json]:
    """Results that are known already, as the engine takes them, so that it works out only the nodes above.

    They hold for the policy and the weights they were found under. The point is the one that counts in the parent, even if a report withholds it.
    """
    return {name: _result(results[name]) for name in sorted(nodes)}


def _result(result: Result) -> Json:
    return {
        "applies": result.effective.value,
        "counts": result.applies.value,
        "low": _number(result.low),
        "high": _number(result.high),
        "earned": _number(result.point),
        "coverage": _number(result.coverage),
        "levels": list(result.levels),
    }


def _number(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def _value(value: Value) -> Json:
    match value:
        case bool() | str():
            return value
        case frozenset():
            return list[Json](sorted(value))
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _facts_read(plan: Plan) -> list[Fact]:
    """In the order of their ids."""
    rules = [*plan.rules.values(), *(rule for _, rule in plan.designations)]
    read = {leaf.fact for rule in rules for leaf in predicates(rule) if isinstance(leaf, FactTest | Asks)}
    for node in plan.nodes.values():
        read.update(node.facts, node.gate_facts, node.cap_facts)
    return [plan.codebook[name] for name in sorted(read)]


def _fact(fact: Fact) -> Json:
    entry: dict[str, Json] = {"type": fact.type}
    if fact.values:
        entry["values"] = list(fact.values)
    if fact.least is not None and fact.greatest is not None:
        entry |= {"least": str(fact.least), "greatest": str(fact.greatest)}
    return entry


def _rule(rule: Rule) -> Json:
    match rule:
        case FactTest(fact, test):
            return {"fact": fact, "test": _test(test)}
        case LevelTest(node, test):
            return {"level": node, "test": _test(test)}
        case ScoreTest(node, test):
            return {"score": node, "test": _test(test)}
        case Asks(kind, fact):
            return {"asks": kind.value, "fact": fact}
        case Every(rules):
            return {"all": [_rule(part) for part in rules]}
        case Some(count, rules):
            return {"at_least": count, "of": [_rule(part) for part in rules]}
        case Not(part):
            return {"not": _rule(part)}
        case Named(name, _):
            return {"rule": name}
        case _:
            assert_never(rule)


def _test(test: Test) -> Json:
    """A comparison: the values that pass it, where they can be listed; else its sign and operands."""
    if test.accepts is not None:
        return {"accepts": [_value(value) for value in sorted(test.accepts, key=str)]}
    if test.count is not None:
        return {"op": test.op.value, "count": _test(test.count)}
    return {"op": test.op.value, "operands": [_value(value) for value in test.operands]}


def _node(node: PlanNode, plan: Plan) -> Json:
    entry: dict[str, Json] = {
        "id": node.id,
        "kind": node.kind,
        "parent": node.parent,
        "missing": node.missing,
        "depends": list[Json](sorted(plan.depends[node.id].nodes)),
        "applies_when": _rule(node.gate) if node.gate else None,
        "bands": [{"id": band.id, **_threshold(band)} for band in node.authored.bands],
    }
    return entry | (_indicator(node, node.scale) if node.scale else _group(node))


def _indicator(node: PlanNode, scale: Scale) -> dict[str, Json]:
    return {
        "facts": list(node.facts),
        "asks_not_applicable": node.asks_not_applicable,
        "scale": _scale(scale),
    }


def _scale(scale: Scale) -> Json:
    match scale:
        case Rubric(steps):
            return {
                "levels": [
                    {"id": step.id, "score": str(step.score), "when": _rule(step.rule) if step.rule else None}
                    for step in steps
                ]
            }
        case Table(fact, points):
            return {"fact": fact.id, "points": [[_value(value), str(score)] for value, score in points.items()]}
        case Line(fact, start, end, clamp):
            ends: list[Json] = [[str(post.value), str(post.score)] for post in (start, end)]
            return {"fact": fact.id, "goalposts": ends, "clamp": clamp, "open": scale.open}
        case _:
            assert_never(scale)


def _group(node: PlanNode) -> dict[str, Json]:
    spec = node.aggregate
    assert spec is not None  # indicators went the other way
    return {
        "aggregation": spec.aggregation,
        "members": [[name, str(weight)] for name, weight in sorted(node.members)],
        "steps": _steps(spec.steps),
        "caps": [
            {"id": cap.id, "when": _rule(rule), "at_most": _number(cap.at_most), "band": cap.band}
            for cap, rule in node.caps
        ],
        "min_coverage": str(spec.min_coverage),
    }


def _steps(steps: Sequence[Step]) -> list[Json]:
    return [{"value": str(step.value), **_threshold(step)} for step in steps]


def _threshold(entry: Threshold | Band) -> dict[str, Json]:
    """What it takes, from or up to; nothing for the last, which takes all that is left."""
    if entry.at_least is not None:
        return {"at_least": str(entry.at_least)}
    return {} if entry.at_most is None else {"at_most": str(entry.at_most)}
