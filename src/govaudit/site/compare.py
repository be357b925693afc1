"""Any two or three forums side by side; what each came to lies in a script of its own, loaded when it is chosen."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.audit import Audit
from govaudit.model.scorecard import NodeScore
from govaudit.report.html.naming import Name
from govaudit.report.html.parts import absence
from govaudit.report.html.wording import Words
from govaudit.report.json import Json
from govaudit.report.sentences import finding
from govaudit.site.book import Book
from govaudit.site.live import script, spoken, texts
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
                    "heading": spoken(book.words.title(plan, node.id)),
                    "indicator": node.kind == "indicator",
                    "range": [float(end) for end in plan.ranges[node.id]],
                }
                for node in plan.nodes.values()
            ],
        },
    )
    for audit in book.audits:
        name = f"forums/{audit.card.forum}"
        yield f"live/{name}.js", script(name, _forum(audit, book.words))


def _name(audit: Audit) -> str:
    return audit.card.name.casefold()


def _forum(audit: Audit, words: Words) -> Json:
    """A forum's name, why it has no score, and each node: applies, low, point, high, and what was found."""
    card = audit.card
    return {
        "name": card.name,
        "absent": absence(audit, words),
        "nodes": {
            node.id: [
                node.applies,
                *(None if end is None else str(end) for end in (node.score.low, node.score.point, node.score.high)),
                spoken(_found(audit, node, words)),
            ]
            for node in card.nodes
        },
    }


def _found(audit: Audit, node: NodeScore, words: Words) -> Name:
    """The level of an indicator, the band of a group."""
    if node.kind == "indicator":
        return words.data(finding(audit, node.id))
    return words.band(audit.plan, node.id, node.band)
