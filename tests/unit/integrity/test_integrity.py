"""Laws of criteria, profiles and cases beyond what a single file shows."""

from typing import Any

import pytest

from govaudit.integrity.criteria import check_framework
from govaudit.integrity.profiles import check_forum, cited
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile
from govaudit.problems import Code, Collector
from govaudit.scoring.plan import Plan, compile_plan

CODEBOOK = read_codebook(
    {
        "grade": {"question": "?", "type": "ordered", "values": ["low", "middle", "high"], "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b"], "basis": "practice"},
        "count": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "share": {"question": "?", "type": "number", "least": 0, "greatest": 1, "basis": "practice"},
        "day": {"question": "?", "type": "date", "basis": "practice"},
    }
)


def plan(*whens: dict[str, Any], **more: Any) -> Plan:
    levels: list[dict[str, Any]] = [
        {"id": f"level-{n}", "score": 100 - n, "when": when} for n, when in enumerate(whens)
    ]
    levels.append({"id": "last", "score": 0, "otherwise": True})
    other = {
        "id": "other",
        "levels": [{"id": "up", "score": 10, "when": {"grade": "high"}}, {"id": "down", "score": 0, "otherwise": True}],
    }
    return compile_plan(
        read(Framework, {"id": "f", "version": "1", "indicators": [{"id": "i", "levels": levels}, other], **more}),
        CODEBOOK,
    )


def codes(made: Plan) -> list[Code]:
    problems = Collector()
    check_framework(made, problems)
    return [problem.code for problem in problems.problems]


@pytest.mark.parametrize(
    "whens",
    [
        [{"count": {"above": 7}}, {"count": {"between": [3, 7]}}],
        [{"share": {"at-least": 1}}, {"share": {"above": 0}}],
        [{"tongues": {"count": {"at-least": 2}}}, {"tongues": "b"}],
        [{"level": {"other": "up"}}],
        [{"score": {"other": {"at-least": 5}}}],
        [{"not-applicable": "grade"}, {"grade": "high"}],
        [{"all": [{"day": {"at-least": "2020"}}, {"grade": "high"}]}, {"grade": "low"}],
        [{"day": {"below": "2020"}}, {"day": "2020"}, {"day": {"above": "2020"}}],
    ],
)
def test_levels_that_something_reaches_are_fine(whens: list[dict[str, Any]]) -> None:
    assert codes(plan(*whens)) == []


@pytest.mark.parametrize(
    "whens",
    [
        [{"count": {"at-least": 3}}, {"count": {"above": 4}}],
        [{"all": [{"grade": "low"}, {"grade": "high"}]}],
        [{"tongues": {"count": {"above": 2}}}],
        [{"score": {"other": {"above": 10}}}],
        [{"level": {"other": "up"}}, {"all": [{"level": {"other": "up"}}, {"grade": "low"}]}],
    ],
)
def test_a_level_that_nothing_reaches_is_refused(whens: list[dict[str, Any]]) -> None:
    assert codes(plan(*whens)) == [Code.UNREACHABLE_LEVEL]


def test_a_rubric_with_too_many_combinations_is_not_searched() -> None:
    facts = {
        f"f{n}": {"question": "?", "type": "ordered", "values": ["a", "b", "c", "d"], "basis": "law"} for n in range(9)
    }
    levels = [
        {"id": "x", "score": 1, "when": {"all": [{name: "a"} for name in facts]}},
        {"id": "y", "score": 0, "otherwise": True},
    ]
    framework = read(Framework, {"id": "f", "version": "1", "indicators": [{"id": "i", "levels": levels}]})
    assert codes(compile_plan(framework, read_codebook(facts))) == []


def test_a_comparison_that_is_always_true_or_false_is_named() -> None:
    assert codes(plan({"all": [{"grade": "low"}, {"grade": {"at-least": "low"}}]})) == [Code.CONSTANT_RULE]
    assert Code.CONSTANT_RULE in codes(plan({"any": [{"grade": "low"}, {"grade": {"above": "high"}}]}))


def test_a_shared_rubric_is_placed_where_it_stands() -> None:
    rubric = [
        {"id": "a", "score": 2, "when": {"it": {"at-least": "low"}}},
        {"id": "b", "score": 1, "when": {"it": "low"}},
        {"id": "c", "score": 0, "otherwise": True},
    ]
    framework = {
        "id": "f",
        "version": "1",
        "rubrics": {"r": rubric},
        "indicators": [{"id": "i", "rubric": "r", "fact": "grade"}],
    }
    problems = Collector()
    check_framework(compile_plan(read(Framework, framework), CODEBOOK), problems)
    assert {(problem.code, problem.node[:3]) for problem in problems.problems} == {
        (Code.UNREACHABLE_LEVEL, ("rubrics", "r", 1)),
        (Code.CONSTANT_RULE, ("rubrics", "r", 0)),
    }


def test_polarity_is_proven_or_refused() -> None:
    assert codes(plan({"grade": {"at-least": "middle"}}, polarity={"grade": "up"})) == []
    assert codes(plan({"grade": {"at-most": "middle"}}, polarity={"grade": "up"})) == [Code.FALSE_POLARITY]
    assert codes(plan({"grade": "high"}, polarity={"garde": "up"})) == [Code.UNKNOWN_FACT]


def test_a_set_of_many_words_is_not_searched_and_a_question_on_a_date_is() -> None:
    words = {"question": "?", "type": "set", "values": [f"w{n}" for n in range(12)], "basis": "law"}
    levels = [
        {"id": "x", "score": 2, "when": {"all": [{"words": "w0"}, {"words": "w11"}]}},
        {"id": "y", "score": 1, "when": {"known": "day"}},
        {"id": "z", "score": 0, "otherwise": True},
    ]
    day = {"question": "?", "type": "date", "basis": "law"}
    for first in (0, 1):
        rubric = {"id": "f", "version": "1", "indicators": [{"id": "i", "levels": levels[first:]}]}
        assert codes(compile_plan(read(Framework, rubric), read_codebook({"words": words, "day": day}))) == []


def test_sources_that_are_cited_include_those_that_were_searched() -> None:
    profile = read(Profile, {"id": "p", "name": "P", "kind": "k", "reviewed": {"on": 2020, "by": "us"}, "facts": {
        "grade": [{"contested": [{"value": "low", "evidence": [{"source": "a", "at": "1"}]}, {"value": "high", "evidence": []}]}],
        "count": [{"not-found": {"searched": ["b", "nobody"], "on": 2020}}],
    }})  # fmt: skip
    assert cited([profile]) == {"a", "b", "nobody"}
    problems = Collector()
    check_forum(profile, CODEBOOK, {"a", "b"}, None, problems)
    assert [problem.code for problem in problems.problems] == [Code.NO_EVIDENCE, Code.UNKNOWN_SOURCE]
