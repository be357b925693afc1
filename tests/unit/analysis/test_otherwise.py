"""Other choices, by hand: a forum of two criteria, one of which is not known."""

from fractions import Fraction
from typing import Any

import pytest

from govaudit.analysis.otherwise import obstacle, otherwise
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import known
from govaudit.scoring.plan import Plan, compile_plan

FACTS = ("one", "two", "more")
BOOK = read_codebook({fact: {"question": "?", "type": "boolean", "basis": "law"} for fact in FACTS})


def plan(**root: Any) -> Plan:
    levels = [{"id": "yes", "score": 100}, {"id": "no", "score": 20, "otherwise": True}]
    criteria: list[dict[str, Any]] = [
        {
            "id": f"of-{fact}", "weight": weight, "rationale": "?",
            "indicators": [{"id": f"on-{fact}", "question": "?", "levels": [{**levels[0], "when": {fact: True}}, levels[1]]}],
        }
        for fact, weight in (("one", 3), ("two", 1), ("more", 0))
    ]  # fmt: skip
    criteria = [
        {key: said for key, said in {**group, **root.pop(str(group["id"]), {})}.items() if said is not None}
        for group in criteria
    ]
    return compile_plan(read(Framework, {"id": "frame", "version": "1", "criteria": criteria, **root}), BOOK)


KNOWN = {"one": known(True), "more": known(True)}


def test_other_choices_by_hand() -> None:
    """(3·100 + 20) / 4 = 80; full credit 100; without the first 20, without the second 100; anywhere between 20 and 100."""
    found = otherwise(plan(), KNOWN)
    assert {policy: node.score.point for policy, node in found.policies.items()} == {
        "zero-credit": 80,
        "full-credit": 100,
        "exclude": 100,
    }
    assert {name: (node.score.point, node.score.high) for name, node in found.left_out.items()} == {
        "of-one": (20, 100),
        "of-two": (100, 100),
    }
    assert (found.points, found.bounds, found.obstacle) == ((20, 100), (20, 100), "")


def test_a_cap_holds_whatever_the_weights() -> None:
    cap = {"id": "cap", "when": {"one": True}, "at-most": 50, "reason": "?"}
    found = otherwise(plan(caps=[cap]), KNOWN)
    assert (found.points, found.bounds) == ((20, 50), (20, 50))


def test_a_point_that_is_withheld_has_no_range() -> None:
    found = otherwise(plan(**{"min-coverage": Fraction(9, 10)}), KNOWN)
    assert (found.points, found.bounds) == (None, (20, 100))
    assert found.left_out["of-two"].score.point == 100
    assert found.left_out["of-one"].score.point is None


@pytest.mark.parametrize(
    ("root", "why", "left_out"),
    [
        ({"aggregation": "sum"}, "unweighted", 0),
        ({"of-one": {"pooled": True, "weight": None}}, "pooled", 0),
        ({"steps": [{"at-least": 50, "value": 0}, {"otherwise": True, "value": 10}]}, "falling", 2),
        ({"steps": [{"at-least": 50, "value": 10}, {"otherwise": True, "value": 0}]}, "", 2),
    ],
)
def test_where_the_corners_say_nothing_the_reason_is_said(root: dict[str, Any], why: str, left_out: int) -> None:
    found = otherwise(plan(**root), KNOWN)
    assert (obstacle(plan(**root)), found.obstacle, len(found.left_out)) == (why, why, left_out)
    assert (found.points is None) == bool(why)
