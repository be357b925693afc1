"""Contributions sum exactly to the point, under every policy."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import MISSING, Missing
from govaudit.scoring.contributions import factors, lines

from .frameworks import FEWER, Example, Style, examples, scorecard

POLICIES: tuple[Missing | None, ...] = (None, *MISSING)
PLAIN = Style(aggregations=("mean", "sum"))


@given(examples(), st.sampled_from(POLICIES))
def test_contributions_sum_exactly_to_the_point(example: Example, missing: Missing | None) -> None:
    results = example.run(missing)
    found = lines(example.plan, results)
    if results["root"].point is None:
        assert not found
    else:
        assert sum((line.value for line in found), Fraction(0)) == results["root"].point


@FEWER
@given(examples(PLAIN), st.sampled_from(POLICIES))
def test_contributions_of_means_and_sums_go_down_to_the_indicators(example: Example, missing: Missing | None) -> None:
    results = example.run(missing)
    steps = any(node.aggregate and node.aggregate.steps for node in example.plan.nodes.values())
    for line in lines(example.plan, results):
        assert line.kind in ({"indicator", "cap", "steps"} if steps else {"indicator", "cap"})
        assert line.kind != "cap" or line.value < 0
        assert line.kind != "indicator" or example.plan.nodes[line.node].kind == "indicator"


@FEWER
@given(examples(), st.sampled_from(POLICIES))
def test_members_excluded_or_not_applicable_have_no_number(example: Example, missing: Missing | None) -> None:
    results = example.run(missing)
    card = scorecard(example.plan, example.facts, missing)
    worth = {} if card.nodes[0].withheld else factors(example.plan, results)
    for node in card.nodes:
        point = results[node.id].point
        if point is None or node.id not in worth:
            assert node.contribution is None
        else:
            assert node.contribution == worth[node.id] * point
