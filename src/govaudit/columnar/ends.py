"""What follows an aggregation, in columns: steps, caps, bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import narwhals as nw

from govaudit.columnar.sheet import Choice, Exact, counted, total, where, whole
from govaudit.model.framework import Cap, Missing
from govaudit.model.rubric import Band, Step, Threshold
from govaudit.scoring.tables import falling


@dataclass(frozen=True, slots=True)
class Numbers:
    """Low, high and point of a node on its way; a point that always equals a bound is that bound itself."""

    low: Exact
    high: Exact
    point: Exact

    def each(self, change: Callable[[Exact], Exact]) -> Numbers:
        """The same change of all three, done once where two are one."""
        low, high = change(self.low), change(self.high)
        point = low if self.point is self.low else high if self.point is self.high else change(self.point)
        return Numbers(low, high, point)


def stepped(numbers: Numbers, steps: Sequence[Step], values: Sequence[Fraction]) -> Numbers:
    """Each number's entry in a table; a falling table turns the bounds round."""
    found = numbers.each(lambda number: entry(number, steps, values))
    return Numbers(found.high, found.low, found.point) if falling(steps) else found


def entry(number: Exact, table: Sequence[Threshold], values: Sequence[Fraction]) -> Exact:
    """The value that a table gives a number, null of null."""
    met = tuple(meets(number, threshold) for threshold in table[:-1])
    return Choice(met, tuple(values), present=~number.numerators.is_null()).exact


def meets(number: Exact, threshold: Threshold) -> nw.Expr:
    """Whether a number meets the threshold of an entry that has one."""
    if threshold.at_least is not None:
        return number.at_least(threshold.at_least)
    assert threshold.at_most is not None  # an entry has one of the two, but the last
    return number.at_most(threshold.at_most)


def capped(numbers: Numbers, caps: Sequence[tuple[Cap, nw.Expr]], policy: Missing) -> Numbers:
    """The least ceiling that holds; one that may hold lowers the low bound, and the point under `zero-credit`."""
    for cap, holds in caps:
        if cap.at_most is None:
            continue
        surely, maybe = holds.fill_null(value=False), holds.fill_null(value=True)
        lowers = maybe if policy == "zero-credit" else surely
        low, high = (
            _under(number, cap.at_most, here) for number, here in ((numbers.low, maybe), (numbers.high, surely))
        )
        if numbers.point is numbers.low and policy == "zero-credit":
            point = low
        elif numbers.point is numbers.high and policy != "zero-credit":
            point = high
        else:
            point = _under(numbers.point, cap.at_most, lowers)
        numbers = Numbers(low, high, point)
    return numbers


def _under(number: Exact, ceiling: Fraction, holds: nw.Expr) -> Exact:
    denominator = lcm(number.denominator, ceiling.denominator)
    scaled, limit = number.over(denominator), int(ceiling * denominator)
    above = holds & (scaled.numerators > whole(limit))
    return Exact(
        nw.when(above).then(whole(limit)).otherwise(scaled.numerators), denominator, max(scaled.most, abs(limit))
    )


def possible_bands(table: Sequence[Band], low: Exact, high: Exact, caps: Sequence[tuple[Cap, nw.Expr]]) -> nw.Expr:
    """The bands that the interval meets, as the sum of their powers of two; null without an interval."""
    first, last = (
        (high, low) if table[0].at_least is not None else (low, high)
    )  # the number that meets the foremost entry
    above: list[nw.Expr] = []
    flags: list[nw.Expr] = []
    for band in table[:-1]:
        reaches = [meets(first, band)]
        flags.append(nw.all_horizontal(*reaches, *above, ignore_nulls=False))
        above = [~meets(last, band)]
    flags.append(above[0] if above else ~low.numerators.is_null())
    for cap, holds in caps:
        if cap.band is not None:
            flags = _lowered(table, flags, _place(table, cap.band), holds)
    bits = (counted(flag, 1 << place) for place, flag in enumerate(flags))
    return where(~low.numerators.is_null(), total(bits))


def _place(table: Sequence[Band], name: str) -> int:
    return next(place for place, band in enumerate(table) if band.id == name)


def _lowered(table: Sequence[Band], flags: Sequence[nw.Expr], limit: int, holds: nw.Expr) -> list[nw.Expr]:
    """Under a cap on the band: better bands become that band, surely or perhaps."""
    better = set(range(limit)) if table[0].at_least is not None else set(range(limit + 1, len(table)))
    surely, maybe = holds.fill_null(value=False), holds.fill_null(value=True)
    lowered = []
    for place, flag in enumerate(flags):
        if place in better:
            lowered.append(flag & ~surely)
        elif place == limit and better:
            from_above = nw.any_horizontal(*(flags[other] for other in sorted(better)), ignore_nulls=False)
            lowered.append(flag | (maybe & from_above))
        else:
            lowered.append(flag)
    return lowered


def shown_band(table: Sequence[Band], number: Exact, caps: Sequence[tuple[Cap, nw.Expr]], policy: Missing) -> nw.Expr:
    """The place of a number's band in the table, under the caps on the band; null of null."""
    places = entry(number, table, [Fraction(place) for place in range(len(table))]).numerators
    for cap, holds in caps:
        if cap.band is None:
            continue
        limit = whole(_place(table, cap.band))
        better = places < limit if table[0].at_least is not None else places > limit
        lowers = holds.fill_null(value=policy == "zero-credit")
        places = nw.when(lowers & better).then(limit).otherwise(places)
    return places
