"""What a node can score at all, whatever the facts: used to refuse aggregations that cannot take negative scores."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from govaudit.problems import Code, Collector
from govaudit.scoring.aggregate import refuses_negative
from govaudit.scoring.node import PlanNode
from govaudit.scoring.scale import extremes

Range: TypeAlias = tuple[Fraction, Fraction]
ZERO = Fraction(0)


def ranges_of(nodes: Mapping[str, PlanNode], order: tuple[str, ...]) -> dict[str, Range]:
    """Outer bounds of each node's score over all facts, members in or out."""
    ranges: dict[str, Range] = {}
    for name in order:
        node = nodes[name]
        ranges[name] = extremes(node.scale) if node.scale else _combined(node, ranges)
    return ranges


def _combined(node: PlanNode, ranges: Mapping[str, Range]) -> Range:
    assert node.aggregate is not None  # a node without a scale aggregates
    members = [(weight, *ranges[name]) for name, weight in node.members]
    match node.aggregate.aggregation:
        case "sum":
            low = sum((min(ZERO, weight * least) for weight, least, _ in members), ZERO)
            high = sum((max(ZERO, weight * most) for weight, _, most in members), ZERO)
        case "product":
            low, high = min(ZERO, *(least for _, least, _ in members)), Fraction(1)
            for _, _, most in members:
                high *= max(Fraction(1), most)
        case _:
            low, high = min(least for _, least, _ in members), max(most for *_, most in members)
    if node.aggregate.steps:
        values = [step.value for step in node.aggregate.steps]
        low, high = min(values), max(values)
    ceilings = [cap.at_most for cap, _ in node.caps if cap.at_most is not None]
    return min([low, *ceilings]), high


def check_negative(nodes: Mapping[str, PlanNode], ranges: Mapping[str, Range], problems: Collector) -> None:
    """Collect every member that can fall below zero where the aggregation cannot take it."""
    for node in nodes.values():
        if node.aggregate and refuses_negative(node.aggregate.aggregation):
            for name, _ in node.members:
                if ranges[name][0] < 0:
                    message = f"expected members that cannot fall below 0; {name} can"
                    problems.add(Code.NEGATIVE_MEMBER, message, (*node.place, "aggregation"), "use mean or sum")
