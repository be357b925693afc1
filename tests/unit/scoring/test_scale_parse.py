"""Every way an indicator's scale can be wrong, and shared rubrics and tables read by name."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.problems import Code, GovauditError, Path
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scale import Line, Rubric, Table


def body(kind: str, **more: object) -> dict[str, object]:
    return {"question": "?", "type": kind, "basis": "law", **more}


CODEBOOK = read_codebook(
    {
        "open": body("boolean"),
        "minutes": body("ordered", values=["none", "some", "all"]),
        "members": body("set", values=["states", "unions"]),
        "seat": body("category", values=["here", "there"]),
        "size": body("integer", least=0, greatest=9),
    }
)
ELSE = {"id": "no", "score": 0, "otherwise": True}
YES = {"id": "yes", "score": 1, "when": {"open": True}}
POSTS = {"from": {"value": 0, "score": 0}, "to": {"value": 9, "score": 1}}


def plan_of(leaf: dict[str, Any], **more: object) -> Plan:
    data = {"id": "root", "version": "1", "indicators": [{"id": "leaf", **leaf}], **more}
    return compile_plan(read(Framework, data), CODEBOOK)


def points(table: object, fact: str = "open") -> dict[str, Any]:
    return {"points": {"fact": fact, "table": table}}


def line(fact: str = "size", **more: object) -> dict[str, Any]:
    return {"linear": {"fact": fact, **POSTS, **more}}


@pytest.mark.parametrize(
    ("leaf", "code", "place", "message"),
    [
        (
            {"levels": [YES, {**ELSE, "id": "yes"}]},
            Code.DUPLICATE_ID,
            ("levels", 1, "id"),
            'expected a level id used once; found "yes" again',
        ),
        (
            {"levels": [YES, {**ELSE, "score": 2}]},
            Code.RISING_LEVELS,
            ("levels", 1, "score"),
            "expected scores that never rise down the rubric; found 2 after 1",
        ),
        (
            {"levels": [YES]},
            Code.NO_OTHERWISE,
            ("levels", 0),
            "expected `otherwise: true` and no rule on the last level",
        ),
        (
            {"levels": [YES, {**ELSE, "when": {"open": False}}]},
            Code.NO_OTHERWISE,
            ("levels", 1),
            "expected `otherwise: true` and no rule on the last level",
        ),
        (
            {"levels": [{"id": "yes", "score": 1}, ELSE]},
            Code.NO_OTHERWISE,
            ("levels", 0),
            "expected a rule (`when`) on every level but the last",
        ),
        (
            {"levels": [{**YES, "otherwise": True}, ELSE]},
            Code.NO_OTHERWISE,
            ("levels", 0),
            "expected a rule (`when`) on every level but the last",
        ),
        (
            {"levels": [{**YES, "when": {"gone": 1}}, ELSE]},
            Code.UNKNOWN_FACT,
            ("levels", 0, "when", "gone"),
            'expected a fact of the codebook; found "gone"',
        ),
        ({"rubric": "shard"}, Code.UNKNOWN_NAME, ("rubric",), 'expected a named rubric; found "shard"'),
        (
            {"rubric": "shared", "fact": "gone"},
            Code.UNKNOWN_FACT,
            ("fact",),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            points({"true": 1, "false": 0}, "gone"),
            Code.UNKNOWN_FACT,
            ("points", "fact"),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            points({"states": 1}, "members"),
            Code.TYPE_CLASH,
            ("points", "fact"),
            "expected a fact of type boolean, ordered or category; found set",
        ),
        (points("rws"), Code.UNKNOWN_NAME, ("points", "table"), 'expected a named table; found "rws"'),
        (
            points({"true": 1}),
            Code.INCOMPLETE_TABLE,
            ("points", "table"),
            "expected a row for every value of open; none for false",
        ),
        (
            points({"some": 1}, "minutes"),
            Code.INCOMPLETE_TABLE,
            ("points", "table"),
            "expected a row for every value of minutes; none for none, all",
        ),
        (
            points({"true": 1, "false": 0, "maybe": 2}),
            Code.BAD_VALUE,
            ("points", "table"),
            'expected values of open; found "maybe"',
        ),
        (line("gone"), Code.UNKNOWN_FACT, ("linear", "fact"), 'expected a fact of the codebook; found "gone"'),
        (line("open"), Code.TYPE_CLASH, ("linear", "fact"), "expected a fact of type integer or number; found boolean"),
        (line(to={"value": 0, "score": 1}), Code.BAD_NUMBER, ("linear",), "expected two goalposts at different values"),
    ],
)
def test_a_wrong_scale_is_refused_where_it_is_wrong(
    leaf: dict[str, Any], code: Code, place: Path, message: str
) -> None:
    shared = {"shared": [{**YES, "when": {"it": True}}, ELSE]}
    with pytest.raises(GovauditError) as caught:
        plan_of(leaf, rubrics=shared, tables={"rows": {"true": 1, "false": 0}})
    (found,) = caught.value.problems
    assert (found.code, found.node) == (code, ("indicators", 0, *place))
    assert found.message == message


def test_a_wrong_shared_rubric_is_named_where_it_stands() -> None:
    with pytest.raises(GovauditError) as caught:
        plan_of({"rubric": "shared", "fact": "minutes"}, rubrics={"shared": [{**YES, "when": {"it": True}}, ELSE]})
    assert [item.node for item in caught.value.problems] == [("rubrics", "shared", 0, "when", "it")]


def test_scales_are_read() -> None:
    shared = {"shared": [{**YES, "when": {"it": True}}, ELSE]}
    tables = {"rows": {"all": 2, "some": 1, "none": -1}}
    rubric = plan_of({"rubric": "shared", "fact": "open"}, rubrics=shared).nodes["leaf"]
    table = plan_of(points("rows", "minutes"), tables=tables).nodes["leaf"]
    between = plan_of(line(outside="clamp")).nodes["leaf"]
    assert isinstance(rubric.scale, Rubric)
    assert isinstance(table.scale, Table)
    assert isinstance(between.scale, Line)
    assert [step.label for step in rubric.scale.steps] == ["Yes", "No"]
    assert dict(table.scale.points) == {"all": 2, "some": 1, "none": -1}
    assert between.scale.clamp
    assert (rubric.facts, table.facts, between.facts) == (("open",), ("minutes",), ("size",))


@pytest.mark.parametrize(
    ("leaf", "hint"),
    [
        ({"levels": [YES, {**ELSE, "score": 2}]}, "put the best level first"),
        ({"rubric": "shard"}, 'did you mean "shared"?'),
        ({"rubric": "shared", "fact": "opne"}, 'did you mean "open"?'),
        (points("rws"), 'did you mean "rows"?'),
        (points({"true": 1, "false": 0, "tru": 2}), 'did you mean "true"?'),
        (line("sise"), 'did you mean "size"?'),
    ],
)
def test_what_a_refusal_of_a_scale_advises(leaf: dict[str, Any], hint: str) -> None:
    shared = {"shared": [{**YES, "when": {"it": True}}, ELSE]}
    with pytest.raises(GovauditError) as caught:
        plan_of(leaf, rubrics=shared, tables={"rows": {"true": 1, "false": 0}})
    assert [item.hint for item in caught.value.problems] == [hint]


def test_every_wrong_level_is_told() -> None:
    with pytest.raises(GovauditError) as caught:
        plan_of({"levels": [{**YES, "otherwise": True}, {**ELSE, "id": "so", "otherwise": False}, ELSE]})
    assert [item.node[3] for item in caught.value.problems] == [0, 1]


def test_a_level_of_an_indicator_has_no_it() -> None:
    with pytest.raises(GovauditError) as caught:
        plan_of({"levels": [{**YES, "when": {"it": True}}, ELSE]})
    assert [item.message for item in caught.value.problems] == ['expected a fact of the codebook; found "it"']


def test_a_level_is_labelled_by_its_id_unless_it_has_a_label() -> None:
    levels = [{**YES, "id": "wide-open-door"}, {**ELSE, "label": "shut: for good"}]
    scale = plan_of({"levels": levels}).nodes["leaf"].scale
    assert isinstance(scale, Rubric)
    assert [step.label for step in scale.steps] == ["Wide open door", "shut: for good"]
