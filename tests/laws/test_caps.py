"""Caps and least coverage: a cap that may hold lowers low; a withheld point still counts in the parent."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import Missing
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.model.scorecard import Score

from .codebooks import Data
from .frameworks import FEWER, SCORES, Example, examples, nodes_of, scorecard

FRESH = {"question": "?", "type": "boolean", "basis": "law"}
POLICIES: tuple[Missing, ...] = ("zero-credit", "full-credit", "exclude")
LIMITS = st.sampled_from(SCORES)


def capped(example: Example, limit: object, held: Knowledge) -> Example:
    """The same framework with one more cap on the root, that reads a fact of its own."""
    cap = {"id": "fresh", "when": {"fresh": True}, "at-most": limit, "reason": "?"}
    framework = {**example.framework, "caps": [*example.framework.get("caps", []), cap]}
    return Example({**example.codebook, "fresh": FRESH}, framework, {**example.facts, "fresh": held})


def least(number: Fraction | None, limit: Fraction) -> Fraction | None:
    return None if number is None else min(number, limit)


@FEWER
@given(examples(), LIMITS, st.sampled_from(POLICIES))
def test_a_cap_that_holds_lowers_all_and_one_that_does_not_nothing(
    example: Example, limit: object, missing: Missing
) -> None:
    before = example.run(missing)["root"]
    off = capped(example, limit, known(False)).run(missing)["root"]
    on = capped(example, limit, known(True)).run(missing)["root"]
    ceiling = Fraction(str(limit))
    assert (off.low, off.high, off.point) == (before.low, before.high, before.point)
    assert (on.low, on.high, on.point) == tuple(least(n, ceiling) for n in (before.low, before.high, before.point))
    assert on.coverage == off.coverage == before.coverage


@FEWER
@given(examples(), LIMITS, st.sampled_from(POLICIES), st.sampled_from([Kind.UNCODED, Kind.NOT_FOUND, Kind.CONTESTED]))
def test_an_unknown_cap_lowers_low_and_the_point_under_zero_credit(
    example: Example, limit: object, missing: Missing, kind: Kind
) -> None:
    before = example.run(missing)["root"]
    maybe = capped(example, limit, Knowledge(kind, (True, False) if kind is Kind.CONTESTED else ())).run(missing)[
        "root"
    ]
    ceiling = Fraction(str(limit))
    assert maybe.low == least(before.low, ceiling)
    assert maybe.high == before.high
    assert maybe.point == (least(before.point, ceiling) if missing == "zero-credit" else before.point)


@FEWER
@given(examples())
def test_a_cap_on_a_band_never_touches_the_score(example: Example) -> None:
    bands = [{"at-least": 1, "id": "good"}, {"otherwise": True, "id": "poor"}]
    framework = {**example.framework, "bands": bands, "caps": []}
    cap = {"id": "fresh", "when": {"fresh": True}, "band": "poor", "reason": "?"}
    codebook = {**example.codebook, "fresh": FRESH}
    plain = scorecard(Example(codebook, framework, {}).plan, example.facts)
    plan = Example(codebook, {**framework, "caps": [cap]}, {}).plan
    on, off = (scorecard(plan, {**example.facts, "fresh": known(value)}) for value in (True, False))
    maybe = scorecard(plan, example.facts)
    assert on.score == off.score == maybe.score == plain.score
    assert off.band == plain.band
    assert on.band in {None, "poor"}
    assert (on.band is None) == (plain.band is None)
    if plain.root and plain.root.possible_bands:
        assert on.root is not None
        assert maybe.root is not None
        assert on.root.possible_bands == ("poor",)
        assert set(maybe.root.possible_bands) == {*plain.root.possible_bands, "poor"}
    if plain.band:
        assert maybe.band == ("poor" if maybe.missing == "zero-credit" else plain.band)


@FEWER
@given(examples(), st.sampled_from([Fraction(1, 3), Fraction(1)]), st.data())
def test_min_coverage_withholds_but_still_counts_in_the_parent(
    example: Example, share: Fraction, data: st.DataObject
) -> None:
    groups = [node["id"] for node in nodes_of(example.framework) if "aggregation" in node]
    name = data.draw(st.sampled_from(groups))
    free = Example(example.codebook, _with(example.framework, name, Fraction(0)), example.facts)
    bound = Example(example.codebook, _with(example.framework, name, share), example.facts)
    before, after = scorecard(free.plan, free.facts), scorecard(bound.plan, bound.facts)
    hidden = after.root is not None and bool(after.root.withheld)
    assert after.contributions == (() if hidden else before.contributions)
    for old, new in zip(before.nodes, after.nodes, strict=True):
        if hidden:  # a withheld point has no parts
            assert new.contribution is None
            old = replace(old, contribution=None)  # noqa: PLW2901
        coverage = old.score.coverage
        if new.id != name or coverage is None or coverage >= share:
            assert new == old
            continue
        assert new.withheld
        assert new.score == replace(old.score, point=None)
        assert new.band is None
        assert new.possible_bands == old.possible_bands
    assert before.designations == after.designations


def _with(node: Data, name: str, share: Fraction) -> Data:
    node = {**node, "min-coverage": share} if node["id"] == name else dict(node)
    for key in {"criteria", "derived"} & set(node):
        node[key] = [_with(child, name, share) for child in node[key]]
    return node


@pytest.mark.parametrize("low", [True, False])
def test_a_withheld_child_bounds_its_parent(*, low: bool) -> None:
    levels = [{"id": "yes", "score": 4, "when": {"fresh": True}}, {"id": "no", "score": 2, "otherwise": True}]
    child = {"id": "child", "min-coverage": 1, "indicators": [{"id": "leaf", "levels": levels}]}
    framework = {"id": "root", "version": "1", "criteria": [child]}
    facts = {} if low else {"fresh": known(True)}
    card = scorecard(Example({"fresh": FRESH}, framework, facts).plan, facts)
    assert card.node("child").score.point == (None if low else 4)
    two, four = Fraction(2), Fraction(4)
    partly = Score(point=two, low=two, high=four, coverage=Fraction(0))
    assert card.score == (partly if low else Score(point=four, low=four, high=four, coverage=Fraction(1)))
