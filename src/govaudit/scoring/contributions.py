"""Where the points of a score come from: lines that sum to it exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from govaudit.scoring.evaluate import Result
from govaudit.scoring.plan import Plan

LineKind: TypeAlias = Literal["indicator", "aggregate", "steps", "cap"]


@dataclass(frozen=True, slots=True)
class Line:
    """One part of the root's point: an indicator's share, a group that is one line, or a cap (negative)."""

    node: str
    kind: LineKind
    value: Fraction


def factors(plan: Plan, results: Mapping[str, Result]) -> dict[str, Fraction]:
    """How much one point of each node is worth at the root; a node behind an opaque aggregation is not listed."""
    found: dict[str, Fraction] = {}
    stack = [(plan.root, Fraction(1))]
    while stack:
        name, factor = stack.pop()
        found[name] = factor
        result = results[name]
        worth = factor / result.whole
        stack.extend((member, worth * weight) for member, weight in result.parts or ())
    return found


def lines(plan: Plan, results: Mapping[str, Result]) -> tuple[Line, ...]:
    """The lines of the root's point, in the order of the nodes; none if there is no point."""
    if results[plan.root].point is None:
        return ()
    worth = factors(plan, results)
    return tuple(
        line for name in plan.nodes if name in worth for line in _lines_of(plan, name, results[name], worth[name])
    )


def _lines_of(plan: Plan, name: str, result: Result, factor: Fraction) -> Iterator[Line]:
    assert result.point is not None  # a member without a point has no share
    spec = plan.nodes[name].aggregate
    if spec is None:
        yield Line(name, "indicator", factor * result.point)
        return
    before = result.point if result.before_caps is None else result.before_caps
    if result.parts is None:
        yield Line(name, "steps" if spec.steps else "aggregate", factor * before)
    if result.point != before:
        yield Line(name, "cap", factor * (result.point - before))
