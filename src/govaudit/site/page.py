"""What all pages have: the frame, the way around, the way back to the top of the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from jinja2 import Environment

from govaudit.report import licences
from govaudit.report.html.environment import disobeyed, environment
from govaudit.report.view import named
from govaudit.site.book import Book
from govaudit.site.scripts import SCRIPTS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What a page may load: what lies beside it. Browsers take a folder opened as a file for itself."""


@dataclass(frozen=True)
class Chapter:
    """Pages of one kind.

    Attributes
    ----------
    name, place
        Its first page, if the bar at the top leads there: the key of its name in the catalogue, and where it stands.
    """

    pages: Callable[[Book, Press], Iterator[tuple[str, str]]]
    name: str = ""
    place: str = ""


@dataclass(frozen=True)
class Press:
    """Makes pages of templates. `chapters`: those of the bar at the top."""

    book: Book
    chapters: tuple[Chapter, ...]

    def page(
        self,
        path: str,
        template: str,
        /,
        *,
        trail: Mapping[str, str] | None = None,
        downloads: tuple[str, ...] = (),
        linked: str = "",
        **values: Any,
    ) -> tuple[str, str]:
        """A page and its place.

        Parameters
        ----------
        trail
            The pages above it: names by place.
        downloads
            The files in `data/` that hold what it shows.
        linked
            The same as JSON-LD.
        values
            What its template shows.
        """
        book = self.book
        text = self._environment.get_template(template).render(
            words=book.words,
            version=self.version,
            policy=POLICY,
            root="../" * path.count("/"),
            here=path,
            chapters=self.chapters,
            trail=trail or {},
            downloads=downloads,
            linked=linked,
            book=book,
            engine=SCRIPTS,
            digest=book.digest,
            framework=named(book.plan),
            as_of=book.as_of.isoformat(),
            missing=book.missing,
            greatest=book.plan.ranges[book.plan.root][1],
            **values,
        )
        return path, disobeyed(text)

    @cached_property
    def version(self) -> str:
        """Of the program."""
        return version("govaudit")

    @cached_property
    def _environment(self) -> Environment:
        made = environment("govaudit.site")
        made.filters["licence"] = licences.address
        return made
