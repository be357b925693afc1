"""Scorecards and comparisons as rows for any table format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from govaudit.audit import Audit, Comparison
from govaudit.report.evidence import shares
from govaudit.report.numbers import rounded
from govaudit.report.tables import Cell, Table

DIGITS = 2


def number(value: Fraction | None) -> Decimal | None:
    """A score in a table: two decimals."""
    return None if value is None else rounded(value, DIGITS)


def scorecards(audits: Sequence[Audit]) -> Table:
    """One row a node."""
    head = (
        "forum",
        "node",
        "kind",
        "parent",
        "weight",
        "applies",
        "point",
        "low",
        "high",
        "coverage",
        "level",
        "possible levels",
        "band",
        "contribution",
        "sources",
    )
    rows: list[tuple[Cell, ...]] = []
    for audit in audits:
        if audit.card.absent:
            rows.append((audit.card.forum, audit.plan.root, "framework", "", *(None,) * 8, audit.card.absent, None, ""))
        for node in audit.card.nodes:
            score = node.score
            rows.append((
                audit.card.forum, node.id, node.kind, node.parent or "", number(node.weight), node.applies, number(score.point), number(score.low),
                number(score.high), number(score.coverage), node.level or "", " ".join(node.possible_levels), node.band or "", number(node.contribution), " ".join(node.sources),
            ))  # fmt: skip
    return Table(head, tuple(rows))


def comparison(compared: Comparison) -> Table:
    """One row a forum, best first; one column a criterion's point."""
    plan = compared.audits[0].plan
    criteria = [name for name, _ in plan.nodes[plan.root].members]
    head = (
        "rank",
        "best rank",
        "worst rank",
        "forum",
        "class",
        "point",
        "low",
        "high",
        "coverage",
        "band",
        *criteria,
        *SHARES,
    )
    rows: list[tuple[Cell, ...]] = []
    for audit, standing in zip(compared.audits, compared.standings, strict=True):
        score = audit.card.score
        points = {node.id: number(node.score.point) for node in audit.card.nodes}
        rows.append((
            standing.rank, standing.rank_low, standing.rank_high, audit.card.forum, "class" if audit.card.generic else "", number(score.point),
            number(score.low), number(score.high), number(score.coverage), audit.card.band or audit.card.absent, *(points.get(name) for name in criteria), *map(number, shares(audit)),
        ))  # fmt: skip
    return Table(head, (*rows, *_group(compared)))


SHARES = ("primary law", "one source", "own word", "older", "undated")


def _group(compared: Comparison) -> Iterator[tuple[Cell, ...]]:
    """Three more rows for a group: its median, its least and its greatest; `class` says that they are no forums."""
    group = compared.group
    if group is None or not group.nodes:
        return
    root, *nodes = group.nodes
    empty = (None,) * len(SHARES)
    middle = root.median
    medians = (number(node.median.point) for node in nodes)
    yield (None, None, None, f"median of {group.tag}", "group", number(middle.point), number(middle.low), number(middle.high), None, "", *medians, *empty)  # fmt: skip
    leasts, greatests = ([number(getattr(node, end)) for node in nodes] for end in ("least", "greatest"))
    yield (None, None, None, f"least of {group.tag}", "group", number(root.least), *(None,) * 3, "", *leasts, *empty)
    yield (None, None, None, f"greatest of {group.tag}", "group", number(root.greatest), *(None,) * 3, "", *greatests, *empty)  # fmt: skip
