"""A forum over time: a chart of steps, and beside it a row for each day on which something changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from govaudit.audit import Audit
from govaudit.changes import Moment
from govaudit.report.history import change_words
from govaudit.report.html.parts import HUNDRED, absence, bar
from govaudit.report.html.wording import Words
from govaudit.report.numbers import trimmed
from govaudit.report.sentences import spoken

LEFT, RIGHT, TOP, BOTTOM = (Fraction(number) for number in (9, 99, 6, 86))
"""Where the chart lies in its picture, in per cent; the scales stand left of it and below."""
STEPS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time without change, as places in the picture; None where there is no such score."""

    begin: Decimal
    end: Decimal
    low: Decimal | None
    point: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on a scale, and what stands there."""

    place: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A day on which something changed.

    Attributes
    ----------
    moved
        By how much the point moved; "" where there is nothing to compare.
    absent
        Why there is no score: "" if there is.
    known
        On the first day: how much was known from the first.
    changes
        What changed, in the words of `govaudit history`.
    """

    day: str
    point: str
    moved: str
    bounds: str
    settled: str
    absent: str
    known: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A forum over time; `said` tells the picture in one sentence."""

    said: str
    stretches: tuple[Stretch, ...]
    days: tuple[Tick, ...]
    scores: tuple[Tick, ...]
    rows: tuple[Row, ...]


def course(moments: Sequence[Moment], until: date, words: Words) -> Course | None:
    """What a page says of a forum's history up to a day, or to its end; None if it has none: no score before that day."""
    audits = [moment.audit for moment in moments]
    scored = [audit for audit in audits if not audit.card.absent]
    if not scored or scored[0].card.as_of == until:
        return None
    gone = bool(audits[-1].card.absent)
    begin, end = date(audits[0].card.as_of.year, 1, 1), audits[-1].card.as_of if gone else until
    length = max((end - begin).days, 1)

    def across(day: date) -> Decimal:
        return _place(LEFT, RIGHT, Fraction((day - begin).days, length))

    ends = [*(audit.card.as_of for audit in audits[1:]), end]
    least, greatest = audits[-1].plan.ranges[audits[-1].plan.root]
    return Course(
        said=words(
            "history.ended" if gone else "history.said",
            begin=spoken(scored[0].card.as_of.isoformat()),
            end=spoken(end.isoformat()),
            first=words.number(scored[0].card.score.point),
            last=words.number(scored[-1].card.score.point),
        ),
        stretches=tuple(
            _stretch(audit, across(audit.card.as_of), across(day)) for audit, day in zip(audits, ends, strict=True)
        ),
        days=tuple(Tick(across(date(year, 1, 1)), str(year)) for year in _years(begin.year, end.year)),
        scores=tuple(
            Tick(_place(BOTTOM, TOP, Fraction(place, 2)), words.number(score, 0))
            for place, score in enumerate((least, (least + greatest) / 2, greatest))
        ),
        rows=tuple(_rows(moments, words)),
    )


def _place(begin: Fraction, end: Fraction, share: Fraction) -> Decimal:
    place = trimmed(begin + (end - begin) * share, 2)
    assert place is not None  # a number has a place
    return place


def _stretch(audit: Audit, begin: Decimal, end: Decimal) -> Stretch:
    found = bar(audit.card.score, audit.plan.ranges[audit.plan.root])
    places = (found.low, found.point, found.high)
    return Stretch(begin, end, *(None if at is None else _place(BOTTOM, TOP, Fraction(at) / HUNDRED) for at in places))


def _years(first: int, last: int) -> range:
    """A few round years, as many as fit."""
    step = next((step for step in STEPS if (last - first) / step < MOST_TICKS), STEPS[-1])
    return range(first + -first % step, last + 1, step)


def _rows(moments: Sequence[Moment], words: Words) -> Iterator[Row]:
    yield _row(moments[0], None, words)
    for before, moment in pairwise(moments):
        yield _row(moment, before.audit, words)


def _row(moment: Moment, before: Audit | None, words: Words) -> Row:
    card = moment.audit.card
    score, old = card.score, before.card.score.point if before else None
    moved = words.signed(score.point - old) if score.point is not None and old is not None else ""
    known = sum(bool(item.after.values) for item in moment.changes)
    return Row(
        day=spoken(card.as_of.isoformat()),
        point=words.number(score.point),
        moved=moved,
        bounds=words.span(score.low, score.high),
        settled=words.percent(score.coverage),
        absent=absence(moment.audit, words),
        known="" if before else words("history.known", count=known),
        changes=tuple(change_words(item, moment.audit) for item in moment.changes) if before else (),
    )
