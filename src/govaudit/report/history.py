"""Scores over time: as lines with a sparkline, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from govaudit.analysis.change import FactChange
from govaudit.audit import Audit
from govaudit.changes import Moment
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, Paper, table, wrapped
from govaudit.report.numbers import NONE, percent, shown, signed, span
from govaudit.report.rows import number
from govaudit.report.scorecard_json import Writer
from govaudit.report.sentences import brief, mark, spoken
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named
from govaudit.report.view_json import block

TICKS, PLAIN_TICKS = "▁▂▃▄▅▆▇█", "_.-~=+*#"


def spark(audits: Sequence[Audit], paper: Paper) -> str:
    """One sign a score, from the least a score can be to the greatest; a blank where there is none."""
    ticks = TICKS if paper.unicode else PLAIN_TICKS
    return "".join(_tick(item, ticks) for item in audits)


def _tick(item: Audit, ticks: str) -> str:
    point, (least, greatest) = item.card.score.point, item.plan.ranges[item.plan.root]
    if point is None:
        return " "
    share = (point - least) / (greatest - least) if greatest > least else Fraction(0)
    return ticks[min(int(share * len(ticks)), len(ticks) - 1)]


def change_words(item: FactChange, audit: Audit) -> str:
    """`permanent-secretariat: false → true (world)`; a fact that the framework does not read says so."""
    aside = item.cause.value + ("" if item.fact in audit.plan.facts() else ", not scored")
    return f"{item.fact}: {brief(item.before)} → {brief(item.after)} ({aside})"


def render(histories: Sequence[Sequence[Moment]], years: Sequence[Sequence[Moment]], paper: Paper) -> list[Line]:
    """Each forum: a sparkline over the years, then every day on which something changed. `years`: a moment for each year's end."""
    lines: list[Line] = []
    for moments, yearly in zip(histories, years, strict=True):
        first, last = moments[0].audit, moments[-1].audit
        card = last.card
        lines += [BLANK] if lines else []
        lines += wrapped(f"{card.name} ({card.forum})", paper, style="title")
        lines += wrapped(f"{named(last.plan)} · unknowns: {card.missing}", paper, style="quiet")
        drawn = spark([moment.audit for moment in yearly], paper)
        begin, end = yearly[0].audit.card.as_of.year, yearly[-1].audit.card.as_of.year
        lines += [BLANK, (("  ", ""), (drawn, "solid"))]
        lines += wrapped(f"The point at the end of each year, {begin} to {end}.", paper, indent=2, style="quiet")
        before: Audit | None = None
        for moment in moments:
            lines += [BLANK, *_moment(moment, before, paper, opening=moment.audit is first)]
            before = moment.audit
    return lines


def _moment(moment: Moment, before: Audit | None, paper: Paper, *, opening: bool) -> list[Line]:
    audit = moment.audit
    card, score = audit.card, audit.card.score
    old = before.card.score.point if before else None
    moved = f" ({signed(score.point - old)})" if score.point is not None and old is not None else ""
    if card.absent:
        words = f"no score: {card.absent}"
    else:
        words = f"{shown(score.point)}{moved}, between {span(score.low, score.high)}; {percent(score.coverage)} settled"
    lines = wrapped(words, paper, (f"{spoken(card.as_of.isoformat()):<10}  ", "number"))
    if opening:
        known = sum(bool(item.after.values) for item in moment.changes)
        return lines + wrapped(f"{known} facts known from the first", paper, indent=12, style="quiet")
    for item in moment.changes:
        lines += wrapped(change_words(item, audit), paper, indent=12)
    return lines


