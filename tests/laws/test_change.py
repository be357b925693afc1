"""Why a score changed: the parts are those of scoring class by class, and sum exactly to the difference."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.change import Cause, Parts, State, change, fact_changes
from govaudit.analysis.strength import settled_weights
from govaudit.model.base import read
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.profile import Profile, Statement
from govaudit.model.scorecard import Score
from govaudit.scoring.evaluate import Evaluation

from .codebooks import Draw, Facts, knowledge, pick
from .frameworks import Example, compiled, examples, frameworks, scorecard

PROFILE = read(Profile, {"id": "forum", "name": "F", "kind": "k", "reviewed": {"on": 2026, "by": "us"}})
ORDER = (Cause.EVIDENCE, Cause.CORRECTION, Cause.WORLD, Cause.CRITERIA)
"""As the contract has it."""
POLICIES: tuple[Missing | None, ...] = (None, *MISSING)


def dated(draw: Draw, facts: Facts) -> Facts:
    """The same knowledge, each with a statement that began in one of two years."""

    def one(item: Knowledge) -> Knowledge:
        if item is UNCODED:
            return item
        return replace(item, statement=read(Statement, {"value": None, "from": pick(draw, (2001, 2002))}))

    return {name: one(item) for name, item in facts.items()}


@st.composite
def pairs(draw: Draw) -> tuple[State, State]:
    """Two states of one forum: other knowledge and, sometimes, other criteria and another policy."""
    example: Example = draw(examples())
    later = (
        compiled(draw(frameworks(example.codebook)), example.codebook) if pick(draw, (False, True)) else example.plan
    )
    first, second = pick(draw, POLICIES), pick(draw, POLICIES)
    old, new = dated(draw, example.facts), dated(draw, draw(knowledge(example.codebook)))
    return (
        State(example.plan, PROFILE, old, first, scorecard(example.plan, old, first)),
        State(later, PROFILE, new, second, scorecard(later, new, second)),
    )


def numbers(found: Score | Parts) -> list[Fraction]:
    assert found.point is not None
    assert found.low is not None
    assert found.high is not None
    return [found.point, found.low, found.high]


def by_class(before: State, after: State) -> dict[Cause, dict[str, tuple[Fraction | None, ...]]]:
    """Every node's numbers after each class of facts has been changed at once, and after the criteria."""
    facts = dict(before.facts)
    found: dict[Cause, dict[str, tuple[Fraction | None, ...]]] = {}
    for cause in ORDER:
        facts |= {item.fact: item.after for item in fact_changes(before, after) if item.cause is cause}
        side = after if cause is Cause.CRITERIA else before
        results = Evaluation(side.plan, after.facts if side is after else facts, side.missing).run()
        found[cause] = {name: (item.point, item.low, item.high) for name, item in results.items()}
    return found


@given(pairs())
def test_the_parts_are_the_steps_from_class_to_class(pair: tuple[State, State]) -> None:
    before, after = pair
    stages = by_class(before, after)
    for node in change(before, after).nodes:
        if node.causes is None:
            continue
        reached = numbers(node.before)
        for cause, parts in node.causes.items():
            reached = [now + part for now, part in zip(reached, numbers(parts), strict=True)]
            assert tuple(reached) == stages[cause][node.node]
        assert reached == numbers(node.after)


@given(pairs())
def test_no_split_exactly_where_a_score_is_missing_on_the_way(pair: tuple[State, State]) -> None:
    before, after = pair
    facts, points = dict(before.facts), []
    for item in fact_changes(before, after):
        facts[item.fact] = item.after
        points.append(Evaluation(before.plan, dict(facts), before.missing).run()["root"].point)
    (root,) = (node for node in change(before, after).nodes if node.node == "root")
    assert (root.causes is None) == (None in (root.before.point, root.after.point, *points))


@given(pairs())
def test_every_changed_fact_has_the_class_the_contract_gives_it(pair: tuple[State, State]) -> None:
    before, after = pair
    for item in fact_changes(before, after):
        if item.before.unknown or item.after.unknown:
            wanted = Cause.EVIDENCE
        else:
            assert item.before.statement
            assert item.after.statement
            same = item.before.statement.from_ == item.after.statement.from_
            wanted = Cause.CORRECTION if same else Cause.WORLD
        assert item.cause is wanted


@given(pairs())
def test_a_change_and_its_reverse_cancel(pair: tuple[State, State]) -> None:
    there = {node.node: node for node in change(*pair).nodes}
    for back in change(pair[1], pair[0]).nodes:
        assert (back.before, back.after) == (there[back.node].after, there[back.node].before)


@given(examples())
def test_the_weights_of_what_is_settled_sum_to_the_coverage(example: Example) -> None:
    card = scorecard(example.plan, example.facts)
    assert sum(settled_weights(example.plan, card).values()) == (card.score.coverage or 0)
