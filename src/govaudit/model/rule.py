"""The rule language as values: a truth-valued tree of predicates. Parsed in `rules.parse`, judged in `rules.evaluate`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from govaudit.model.codebook import Value
from govaudit.model.knowledge import Kind


class Op(Enum):
    """Comparisons. Between includes both ends; count compares the size of a set."""

    IS = "is"
    IN = "in"
    AT_LEAST = "at-least"
    AT_MOST = "at-most"
    ABOVE = "above"
    BELOW = "below"
    BETWEEN = "between"
    CONTAINS = "contains"
    CONTAINS_ANY = "contains-any"
    CONTAINS_ALL = "contains-all"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison with its operands.

    `accepts` lists the values that pass where they can be listed (finite facts, levels). `count` is the inner
    test of a count.
    """

    op: Op
    operands: tuple[Value, ...] = ()
    accepts: frozenset[Value] | None = None
    count: Test | None = None

    def passes(self, value: Value) -> bool:  # one line a comparison
        """Whether one value satisfies the comparison."""
        if self.accepts is not None:
            return value in self.accepts
        operands: tuple[Value, ...] = self.operands
        match self.op:
            case Op.IS | Op.IN:
                return value in operands
            case Op.AT_LEAST:
                return value >= operands[0]  # type: ignore[operator]  # parse made the types agree
            case Op.AT_MOST:
                return value <= operands[0]  # type: ignore[operator]
            case Op.ABOVE:
                return value > operands[0]  # type: ignore[operator]
            case Op.BELOW:
                return value < operands[0]  # type: ignore[operator]
            case Op.BETWEEN:
                return operands[0] <= value <= operands[1]  # type: ignore[operator]
        chosen = value if isinstance(value, frozenset) else frozenset()
        match self.op:
            case Op.CONTAINS | Op.CONTAINS_ALL:
                return chosen.issuperset(operands)
            case Op.CONTAINS_ANY:
                return not chosen.isdisjoint(operands)
            case Op.COUNT:
                return self.count is not None and self.count.passes(len(chosen))


@dataclass(frozen=True, slots=True)
class FactTest:
    """A comparison on a fact."""

    fact: str
    test: Test


@dataclass(frozen=True, slots=True)
class Asks:
    """A question about our knowledge of a fact, or whether the fact is not-applicable."""

    kind: Kind
    fact: str


@dataclass(frozen=True, slots=True)
class LevelTest:
    """A comparison on the level of an indicator."""

    node: str
    test: Test


@dataclass(frozen=True, slots=True)
class ScoreTest:
    """A comparison on the score of a node."""

    node: str
    test: Test


@dataclass(frozen=True, slots=True)
class Every:
    """All of the rules hold."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least `count` of the rules hold; `any` is a count of 1."""

    count: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The rule does not hold."""

    rule: Rule


@dataclass(frozen=True, slots=True)
class Named:
    """A rule of the framework, by name."""

    name: str
    rule: Rule


Predicate: TypeAlias = FactTest | Asks | LevelTest | ScoreTest
Rule: TypeAlias = Predicate | Every | Some | Not | Named


def predicates(rule: Rule) -> tuple[Predicate, ...]:
    """The leaves of a rule in reading order, through named rules; each leaf object once."""
    found: dict[int, Predicate] = {}
    seen: set[int] = set()
    stack: list[Rule] = [rule]
    while stack:
        here = stack.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        match here:
            case Every() | Some():
                stack.extend(reversed(here.rules))
            case Not() | Named():
                stack.append(here.rule)
            case _:
                found[id(here)] = here
    return tuple(found.values())
