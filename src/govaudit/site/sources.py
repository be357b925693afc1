"""The bibliography: every document, and what rests on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govaudit.model.codebook import Codebook, shown_value
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Statement
from govaudit.model.source import Name
from govaudit.report.html.parts import citations
from govaudit.report.profile_terminal import kind_of
from govaudit.report.sentences import spoken
from govaudit.site.book import Book
from govaudit.site.page import Press


@dataclass(frozen=True, slots=True)
class Use:
    """A statement of a forum that cites a document. `value`: "" where the document was searched in vain; `now`: whether it holds on the day."""

    forum: str
    fact: str
    value: str
    at: str
    quote: str
    period: tuple[str, str]
    now: bool


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """All documents, by their ids; then a page a document."""
    uses = _uses(book)
    entries = [
        (source, len({(use.forum, use.fact) for use in uses.get(name, ()) if use.value}))
        for name, source in sorted(book.sources.items())
    ]
    yield press.page("sources.html", "sources.html.j2", downloads=("sources.json", "sources.bib"), entries=entries)
    for name, source in book.sources.items():
        yield press.page(
            f"sources/{name}.html",
            "source.html.j2",
            trail={"sources.html": book.words("site.sources")},
            downloads=("sources.json", "sources.bib"),
            source=source,
            authors="; ".join(map(_whole, source.author)),
            doi=f"https://doi.org/{source.doi}" if source.doi else "",
            resting=[use for use in uses.get(name, ()) if use.value],
            searches=[use for use in uses.get(name, ()) if not use.value],
            papers=[
                reading.paper for reading in book.readings if name in {reading.paper.source, *reading.paper.voices}
            ],
            reforms=[item.reform for item in book.hindsights if item.reform.source == name],
        )


def _whole(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.family, name.given)))


def _uses(book: Book) -> Mapping[str, Sequence[Use]]:
    """By document, every statement that cites it, of all periods; forum by forum."""
    found: dict[str, list[Use]] = {}
    for audit in sorted(book.audits, key=lambda audit: audit.card.forum):
        for fact, statements in audit.profile.facts.items():
            for statement in statements:
                now = audit.facts[fact].statement is statement and not audit.card.absent
                for item in citations(statement):
                    value = item.value or _value(book.codebook, fact, statement)
                    use = Use(audit.card.forum, fact, value, item.at, item.quote, _period(statement), now)
                    found.setdefault(item.source, []).append(use)
    return found


def _value(codebook: Codebook, fact: str, statement: Statement) -> str:
    """What a statement says; "" if it says that nothing was found, and of what does not apply its kind."""
    kind = kind_of(statement)
    if kind is Kind.KNOWN:
        return shown_value(codebook[fact].value(statement.value))
    return "" if kind is Kind.NOT_FOUND else kind.value.replace("-", " ")


def _period(statement: Statement) -> tuple[str, str]:
    """The first day, and the first day after; each "" if it is left open."""
    begin, end = (spoken(day.isoformat()) if day else "" for day in (statement.from_, statement.until))
    return begin, end
