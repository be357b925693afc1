"""Views of a framework: an override there and back changes nothing, nor does scaling; weights of a run are weights of the file."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govaudit.files.assemble import Tree
from govaudit.files.extend import extend
from govaudit.model.extension import OWN
from govaudit.problems import GovauditError
from govaudit.scoring.aggregate import takes_weights
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh

from .codebooks import Data
from .frameworks import FEWER, Example, Style, compiled, examples, nodes_of, scorecard

WEIGHED = st.sampled_from([Fraction(1, 3), Fraction(1, 2), Fraction(2), Fraction(7, 4), Fraction(5)])


def weighable(plan: Plan) -> Iterator[str]:
    """The nodes of the tree that have a weight where they stand."""
    for node in plan.nodes.values():
        if node.aggregate and node.kind != "derived" and takes_weights(node.aggregate.aggregation):
            yield from (name for name, _ in node.members)


def ratio(number: Fraction) -> str:
    """A number as a file may have it."""
    return f"{number.numerator}/{number.denominator}"


def rewritten(framework: Data, weights: dict[str, Fraction]) -> Data:
    """The same file with other weights."""
    made = deepcopy(framework)
    for node in nodes_of(made):
        if node["id"] in weights:
            node["weight"] = ratio(weights[node["id"]])
    return made


def extended(framework: Data, overrides: list[Data], name: str) -> Data:
    """The file of a framework that extends another, resolved."""
    head = {"id": name, "version": "1", "title": name, "rationale": "Somebody's."}
    base = {"framework": framework["id"], "version": framework["version"]}
    said = [{"reason": "So it is seen.", **item} for item in overrides]
    tree, _ = extend("f.yaml", {**head, "extends": base, "overrides": said}, Tree(framework, [((), "b.yaml", ())]), OWN)
    return tree.data  # type: ignore[no-any-return]


@FEWER
@given(examples(), st.data())
def test_weights_of_a_run_are_the_same_weights_in_the_file(example: Example, data: st.DataObject) -> None:
    names = sorted(set(weighable(example.plan)))
    assume(names)
    chosen = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    weights = {name: data.draw(WEIGHED) for name in chosen}
    plan = reweigh(example.plan, weights)
    written = compiled(rewritten(example.framework, weights), example.codebook)
    assert plan.ranges == written.ranges
    assert scorecard(plan, example.facts).nodes == scorecard(written, example.facts).nodes


def _may_be_weighed(name: str, nodes: dict[str, Data], plan: Plan) -> bool:
    """Whether a file may give it a weight without a warning: it is not pooled, and the group that holds it takes weights."""
    group = plan.nodes[plan.nodes[name].parent or ""].aggregate
    return not nodes[name].get("pooled") and group is not None and takes_weights(group.aggregation)


@FEWER
@given(examples(Style(asks=False)), st.data())
def test_an_override_there_and_back_gives_the_scores_of_the_base(example: Example, data: st.DataObject) -> None:
    framework = {"version": "1", "title": "Base", "rationale": "Ours.", **example.framework}
    nodes = {node["id"]: node for node in nodes_of(framework)}
    names = sorted(name for name in weighable(example.plan) if _may_be_weighed(name, nodes, example.plan))
    assume(names)
    name = data.draw(st.sampled_from(names))
    was = Fraction(str(nodes[name].get("weight", 1)))
    assume(was)  # back to 0 may leave a group of which nothing counts, and that is refused
    there = extended(framework, [{"node": name, "weight": ratio(was + 1)}], "there")
    back = extended(there, [{"node": name, "weight": ratio(was)}], framework["id"] + "-again")
    again = scorecard(compiled(back, example.codebook), example.facts)
    first = scorecard(compiled(framework, example.codebook), example.facts)
    assert again.score == first.score
    same = {node.id: node.score for node in first.nodes if node.kind != "framework"}
    assert {node.id: node.score for node in again.nodes if node.kind != "framework"} == same
    assert again.designations == first.designations


@FEWER
@given(examples())
def test_nothing_can_be_weighed_but_members_of_the_tree(example: Example) -> None:
    plan = example.plan
    fitting = set(weighable(plan))
    for node in plan.nodes.values():
        if node.id not in fitting:
            with pytest.raises(GovauditError):
                reweigh(plan, {node.id: Fraction(2)})
    assert reweigh(plan, {}) == replace(plan, weights={})
