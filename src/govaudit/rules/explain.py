"""Rules as English."""

from __future__ import annotations

from typing import assert_never

from govaudit.model.codebook import shown_value
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test

WORDS = {
    Op.AT_LEAST: "is at least",
    Op.AT_MOST: "is at most",
    Op.ABOVE: "is above",
    Op.BELOW: "is below",
    Op.CONTAINS: "contains",
    Op.CONTAINS_ALL: "contains all of",
    Op.CONTAINS_ANY: "contains any of",
}


def phrase(rule: Rule) -> str:  # one return a form
    """A rule as a clause.

    >>> phrase(Not(FactTest("minutes", Test(Op.IS, ("none",)))))
    'not (minutes is none)'
    """
    match rule:
        case FactTest(fact, test):
            return f"{fact} {_test(test)}"
        case Asks(kind, fact):
            return f"{fact} is {kind.value}"
        case LevelTest(node, test):
            return f"the level of {node} {_test(test)}"
        case ScoreTest(node, test):
            return f"the score of {node} {_test(test)}"
        case Every(rules):
            return " and ".join(map(_inner, rules))
        case Some(1, rules):
            return " or ".join(map(_inner, rules))
        case Some(count, rules):
            return f"at least {count} of: {'; '.join(map(phrase, rules))}"
        case Not(part):
            return f"not ({phrase(part)})"
        case Named(name, part):
            words = name.replace("-", " ")
            return words if _names(part) else f"{words} ({phrase(part)})"
        case _:
            assert_never(rule)


def _names(rule: Rule) -> bool:
    """Whether a rule reads a named one: then it is not unfolded, for what is named twice could unfold without end."""
    match rule:
        case Named():
            return True
        case Every(rules) | Some(_, rules):
            return any(map(_names, rules))
        case Not(part):
            return _names(part)
        case _:
            return False


def _inner(rule: Rule) -> str:
    return f"({phrase(rule)})" if isinstance(rule, Every | Some) else phrase(rule)


def _test(test: Test) -> str:
    words = [shown_value(value) for value in test.operands]
    match test.op:
        case Op.IS:
            return f"is {words[0]}"
        case Op.IN:
            return f"is {' or '.join(words)}"
        case Op.BETWEEN:
            return f"is from {words[0]} to {words[1]}"
        case Op.COUNT:
            return f"has a count that {_test(test.count)}" if test.count else "is counted"
        case _:
            return f"{WORDS[test.op]} {', '.join(words)}"
