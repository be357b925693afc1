"""Lines of styled text for a terminal, and how they become plain text. No report draws; this module does.

A line is a tuple of segments; a segment is a text and the name of a style. On a terminal the styles become colours (never the only sign
of a meaning); in a pipe they vanish, and every character is ASCII where the text of the data allows.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

Segment: TypeAlias = tuple[str, str]
Line: TypeAlias = tuple[Segment, ...]
BLANK: Line = ()
STYLES = {"": "", "title": "bold", "head": "bold", "number": "bold", "solid": "blue", "shade": "yellow", "quiet": "dim"}
COMMAND, RUN_APART = re.compile(r"^([^\S\n]*)::", re.MULTILINE), r"\1: :"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written on: how wide it is, and whether it shows more than ASCII."""

    width: int = 80
    unicode: bool = False

    def ascii(self, text: str) -> str:
        """Our own typographic signs as plain ones, where only ASCII may be shown; the data's letters stay."""
        return text if self.unicode else text.translate(PLAIN)


PLAIN = str.maketrans(
    {
        "–": "-",
        "—": "-",
        "−": "-",
        "·": "|",
        "…": "...",
        "“": '"',
        "”": '"',
        "→": "->",
        "×": "x",
        "†": "*",
        "\u00a0": " ",
    }
)


def bar(
    paper: Paper,
    cells: int,
    scale: tuple[Fraction, Fraction],
    low: Fraction | None,
    high: Fraction | None,
    point: Fraction | None,
) -> Line:
    """An interval as a bar: solid up to `low`, shaded up to `high`, a mark at the point if it lies elsewhere."""
    if low is None or high is None:
        return ((" " * cells, ""),)
    solid, shade, rest, mark = "█▒·◆" if paper.unicode else "#=.|"
    first, last = (_cell(number, scale, cells) for number in (low, high))
    last = max(last, first + (low < high and first < cells))
    marks = [("solid", solid)] * first + [("shade", shade)] * (last - first) + [("quiet", rest)] * (cells - last)
    if point is not None and point not in (low, high):
        marks[min(_cell(point, scale, cells), cells - 1)] = ("number", mark)
    return tuple(("".join(sign for _, sign in run), style) for style, run in groupby(marks, key=itemgetter(0)))


def _cell(number: Fraction, scale: tuple[Fraction, Fraction], cells: int) -> int:
    least, greatest = scale
    share = (number - least) / (greatest - least) if greatest > least else Fraction(0)
    return min(max(int(share * cells + Fraction(1, 2)), 0), cells)


def wrapped(text: str, paper: Paper, lead: Segment = ("", ""), indent: int = 0, style: str = "") -> list[Line]:
    """A paragraph, its first line after `lead`, the others indented as far."""
    begin = " " * indent + paper.ascii(lead[0].replace("\n", " "))
    body = textwrap.wrap(paper.ascii(text), max(paper.width - cell_width(begin), 20), break_on_hyphens=False) or [""]
    rest = " " * cell_width(begin)
    return [((begin if i == 0 else rest, lead[1] if i == 0 else ""), (line, style)) for i, line in enumerate(body)]


def heading(text: str) -> list[Line]:
    return [BLANK, ((text, "head"),)]


def table(
    paper: Paper, head: Sequence[str], rows: Iterable[Sequence[Line]], numeric: frozenset[int] = frozenset()
) -> list[Line]:
    """Columns side by side, two spaces apart; `numeric` columns are set right. A newline in a head breaks it."""
    titles = [paper.ascii(text).split("\n") for text in head]
    tallest = max(map(len, titles))
    heads = [[_head(title, line, tallest) for title in titles] for line in range(tallest)]
    body = [*heads, *([flat(cell) for cell in row] for row in rows)]
    widths = [max(_width(row[i]) for row in body) for i in range(len(head))]
    lines = []
    for row in body:
        line: list[Segment] = []
        for i, cell in enumerate(row):
            gap = " " * (widths[i] - _width(cell))
            line += [(gap, ""), *cell] if i in numeric else [*cell, (gap, "")]
            line.append(("  ", ""))
        lines.append(tuple(line[:-1]))
    return lines


def _head(title: Sequence[str], line: int, tallest: int) -> Line:
    """One line of a head, set low."""
    skipped = tallest - len(title)
    return ((title[line - skipped], "quiet"),) if line >= skipped else ()


def flat(line: Line) -> Line:
    """A line or cell, whose texts may have come with line ends, as one line."""
    return tuple((text.replace("\n", " "), style) for text, style in line if text)


def _width(cell: Line) -> int:
    return sum(cell_width(text) for text, _ in cell)


def cell_width(text: str) -> int:
    """How many columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # start-up: most text is ASCII

    return cell_len(text)


def harmless(text: str) -> str:
    """Text without control characters, and without what a build runner would obey anywhere in a line."""
    return CONTROL.sub("�", text).replace("##[", "# #[")


def plain(lines: Iterable[Line]) -> str:
    """Lines as text without colour and without trailing blanks; none begins with what a build runner would obey there."""
    return disobeyed("".join(f"{''.join(text for text, _ in flat(line)).rstrip()}\n" for line in lines))


def disobeyed(text: str) -> str:
    """Harmless text, no line of which begins with what a build runner would obey there."""
    return COMMAND.sub(RUN_APART, harmless(text))
