"""Plans small enough to be found by hand."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import pytest

pytest.importorskip("scipy")

from govaudit.analysis.planning.moves import options
from govaudit.analysis.planning.search import Search
from govaudit.analysis.planning.target import Target, band_target
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.scoring.plan import compile_plan

YES_NO = {"question": "?", "type": "boolean", "basis": "law", "cost": "cheap"}
GRADED = {"question": "?", "type": "ordered", "basis": "law", "values": ["a", "b", "c"], "cost": "dear"}
BOOK = {"first": YES_NO, "second": YES_NO, "grade": GRADED}
PRICES = {"cheap": 1, "dear": 3}
AS_THEY_ARE: dict[str, Knowledge] = {"first": known(False), "second": known(False), "grade": known("a")}
FALLING = [{"id": "high", "label": "High", "at-least": 2}, {"id": "low", "label": "Low", "otherwise": True}]
RISING = [{"id": "low", "label": "Low", "at-most": 1}, {"id": "high", "label": "High", "otherwise": True}]


def indicator(fact: str) -> dict[str, Any]:
    """One that gives 1 or 0 for a fact, or 0 to 2 for the grade."""
    if fact == "grade":
        return {"id": "by-grade", "points": {"fact": fact, "table": {"a": 0, "b": 1, "c": 2}}}
    levels = [
        {"id": "there", "score": 1, "when": {fact: True}},
        {"id": "not-there", "score": 0, "otherwise": True},
    ]
    return {"id": f"by-{fact}", "levels": levels}


def plans(
    target: str | int,
    facts: Mapping[str, Knowledge],
    *read_by: str,
    certain: bool = True,
    most: int = 1,
    **more: object,
) -> list[tuple[dict[str, object], int]]:
    """What the search changes, and at what cost, where the score is the sum of what these facts give."""
    root = {"id": "root", "version": "1", "aggregation": "sum", "indicators": [indicator(fact) for fact in read_by]}
    plan = compile_plan(read(Framework, {**root, **more}), read_codebook(BOOK))
    aim = band_target(plan, "root", target) if isinstance(target, str) else Target(node="root", least=Fraction(target))
    choices = options(plan, facts, plan.facts_below("root"), PRICES)
    found = Search(plan, facts, choices, aim, certain=certain).plans(most)
    return [({name: option.value for name, option in item.changes.items()}, item.cost) for item in found]


def test_a_change_costs_its_steps_times_its_class() -> None:
    assert plans(2, AS_THEY_ARE, "grade") == [({"grade": "c"}, 6)]
    assert plans(1, AS_THEY_ARE, "grade") == [({"grade": "b"}, 3)]
    assert plans(1, {**AS_THEY_ARE, "grade": UNCODED}, "grade") == [({"grade": "b"}, 3)]


def test_of_plans_alike_the_one_early_in_the_codebook_comes_first() -> None:
    assert plans(1, AS_THEY_ARE, "first", "second", most=2) == [({"first": True}, 1), ({"second": True}, 1)]


def test_a_cap_on_the_points_is_lifted_first() -> None:
    cap = {"id": "held", "when": {"first": False}, "at-most": 1, "reason": "So it is."}
    facts = {**AS_THEY_ARE, "grade": known("c")}
    assert plans(2, facts, "grade", caps=[cap]) == [({"first": True}, 1)]


def test_a_cap_on_the_band_keeps_it_from_the_band_and_not_from_the_score() -> None:
    cap = {"id": "held", "when": {"first": False}, "band": "low", "reason": "So it is."}
    facts = {**AS_THEY_ARE, "grade": known("c")}
    assert plans("high", facts, "grade", caps=[cap], bands=FALLING) == [({"first": True}, 1)]
    assert plans("low", facts, "grade", caps=[cap], bands=FALLING) == [({}, 0)]
    assert plans(2, facts, "grade", caps=[cap], bands=FALLING) == [({}, 0)]


def test_a_cap_that_only_may_hold_keeps_the_band_from_being_certain() -> None:
    cap = {"id": "held", "when": {"first": False}, "band": "low", "reason": "So it is."}
    facts = {**AS_THEY_ARE, "first": UNCODED, "grade": known("c")}
    assert plans("high", facts, "grade", caps=[cap], bands=FALLING) == [({"first": True}, 1)]
    assert plans("high", facts, "grade", caps=[cap], bands=FALLING, certain=False) == [({}, 0)]


def test_the_lower_end_of_a_band_belongs_to_it_or_to_the_one_below() -> None:
    assert plans("high", {**AS_THEY_ARE, "grade": known("c")}, "grade", bands=FALLING) == [({}, 0)]
    facts = {**AS_THEY_ARE, "grade": known("b")}
    assert plans("high", facts, "first", "grade", bands=RISING) == [({"first": True}, 1)]
    assert plans("low", facts, "first", "grade", bands=RISING) == [({}, 0)]


def test_what_is_unknown_reaches_a_target_possibly_and_is_settled_to_reach_it_for_certain() -> None:
    facts = {**AS_THEY_ARE, "second": UNCODED}
    assert plans(1, facts, "second", certain=False) == [({}, 0)]
    assert plans(1, facts, "second") == [({"second": True}, 1)]
