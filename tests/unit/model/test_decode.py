"""From the text of a cell to knowledge: what numbers are read, what each type takes, what is said of the rest."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.decode import Decoder, decoder, how_written, knowledge_from, parse_decimal
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.table import Coding

NAMED_LIKE_KNOWLEDGE = ["not-found", "own"]
CODEBOOK = read_codebook(
    {
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
        "grade": {"question": "?", "type": "ordered", "values": ["low", "high"], "basis": "law"},
        "seat": {"question": "?", "type": "category", "values": NAMED_LIKE_KNOWLEDGE, "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b", "c"], "basis": "practice"},
        "count": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "share": {"question": "?", "type": "number", "least": 0, "greatest": 100, "basis": "practice"},
        "day": {"question": "?", "type": "date", "basis": "practice"},
    }
)
NOT_FOUND, NOT_APPLICABLE = Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)


def made(fact: str, mark: str = ".", strip: tuple[str, ...] = (), **coding: Any) -> Decoder:
    return decoder(CODEBOOK[fact], read(Coding, coding), mark, strip)


def refusal(found: Decoder, text: str) -> str:
    """What is said of the text of a cell, with the hint."""
    with pytest.raises(PydanticCustomError) as caught:
        found.knowledge(text)
    return f"{caught.value.type}: {caught.value.message()} ({found.hint(text)})"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("-3", -3),
        ("+3.50", Fraction(7, 2)),
        (".5", Fraction(1, 2)),
        ("5.", 5),
        ("1e2", 100),
        ("1E-2", Fraction(1, 100)),
        ("1e+999", 10**999),
        ("9" * 40, 10**40 - 1),
        (f"0.{'0' * 39}1", Fraction(1, 10**40)),
        *[(text, None) for text in ("", ".", "-", "e2", "1e", "1e1000", "1,5", "1 000", " 1", "1\n", "0x1", "1_0", "nan", "inf", "٣", "9" * 41, f"0.{'0' * 41}", f".{'0' * 41}")],
    ],
)  # fmt: skip
def test_a_number_is_read_exactly_or_not_at_all(text: str, number: Fraction | None) -> None:
    assert parse_decimal(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("80,5", Fraction(161, 2)), ("80.5", None), ("1.000,5", None), ("80", 80), ("80,5,1", None)],
)
def test_a_number_has_the_decimal_mark_of_its_table(text: str, number: Fraction | None) -> None:
    assert parse_decimal(text, ",") == number


def test_signs_that_mean_nothing_are_left_out() -> None:
    assert parse_decimal("=1'000 %", strip=("'", " ", "%", "=")) == 1000
    assert parse_decimal("1.000,5", ",", (".",)) == Fraction(2001, 2)
    assert parse_decimal("1.000%", strip=("%",)) == 1


@pytest.mark.parametrize(
    ("fact", "text", "knowledge"),
    [
        ("flag", "true", known(True)),
        ("flag", "false", known(False)),
        ("flag", "", UNCODED),
        ("grade", "low", known("low")),
        ("tongues", "a", known(frozenset({"a"}))),
        ("count", "3", known(Fraction(3))),
        ("count", "3.0", known(Fraction(3))),
        ("share", "2.5", known(Fraction(5, 2))),
        ("day", "2016-09", known(date(2016, 9, 1))),
    ],
)
def test_a_value_as_it_stands_needs_no_entry(fact: str, text: str, knowledge: Knowledge) -> None:
    assert made(fact).knowledge(text) == knowledge


def test_an_entry_goes_before_a_value_and_an_empty_cell_is_what_it_says() -> None:
    found = made("count", cells={"3": "not-found", "many": 10, "either": {"contested": [1, 2]}}, empty="not-applicable")
    assert [found.knowledge(text) for text in ("3", "many", "either", "")] == [
        NOT_FOUND,
        known(Fraction(10)),
        Knowledge(Kind.CONTESTED, (Fraction(1), Fraction(2))),
        NOT_APPLICABLE,
    ]
    assert made("flag", cells={"true": False}).knowledge("true") == known(False)


def test_a_cell_may_hold_several_values_of_a_set() -> None:
    found = made("tongues", within=";", cells={"all": ["a", "b"], "none": "not-found"})
    both = known(frozenset({"a", "b"}))
    assert [found.knowledge(text) for text in ("a;b", " a ; b ", "all;a", "all", "a", "none")] == [
        both,
        both,
        both,
        both,
        known(frozenset({"a"})),
        NOT_FOUND,
    ]
    rest = "expected one of a, b, c, all, none or an empty cell; found"
    assert refusal(found, "a;x").startswith(f'UNMAPPED_CELL: {rest} "x" (')
    assert refusal(found, "a;none").startswith(f'UNMAPPED_CELL: {rest} "none" (')
    assert refusal(found, "a;;b").startswith(f'UNMAPPED_CELL: {rest} ""')
    assert refusal(made("tongues"), "a;b").startswith(
        'UNMAPPED_CELL: expected one of a, b, c or an empty cell; found "a;b"'
    )


@pytest.mark.parametrize(
    ("found", "text", "words"),
    [
        (made("flag"), "yes", 'UNMAPPED_CELL: expected one of false, true or an empty cell; found "yes" (add it to the cells of the column, or mend the table)'),
        (made("flag"), "truee", 'UNMAPPED_CELL: expected one of false, true or an empty cell; found "truee" (did you mean "true"?)'),
        (made("flag", within=";"), "true;true", 'UNMAPPED_CELL: expected one of false, true or an empty cell; found "true;true" (did you mean "true"?)'),
        (made("count", cells={"few": 2}), "many", 'UNMAPPED_CELL: expected one of a whole number, few or an empty cell; found "many" (add it to the cells of the column, or mend the table)'),
        (made("share"), "much", 'UNMAPPED_CELL: expected a number or an empty cell; found "much" (add it to the cells of the column, or mend the table)'),
        (made("day"), "May", 'BAD_DATE: expected a date as YYYY, YYYY-MM or YYYY-MM-DD; found "May" (add it to the cells of the column, or mend the table)'),
        (made("count"), "11", 'BAD_NUMBER: expected a whole number from 0 to 10; found "11" (add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table)'),
        (made("share"), "101", 'BAD_NUMBER: expected a number from 0 to 100; found "101" (add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table)'),
        (made("share"), "100.5", 'BAD_NUMBER: expected a number from 0 to 100; found "100.5" (add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table)'),
        (made("share"), "2,5", 'UNMAPPED_CELL: expected a number or an empty cell; found "2,5" (say `decimal-mark: ","` in the reading, or mend the table)'),
        (made("share", ",", ("%",)), "50.5%", 'UNMAPPED_CELL: expected a number or an empty cell; found "50.5%" (say `strip: ["%"]` in the reading, if "%" means nothing, or mend the table)'),
        (made("share", ",", ("%",)), "101,0%", 'BAD_NUMBER: expected a number from 0 to 100; found "101,0%" (add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table)'),
    ],
)  # fmt: skip
def test_what_says_nothing_is_refused_with_a_way_out(found: Decoder, text: str, words: str) -> None:
    assert refusal(found, text) == words


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("2,5", 'decimal-mark: ","'),
        ("-1000,25", 'decimal-mark: ","'),
        ("1,2345", 'decimal-mark: ","'),
        ("1,234", 'strip: [","]'),
        ("+1,234,567.5", 'strip: [","]'),
        ("$5", 'strip: ["$"]'),
        ("abc5", 'strip: ["abc"]'),
        ("5 %", 'strip: [" %"]'),
        ("5kg.", ""),
        ("5", ""),
        ("-5.5", ""),
        ("abcd5", ""),
        ("5abcd", ""),
        ("word", ""),
        ("1,2,3", ""),
        ("", ""),
    ],
)
def test_a_text_that_could_be_a_number_leads_to_the_reading(text: str, sign: str) -> None:
    assert (sign in how_written(text)) if sign else how_written(text) == ""


def test_a_table_has_a_decimal_point_unless_it_says_otherwise() -> None:
    assert decoder(CODEBOOK["share"], read(Coding, {})).knowledge("2.5") == known(Fraction(5, 2))


def test_an_entry_that_is_no_value_is_refused() -> None:
    for wrong in ({"cells": {"x": 11}}, {"empty": 11}):
        with pytest.raises(PydanticCustomError) as caught:
            made("count", **wrong)
        assert caught.value.message() == "expected a whole number from 0 to 10; found 11"


def test_the_commands_of_a_what_if_read_a_word_by_the_type_of_its_fact() -> None:
    said = [("flag", "true"), ("flag", "false"), ("grade", "high"), ("count", "3"), ("share", "2.5"), ("day", "2016"), ("tongues", "a, b,"), ("tongues", "")]  # fmt: skip
    assert [knowledge_from(CODEBOOK[fact], text) for fact, text in said] == [
        known(True),
        known(False),
        known("high"),
        known(Fraction(3)),
        known(Fraction(5, 2)),
        known(date(2016, 1, 1)),
        known(frozenset({"a", "b"})),
        known(frozenset()),
    ]
    assert [knowledge_from(CODEBOOK["flag"], word).kind.value for word in ("not-found", "uncoded", "not-applicable")] == [
        "not-found",
        "uncoded",
        "not-applicable",
    ]  # fmt: skip
    assert knowledge_from(CODEBOOK["seat"], "not-found") == known("not-found")
    assert knowledge_from(CODEBOOK["seat"], "uncoded") == UNCODED
    for fact, text, words in (
        ("flag", "yes", 'expected one of true, false; found "yes"'),
        ("count", "x", 'expected a number; found "x"'),
        ("tongues", "a,x", "expected a list of values among a, b, c; found a list"),
    ):
        with pytest.raises(PydanticCustomError) as caught:
            knowledge_from(CODEBOOK[fact], text)
        assert caught.value.message() == words
