"""The strength of the evidence beneath a score, and the median of a group."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from govaudit.analysis.groups import median, summarise
from govaudit.analysis.strength import Strength, strength
from govaudit.audit import score
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.model.source import Source
from govaudit.scoring.plan import Plan, compile_plan

DAY = date(2020, 6, 30)


def source(name: str, issued: str, grade: str = "press", by: str | None = None) -> Source:
    custom = {"grade": grade} | ({"by": by} if by else {})
    return read(
        Source, {"id": name, "type": "book", "title": name, "issued": issued, "accessed": 2021, "custom": custom}
    )


SOURCES = {
    item.id: item
    for item in (
        source("law", "1999", "primary-legal-text"),
        source("own", "2019", by="f"),
        source("edge", "2010-06-30"),
        source("before", "2010-06-29"),
        source("year", "2010"),
        source("month", "2010-05~"),
        source("never", ""),
    )
}


def plan(*facts: str) -> Plan:
    levels = [{"id": "yes", "score": 100}, {"id": "no", "score": 0, "otherwise": True}]
    indicators = [
        {"id": f"on-{fact}", "weight": index, "levels": [{**levels[0], "when": {fact: True}}, levels[1]]}
        for index, fact in enumerate(facts, 1)
    ]
    codebook = read_codebook({fact: {"question": "?", "type": "boolean", "basis": "law"} for fact in facts})
    return compile_plan(read(Framework, {"id": "frame", "version": "1", "indicators": indicators}), codebook)


def found(**cited: list[str] | None) -> Strength:
    """The strength of a score in which each fact is known from these sources; None: not found."""

    def stated(names: list[str] | None) -> list[dict[str, Any]]:
        if names is None:
            return [{"not-found": {"searched": ["law"], "on": 2021}}]
        return [{"value": True, "evidence": [{"source": name, "at": "1"} for name in names]}]

    head = {"id": "f", "name": "F", "kind": "k", "reviewed": {"on": 2021, "by": "us"}}
    profile = read(Profile, {**head, "facts": {fact: stated(names) for fact, names in cited.items()}})
    made = score(plan(*cited), profile, SOURCES, DAY)
    return strength(made.plan, made.card, made.facts, SOURCES, 10)


def test_shares_are_of_the_settled_weight() -> None:
    result = found(a=["law", "own"], b=["own"], c=None)
    assert (result.primary, result.single, result.own) == (Fraction(1, 3), Fraction(2, 3), Fraction(2, 3))


def test_one_source_cited_twice_is_one_source() -> None:
    assert found(a=["law", "law"]).single == 1


@pytest.mark.parametrize(
    ("cited", "older"), [("edge", 0), ("before", 1), ("year", 0), ("month", 1), ("never", 0), ("law", 1)]
)
def test_old_is_what_was_surely_issued_before(cited: str, older: int) -> None:
    assert found(a=[cited]).older == older


def test_the_newest_source_counts_and_an_undated_one_is_no_date() -> None:
    assert found(a=["law", "own"]).older == 0
    mixed = found(a=["law", "never"], b=["never"])
    assert (mixed.older, mixed.undated) == (Fraction(1, 3), Fraction(2, 3))


def test_nothing_settled_has_no_strength() -> None:
    assert found(a=None) == Strength()


def card(name: str, point: int | None, low: int, high: int, *, generic: bool = False) -> Scorecard:
    whole = Score(point=None if point is None else Fraction(point), low=Fraction(low), high=Fraction(high))
    node = NodeScore(
        id="frame", kind="framework", heading="F", parent=None, weight=Fraction(1), score=whole, applies="yes"
    )
    return Scorecard(
        forum=name, name=name, generic=generic, framework="frame", version="1", as_of=DAY, missing="zero-credit", nodes=(node,)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "middle"),
    [([], None), ([3], 3), ([1, 4], Fraction(5, 2)), ([1, 2, 9], 2), ([0, 1, 2, 9], Fraction(3, 2))],
)
def test_median(numbers: list[int], middle: Fraction | None) -> None:
    assert median([Fraction(number) for number in numbers]) == middle


def test_a_group_is_its_single_members_with_a_score() -> None:
    cards = [
        card("b", 20, 10, 60),
        card("a", 40, 40, 50),
        card("all", 99, 99, 99, generic=True),
        card("c", None, 0, 100),
    ]
    group = summarise("tag", cards)
    assert group.members == ("a", "b")
    (root,) = group.nodes
    assert (root.median.point, root.median.low, root.median.high) == (30, 25, 55)
    assert (root.least, root.greatest) == (20, 40)
