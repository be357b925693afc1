"""Ranks and their ranges; what carries a score and what would move it."""

from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.influence import affected, candidates, influence
from govaudit.analysis.ranking import standings
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan, compile_plan

CODEBOOK = read_codebook(
    {
        "grade": {"question": "?", "type": "ordered", "values": ["low", "middle", "high"], "basis": "law"},
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b"], "basis": "practice"},
        "count": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "day": {"question": "?", "type": "date", "basis": "practice"},
    }
)


def plan(**more: Any) -> Plan:
    def levels(rule: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"id": "best", "score": 100, "when": rule}, {"id": "worst", "score": 0, "otherwise": True}]

    framework = {
        "id": "f",
        "version": "1",
        "criteria": [
            {"id": "one", "indicators": [{"id": "graded", "levels": levels({"grade": "high"})}, {"id": "flagged", "levels": levels({"flag": True})}]},
            {"id": "two", "indicators": [{"id": "spoken", "levels": levels({"tongues": "a"})}, {"id": "counted", "linear": {"fact": "count", "from": {"value": 0, "score": 0}, "to": {"value": 10, "score": 100}}}]},
        ],
        **more,
    }  # fmt: skip
    return compile_plan(read(Framework, framework), CODEBOOK)


def test_reasons_are_the_settled_indicators_farthest_from_their_middle() -> None:
    found = influence(plan(), {"grade": known("high"), "count": known(Fraction(4))})
    assert [(item.node, item.weight) for item in found.reasons] == [
        ("graded", Fraction(25, 2)),
        ("counted", Fraction(-5, 2)),
    ]


def test_changes_are_what_the_root_would_gain() -> None:
    found = influence(plan(), {"grade": known("low"), "flag": known(True), "count": known(Fraction(4))})
    assert [(item.node, item.gain) for item in found.changes] == [("graded", Fraction(25)), ("counted", Fraction(15))]


def test_open_facts_are_scored_again_at_every_value() -> None:
    facts = {
        "grade": Knowledge(Kind.CONTESTED, ("low", "high")),
        "flag": Knowledge(Kind.NOT_FOUND),
        "count": known(Fraction(0)),
    }
    found = influence(plan(), facts)
    assert [(item.fact, item.kind, item.low, item.high) for item in found.open_facts] == [
        ("flag", Kind.NOT_FOUND, 0, 25),
        ("grade", Kind.CONTESTED, 0, 25),
        ("tongues", Kind.UNCODED, 0, 25),
    ]


def test_a_cap_that_holds_leaves_nothing_to_gain() -> None:
    capped = plan(caps=[{"id": "c", "when": {"flag": False}, "at-most": 10, "reason": "r"}])
    found = influence(
        capped,
        {"flag": known(False), "grade": known("high"), "tongues": known(frozenset()), "count": known(Fraction(0))},
    )
    assert found.changes == ()


def test_without_a_score_there_is_nothing_to_say() -> None:
    found = influence(plan(), {}, "exclude")
    assert (found.reasons, found.changes, found.open_facts) == ((), (), ())


@given(st.sampled_from(["grade", "flag", "tongues", "count"]), st.data())
def test_scoring_again_in_part_equals_scoring_anew(fact: str, data: st.DataObject) -> None:
    made = plan(
        caps=[{"id": "c", "when": {"score": {"two": {"below": 20}}}, "at-most": 60, "reason": "r"}]
        if data.draw(st.booleans())
        else []
    )
    before = {"grade": known("middle"), "count": known(Fraction(5))}
    after = {**before, fact: known(data.draw(st.sampled_from(candidates(CODEBOOK[fact]))))}
    partly = Evaluation(made, after).run(affected(made, facts={fact}), Evaluation(made, before).run())
    assert partly == Evaluation(made, after).run()


def test_candidates_are_all_values_or_the_ends() -> None:
    assert candidates(CODEBOOK["grade"]) == ("low", "middle", "high")
    assert candidates(CODEBOOK["tongues"]) == (frozenset(), frozenset({"a", "b"}))
    assert candidates(CODEBOOK["count"]) == (0, 10)
    assert candidates(CODEBOOK["day"]) == ()


def card(forum: str, point: int | None, low: int | None, high: int | None) -> Scorecard:
    def exact(number: int | None) -> Fraction | None:
        return None if number is None else Fraction(number)

    score = Score(point=exact(point), low=exact(low), high=exact(high))
    node = NodeScore(id="f", kind="framework", heading="F", parent=None, weight=Fraction(1), score=score, applies="yes")
    return Scorecard(
        forum=forum,
        name=forum,
        generic=False,
        framework="f",
        version="1",
        as_of=date(2020, 1, 1),
        missing="exclude",
        nodes=(node,),
    )


def test_ties_share_the_better_rank_and_the_unscored_come_last() -> None:
    found = standings(
        [card("d", None, None, None), card("c", 10, 10, 10), card("b", 20, 20, 20), card("a", 20, 20, 20)]
    )
    assert [(item.forum, item.rank, item.rank_low, item.rank_high) for item in found] == [
        ("a", 1, 1, 1),
        ("b", 1, 1, 1),
        ("c", 3, 3, 3),
        ("d", None, None, None),
    ]


def test_overlapping_intervals_give_rank_ranges() -> None:
    found = standings([card("a", 10, 10, 60), card("b", 50, 50, 70), card("c", 5, 0, 9)])
    assert [(item.forum, item.rank, item.rank_low, item.rank_high) for item in found] == [
        ("b", 1, 1, 2),
        ("a", 2, 1, 2),
        ("c", 3, 3, 3),
    ]


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(sorted), max_size=6)


@given(SPANS)
def test_a_rank_and_its_range_are_what_comparing_each_with_each_gives(spans: list[list[int]]) -> None:
    cards = [card(f"f{n}", point, low, high) for n, (low, point, high) in enumerate(spans)]
    found = {item.forum: item for item in standings([*cards, card("absent", None, None, None)])}
    for n, (low, point, high) in enumerate(spans):
        others = spans[:n] + spans[n + 1 :]
        above = [sum(other[1] > point for other in others), sum(other[0] > high for other in others)]
        above.append(sum(other[2] > low for other in others))
        item = found[f"f{n}"]
        assert [item.rank, item.rank_low, item.rank_high] == [1 + count for count in above]


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(sorted), min_size=1, max_size=5),
    st.data(),
)
def test_a_rank_lies_in_its_range_in_every_completion(spans: list[list[int]], data: st.DataObject) -> None:
    cards = [card(f"f{n}", low, low, high) for n, (low, _, high) in enumerate(spans)]
    settled = [data.draw(st.integers(low, high)) for low, _, high in spans]
    ranges = {item.forum: item for item in standings(cards)}
    for n, score in enumerate(settled):
        rank = 1 + sum(other > score for other in settled)
        item = ranges[f"f{n}"]
        assert (item.rank_low or 0) <= rank <= (item.rank_high or 0)
