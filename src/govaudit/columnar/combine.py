"""Aggregations in columns: of the members that apply, and of those that may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod

import narwhals as nw

from govaudit.columnar.sheet import Beyond, Exact, Sheet, Stage, common, total, whole

MEDIAN_OF = 8
"""Of more members a median goes to the interpreter."""


@dataclass(frozen=True, slots=True)
class Part:
    """A member of a group: its weight, its numbers (null where it does not count), and whether it may be missing."""

    weight: Fraction
    score: Exact
    optional: bool


def combine(how: str | int, parts: Sequence[Part], sheet: Sheet, stage: Stage, name: str) -> Exact:
    """One score of several, by an aggregation that is no mean.

    Raises
    ------
    Beyond
        If columns cannot hold it exactly.
    """
    match how:
        case "sum":
            return _sum(parts)
        case "product":
            return _product(parts)
        case "minimum":
            return least([part.score for part in parts])
        case "maximum":
            return greatest([part.score for part in parts])
        case "median" if len(parts) <= MEDIAN_OF:
            return _median(parts, sheet, stage, name)
        case "median":
            message = f"a median of more than {MEDIAN_OF} members"
        case "harmonic":
            message = "a harmonic mean has another denominator in each row"
        case _:
            message = "its roots are rounded at thirty digits"
    raise Beyond(message)


def _sum(parts: Sequence[Part]) -> Exact:
    denominator = lcm(*(part.score.denominator * part.weight.denominator for part in parts))
    terms, most = [], 0
    for part in parts:
        factor = int(part.weight * denominator / part.score.denominator)
        numerators = part.score.numerators.fill_null(0) if part.optional else part.score.numerators
        terms.append(numerators * whole(factor))
        most += part.score.most * factor
    return Exact(total(terms), denominator, most)


def _product(parts: Sequence[Part]) -> Exact:
    """A member that does not count is a factor of 1."""
    most = prod(max(part.score.most, part.score.denominator) for part in parts)
    result = Exact(whole(1), 1, most)
    for part in parts:
        numerators = part.score.numerators
        numerators = numerators.fill_null(part.score.denominator) if part.optional else numerators
        result = Exact(result.numerators * numerators, result.denominator * part.score.denominator, most)
    return result


def least(numbers: Sequence[Exact]) -> Exact:
    """The least of those there are."""
    denominator, columns, most = _alike(numbers)
    return Exact(nw.min_horizontal(*columns) if len(columns) > 1 else columns[0], denominator, most)


def greatest(numbers: Sequence[Exact]) -> Exact:
    """The greatest of those there are."""
    denominator, columns, most = _alike(numbers)
    return Exact(nw.max_horizontal(*columns) if len(columns) > 1 else columns[0], denominator, most)


def _alike(numbers: Sequence[Exact]) -> tuple[int, list[nw.Expr], int]:
    denominator = common(numbers)
    same = [number.over(denominator) for number in numbers]
    return denominator, [number.numerators for number in same], max(number.most for number in same)


def _median(parts: Sequence[Part], sheet: Sheet, stage: Stage, name: str) -> Exact:
    """Sorted by exchanges of neighbours, those that do not count last; then the middle of those that do."""
    denominator, columns, most = _alike([part.score for part in parts])
    size, last = len(parts), most + 1
    count = total((~column.is_null()).cast(nw.Int64) for column in columns)
    count = sheet.put((*stage, 0), f"{name}:count", count)
    line = [sheet.put((*stage, 0), f"{name}:0:{place}", column.fill_null(last)) for place, column in enumerate(columns)]
    for turn in range(size):
        for place in range(turn % 2, size - 1, 2):
            pair = line[place], line[place + 1]
            line[place] = sheet.put((*stage, turn + 1), f"{name}:{turn + 1}:{place}", nw.min_horizontal(*pair))
            line[place + 1] = sheet.put((*stage, turn + 1), f"{name}:{turn + 1}:{place + 1}", nw.max_horizontal(*pair))
    middle = nw.lit(None, dtype=nw.Int64)
    for found in range(1, size + 1):
        middle = nw.when(count == found).then(line[(found - 1) // 2] + line[found // 2]).otherwise(middle)
    return Exact(middle, 2 * denominator, 2 * (most + 1))
