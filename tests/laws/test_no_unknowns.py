"""Law 3: without unknowns there is one number, and it is the naive one; constants, weights and order."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import MISSING, Missing
from govaudit.rules.truth import TRUE, UNKNOWN

from .brute import Brute, completions, is_mean
from .codebooks import Data
from .frameworks import FEWER, MEANS, Example, Style, examples, nodes_of, scorecard

HULL = (*MEANS, "minimum", "maximum", "median")
POLICIES: tuple[Missing | None, ...] = (None, *MISSING)


@given(examples(unknown=False), st.sampled_from(POLICIES))
def test_no_unknowns_gives_one_exact_score(example: Example, missing: Missing | None) -> None:
    results = example.run(missing)
    (complete,) = completions(example.codebook, example.facts)
    for name, score in Brute(example.framework, example.codebook, complete).results.items():
        found = results[name]
        assert found.effective is not UNKNOWN
        assert found.low == found.point == found.high == score
        assert found.coverage in ({None} if score is None else {None, 1})
        assert (found.effective is TRUE) == (score is not None)


@FEWER
@given(examples(Style(aggregations=HULL)), st.sampled_from([0, 1, Decimal("0.3"), Decimal("66.7"), 100]))
def test_all_children_at_one_value_give_that_value(example: Example, value: Any) -> None:
    framework = _everywhere(example.framework, lambda node: _constant(node, value))
    constant = Example(example.codebook, framework, example.facts)
    for missing in POLICIES:
        for name, found in constant.run(missing).items():
            assert found.low in {None, Fraction(value)}, name
            assert found.high == found.low
            assert found.point in {None, Fraction(value)}
            assert found.point is not None or found.low is None or missing in {None, "exclude"}


@FEWER
@given(examples(Style(aggregations=HULL)))
def test_hull_of_the_parts(example: Example) -> None:
    """P13: without steps and caps a group lies between its least and its greatest part."""
    framework = _everywhere(
        example.framework, lambda node: {k: v for k, v in node.items() if k not in {"steps", "caps"}}
    )
    plain = Example(example.codebook, framework, example.facts)
    results = plain.run()
    for name, node in plain.plan.nodes.items():
        parts = [results[member] for member, _ in node.members]
        lows = [part.low for part in parts if part.low is not None]
        highs = [part.high for part in parts if part.high is not None]
        low, high = results[name].low, results[name].high
        if node.members and low is not None and high is not None:
            assert min(lows) <= low <= high <= max(highs)


@FEWER
@given(examples(), st.sampled_from([2, Fraction(1, 3), Decimal("0.1"), 10]))
def test_scaling_all_weights_of_a_mean_changes_nothing(example: Example, factor: Any) -> None:
    scaled = _scale(example.framework, Fraction(factor))
    other = Example(example.codebook, scaled, example.facts)
    for missing in POLICIES:
        assert scorecard_values(other, missing) == scorecard_values(example, missing)


def scorecard_values(example: Example, missing: Missing | None) -> list[object]:
    card = scorecard(example.plan, example.facts, missing)
    return [(node.id, node.score, node.band, node.contribution) for node in card.nodes] + [
        card.contributions,
        card.designations,
    ]


def _everywhere(node: Data, change: Callable[[Data], Data]) -> Data:
    changed = dict(change(node))
    for key in ("criteria", "indicators", "derived"):
        if key in changed:
            changed[key] = [_everywhere(child, change) for child in changed[key]]
    return changed


def _constant(node: Data, value: Any) -> Data:
    """The same node, every score in it `value`."""
    node = {
        key: item
        for key, item in node.items()
        if key not in {"steps", "caps", "rubric", "fact", "points", "linear", "levels"}
    }
    if "aggregation" not in node:
        node["levels"] = [{"id": "else", "score": value, "otherwise": True}]
    node = _ungated(node)
    return node | {"rules": {}, "rubrics": {}, "designations": []} if "version" in node else node


def _ungated(node: Data) -> Data:
    """Without a gate that reads levels, which the constant rubric no longer has."""
    return {key: item for key, item in node.items() if key != "applies-when" or not _reads_nodes_or_names(item)}


def _reads_nodes_or_names(rule: Data) -> bool:
    text = repr(rule)
    return any(word in text for word in ("'level'", "'rule'", "'score'"))


def _scale(framework: Data, factor: Fraction) -> Data:
    """All weights of each mean times `factor`; a group with pooled parts, whose weights serve two groups, stays."""
    return _everywhere(framework, lambda node: _with_weights(node, factor) if _scales(node) else node)


def _scales(node: Data) -> bool:
    pooled = [child for child in node.get("criteria", []) if child.get("pooled")]
    return "aggregation" in node and not node.get("pooled") and is_mean(node["aggregation"]) and not pooled


def _with_weights(node: Data, factor: Fraction) -> Data:
    node = dict(node)
    if "of" in node:
        of = node["of"] if isinstance(node["of"], dict) else dict.fromkeys(node["of"], 1)
        node["of"] = {name: Fraction(weight) * factor for name, weight in of.items()}
    for key in {"criteria", "indicators"} & set(node):
        children = cast("list[Data]", node[key])
        node[key] = [{**child, "weight": Fraction(child.get("weight", 1)) * factor} for child in children]
    return node


@pytest.mark.parametrize("how", HULL, ids=str)
def test_one_member_alone_is_the_group(how: Any) -> None:
    third = {"id": "part", "levels": [{"id": "else", "score": Fraction(1, 3), "otherwise": True}], "weight": 7}
    framework = {"id": "root", "version": "1", "aggregation": how, "indicators": [third]}
    assert Example({}, framework, {}).run()["root"].point == Fraction(1, 3)
    assert [node["id"] for node in nodes_of(framework)] == ["root", "part"]
