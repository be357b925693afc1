"""Between which bounds a group's score lies whatever is known, its members in or out."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from govaudit.problems import Code

from .test_plan import plan_of, refused


def spread(name: str, least: float, most: float, **more: object) -> dict[str, Any]:
    levels = [{"id": "yes", "score": most, "when": {"open": True}}, {"id": "no", "score": least, "otherwise": True}]
    return {"id": name, "levels": levels, **more}


@pytest.mark.parametrize(
    ("aggregation", "members", "bounds"),
    [
        ("mean", [(1, 2), (-1, 3)], (-1, 3)),
        ("median", [(1, 2), (2, 4)], (1, 4)),
        ("sum", [(1, 2), (-1, 3)], (-1, 5)),
        ("sum", [(-3, -1), (-2, 1)], (-5, 1)),
        ("product", [(1, 2), (2, 3)], (0, 6)),
        ("product", [(0, 0), (1, 3)], (0, 3)),
    ],
)
def test_bounds_of_a_group(aggregation: str, members: list[tuple[int, int]], bounds: tuple[int, int]) -> None:
    leaves = [spread(name, *ends) for name, ends in zip("ab", members, strict=True)]
    plan = plan_of(indicators=leaves, aggregation=aggregation)
    assert plan.ranges["root"] == bounds
    assert [plan.ranges[name] for name in "ab"] == members


def test_a_sum_weighs_its_bounds() -> None:
    plan = plan_of(indicators=[spread("a", -1, 2, weight=2), spread("b", 0, 1, weight=3)], aggregation="sum")
    assert plan.ranges["root"] == (-2, 7)


def test_caps_and_steps_bound_a_group() -> None:
    steps = [{"at-least": 1, "value": 5}, {"otherwise": True, "value": 3}]
    assert plan_of(indicators=[spread("a", 0, 2)], steps=steps).ranges["root"] == (3, 5)
    cap = {"id": "cap", "when": {"cap": True}, "reason": "?", "at-most": -1}
    assert plan_of(indicators=[spread("a", 0, 2)], caps=[cap]).ranges["root"] == (-1, Fraction(2))


def test_a_member_that_can_fall_below_zero_is_refused_where_zero_is_the_least() -> None:
    leaves = [spread("a", 0, 1), spread("b", -1, 1)]
    assert refused(indicators=leaves, aggregation="geometric") == [
        (Code.NEGATIVE_MEMBER, ("aggregation",), "expected members that cannot fall below 0; b can")
    ]
