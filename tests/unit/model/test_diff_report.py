"""The types of a report's fields, to their bounds: it comes from a stranger."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from govaudit.model.base import read
from govaudit.model.diff_report import (
    CODE,
    SCHEMA,
    DiffReport,
    parse_amount,
    parse_code,
    parse_count,
    parse_day,
    parse_name,
    parse_place,
    parse_share,
    parse_text,
)
from govaudit.problems import Code
from tests.diff_reports import FULL

GREAT = 10**20
NAME = "BAD_ID: expected an id of at most 64 characters (a-z, 0-9, -); found"
TEXT = "BAD_VALUE: expected text of at most 2000 characters, none of them a control character; found"
DAY = "BAD_DATE: expected a date YYYY-MM-DD; found"
AMOUNT = "BAD_NUMBER: expected a number of at most 100000000000000000000 and 1000 decimals; found"
SHARE = "BAD_NUMBER: expected a share between 0 and 1; found"
COUNT = "BAD_NUMBER: expected a whole number between 0 and 100000000000000000000; found"
PLACE = "BAD_NUMBER: expected a whole number of at least 1; found"
CODED = "BAD_VALUE: expected a problem code such as GA203; found"


@pytest.mark.parametrize(
    ("parse", "value"),
    [
        (parse_name, "con"),
        (parse_name, "a" * 64),
        (parse_text, ""),
        (parse_text, "x" * 2000),
        (parse_day, "2026-01-31"),
        (parse_amount, Decimal("-0.5")),
        (parse_amount, Decimal(GREAT)),
        (parse_amount, Decimal(-GREAT)),
        (parse_amount, Decimal("1e-1000")),
        (parse_share, Decimal(0)),
        (parse_share, Decimal(1)),
        (parse_count, 0),
        (parse_count, GREAT),
        (parse_place, 1),
        (parse_place, GREAT),
        *[(parse_code, code.id) for code in Code],
    ],
)
def test_what_diff_writes_is_taken_as_it_is(parse: Callable[[object], object], value: object) -> None:
    assert parse(value) == value
    assert type(parse(value)) is type(value)


@pytest.mark.parametrize(
    ("parse", "value", "said"),
    [
        (parse_name, "A", f'{NAME} "A"'),
        (parse_name, 3, f"{NAME} 3"),
        (parse_text, 3, f"{TEXT} 3"),
        (parse_text, "a\x07b", f'{TEXT} "a\\x07b"'),
        (parse_day, "20260131", f'{DAY} "20260131"'),
        (parse_day, "2026-02-30", f'{DAY} "2026-02-30"'),
        (parse_day, 2026, f"{DAY} 2026"),
        (parse_amount, True, f"{AMOUNT} true"),
        (parse_amount, "3", f'{AMOUNT} "3"'),
        (parse_amount, None, f"{AMOUNT} nothing"),
        (parse_amount, Decimal("NaN"), f"{AMOUNT} NaN"),
        (parse_amount, Decimal("-Infinity"), f"{AMOUNT} -Infinity"),
        (parse_amount, GREAT + 1, f"{AMOUNT} 100000000000000000001"),
        (parse_amount, -GREAT - 1, f"{AMOUNT} -100000000000000000001"),
        (parse_amount, Decimal("1e-1001"), f"{AMOUNT} 1E-1001"),
        (parse_share, Decimal("-0.1"), f"{SHARE} -0.1"),
        (parse_share, Decimal("1.1"), f"{SHARE} 1.1"),
        (parse_share, "x", f'{AMOUNT} "x"'),
        (parse_count, -1, f"{COUNT} -1"),
        (parse_count, GREAT + 1, f"{COUNT} 100000000000000000001"),
        (parse_count, True, f"{COUNT} true"),
        (parse_count, Decimal(3), f"{COUNT} 3"),
        (parse_place, 0, f"{PLACE} 0"),
        (parse_place, -1, f"{COUNT} -1"),
        (parse_code, "GA20", f'{CODED} "GA20"'),
        (parse_code, 203, f"{CODED} 203"),
    ],
)
def test_what_it_never_writes_is_refused_to_the_letter(
    parse: Callable[[object], object], value: object, said: str
) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    assert f"{caught.value.type}: {caught.value.message()}" == said


def test_a_whole_number_is_an_amount() -> None:
    assert (parse_amount(3), type(parse_amount(3))) == (3, Decimal)


def test_a_report_names_its_schema() -> None:
    report = read(DiffReport, FULL)
    assert (report.schema_, SCHEMA) == ("govaudit.diff/1", "govaudit.diff/1")
    assert read(DiffReport, {key: value for key, value in FULL.items() if key != "schema"}) == report
    assert CODE.fullmatch("GA000")


@pytest.mark.parametrize(
    ("before", "after", "what"),
    [
        ("uncoded", "known", "settled"),
        ("not-found", "not-applicable", "settled"),
        ("known", "contested", "opened"),
        ("not-applicable", "uncoded", "opened"),
        ("contested", "not-found", ""),
        ("known", "not-applicable", ""),
    ],
)
def test_an_unknown_is_settled_or_opened(before: str, after: str, what: str) -> None:
    (change,) = read(DiffReport, {**FULL, "statements": [FULL["statements"][0]]}).statements
    assert change.model_copy(update={"before_state": before, "after_state": after}).unknown == what
