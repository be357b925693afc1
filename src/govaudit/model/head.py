"""The head of a table against its reading: where each column stands, which are missing, which nobody named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govaudit.model.table import TableReading
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, Problem, did_you_mean, quote

LONGEST_UNIT = 256
JOIN = "/"


def refusal(code: Code, message: str, line: int, hint: str = "", document: str = "") -> Problem:
    """A problem of a table, at a line."""
    return Problem(code=code, message=message, line=line, hint=hint, document=document)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the columns of a table stand.

    Attributes
    ----------
    width
        How many cells every row has.
    places
        Position by name, of the columns that are read.
    """

    reading: TableReading
    width: int
    places: Mapping[str, int]

    def rows(self, rows: Iterator[Row], problems: Collector) -> Iterator[Row]:
        """The rows that are meant; those of a wrong length are reported and left out."""
        wanted = [(self.places[name], frozenset(texts)) for name, texts in self.reading.where.items()]
        for row in rows:
            if len(row.cells) != self.width:
                message = f"expected {self.width} cells, as in the head; found {len(row.cells)}"
                problems.take([refusal(Code.BAD_TABLE, message, row.line)])
            elif all(row.cells[place] in texts for place, texts in wanted):
                yield row

    def unit(self, row: Row) -> str:
        """The unit a row is about.

        Raises
        ------
        GovauditError
            If it names none, or one that cannot be shown.
        """
        for name in self.reading.unit:
            check_unit(name, row.cells[self.places[name]], row.line)
        return JOIN.join(row.cells[self.places[name]] for name in self.reading.unit)

    def time(self, row: Row) -> str:
        """The time a row is about; "" if the table has none.

        Raises
        ------
        GovauditError
            If it has one that cannot be shown.
        """
        if not self.reading.time:
            return ""
        check_time(self.reading.time, row.cells[self.places[self.reading.time]], row.line)
        return row.cells[self.places[self.reading.time]]

    def words(self, row: Row) -> dict[str, str]:
        """What fills the `{column}` of names in this row: the text of each `by` column, or the word that stands for it."""
        found = {}
        for name, words in self.reading.by.items():
            text = row.cells[self.places[name]]
            if words and text not in words:
                message = f"expected in {quote(name)} a text that the reading knows; found {quote(text)}"
                hint = did_you_mean(text, words) or "add it to `by`, or to `where` if its rows are not meant"
                raise GovauditError(refusal(Code.UNMAPPED_CELL, message, row.line, hint))
            found[name] = words.get(text, text)
        return found


def check_unit(column: str, text: str, line: int) -> None:
    """Refuse what is no name of a unit."""
    if not text or len(text) > LONGEST_UNIT or text != text.strip() or not text.isprintable():
        message = (
            f"expected in {quote(column)} the name of a unit: 1 to {LONGEST_UNIT} visible characters, "
            f"without blanks around them; found {quote(text, 40)}"
        )
        raise GovauditError(refusal(Code.BAD_UNIT, message, line))


def check_time(column: str, text: str, line: int) -> None:
    """Refuse what is no time of a unit."""
    if not text.strip() or len(text) > LONGEST_UNIT or not text.isprintable():
        message = f"expected in {quote(column)} a time; found {quote(text, 40)}"
        raise GovauditError(refusal(Code.BAD_UNIT, message, line))


def read_head(names: Sequence[str], reading: TableReading, columns: Sequence[str], document: str) -> Head:
    """Find the columns of a reading in a head. `document`: the table, for problems.

    Raises
    ------
    GovauditError
        With every column that is missing, and every one that nothing names.
    """
    answered = [] if reading.long else list(columns)
    long = [reading.long.name, reading.long.value] if reading.long else []
    needed = [*reading.unit, *([reading.time] if reading.time else []), *reading.where, *reading.by, *long, *answered]
    missing = [name for name in dict.fromkeys(needed) if name not in names]
    others = [name for name in names if name not in needed and not ignored(name, reading.ignore)]
    has = f"the head has: {_listed(names)}"
    problems = [
        refusal(Code.MISSING_COLUMN, f"expected {found} among the columns; the table has none", 1, hint, document)
        for found, hint in _folded(missing, names, has)
    ]
    problems += [
        refusal(Code.UNMAPPED_COLUMN, f"expected columns that the reading names; found {found}", 1, hint, document)
        for found, hint in _folded(others, needed, "map it to a fact, or list it under `ignore`")
    ]
    if problems:
        raise GovauditError(problems)
    return Head(reading, len(names), {name: names.index(name) for name in needed})


def _folded(found: Sequence[str], choices: Sequence[str], hint: str) -> Iterator[tuple[str, str]]:
    """Names with a near one each, with that as hint; the others together."""
    near = {name: did_you_mean(name, choices) for name in found}
    yield from ((quote(name), other) for name, other in near.items() if other)
    if alone := [name for name, other in near.items() if not other]:
        yield _listed(alone), hint


def _listed(names: Sequence[str], most: int = 12) -> str:
    more = f", … ({len(names)} in all)" if len(names) > most else ""
    return f"{', '.join(quote(name, 40) for name in names[:most])}{more}"


def ignored(name: str, patterns: Sequence[str]) -> bool:
    """Whether a column, or a name of the long form, is one of those that are not read."""
    return any(name == item or (item.endswith("*") and name.startswith(item[:-1])) for item in patterns)


def filled(pattern: str, words: Mapping[str, str]) -> str:
    """A name with each `{column}` replaced, all at once: braces in the text of a cell are text."""
    if not words:
        return pattern
    places = {f"{{{name}}}": word for name, word in words.items()}
    return re.sub("|".join(map(re.escape, places)), lambda found: places[found[0]], pattern)
