"""Whatever the weights of the criteria: no weights lead out of the range, and weights are there that reach its ends."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from govaudit.analysis.otherwise import otherwise
from govaudit.model.framework import MISSING, Missing
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.reweigh import reweigh
from govaudit.scoring.scorecard import why_withheld

from .frameworks import FEWER, Example, Style, examples


def under(example: Example, weights: dict[str, Fraction], missing: Missing | None) -> Result:
    """The whole, every node evaluated anew."""
    plan = reweigh(example.plan, weights)
    return Evaluation(plan, example.facts, missing).run()[plan.root]


@given(
    example=examples(Style(aggregations=("mean", "mean", "geometric", "harmonic"))),
    missing=st.sampled_from([None, *MISSING]),
    data=st.data(),
)
def test_no_weights_lead_out_of_the_range(example: Example, missing: Missing | None, data: st.DataObject) -> None:
    plan = example.plan
    names = [name for name, weight in plan.nodes[plan.root].members if weight]
    found = otherwise(plan, example.facts, missing)
    assume(names and not found.obstacle)
    drawn = data.draw(st.lists(st.integers(0, 4), min_size=len(names), max_size=len(names)).filter(any))
    result = under(example, {name: Fraction(weight) for name, weight in zip(names, drawn, strict=True)}, missing)
    if found.points and result.point is not None:
        assert found.points[0] <= result.point <= found.points[1]
    if result.low is not None and result.high is not None:
        assert found.bounds is not None
        assert found.bounds[0] <= result.low <= result.high <= found.bounds[1]
    alone = [under(example, {other: Fraction(other == name) for other in names}, missing) for name in names]
    points = [corner.point for corner in alone if corner.point is not None]
    if found.points:
        assert found.points == (min(points), max(points))


@FEWER
@given(example=examples())
def test_left_out_means_of_no_weight(example: Example) -> None:
    found = otherwise(example.plan, example.facts)
    for name, node in found.left_out.items():
        result = under(example, {name: Fraction(0)}, None)
        withheld = why_withheld(example.plan.nodes[example.plan.root], result)
        assert (node.score.point, node.score.low) == (None if withheld else result.point, result.low)


@FEWER
@given(example=examples())
def test_each_policy_as_if_it_had_been_asked_for(example: Example) -> None:
    for policy, node in otherwise(example.plan, example.facts).policies.items():
        result = Evaluation(example.plan, example.facts, policy).run()[example.plan.root]
        withheld = why_withheld(example.plan.nodes[example.plan.root], result)
        assert node.score.point == (None if withheld else result.point)
