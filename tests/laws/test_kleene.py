"""Kleene's tables by enumeration, their algebra, and information monotony of whole rules."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.codebook import read_codebook
from govaudit.model.knowledge import UNCODED
from govaudit.model.rule import Rule
from govaudit.problems import Collector
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.parse import Parser
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, agree, at_least, conjoin, disjoin, negate, truth

from .brute import Brute, as_knowledge, completions
from .codebooks import Data, Draw, Facts, codebooks, knowledge, refinements
from .rules import Scope, some_rule

T, F, U = TRUE, FALSE, UNKNOWN
ALL = (T, F, U)
AND = {(T, T): T, (T, F): F, (T, U): U, (F, T): F, (F, F): F, (F, U): F, (U, T): U, (U, F): F, (U, U): U}
OR = {(T, T): T, (T, F): T, (T, U): T, (F, T): T, (F, F): F, (F, U): U, (U, T): T, (U, F): U, (U, U): U}
NOT = {T: F, F: T, U: U}
Binary = Callable[[Truth, Truth], Truth]


def both(a: Truth, b: Truth) -> Truth:
    return conjoin((a, b))


def either(a: Truth, b: Truth) -> Truth:
    return disjoin((a, b))


def settled(value: Truth) -> tuple[bool, ...]:
    return (True, False) if value is U else (value is T,)


def test_kleene_tables() -> None:
    """S. C. Kleene, Introduction to Metamathematics, 1952, §64."""
    assert {pair: both(*pair) for pair in AND} == AND
    assert {pair: either(*pair) for pair in OR} == OR
    assert {value: negate(value) for value in ALL} == NOT
    assert (conjoin(()), disjoin(())) == (T, F)
    assert (truth(True), truth(False)) == (T, F)


def test_de_morgan_and_double_negation() -> None:
    for a, b in product(ALL, ALL):
        assert negate(both(a, b)) is either(negate(a), negate(b))
        assert negate(either(a, b)) is both(negate(a), negate(b))
        assert negate(negate(a)) is a


@pytest.mark.parametrize(("op", "dual"), [(both, either), (either, both)])
def test_lattice_laws(op: Binary, dual: Binary) -> None:
    for a, b, c in product(ALL, ALL, ALL):
        assert op(a, b) is op(b, a)
        assert op(a, op(b, c)) is op(op(a, b), c)
        assert op(a, dual(a, b)) is a
        assert op(a, dual(b, c)) is dual(op(a, b), op(a, c))


def test_no_excluded_middle() -> None:
    assert either(U, negate(U)) is U
    assert both(U, negate(U)) is U


@pytest.mark.parametrize("size", [1, 2, 3, 4])
def test_at_least_counts_what_may_hold(size: int) -> None:
    for values in product(ALL, repeat=size):
        for count in range(1, size + 1):
            outcomes = {sum(choice) >= count for choice in product(*map(settled, values))}
            assert at_least(count, values) is (U if len(outcomes) > 1 else truth(outcomes.pop()))
        assert at_least(1, values) is disjoin(values)
        assert at_least(size, values) is conjoin(values)


def test_agree() -> None:
    assert agree([True, True]) is T
    assert agree([False]) is F
    assert agree([False, True]) is U


@st.composite
def rules(draw: Draw, *, asks: bool = True) -> tuple[Data, Data, Data, Facts]:
    """A codebook, the named rules, a rule that reads facts only, and some knowledge."""
    codebook = draw(codebooks())
    scope = Scope(codebook, asks=asks)
    rule = some_rule(draw, scope, 3)
    assert rule is not None
    return codebook, scope.named, rule, draw(knowledge(codebook))


def parsed(codebook: Data, named: Data, rule: Data) -> Rule:
    problems = Collector()
    found = Parser(read_codebook(codebook), named, {}, frozenset(), problems).parse(rule, ())
    assert found is not None
    assert not problems.problems
    return found


def judge(rule: Rule, facts: Facts) -> Truth:
    def nothing(name: str) -> Finding:
        raise AssertionError(name)

    return evaluate(rule, View(facts, nothing))


@given(rules())
def test_a_rule_is_true_or_false_only_if_every_completion_says_so(drawn: tuple[Data, Data, Data, Facts]) -> None:
    codebook, named, rule, facts = drawn
    found = judge(parsed(codebook, named, rule), facts)
    framework = {"id": "root", "version": "1", "rules": named}
    for complete in completions(codebook, facts):
        naive = Brute(framework, codebook, complete).holds(rule)
        assert found in {U, truth(naive)}
        assert judge(parsed(codebook, named, rule), as_knowledge(complete)) is truth(naive)


@given(rules(), st.data())
def test_information_is_monotone(drawn: tuple[Data, Data, Data, Facts], data: st.DataObject) -> None:
    """What a rule says it goes on saying, however much more becomes known."""
    codebook, named, rule, facts = drawn
    later = data.draw(refinements(codebook, facts))
    found = parsed(codebook, named, rule)
    assert judge(found, facts) in {U, judge(found, later)}


@given(rules(asks=False))
def test_a_contested_fact_is_judged_comparison_by_comparison(drawn: tuple[Data, Data, Data, Facts]) -> None:
    """One comparison on one fact, and its negation, is unknown exactly if the completions differ."""
    codebook, _, _, facts = drawn
    for name, body in codebook.items():
        rule = {name: {"count": {"at-least": 1}} if body["type"] == "set" else {"in": [body.get("values", [True])[0]]}}
        if "least" in body:
            rule = {name: {"above": body["least"]}}
        answers = {Brute({"id": "root"}, codebook, complete).holds(rule) for complete in completions(codebook, facts)}
        expected = U if len(answers) > 1 else truth(answers.pop())
        assert judge(parsed(codebook, {}, rule), facts) is expected
        assert judge(parsed(codebook, {}, {"not": rule}), facts) is negate(expected)
    assert judge(parsed(codebook, {}, {"known": "boolean-0"}), {"boolean-0": UNCODED}) is U
