"""The comment on a pull request, as a parser of GitHub's Markdown reads it: no text of a stranger becomes anything but text."""

import copy
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from govaudit.model.base import read
from govaudit.model.diff_report import DiffReport
from govaudit.problems import CONTROL
from govaudit.report import diff_markdown
from govaudit.report.diff_markdown import CUT, render
from govaudit.report.tables import escape_markdown
from tests.diff_reports import FULL, RANK, replaced, texts

from .test_formats import PAYLOADS

PARSER = MarkdownIt("gfm-like")
HARMLESS = [payload for payload in PAYLOADS if not CONTROL.search(payload)]


def skeleton(text: str) -> list[tuple[str, str]]:
    """Every mark of the page, without its words; raw HTML word for word."""
    found = []
    for token in PARSER.parse(text):
        found.append((token.type, token.tag))
        for child in token.children or ():
            raw = child.content if child.type.startswith("html") else str(child.attrs)
            if child.type != "text":
                found.append((child.type, raw))
        found += [(token.type, token.content)] if token.type == "html_block" else []
    return found


def page(make: Any) -> str:
    return render(read(DiffReport, replaced(FULL, make)))


def test_the_report_shows_each_of_its_texts() -> None:
    shown = page(lambda text: text)
    assert {text for text in texts(FULL) if text not in shown} == set()


@pytest.mark.parametrize("payload", HARMLESS)
def test_a_payload_in_every_field_leaves_the_skeleton_as_it_was(payload: str) -> None:
    shown = page(lambda _: payload)
    assert skeleton(shown) == skeleton(page(lambda _: "AAAA"))
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in shown.splitlines())


@given(st.text(max_size=60).filter(lambda text: text.strip() and not CONTROL.search(text)))
def test_whatever_text_stands_there_the_skeleton_is_as_it_was(text: str) -> None:
    assert skeleton(page(lambda _: text)) == skeleton(page(lambda _: "AAAA"))


@pytest.mark.parametrize("word", ["@octocat", "a@b.example", "#7", "GH-7", "gh-7", "octo/repo#7", ":shipit:", "a:b:c"])
def test_what_github_links_in_finished_text_is_broken_by_a_sign_that_nobody_sees(word: str) -> None:
    """GitHub looks for mentions and issues in the finished text: an entity alone would be one again."""
    shown = PARSER.renderInline(escape_markdown(word))
    assert "\u200b" in shown
    assert shown.replace("\u200b", "") == word


def test_a_word_that_github_does_not_link_is_left_alone() -> None:
    assert escape_markdown("paras 1-4, 10:30, GH, a-b") == "paras 1-4, 10&#58;30, GH, a-b"


def thrice(report: dict[str, Any]) -> dict[str, Any]:
    """Three of everything that stands in a list."""
    lists = {key: value * 3 for key, value in report.items() if isinstance(value, list) and key != "criteria"}
    problems = {"suppressed_before": 0, "suppressed_after": 0, "found": report["problems"]["found"] * 3}
    opened = {
        **report["statements"][0],
        "before_state": "known",
        "after_state": "not-found",
        "scored": False,
        "evidence": [],
    }
    new = [
        {**forum, "generic": False, "statements": forum["statements"] * 3, "criteria": forum["criteria"] * 3}
        for forum in lists["new"]
    ]
    return {**report, **lists, "new": new, "statements": [*report["statements"] * 2, opened], "problems": problems}


def odd() -> dict[str, Any]:
    """What FULL says otherwise: nothing of some, one of others, and what is left out."""
    held, change, found = FULL["new"][0]["statements"][0], FULL["changes"][0], FULL["problems"]["found"][0]
    states = [{**held, "scored": False, "evidence": ["e" * 601] * 3}, {**held, "state": "contested", "evidence": []}]
    unranked = {"rank": None, "rank_low": None, "rank_high": None}
    return {
        **nothing(),
        "new": [{**FULL["new"][0], "band": None, "rank": {"rank": 1, "rank_low": 1, "rank_high": 1}, "statements": states}],
        "changes": [change, {**change, "kind": "indicator", "node": "asks"}, {**change, "node": "records", "after": change["before"]}],
        "statements": [{**FULL["statements"][0], "scored": False, "before": "b" * 601, "after": "c"}],
        "ranks": [{"forum": "alpha", "before": RANK, "after": unranked}],
        "problems": {"suppressed_before": 0, "suppressed_after": 2, "found": [{**found, "path": "", "line": None, "node": "$", "hint": ""}]},
    }  # fmt: skip


