"""Whether what a reform asks of a forum has come about: fact by fact, and as a whole. What nobody knows is never counted as not done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from govaudit.model.codebook import Fact, Value
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth


class Outcome(Enum):
    """What has become of one thing that a reform asked for."""

    HAPPENED = "happened"
    PARTLY = "partly"
    NOT = "not"
    OPPOSITE = "opposite"
    UNKNOWN = "unknown"
    ALREADY = "already"
    ENDED = "ended"
    NOT_BEGUN = "not-begun"


class Verdict(Enum):
    """What has become of a reform as a whole."""

    WHOLLY = "wholly"
    PARTLY = "partly"
    NOT = "not"
    UNKNOWN = "unknown"
    ALREADY = "already"
    ENDED = "ended"
    NOT_BEGUN = "not-begun"
    OUT_OF_SCOPE = "out-of-scope"


@dataclass(frozen=True, slots=True)
class Asked:
    """One fact that a reform asks for: what was known of it then, what is known today, and what became of it."""

    fact: str
    value: Value
    before: Knowledge
    today: Knowledge
    outcome: Outcome


def at_least(fact: Fact, value: Value, asked: Value) -> bool:
    """Whether a value is what was asked, or more: of an ordered fact or a number what lies beyond, of a set what holds it all."""
    first: Any = value  # of the type of the fact, both
    second: Any = asked
    match fact.type:
        case "ordered":
            return fact.values.index(first) >= fact.values.index(second)
        case "integer" | "number":
            return bool(first >= second)
        case "set":
            return bool(first.issuperset(second))
        case _:
            return bool(first == second)


def reached(fact: Fact, knowledge: Knowledge, asked: Value) -> Truth:
    """Whether a fact is as asked, or more: true or false if so of all it may be."""
    if knowledge.kind is Kind.NOT_APPLICABLE:
        return FALSE
    truths = {at_least(fact, value, asked) for value in knowledge.values}
    return UNKNOWN if len(truths) != 1 else TRUE if truths == {True} else FALSE


def supposed(fact: Fact, knowledge: Knowledge, asked: Value) -> Knowledge:
    """What would be known once the reform is made: what was asked, or what it was if that is more. What was unknown is as asked."""
    values = tuple(dict.fromkeys(value if at_least(fact, value, asked) else asked for value in knowledge.values))
    if values == knowledge.values and values:
        return knowledge
    return known(asked) if len(values) < 2 else Knowledge(Kind.CONTESTED, values)


def judge(fact: Fact, before: Knowledge, today: Knowledge, asked: Value) -> Outcome:
    """What became of one fact, from what was known on a day and what is known on another."""
    if today.kind is not Kind.NOT_APPLICABLE and not today.values:
        return Outcome.UNKNOWN
    now, then = reached(fact, today, asked), reached(fact, before, asked)
    if now is TRUE:
        return Outcome.ALREADY if then is TRUE else Outcome.HAPPENED
    if now is UNKNOWN:
        return Outcome.UNKNOWN
    if then is TRUE:
        return Outcome.OPPOSITE
    return _short_of_it(fact, before, today)


def _short_of_it(fact: Fact, before: Knowledge, today: Knowledge) -> Outcome:
    """Of a fact that is not as asked: whether it has moved all the same, as far as values can be told apart."""
    if fact.type not in {"ordered", "integer", "number"} or not before.values or not today.values:
        return Outcome.NOT
    if all(at_least(fact, new, old) and new != old for new in today.values for old in before.values):
        return Outcome.PARTLY
    if all(at_least(fact, old, new) and new != old for new in today.values for old in before.values):
        return Outcome.OPPOSITE
    return Outcome.NOT


def whole(outcomes: Sequence[Outcome]) -> Verdict:
    """What became of a reform, from what became of all it asked. What was so before says nothing, unless there is nothing else."""
    for outcome, verdict in (
        (Outcome.ALREADY, Verdict.ALREADY),
        (Outcome.NOT_BEGUN, Verdict.NOT_BEGUN),
        (Outcome.ENDED, Verdict.ENDED),
    ):
        if all(item is outcome for item in outcomes):
            return verdict
        outcomes = [item for item in outcomes if item is not outcome]
    if all(item is Outcome.HAPPENED for item in outcomes):
        return Verdict.WHOLLY
    if any(item in {Outcome.HAPPENED, Outcome.PARTLY} for item in outcomes):
        return Verdict.PARTLY
    return Verdict.UNKNOWN if Outcome.UNKNOWN in outcomes else Verdict.NOT
