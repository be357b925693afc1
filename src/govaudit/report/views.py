"""Which conclusions hold for whom: the matrix of conclusions and views, the ranks beside it, and the pairs that keep their order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from govaudit.analysis.views import Agreement, Judged, Pair, Ranked, Verdict, View
from govaudit.report.layout import BLANK, Line, Paper, cell_width, heading, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import NONE, percent
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth

Grid: TypeAlias = list[tuple[str, ...]]
"""The head, then the rows; first the name of a row, then a cell a view."""
SHOWN_PAIRS = 6
WORDS = {TRUE: "yes", FALSE: "no", UNKNOWN: "open"}
SAID: dict[Agreement, str] = {
    "all": "Holds in all views, by points",
    "none": "Holds in no view, by points",
    "differs": "Depends on the view",
    "open": "Open in some view",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was judged and ranked under which views; forums stand best first in the first view.

    `generic`: the forums that are classes of forums.
    """

    title: str
    views: tuple[View, ...]
    judged: tuple[Judged, ...]
    ranked: tuple[Ranked, ...]
    pairs: tuple[Pair, ...]
    as_of: date
    missing: str
    generic: frozenset[str]


def answer(verdict: Verdict) -> str:
    """`yes` or `no` whatever the unknown turns out to be; `yes?` or `no?` by points alone; else `open`."""
    if verdict.certain is not UNKNOWN:
        return WORDS[verdict.certain]
    return "open" if verdict.by_point is UNKNOWN else f"{WORDS[verdict.by_point]}?"


def render(report: Report, paper: Paper) -> list[Line]:
    """The views, the matrix, what it comes to, the ranks, the pairs."""
    lines = wrapped("Which conclusions hold for whom?", paper, style="title")
    lines += wrapped(f"as of {report.as_of} · unknowns: {report.missing}", paper, style="quiet")
    heads, short = _heads(report, paper)
    for view, head in zip(report.views, heads, strict=True):
        lead = f"{head}  {view.name}  " if short else f"{view.name}  "
        lines += wrapped(view.plan.framework.heading, paper, (lead, "head"), indent=2)
        lines += wrapped(named(view.plan), paper, indent=4, style="quiet") if view.plan.weights else []
    if report.judged:
        lines += [*heading(report.title), *_grid(_answers(report, heads), paper), BLANK, *_key(paper)]
        lines += _agreements(report.judged, paper)
    lines += [*heading("Ranks"), *_ranks(report, heads, paper)]
    return [*lines, *heading("Pairs"), *_pairs(report, paper)]


def _heads(report: Report, paper: Paper) -> tuple[list[str], bool]:
    """What stands above the columns of the views: their names, or V1, V2, ... where those are too wide; and whether they are."""
    names = [view.name.replace("-", "-\n") for view in report.views]
    grids = (_answers(report, names), _places(report, names))
    short = any(_width(_drawn(grid, paper)) > paper.width for grid in grids)
    return [f"V{number}" for number in range(1, len(names) + 1)] if short else names, short


def _answers(report: Report, heads: Sequence[str]) -> Grid:
    rows = [
        (item.conclusion.id, *(answer(item.verdicts[view.name]) for view in report.views)) for item in report.judged
    ]
    return [("conclusion", *heads), *rows]


def _grid(grid: Grid, paper: Paper) -> list[Line]:
    """One column a view; where even so it is too wide, a paragraph for each row."""
    lines = _drawn(grid, paper)
    if _width(lines) <= paper.width:
        return lines
    (_, *names), *rows = grid
    return [
        line
        for head, *cells in rows
        for line in wrapped(
            " · ".join(f"{name}: {text}" for name, text in zip(names, cells, strict=True)), paper, (f"{head}  ", "head")
        )
    ]


def _drawn(grid: Grid, paper: Paper) -> list[Line]:
    heads, *rows = grid
    cells = [[((paper.ascii(cell), ""),) for cell in row] for row in rows]
    return columns(paper, heads, cells, frozenset(range(1, len(heads))))


