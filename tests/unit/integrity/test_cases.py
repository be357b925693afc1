"""Cases: what they may be about, how they hold or fail, and what they show of predicates."""

from fractions import Fraction
from typing import Any

import pytest

from govaudit.integrity.cases import Outcome, Runner, check_completeness, readable
from govaudit.integrity.sights import WORDS, applicabilities, possible_truths
from govaudit.integrity.trial import Coverage
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.rule import Predicate, predicates
from govaudit.problems import Code, Collector
from govaudit.scoring.plan import Plan, compile_plan, parser_for

CODEBOOK = read_codebook(
    {
        "grade": {"question": "?", "type": "ordered", "values": ["low", "middle", "high"], "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b"], "basis": "practice"},
        "words": {"question": "?", "type": "set", "values": [f"w{n}" for n in range(30)], "basis": "practice"},
        "members": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "share": {"question": "?", "type": "number", "least": 0, "greatest": 1, "basis": "practice"},
        "day": {"question": "?", "type": "date", "basis": "practice"},
        "lives": {"question": "?", "type": "boolean", "basis": "law"},
    }
)
YES_NO = [{"id": "up", "score": 10, "when": {"grade": "high"}}, {"id": "down", "score": 0, "otherwise": True}]
ALWAYS = [{"id": "out", "score": 10, "when": {"not-applicable": "grade"}}, {"id": "in", "score": 0, "otherwise": True}]
FRAMEWORK: dict[str, Any] = {
    "id": "f",
    "version": "1",
    "rules": {"is-high": {"grade": "high"}, "asked": {"known": "grade"}, "both": {"lives": True}, "disputed": {"contested": "grade"}},
    "indicators": [
        {
            "id": "i",
            "levels": [
                {"id": "top", "score": 100, "when": {"grade": "high"}},
                {"id": "half", "score": 50, "when": {"grade": "middle"}},
                {"id": "last", "score": 0, "otherwise": True},
            ],
            "bands": [{"id": "good", "at-least": 50}, {"id": "bad", "otherwise": True}],
        },
        {"id": "always", "levels": ALWAYS, "weight": 0},
    ],
    "criteria": [
        {"id": "g", "weight": 0, "applies-when": {"lives": True}, "indicators": [{"id": "gated", "levels": YES_NO}]},
        {
            "id": "line",
            "weight": 0,
            "indicators": [
                {"id": "share", "linear": {"fact": "share", "from": {"value": 0, "score": 0}, "to": {"value": 1, "score": 8}}},
                {"id": "narrow", "linear": {"fact": "members", "from": {"value": 0, "score": 0}, "to": {"value": 5, "score": 5}}},
            ],
        },
    ],
    "caps": [{"id": "lid", "when": {"rule": "is-high"}, "at-most": 60, "reason": "?"}],
    "bands": [{"id": "fine", "at-least": 60}, {"id": "poor", "otherwise": True}],
    "designations": [
        {"id": "known-today", "when": {"all": [{"known": "grade"}, {"rule": "asked"}]}},
        {"id": "both", "when": {"lives": True}},
        {"id": "disputed-today", "when": {"rule": "disputed"}},
    ],
}  # fmt: skip


def plan(**more: Any) -> Plan:
    return compile_plan(read(Framework, {**FRAMEWORK, **more}), CODEBOOK)


def run(data: dict[str, Any]) -> tuple[tuple[Outcome, ...], list[Code]]:
    problems = Collector()
    outcomes = Runner(plan()).run(data, problems)
    return outcomes, [problem.code for problem in problems.problems]


def failures(data: dict[str, Any]) -> list[str]:
    return [outcome.failure for outcome in run(data)[0]]