def render_years(yearly: Sequence[Sequence[Moment]], paper: Paper) -> list[Line]:
    """One row a forum, as many years as fit, the last always; and a sparkline over all of them."""
    first = yearly[0][0].audit
    days = [moment.audit.card.as_of for moment in yearly[0]]
    names = [mark(moments[0].audit) for moments in yearly]
    room = paper.width - max(map(len, names)) - len(days) - 4
    picked = _spread(len(days), max(room // 6, 2))
    rows = []
    for name, moments in zip(names, yearly, strict=True):
        cells = [shown(moments[i].audit.card.score.point, 0) for i in picked]
        drawn = spark([moment.audit for moment in moments], paper)
        rows.append([((paper.ascii(name), ""),), ((drawn, "solid"),), *(((paper.ascii(cell), ""),) for cell in cells)])
    heads = ("forum", "", *(str(days[i].year) for i in picked))
    lines = wrapped(first.plan.framework.heading, paper, style="title")
    aside = (
        f"{named(first.plan)} · points at the end of each year, the last on {days[-1]} · unknowns: {first.card.missing}"
    )
    lines += [*wrapped(aside, paper, style="quiet"), BLANK]
    lines += [*table(paper, heads, rows, frozenset(range(2, len(heads)))), BLANK]
    return lines + wrapped(f"{NONE} had not begun, or had ended.", paper, style="quiet")


def _spread(count: int, most: int) -> list[int]:
    """At most `most` of `count` positions, evenly apart, the last always."""
    step = -(-count // most)
    return sorted(range(count - 1, -1, -step))


def years_between(first: int, last: date) -> tuple[date, ...]:
    """The last day of each year, and for the last year the day itself."""
    return (*(date(year, 12, 31) for year in range(first, last.year)), last)


def rows(histories: Sequence[Sequence[Moment]]) -> Table:
    """One row a moment; a column for each criterion."""
    plan = histories[0][0].audit.plan
    criteria = [name for name, _ in plan.nodes[plan.root].members]
    head = ("forum", "date", "absent", "point", "low", "high", "coverage", "band", *criteria, "changes")
    return Table(head, tuple(_row(moment, criteria) for moments in histories for moment in moments))


def _row(moment: Moment, criteria: Sequence[str]) -> tuple[Cell, ...]:
    card = moment.audit.card
    points = {node.id: number(node.score.point) for node in card.nodes}
    score = card.score
    said = "; ".join(change_words(item, moment.audit) for item in moment.changes)
    return (
        card.forum,
        card.as_of.isoformat(),
        card.absent,
        number(score.point),
        number(score.low),
        number(score.high),
        number(score.coverage),
        card.band or "",
        *(points.get(name) for name in criteria),
        said,
    )


def json_text(histories: Sequence[Sequence[Moment]], inputs_sha256: str) -> str:
    """`govaudit.history/1`."""
    audits = [moment.audit for moments in histories for moment in moments]
    writer, last = Writer([audit.card for audit in audits]), audits[-1].card
    return dumps(
        {
            "schema": "govaudit.history/1",
            "framework": block(audits[-1].plan),
            "as_of": max(audit.card.as_of for audit in audits).isoformat(),
            "missing": last.missing,
            "inputs_sha256": inputs_sha256,
            "history": [_entry(moment, writer) for moments in histories for moment in moments],
        }
    )


def _entry(moment: Moment, writer: Writer) -> Json:
    card = moment.audit.card
    return {
        "forum": card.forum,
        "date": card.as_of.isoformat(),
        "absent": card.absent or None,
        "score": writer.score(card.score),
        "band": card.band,
        "nodes": [
            {"id": node.id, "score": writer.score(node.score)} for node in card.nodes if node.kind == "criterion"
        ],
        "changes": list(changes_json(moment.changes, moment.audit)),
    }


def changes_json(changes: Sequence[FactChange], audit: Audit) -> Iterator[Json]:
    """Each changed fact: what was known of it, what is known now, and why."""
    scored = audit.plan.facts()
    for item in changes:
        yield {
            "fact": item.fact,
            "cause": item.cause.value,
            "scored": item.fact in scored,
            "before": brief(item.before),
            "after": brief(item.after),
        }
