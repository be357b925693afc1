"""The truth of a rule, given what is known of facts and what has been found of nodes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import assert_never

from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, agree, at_least, conjoin, negate, truth


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a node: whether it applies, the interval of its score, and its possible levels."""

    applies: Truth
    low: Fraction | None
    high: Fraction | None
    levels: tuple[str, ...] = ()


@dataclass(slots=True)
class View:
    """What a rule may look at.

    Attributes
    ----------
    facts
        Knowledge by fact; an absent fact is uncoded.
    finding
        Looks up a node that has been scored before.
    today
        In a designation, questions about knowledge answer yes or no for today; in a scored rule `known` can only be true or
        unknown, for what is not known today may be known tomorrow.
    """

    facts: Mapping[str, Knowledge]
    finding: Callable[[str], Finding]
    today: bool = False
    named: dict[str, Truth] = field(default_factory=dict)


def evaluate(rule: Rule, view: View) -> Truth:  # one return a form
    """The truth of `rule` (`scoring.md` §3: strong Kleene)."""
    match rule:
        case FactTest(fact, test):
            return _compare(view.facts.get(fact, UNCODED), test)
        case Every(rules):
            return conjoin(evaluate(part, view) for part in rules)
        case Some(count, rules):
            return at_least(count, [evaluate(part, view) for part in rules])
        case Not(part):
            return negate(evaluate(part, view))
        case Asks(kind, fact):
            return _ask(kind, view.facts.get(fact, UNCODED).kind, today=view.today)
        case Named(name, part):
            if name not in view.named:
                view.named[name] = evaluate(part, view)
            return view.named[name]
        case LevelTest(node, test):
            found = view.finding(node)
            return _on_node(
                found.applies, agree(test.passes(level) for level in found.levels) if found.levels else FALSE
            )
        case ScoreTest(node, test):
            found = view.finding(node)
            if found.low is None or found.high is None:
                return FALSE
            return _on_node(found.applies, _interval(found.low, found.high, test))
        case _:
            assert_never(rule)


def _compare(knowledge: Knowledge, test: Test) -> Truth:
    match knowledge.kind:
        case Kind.KNOWN:
            return truth(test.passes(knowledge.values[0]))
        case Kind.CONTESTED:
            return agree(test.passes(value) for value in knowledge.values)
        case Kind.NOT_APPLICABLE:
            return FALSE
        case Kind.NOT_FOUND | Kind.UNCODED:
            return UNKNOWN
        case _:
            assert_never(knowledge.kind)


def _ask(asked: Kind, kind: Kind, *, today: bool) -> Truth:
    if asked is Kind.NOT_APPLICABLE or today:
        return truth(asked is kind)
    if asked is Kind.KNOWN:
        return TRUE if kind is Kind.KNOWN else FALSE if kind is Kind.NOT_APPLICABLE else UNKNOWN
    return FALSE if kind in {Kind.KNOWN, Kind.NOT_APPLICABLE} else UNKNOWN


def _on_node(applies: Truth, compared: Truth) -> Truth:
    """A node that does not apply makes every comparison false."""
    return conjoin((applies, compared))


def _interval(low: Fraction, high: Fraction, test: Test) -> Truth:
    """True if all of ``[low, high]`` satisfies the comparison, false if none of it does, else unknown."""
    if low == high:
        return truth(test.passes(low))
    match test.op:
        case Op.IS | Op.IN:
            return UNKNOWN if any(low <= value <= high for value in test.operands) else FALSE  # type: ignore[operator]
        case Op.BETWEEN:
            inside = test.passes(low) and test.passes(high)
            apart = high < test.operands[0] or low > test.operands[1]  # type: ignore[operator]
            return TRUE if inside else FALSE if apart else UNKNOWN
        case _:
            return agree((test.passes(low), test.passes(high)))
