"""Plain tables in every common style: CSV, Markdown, LaTeX, and those of tabulate.

Text from files is made harmless for its format here, before a library sees it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from string import punctuation
from types import SimpleNamespace
from typing import Literal, TypeAlias

from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote
from govaudit.report.layout import cell_width, disobeyed, harmless

Separated: TypeAlias = Literal["csv", "tsv"]
Cell: TypeAlias = "str | int | Decimal | None"
FORMULA = (*"=+-@\t\r\n＝＋－＠", "::")
"""What a spreadsheet would run at the start of a cell; and what a build runner would obey at the start of a line."""
PLAIN_STYLES = (
    "plain", "simple", "github", "grid", "pipe", "orgtbl", "rst", "mediawiki", "textile", "jira", "tsv", "asciidoc", "presto", "pretty", "psql", "youtrack", "moinmoin", "outline",
)  # fmt: skip
SEPARATED: dict[Separated, tuple[str, Literal[0, 1], str]] = {
    "csv": (",", csv.QUOTE_ALL, "\r\n"),
    "tsv": ("\t", csv.QUOTE_MINIMAL, "\n"),
}
"""CSV as RFC 4180 has it, every field quoted; or TSV. In both, text that a spreadsheet would run starts with an apostrophe."""
FORMATS = ("csv", "markdown", "latex", *PLAIN_STYLES)
OTHERS = ("terminal", "json")
"""What commands write that is no table."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head. Numbers are numbers; None is an empty cell."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def render(table: Table, style: str, others: tuple[str, ...] = OTHERS) -> str:
    """The table in a style. `others`: the formats that the command knows besides, to be named if there is no such style.

    Raises
    ------
    GovauditError
        If there is no such style.
    """
    for separated in SEPARATED:
        if style == separated:
            return "".join(stream((table.head, *table.rows), separated))
    if style == "markdown":
        return _markdown(table)
    if style != "latex" and style not in PLAIN_STYLES:
        known = (*others, *FORMATS)
        message = f"expected a format among {', '.join(known)}; found {quote(style)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(style, known)))
    import tabulate  # start-up: most runs need no table style

    # it measures texts by a library that may be there or not: then the same data would make two reports
    vars(tabulate).update(wcwidth=SimpleNamespace(wcswidth=cell_width), WIDE_CHARS_MODE=True)
    rows = [[_plain(cell, style) for cell in row] for row in table.rows]
    numeric = [all(not isinstance(row[i], str) for row in table.rows) for i in range(len(table.head))]
    align = ["right" if right else "left" for right in numeric]
    made = tabulate.tabulate(
        rows,
        [_plain(name, style) for name in table.head],
        tablefmt=style,
        disable_numparse=True,
        colalign=align or None,
    )
    return disobeyed(f"{_compiling(made) if style == 'latex' else made}\n")


def stream(rows: Iterable[Sequence[Cell]], style: Separated) -> Iterator[str]:
    """Rows as CSV or TSV, one by one, the head being the first of them."""
    out = io.StringIO()
    separator, quoting, end = SEPARATED[style]
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator=end)
    for row in rows:
        writer.writerow([_separate(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def _separate(cell: Cell) -> str:
    """A cell of CSV or TSV: a number to its last digit, never with an exponent."""
    match cell:
        case str():
            return inert(cell)
        case Decimal():
            return f"{cell:f}"
        case _:
            return "" if cell is None else str(cell)


def inert(text: str) -> str:
    """Text on one line, which no spreadsheet would run, and no build runner obey."""
    flat = harmless(" ".join(text.split()))
    return f"'{flat}" if flat.startswith(FORMULA) else flat


def _markdown(table: Table) -> str:
    rows = [[escape_markdown(_words(cell)) for cell in row] for row in (table.head, *table.rows)]
    rule = [
        "---:" if table.rows and all(not isinstance(row[i], str) for row in table.rows) else "---"
        for i in range(len(table.head))
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in (rows[0], rule, *rows[1:]))


UNSEEN = "&#8203;"
"""A space without width. GitHub links what it finds in the finished text, where an entity is the sign that it stands for."""
PUNCTUATION = {ord(sign): f"&#{ord(sign)};" for sign in "\\`*_{}[]()<>#|~!&@:$^="} | {
    ord(sign): f"&#{ord(sign)};{UNSEEN}" for sign in "@#"
}
BULLET = re.compile(r"^(\d*)((?<=\d)\.|(?<!\d)[-+])(?=[-\s]|$)", re.ASCII)
"""What begins a list, or underlines a heading, where a text begins with it."""
LINKED = re.compile(r"\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
"""What GitHub takes for the number of an issue, or for a picture, without such a sign."""

HOST = re.compile(r"(?<=\S)\.(?=[^\W\d_]{2})|(?<=www)\.|(?<=/)/", re.IGNORECASE)
"""The point in what may be the name of a host, and the strokes before one: some programs link these without an address around them."""


def escape_markdown(text: str) -> str:
    """Text for Markdown: one line, punctuation as entities, so that nothing in it is markup, link, mention, picture or list."""
    flat = LINKED.sub(lambda found: f"{found[0]}\u200b", " ".join(text.split()))
    begun = BULLET.sub(lambda found: f"{found[1]}&#{ord(found[2])};", flat.translate(PUNCTUATION))
    unlinked = HOST.sub(lambda found: f"&#{ord(found[0])};", begun)
    return unlinked.replace("\u200b", UNSEEN)


ARGUMENT = re.compile(r"^ (?=\s*[\[*])", re.MULTILINE)
"""What LaTeX takes for an argument of the line end above: a row that begins with a bracket or a star."""
SIGNS = str.maketrans(
    {"→": r"\ensuremath{\to}", "−": r"\ensuremath{-}", "≥": r"\ensuremath{\ge}", "≤": r"\ensuremath{\le}"}
)


def _compiling(text: str) -> str:
    """A table that every LaTeX compiles: our own signs as commands; letters of other alphabets are the business of its engine."""
    return ARGUMENT.sub(" {}", text).translate(SIGNS)


def _words(cell: Cell) -> str:
    return "" if cell is None else str(cell)


ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in punctuation if sign not in ",.;"}
"""Wikis take these for the signs that they stand for, after they have looked for markup."""
ORG = re.compile(r"[]\\*_=~+[{}<>#^@$]|:(?=\S)|(?<!\w)/")
"""What Org takes for markup. It knows no escape: such a sign is written in full width."""
MARKUP: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("github", "pipe"), escape_markdown),
    **dict.fromkeys(
        ("asciidoc", "jira", "mediawiki", "moinmoin", "textile", "youtrack"), lambda text: text.translate(ENTITIES)
    ),
    "rst": lambda text: re.sub(f"[{re.escape(punctuation)}]", r"\\\g<0>", text),
    "orgtbl": lambda text: ORG.sub(lambda found: chr(ord(found[0]) + 0xFEE0), text.replace("|", "¦")),
}
"""How a text is kept from being markup in each style that has any; LaTeX is tabulate's business."""


def _plain(cell: Cell, style: str) -> str:
    """One line of printable text, in which the style finds no markup."""
    text = harmless(" ".join(_words(cell).split()))
    return MARKUP[style](text) if style in MARKUP and isinstance(cell, str) else text
