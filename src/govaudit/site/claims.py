"""What papers claim of forums, judged on the day they speak of and today."""

from __future__ import annotations

from collections.abc import Iterator

from govaudit.report.claims import Reading, about, rule_words, why
from govaudit.site.book import Book
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """All papers on one page."""
    yield press.page(
        "claims.html",
        "claims.html.j2",
        downloads=("claims.csv", "claims.json") if book.readings else (),
        readings=[(reading, list(_told(reading))) for reading in book.readings],
    )


def _told(reading: Reading) -> Iterator[dict[str, object]]:
    for judged in reading.judged:
        claim, then, today = judged.ready.claim, judged.then, judged.today
        before, after = why(reading, judged, then), why(reading, judged, today)
        yield {
            "judged": judged,
            "about": about(judged),
            "rule": rule_words(judged),
            "then": before,
            "today": "" if claim.dated or before == after else after,
            "forums": sorted({answer.forum for verdict in (then, today) for answer in verdict.deciding}),
            "sources": sorted(then.rests_on() | today.rests_on()),
        }
