"""How scores are made, what they do not say, and how to make them again."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.model.framework import MISSING
from govaudit.model.knowledge import Kind
from govaudit.site.book import Book
from govaudit.site.criteria import way
from govaudit.site.page import Press

FURTHER = ("unknowns", "aggregation", "evidence", "time", "claims", "reforms", "views", "robustness")
"""The pages of `docs/method/` that say more."""


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """One page."""
    yield press.page(
        "method.html",
        "method.html.j2",
        kinds=[kind.value for kind in Kind],
        policies=MISSING,
        places={node.id: way(node) for node in book.plan.nodes.values()},
        views=[(view, book.lineages[view.root]) for view in book.views],
        further=[f"docs/method/{name}.md" for name in FURTHER],
    )
