"""An integer program under construction: literals, exact linear expressions, and rows over them.

A literal is a whole number: 0 is false, 1 is true, and of the binary variable ``k`` the literals are ``2k + 2`` and its negation
``2k + 3``; so ``x ^ 1`` negates any. Expressions have rational coefficients and know bounds of their own; a row over exact ones is scaled to
whole numbers and set half-way between two of them, so that no rounding of the solver decides what holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

Literal = int
FALSE, TRUE = 0, 1
HALF, ZERO = Fraction(1, 2), Fraction(0)
WHOLE = 10**6
"""Rows with larger whole coefficients are written with a small slack instead: the interpreter judges what comes of it."""
SLACK = Fraction(1, 10**7)


@dataclass(frozen=True, slots=True)
class Expr:
    """``constant + ∑ coefficient · variable``, and bounds between which it lies.

    Attributes
    ----------
    lattice
        It only takes multiples of 1/lattice, as far as it is encoded exactly; 0 where it may take any value.
    """

    terms: Mapping[int, Fraction]
    constant: Fraction
    low: Fraction
    high: Fraction
    lattice: int = 1

    def times(self, factor: Fraction) -> Expr:
        ends = sorted((self.low * factor, self.high * factor))
        terms = {variable: coefficient * factor for variable, coefficient in self.terms.items() if factor}
        return Expr(terms, self.constant * factor, ends[0], ends[1], self.lattice * factor.denominator)


def constant(value: Fraction) -> Expr:
    return Expr({}, value, value, value, value.denominator)


def total(parts: Iterable[Expr]) -> Expr:
    """The sum."""
    terms: dict[int, Fraction] = {}
    rest = low = high = ZERO
    lattice = 1
    for part in parts:
        for variable, coefficient in part.terms.items():
            terms[variable] = terms.get(variable, ZERO) + coefficient
        rest, low, high = rest + part.constant, low + part.low, high + part.high
        lattice = lcm(lattice, part.lattice) if part.lattice else 0
    return Expr({variable: value for variable, value in terms.items() if value}, rest, low, high, lattice)


@dataclass(slots=True)
class Row:
    """``least ≤ ∑ coefficient · variable``."""

    terms: Mapping[int, Fraction]
    least: Fraction


@dataclass(slots=True)
class Program:
    """Variables with their bounds, and rows that must hold."""

    lower: list[Fraction] = field(default_factory=list)
    upper: list[Fraction] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    _known: dict[tuple[int, tuple[Literal, ...]], Literal] = field(default_factory=dict)
    _groups: dict[Literal, int] = field(default_factory=dict)
    _members: dict[int, tuple[Literal, ...]] = field(default_factory=dict)

    # variables and literals

    def flag(self) -> Literal:
        """A new binary variable, as the literal that it is 1."""
        return 2 * self._variable(ZERO, Fraction(1), whole=True) + 2

    def _variable(self, low: Fraction, high: Fraction, *, whole: bool) -> int:
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(whole)
        return len(self.lower) - 1

    def number(self, low: Fraction, high: Fraction, lattice: int) -> Expr:
        """A new variable for a score between two bounds: a multiple of 1/lattice, or any number if that is 0 or very fine."""
        if low == high:
            return constant(low)
        if lattice and max(abs(low), abs(high)) * lattice <= WHOLE:
            variable = self._variable(low * lattice, high * lattice, whole=True)
            return Expr({variable: Fraction(1, lattice)}, ZERO, low, high, lattice)
        return Expr({self._variable(low, high, whole=False): Fraction(1)}, ZERO, low, high, 0)

    def one_of(self, count: int) -> tuple[Literal, ...]:
        """Binary variables of which exactly one is 1."""
        if count == 1:
            return (TRUE,)
        flags = tuple(self.flag() for _ in range(count))
        group = len(self._members)
        self._members[group] = flags
        self._groups |= dict.fromkeys(flags, group)
        self.at_least(total(map(value_of, flags)), Fraction(1))
        self.at_most(total(map(value_of, flags)), Fraction(1))
        return flags

    def any_of(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true if one of these is."""
        chosen = set(literals)
        if TRUE in chosen or any(literal ^ 1 in chosen for literal in chosen):
            return TRUE
        chosen.discard(FALSE)
        groups = {self._groups.get(literal) for literal in chosen}
        if len(groups) == 1 and None not in groups:  # of one choice: either way round, and nothing if it is all of it
            members = self._members[next(group for group in groups if group is not None)]
            rest = [literal for literal in members if literal not in chosen]
            if len(rest) < 2:
                return rest[0] ^ 1 if rest else TRUE
        return self._counted(1, tuple(sorted(chosen)))

    def all_of(self, literals: Iterable[Literal]) -> Literal:
        """A literal that is true if all of these are."""
        return self.any_of([literal ^ 1 for literal in literals]) ^ 1

    def enough(self, count: int, literals: Sequence[Literal]) -> Literal:
        """A literal that is true if at least `count` of these are, each counted as often as it stands there."""
        count -= sum(literal == TRUE for literal in literals)
        rest = tuple(sorted(literal for literal in literals if literal > TRUE))
        if count <= 0:
            return TRUE
        if count > len(rest):
            return FALSE
        if count == 1:
            return self.any_of(rest)
        return self.all_of(rest) if count == len(rest) else self._counted(count, rest)

    def _counted(self, count: int, literals: tuple[Literal, ...]) -> Literal:
        if not literals:
            return FALSE
        if len(literals) == 1:
            return literals[0]
        if (count, literals) not in self._known:
            made, held = self.flag(), total(map(value_of, literals))
            self.at_least(total([held, value_of(made).times(Fraction(-count))]), ZERO)
            if count == 1:
                for part in self._apart(literals):
                    self.at_most(total([*map(value_of, part), value_of(made).times(Fraction(-1))]), ZERO)
            else:
                most = Fraction(count - 1 - len(literals))
                self.at_most(total([held, value_of(made).times(most)]), Fraction(count - 1))
            self._known[count, literals] = made
        return self._known[count, literals]

    def _apart(self, literals: Iterable[Literal]) -> list[list[Literal]]:
        """The literals, those together of which no two are true at once: of each such part a row of its own, which is tighter than one over all."""
        parts: dict[tuple[bool, int], list[Literal]] = {}
        for literal in literals:
            group = self._groups.get(literal)
            parts.setdefault((False, literal) if group is None else (True, group), []).append(literal)
        return list(parts.values())

    # rows

    def at_least(self, expr: Expr, least: Fraction) -> None:
        """Demand ``expr ≥ least``."""
        if expr.low >= least:
            return
        scale = lcm(expr.lattice, *(value.denominator for value in (*expr.terms.values(), expr.constant)))
        terms = {variable: value * scale for variable, value in expr.terms.items()}
        size = max((abs(value) for value in terms.values()), default=ZERO)
        if expr.lattice and size <= WHOLE:
            bound = (least - expr.constant) * scale
            self.rows.append(Row(terms, Fraction(-(-bound.numerator // bound.denominator)) - HALF))
            return
        largest = max((abs(value) for value in expr.terms.values()), default=Fraction(1))
        terms = {variable: value / largest for variable, value in expr.terms.items()}
        self.rows.append(Row(terms, (least - expr.constant) / largest - SLACK * max(Fraction(1), abs(least / largest))))

    def at_most(self, expr: Expr, most: Fraction) -> None:
        """Demand ``expr ≤ most``."""
        self.at_least(expr.times(Fraction(-1)), -most)

    def holds(self, literal: Literal) -> None:
        """Demand that it is true."""
        self.at_least(value_of(literal), Fraction(1))

    def reaches(self, expr: Expr, least: Fraction, *, strictly: bool = False) -> Literal:
        """A literal that is true if ``expr ≥ least``, or with `strictly` if it is more."""
        if expr.low > least or (expr.low == least and not strictly):
            return TRUE
        if expr.high < least or (expr.high == least and strictly):
            return FALSE
        made = self.flag()
        step = Fraction(1, lcm(expr.lattice, least.denominator)) if expr.lattice else ZERO
        bound, under = (least + step, least) if strictly else (least, least - step)
        self.at_least(total([expr, value_of(made).times(expr.low - bound)]), expr.low)
        self.at_most(total([expr, value_of(made).times(under - expr.high)]), under)
        return made

    def below(self, expr: Expr, most: Fraction, *, strictly: bool = False) -> Literal:
        """A literal that is true if ``expr ≤ most``, or with `strictly` if it is less."""
        return self.reaches(expr, most, strictly=not strictly) ^ 1

    def no_more(self, expr: Expr, other: Expr, unless: Literal = FALSE) -> None:
        """Demand ``expr ≤ other``, unless a literal is true."""
        worst = max(expr.high - other.low, ZERO)
        parts = [expr, other.times(Fraction(-1)), value_of(unless).times(-worst)]
        self.at_most(total(parts), ZERO)


def value_of(literal: Literal) -> Expr:
    """1 if it is true, else 0."""
    if literal <= TRUE:
        return constant(Fraction(literal))
    sign, start = (Fraction(-1), Fraction(1)) if literal & 1 else (Fraction(1), ZERO)
    return Expr({(literal - 2) // 2: sign}, start, ZERO, Fraction(1))
