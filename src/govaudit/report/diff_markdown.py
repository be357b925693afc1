"""What a change of the data does, as a comment on a pull request: Markdown that GitHub renders, made from a report alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from govaudit.model.diff_report import (
    Causes,
    DiffReport,
    Found,
    NewForum,
    Numbers,
    Parts,
    Rank,
    StatementChange,
    Status,
)
from govaudit.report import numbers
from govaudit.report.numbers import NONE
from govaudit.report.problems import SEVERITIES
from govaudit.report.tables import Cell, Table
from govaudit.report.tables import escape_markdown as safe
from govaudit.report.tables import render as render_table

LIMIT = 65_536
"""What GitHub takes of a comment, in characters; counted here in bytes, to be sure."""
ROWS = (200, 100, 50, 25, 12, 6, 3, 1, 0)
"""At most so many rows a list: the first of these with which the whole fits."""
FOLDED = 10
"""More ranks than this are folded: one new forum moves all below it."""
CELL = 600
"""Characters of one cell."""
CUT = "\nLists are cut to the length of a comment; `diff --format json` has all.\n"
HEADS: dict[Status, str] = {
    "new": "new",
    "suppressed": "newly suppressed",
    "mended": "mended",
    "remaining": "remaining",
}


def render(report: DiffReport) -> str:
    """The comment. Its first line, which no reader sees, says whose it is."""
    for listed in ROWS:
        page = "\n".join(_page(report, listed)) + (CUT if listed < ROWS[0] else "")
        if len(page.encode()) <= LIMIT:
            break
    return page


def _page(report: DiffReport, listed: int) -> Iterator[str]:
    """What breaks a law comes first, then what is new, then what has changed."""
    yield f"<!-- govaudit diff {report.framework.id} -->\n# {_words(report.framework.title)}: what this change does\n"
    version = f"{report.framework.id} {_words(report.framework.version)}"
    yield f"From {_words(report.from_)} to {_words(report.to)}, under {version}.\n"
    yield f"{_summary(report)}\n"
    if report.unread:
        more = f" and {len(report.unread) - listed} more" if len(report.unread) > listed else ""
        yield f"Not compared, since not readable on one side or both: {_words(', '.join(report.unread[:listed]))}{more}.\n"
    yield from _problems(report, listed)
    yield from _new(report, listed)
    gone = [(item.forum, item.name, _point(item.score), _rank(item.rank)) for item in report.gone]
    yield from _section("Forums no longer there", ("forum", "name", "point", "rank"), gone, listed)
    yield from _scores(report, listed)
    yield from _statements(report, listed)
    moved = [(item.forum, _rank(item.before), _rank(item.after)) for item in report.ranks]
    if moved:
        table = _table(("forum", "before", "after"), moved, listed)
        yield f"## Ranks that move\n\n{_fold(_many(len(moved), 'rank'), table) if len(moved) > FOLDED else table}"


def _summary(report: DiffReport) -> str:
    """The whole in one sentence."""
    scores = {item.forum for item in report.changes if item.before != item.after}
    tally = Counter(item.unknown for item in report.statements)
    settled = f" ({tally['settled']} settled, {tally['opened']} opened)" if report.statements else ""
    said = [
        _many(len(report.new), "new forum"),
        _many(len(report.gone), "forum gone", "forums gone"),
        _many(len(scores), "score changes", "scores change"),
        _many(len(report.statements), "statement changes", "statements change") + settled,
        _many(len(report.ranks), "rank moves", "ranks move"),
    ]
    found = [item for item in said if not item.startswith("0 ")]
    whole = f"{', '.join(found)}." if found else "No score, statement or rank changes."
    return f"**{whole}**"


def _many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _problems(report: DiffReport, listed: int) -> Iterator[str]:
    """How many problems there are, the new ones, and behind a fold the others."""
    if report.problems is None:
        return
    accepted = (report.problems.suppressed_before, report.problems.suppressed_after)
    yield "## What `check` finds\n"
    if not report.problems.found and not any(accepted):
        yield "Nothing, before and after.\n"
        return
    by_status = {status: [item for item in report.problems.found if item.status == status] for status in HEADS}
    rows = [_counts(status, found) for status, found in by_status.items() if found]
    if rows:
        yield render_table(Table(("problems", "errors", "warnings", "notes"), tuple(rows)), "markdown")
    if any(accepted):
        yield f"Suppressed by the data: {accepted[0]} before, {accepted[1]} after.\n"
    for status, found in by_status.items():
        table = _table(("severity", "code", "place", "problem"), _found(found), listed)
        if found and status in {"new", "suppressed"}:
            yield f"{HEADS[status].capitalize()}:\n\n{table}"
        elif found:
            yield _fold(_many(len(found), f"problem {status}", f"problems {status}"), table)


def _counts(status: Status, found: Sequence[Found]) -> tuple[Cell, ...]:
    tally = Counter(item.severity for item in found)
    return HEADS[status], *(tally[severity] for severity in SEVERITIES)


def _found(found: Iterable[Found]) -> list[tuple[Cell, ...]]:
    """By severity, then in the order of the report."""
    ordered = sorted(found, key=lambda item: SEVERITIES.index(item.severity))
    return [
        (
            item.severity,
            item.code,
            f"{item.path or 'the data'}{f':{item.line}' if item.line else ''}",
            f"{'' if item.node == '$' else f'{item.node}: '}{item.message}{_hint(item)}",
        )
        for item in ordered
    ]


def _hint(item: Found) -> str:
    """How to mend it, if this change has to."""
    return f". Hint: {item.hint}" if item.hint and item.status == "new" else ""


def _new(report: DiffReport, listed: int) -> Iterator[str]:
    if report.new:
        yield "## New forums\n"
    titles = {item.id: item.title for item in report.criteria}
    for forum in report.new[:listed]:
        yield from _scorecard(forum, titles, listed)
    if len(report.new) > listed:
        yield _more(len(report.new) - listed)


def _scorecard(forum: NewForum, titles: dict[str, str], listed: int) -> Iterator[str]:
    """What a new forum scores, and behind a fold what that rests on."""
    yield f"### {_words(forum.name)} ({safe(forum.forum)})\n"
    if forum.absent:
        yield f"No score: the forum {_words(forum.absent)}.\n"
    else:
        verdict = f", {_words(forum.band)}" if forum.band else ""
        place = f"rank {_rank(forum.rank)}{', a class of forums' if forum.generic else ''}"
        yield f"**{_point(forum.score)}{verdict}**; bounds {_bounds(forum.score)}; {_settled(forum.score)} settled; {place}.\n"
        rows = [
            (titles.get(item.id, item.id), _point(item.score), _bounds(item.score), _settled(item.score))
            for item in forum.criteria
        ]
        yield _table(("criterion", "point", "bounds", "settled"), rows, listed)
    tally = Counter(item.state for item in forum.statements)
    states = [f"{count} {state}" for state, count in sorted(tally.items())]
    title = f"{_many(len(forum.statements), 'statement')}: {', '.join([*states, f'{forum.uncoded} uncoded'])}"
    held = [
        (item.fact, item.value, "" if item.scored else "not scored", _cited(item.evidence)) for item in forum.statements
    ]
    yield _fold(title, _table(("fact", "known", "", "rests on"), held, listed))


def _scores(report: DiffReport, listed: int) -> Iterator[str]:
    rows = [
        (
            item.forum,
            item.node,
            _point(item.before),
            _point(item.after),
            _step(_bounds(item.before), _bounds(item.after)),
            _causes(item.causes) if item.causes else item.absent.after or item.absent.before or NONE,
        )
        for item in report.changes
        if item.kind in {"framework", "criterion"} and item.before != item.after
    ]
    heads = ("forum", "node", "before", "after", "bounds", "why, in points")
    yield from _section("Scores that change, and why", heads, rows, listed)


def _causes(causes: Causes) -> str:
    """The causes that moved the point; else that the bounds alone moved."""
    parts: dict[str, Parts] = {name: getattr(causes, name) for name in Causes.model_fields}
    said = [f"{name} {_signed(part.point)}" for name, part in parts.items() if part.point]
    moved = [name for name, part in parts.items() if part.low or part.high]
    return ", ".join(said) or f"bounds alone: {', '.join(moved)}"


def _statements(report: DiffReport, listed: int) -> Iterator[str]:
    rows = [
        (
            item.forum,
            item.fact,
            _step(item.before, item.after),
            item.cause,
            item.unknown,
            _effect(item),
            _cited(item.evidence),
        )
        for item in report.statements
    ]
    heads = ("forum", "fact", "change", "cause", "unknown", "points", "rests on")
    yield from _section("Statements", heads, rows, listed)


def _effect(item: StatementChange) -> str:
    return _signed(item.effect.point) if item.scored else "not scored"


def _step(before: str, after: str) -> str:
    """A step from one text to another; each is cut, so that both can be seen."""
    return before if before == after else f"{_cut(before, CELL // 2)} → {_cut(after, CELL // 2)}"


def _cited(evidence: Sequence[str]) -> str:
    """The first two pieces of evidence, and how many more there are."""
    more = f" (+{len(evidence) - 2} more)" if len(evidence) > 2 else ""
    return "; ".join(_cut(item, CELL // 2) for item in evidence[:2]) + more


def _section(title: str, head: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], listed: int) -> Iterator[str]:
    if rows:
        yield f"## {title}\n\n{_table(head, rows, listed)}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[Cell, ...]], listed: int) -> str:
    """The first rows, and how many more there are."""
    shown = tuple(tuple(_cut(cell) if isinstance(cell, str) else cell for cell in row) for row in rows[:listed])
    table = render_table(Table(head, shown), "markdown") if shown else ""
    more = _more(len(rows) - listed) if len(rows) > listed else ""
    return "\n".join(part for part in (table, more) if part)


def _more(count: int) -> str:
    return f"And {count} more.\n"


def _fold(title: str, body: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{body}\n</details>\n" if body else f"{title}.\n"


def _words(text: str) -> str:
    return safe(_cut(text))


def _cut(text: str, length: int = CELL) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def _point(score: Numbers) -> str:
    return numbers.shown(_exact(score.point))


def _bounds(score: Numbers) -> str:
    return numbers.span(_exact(score.low), _exact(score.high))


def _settled(score: Numbers) -> str:
    return numbers.percent(_exact(score.coverage))


def _signed(amount: Decimal | None) -> str:
    return numbers.signed(_exact(amount))


def _exact(amount: Decimal | None) -> Fraction | None:
    return None if amount is None else Fraction(amount)


def _rank(rank: Rank) -> str:
    """The rank, and the range that the bounds allow."""
    if rank.rank is None:
        return NONE
    return f"{rank.rank}" if rank.rank_low == rank.rank_high else f"{rank.rank} ({rank.rank_low}–{rank.rank_high})"
