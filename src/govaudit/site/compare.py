"""Any two or three forums side by side; what each came to lies in a script of its own, loaded when it is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.audit import Audit
from govaudit.report.json import Json
from govaudit.report.sentences import band_label, finding
from govaudit.site.book import Book
from govaudit.site.live import script, texts
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """The page, and a script a forum."""
    plan = book.plan
    yield press.page(
        "compare.html",
        "side-by-side.html.j2",
        forums=[(audit.card.forum, audit.card.name) for audit in sorted(book.audits, key=_name)],
        data={
            "words": texts(book.words, "compare", "known", "live", "number", "score"),
            "nodes": [
                {
                    "id": node.id,
                    "heading": node.authored.heading,
                    "indicator": node.kind == "indicator",
                    "range": [float(end) for end in plan.ranges[node.id]],
                }
                for node in plan.nodes.values()
            ],
        },
    )
    for audit in book.audits:
        name = f"forums/{audit.card.forum}"
        yield f"live/{name}.js", script(name, _forum(audit))


def _name(audit: Audit) -> str:
    return audit.card.name.casefold()


def _forum(audit: Audit) -> Json:
    """A forum's name, why it has no score, and each node: applies, low, point, high, and what was found."""
    card = audit.card
    return {
        "name": card.name,
        "absent": card.absent,
        "nodes": {
            node.id: [
                node.applies,
                *(None if end is None else str(end) for end in (node.score.low, node.score.point, node.score.high)),
                finding(audit, node.id) if node.kind == "indicator" else band_label(audit, node.band, node.id),
            ]
            for node in card.nodes
        },
    }
