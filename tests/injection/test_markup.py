"""Tables in the styles of other programs, as pandoc reads them: no text of a cell is markup there."""

import json
from typing import Any

import pypandoc
import pytest

from govaudit.report.tables import MARKUP, Table, escape_markdown, render
from tests import hostile
from tests.skeletons import markdown

WORDS = [
    *hostile.payloads(), "::error::forged", ".. image:: https://evil.example/x.png", "[[https://evil.example][x]]", "[https://evil.example x]", "{{x}} {{{x}}} <<x>>",
    "*bold* _it_ `code` ''it'' ~sub~ ^sup^ =v= +x+ ++y++ ??c?? -d- %s% @c@ ~~s~~ **b** __u__", "<!-- x", "&lt;b&gt; &#60;", "\\textbf{x} %", "$x$ ~ ^", "| a || b |", "!x.png!",
    '"t":https://evil.example', "link:https://evil.example[x]", "* item", "- item", "1. item", "# h", "h1. x", "|_. x", "x_ `y <https://evil.example>`_ |sub|", ":ref:`x`",
    "{color:red}x{color}", "[~user]", "----", "include::x[]", "((x)) (((y)))", "x^2^", "xref:a[b] <<a,b>> {attr}", "pass:[<b>]", "+++<b>+++", "mailto:a@b.example", "a -- b", "\\", "x \\",
    "b.cc", "evil.example.com/a", "//evil.example", "//localhost//1.2.3.4", "x y.org:80", "пример.рф", "[fn:1] [1]_", "!https://evil.example/x.png!",
]  # fmt: skip
"""The strings of payloads.yaml, and what is markup in one of these styles."""
READERS = {"github": "gfm", "pipe": "markdown", "orgtbl": "org", "rst": "rst", "mediawiki": "mediawiki", "textile": "textile", "jira": "jira", "asciidoc": "asciidoc"}  # fmt: skip
"""What pandoc calls each style. It reads neither MoinMoin nor YouTrack, which get what MediaWiki gets."""


def cells(style: str, words: list[str]) -> list[list[Any]]:
    """Row by row what pandoc finds in each cell: texts as such, all else by its name."""
    rows = (
        ("first", "", "", 1),
        *((word, f"{word} y", f"y {word}", 1) for word in words),
    )  # of AsciiDoc, pandoc takes the first row for a second head
    document = json.loads(
        pypandoc.convert_text(render(Table(("a", "b", "c", "d"), rows), style), "json", format=READERS[style])
    )
    (table,) = document["blocks"]
    (body,) = table["c"][4]
    return [[_found(cell[4]) for cell in row[1]] for row in body[3]][-len(words) :]


def _found(node: Any) -> Any:
    match node:
        case {"t": "Str" | "Space" | "SoftBreak" | "Quoted" as kind}:
            return _found(node["c"][1]) if kind == "Quoted" else []
        case {"t": kind, **rest}:
            return [kind, *_found(rest.get("c"))]
        case list():
            return [name for item in node for name in _found(item)]
        case _:
            return []


@pytest.mark.parametrize("style", READERS)
def test_no_text_is_markup(style: str) -> None:
    for word, found, plain in zip(WORDS, cells(style, WORDS), cells(style, hostile.masked(*WORDS)), strict=True):
        assert found == plain, word


@pytest.mark.parametrize("place", ["{}", "- {}", "1. {}", "# {}", "a\n{}", "| a |\n| --- |\n| {} |", "**1.0, {}**"])
def test_no_text_is_markup_wherever_it_stands_on_a_page_of_github(place: str) -> None:
    for word, plain in zip(WORDS, hostile.masked(*WORDS), strict=True):
        found, wanted = (markdown(f"{place.format(escape_markdown(text))}\n") for text in (word, plain))
        assert found == wanted, word


def test_every_style_that_has_markup_is_read() -> None:
    assert {*READERS} | {"moinmoin", "youtrack"} == {*MARKUP}
