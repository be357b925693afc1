"""A report of `diff` from a stranger: read as it was written, or refused in one line."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files.diff_report import LIMIT, read_report
from govaudit.model.base import read
from govaudit.model.diff_report import DiffReport
from govaudit.problems import Code, GovauditError
from govaudit.report.diff_json import json_text
from govaudit.report.diff_markdown import LIMIT as COMMENT
from govaudit.report.diff_markdown import render
from tests.diff_reports import FULL, texts


def written(folder: Path, text: str) -> str:
    path = folder / "diff.json"
    path.write_text(text, encoding="utf-8")
    return str(path)


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(GovauditError) as caught:
        read_report(written(folder, text))
    (problem,) = caught.value.problems
    assert problem.code is Code.BAD_REPORT
    assert caught.value.exit_code == 2
    said = str(problem)
    assert "\n" not in said
    assert all(sign.isprintable() for sign in said)
    assert len(said) < 250 + len(str(folder))
    return said.split("diff.json: ")[1]


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    text = json_text(read(DiffReport, FULL))
    assert json_text(read_report(written(tmp_path, text))) == text


def changed(path: str, value: object) -> str:
    """The full report with one value replaced, as text; a path such as `new.0.forum`."""
    report: Any = copy.deepcopy(FULL)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here = report
    for part in way:
        here = here[part]
    here[last] = value
    return json.dumps(report, default=float)


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("schema", "govaudit.diff/2", "$.schema: expected govaudit.diff/1"),
        ("new.0.forum", "../etc", "$.new[0].forum: expected an id"),
        ("new.0.forum", "a\n", "expected an id"),
        ("new.0.name", "x" * 2001, "$.new[0].name: expected text of at most 2000"),
        ("new.0.name", "\x1b[31m", "expected text"),
        ("new.0.name", "a\u202eb", "expected text"),
        ("new.0.name", "\ud800", "expected text"),
        ("new.0.name", 3, "expected text"),
        ("new.0.generic", 1, "expected true or false"),
        ("new.0.generic", "yes", "expected true or false"),
        ("new.0.score.point", "58.3", "$.new[0].score.point: expected a number"),
        ("new.0.score.point", True, "expected a number"),
        ("new.0.score.point", 10**21, "expected a number"),
        ("new.0.score.coverage", 1.5, "expected a share between 0 and 1"),
        ("new.0.rank.rank", 0, "expected a whole number of at least 1"),
        ("new.0.rank.rank", 1.5, "expected a whole number"),
        ("new.0.statements.0.state", "guessed", "expected one of known, contested"),
        ("new.0.uncoded", -1, "expected a whole number between 0"),
        ("new.0.more", "x", 'unknown key "more"'),
        ("as_of", "2026-02-30", "$.as_of: expected a date"),
        ("as_of", "20260228", "$.as_of: expected a date"),
        ("changes.0.kind", "pillar", "$.changes[0].kind"),
        ("changes.0.causes.magic", None, 'unknown key "magic"'),
        ("statements.0.cause", "spite", "$.statements[0].cause"),
        ("statements.0.sources", ["x y"], "$.statements[0].sources[0]: expected an id"),
        ("problems.found.0.code", "GA2033", "$.problems.found[0].code: expected a problem code"),
        ("problems.found.0.severity", "fatal", "expected one of error, warning, note"),
        ("problems.found.0.line", "3", "expected a whole number"),
        ("problems.found", {}, "expected a list"),
        ("framework", None, "expected a mapping"),
    ],
)
def test_a_value_that_diff_never_writes_is_refused_by_its_place(
    path: str, value: object, words: str, tmp_path: Path
) -> None:
    assert words in refusal(tmp_path, changed(path, value))


DEEP = 100_000


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected a report that diff wrote as JSON; found text that is none"),
        ("schema: govaudit.diff/1", "found text that is none"),
        ("[]", "expected a mapping"),
        ('{"schema": NaN}', "found text that is none"),
        ('{"a": 1, "a": 1}', "expected each key once"),
        ('{"\\n::error::x": 1}', 'expected a key of a-z and _; found "\\n::error::x"'),
        ("[" * DEEP + "]" * DEEP, "found text that is none"),
        ('{"schema": ' + "9" * 10_000 + "}", "found text that is none"),
        ('{"schema": 1e99999999999999999999}', "found text that is none"),
    ],
)
def test_what_is_no_report_is_refused(text: str, words: str, tmp_path: Path) -> None:
    assert words in refusal(tmp_path, text)


@pytest.mark.parametrize("number", ["1e999999999", "-1e999999999", "1e-999999999", "0e999999999999"])
def test_a_number_with_a_great_exponent_is_refused_or_shown_at_once(number: str, tmp_path: Path) -> None:
    text = json.dumps({**FULL, "new": []}, default=float).replace('"point": 50.0', f'"point": {number}')
    assert number in text
    if number.startswith("0"):
        assert "| 0.0 |" in render(read_report(written(tmp_path, text)))
    else:
        assert "expected a number" in refusal(tmp_path, text)


def test_a_file_that_is_too_large_or_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    for name, code in ((written(tmp_path, " " * (LIMIT + 1)), Code.FILE_TOO_LARGE), ("none.json", Code.UNREADABLE)):
        with pytest.raises(GovauditError) as caught:
            read_report(name)
        assert caught.value.problems[0].code is code


def places(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a report."""
    yield way
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list | tuple) else ()
    for key, item in items:
        yield from places(item, (*way, key))


PLACES = list(places(FULL))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
)


@given(st.sampled_from(PLACES[1:]), JSON)
def test_whatever_stands_in_a_report_it_is_refused_or_rendered(place: tuple[Any, ...], value: Any) -> None:
    report: Any = copy.deepcopy(FULL)
    here = report
    for part in place[:-1]:
        here = here[part]
    here[place[-1]] = value
    with suppress(GovauditError):
        assert len(render(read(DiffReport, report)).encode()) <= COMMENT


def longest(report: Any, make: Callable[[str], str]) -> Any:
    """The report with every text made by `make`, and every list of entries fifteen times as long."""
    match report:
        case dict():
            return {key: longest(item, make) for key, item in report.items()}
        case list() | tuple():
            return [longest(item, make) for item in report for _ in range(15 if isinstance(item, dict) else 1)]
        case str() if report in texts(FULL):
            return make(report)
        case _:
            return report


@pytest.mark.parametrize("sign", ["@", "x", "\U0001f469", "&"])
def test_a_comment_is_never_longer_than_github_takes_and_says_what_it_leaves_out(sign: str) -> None:
    page = render(read(DiffReport, longest(FULL, lambda _: sign * 2000)))
    assert len(page.encode()) <= COMMENT
    assert "Lists are cut to the length of a comment; `diff --format json` has all." in page
    assert re.search(r"^And \d+ more\.$", page, re.MULTILINE)


def test_a_comment_that_is_too_long_shows_as_much_as_fits() -> None:
    page = render(read(DiffReport, longest(FULL, lambda _: "x" * 200)))
    assert COMMENT / 3 < len(page.encode()) <= COMMENT
    assert page.count("### ") > 2


def test_a_short_comment_is_not_cut() -> None:
    page = render(read(DiffReport, FULL))
    assert "Lists are cut" not in page
    assert "And " not in page


def test_exact_numbers_survive(tmp_path: Path) -> None:
    text = json_text(read(DiffReport, FULL)).replace('"point": 50.0', '"point": 50.000000000000000000000000000001')
    assert Decimal("50.000000000000000000000000000001") in {
        item.before.point for item in read_report(written(tmp_path, text)).changes
    }
