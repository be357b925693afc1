"""Questions about our knowledge: never settled by our ignorance in a score, answered for today in a designation."""

from __future__ import annotations

import pytest
from hypothesis import given

from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.rule import Asks
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, truth

from .brute import Brute, completions
from .codebooks import Data
from .frameworks import FEWER, Example, Style, examples, scorecard

STATES = {
    Kind.KNOWN: known(True),
    Kind.CONTESTED: Knowledge(Kind.CONTESTED, (True, False)),
    Kind.NOT_FOUND: Knowledge(Kind.NOT_FOUND),
    Kind.UNCODED: UNCODED,
    Kind.NOT_APPLICABLE: Knowledge(Kind.NOT_APPLICABLE),
}
T, F, U = TRUE, FALSE, UNKNOWN
SCORED = {
    Kind.KNOWN: {Kind.KNOWN: T, Kind.CONTESTED: U, Kind.NOT_FOUND: U, Kind.UNCODED: U, Kind.NOT_APPLICABLE: F},
    Kind.CONTESTED: {Kind.KNOWN: F, Kind.CONTESTED: U, Kind.NOT_FOUND: U, Kind.UNCODED: U, Kind.NOT_APPLICABLE: F},
    Kind.NOT_FOUND: {Kind.KNOWN: F, Kind.CONTESTED: U, Kind.NOT_FOUND: U, Kind.UNCODED: U, Kind.NOT_APPLICABLE: F},
    Kind.UNCODED: {Kind.KNOWN: F, Kind.CONTESTED: U, Kind.NOT_FOUND: U, Kind.UNCODED: U, Kind.NOT_APPLICABLE: F},
    Kind.NOT_APPLICABLE: {Kind.KNOWN: F, Kind.CONTESTED: F, Kind.NOT_FOUND: F, Kind.UNCODED: F, Kind.NOT_APPLICABLE: T},
}


def nothing(name: str) -> Finding:
    raise AssertionError(name)


@pytest.mark.parametrize("asked", Kind)
@pytest.mark.parametrize("state", Kind)
def test_knowledge_predicates(asked: Kind, state: Kind) -> None:
    facts = {"x": STATES[state]}
    assert evaluate(Asks(asked, "x"), View(facts, nothing)) is SCORED[asked][state]
    assert evaluate(Asks(asked, "x"), View(facts, nothing, today=True)) is truth(asked is state)


@pytest.mark.parametrize("asked", Kind)
def test_an_absent_fact_is_uncoded(asked: Kind) -> None:
    assert evaluate(Asks(asked, "x"), View({}, nothing)) is SCORED[asked][Kind.UNCODED]
    assert evaluate(Asks(asked, "x"), View({}, nothing, today=True)) is truth(asked is Kind.UNCODED)


def test_not_applicable_is_false_both_ways_but_its_negation_true() -> None:
    """`not: {x: {at-least: v}}` is true of a not-applicable fact, `{x: {below: v}}` is false."""
    scale = {"question": "?", "type": "integer", "basis": "law", "least": 0, "greatest": 9}
    facts = {"x": Knowledge(Kind.NOT_APPLICABLE)}
    designations = [
        {"id": "negated", "when": {"not": {"x": {"at-least": 5}}}},
        {"id": "below", "when": {"x": {"below": 5}}},
        {"id": "at-least", "when": {"x": {"at-least": 5}}},
    ]
    leaf = {"id": "leaf", "levels": [{"id": "else", "score": 1, "otherwise": True}]}
    framework = {"id": "root", "version": "1", "indicators": [leaf], "designations": designations}
    card = scorecard(Example({"x": scale}, framework, facts).plan, facts)
    assert dict(card.designations) == {"negated": "yes", "below": "no", "at-least": "no"}


@FEWER
@given(examples(Style(asks=False)))
def test_designations_say_yes_or_no_only_if_every_completion_does(example: Example) -> None:
    card = scorecard(example.plan, example.facts)
    rules: Data = {item["id"]: item["when"] for item in example.framework["designations"]}
    for complete in completions(example.codebook, example.facts):
        brute = Brute(example.framework, example.codebook, complete)
        for name, answer in card.designations:
            assert answer in {"unknown", truth(brute.holds(rules[name])).value}


def designated(rule: Data, state: Knowledge) -> Truth:
    boolean = {"question": "?", "type": "boolean", "basis": "law"}
    leaf = {
        "id": "leaf",
        "levels": [{"id": "yes", "score": 1, "when": {"x": True}}, {"id": "no", "score": 0, "otherwise": True}],
    }
    framework = {"id": "root", "version": "1", "indicators": [leaf], "designations": [{"id": "label", "when": rule}]}
    facts = {"x": state}
    return Truth(dict(scorecard(Example({"x": boolean}, framework, facts).plan, facts).designations)["label"])


def test_designations_read_scores_levels_and_today() -> None:
    assert designated({"score": {"root": {"at-least": 1}}}, known(True)) is T
    assert designated({"score": {"root": {"at-least": 1}}}, UNCODED) is U
    assert designated({"level": {"leaf": "no"}}, known(False)) is T
    assert designated({"level": {"leaf": "no"}}, Knowledge(Kind.NOT_APPLICABLE)) is F
    assert designated({"uncoded": "x"}, UNCODED) is T
    assert designated({"all": [{"not-found": "x"}, {"x": True}]}, Knowledge(Kind.NOT_FOUND)) is U