@pytest.mark.parametrize(
    ("subject", "case"),
    [
        ("i", {"facts": {"grade": "high"}, "level": "top", "score": 100, "band": "good"}),
        ("i", {"facts": {"grade": {"contested": ["high", "middle"]}}, "levels": ["top", "half", "last"], "score": [0, 100], "band": "bad", "bands": ["good", "bad"]}),
        ("i", {"facts": {"grade": "uncoded"}, "levels": ["top", "half", "last"]}),
        ("i", {"facts": {"grade": "not-applicable"}, "applies": "no", "score": None}),
        ("share", {"facts": {"share": Fraction(1, 24)}, "score": "1/3"}),
        ("g", {"facts": {"grade": "high"}, "applies": "unknown", "score": 10}),
        ("f", {"facts": {"grade": "high"}, "score": 60, "band": "fine", "bands": ["fine"]}),
        ("f", {"facts": {}, "score": [0, 100], "bands": ["fine", "poor"]}),
        ("is-high", {"facts": {"grade": "middle"}, "truth": False}),
        ("lid", {"facts": {"grade": "not-found"}, "truth": "unknown"}),
        ("asked", {"facts": {}, "truth": "unknown"}),
        ("known-today", {"facts": {}, "truth": False}),
        ("known-today", {"facts": {"grade": "low"}, "truth": True}),
    ],
)  # fmt: skip
def test_a_case_holds(subject: str, case: dict[str, Any]) -> None:
    outcomes, codes = run({subject: [case]})
    assert (codes, [outcome.failure for outcome in outcomes]) == ([], [""])
    assert outcomes[0].evaluation is None


