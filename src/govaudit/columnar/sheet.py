"""Columns in the making: stages of expressions, each over the columns before it, and whole numbers over one denominator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from math import ceil, floor, lcm
from typing import TypeAlias

import narwhals as nw

from govaudit.columnar.encoding import LIMIT

MOST_BITS = 62
"""So many levels or bands can stand in one column."""
Type: TypeAlias = type[nw.Int8 | nw.Int16 | nw.Int32 | nw.Int64 | nw.Boolean]
Stage: TypeAlias = tuple[int, ...]
"""Where a column stands in the order of stages; one that is read by another stands before it."""


class Beyond(Exception):
    """What columns cannot express exactly; the message says why. The interpreter takes it over."""


@dataclass(slots=True)
class Sheet:
    """Named expressions by stage. A column that several others read is worked out once."""

    stages: dict[Stage, dict[str, nw.Expr]] = field(default_factory=dict)

    def put(self, stage: Stage, name: str, expression: nw.Expr) -> nw.Expr:
        """Name an expression, to be read from later stages."""
        self.stages.setdefault(stage, {})[name] = expression
        return nw.col(name)

    def ordered(self) -> tuple[Mapping[str, nw.Expr], ...]:
        return tuple(self.stages[stage] for stage in sorted(self.stages))


def whole(number: int) -> nw.Expr:
    """A whole number of 64 bits; a bare literal would have 32 in some engines."""
    return nw.lit(number, dtype=nw.Int64)


def smallest(most: int) -> Type:
    """The smallest type that holds whole numbers up to `most`."""
    sizes: tuple[tuple[int, Type], ...] = ((7, nw.Int8), (15, nw.Int16), (31, nw.Int32))
    return next((kind for bits, kind in sizes if most < 1 << bits), nw.Int64)


NOTHING = nw.lit(None, dtype=nw.Int64)
UNKNOWN = nw.lit(None, dtype=nw.Boolean)


def counted(holds: nw.Expr, number: int) -> nw.Expr:
    """The number where something is true, else 0: faster than to multiply by a truth."""
    return nw.when(holds).then(whole(number)).otherwise(whole(0))


def total(terms: Iterable[nw.Expr]) -> nw.Expr:
    """The sum of one or more whole numbers, null if one is."""
    first, *rest = terms
    for term in rest:
        first = first + term
    return first


def check_size(most: int) -> None:
    """Refuse numbers that a column cannot hold."""
    if most >= LIMIT:
        message = "its numbers need more than 64 bits"
        raise Beyond(message)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few numbers, so that each can be rounded once and not in every row.

    Attributes
    ----------
    conditions, numbers
        The number of the first condition that holds; the last has none, and holds otherwise.
    unknown
        Whether an unknown condition holds.
    present
        Where there is a number; None: everywhere.
    """

    conditions: tuple[nw.Expr, ...]
    numbers: tuple[Fraction, ...]
    unknown: bool = False
    present: nw.Expr | None = None

    def column(self, numbers: Sequence[int], kind: Type = nw.Int64) -> nw.Expr:
        """These whole numbers, chosen likewise."""
        expression = nw.lit(numbers[-1], dtype=kind)
        for condition, number in zip(reversed(self.conditions), reversed(numbers[:-1]), strict=True):
            here = nw.lit(number, dtype=kind)
            if self.unknown:
                expression = nw.when(~condition).then(expression).otherwise(here)
            else:
                expression = nw.when(condition).then(here).otherwise(expression)
        return where(self.present, expression)

    @property
    def exact(self) -> Exact:
        """The numbers over their common denominator."""
        denominator = lcm(*(number.denominator for number in self.numbers))
        numerators = [int(number * denominator) for number in self.numbers]
        return Exact(self.column(numerators), denominator, max(map(abs, numerators)), self)

    def within(self, present: nw.Expr | None) -> Choice:
        return self if present is None else replace(self, present=both(self.present, present))


def both(*truths: nw.Expr | None) -> nw.Expr | None:
    """All of them, where None holds everywhere."""
    stated = [truth for truth in truths if truth is not None]
    return reduce(lambda left, right: left & right, stated) if stated else None


def where(present: nw.Expr | None, numbers: nw.Expr) -> nw.Expr:
    """The numbers where something is true, else null; None holds everywhere."""
    return numbers if present is None else nw.when(present).then(numbers)


@dataclass(frozen=True, slots=True)
class Exact:
    """A column of exact numbers: whole numbers over a denominator that is the same in every row.

    Attributes
    ----------
    most
        No numerator is greater, with or without its sign.
    choice
        The same numbers as one of a few, if they are.
    """

    numerators: nw.Expr
    denominator: int
    most: int
    choice: Choice | None = None

    def __post_init__(self) -> None:
        check_size(self.most)

    def over(self, denominator: int) -> Exact:
        """The same numbers over a multiple of the denominator."""
        factor = denominator // self.denominator
        if factor == 1:
            return self
        return Exact(self.numerators * whole(factor), denominator, self.most * factor)

    def within(self, present: nw.Expr | None) -> Exact:
        """The same numbers where something is true, else null; None holds everywhere."""
        choice = None if self.choice is None else self.choice.within(present)
        return replace(self, numerators=where(present, self.numerators), choice=choice)

    def at_least(self, number: Fraction) -> nw.Expr:
        return self.numerators >= whole(held(ceil(number * self.denominator)))

    def at_most(self, number: Fraction) -> nw.Expr:
        return self.numerators <= whole(held(floor(number * self.denominator)))


def held(number: int) -> int:
    """The nearest number that a column can hold: a threshold beyond all numbers stays beyond them."""
    return max(-LIMIT, min(LIMIT, number))


def common(numbers: Iterable[Exact]) -> int:
    """The least common denominator."""
    return lcm(*(number.denominator for number in numbers))


def divided(numerators: nw.Expr, by: int) -> nw.Expr:
    """The quotient rounded down, exact on every engine: one that divides through machine floats may be off by one."""
    quotient = numerators // whole(by)
    rest = numerators - quotient * whole(by)
    return quotient + (rest >= whole(by)).cast(nw.Int64) - (rest < whole(0)).cast(nw.Int64)
