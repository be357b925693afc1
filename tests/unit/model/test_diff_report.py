"""The types of a report's fields, to their bounds: it comes from a stranger."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic_core import PydanticCustomError

from govaudit.model.base import json_raw, read
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
from govaudit.problems import Code, GovauditError
from govaudit.report.schemas import report_schema
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


SCHEMA_OF_REPORTS = Draft202012Validator(report_schema("diff"), format_checker=Draft202012Validator.FORMAT_CHECKER)


def changed(path: str, value: object) -> Any:
    """The full report with one value replaced; a path such as `new.0.forum`."""
    report: Any = deepcopy(FULL)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here = report
    for part in way:
        here = here[part]
    here[last] = value
    return report


TAKEN: list[tuple[str, list[object]]] = [
    ("new.0.forum", ["a", "a" * 64]),
    ("new.0.name", ["", "x" * 2000]),
    ("as_of", ["2026-02-28"]),
    ("new.0.score.point", [None, 0, GREAT, -GREAT]),
    ("new.0.score.coverage", [None, 0, 1]),
    ("new.0.uncoded", [0, GREAT]),
    ("new.0.rank.rank", [None, 1, GREAT]),
    ("problems.found.0.code", ["GA101"]),
    ("problems.found.0.severity", ["error", "warning", "note"]),
    ("problems.found.0.status", ["new", "suppressed", "mended", "remaining"]),
    ("changes.0.kind", ["framework", "criterion", "indicator", "derived"]),
    ("statements.0.cause", ["evidence", "correction", "world", "criteria"]),
    ("statements.0.before_state", ["known", "contested", "not-found", "uncoded", "not-applicable"]),
]
REFUSED: list[tuple[str, list[object]]] = [
    ("schema", ["govaudit.diff/2"]),
    ("new.0.forum", [None, 3, "", "A", "a" * 65]),
    ("new.0.name", [None, 3, "x" * 2001]),
    ("as_of", [None, 2026, "2026-02-30"]),
    ("new.0.score.point", ["3", GREAT + 1, -GREAT - 1]),
    ("new.0.score.coverage", ["1", -1, 2]),
    ("new.0.uncoded", [None, "3", 1.5, -1, GREAT + 1]),
    ("new.0.rank.rank", ["3", 1.5, 0, GREAT + 1]),
    ("problems.found.0.code", [None, 203, "GA20", "GA2033"]),
    ("problems.found.0.status", ["old"]),
    ("changes.0.kind", ["pillar"]),
    ("statements.0.cause", ["spite"]),
    ("statements.0.before_state", ["guessed"]),
]


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in TAKEN for value in values])
def test_the_schema_of_reports_and_the_reader_take_the_same(path: str, value: object) -> None:
    report = changed(path, value)
    read(DiffReport, report)
    assert [error.message for error in SCHEMA_OF_REPORTS.iter_errors(json_raw(report))] == []


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in REFUSED for value in values])
def test_the_schema_of_reports_and_the_reader_refuse_the_same(path: str, value: object) -> None:
    report = changed(path, value)
    with pytest.raises(GovauditError):
        read(DiffReport, report)
    assert not SCHEMA_OF_REPORTS.is_valid(json_raw(report))