def test_a_list_that_fits_exactly_is_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    for count, report in ((2, FULL), (3, {**thrice(FULL), "new": FULL["new"], "changes": FULL["changes"]})):
        whole = render(read(DiffReport, report))
        with monkeypatch.context() as patched:
            patched.setattr(diff_markdown, "ROWS", (count,))
            assert render(read(DiffReport, report)) == whole


def nothing() -> dict[str, Any]:
    empty: dict[str, Any] = {key: [] for key in ("new", "gone", "unread", "changes", "ranks", "statements")}
    return {**FULL, **empty, "problems": {"suppressed_before": 0, "suppressed_after": 0, "found": []}}


REPORTS = {"whole": FULL, "cut": thrice(FULL), "odd": odd()}


@pytest.mark.parametrize("name", REPORTS)
def test_a_comment_is_as_published(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where lists are cut, they are cut to two. Regenerate with GOLDEN=write, and read the difference."""
    if name == "cut":
        monkeypatch.setattr(diff_markdown, "ROWS", (200, 2))
        monkeypatch.setattr(diff_markdown, "LIMIT", 4000)
        monkeypatch.setattr(diff_markdown, "FOLDED", 2)
    shown, path = render(read(DiffReport, REPORTS[name])), Path(__file__).parent / "comments" / f"{name}.md"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


def test_a_comment_has_at_most_so_many_rows_and_bytes() -> None:
    assert (diff_markdown.ROWS, diff_markdown.LIMIT) == ((200, 100, 50, 25, 12, 6, 3, 1, 0), 65_536)


def test_a_comment_is_as_long_as_github_takes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    report = read(DiffReport, {**nothing(), "statements": FULL["statements"] * 201})
    whole = render(report)
    assert whole.endswith("And 1 more.\n")
    assert CUT not in whole
    monkeypatch.setattr(diff_markdown, "LIMIT", len(whole.encode()))
    assert render(report) == whole
    for limit, more in ((len(whole.encode()) - 1, 101), (2000, 189), (0, 201)):
        monkeypatch.setattr(diff_markdown, "LIMIT", limit)
        shown = render(report)
        assert shown.endswith(f"And {more} more.\n{CUT}")
        assert CUT == "\nLists are cut to the length of a comment; `diff --format json` has all.\n"


@pytest.mark.parametrize(("length", "kept"), [(600, 600), (601, 599)])
def test_a_long_text_is_cut(length: int, kept: int) -> None:
    shown = page(lambda _: "x" * length)
    cut = "x" * kept + ("…" if length > kept else "")
    assert shown.startswith(f"<!-- govaudit diff toy -->\n# {cut}: what this change does\n")
    step = replaced(FULL, lambda text: text[0] * length if text in {"before-text", "change-text"} else text)
    assert f"| {'b' * 299}… → {'c' * 296}… |" in render(read(DiffReport, step))


def test_no_change_is_said_to_be_none() -> None:
    shown = render(read(DiffReport, nothing()))
    assert "**No score, statement or rank changes.**" in shown
    assert shown.endswith("## What `check` finds\n\nNothing, before and after.\n")


def test_what_the_data_accept_is_told_where_nothing_is_found() -> None:
    accepted = {"suppressed_before": 0, "suppressed_after": 2, "found": []}
    shown = render(read(DiffReport, {**nothing(), "ranks": FULL["ranks"], "problems": accepted}))
    assert "\n\n**1 rank moves.**\n\n## What `check` finds\n\nSuppressed by the data: 0 before, 2 after.\n\n##" in shown


def test_new_problems_come_first_and_the_worst_of_them_first_of_all() -> None:
    report = copy.deepcopy(nothing())
    error, note = ({**FULL["problems"]["found"][0], "severity": name} for name in ("error", "note"))
    report["problems"]["found"] = [note, error]
    rows = [line for line in render(read(DiffReport, report)).splitlines() if "GA407" in line]
    assert [row.split(" | ")[0] for row in rows] == ["| error", "| note"]


def test_many_ranks_are_folded() -> None:
    folds = [
        render(read(DiffReport, {**nothing(), "ranks": FULL["ranks"] * count})).count("<details>") for count in (10, 11)
    ]
    assert folds == [0, 1]


def test_a_change_of_the_bounds_alone_is_said_to_be_one() -> None:
    part = {"point": 0, "low": 0, "high": 5}
    none = {"point": 0, "low": 0, "high": 0}
    change = {
        **FULL["changes"][0],
        "causes": {**dict.fromkeys(("correction", "criteria"), none), "evidence": part, "world": part},
    }
    assert "bounds alone&#58; evidence, world |" in render(read(DiffReport, {**nothing(), "changes": [change]}))
