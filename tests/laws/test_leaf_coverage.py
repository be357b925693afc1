"""Leaf coverage: no predicate ever takes a truth value that it is said not to have."""

from __future__ import annotations

from hypothesis import given

from govaudit.integrity.sights import Sights
from govaudit.integrity.subjects import subjects
from govaudit.rules.evaluate import View, evaluate
from govaudit.scoring.evaluate import Evaluation

from .frameworks import FEWER, Example, examples


@FEWER
@given(examples())
def test_every_truth_value_is_one_that_was_thought_possible(example: Example) -> None:
    found = subjects(example.plan)
    sights = Sights(example.plan, found)
    evaluation = Evaluation(example.plan, example.facts)
    evaluation.run()
    for subject in found:
        sights.record(subject, evaluation)
    for leaf, sight in sights.found.items():
        today = leaf.place[0] == "designations"
        view = View(example.facts, evaluation.view.finding, today=today)
        assert evaluate(leaf.predicate, view) in sight.possible, leaf
        assert evaluate(leaf.predicate, view) in sight.seen


@FEWER
@given(examples())
def test_every_leaf_stands_where_it_is_said_to_stand(example: Example) -> None:
    for leaf in Sights(example.plan, subjects(example.plan)).found:
        data = example.framework
        for part in leaf.place:
            data = data[part]  # type: ignore[index]  # a list where the part is a number
        assert len(data) == 1
        (key, body), *_ = data.items()
        subject = getattr(leaf.predicate, "fact", "") or getattr(leaf.predicate, "node", "")
        read = (
            body
            if isinstance(body, str) and key in {"known", "contested", "not-found", "uncoded", "not-applicable"}
            else key
        )
        assert subject in {read, *(body if key in {"level", "score"} else ())} or "it" in {key, body}
