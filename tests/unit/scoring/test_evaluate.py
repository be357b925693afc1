"""A run over a plan: in which order members count, and what of an earlier run is kept."""

from __future__ import annotations

from fractions import Fraction

from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.scoring.evaluate import Evaluation

from .test_plan import leaf, plan_of

PLAN = plan_of(indicators=[leaf("b", {"open": True}), leaf("a", {"gate": True})])
YES, NO = {"open": known(True), "gate": known(True)}, {"open": known(False), "gate": known(False)}


def points(facts: dict[str, Knowledge], only: frozenset[str] | None = None) -> dict[str, Fraction | None]:
    base = Evaluation(PLAN, YES).run()
    return {name: result.point for name, result in Evaluation(PLAN, facts).run(only, base).items()}


def test_members_count_in_the_order_of_their_names() -> None:
    result = Evaluation(PLAN, YES).run()["root"]
    assert result.counted == ("a", "b")
    assert result.parts == (("a", 1), ("b", 1))


def test_only_what_is_asked_for_is_scored_again() -> None:
    assert points(NO, frozenset({"a", "root"})) == {"a": 0, "b": 1, "root": Fraction(1, 2)}
    assert points(NO) == {"a": 0, "b": 0, "root": 0}
    assert set(Evaluation(PLAN, {"open": UNCODED}).run(frozenset({"b"}))) == {"b"}
