"""The pages of the site, one after the other, each with its place in the folder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files

from govaudit.site import compare, field, forum, weights
from govaudit.site.book import Book
from govaudit.site.page import Press
from govaudit.site.scripts import SCRIPTS

LIVE = ("site.js", "field.js", "compare.js", "agreement.js", "weights.js")
ASSETS = {"govaudit.report.html": ("style.css",), "govaudit.site": ("site.css", *SCRIPTS, *LIVE)}
"""The files that pages load, by the package they ship in."""


def build(book: Book) -> Iterator[tuple[str, bytes]]:
    """Every file of the site: its path, with slashes, and its content."""
    press = Press(book)
    yield from assets()
    for chapter in (field, compare, weights, forum):
        for path, text in chapter.pages(book, press):
            yield path, text.encode()


def assets() -> Iterator[tuple[str, bytes]]:
    """Style sheets and scripts."""
    for package, names in ASSETS.items():
        for name in names:
            yield f"assets/{name}", (files(package) / "assets" / name).read_bytes()


def whole(book: Book) -> Mapping[str, bytes]:
    """The site, by path."""
    return dict(build(book))
