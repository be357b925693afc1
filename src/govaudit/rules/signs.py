"""Which way a rule leans on a fact: the signs from which polarity is proven.

A sign of +1 means: moving the known fact upwards can only turn the rule from false to true. Both signs together mean no promise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias, assert_never

from govaudit.model.codebook import Codebook, Fact
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test

Signs: TypeAlias = dict[str, frozenset[int]]
BOTH = frozenset({1, -1})
UPWARD = frozenset({Op.AT_LEAST, Op.ABOVE, Op.CONTAINS, Op.CONTAINS_ANY, Op.CONTAINS_ALL})
DOWNWARD = frozenset({Op.AT_MOST, Op.BELOW})


def merge(parts: Iterable[Signs]) -> Signs:
    """Every sign that any part has."""
    merged: Signs = {}
    for part in parts:
        for fact, signs in part.items():
            merged[fact] = merged.get(fact, frozenset()) | signs
    return merged


def turn(signs: Signs, by: frozenset[int]) -> Signs:
    """Signs seen through a part that itself leans `by`."""
    return {fact: frozenset(a * b for a in own for b in by) for fact, own in signs.items()}


def rule_signs(
    rule: Rule, codebook: Codebook, node_signs: Callable[[str], Signs], named: dict[str, Signs] | None = None
) -> Signs:
    """The signs of every fact `rule` reads, itself or through the nodes it reads; each named rule is looked at once."""
    named = {} if named is None else named
    match rule:
        case FactTest(name, test):
            return {name: leaning(test, codebook[name])}
        case Every(rules) | Some(_, rules):
            return merge(rule_signs(part, codebook, node_signs, named) for part in rules)
        case Not(part):
            return turn(rule_signs(part, codebook, node_signs, named), frozenset({-1}))
        case Named(name, part):
            if name not in named:
                named[name] = rule_signs(part, codebook, node_signs, named)
            return named[name]
        case Asks():
            return {}
        case LevelTest(node, test):
            return turn(node_signs(node), _plain(test))
        case ScoreTest(node, test):
            return turn(node_signs(node), _plain(test))
        case _:
            assert_never(rule)


def leaning(test: Test, fact: Fact) -> frozenset[int]:
    """The sign of a comparison on a fact: that of the set of values it accepts, if they lie at one end."""
    if test.accepts is None or fact.type == "category":
        return _plain(test)
    passed = [value in test.accepts for value in fact.allowed]
    if len(set(passed)) == 1:
        return frozenset()
    if passed == sorted(passed):
        return frozenset({1})
    return frozenset({-1}) if passed == sorted(passed, reverse=True) else BOTH


def _plain(test: Test) -> frozenset[int]:
    if test.op is Op.COUNT and test.count:
        return _plain(test.count)
    return frozenset({1}) if test.op in UPWARD else frozenset({-1}) if test.op in DOWNWARD else BOTH
