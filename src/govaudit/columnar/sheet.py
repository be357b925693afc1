"""Columns in the making: stages of expressions, each over the columns before it, and whole numbers over one denominator."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, lcm
from typing import TypeAlias

import narwhals as nw

from govaudit.columnar.encoding import LIMIT

MOST_BITS = 62
"""So many levels or bands can stand in one column."""
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


NOTHING = nw.lit(None, dtype=nw.Int64)
UNKNOWN = nw.lit(None, dtype=nw.Boolean)


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
class Exact:
    """A column of exact numbers: whole numbers over a denominator that is the same in every row.

    Attributes
    ----------
    most
        No numerator is greater, with or without its sign.
    """

    numerators: nw.Expr
    denominator: int
    most: int

    def __post_init__(self) -> None:
        check_size(self.most)

    def over(self, denominator: int) -> Exact:
        """The same numbers over a multiple of the denominator."""
        factor = denominator // self.denominator
        if factor == 1:
            return self
        return Exact(self.numerators * whole(factor), denominator, self.most * factor)

    def at_least(self, number: Fraction) -> nw.Expr:
        return self.numerators >= whole(held(ceil(number * self.denominator)))

    def at_most(self, number: Fraction) -> nw.Expr:
        return self.numerators <= whole(held(floor(number * self.denominator)))


def held(number: int) -> int:
    """The nearest number that a column can hold: a threshold beyond all numbers stays beyond them."""
    return max(-LIMIT, min(LIMIT, number))


def exact_choice(choices: Iterable[tuple[nw.Expr | None, Fraction]]) -> Exact:
    """The number of the first condition that is true (null is not); the last has none and holds otherwise."""
    pairs = tuple(choices)
    denominator = lcm(*(number.denominator for _, number in pairs))
    numerators = [int(number * denominator) for _, number in pairs]
    most = max(abs(number) for number in numerators)
    expression = whole(numerators[-1])
    for (condition, _), number in zip(reversed(pairs[:-1]), reversed(numerators[:-1]), strict=True):
        assert condition is not None  # only the last has none
        expression = nw.when(condition).then(whole(number)).otherwise(expression)
    return Exact(expression, denominator, most)


def common(numbers: Iterable[Exact]) -> int:
    """The least common denominator."""
    return lcm(*(number.denominator for number in numbers))


def divided(numerators: nw.Expr, by: int) -> nw.Expr:
    """The quotient rounded down, exact on every engine: one that divides through machine floats may be off by one."""
    quotient = numerators // whole(by)
    rest = numerators - quotient * whole(by)
    return quotient + (rest >= whole(by)).cast(nw.Int64) - (rest < whole(0)).cast(nw.Int64)
