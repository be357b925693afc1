"""The comment on a pull request as GitHub's own parser of Markdown reads it (cmark-gfm)."""

from html.parser import HTMLParser
from typing import Any

import pytest

from govaudit.model.base import read
from govaudit.model.diff_report import DiffReport
from govaudit.problems import CONTROL
from govaudit.report.diff_markdown import render
from tests.diff_reports import FULL, replaced, texts
from tests.unit.report.test_formats import PAYLOADS

pytestmark = pytest.mark.consumer

HARMLESS = [payload for payload in PAYLOADS if not CONTROL.search(payload)]
LINKED = [
    "a@b.example",
    "@octocat",
    "www.evil.example",
    "https://evil.example",
    "xmpp:a@b.example",
    "mailto:a@b.example",
]


class Skeleton(HTMLParser):
    """The tags of a page with their attributes; and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.words = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(tag)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))

    def handle_data(self, data: str) -> None:
        self.words += data


def shown(make: Any) -> Skeleton:
    page = render(read(DiffReport, replaced(FULL, make)))
    import cmarkgfm  # with the extra `consumers` alone
    from cmarkgfm.cmark import Options

    return Skeleton(cmarkgfm.github_flavored_markdown_to_html(page, options=Options.CMARK_OPT_UNSAFE))


def test_the_page_is_made_of_headings_tables_and_folds_and_holds_every_text() -> None:
    page = shown(lambda text: text)
    tags = {tag[0] if isinstance(tag, tuple) else tag for tag in page.tags}
    assert {"h1", "h2", "h3", "p", "table", "details", "summary", "strong", "code", "comment"} <= tags
    assert not tags & {"a", "img", "script", "em", "del", "pre", "blockquote", "ul", "input"}
    assert {text for text in texts(FULL) if text not in page.words} == set()


@pytest.mark.parametrize("payload", [*HARMLESS, *LINKED])
def test_a_payload_in_every_field_is_text_to_github(payload: str) -> None:
    page = shown(lambda _: payload)
    assert page.tags == shown(lambda _: "AAAA").tags
    words, wanted = (" ".join(text.replace("\u200b", "").split()) for text in (page.words, payload))
    assert wanted[:40] in words
