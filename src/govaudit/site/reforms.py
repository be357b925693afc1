"""The reforms that papers argued for, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govaudit.analysis.reforms import Verdict
from govaudit.changes import PARTS, Hindsight, Pursued
from govaudit.model.codebook import shown_value
from govaudit.report.html.parts import absence, brief_words
from govaudit.report.reforms import counts, shown_by
from govaudit.site.book import Book
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """All reforms on one page; those that no fact can express at its end."""
    tally = counts(book.hindsights)
    yield press.page(
        "reforms.html",
        "reforms.html.j2",
        downloads=("reforms.csv", "reforms.json") if book.hindsights else (),
        counts=[(verdict.value, count) for verdict, count in tally.items() if count],
        told=[(item, [_at(item, one, book) for one in item.pursued]) for item in book.hindsights if item.pursued],
        outside=[item.reform for item in book.hindsights if item.verdict is Verdict.OUT_OF_SCOPE],
    )


def _at(item: Hindsight, one: Pursued, book: Book) -> dict[str, object]:
    """What became of a reform at one forum."""
    then, today = one.then.card.score.point, one.today.card.score.point
    predicted = one.predicted.card.score.point if one.predicted else None
    address = item.reform.for_[one.forum]
    heir = address.succeeded_by if one.succeeded else None
    return {
        "one": one,
        "note": heir.reason if heir else address.note,
        "absent": absence(one.then, book.words) or absence(one.today, book.words),
        "asked": [
            {
                "fact": asked.fact,
                "value": shown_value(asked.value),
                "before": brief_words(asked.before, book.words),
                "today": brief_words(asked.today, book.words),
                "outcome": asked.outcome.value,
                "sources": shown_by(asked),
            }
            for asked in one.asked
        ],
        "then": then,
        "predicted": predicted,
        "predicted_move": _less(predicted, then),
        "today": None if one.succeeded else today,
        "move": None if one.succeeded else _less(today, then),
        "parts": [(name, one.parts[name].point) for name in PARTS if one.parts[name].point] if one.parts else [],
    }


def _less(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before
