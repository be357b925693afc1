"""Disputes: what codings leave open together, and how far each dispute moves a score."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.agreement.codings import Coding, Unit, side_by_side
from govaudit.analysis.agreement.disputes import Dispute, Judge, together
from govaudit.analysis.agreement.scopes import agreements
from govaudit.files.workspace import Workspace
from govaudit.model.base import read
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.profile import Profile
from govaudit.model.timeline import knowledge_at
from govaudit.problems import Code, GovauditError
from govaudit.scoring.scorecard import score_profile

ROOT = Path(__file__).parents[3]
EXAMPLE = Workspace(ROOT / "examples/agreement")
PLAN = EXAMPLE.plan("example")
DAY = date(2026, 1, 31)
EVIDENCE = [{"source": "site", "at": "p. 1"}]
STATEMENTS: dict[str, dict[str, Any]] = {
    "not-found": {"not-found": {"searched": ["site"], "on": "2026"}},
    "not-applicable": {"not-applicable": "Why."},
}


def profile(forum: str = "alpha", *, begins: int = 2001, **facts: Any) -> Profile:
    """A profile: of each fact a value, several that are contested, or a word."""
    stated = {}
    for name, said in facts.items():
        if isinstance(said, list):
            stated[name] = ({"contested": [{"value": value, "evidence": EVIDENCE} for value in said]},)
        else:
            stated[name] = (STATEMENTS.get(str(said), {"value": said, "evidence": EVIDENCE}),)
    return read(
        Profile,
        {"id": forum, "name": forum, "kind": "council", "active": {"from": begins}, "facts": stated},
    )


def coding(name: str, *profiles: Profile) -> Coding:
    return Coding(name=name, given=name, documents=(), profiles={item.id: item for item in profiles})


def judged(*codings: Coding) -> tuple[Dispute, ...]:
    return Judge(PLAN, codings, DAY, None).disputes(side_by_side(codings, PLAN.codebook, DAY))


def unit(*answers: Knowledge | None) -> Unit:
    return Unit("alpha", "minutes", answers)


def test_what_codings_leave_open_together() -> None:
    none, all_ = known("none"), known("verbatim")
    both = Knowledge(Kind.CONTESTED, ("none", "summary"))
    assert together(unit(none, none)) is none
    assert together(unit(none, UNCODED)) is none
    assert together(unit(UNCODED, None)) is UNCODED
    assert together(unit(none, all_)) == Knowledge(Kind.CONTESTED, ("none", "verbatim"))
    assert together(unit(all_, both)) == Knowledge(Kind.CONTESTED, ("verbatim", "none", "summary"))
    assert together(unit(none, Knowledge(Kind.NOT_FOUND))).kind is Kind.NOT_FOUND
    assert together(unit(none, Knowledge(Kind.NOT_APPLICABLE))).kind is Kind.NOT_FOUND


def test_a_dispute_moves_the_score_as_far_as_the_answers_lie_apart() -> None:
    agreed: dict[str, Any] = {"observers": "anyone", "complaints": True}
    first = coding("A", profile(minutes="none", evaluated=True, **agreed))
    second = coding("B", profile(minutes="verbatim", evaluated=True, **agreed))
    (dispute,) = judged(first, second)
    assert (dispute.forum, dispute.fact, dispute.effect) == ("alpha", "minutes", 25)
    assert [side.score.point for side in dispute.sides] == [75, 100]


def test_a_dispute_that_moves_a_bound_alone_has_an_effect_too() -> None:
    first = coding("A", profile(minutes="none", complaints="not-found", observers="nobody", evaluated=False))
    second = coding("B", profile(minutes="none", complaints=False, observers="nobody", evaluated=False))
    (dispute,) = judged(first, second)
    assert [side.score.point for side in dispute.sides] == [0, 0]
    assert [side.score.high for side in dispute.sides] == [25, 0]
    assert dispute.effect == 25


def test_the_weightiest_comes_first_and_what_is_not_scored_last() -> None:
    first = coding("A", profile(members=3, minutes="none", observers="nobody", complaints=True, evaluated=True))
    second = coding("B", profile(members=4, minutes="summary", observers="anyone", complaints=True, evaluated=True))
    found = judged(first, second)
    assert [(item.fact, item.effect) for item in found] == [
        ("observers", 25),
        ("minutes", Fraction(25, 2)),
        ("members", 0),
    ]


def test_whether_a_fact_applies_is_a_dispute_like_any_other() -> None:
    agreed: dict[str, Any] = {"minutes": "verbatim", "observers": "anyone", "evaluated": True}
    first, second = (
        coding("A", profile(complaints=False, **agreed)),
        coding("B", profile(complaints="not-applicable", **agreed)),
    )
    (dispute,) = judged(first, second)
    assert [side.score.point for side in dispute.sides] == [75, 100]


ANSWERS: dict[str, list[Any]] = {
    "minutes": ["none", "summary", "verbatim", ["none", "verbatim"], "not-found"],
    "observers": ["nobody", "invited", "anyone", "not-found"],
    "complaints": [True, False, [True, False], "not-found"],
    "evaluated": [True, False, "not-found"],
}
codings = st.fixed_dictionaries({}, optional={name: st.sampled_from(given) for name, given in ANSWERS.items()})


@given(st.lists(codings, min_size=2, max_size=3))
def test_undecided_bounds_hold_the_scores_of_every_mix_of_answers(answers: list[dict[str, Any]]) -> None:
    coded = [coding(str(index), profile(**facts)) for index, facts in enumerate(answers)]
    shared = side_by_side(coded, PLAN.codebook, DAY)
    judge = Judge(PLAN, coded, DAY, None)
    (scores,) = judge.scores(shared, {})
    low, high = scores.undecided.score.low, scores.undecided.score.high
    assert low is not None
    assert high is not None
    mixed = {unit.fact: [answer for _, answer in unit.coded()] for unit in shared.units}
    for index in range(len(coded)):
        facts = {fact: given[index % len(given)] if given else UNCODED for fact, given in mixed.items()}
        score = score_profile(PLAN, coded[0].profiles["alpha"], facts, DAY).score
        assert score.low is not None
        assert score.high is not None
        assert low <= score.low
        assert score.high <= high
    for dispute in judge.disputes(shared):
        for side in dispute.sides:
            assert side.score.low is not None
            assert side.score.high is not None
            assert low <= side.score.low <= side.score.high <= high


@given(st.lists(codings, min_size=2, max_size=3))
def test_the_order_of_the_codings_means_nothing_for_the_effects(answers: list[dict[str, Any]]) -> None:
    coded = [coding(str(index), profile(**facts)) for index, facts in enumerate(answers)]
    first, again = judged(*coded), judged(*reversed(coded))
    assert [(item.fact, item.effect) for item in first] == [(item.fact, item.effect) for item in again]


def test_every_coder_has_the_score_of_their_own_profile_and_decisions_settle_what_they_decide() -> None:
    first = coding("A", profile(minutes="none", observers="anyone"))
    second = coding("B", profile(minutes="verbatim", observers="nobody", complaints=True))
    shared = side_by_side((first, second), PLAN.codebook, DAY)
    decided = {("alpha", "minutes"): known("summary")}
    (scores,) = Judge(PLAN, (first, second), DAY, "full-credit").scores(shared, decided)
    for index, card in scores.by_coding:
        own = (first, second)[index].profiles["alpha"]
        facts = knowledge_at(own, PLAN.codebook, DAY)
        assert card == score_profile(PLAN, own, facts, DAY, "full-credit")
    assert scores.adjudicated is not None
    node = scores.adjudicated.node("record").score
    assert (node.low, node.point, node.high) == (50, 50, 50)
    watched = scores.adjudicated.node("watched").score
    assert (watched.low, watched.point, watched.high) == (0, 100, 100)


def test_forums_of_one_coder_and_forums_that_are_not_there_are_left_out_and_named() -> None:
    first = coding("A", profile("alpha", minutes="none"), profile("beta"), profile("delta"))
    second = coding("B", profile("alpha", minutes="none"), profile("gamma"), profile("delta", begins=2027))
    shared = side_by_side((first, second), PLAN.codebook, DAY)
    assert shared.forums == ("alpha",)
    assert shared.alone == (("beta", 0), ("gamma", 1))
    assert shared.absent == (("delta", "had not begun (begins 2027-01-01), says B"),)
    assert {unit.forum for unit in shared.units} == {"alpha"}


def test_nothing_shared_is_an_error_that_names_the_codings() -> None:
    with pytest.raises(GovauditError) as refused:
        side_by_side((coding("A", profile("alpha")), coding("B", profile("beta"))), PLAN.codebook, DAY)
    (problem,) = refused.value.problems
    assert problem.code is Code.NOTHING_SHARED
    assert "A codes alpha; B codes beta" in problem.message


def test_of_three_coders_two_may_share_a_forum() -> None:
    first = coding("A", profile("alpha", minutes="none"), profile("beta", minutes="none"))
    second = coding("B", profile("alpha", minutes="none"))
    third = coding("C", profile("alpha", minutes="summary"), profile("beta", minutes="summary"))
    shared = side_by_side((first, second, third), PLAN.codebook, DAY)
    found = {item.scope: item for item in agreements(shared.units, PLAN, 0)}
    assert (found["minutes"].n, found["minutes"].kappa_n) == (2, 1)
    assert found["minutes"].percent == Fraction(1, 6)  # a third of the pairs on alpha, none on beta
    assert set(found) == {"overall", "openness", "answering", "minutes"}
    assert found["openness"].percent == Fraction(1, 6)
    assert found["answering"].percent is None
