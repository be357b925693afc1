"""What an indicator's scale makes of knowledge, in columns: a rubric, a table of points, a line between goalposts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import assert_never

import narwhals as nw

from govaudit.columnar.encoding import Encoding
from govaudit.columnar.sheet import MOST_BITS, Choice, Exact, held, smallest, whole
from govaudit.columnar.truth import NO, Level
from govaudit.model.codebook import Fact, shown_value
from govaudit.scoring.scale import Line, Rubric, Scale, Table, extremes, position


@dataclass(frozen=True, slots=True)
class Reached:
    """Least and greatest score; the possible levels as flags and as a sum of powers of two; rows that go to the interpreter."""

    low: Exact
    high: Exact
    levels: tuple[Level, ...] = ()
    mask: nw.Expr | None = None
    outside: nw.Expr | None = None


def reached(scale: Scale, rules: Sequence[nw.Expr], encoding: Encoding) -> Reached:
    """What the indicator may score in every row.

    Parameters
    ----------
    rules
        The columns of a rubric's rules, from the top.

    Raises
    ------
    Beyond
        If its numbers are too great for a column.
    """
    match scale:
        case Rubric():
            return _rubric(scale, rules)
        case Table(fact, points):
            return _table(fact, list(points.values()))
        case Line():
            return _line(scale, encoding.scale(scale.fact.id))
        case _:
            assert_never(scale)


def _rubric(rubric: Rubric, rules: Sequence[nw.Expr]) -> Reached:
    """Scores never rise down the list: the first level whose rule is not false is the best, the first whose rule is true the worst."""
    steps = rubric.steps
    scores = tuple(step.score for step in steps)
    low, high = (Choice(tuple(rules), scores, unknown).exact for unknown in (False, True))
    flags = tuple(zip([step.id for step in steps], _walk(rules), strict=True))
    return Reached(low, high, flags, _mask(rules) if len(steps) <= MOST_BITS else None)


def _mask(rules: Sequence[nw.Expr]) -> nw.Expr:
    """From below: a true rule leaves its level alone, a false one what is possible below it, an unknown one both."""
    kind = smallest(1 << len(rules))
    none, mask = nw.lit(0, dtype=kind), nw.lit(1 << len(rules), dtype=kind)
    for place, rule in reversed(tuple(enumerate(rules))):
        bit = nw.lit(1 << place, dtype=kind)
        mask = nw.when(rule).then(bit).otherwise(mask + nw.when(rule.is_null()).then(bit).otherwise(none))
    return mask


def _walk(rules: Sequence[nw.Expr]) -> list[nw.Expr]:
    """For each level whether it is possible: no rule above it is true, and its own is not false."""
    flags: list[nw.Expr] = []
    open_still: list[nw.Expr] = []
    for rule in (*rules, None):
        own = [] if rule is None else [rule.fill_null(value=True)]
        flags.append(nw.all_horizontal(*open_still, *own, ignore_nulls=False) if open_still or own else ~NO)
        open_still += [] if rule is None else [~rule.fill_null(value=False)]
    return flags


def _table(fact: Fact, scores: Sequence[Fraction]) -> Reached:
    column = nw.col(fact.id)
    equal = [~column, column] if fact.type == "boolean" else [column == place for place in range(len(scores))]
    low, high = (Choice(tuple(equal), (*scores, end)).exact for end in (min(scores), max(scores)))
    flags = [
        (shown_value(value), holds.fill_null(value=True)) for value, holds in zip(fact.allowed, equal, strict=True)
    ]
    if len(scores) > MOST_BITS:
        return Reached(low, high, tuple(flags))
    mask = whole((1 << len(scores)) - 1)
    for place, holds in enumerate(equal):
        mask = nw.when(holds).then(whole(1 << place)).otherwise(mask)
    return Reached(low, high, tuple(flags), mask)


def _line(line: Line, scale: int) -> Reached:
    """``slope · x + offset`` over one denominator, between the goalposts; the declared ends where the number is unknown."""
    slope = (line.end.score - line.start.score) / (line.end.value - line.start.value) / scale
    offset = line.start.score - slope * scale * line.start.value
    least, greatest = sorted((line.start.value, line.end.value))
    first, last = held(ceil(least * scale)), held(floor(greatest * scale))
    ends = (position(line, least), position(line, greatest))
    lowest, highest = extremes(line)
    denominator = lcm(*(number.denominator for number in (slope, offset, lowest, highest, *ends)))
    bounds = (line.fact.least or 0, line.fact.greatest or 0)
    most = max(
        abs(number) for number in (*ends, offset, *(slope * scale * bound for bound in (*bounds, least, greatest)))
    )

    column = nw.col(line.fact.id)
    beneath, beyond = column < whole(first), column > whole(last)
    inside = column * whole(int(slope * denominator)) + whole(int(offset * denominator))
    at = nw.when(beneath).then(whole(int(ends[0] * denominator))).otherwise(inside)
    at = nw.when(beyond).then(whole(int(ends[1] * denominator))).otherwise(at)
    unknown = column.is_null()
    low, high = (
        Exact(
            nw.when(unknown).then(whole(int(end * denominator))).otherwise(at),
            denominator,
            ceil(2 * most * denominator),
        )
        for end in (lowest, highest)
    )
    return Reached(low, high, outside=None if line.clamp else (beneath | beyond).fill_null(value=False))
