"""Points under every missing policy, side by side, with the bounds that no policy moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.model.framework import MISSING
from govaudit.model.scorecard import NodeScore
from govaudit.report.layout import BLANK, Line, Paper, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import NONE
from govaudit.report.rows import number
from govaudit.report.sentences import mark
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named


@dataclass(frozen=True, slots=True)
class Row:
    """A node of a forum with its point under each policy, in the order of `MISSING`; no node where the forum has no score."""

    audit: Audit
    node: NodeScore | None
    points: tuple[Fraction | None, ...]


def side_by_side(audits: Sequence[Audit], *, deep: bool) -> Iterator[Row]:
    """One row a forum, in the order given; `deep`: one more for each of its criteria and derived nodes."""
    forums: dict[str, dict[str, Audit]] = {}
    for audit in audits:
        forums.setdefault(audit.card.forum, {})[audit.card.missing] = audit
    for by_policy in forums.values():
        first = by_policy[MISSING[0]]
        if first.card.absent:
            yield Row(first, None, (None,) * len(MISSING))
        for node in first.card.nodes:
            if node.kind == "framework" or (deep and node.kind in {"criterion", "derived"}):
                yield Row(first, node, tuple(by_policy[policy].card.node(node.id).score.point for policy in MISSING))


def table(audits: Sequence[Audit], *, deep: bool) -> Table:
    """The rows as they are; a forum without a score says why in the place of its node."""
    rows: list[tuple[Cell, ...]] = []
    for row in side_by_side(audits, deep=deep):
        card, bounds = row.audit.card, _bounds(row.node) if row.node else (None, None)
        rows.append((card.forum, row.node.id if row.node else card.absent, *map(number, row.points), *bounds))
    return Table(("forum", "node", *MISSING, "low", "high"), tuple(rows))


def _bounds(node: NodeScore) -> tuple[Decimal | None, Decimal | None]:
    return number(node.score.low), number(node.score.high)


def render(audits: Sequence[Audit], paper: Paper, *, deep: bool) -> list[Line]:
    """The same as lines."""
    card, made = audits[0].card, table(audits, deep=deep)
    classes = {item.card.forum: mark(item) for item in audits}
    marked = [(classes[str(row[0])], *row[1:]) for row in made.rows]
    rows = [[((paper.ascii(NONE if cell is None else str(cell)), ""),) for cell in row] for row in marked]
    lines = wrapped(f"{named(audits[0].plan)} · as of {card.as_of} · points under every policy", paper, style="title")
    lines += [BLANK, *columns(paper, made.head, rows, frozenset(range(2, len(made.head)))), BLANK]
    return lines + wrapped(
        "A policy changes points only. Low and high hold whatever the unknown turns out to be.", paper, style="quiet"
    )
