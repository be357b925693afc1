"""Laws of criteria, profiles and cases beyond what a single file shows."""

from typing import Any

import pytest

from govaudit.integrity.cases import check_completeness, run_cases
from govaudit.integrity.criteria import check_framework
from govaudit.integrity.profiles import check_forum, cited
from govaudit.model.base import read
from govaudit.model.case import Case
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


def run(data: dict[str, Any]) -> tuple[list[str], list[Code]]:
    problems = Collector()
    outcomes = run_cases(plan({"grade": "high"}, {"grade": "middle"}), data, problems)
    return [outcome.failure for outcome in outcomes], [problem.code for problem in problems.problems]


def test_cases_hold_or_say_what_came_out() -> None:
    assert run({"i": [{"facts": {"grade": "high"}, "level": "level-0", "score": 100}]}) == ([""], [])
    assert run(
        {
            "i": [
                {
                    "facts": {"grade": {"contested": ["high", "middle"]}},
                    "levels": ["level-0", "level-1", "last"],
                    "score": [0, 100],
                }
            ]
        }
    ) == ([""], [])
    assert run({"i": [{"facts": {"grade": "not-applicable"}, "applies": "no"}]}) == ([""], [])
    failures, found = run({"i": [{"facts": {"grade": "not-found"}, "level": "last", "score": 0, "applies": "no"}]})
    assert failures == [
        "expected applies no; found yes; level last; found level-0 or level-1 or last; score 0; found 0 to 100"
    ]
    assert found == [Code.FAILED_CASE]
    assert run({"i": [{"facts": {"grade": "not-applicable"}, "level": "last"}]})[0] == [
        "expected level last; found none"
    ]


def test_cases_that_cannot_be_read_are_named() -> None:
    assert run({"j": [], "f": [], "i": {}})[1] == [Code.UNKNOWN_NODE, Code.UNKNOWN_NODE, Code.WRONG_TYPE]
    assert run({"i": [{"level": "x", "fcts": {}}]})[1] == [Code.UNKNOWN_KEY]
    assert run({"i": [{"facts": {"garde": "high"}, "level": "x"}]})[1] == [Code.UNKNOWN_FACT]
    assert run({"i": [{"facts": {"grade": "hihg"}, "level": "x"}]})[1] == [Code.BAD_VALUE]


def test_every_level_and_the_unknown_want_a_case() -> None:
    made, problems = plan({"grade": "high"}), Collector()
    cases = {
        "i": [read(Case, {"level": "level-0"})],
        "other": [read(Case, {"level": "up"}), read(Case, {"level": "down"}), read(Case, {"levels": ["up", "down"]})],
    }
    check_completeness([made.nodes["i"], made.nodes["other"]], cases, problems)
    assert [(problem.code, problem.message.partition("none for ")[2]) for problem in problems.problems] == [
        (Code.MISSING_CASE, "last, the unknown")
    ]


def test_sources_that_are_cited_include_those_that_were_searched() -> None:
    profile = read(Profile, {"id": "p", "name": "P", "kind": "k", "reviewed": {"on": 2020, "by": "us"}, "facts": {
        "grade": [{"contested": [{"value": "low", "evidence": [{"source": "a", "at": "1"}]}, {"value": "high", "evidence": []}]}],
        "count": [{"not-found": {"searched": ["b", "nobody"], "on": 2020}}],
    }})  # fmt: skip
    assert cited([profile]) == {"a", "b", "nobody"}
    problems = Collector()
    check_forum(profile, CODEBOOK, {"a", "b"}, None, problems)
    assert [problem.code for problem in problems.problems] == [Code.NO_EVIDENCE, Code.UNKNOWN_SOURCE]
