"""From the rows of a published table to its figures: of which unit, of which node, and what was printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import TypeAlias

from govaudit.model.decode import how_written, parse_decimal
from govaudit.model.head import filled, ignored, read_head, refusal
from govaudit.model.table import Figure, Published
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, did_you_mean, one_of, quote

WordsOf: TypeAlias = Callable[[str, str], Sequence[str] | None]
"""From the kind and target of a figure to the words it may say; None if there is no such target."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One published figure.

    Attributes
    ----------
    figure
        How it was read; its target may have been filled from the row, so `target` stands here.
    text
        As it was printed.
    value
        The number of a score or rank; of a band, level or designation None, and `word` is its id.
    """

    unit: str
    time: str
    line: int
    figure: Figure
    target: str
    text: str
    value: Fraction | None = None
    word: str = ""


class PublishedTable:
    """A table of published figures, its head understood. Iterate `figures` over its rows."""

    def __init__(self, names: Sequence[str], reading: Published, words_of: WordsOf, document: str) -> None:
        self.reading = reading
        self.words_of = words_of
        self.head = read_head(names, reading, [figure.column for figure in reading.columns], document)

    def figures(self, rows: Iterable[Row], problems: Collector) -> Iterator[Printed]:
        """Every figure that can be read; `problems` takes what is wrong with the others."""
        lines: dict[tuple[str, str, str], int] = {}
        counts: dict[tuple[str, str], int] = {}
        for row in self.head.rows(iter(rows), problems):
            try:
                name, time, words = self.head.unit(row), self.head.time(row), self.head.words(row)
                cells = self._cells(row)
            except GovauditError as error:
                problems.take(error.problems)
                continue
            if self.reading.repeated == "numbered":
                counts[name, time] = count = counts.get((name, time), 0) + 1
                name = f"{name} ({count})" if count > 1 else name
            for figure, text in cells:
                if not text.strip() or text in self.reading.none or text in figure.none:
                    continue
                target = filled(figure.target, words)
                key = (name, time, f"{figure.kind} {target}")
                try:
                    found = self._printed(figure, target, text, name, time, row.line)
                except GovauditError as error:
                    problems.take(error.problems)
                    continue
                if key in lines:
                    message = f"expected one {figure.kind} of {target} a unit; line {lines[key]} gives one already"
                    problems.take([refusal(Code.REPEATED_ANSWER, message, row.line)])
                    continue
                lines[key] = row.line
                yield found
        if not lines and not problems.problems:
            hint = "does `where` name what stands in the table?" if self.reading.where else ""
            problems.take([refusal(Code.EMPTY, "expected published figures; found none", 1, hint)])

    def _cells(self, row: Row) -> list[tuple[Figure, str]]:
        """The columns of a row with their texts; in the long form, those that the row names."""
        long = self.reading.long
        if long is None:
            return [(figure, row.cells[self.head.places[figure.column]]) for figure in self.reading.columns]
        name = row.cells[self.head.places[long.name]]
        found = [
            (figure, row.cells[self.head.places[long.value]])
            for figure in self.reading.columns
            if figure.column == name
        ]
        if not found and not ignored(name, self.reading.ignore):
            hint = (
                did_you_mean(name, [figure.column for figure in self.reading.columns])
                or "map it, or list it under `ignore`"
            )
            message = f"column {quote(long.name)}: expected a name that the reading knows; found {quote(name)}"
            raise GovauditError(refusal(Code.UNMAPPED_COLUMN, message, row.line, hint))
        return found

    def _printed(self, figure: Figure, target: str, text: str, name: str, time: str, line: int) -> Printed:
        """One figure from its cell.

        Raises
        ------
        GovauditError
            If the cell is no number, or no word that is known.
        """
        column = quote(figure.column)
        words = self.words_of(figure.kind, target)
        if words is None:
            message = f"column {column}: expected a {figure.kind} of the framework; found {quote(target)}"
            raise GovauditError(refusal(Code.UNKNOWN_NODE, message, line))
        if figure.kind in {"score", "rank"}:
            value = parse_decimal(text, self.reading.decimal_mark, self.reading.strip)
            if value is None or (figure.kind == "rank" and value.denominator > 1):
                what = "a number" if figure.kind == "score" else "a whole number"
                message = f"column {column}: expected {what}; found {quote(text)}"
                hint = how_written(text) or "a text that stands for no figure is listed under `none`"
                raise GovauditError(refusal(Code.UNMAPPED_CELL, message, line, hint))
            return Printed(name, time, line, figure, target, text, as_printed(value, figure.decimals))
        meanings = figure.cells or {word: word for word in words}
        if text not in meanings:
            message = f"column {column}: expected {one_of(tuple(meanings))}; found {quote(text)}"
            hint = did_you_mean(text, meanings) or "a text that stands for no figure is listed under `none`"
            raise GovauditError(refusal(Code.UNMAPPED_CELL, message, line, hint))
        return Printed(name, time, line, figure, target, text, None, meanings[text])


NOISE = Fraction(1, 10**9)


def as_printed(value: Fraction, decimals: int | None) -> Fraction:
    """A figure without what a machine's floats add to it: `72.30000000000001` of one decimal is 72.3; `72.34` stays."""
    if decimals is None:
        return value
    scaled = value * 10**decimals
    near = Fraction(floor(scaled + Fraction(1, 2)), 10**decimals)
    return near if abs(value - near) < NOISE else value
