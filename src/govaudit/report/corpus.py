"""Scores of the units of a table, as rows that are made one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Literal, TypeAlias

from govaudit.model.scorecard import NodeScore, UnitScore
from govaudit.report.numbers import rounded
from govaudit.report.tables import Cell
from govaudit.scoring.units import Request

DIGITS = 6
NUMBERS = ("point", "low", "high", "coverage")
Layout: TypeAlias = Literal["wide", "long"]
LONG = ("unit", "time", "node", "kind", *NUMBERS, "band", "answer")


def rows(request: Request, scores: Iterable[UnitScore], layout: Layout) -> Iterator[tuple[Cell, ...]]:
    """The head, then a row a unit, or a row a node and designation of it."""
    names = tuple(item.id for item, _ in request.plan.designations)
    yield (*wide_head(request.nodes), *(f"designation.{name}" for name in names)) if layout == "wide" else LONG
    for score in scores:
        if layout == "wide":
            parts = (cell for node in score.nodes for cell in _figures(node))
            yield (score.unit, score.time, *parts, *(answer for _, answer in score.designations))
            continue
        for node in score.nodes:
            yield (score.unit, score.time, node.id, node.kind, *_figures(node), "")
        for name, answer in score.designations:
            yield (score.unit, score.time, name, "designation", None, None, None, None, "", answer)


def wide_head(nodes: Iterable[str]) -> tuple[str, ...]:
    """Unit, time, and the five columns of each node."""
    return ("unit", "time", *(f"{node}.{part}" for node in nodes for part in (*NUMBERS, "band")))


def _figures(node: NodeScore) -> tuple[Cell, ...]:
    score = node.score
    return (*(_number(value) for value in (score.point, score.low, score.high, score.coverage)), node.band or "")


def _number(value: Fraction | None) -> Decimal | None:
    return None if value is None else rounded(value, DIGITS)
