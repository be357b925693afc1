"""From exact columns to the columns that are shown: rounded once, points withheld, bands named by place."""

from __future__ import annotations

import narwhals as nw

from govaudit.columnar.encoding import LIMIT
from govaudit.columnar.ends import possible_bands, shown_band
from govaudit.columnar.found import Found
from govaudit.columnar.shape import CODES, Shape, withholds
from govaudit.columnar.shape import units as units_of
from govaudit.columnar.sheet import Beyond, Exact, divided, smallest, whole
from govaudit.model.framework import Missing
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN
from govaudit.scoring.node import PlanNode

FLOAT_SAFE = 2**50
"""A quotient below this is exact although an engine divides through machine floats (`sheet.divided`)."""


def shown(shape: Shape, node: PlanNode, found: Found, policy: Missing) -> dict[str, nw.Expr]:
    """The columns of a node by name.

    Raises
    ------
    Beyond
        If a rounded number cannot be worked out in 64 bits.
    """
    least, _ = shape.plan.ranges[node.id]
    hidden = None
    if withholds(node):
        assert node.aggregate is not None  # only aggregates withhold
        below = ~found.coverage.at_least(node.aggregate.min_coverage)
        hidden = below.fill_null(value=False)
    point = found.point
    if hidden is not None:
        point = point.within(~hidden)
    columns = {f"{node.id}:applies": answer(found.effective)}
    for name, number in (("low", found.low), ("point", point), ("high", found.high), ("coverage", found.coverage)):
        columns[f"{node.id}:{name}"] = units(number, shape.digits, signed=least < 0 and name != "coverage")
    if found.levels is not None:
        columns[f"{node.id}:levels"] = found.levels
    if table := node.authored.bands:
        caps = [(cap, holds) for (cap, _), holds in zip(node.caps, found.caps, strict=True)]
        columns[f"{node.id}:band"] = shown_band(table, point, caps, policy)
        columns[f"{node.id}:bands"] = possible_bands(table, found.low, found.high, caps)
    if hidden is not None:
        columns[f"{node.id}:withheld"] = hidden
    return {name: columns[name].cast(kind) for name, kind in shape.types_of(node).items()}


def answer(truth: nw.Expr | None) -> nw.Expr:
    """A truth as a small number; None is true everywhere."""
    yes, no, unknown = (nw.lit(CODES[one], dtype=nw.Int8) for one in (TRUE, FALSE, UNKNOWN))
    if truth is None:
        return yes
    return nw.when(truth.is_null()).then(unknown).otherwise(nw.when(truth).then(yes).otherwise(no))


def units(number: Exact, digits: int, *, signed: bool) -> nw.Expr:
    """As `shape.units`, of every row."""
    if number.choice:
        whole_ones = [units_of(one, digits) for one in number.choice.numbers]
        return number.choice.column(whole_ones, smallest(max(map(abs, whole_ones))))
    scale, below = 10**digits, number.denominator
    if scale % below == 0:
        return number.over(scale).numerators
    if 2 * below * (scale + 1) >= LIMIT or number.most * scale // below >= FLOAT_SAFE:
        message = "its numbers need more than 64 bits to be rounded"
        raise Beyond(message)
    size = number.numerators.abs() if signed else number.numerators
    if 2 * number.most * scale + below < LIMIT:
        rounded = divided(size * whole(2 * scale) + whole(below), 2 * below)
    else:  # the whole ones apart from the rest, so that only the rest grows
        ones = divided(size, below)
        rest = divided((size - ones * whole(below)) * whole(2 * scale) + whole(below), 2 * below)
        rounded = ones * whole(scale) + rest
    return nw.when(number.numerators < whole(0)).then(whole(0) - rounded).otherwise(rounded) if signed else rounded
