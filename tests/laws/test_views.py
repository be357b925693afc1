"""Views: a framework that extends another is the same framework written out; weights as they were, and all weights scaled, change nothing."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govaudit.files.assemble import Tree
from govaudit.files.extend import extend
from govaudit.model.extension import OWN
from govaudit.model.framework import MISSING, Missing
from govaudit.problems import Code, GovauditError
from govaudit.scoring.aggregate import is_mean, takes_weights
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh

from .codebooks import Data
from .frameworks import FEWER, MEANS, Example, Style, compiled, examples, nodes_of

POLICIES: tuple[Missing | None, ...] = (None, *MISSING)
WEIGHTS: tuple[Any, ...] = (1, 2, Decimal("0.5"), 3, Fraction(1, 3))


def weighable(plan: Plan) -> dict[str, Fraction]:
    """The nodes that take a weight, each with the one it has; a member of a pooled group counts in the group above."""
    found: dict[str, Fraction | None] = {}
    for group in plan.nodes.values():  # parents first
        if group.kind != "derived" and group.aggregate:
            taken = takes_weights(group.aggregate.aggregation)
            for name, weight in group.members:
                found.setdefault(name, weight if taken else None)
    return {name: weight for name, weight in found.items() if weight is not None}


@FEWER
@given(examples())
def test_weights_as_given_change_nothing(example: Example) -> None:
    given_weights = weighable(example.plan)
    groups = [node for node in example.plan.nodes.values() if node.kind != "derived" and node.members]
    means = [node for node in groups if node.aggregate and is_mean(node.aggregate.aggregation)]
    assume(all(any(weight for _, weight in node.members) for node in means))
    assert reweigh(example.plan, given_weights) == example.plan


@FEWER
@given(examples(Style(aggregations=MEANS)), st.sampled_from(WEIGHTS), st.sampled_from(POLICIES))
def test_scaling_a_readers_weights_changes_nothing(example: Example, factor: Any, missing: Missing | None) -> None:
    """Law 3: only the shares that weights give matter."""
    members = dict(example.plan.nodes[example.plan.root].members)
    assume(all(any(weight for _, weight in node.members) for node in example.plan.nodes.values() if node.members))
    scaled = reweigh(example.plan, {name: weight * Fraction(factor) for name, weight in members.items()})
    assert shares(Evaluation(scaled, example.facts, missing).run()) == shares(example.run(missing))


def shares(results: dict[str, Result]) -> dict[str, Result]:
    """The results with the weights of the parts as shares of their total."""
    return {
        name: result._replace(
            parts=result.parts and tuple((member, weight / result.whole) for member, weight in result.parts)
        )
        for name, result in results.items()
    }


def test_weights_after_which_nothing_counts_are_refused() -> None:
    framework = {"id": "root", "version": "1", "indicators": [leaf("one"), leaf("two")]}
    plan = compiled(framework, {})
    with pytest.raises(GovauditError) as caught:
        reweigh(plan, {"one": Fraction(0), "two": Fraction(0)})
    assert [problem.code for problem in caught.value.problems] == [Code.BAD_WEIGHT]
    assert compiled({**framework, "aggregation": "sum"}, {}).nodes["root"].members
    reweigh(compiled({**framework, "aggregation": "sum"}, {}), {"one": Fraction(0), "two": Fraction(0)})


def leaf(name: str) -> Data:
    return {"id": name, "levels": [{"id": "else", "score": 1, "otherwise": True}]}


def overrides_of(framework: Data, data: st.DataObject) -> tuple[list[Data], Data]:
    """Some overrides, and the framework with the same values written into it by hand."""
    made, listed = deepcopy(framework), list[Data]()
    above = {
        child["id"]: node
        for node in nodes_of(made)
        for key in ("criteria", "indicators")
        for child in node.get(key, [])
    }
    for node in data.draw(st.permutations(nodes_of(made)))[:4]:
        item: Data = {}
        parent = above.get(node["id"])
        if parent and takes_weights(power(parent)) and not node.get("pooled") and data.draw(st.booleans()):
            item["weight"] = node["weight"] = node.get("weight", 1) + data.draw(st.sampled_from([1, Decimal("0.5")]))
        if node.get("levels"):
            item["levels"] = {level["id"]: level["score"] + 1 for level in node["levels"]}
            node["levels"] = [{**level, "score": level["score"] + 1} for level in node["levels"]]
        if node.get("caps") and data.draw(st.booleans()):
            item["caps"] = {cap["id"]: "none" for cap in node["caps"][:1]}
            node["caps"] = node["caps"][1:]
        elif any("at-most" in cap for cap in node.get("caps", [])):
            item["caps"] = {cap["id"]: cap["at-most"] + 1 for cap in node["caps"] if "at-most" in cap}
            node["caps"] = [
                {**cap, "at-most": cap["at-most"] + 1, "reason": "Why."} if "at-most" in cap else cap
                for cap in node["caps"]
            ]
        if node.get("bands"):
            cut = next(key for key in ("at-least", "at-most") if key in node["bands"][0])
            item["bands"] = {band["id"]: band[cut] + 1 for band in node["bands"] if cut in band}
            node["bands"] = [{**band, cut: band[cut] + 1} if cut in band else band for band in node["bands"]]
        if item:
            listed.append({"node": node["id"], **item, "reason": "Why."})
    return listed, made


def told(result: Result) -> tuple[object, ...]:
    """What a result says without naming nodes."""
    shares = tuple(share for _, share in result.parts or ())
    return (
        result.effective,
        result.low,
        result.high,
        result.point,
        result.coverage,
        result.levels,
        shares,
        result.caps,
    )


def power(node: Data) -> Any:
    how = node.get("aggregation", "mean")
    return how["power"] if isinstance(how, dict) else how


@given(examples(), st.data(), st.sampled_from(POLICIES))
def test_a_view_is_the_same_framework_written_out(
    example: Example, data: st.DataObject, missing: Missing | None
) -> None:
    """Under another id: what reads the whole, reads the view's whole."""
    listed, made = overrides_of(example.framework, data)
    assume(listed)
    before = deepcopy(example.framework)
    head = {"id": "seen", "version": "2", "title": "Seen", "rationale": "A reader."}
    extension = {**head, "extends": {"framework": "root", "version": "1"}, "overrides": listed}
    tree, lineage = extend("seen.yaml", extension, Tree(example.framework, [((), "root.yaml", ())]), OWN)
    assert example.framework == before
    view = Evaluation(compiled(tree.data, example.codebook), example.facts, missing).run()
    found = {"root" if name == "seen" else name: told(result) for name, result in view.items()}
    wanted = Evaluation(compiled(made, example.codebook), example.facts, missing).run()
    assert found == {name: told(result) for name, result in wanted.items()}
    said = {(item.node, item.value.split(".")[0]) for item in lineage.overridden}
    assert said == {(item["node"], key) for item in listed for key in item if key not in {"node", "reason"}}
