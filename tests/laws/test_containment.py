"""Law 1: whatever the unknown facts turn out to be, the score lies between low and high."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from govaudit.model.framework import MISSING, Missing
from govaudit.rules.truth import FALSE, TRUE

from .brute import Brute, aggregate, completions, entry, is_mean
from .codebooks import Data
from .frameworks import FEWER, Example, Style, examples, nodes_of, scorecard

ENDS: tuple[tuple[Missing, str], ...] = (("zero-credit", "low"), ("full-credit", "high"))


@given(examples())
def test_containment(example: Example) -> None:
    results = example.run()
    for complete in completions(example.codebook, example.facts):
        for name, score in Brute(example.framework, example.codebook, complete).results.items():
            found = results[name]
            if score is None:
                assert found.applies is not TRUE or found.effective is not TRUE
                continue
            assert found.effective is not FALSE
            assert found.low is not None
            assert found.high is not None
            assert found.low <= score <= found.high


@FEWER
@given(examples())
def test_containment_of_levels_and_bands(example: Example) -> None:
    card = scorecard(example.plan, example.facts)
    for complete in completions(example.codebook, example.facts):
        brute = Brute(example.framework, example.codebook, complete)
        for name, node in brute.nodes.items():
            if brute.score(name) is None:
                continue
            if "levels" in node or "rubric" in node:
                assert brute.level(name) in card.node(name).possible_levels
            if node.get("bands"):
                assert brute.band(name) in card.node(name).possible_bands


@FEWER
@given(examples())
def test_containment_in_the_declared_range(example: Example) -> None:
    for name, result in example.run().items():
        least, most = example.plan.ranges[name]
        if result.low is not None and result.high is not None:
            assert least <= result.low <= result.high <= most


@pytest.mark.parametrize(("missing", "end"), ENDS)
@given(example=examples())
def test_zero_credit_gives_low_and_full_credit_high(missing: Missing, end: str, example: Example) -> None:
    results = example.run(missing)
    turned = falling_below(example.framework)
    for name, result in results.items():
        if name not in turned:
            assert result.point == getattr(result, end)


@FEWER
@given(examples())
def test_over_steps_the_point_is_the_entry_of_the_point(example: Example) -> None:
    """And under `exclude` it is the score of what is known: settled members alone, members that surely apply alone."""
    results = example.run("exclude")
    policies = {node["id"]: node for node in nodes_of(example.framework)}
    brute = Brute(example.framework, example.codebook, next(completions(example.codebook, example.facts)))
    for name, node in policies.items():
        found = results[name]
        if found.effective is FALSE or not example.plan.nodes[name].members:
            continue
        how = node.get("aggregation", "mean")
        members = [
            (weight, results[member].point, _certain(node, results[member])) for weight, member in brute.members(node)
        ]
        chosen = [
            (w, point) for w, point, certain in members if certain and point is not None and (w > 0 or not is_mean(how))
        ]
        expected = aggregate(how, chosen) if chosen else None
        if expected is not None and node.get("steps"):
            expected = Fraction(entry(node["steps"], expected)["value"])
        for cap, held in zip(node.get("caps", []), found.caps, strict=True):
            if expected is not None and "at-most" in cap and held is TRUE:
                expected = min(expected, Fraction(cap["at-most"]))
        assert found.point == expected


@FEWER
@given(examples(Style(falling=False)))
def test_every_indicator_counts_as_its_own_policy_says(example: Example) -> None:
    results = example.run()
    for name, node in example.plan.nodes.items():
        found = results[name]
        if node.scale is None or found.effective is FALSE:
            continue
        unsettled = found.low != found.high or found.effective is not TRUE
        expected = {"zero-credit": found.low, "full-credit": found.high, "exclude": None if unsettled else found.low}
        assert found.point == expected[node.missing]


def test_a_doubtful_group_is_in_or_out_as_its_own_policy_says() -> None:
    """Its one indicator, unsettled because its group may not apply, counts as 4 in the group whatever the group does."""
    boolean = {"question": "?", "type": "boolean", "basis": "law"}
    four = {"id": "four", "missing": "zero-credit", "levels": [{"id": "else", "score": 4, "otherwise": True}]}
    two = {"id": "two", "levels": [{"id": "else", "score": 2, "otherwise": True}]}
    points = {}
    for policy in MISSING:
        group = {"id": "group", "missing": policy, "applies-when": {"fact": True}, "indicators": [four]}
        framework = {"id": "root", "version": "1", "criteria": [group], "indicators": [two]}
        results = Example({"fact": boolean}, framework, {}).run()
        assert results["group"].point == 4
        points[policy] = results["root"].point
    assert points == {"zero-credit": 2, "full-credit": 3, "exclude": 2}
    assert (results["root"].low, results["root"].high) == (Fraction(2), Fraction(3))


def _certain(node: Data, member: object) -> bool:
    return getattr(member, "effective" if "of" in node else "applies") is TRUE


def falling_below(framework: Data) -> set[str]:
    """Every node with a falling step table on it or below it."""
    nodes = {node["id"]: node for node in nodes_of(framework)}
    reads = {name: _members(node) for name, node in nodes.items()}
    found = {name for name, node in nodes.items() if _falls(node)}
    while more := {name for name in nodes if name not in found and found & reads[name]}:
        found |= more
    return found


def _members(node: Data) -> set[str]:
    below = [*node.get("criteria", []), *node.get("indicators", [])]
    pooled = [name for child in below if child.get("pooled") for name in _members(child)]
    return {*node.get("of", []), *(child["id"] for child in below), *pooled}


def _falls(node: Data) -> bool:
    steps = node.get("steps")
    if not steps:
        return False
    up = "at-least" in steps[0]
    return bool(steps[0]["value"] < steps[-1]["value"] if up else steps[0]["value"] > steps[-1]["value"])
