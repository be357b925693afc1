"""Claims: what a quantifier asks, what a comparison asks, who is left out, and what a verdict rests on."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any

import pytest

from govaudit.analysis.claims import Answer, Court, decisive, prepare, quantify
from govaudit.model.base import read
from govaudit.model.claim import Paper, Quantifier
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile
from govaudit.problems import Code, Collector, GovauditError
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN
from govaudit.scoring.plan import compile_plan

CODEBOOK = read_codebook(
    {
        "grade": {"question": "?", "type": "ordered", "values": ["low", "middle", "high"], "basis": "law"},
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
    }
)
PLAN = compile_plan(
    read(
        Framework,
        {
            "id": "frame",
            "version": "1",
            "indicators": [
                {"id": "graded", "levels": [{"id": "good", "score": 100, "when": {"grade": "high"}}, {"id": "bad", "score": 0, "otherwise": True}]},
                {"id": "flagged", "levels": [{"id": "yes", "score": 100, "when": {"flag": True}}, {"id": "no", "score": 0, "otherwise": True}]},
            ],
        },
    ),
    CODEBOOK,
)  # fmt: skip
HOLDS: dict[Quantifier, Callable[[int, int], bool]] = {
    Quantifier("all"): lambda held, size: held == size,
    Quantifier("some"): lambda held, _: held > 0,
    Quantifier("none"): lambda held, _: held == 0,
    Quantifier("most"): lambda held, size: 2 * held > size,
    Quantifier("at-least", 2): lambda held, _: held >= 2,
    Quantifier("at-most", 1): lambda held, _: held <= 1,
}


def profile(name: str, grade: Any, flag: Any = None, **more: Any) -> Profile:
    def stated(value: Any) -> list[dict[str, Any]]:
        if value is None:
            return [{"not-found": {"searched": ["book"], "on": 2026}}]
        return [{"value": value, "confidence": "high", "evidence": [{"source": f"{name}-source", "at": "1"}]}]

    facts = {"grade": stated(grade), "flag": stated(flag)}
    head = {"id": name, "name": name, "kind": "k", "reviewed": {"on": 2026, "by": "us"}}
    return read(Profile, {**head, "facts": facts, **more})


PROFILES = {
    item.id: item
    for item in (
        profile("a", "high", True, tags=["t"]),
        profile("b", "middle", None, tags=["t"]),
        profile("c", "low", False, tags=["t"], active={"from": 2000, "until": 2020}),
        profile("whole", "low", False, tags=["t"], generic=True),
    )
}


def judge(claim: dict[str, Any], on: int = 2016) -> Any:
    paper = {"id": "p", "title": "P", "source": "book", "as-of": 2010, "framework": "frame"}
    claims = [{"id": "one", "claim": "Said.", "section": "1", **claim}]
    problems = Collector()
    (ready,) = prepare(read(Paper, {**paper, "claims": claims}), {"frame": PLAN}, problems)
    assert not problems.problems
    return Court(PROFILES).verdict(ready, date(on, 1, 1))


@pytest.mark.parametrize("how", HOLDS, ids=lambda how: how.word)
def test_a_quantifier_is_what_holds_however_the_unknown_turns_out(how: Quantifier) -> None:
    for size in (1, 2, 3, 4):
        for truths in product((TRUE, FALSE, UNKNOWN), repeat=size):
            ways = product(*[(True, False) if truth is UNKNOWN else (truth is TRUE,) for truth in truths])
            seen = {HOLDS[how](sum(way), size) for way in ways}
            wanted = UNKNOWN if len(seen) > 1 else TRUE if seen == {True} else FALSE
            assert quantify(how, truths) is wanted, truths


@pytest.mark.parametrize("how", HOLDS, ids=lambda how: how.word)
def test_what_decides_is_never_empty_unless_nothing_speaks_against(how: Quantifier) -> None:
    for truths in product((TRUE, FALSE, UNKNOWN), repeat=3):
        answers = [Answer(str(index), truth) for index, truth in enumerate(truths)]
        held = quantify(how, truths)
        found = decisive(how, held, answers)
        assert held is not UNKNOWN or found
        assert all((answer.truth is UNKNOWN) == (held is UNKNOWN) for answer in found)


def test_a_tag_means_single_forums_that_live() -> None:
    verdict = judge({"about": {"tag": "t"}, "rule": {"grade": {"at-least": "middle"}}})
    assert [answer.forum for answer in verdict.answers] == ["a", "b", "c"]
    assert verdict.word == "refuted"
    assert [answer.forum for answer in verdict.deciding] == ["c"]
    later = judge({"about": {"tag": "t"}, "rule": {"grade": {"at-least": "middle"}}}, 2021)
    assert later.word == "upheld"
    assert [answer.absent for answer in later.answers] == ["", "", "had ended (2020-01-01)"]


def test_with_no_forum_left_a_claim_is_undecided_for_any_quantifier() -> None:
    for how in ("all", "none", {"at-most": 3}):
        assert judge({"about": ["c"], "holds-for": how, "rule": {"flag": False}}, 2021).word == "undecided"


def test_a_class_is_meant_only_by_name() -> None:
    assert judge({"about": ["whole"], "rule": {"flag": False}}).word == "upheld"
    assert "whole" not in [answer.forum for answer in judge({"about": "all", "rule": {"flag": False}}).answers]


def test_what_is_not_known_leaves_it_open() -> None:
    verdict = judge({"about": ["b"], "rule": {"flag": True}})
    assert verdict.word == "undecided"
    assert verdict.rests_on() == frozenset()


@pytest.mark.parametrize(
    ("about", "than", "on", "word"),
    [
        ("a", ["b", "c"], "grade", "upheld"),
        ("b", ["a"], "grade", "refuted"),
        ("a", ["a"], "grade", "undecided"),
        ("c", ["whole"], "grade", "refuted"),
        ("a", ["c"], "frame", "upheld"),
        ("b", ["c"], "frame", "undecided"),
        ("c", ["a"], "frame", "refuted"),
    ],
)
def test_a_comparison_is_certain_only_if_the_intervals_lie_apart(
    about: str, than: list[str], on: str, word: str
) -> None:
    verdict = judge({"about": [about], "higher-on": on, "than": than})
    assert verdict.word == word
    assert [answer.forum for answer in verdict.rivals] == than


def test_a_verdict_rests_on_the_sources_of_both_sides_of_a_comparison() -> None:
    verdict = judge({"about": ["a"], "higher-on": "grade", "than": ["c"]})
    assert verdict.rests_on() == {"a-source", "c-source"}


def test_a_claim_on_a_score_rests_on_the_facts_below_it() -> None:
    verdict = judge({"about": ["a"], "rule": {"score": {"frame": {"above": 50}}}})
    assert verdict.word == "upheld"
    assert set(verdict.answers[0].facts) == {"grade", "flag"}


@pytest.mark.parametrize(
    ("claim", "code"),
    [
        ({"about": [], "rule": {"flag": True}}, Code.BAD_VALUE),
        ({"about": ["a"], "holds-for": "few", "rule": {"flag": True}}, Code.BAD_VALUE),
        ({"about": ["a"]}, Code.MISSING_KEY),
        ({"about": ["a"], "higher-on": "grade"}, Code.MISSING_KEY),
    ],
)
def test_a_claim_of_the_wrong_shape_is_refused(claim: dict[str, Any], code: Code) -> None:
    with pytest.raises(GovauditError) as caught:
        judge(claim)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_every_problem_of_a_paper_is_collected() -> None:
    claims = [
        {"id": "one", "claim": "S", "section": "1", "about": ["a"], "rule": {"grad": "high"}},
        {"id": "two", "claim": "S", "section": "1", "about": ["a"], "higher-on": "grad", "than": ["b"]},
        {"id": "three", "claim": "S", "section": "1", "about": ["a"], "rule": {"flag": True}, "framework": "fram"},
    ]
    paper = {"id": "p", "title": "P", "source": "book", "as-of": 2010, "framework": "frame", "claims": claims}
    problems = Collector()
    assert prepare(read(Paper, paper), {"frame": PLAN}, problems) == ()
    assert [problem.code for problem in problems.problems] == [
        Code.UNKNOWN_FACT,
        Code.UNKNOWN_NODE,
        Code.UNKNOWN_FRAMEWORK,
    ]


def test_a_dated_claim_is_judged_on_its_own_day_only() -> None:
    paper = {"id": "p", "title": "P", "source": "book", "as-of": 2010, "framework": "frame"}
    claim = {"id": "one", "claim": "Said.", "section": "1", "dated": True, "about": ["c"], "rule": {"flag": False}}
    (ready,) = prepare(read(Paper, {**paper, "claims": [claim]}), {"frame": PLAN}, Collector())
    judged = Court(PROFILES).judge(ready, date(2021, 1, 1))
    assert (judged.then.word, judged.today.word, judged.today.on) == ("upheld", "upheld", date(2010, 1, 1))
    assert not judged.changed
