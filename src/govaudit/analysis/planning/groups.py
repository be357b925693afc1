"""How members become one score, as rows of an integer program; where that is not linear, as rows that no score can break."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple

from govaudit.analysis.planning.program import FALSE, TRUE, ZERO, Expr, Literal, Program, constant, total, value_of
from govaudit.model.rubric import Step
from govaudit.scoring.aggregate import is_mean
from govaudit.scoring.tables import falling


class Member(NamedTuple):
    """A member with its weight, whether it certainly and possibly counts, and its bounds."""

    weight: Fraction
    certain: Literal
    possible: Literal
    low: Expr
    high: Expr

    def counts(self, aggregation: str | int) -> bool:
        """Whether it may count at all: a member of weight 0 is in no mean."""
        return self.possible != FALSE and (self.weight > 0 or not is_mean(aggregation))


class Bounds(NamedTuple):
    """The least and the greatest score of a node."""

    low: Expr
    high: Expr


def combined(program: Program, aggregation: str | int, members: Sequence[Member]) -> tuple[Bounds, bool]:
    """The bounds of a group before steps and caps, and whether they are exact."""
    counting = [item for item in members if item.counts(aggregation)]
    if all(item.certain == TRUE for item in counting):
        if len(counting) == 1 and aggregation != "sum":
            return Bounds(counting[0].low, counting[0].high), True
        exact = _exact(program, aggregation, counting)
        if exact:
            return exact, True
    return _relaxed(program, aggregation, counting), False


def _exact(program: Program, aggregation: str | int, members: Sequence[Member]) -> Bounds | None:
    count = len(members)
    ends = [[item.low for item in members], [item.high for item in members]]
    whole = sum((item.weight for item in members), ZERO)
    match aggregation:
        case "mean":
            return Bounds(
                *(
                    total(end.times(item.weight / whole) for end, item in zip(side, members, strict=True))
                    for side in ends
                )
            )
        case "sum":
            return Bounds(
                *(total(end.times(item.weight) for end, item in zip(side, members, strict=True)) for side in ends)
            )
        case "minimum":
            return Bounds(*(smallest(program, side, 1) for side in ends))
        case "maximum":
            return Bounds(*(smallest(program, side, count) for side in ends))
        case "median":
            middle = [(count + 1) // 2, count // 2 + 1]
            return Bounds(
                *(_mean([smallest(program, side, place) for place in dict.fromkeys(middle)]) for side in ends)
            )
        case _:
            return None


def _mean(parts: Sequence[Expr]) -> Expr:
    return total(part.times(Fraction(1, len(parts))) for part in parts)


def smallest(program: Program, parts: Sequence[Expr], place: int) -> Expr:
    """The `place`-th smallest of several: at least as many lie below it or at it, and as many as remain above it or at it."""
    lows, highs = sorted(part.low for part in parts), sorted(part.high for part in parts)
    lattice = lcm(*(part.lattice for part in parts)) if all(part.lattice for part in parts) else 0
    made = program.number(lows[place - 1], highs[place - 1], lattice)
    below, above = [], []
    for part in parts:
        under, over = program.flag(), program.flag()
        program.no_more(part, made, unless=under ^ 1)
        program.no_more(made, part, unless=over ^ 1)
        below.append(value_of(under))
        above.append(value_of(over))
    program.at_least(total(below), Fraction(place))
    program.at_least(total(above), Fraction(len(parts) - place + 1))
    return made


def _relaxed(program: Program, aggregation: str | int, members: Sequence[Member]) -> Bounds:
    """Bounds that are only held to what is easily said of them; every candidate that fails says more (`search`)."""
    if aggregation in {"sum", "product"}:
        least, most = _widest(aggregation, members)
    else:
        least, most = min(item.low.low for item in members), max(item.high.high for item in members)
    bounds = Bounds(program.number(least, most, 0), program.number(least, most, 0))
    program.no_more(bounds.low, bounds.high)
    if leans(aggregation) and all(item.certain == TRUE for item in members):
        whole = sum((item.weight for item in members), ZERO)
        for made, side in zip(bounds, ([item.low for item in members], [item.high for item in members]), strict=True):
            touch(
                program,
                aggregation,
                made,
                [end.times(item.weight / whole) for end, item in zip(side, members, strict=True)],
            )
    return bounds


def leans(aggregation: str | int) -> bool:
    """Whether it is a power mean: it lies on one side of every plane that touches it."""
    return aggregation in {"geometric", "harmonic"} or isinstance(aggregation, int)


def touch(program: Program, aggregation: str | int, made: Expr, parts: Sequence[Expr]) -> None:
    """Keep a power mean on its side of a plane through the origin: concave up to the power 1, convex from there on.

    At equal members the plane is the arithmetic mean (G. H. Hardy, J. E. Littlewood & G. Pólya, Inequalities, 1934, §§2.9, 3.5).
    """
    if isinstance(aggregation, int) and aggregation > 1:
        program.no_more(total(parts), made)
    else:
        program.no_more(made, total(parts))


def _widest(aggregation: str | int, members: Sequence[Member]) -> tuple[Fraction, Fraction]:
    if aggregation == "sum":
        low = sum((min(ZERO, item.weight * item.low.low) for item in members), ZERO)
        return low, sum((max(ZERO, item.weight * item.high.high) for item in members), ZERO)
    most = Fraction(1)
    for item in members:
        most *= max(Fraction(1), item.high.high)
    return ZERO, most


def stepped(program: Program, steps: Sequence[Step], bounds: Bounds) -> Bounds:
    """The values of a table of steps at both ends; over a falling table the ends change sides."""
    low, high = (_entry(program, steps, end) for end in bounds)
    return Bounds(high, low) if falling(steps) else Bounds(low, high)


def _entry(program: Program, steps: Sequence[Step], score: Expr) -> Expr:
    """The value of the first entry whose threshold the score meets: the last one, and what each meeting adds to the entry below it."""
    parts = [constant(steps[-1].value)]
    for entry, below in pairwise(steps):
        if entry.at_least is not None:
            met = program.reaches(score, entry.at_least)
        else:
            assert entry.at_most is not None  # an entry that is not the last has one of them
            met = program.below(score, entry.at_most)
        parts.append(value_of(met).times(entry.value - below.value))
    made = total(parts)
    values = [entry.value for entry in steps]
    return Expr(made.terms, made.constant, min(values), max(values), made.lattice)


def capped(program: Program, score: Expr, most: Fraction, held: Literal) -> Expr:
    """The lesser of a score and a ceiling where the cap holds, else the score."""
    if held == FALSE or score.high <= most:
        return score
    lattice = lcm(score.lattice, most.denominator) if score.lattice else 0
    made = program.number(min(score.low, most), score.high if held != TRUE else most, lattice)
    ceiling, bites = constant(most), program.flag()
    program.no_more(made, score)
    program.no_more(made, ceiling, unless=held ^ 1)
    program.no_more(score, made, unless=bites)
    program.no_more(ceiling, made, unless=bites ^ 1)
    program.at_most(total([value_of(bites), value_of(held).times(Fraction(-1))]), ZERO)
    return made
