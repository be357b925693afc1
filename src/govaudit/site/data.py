"""The data behind the pages, as the commands write them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govaudit.report import (
    bibliography,
    claims,
    history,
    jsonld,
    profile_terminal,
    reforms,
    reforms_json,
    rows,
    scorecard_json,
)
from govaudit.report.package_parts import File
from govaudit.report.tables import Table, render
from govaudit.site.book import Book
from govaudit.site.page import Press

SCORECARDS = "scorecards/"
KILO = 1000
KINDS = {"csv": "text/csv", "json": "application/json", "bib": "application/x-bibtex"}


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """Every file of `data/`, then the page that lists them."""
    made = {name: text.encode() for name, text in _files(book)}
    yield from ((f"data/{name}", content.decode()) for name, content in made.items())
    sizes = {name: len(content) for name, content in made.items()}
    files = [File(f"data/{name}", "", KINDS[name.rpartition(".")[2]], content) for name, content in made.items()]
    own = {name: size for name, size in sizes.items() if not name.startswith(SCORECARDS)}
    yield press.page(
        "data.html",
        "data.html.j2",
        linked=jsonld.text(jsonld.dataset(book.export, files)),
        files=[(name, Fraction(size, KILO)) for name, size in own.items()],
        scorecards=Fraction(sum(sizes.values()) - sum(own.values()), KILO),
        total=Fraction(sum(sizes.values()), KILO**2),
    )


def _files(book: Book) -> Iterator[tuple[str, str]]:
    """Each file below `data/`."""
    histories = [book.histories[audit.card.forum] for audit in sorted(book.audits, key=lambda audit: audit.card.forum)]
    yield "ranking.csv", render(rows.comparison(book.comparison), "csv")
    yield "ranking.json", scorecard_json.render(book.audits, book.digest, book.comparison)
    yield "statements.csv", render(_statements(book), "csv")
    yield "sources.json", bibliography.render(book.sources.values(), "csl-json")
    yield "sources.bib", bibliography.render(book.sources.values(), "bibtex")
    yield "history.csv", render(history.rows(histories), "csv")
    yield "history.json", history.json_text(histories, book.digest)
    if book.readings:
        yield "claims.csv", render(claims.table(book.readings), "csv")
        yield "claims.json", claims.json_text(book.readings, book.digest)
    if book.hindsights:
        yield "reforms.csv", render(reforms.table(book.hindsights), "csv")
        yield (
            "reforms.json",
            reforms_json.json_text(book.hindsights, book.plan, book.as_of, book.audits[0].missing, book.digest),
        )
    for audit in book.audits:
        yield f"{SCORECARDS}{audit.card.forum}.json", scorecard_json.render([audit], book.digest)


def _statements(book: Book) -> Table:
    """Every statement of every forum, as `show FORUM` has them."""
    head: tuple[str, ...] = ()
    found = []
    for audit in sorted(book.audits, key=lambda audit: audit.card.forum):
        made = profile_terminal.table(audit.profile)
        head = ("forum", *made.head)
        found += [(audit.card.forum, *row) for row in made.rows]
    return Table(head, tuple(found))
