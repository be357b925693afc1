"""Facts: what one may say of itself, what is expected of its values, and how values are shown."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from govaudit.model.codebook import RESERVED, Value, hint_for_value, read_codebook, shown_number, shown_value
from govaudit.problems import GovauditError

PLAIN = {"question": "?", "basis": "law"}
CODEBOOK = read_codebook(
    {
        "flag": {**PLAIN, "type": "boolean"},
        "grade": {**PLAIN, "type": "ordered", "values": ["low", "high"]},
        "seat": {**PLAIN, "type": "category", "values": ["own", "host"]},
        "tongues": {**PLAIN, "type": "set", "values": ["a", "b"]},
        "count": {**PLAIN, "type": "integer", "least": 0, "greatest": 10},
        "share": {**PLAIN, "type": "number", "least": "1/3", "greatest": Decimal("0.5")},
        "day": {**PLAIN, "type": "date"},
    }
)
BOUNDS = "expected `least` and `greatest`, in this order, for a numeric fact; found nothing [GA202]"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"type": "ordered"}, "expected two or more different `values` for a fact of type ordered; found a list [GA203]"),
        ({"type": "ordered", "values": ["a"]}, "expected two or more different `values` for a fact of type ordered; found a list [GA203]"),
        ({"type": "category", "values": ["a", "a", "b"]}, "expected two or more different `values` for a fact of type category; found a list [GA203]"),
        ({"type": "set", "values": ["a"]}, "expected two or more different `values` for a fact of type set; found a list [GA203]"),
        ({"type": "boolean", "values": ["a", "b"]}, "expected no `values` for a fact of type boolean; found a list [GA201]"),
        ({"type": "integer", "least": 0, "greatest": 1, "values": ["a", "b"]}, "expected no `values` for a fact of type integer; found a list [GA201]"),
        ({"type": "integer", "least": 1}, BOUNDS),
        ({"type": "number", "greatest": 1}, BOUNDS),
        ({"type": "number", "least": 2, "greatest": 1}, BOUNDS),
        ({"type": "boolean", "cost": "law", "fixed": "It is the treaty."}, 'expected either `cost` or `fixed`; found "law" [GA521]'),
    ],
)  # fmt: skip
def test_a_fact_that_contradicts_itself_is_refused_to_the_letter(body: dict[str, Any], said: str) -> None:
    with pytest.raises(GovauditError) as caught:
        read_codebook({"odd": {**PLAIN, **body}})
    assert [str(problem) for problem in caught.value.problems] == [f"$.odd: {said}"]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "number", "least": 1, "greatest": 1},
        {"type": "boolean", "cost": "law"},
        {"type": "boolean", "fixed": "It is the treaty."},
        {"type": "date"},
    ],
)
def test_a_fact_that_does_not_is_taken(body: dict[str, Any]) -> None:
    fact = read_codebook({"even": {**PLAIN, **body}})["even"]
    assert (fact.id, fact.coding) == ("even", "")


def test_a_cost_and_a_reason_are_empty_unless_they_are_written() -> None:
    fact = CODEBOOK["flag"]
    assert (fact.values, fact.least, fact.greatest, fact.coding, fact.cost, fact.fixed) == (
        (),
        None,
        None,
        "",
        None,
        "",
    )


def test_words_of_the_rule_language_are_no_facts() -> None:
    words = {"all", "any", "not", "at-least", "of", "known", "contested", "not-found", "uncoded", "not-applicable", "rule", "level", "score", "it"}  # fmt: skip
    assert words == RESERVED
    with pytest.raises(GovauditError) as caught:
        read_codebook({"odd": {}, **{word: {**PLAIN, "type": "boolean"} for word in sorted(words)}})
    said = [str(problem) for problem in caught.value.problems]
    assert said[3] == '$.all: "all" is a word of the rule language [GA205]\n  hint: choose another id'
    assert len([line for line in said if "is a word of the rule language" in line]) == len(words)
    assert [line for line in said if line.startswith("$.odd")] == [
        f'$.odd: expected the key "{key}"; found none [GA202]' for key in ("question", "type", "basis")
    ]


@pytest.mark.parametrize(
    ("fact", "raw", "said"),
    [
        ("flag", "true", 'BAD_VALUE: expected one of true, false; found "true"'),
        ("grade", "mid", 'BAD_VALUE: expected one of low, high; found "mid"'),
        ("grade", 3, "BAD_VALUE: expected one of low, high; found 3"),
        ("seat", None, "BAD_VALUE: expected one of own, host; found nothing"),
        ("seat", ["own"], "BAD_VALUE: expected one of own, host; found a list"),
        ("tongues", "a", 'BAD_VALUE: expected a list of values among a, b; found "a"'),
        ("tongues", ["a", "c"], "BAD_VALUE: expected a list of values among a, b; found a list"),
        ("count", 11, "BAD_NUMBER: expected a whole number from 0 to 10; found 11"),
        ("count", -1, "BAD_NUMBER: expected a whole number from 0 to 10; found -1"),
        ("count", Decimal("0.5"), "BAD_NUMBER: expected a whole number from 0 to 10; found 0.5"),
        ("share", Decimal("0.51"), "BAD_NUMBER: expected a number from 1/3 to 0.5; found 0.51"),
        ("share", Decimal("0.33"), "BAD_NUMBER: expected a number from 1/3 to 0.5; found 0.33"),
        ("share", "0.4", 'WRONG_TYPE: expected a number; found "0.4"'),
        ("day", "soon", 'BAD_DATE: expected a date as YYYY, YYYY-MM or YYYY-MM-DD; found "soon"'),
    ],
)
def test_a_value_of_another_type_is_refused_to_the_letter(fact: str, raw: object, said: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        CODEBOOK[fact].value(raw)
    assert f"{caught.value.type}: {caught.value.message()}" == said


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("flag", False, False),
        ("seat", "host", "host"),
        ("tongues", [], frozenset()),
        ("tongues", ("a",), frozenset({"a"})),
        ("tongues", frozenset({"b"}), frozenset({"b"})),
        ("count", 0, 0),
        ("count", 10, 10),
        ("share", Fraction(1, 3), Fraction(1, 3)),
        ("share", Decimal("0.5"), Fraction(1, 2)),
    ],
)
def test_a_value_within_bounds_is_taken(fact: str, raw: object, value: object) -> None:
    assert CODEBOOK[fact].value(raw) == value


def test_what_is_expected_of_each_type() -> None:
    assert {name: fact.expects for name, fact in CODEBOOK.items()} == {
        "flag": "one of true, false",
        "grade": "one of low, high",
        "seat": "one of own, host",
        "tongues": "a list of values among a, b",
        "count": "a whole number from 0 to 10",
        "share": "a number from 1/3 to 0.5",
        "day": "a date as YYYY, YYYY-MM or YYYY-MM-DD",
    }
    assert [name for name, fact in CODEBOOK.items() if fact.finite] == ["flag", "grade", "seat"]
    assert [CODEBOOK[name].allowed for name in ("flag", "seat")] == [(False, True), ("own", "host")]


def test_a_word_for_yes_or_no_leads_to_true_and_false() -> None:
    words = ["yes", "No", "ON", "off", "perhaps", "true"]
    assert [hint_for_value(CODEBOOK["flag"], word) for word in words] == ["write true or false"] * 4 + ["", ""]
    assert hint_for_value(CODEBOOK["seat"], "hosts") == 'did you mean "host"?'
    assert hint_for_value(CODEBOOK["count"], 3) == ""


def test_numbers_are_shown_as_people_write_them() -> None:
    numbers = [
        None,
        3,
        Fraction(-5, 2),
        Fraction(1, 3),
        Fraction(1, 10**9),
        10**20,
        Fraction(1, 2**40),
        Fraction(1, 2**41),
    ]
    assert [shown_number(None if number is None else Fraction(number)) for number in numbers] == [
        "?",
        "3",
        "-2.5",
        "1/3",
        "0.000000001",
        "100000000000000000000",
        "0.0000000000009094947017729282379150390625",
        f"1/{2**41}",
    ]
    values: list[Value] = [True, False, "x", frozenset("hgfedcba"), frozenset(), Fraction(1, 4), date(2020, 5, 1)]
    assert [shown_value(value) for value in values] == [
        "true",
        "false",
        "x",
        "a, b, c, d, e, f, g, h",
        "(nothing)",
        "0.25",
        "2020-05-01",
    ]
