"""Goalposts that the data of a table set, and tables that cannot set them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.unit import Unit
from govaudit.problems import Code, GovauditError
from govaudit.scoring.goalposts import at_declared_bounds, open_facts, placed, spread_of
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scale import Line

from .test_plan import leaf

NUMBER = {"question": "?", "type": "number", "basis": "law"}
CODEBOOK = read_codebook(
    {
        "size": {**NUMBER, "least": 0, "greatest": 9},
        "loss": {**NUMBER, "least": -9, "greatest": 0},
        "open": {"question": "?", "type": "boolean", "basis": "law"},
    }
)
Posts = tuple[tuple[Fraction, Fraction, str], ...]


def line(fact: str, start: object, end: object) -> dict[str, Any]:
    ends = {"from": {"value": start, "score": 1}, "to": {"value": end, "score": 2}, "outside": "clamp"}
    return {"id": f"{fact}-line", "linear": {"fact": fact, **ends}}


def plan_of(*leaves: dict[str, Any]) -> Plan:
    return compile_plan(read(Framework, {"id": "root", "version": "1", "indicators": list(leaves)}), CODEBOOK)


def posts(plan: Plan, fact: str = "size") -> Posts:
    scale = plan.nodes[f"{fact}-line"].scale
    assert isinstance(scale, Line)
    return tuple((post.value, post.score, post.end) for post in (scale.start, scale.end))


def at(start: int, end: int) -> Posts:
    return (Fraction(start), Fraction(1), ""), (Fraction(end), Fraction(2), "")


def unit(**facts: Knowledge) -> Unit:
    return Unit("here", "", facts, 1)


def test_the_facts_that_wait_are_those_with_an_open_goalpost() -> None:
    second = {**line("size", 0, "greatest"), "id": "again"}
    plan = plan_of(leaf("open-leaf"), line("size", "least", 9), line("loss", -9, 0), second)
    assert open_facts(plan) == ("size",)
    assert open_facts(plan_of(line("loss", "least", "greatest"), line("size", 0, "greatest"))) == ("loss", "size")
    assert open_facts(plan_of(leaf("open-leaf"))) == ()


def test_the_spread_is_over_all_that_a_unit_may_be() -> None:
    contested = Knowledge(Kind.CONTESTED, (Fraction(5), Fraction(7), Fraction(2)))
    units = [unit(loss=known(0)), unit(size=known(4)), unit(size=UNCODED), unit(size=contested), unit(size=known(3))]
    assert spread_of(units, ["size", "loss"]) == {"size": (2, 7), "loss": (0, 0)}
    assert spread_of([unit(size=contested)], ["size", "loss"]) == {"size": (2, 7)}
    assert spread_of([unit(size=known(1), loss=known(-1))], ["loss"]) == {"loss": (-1, -1)}
    assert spread_of(iter(units), iter(["loss"])) == {"loss": (0, 0)}


@pytest.mark.parametrize(
    ("start", "end", "where"),
    [
        ("least", "greatest", (2, 7)),
        ("greatest", "least", (7, 2)),
        ("least", 8, (2, 8)),
        (9, "least", (9, 2)),
        ("greatest", 1, (7, 1)),
        (0, 1, (0, 1)),
    ],
)
def test_an_open_goalpost_stands_where_the_data_put_it(start: object, end: object, where: tuple[int, int]) -> None:
    plan = plan_of(leaf("open-leaf"), line("size", start, end))
    found = placed(plan, {"size": (Fraction(2), Fraction(7))})
    assert posts(found) == at(*where)
    assert not open_facts(found)
    assert found.nodes["open-leaf"] == plan.nodes["open-leaf"]


@pytest.mark.parametrize(
    ("fact", "start", "end", "where"),
    [
        ("size", "least", "greatest", (0, 9)),
        ("size", "greatest", 4, (9, 4)),
        ("size", 4, "least", (4, 0)),
        ("loss", "greatest", "least", (0, -9)),
    ],
)
def test_without_a_table_it_stands_at_the_declared_bound(
    fact: str, start: object, end: object, where: tuple[int, int]
) -> None:
    assert posts(at_declared_bounds(plan_of(line(fact, start, end), leaf("open-leaf"))), fact) == at(*where)


def test_goalposts_may_stand_close_together() -> None:
    close = {"size": (Fraction(4), Fraction(4) + Fraction(1, 10**9))}
    found = posts(placed(plan_of(line("size", "least", "greatest")), close))
    assert tuple(value for value, _, _ in found) == close["size"]


def test_a_plan_without_open_goalposts_stays_as_it_is() -> None:
    plan = plan_of(line("size", 0, 9), leaf("open-leaf"))
    assert placed(plan, {}) == at_declared_bounds(plan) == plan


APART = "expected goalposts of size that the table sets apart, in the order of its bounds; found "


@pytest.mark.parametrize(
    ("start", "end", "values", "found"),
    [
        ("least", "greatest", (4, 4), "4 and 4"),
        ("least", 4, (4, 8), "4 and 4"),
        ("greatest", 4, (1, 4), "4 and 4"),
        ("least", 4, (5, 8), "5 and 4"),
        (5, "greatest", (1, 3), "5 and 3"),
        ("greatest", 4, (1, 3), "3 and 4"),
        (4, "least", (5, 8), "4 and 5"),
    ],
)
def test_goalposts_that_the_data_do_not_set_apart_in_their_order_are_refused(
    start: object, end: object, values: tuple[int, int], found: str
) -> None:
    """A line that rises over the declared bounds would fall, and the best get the least."""
    with pytest.raises(GovauditError) as caught:
        placed(plan_of(line("size", start, end)), {"size": (Fraction(values[0]), Fraction(values[1]))})
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == (Code.OPEN_GOALPOSTS, APART + found)


def test_the_first_fact_of_which_no_value_is_known_is_told() -> None:
    plan = plan_of(line("size", 0, "greatest"), line("loss", "least", 0))
    with pytest.raises(GovauditError) as caught:
        placed(plan, {"size": (Fraction(1), Fraction(2))})
    (problem,) = caught.value.problems
    assert problem.code is Code.OPEN_GOALPOSTS
    assert problem.message == "expected values of loss in the table, which set its goalposts; found none"
