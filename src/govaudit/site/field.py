"""The map of the field: forums and criteria, with bounds."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.report.compare_terminal import rank
from govaudit.report.html.parts import absence, nodes
from govaudit.site.book import Book
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """The first page."""
    plan = book.plan
    members = [name for name, _ in plan.nodes[plan.root].members]
    rows = []
    for audit, standing in zip(book.audits, book.comparison.standings, strict=True):
        shown = {node.id: node for node in nodes(audit, book.words)}
        rows.append(
            {
                "rank": rank(standing),
                "id": audit.card.forum,
                "name": audit.card.name,
                "absent": absence(audit, book.words),
                "root": shown.get(plan.root),
                "criteria": [shown[name] for name in members if name in shown],
            }
        )
    yield press.page(
        "index.html",
        "field.html.j2",
        heading=book.words.title(plan, plan.root),
        criteria=[(name, book.words.title(plan, name)) for name in members],
        rows=rows,
    )
