"""Views: verdicts certain and by points, what agrees, pairs that keep their order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from govaudit.analysis.ranking import standings
from govaudit.analysis.views import Judged, Ranked, Verdict, View, judge, pairs, posed
from govaudit.model.base import read
from govaudit.model.conclusion import Conclusion, Conclusions
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.problems import Code, Collector, GovauditError
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.reweigh import reweigh

from .test_claims import CODEBOOK, PLAN, profile

DAY = date(2026, 1, 1)
NAMES = ("one", "two")
RISING = {
    "id": "rising",
    "claim": "A scores high.",
    "about": ["a"],
    "rule": {"score": {"frame": {"at-least": 60}}},
}


def conclusions(*items: dict[str, Any]) -> Conclusions:
    return read(Conclusions, {"framework": "frame", "title": "What follows", "conclusions": list(items)})


def renamed(plan: Plan, name: str) -> Plan:
    return compile_plan(plan.framework.model_copy(update={"id": name}), CODEBOOK)


def heavier(factor: int) -> Plan:
    return reweigh(PLAN, {"graded": Fraction(factor)})


def judged(*verdicts: Verdict) -> Judged:
    conclusion = read(Conclusion, RISING)
    return Judged(conclusion, {f"v{index}": verdict for index, verdict in enumerate(verdicts)})


@pytest.mark.parametrize(
    ("points", "agreement"),
    [
        ((TRUE, TRUE), "all"),
        ((FALSE, FALSE), "none"),
        ((TRUE, FALSE, UNKNOWN), "differs"),
        ((TRUE, UNKNOWN), "open"),
        ((UNKNOWN, FALSE), "open"),
    ],
)
def test_agreement_is_by_points(points: tuple[Truth, ...], agreement: str) -> None:
    assert judged(*(Verdict(UNKNOWN, point) for point in points)).agreement == agreement
    assert not judged(*(Verdict(UNKNOWN, point) for point in points)).settled


def test_what_is_certain_everywhere_is_settled() -> None:
    assert judged(Verdict(TRUE, TRUE), Verdict(FALSE, FALSE)).settled
    assert not judged(Verdict(TRUE, TRUE), Verdict(UNKNOWN, TRUE)).settled


def test_a_conclusion_is_certain_by_bounds_and_holds_by_points() -> None:
    """`a` is graded high (100) and its flag is not found (0 to 100): 50 to 100 of equal weights, 75 to 100 of three to one."""
    profiles = {"a": profile("a", "high")}
    views = [View(name="one", plan=PLAN), View(name="two", plan=heavier(3))]
    (found,) = judge(conclusions(RISING), views, profiles, DAY, None)
    assert found.verdicts == {"one": Verdict(UNKNOWN, FALSE), "two": Verdict(TRUE, TRUE)}
    assert found.agreement == "differs"
    (found,) = judge(conclusions(RISING), views, profiles, DAY, "full-credit")
    assert found.verdicts == {"one": Verdict(UNKNOWN, TRUE), "two": Verdict(TRUE, TRUE)}


def test_a_rule_over_the_whole_means_each_views_whole() -> None:
    other = renamed(PLAN, "seen")
    ahead = {"id": "ahead", "claim": "A is ahead.", "about": ["a"], "higher-on": "frame", "than": ["b"]}
    negated = {**RISING, "id": "negated", "rule": {"not": {"score": {"frame": {"below": 60}}}}}
    profiles = {"a": profile("a", "high", True), "b": profile("b", "low", False)}
    views = [View(name="one", plan=PLAN), View(name="two", plan=other)]
    for item in judge(conclusions(RISING, ahead, negated), views, profiles, DAY, None):
        assert item.verdicts == dict.fromkeys(NAMES, Verdict(TRUE, TRUE))


def test_two_conclusions_of_one_name_are_refused() -> None:
    problems = Collector()
    posed(conclusions(RISING, RISING), PLAN, DAY, problems)
    assert [(item.code, item.node) for item in problems.problems] == [(Code.DUPLICATE_ID, ("conclusions", 1, "id"))]
    with pytest.raises(GovauditError):
        judge(conclusions(RISING, RISING), [View(name="one", plan=PLAN)], {}, DAY, None)


def ranked(**points: tuple[tuple[int, int] | None, ...]) -> tuple[Ranked, ...]:
    """Forums by name, each with point and high in every view."""
    cards = {
        view: {name: card(name, spans[index]) for name, spans in points.items()} for index, view in enumerate(NAMES)
    }
    stands = {view: {item.forum: item for item in standings(list(found.values()))} for view, found in cards.items()}
    return tuple(
        Ranked(name, {view: cards[view][name] for view in NAMES}, {view: stands[view][name] for view in NAMES})
        for name in points
    )


def card(name: str, span: tuple[int, int] | None) -> Scorecard:
    low, high = (None, None) if span is None else (Fraction(span[0]), Fraction(span[1]))
    node = NodeScore(
        id="frame",
        kind="framework",
        heading="",
        parent=None,
        weight=Fraction(1),
        score=Score(point=low, low=low, high=high),
        applies="yes",
    )
    return Scorecard(
        forum=name, name=name, generic=False, framework="frame", version="1", as_of=DAY, missing="zero-credit", nodes=(node,)
    )  # fmt: skip


def test_pairs_say_in_how_many_views_one_stands_above_the_other() -> None:
    found = pairs(
        ranked(a=((10, 10), (30, 30)), b=((20, 20), (20, 20)), c=((20, 40), (25, 25)), d=((5, 5), (6, 6)), e=(None, (9, 9)))
    )  # fmt: skip
    said = {(pair.first, pair.second): (pair.above, pair.tied, pair.below, pair.certain) for pair in found}
    assert said == {
        ("b", "a"): (1, 0, 1, False),
        ("c", "a"): (1, 0, 1, False),
        ("a", "d"): (2, 0, 0, True),
        ("c", "b"): (1, 1, 0, False),
        ("b", "d"): (2, 0, 0, True),
        ("c", "d"): (2, 0, 0, True),
    }
    assert {(pair.first, pair.second) for pair in found if pair.kept} == {("a", "d"), ("b", "d"), ("c", "d")}


def test_an_order_by_points_with_bounds_that_overlap_is_kept_but_not_certain() -> None:
    (pair,) = pairs(ranked(a=((10, 30), (10, 10)), b=((5, 12), (5, 5))))
    assert pair.kept
    assert not pair.certain


def test_moves_are_between_the_best_and_the_worst_rank() -> None:
    one, two, three = ranked(a=((30, 30), (1, 1)), b=((20, 20), (20, 20)), c=((10, 10), (30, 30)))
    assert [item.moves for item in (one, two, three)] == [2, 0, 2]
    (nobody,) = ranked(a=(None, None))
    assert nobody.moves == 0
