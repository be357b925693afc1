"""What all pages have: the frame, the way around, the way back to the top of the folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import Any

from jinja2 import Environment

from govaudit.report.html.environment import environment
from govaudit.report.view import named
from govaudit.site.book import Book
from govaudit.site.scripts import SCRIPTS

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
)
"""What a page may load: what lies beside it. Browsers take a folder opened as a file for itself."""
NAVIGATION = (("field", "index.html"), ("compare", "compare.html"), ("weights", "weights.html"))
"""The pages of the bar at the top: the key of their name in the catalogue, and their place."""


@dataclass(frozen=True)
class Press:
    """Makes pages of templates."""

    book: Book

    def page(self, path: str, template: str, /, **values: Any) -> tuple[str, str]:
        """A page and its place. `values` are what its template shows."""
        book = self.book
        text = self._environment.get_template(template).render(
            words=book.words,
            version=version("govaudit"),
            policy=POLICY,
            root="../" * path.count("/"),
            here=path,
            navigation=NAVIGATION,
            engine=SCRIPTS,
            digest=book.digest,
            framework=named(book.plan),
            as_of=book.as_of.isoformat(),
            greatest=book.plan.ranges[book.plan.root][1],
            **values,
        )
        return path, text

    @cached_property
    def _environment(self) -> Environment:
        return environment("govaudit.site")
