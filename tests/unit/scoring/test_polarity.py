"""Which way scores lean where a member may be in or out, and what is said of a declaration that does not hold."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.problems import Code, Collector
from govaudit.scoring.polarity import check_polarity, node_signs

from . import test_scale_parse as scales
from .test_plan import cap, group, leaf, plan_of

UP, DOWN, BOTH = ({1}, {-1}, {1, -1})
FALLING = {"steps": [{"at-least": 1, "value": 0}, {"otherwise": True, "value": 1}]}
RISING = {"steps": [{"at-least": 1, "value": 1}, {"otherwise": True, "value": 0}]}
GATED = {"applies-when": {"gate": True}}


def leanings(**data: Any) -> dict[str, object]:
    """The signs of each node in the fact `open`."""
    return {name: set(signs["open"]) for name, signs in node_signs(plan_of(**data)).items()}


@pytest.mark.parametrize(
    ("inner", "root"),
    [
        (group("g", leaf("a"), **RISING), UP),
        (group("g", leaf("a"), **FALLING), DOWN),
        (group("g", leaf("a"), **RISING, **GATED), UP),
        (group("g", leaf("a"), **FALLING, **GATED), BOTH),
        (group("g", leaf("a", **GATED), leaf("b", **GATED), **FALLING), BOTH),
        (group("g", leaf("a", **GATED), leaf("b"), **FALLING), DOWN),
    ],
    ids=["rising", "falling", "rising-in-doubt", "falling-in-doubt", "all-members-in-doubt", "one-member-in-doubt"],
)
def test_nothing_is_promised_over_falling_steps_in_doubt(inner: dict[str, Any], root: set[int]) -> None:
    assert leanings(criteria=[inner])["root"] == root


def test_a_derived_node_is_in_doubt_through_the_gates_above_its_inputs() -> None:
    falling = group("g", leaf("a"), **FALLING)
    derived = [{"id": "d", "of": ["g"]}]
    assert leanings(criteria=[falling], derived=derived)["d"] == DOWN
    found = leanings(criteria=[{"id": "outer", "criteria": [falling], **GATED}], derived=derived)
    assert found == {"a": UP, "g": DOWN, "outer": DOWN, "root": BOTH, "d": BOTH}


def ends(low: int, high: int, *scores: int) -> dict[str, Any]:
    first, last = ({"value": value, "score": score} for value, score in zip((low, high), scores, strict=True))
    return {"linear": {"fact": "size", "from": first, "to": last}}


@pytest.mark.parametrize(
    ("scale", "signs"),
    [
        (scales.points({"none": 0, "some": 1, "all": 1}, "minutes"), UP),
        (scales.points({"none": 1, "some": 1, "all": 0}, "minutes"), DOWN),
        (scales.points({"none": 0, "some": 1, "all": 0}, "minutes"), BOTH),
        (scales.points({"here": 0, "there": 1}, "seat"), BOTH),
        (ends(0, 9, 0, 1), UP),
        (ends(0, 9, 1, 0), DOWN),
        (ends(9, 0, 0, 1), DOWN),
        (ends(9, 0, 1, 0), UP),
        (ends(0, 9, 1, 1), UP),
    ],
)
def test_a_table_or_a_line_leans_as_its_scores_do(scale: dict[str, Any], signs: set[int]) -> None:
    (found,) = node_signs(scales.plan_of(scale))["leaf"].values()
    assert found == signs


def test_of_a_group_its_own_caps_and_gate_are_named_not_its_members() -> None:
    def culprits(fact: str, **more: Any) -> str:
        problems = Collector()
        inner = group("g", leaf("a", {"open": True}), **more)
        check_polarity(plan_of(criteria=[inner], polarity={fact: "down"}), problems)
        return problems.problems[0].message.partition("; ")[2] if problems.problems else ""

    assert culprits("open") == "a does not"
    assert culprits("cap", caps=[cap({"cap": True})]) == ""
    assert culprits("cap", caps=[cap({"cap": False})]) == "g does not"
    assert culprits("gate", **GATED) == "g does not"


def test_a_false_declaration_names_the_rules_that_lean_the_other_way_and_the_next_is_judged_too() -> None:
    problems = Collector()
    leaves = [leaf("a"), leaf("b", {"open": False}), leaf("c", {"not": {"open": True}})]
    check_polarity(plan_of(indicators=leaves, polarity={"opne": "up", "open": "up", "cap": "down"}), problems)
    assert [(item.code, item.node, item.message, item.hint) for item in problems.problems] == [
        (
            Code.UNKNOWN_FACT,
            ("polarity", "opne"),
            'expected a fact of the codebook; found "opne"',
            'did you mean "open"?',
        ),
        (
            Code.FALSE_POLARITY,
            ("polarity", "open"),
            "expected every rule that reads open to lean up; b, c does not",
            "mend the rule, or drop the declaration",
        ),
    ]