@pytest.mark.parametrize(
    ("subject", "case", "failure"),
    [
        ("i", {"facts": {"grade": "not-found"}, "level": "last", "score": 0, "applies": "no"}, "expected applies no; found yes; level last; found top or half or last; score 0; found 0 to 100"),
        ("i", {"facts": {"grade": "not-applicable"}, "level": "last"}, "expected level last; found none"),
        ("f", {"facts": {"grade": "high"}, "score": 100, "band": "poor"}, "expected score 100; found 60; band poor; found fine"),
        ("is-high", {"facts": {}, "truth": True}, "expected truth true; found unknown"),
        ("share", {"facts": {"share": Fraction(1, 24)}, "score": "1/4"}, "expected score 0.25; found 1/3"),
    ],
)  # fmt: skip
def test_a_failed_case_says_what_came_out_and_keeps_what_led_there(
    subject: str, case: dict[str, Any], failure: str
) -> None:
    outcomes, codes = run({subject: [case]})
    assert [outcome.failure for outcome in outcomes] == [failure]
    assert codes == [Code.FAILED_CASE]
    assert outcomes[0].evaluation is not None


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        ({"nobody": []}, Code.UNKNOWN_NODE, 'found "nobody"'),
        ({"is-hihg": []}, Code.UNKNOWN_NODE, 'found "is-hihg"'),
        ({"both": []}, Code.DUPLICATE_ID, 'expected an id that one thing bears; "both" is a rule and a designation'),
        ({"i": {}}, Code.WRONG_TYPE, "expected a list of cases"),
        ({"i": [{"level": "x", "fcts": {}}]}, Code.UNKNOWN_KEY, 'unknown key "fcts"'),
        ({"i": [{"facts": {}}]}, Code.MISSING_KEY, "level, levels, score, applies, band, bands or truth"),
        ({"i": [{"facts": {"garde": "high"}, "level": "x"}]}, Code.UNKNOWN_FACT, 'found "garde"'),
        ({"i": [{"facts": {"grade": "hihg"}, "level": "x"}]}, Code.BAD_VALUE, 'found "hihg"'),
        ({"i": [{"facts": {"grade": {"contested": ["low"]}}, "level": "x"}]}, Code.NOT_CONTESTED, "at least two different"),
        ({"i": [{"facts": {"grade": {"contested": []}}, "level": "x"}]}, Code.NOT_CONTESTED, "at least two different"),
        ({"i": [{"facts": {}, "truth": True}]}, Code.UNKNOWN_KEY, 'expected one of level, levels, score, applies, band, bands of a indicator; found "truth"'),
        ({"f": [{"facts": {}, "level": "x"}]}, Code.UNKNOWN_KEY, 'of a framework; found "level"'),
        ({"lid": [{"facts": {}, "score": 1}]}, Code.UNKNOWN_KEY, 'expected truth of a cap; found "score"'),
        ({"i": [{"facts": {}, "score": "many"}]}, Code.WRONG_TYPE, 'expected a number; found "many"'),
        ({"i": [{"facts": {}, "score": "1/0"}]}, Code.WRONG_TYPE, 'expected a number; found "1/0"'),
        ({"i": [{"facts": {}, "score": [1]}]}, Code.WRONG_TYPE, "the least and the greatest; found a list"),
        ({"is-high": [{"facts": {}, "truth": "maybe"}]}, Code.BAD_VALUE, "expected one of true, false, unknown"),
        ({"narrow": [{"facts": {"members": 9}, "score": 5}]}, Code.OUTSIDE_GOALPOSTS, "between its goalposts"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_or_scored_is_a_problem_in_its_place(
    data: dict[str, Any], code: Code, said: str
) -> None:
    problems = Collector()
    assert Runner(plan()).run(data, problems) == ()
    assert [problem.code for problem in problems.problems] == [code]
    assert said in problems.problems[0].message
    assert problems.problems[0].node[0] in data


def test_a_bad_case_stops_no_other() -> None:
    assert failures({"i": [{"level": 3}, {"facts": {"grade": "high"}, "level": "top"}], "j": []}) == [""]


def test_every_level_and_the_unknown_want_a_case() -> None:
    made, problems = plan(), Collector()
    data = {
        "i": [{"level": "top"}, {"level": "half"}, {"levl": "last"}],
        "gated": [{"level": "up"}, {"level": "down"}, {"levels": ["up", "down"]}],
        "share": [{"score": [0, 8]}],
        "narrow": [{"score": 5}],
        "always": "not a list",
    }
    check_completeness([made.nodes[name] for name in ("i", "gated", "share", "narrow")], readable(data), problems)
    assert [(problem.node, problem.message.partition("none for ")[2]) for problem in problems.problems] == [
        (("i",), "last, the unknown"),
        (("narrow",), "the unknown"),
    ]


def leaf(data: dict[str, Any], made: Plan) -> Predicate:
    problems = Collector()
    rule = parser_for(made, problems).parse(data, ())
    assert rule
    (found,) = predicates(rule)
    return found


@pytest.mark.parametrize(
    ("data", "scored", "today"),
    [
        ({"grade": "high"}, "TFU", "TFU"),
        ({"known": "grade"}, "TFU", "TF"),
        ({"contested": "grade"}, "FU", "TF"),
        ({"uncoded": "day"}, "FU", "TF"),
        ({"not-found": "words"}, "FU", "TF"),
        ({"not-applicable": "grade"}, "TF", "TF"),
        ({"day": {"above": "2020"}}, "TFU", "TFU"),
        ({"share": {"below": 1}}, "TFU", "TFU"),
        ({"members": {"between": [3, 4]}}, "TFU", "TFU"),
        ({"members": {"above": 10}}, "FU", "FU"),
        ({"tongues": {"count": {"above": 2}}}, "FU", "FU"),
        ({"words": {"count": {"at-least": 29}}}, "TFU", "TFU"),
        ({"words": {"contains-all": ["w0", "w29"]}}, "TFU", "TFU"),
        ({"words": {"contains-any": ["w0", "w29"]}}, "TFU", "TFU"),
        ({"level": {"i": "half"}}, "TFU", "TFU"),
        ({"level": {"i": {"at-least": "last"}}}, "TF", "TF"),
        ({"level": {"always": {"at-least": "in"}}}, "T", "T"),
        ({"level": {"gated": {"at-least": "down"}}}, "TFU", "TFU"),
        ({"score": {"always": {"above": 10}}}, "F", "F"),
        ({"score": {"i": {"is": 50}}}, "TFU", "TFU"),
        ({"score": {"i": {"is": 51}}}, "FU", "FU"),
        ({"score": {"g": {"at-least": 0}}}, "TFU", "TFU"),
        ({"score": {"line": {"at-least": 0}}}, "TF", "TF"),
        ({"score": {"line": {"above": 4}}}, "TFU", "TFU"),
    ],
)  # fmt: skip
def test_what_a_predicate_can_be_follows_from_what_there_can_be(data: dict[str, Any], scored: str, today: str) -> None:
    made = plan()
    found = [
        possible_truths(leaf(data, made), made, applicabilities(made), today=answered) for answered in (False, True)
    ]
    letters = ["".join(word[0].upper() for truth, word in WORDS.items() if truth in truths) for truths in found]
    assert letters == [scored, today]


def unseen(data: dict[str, Any]) -> list[str]:
    runner = Runner(plan())
    runner.run(data, Collector())
    problems = Collector()
    runner.sights.check(problems)
    return [
        f"{'.'.join(map(str, problem.node))}: {problem.message.partition('none for ')[2]}"
        for problem in problems.problems
    ]


def test_a_predicate_is_seen_by_the_cases_of_what_it_helps_to_decide() -> None:
    everything = unseen({})
    assert "indicators.0.levels.0.when: true, false, unknown" in everything
    assert "rules.is-high: true, false, unknown" in everything
    assert "criteria.0.applies-when: true, false, unknown" in everything
    assert "designations.0.when.all.0: true, false" in everything
    assert "indicators.1.levels.0.when: true, false" in everything
    seen = unseen({"i": [{"facts": {"grade": "high"}, "level": "top"}, {"facts": {"grade": "low"}, "level": "last"}]})
    assert set(everything) - set(seen) == {
        "indicators.0.levels.0.when: true, false, unknown",
        "indicators.0.levels.1.when: true, false, unknown",
    }
    assert set(seen) - set(everything) == {
        "indicators.0.levels.0.when: unknown",
        "indicators.0.levels.1.when: true, unknown",
    }


@pytest.mark.parametrize("subject", ["is-high", "lid", "f"])
def test_a_named_rule_is_seen_through_whatever_reads_it(subject: str) -> None:
    expected = {"score": 60} if subject == "f" else {"truth": True}
    assert "rules.is-high: false, unknown" in unseen({subject: [{"facts": {"grade": "high"}, **expected}]})


@pytest.mark.parametrize("subject", ["g", "gated"])
def test_applies_when_is_seen_by_the_group_and_by_all_below_it(subject: str) -> None:
    assert "criteria.0.applies-when: true, unknown" in unseen({subject: [{"facts": {"lives": False}, "applies": "no"}]})


def test_a_named_rule_read_today_shows_only_what_it_can_be_in_a_score() -> None:
    runner = Runner(plan())
    runner.run({"disputed-today": [{"facts": {"grade": {"contested": ["low", "high"]}}, "truth": True}]}, Collector())
    (sight,) = [sight for sight in runner.sights.found.values() if sight.leaf.place == ("rules", "disputed")]
    assert (sight.seen, {WORDS[truth] for truth in sight.possible}) == (set(), {"false", "unknown"})
    rest = unseen({"known-today": [{"facts": {}, "truth": False}, {"facts": {"grade": "low"}, "truth": True}]})
    assert "rules.asked: unknown" in rest
    assert not any(line.startswith("designations.0") for line in rest)


def test_coverage_is_compared_exactly_and_nothing_to_see_is_not_missed() -> None:
    assert Coverage(2, 3).reaches(Fraction(2, 3))
    assert not Coverage(2, 3).reaches(Fraction(2, 3) + Fraction(1, 10**12))
    assert Coverage(0, 0).share is None
    assert Coverage(0, 0).reaches(Fraction(1))


def test_rubrics_that_indicators_share_are_seen_for_each_by_itself() -> None:
    shared = {
        "rubrics": {"r": [{"id": "a", "score": 1, "when": {"it": {"at-least": "middle"}}}, {"id": "b", "score": 0, "otherwise": True}]},
        "indicators": [{"id": "one", "rubric": "r", "fact": "grade"}, {"id": "two", "rubric": "r", "fact": "rank"}],
    }  # fmt: skip
    codebook = {**CODEBOOK, **read_codebook({"rank": {"question": "?", "type": "ordered", "values": ["middle", "top"], "basis": "law"}})}  # fmt: skip
    made = compile_plan(read(Framework, {"id": "f", "version": "1", **shared}), codebook)
    runner = Runner(made)
    runner.run({"one": [{"facts": {"grade": "low"}, "level": "b"}]}, Collector())
    sights = list(runner.sights.found.values())
    assert [(sight.leaf.place, len(sight.seen)) for sight in sights] == [(("rubrics", "r", 0, "when"), 1), (("rubrics", "r", 0, "when"), 0)]  # fmt: skip