def _width(lines: Iterable[Line]) -> int:
    return max(sum(cell_width(text) for text, _ in line) for line in lines)


def _key(paper: Paper) -> list[Line]:
    return wrapped(
        "yes, no: whatever the unknown turns out to be. yes?, no?: by points, which count unknowns as the policy says, and not yet for certain.",
        paper,
        style="quiet",
    )


def _agreements(judged: Sequence[Judged], paper: Paper) -> Iterator[Line]:
    for agreement, said in SAID.items():
        found = [item for item in judged if item.agreement == agreement]
        if found:
            yield from heading(f"{said}: {len(found)} of {len(judged)}")
        for item in found:
            settled = " Nothing unknown can change it." if item.settled else ""
            yield from wrapped(f"{item.conclusion.claim}{settled}", paper, ("- ", ""), indent=2)


def _ranks(report: Report, heads: Sequence[str], paper: Paper) -> list[Line]:
    """Ranks by point; a view in which nothing has a score has none."""
    lines = _grid(_places(report, heads), paper)
    if any(item.forum in report.generic for item in _scored(report)):
        lines += wrapped("† describes a class of forums: do not read its rank as one.", paper, style="quiet")
    without = [item.forum for item in report.ranked if item not in _scored(report)]
    return lines + (wrapped(f"No score: {', '.join(without)}.", paper, style="quiet") if without else [])


def _scored(report: Report) -> list[Ranked]:
    return [item for item in report.ranked if any(found.rank is not None for found in item.standings.values())]


def _mark(forum: str, report: Report) -> str:
    return f"{forum}†" if forum in report.generic else forum


def _places(report: Report, heads: Sequence[str]) -> Grid:
    rows = []
    for item in _scored(report):
        ranks = (item.standings[view.name].rank for view in report.views)
        places = [NONE if rank is None else str(rank) for rank in ranks]
        rows.append((_mark(item.forum, report), *places, str(item.moves)))
    return [("forum", *heads, "moves"), *rows]


def _pairs(report: Report, paper: Paper) -> list[Line]:
    kept = sum(pair.kept for pair in report.pairs)
    certain = [pair for pair in report.pairs if pair.certain]
    flips = [pair for pair in report.pairs if pair.below]
    share = f" ({percent(Fraction(kept, len(report.pairs)))})" if report.pairs else ""
    said = (
        f"Of {len(report.pairs)} pairs of forums {kept}{share} stand in one order in all views by points, {len(certain)} of them whatever "
        f"the unknown turns out to be; {len(flips)} change places between views, and {len(report.pairs) - kept - len(flips)} are level in some."
    )
    lines = wrapped(said, paper, indent=2)
    for title, found in (("Certain in all views", certain), ("Change places", flips)):
        words = [f"{pair.first} above {pair.second}" for pair in found[:SHOWN_PAIRS]]
        more = f"; and {len(found) - SHOWN_PAIRS} more" if len(found) > SHOWN_PAIRS else ""
        lines += wrapped(f"{'; '.join(words)}{more}.", paper, (f"{title}: ", "quiet"), indent=2) if words else []
    return lines


def table(report: Report) -> Table:
    """One row a conclusion, then one a forum; one column a view."""
    head = ("kind", "id", "what", *(view.name for view in report.views), "agreement")
    rows: list[tuple[Cell, ...]] = [
        (
            "conclusion",
            item.conclusion.id,
            item.conclusion.claim,
            *(answer(item.verdicts[view.name]) for view in report.views),
            item.agreement,
        )
        for item in report.judged
    ]
    for item in report.ranked:
        ranks = (item.standings[view.name].rank for view in report.views)
        rows.append(("rank", item.forum, "class" if item.forum in report.generic else "", *ranks, ""))
    return Table(head, tuple(rows))


def verdict(truth: Truth) -> str:
    """A verdict as JSON has it."""
    return {TRUE: "upheld", FALSE: "refuted", UNKNOWN: "undecided"}[truth]
