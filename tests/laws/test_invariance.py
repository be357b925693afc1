"""What must not matter: an inapplicable indicator is a deleted one, one of weight 2w is two of w, other facts are other facts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known

from .codebooks import Data
from .frameworks import AGGREGATIONS, FEWER, MEANS, Example, Style, examples, scorecard

POLICIES: tuple[Missing | None, ...] = (None, *MISSING)
FRESH = {"question": "?", "type": "boolean", "basis": "law"}
SPLIT = (*MEANS, "sum")


def with_leaf(example: Example, leaf: Data, state: Knowledge, **more: Any) -> Example:
    """The same framework with one more indicator on the root, that reads a fact of its own."""
    leaves = [*example.framework.get("indicators", []), leaf]
    return Example(
        {**example.codebook, "fresh": FRESH},
        {**example.framework, "indicators": leaves, **more},
        {**example.facts, "fresh": state},
    )


def leaf_of(scores: tuple[Any, Any], **more: Any) -> Data:
    levels = [
        {"id": "yes", "score": scores[0], "when": {"fresh": True}},
        {"id": "no", "score": scores[1], "otherwise": True},
    ]
    return {"id": "fresh-leaf", "levels": levels, **more}


@FEWER
@given(examples(), st.sampled_from(POLICIES), st.booleans())
def test_turning_an_indicator_not_applicable_equals_deleting_it(
    example: Example, missing: Missing | None, gate: bool
) -> None:
    """P10."""
    gated = {"applies-when": {"fresh": True}} if gate else {}
    state = known(False) if gate else Knowledge(Kind.NOT_APPLICABLE)
    more = with_leaf(example, leaf_of((3, 0), **gated), state)
    old, new = scorecard(example.plan, example.facts, missing), scorecard(more.plan, more.facts, missing)
    assert [node for node in new.nodes if node.id != "fresh-leaf"] == list(old.nodes)
    assert (new.designations, new.contributions) == (old.designations, old.contributions)
    assert new.node("fresh-leaf").applies == "no"


@FEWER
@given(
    examples(Style(aggregations=SPLIT)),
    st.sampled_from(POLICIES),
    st.sampled_from([True, False, None]),
    st.sampled_from([1, 2, 3]),
)
def test_splitting_one_indicator_into_two_of_half_its_weight(
    example: Example, missing: Missing | None, state: bool | None, weight: int
) -> None:
    """P16, for means and sums."""
    held = UNCODED if state is None else known(state)
    whole = with_leaf(example, leaf_of((3, 1), weight=2 * weight), held)
    twin = leaf_of((3, 1), weight=weight)
    halves = with_leaf(whole, {**twin, "id": "other-leaf"}, held)
    halves.framework["indicators"][-2] = twin
    halves = Example(halves.codebook, halves.framework, halves.facts)
    one, two = whole.run(missing)["root"], halves.run(missing)["root"]
    assert (one.low, one.high, one.point, one.coverage) == (two.low, two.high, two.point, two.coverage)


@FEWER
@given(examples(Style(aggregations=MEANS)), st.sampled_from([1, 2, Fraction(1, 2)]))
def test_an_indicator_unknown_for_all_widens_the_interval(example: Example, weight: Any) -> None:
    """P17, for means: as long as its own range holds that of the rest, the new interval holds the old one."""
    plain = Example(example.codebook, {**example.framework, "steps": [], "caps": []}, example.facts)
    before = plain.run()["root"]
    wide = leaf_of((plain.plan.ranges["root"][1], plain.plan.ranges["root"][0]), weight=weight)
    after = with_leaf(plain, wide, UNCODED).run()["root"]
    if before.low is not None and before.high is not None:
        assert after.low is not None
        assert after.high is not None
        assert after.low <= before.low <= before.high <= after.high


@FEWER
@given(examples(), st.sampled_from(POLICIES), st.data())
def test_an_unrelated_fact_changes_no_score(example: Example, missing: Missing | None, data: st.DataObject) -> None:
    """P31: only facts that a node depends on can move it."""
    name = data.draw(st.sampled_from(sorted(example.codebook)))
    other = data.draw(st.sampled_from([UNCODED, Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)]))
    before, after = example.run(missing), example.run(missing, {**example.facts, name: other})
    for node, result in after.items():
        if name not in reachable(example, node):
            assert result == before[node]


@FEWER
@given(examples(), st.sampled_from(POLICIES), st.data())
def test_rerunning_what_depends_on_a_fact_is_rerunning_all(
    example: Example, missing: Missing | None, data: st.DataObject
) -> None:
    """The dependencies of a plan are complete: nodes that do not depend on a changed fact may be kept."""
    from govaudit.scoring.evaluate import Evaluation  # only here

    name = data.draw(st.sampled_from(sorted(example.codebook)))
    facts = {**example.facts, name: data.draw(st.sampled_from([UNCODED, Knowledge(Kind.NOT_APPLICABLE)]))}
    touched = frozenset(node for node in example.plan.nodes if name in reachable(example, node))
    partial = Evaluation(example.plan, facts, missing).run(touched, example.run(missing))
    assert partial == example.run(missing, facts)


def reachable(example: Example, node: str) -> set[str]:
    """The facts that a node depends on, directly or through other nodes."""
    found, stack, seen = set[str](), [node], set[str]()
    while stack:
        here = stack.pop()
        if here not in seen:
            seen.add(here)
            found |= example.plan.depends[here].facts
            stack.extend(example.plan.depends[here].nodes)
    return found


def test_a_group_without_an_applicable_member_leaves_its_parent() -> None:
    """S01, S02: never 0, and no score at all where nothing applies."""
    leaf = leaf_of((4, 0))
    one = {"id": "one", "indicators": [{"id": "sure", "levels": [{"id": "else", "score": 3, "otherwise": True}]}]}
    framework = {"id": "root", "version": "1", "criteria": [{"id": "gone", "indicators": [leaf]}, one]}
    facts = {"fresh": Knowledge(Kind.NOT_APPLICABLE)}
    card = scorecard(Example({"fresh": FRESH}, framework, facts).plan, facts)
    assert card.score.point == 3
    assert card.node("gone").score == replace(card.score, point=None, low=None, high=None, coverage=None)
    empty = Example({"fresh": FRESH}, {**framework, "criteria": framework["criteria"][:1]}, facts)
    assert scorecard(empty.plan, facts).score.point is None
    weightless = Example({"fresh": FRESH}, {"id": "root", "version": "1", "indicators": [{**leaf, "weight": 0}]}, {})
    for how in AGGREGATIONS:
        spare = Example(weightless.codebook, {**weightless.framework, "aggregation": how}, {"fresh": known(True)})
        assert (spare.run()["root"].point is None) == (how == "mean" or how in MEANS)
