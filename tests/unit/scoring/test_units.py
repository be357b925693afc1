"""The units of a table, scored one by one; one that cannot be scored does not stop its neighbours."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import UNCODED, known
from govaudit.model.unit import Unit
from govaudit.problems import Code, Collector, GovauditError, Problem
from govaudit.scoring.plan import compile_plan
from govaudit.scoring.units import Request, evaluate_unit, interpret, placed_at

CODEBOOK = read_codebook({"size": {"question": "?", "type": "number", "basis": "law", "least": 0, "greatest": 9}})
ENDS = {"from": {"value": 0, "score": 0}, "to": {"value": 4, "score": 1}}
PLAN = compile_plan(
    read(
        Framework,
        {
            "id": "root",
            "version": "1",
            "indicators": [{"id": "line", "linear": {"fact": "size", **ENDS}}],
            "designations": [{"id": "small", "when": {"size": {"below": 2}}}],
        },
    ),
    CODEBOOK,
)
TOLD = "expected a value of size between its goalposts 0 and 4; found 9"


def unit(name: str, size: int | None, line: int, time: str = "2020") -> Unit:
    return Unit(name, time, {"size": UNCODED if size is None else known(Fraction(size))}, line)


def test_a_unit_that_cannot_be_scored_does_not_stop_its_neighbours() -> None:
    units = [unit("no", 1, 2), unit("se", 9, 3), unit("dk", None, 5), unit("fi", 9, 6, "")]
    problems = Collector()
    found = list(interpret(Request(PLAN, ("root", "line")), units, problems))
    assert [(item.unit, item.time, item.designations) for item in found] == [
        ("no", "2020", (("small", "yes"),)),
        ("dk", "2020", (("small", "unknown"),)),
    ]
    assert [[(node.id, node.score.low, node.score.high) for node in item.nodes] for item in found] == [
        [("root", Fraction(1, 4), Fraction(1, 4)), ("line", Fraction(1, 4), Fraction(1, 4))],
        [("root", 0, 1), ("line", 0, 1)],
    ]
    assert [(item.message, item.line) for item in problems.problems] == [(f"se 2020: {TOLD}", 3), (f"fi: {TOLD}", 6)]


@pytest.mark.parametrize(("missing", "point"), [(None, 0), ("full-credit", 1)])
def test_a_policy_of_a_request_is_that_of_every_node(missing: object, point: int) -> None:
    request = Request(PLAN, ("line",), missing)  # type: ignore[arg-type]
    assert evaluate_unit(request, unit("dk", None, 2)).results["line"].point == point
    (found,) = interpret(request, [unit("dk", None, 2)], Collector())
    assert [node.score.point for node in found.nodes] == [point]


def test_a_unit_alone_is_refused_at_its_line() -> None:
    with pytest.raises(GovauditError) as caught:
        evaluate_unit(Request(PLAN, ()), unit("se", 9, 3))
    ((code, message, line),) = [(item.code, item.message, item.line) for item in caught.value.problems]
    assert (code, message, line) == (Code.OUTSIDE_GOALPOSTS, f"se 2020: {TOLD}", 3)


def test_every_problem_of_a_unit_is_placed() -> None:
    error = GovauditError([Problem(code=Code.BAD_VALUE, message=text) for text in ("one", "two")])
    assert [(item.message, item.line) for item in placed_at(error, "no 2015", 7)] == [
        ("no 2015: one", 7),
        ("no 2015: two", 7),
    ]
