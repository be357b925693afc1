"""A page as PDF, by WeasyPrint: without a browser and without a network, the same bytes whenever it is printed."""

from __future__ import annotations

import hashlib
from contextlib import redirect_stdout
from io import StringIO

from govaudit.problems import Code, EnvironmentFailure, Problem


def pdf(page: str) -> bytes:
    """The page on sheets of A4. It fetches nothing; its identifier is a hash of the page, and it bears no date of its making.

    Raises
    ------
    EnvironmentFailure
        If WeasyPrint lacks its system libraries.
    """
    try:
        with redirect_stdout(StringIO()):  # it prints a page of advice before it fails
            from weasyprint import HTML  # an extra, and it loads Pango
            from weasyprint.urls import URLFetcher
    except OSError:
        message = "expected the system library Pango, to write PDF; it is not installed"
        hint = "apt install libpango-1.0-0 libpangoft2-1.0-0, brew install pango; or print the page of --format html"
        raise EnvironmentFailure(Problem(code=Code.NOT_INSTALLED, message=message, hint=hint)) from None
    document = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=frozenset()))
    identifier = hashlib.sha256(page.encode()).digest()[:16]
    written = document.write_pdf(pdf_identifier=identifier, pdf_tags=True)
    assert isinstance(written, bytes)  # without a target it returns what it wrote
    return written
