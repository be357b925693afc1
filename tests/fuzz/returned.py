"""Reports that come back: what `diff` and `score` wrote, or a stranger says they did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from govaudit.files.baseline import read_baseline
from govaudit.files.diff_report import read_report
from govaudit.files.yaml import parse
from govaudit.model.base import read
from govaudit.model.diff_report import DiffReport
from govaudit.problems import CONTROL, GovauditError
from govaudit.report import scorecard_json
from govaudit.report.diff_json import json_text
from govaudit.report.diff_markdown import LIMIT, render
from tests import skeletons
from tests.diff_reports import FULL
from tests.fuzz.folder import TOY, written
from tests.fuzz.material import Material, words_of
from tests.fuzz.refusals import surely, well_said
from tests.fuzz.reports import shown
from tests.fuzz.tabular import put

RAW = 0


@cache
def _reports() -> tuple[Any, Any]:
    """A report of `diff` and one of `score`, as plain data."""
    diff = json_text(read(DiffReport, FULL))
    return parse(diff), parse(scorecard_json.render(shown("AAAA")[1][:1], ""))


@cache
def _words() -> tuple[str, ...]:
    return tuple(sorted(set().union(*map(words_of, _reports()))))


def reading(data: bytes) -> None:
    """Any bytes are a report or are refused in one line; a report that was read is written as it was, and is a comment that GitHub takes."""
    material = Material(data)
    kind = material.byte() % 4
    text = (
        material.rest()
        if kind < 2
        else written(material.changed(_reports()[kind % 2], _words())).encode("utf-8", "replace")
    )
    path = str(put("report.json", text))
    try:
        if kind % 2:
            read_baseline(path, "toy", {})
        else:
            _rendered(read_report(path))
    except GovauditError as error:
        well_said(error.problems)
        assert len(error.problems) == 1


def _rendered(report: DiffReport) -> None:
    page = render(report)
    assert len(page.encode()) <= LIMIT
    assert not CONTROL.search(page.replace("\n", ""))
    assert "<script" not in page
    skeletons.markdown(page)
    again = json_text(report)
    assert json_text(surely(read_report, str(put("again.json", again.encode())))) == again


def seeds() -> Iterator[bytes]:
    for number, report in enumerate(_reports()):
        yield bytes([number]) + written(report).encode()
        yield from (bytes([number + 2, 0, 0, place, kind, 2]) for place in range(0, 200, 7) for kind in range(6))
    yield b"\0" + json.dumps({"schema": "govaudit.diff/1"}).encode()
    yield from (b"\0" + path.read_bytes() for path in sorted(TOY.glob("forums/*.yaml")))
