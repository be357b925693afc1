"""The pages of the site, one after the other, each with its place in the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from govaudit.site import claims, compare, criteria, data, facts, field, forum, method, reforms, sources, weights
from govaudit.site.book import Book
from govaudit.site.page import Chapter, Press
from govaudit.site.scripts import SCRIPTS

LIVE = ("site.js", "field.js", "compare.js", "agreement.js", "weights.js")
ASSETS = {"govaudit.report.html": ("style.css",), "govaudit.site": ("site.css", *SCRIPTS, *LIVE)}
"""The files that pages load, by the package they ship in."""
CHAPTERS = (
    Chapter(field.pages, "field", "index.html"),
    Chapter(compare.pages, "compare", "compare.html"),
    Chapter(weights.pages, "weights", "weights.html"),
    Chapter(forum.pages),
    Chapter(criteria.pages, "criteria", "criteria.html"),
    Chapter(facts.pages, "facts", "facts.html"),
    Chapter(sources.pages, "sources", "sources.html"),
    Chapter(claims.pages, "claims", "claims.html"),
    Chapter(reforms.pages, "reforms", "reforms.html"),
    Chapter(method.pages, "method", "method.html"),
    Chapter(data.pages, "data", "data.html"),
)


def build(book: Book) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: its path, with slashes, and its content."""
    press = Press(book, tuple(chapter for chapter in CHAPTERS if chapter.name))
    yield from assets()
    for chapter in CHAPTERS:
        for path, text in chapter.pages(book, press):
            yield path, text.encode()


def assets() -> Iterator[tuple[str, bytes]]:
    """The files that pages load, each with its place."""
    for package, names in ASSETS.items():
        for name in names:
            yield f"assets/{name}", (files(package) / "assets" / name).read_bytes()


def whole(book: Book) -> Mapping[str, bytes]:
    """The site, by path."""
    return dict(build(book))
