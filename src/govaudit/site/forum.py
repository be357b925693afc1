"""A forum: its scorecard, with everything it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.report.html.scorecard import sheet
from govaudit.site.book import Book
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """A page a forum."""
    for audit in book.audits:
        yield press.page(f"forums/{audit.card.forum}.html", "forum.html.j2", card=sheet(audit, book.words))
