"""What a reviewer would ask of a profile, and the laws of the bibliography."""

from datetime import date
from typing import Any

import pytest

from govaudit.cli import options
from govaudit.integrity.profiles import check_cited, check_sources
from govaudit.integrity.review import REVIEW_MONTHS, review
from govaudit.model.base import read
from govaudit.model.profile import Profile
from govaudit.model.source import Source
from govaudit.problems import Code, Collector, GovauditError

LATEST = date(2026, 3, 31)


def source(name: str, grade: str = "press", **more: Any) -> Source:
    return read(
        Source,
        {"id": name, "type": "book", "title": "T", "accessed": 2020, "custom": {"grade": grade, **more.pop("custom", {})}, **more},
    )  # fmt: skip


SOURCES = {item.id: item for item in (source("daily"), source("weekly"), source("law", "primary-legal-text"))}


FACTS = {"y": [{"value": 1}]}


def asked(latest: date | None = LATEST, months: int = REVIEW_MONTHS, **more: Any) -> list[tuple[Code, str, str]]:
    """The codes, places and messages of what is asked about a profile of these parts."""
    profile = {
        "id": "p",
        "name": "P",
        "kind": "k",
        "reviewed": {"on": "2026-03-31", "by": "Jo Doe"},
        "facts": FACTS,
        **more,
    }
    problems = Collector()
    review(read(Profile, profile), SOURCES, latest, months, problems)
    return [(problem.code, problem.pointer, problem.message) for problem in problems.problems]


def value(*sources: str, **more: Any) -> dict[str, Any]:
    return {"value": 1, "evidence": [{"source": name, "at": "p. 1"} for name in sources], **more}


def test_a_value_on_one_press_source_alone_is_noted() -> None:
    found = asked(facts={"x": [value("law", until=2010), value("daily", "daily", **{"from": 2010})]})
    assert [item[:2] for item in found] == [(Code.PRESS_ALONE, "$.facts.x[1]")]
    assert found[0][2].endswith('found "daily" alone')


@pytest.mark.parametrize("sources", [("daily", "weekly"), ("daily", "law"), ("law",), ("nobody",), ()])
def test_a_value_on_more_than_one_press_source_is_not(sources: tuple[str, ...]) -> None:
    assert asked(facts={"x": [value(*sources)]}) == []


def test_a_contested_statement_does_not_rest_on_press_alone() -> None:
    readings = [{"value": n, "evidence": [{"source": "daily", "at": "p. 1"}]} for n in (1, 2)]
    assert asked(facts={"x": [{"contested": readings}]}) == []


def holes(*periods: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    found = asked(facts={**FACTS, "x": [value("law", **period) for period in periods]}, **more)
    assert {code for code, *_ in found} <= {Code.HOLE}
    return [(place, message.partition("found ")[2]) for _, place, message in found]


def test_days_between_two_statements_are_noted() -> None:
    years = {"until": 2010}, {"from": "2012-02"}
    assert holes(*years) == [("$.facts.x[1]", "2012-02-01, so 2010-01-01 to 2012-01-31 are uncoded")]
    assert holes(*reversed(years)) == [("$.facts.x[0]", "2012-02-01, so 2010-01-01 to 2012-01-31 are uncoded")]
    assert holes({"until": "2010-01-01"}, {"from": "2010-01-02"})[0][1] == "2010-01-02, so 2010-01-01 is uncoded"


@pytest.mark.parametrize(
    "periods",
    [
        [{"until": 2010}, {"from": 2010}],
        [{}, {"from": 2010}],
        [{"until": 2010}],
        [{"until": 2010}, {"from": 2009}],
        [{"from": 2008, "until": 2005}, {"from": 2010}],
        [],
    ],
)
def test_statements_that_follow_overlap_or_are_reversed_leave_no_hole(periods: list[dict[str, Any]]) -> None:
    assert holes(*periods) == []


def test_a_hole_ends_with_the_forum() -> None:
    years = {"until": 2010}, {"from": 2015}
    assert holes(*years, active={"until": 2010}) == []
    assert holes(*years, active={"until": 2011})[0][1] == "2015-01-01, so 2010-01-01 to 2010-12-31 are uncoded"


@pytest.mark.parametrize(
    ("on", "months", "old"),
    [
        ("2024-09-30", 18, True),
        ("2024-10-01", 18, False),
        ("2024-09-30", 19, False),
        ("2026-03-30", 0, True),
        ("2026-03-31", 0, False),
        ("2026-02-28", 1, True),
        ("9999-12-31", 1200, False),
    ],
)
def test_a_review_is_old_by_months_before_the_latest(on: str, months: int, *, old: bool) -> None:
    found = asked(months=months, reviewed={"on": on, "by": "us"})
    assert [item[:2] for item in found] == ([(Code.OLD_REVIEW, "$.reviewed.on")] if old else [])


def test_a_review_is_compared_with_the_data_and_never_with_the_clock() -> None:
    assert asked(None, reviewed={"on": 1990, "by": "us"}) == []
    assert asked(date(1990, 1, 1), reviewed={"on": 1990, "by": "us"}) == []


def test_one_number_of_months() -> None:
    assert options.REVIEW_MONTHS == REVIEW_MONTHS


@pytest.mark.parametrize(
    ("by", "own"),
    [
        ("Jo Doe", True),
        (["Jo Doe"], True),
        (["Jo Doe", " jo  doe"], True),
        (["Jo Doe", "Ann Roe"], False),
        ("Ann Roe", False),
    ],
)
def test_the_reviewer_is_not_the_only_coder(by: object, *, own: bool) -> None:
    assert [item[:2] for item in asked(coded={"by": by})] == ([(Code.OWN_REVIEW, "$.reviewed.by")] if own else [])


def test_who_coded_need_not_be_said() -> None:
    assert asked() == []


@pytest.mark.parametrize("by", [[], "", ["Jo", " "], 3, [["Jo"]], None])
def test_coders_have_names(by: object) -> None:
    with pytest.raises(GovauditError) as caught:
        asked(coded={"by": by})
    assert [(problem.code, problem.pointer) for problem in caught.value.problems] == [(Code.WRONG_TYPE, "$.coded.by")]


def test_a_source_has_an_address() -> None:
    problems = Collector()
    addressed = [
        source("a", URL="https://example.org"),
        source("b", DOI="10.1/x"),
        source("c", custom={"read-at": "https://example.org/c"}),
    ]
    check_sources([*addressed, source("d"), addressed[0]], problems)
    assert [(problem.code, problem.pointer) for problem in problems.problems] == [
        (Code.NO_ADDRESS, "$.references[3]"),
        (Code.DUPLICATE_ID, "$.references[4].id"),
    ]


def test_a_source_is_cited() -> None:
    problems = Collector()
    check_cited([source("a"), source("b")], {"a"}, problems)
    assert [(problem.code, problem.pointer) for problem in problems.problems] == [
        (Code.UNCITED_SOURCE, "$.references[1].id")
    ]
