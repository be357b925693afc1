"""Tables by columns, encoded for the columnar engine: every different text is read once, by the reader that also reads rows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import polars as pl

from govaudit.columnar.encoding import Cell, Encoding
from govaudit.files.chunks import Chunk, Texts
from govaudit.files.encoded import LINE, TIME, UNIT, type_of
from govaudit.files.table_file import TableFile
from govaudit.model.answers import AnswerTable, again, numbered
from govaudit.model.codebook import Fact
from govaudit.model.head import JOIN, check_time, check_unit
from govaudit.model.knowledge import UNCODED
from govaudit.model.table import Column
from govaudit.problems import Collector, GovauditError, Problem

MOST_TEXTS = 200_000
"""So many different texts of a column are remembered."""
SOUND = "^[!-~](?:[ -~]{0,100}[!-~])?$"
"""Most names of units: no need to look at them one by one."""
Chunks: TypeAlias = Callable[[Sequence[str], Collector], Iterator[Chunk]]


@dataclass(slots=True)
class _Palette:
    """What the texts of a column stand for: by place the cells of its fact, or why there are none."""

    table: AnswerTable
    column: Column
    encoding: Encoding
    places: dict[str, int] = field(default_factory=dict)
    cells: list[tuple[Cell, ...]] = field(default_factory=list)
    refused: dict[int, Sequence[Problem]] = field(default_factory=dict)

    @property
    def fact(self) -> Fact:
        return self.encoding.codebook[self.column.fact]

    def rows(self, texts: Texts) -> pl.Series:
        """Of each row the place of its text."""
        if len(self.places) > MOST_TEXTS:
            self.places, self.cells, self.refused = {}, [], {}
        return _spread([self._place(word) for word in texts.words], texts, pl.UInt32)

    def _place(self, word: str) -> int:
        place = self.places.get(word)
        if place is None:
            place = self.places[word] = len(self.cells)
            known = UNCODED
            try:
                known = self.table.said(self.column, self.column.fact, word, 0)
            except GovauditError as error:
                self.refused[place] = error.problems
            written = dict(self.encoding.cells(self.fact, known))
            self.cells.append(tuple(written[name] for name in self.encoding.columns_of(self.fact)))
        return place

    def columns(self, rows: pl.Series) -> Iterator[pl.Series]:
        """The encoded columns of the fact."""
        for place, name in enumerate(self.encoding.columns_of(self.fact)):
            values = [cells[place] for cells in self.cells]
            yield pl.Series(name, values, type_of(self.fact, name)).gather(rows)


@dataclass(slots=True)
class _Again:
    """Units that stand in a table again, row by row in its order: one is kept of each, however often it comes.

    Attributes
    ----------
    doubtful
        Of every row that names a unit, whether another row may name the same; empty if none does.
    seen
        Where such a unit stood first, and how often so far.
    """

    doubtful: pl.Series
    start: int = 0
    seen: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)

    def rows(self, keys: Sequence[pl.Series], sound: pl.Series) -> Iterator[tuple[int, int, int]]:
        """Of the next rows those whose unit stood in the table before: which, where first, and the how-manieth it is."""
        if not len(self.doubtful):
            return
        rows, start = sound.arg_true(), self.start
        self.start += len(rows)
        rows = rows.filter(self.doubtful[start : self.start])
        for row, *key, line in zip(rows, *(column.gather(rows) for column in keys), strict=True):
            first, count = self.seen.get((key[0], key[1]), (line, 0))
            self.seen[key[0], key[1]] = first, count + 1
            if count:
                yield row, first, count + 1


class Encoder:
    """Encodes the rows of a table, where each row is a unit."""

    def __init__(self, table: AnswerTable, encoding: Encoding, facts: Sequence[str]) -> None:
        self.table, self.encoding = table, encoding
        reading = table.reading
        self.keys = tuple(dict.fromkeys((*reading.unit, *([reading.time] if reading.time else []))))
        self.where = {name: frozenset(texts) for name, texts in reading.where.items()}
        self.palettes = [_Palette(table, column, encoding) for column in table.columns.values()]
        self.needed = frozenset(facts)

    def frames(self, file: TableFile, problems: Collector, check: Callable[[], None]) -> Iterator[pl.DataFrame]:
        """The rows that can be read, encoded, with their unit, time and line.

        Parameters
        ----------
        problems
            Takes what is wrong with the other rows.
        check
            Called before each batch of rows is read; what it raises ends the reading.
        """

        def chunks(names: Sequence[str], problems: Collector) -> Iterator[Chunk]:
            for chunk in file.chunks(names, self.table.head, problems):
                check()
                yield chunk

        before = _Again(self._doubtful(chunks))
        names = tuple(dict.fromkeys((*self.keys, *self.where, *self.table.columns)))
        for chunk in chunks(names, problems):
            frame = self.encoded(chunk, before, problems)
            if len(frame):
                yield frame

    def empty(self) -> pl.DataFrame:
        """A frame of no rows."""
        facts = [self.encoding.codebook[name] for name in sorted(self.needed)]
        types = {name: type_of(fact, name) for fact in facts for name in self.encoding.columns_of(fact)}
        return pl.DataFrame(schema={UNIT: pl.String, TIME: pl.String, LINE: pl.Int64, **types})

    def encoded(self, chunk: Chunk, before: _Again | None, problems: Collector) -> pl.DataFrame:
        """Those rows of a chunk that can be read. `before`: what came before it; None if no unit comes again."""
        bad: dict[int, list[Problem]] = {}
        keys, meant = self._keys(chunk, bad), self._meant(chunk)
        if before:
            keys = self._renamed(keys, before.rows(keys, _without(meant, bad)), bad)
        refused = set(bad)
        columns: dict[str, pl.Series] = {}
        for palette in self.palettes:
            rows = palette.rows(chunk.columns[palette.column.column])
            for row in rows.is_in(list(palette.refused)).arg_true() if palette.refused else ():
                if row not in refused:
                    bad.setdefault(row, []).extend(palette.refused[rows[row]])
            if palette.column.fact in self.needed:
                columns |= {column.name: column for column in palette.columns(rows)}
        for row in sorted(bad):
            if meant[row]:
                problems.take(replace(item, line=chunk.lines[row]) for item in bad[row])
        frame = pl.DataFrame([*keys, *columns.values()])
        frame = frame.with_columns(*(pl.lit(None, kind).alias(name) for name, kind in self._unmapped(columns)))
        meant = _without(meant, bad)
        return frame if meant.all() else frame.filter(meant)

    def _unmapped(self, columns: Mapping[str, pl.Series]) -> Iterator[tuple[str, Any]]:
        """The columns of facts that are read, but answered by no column: uncoded in every row."""
        for name in sorted(self.needed):
            fact = self.encoding.codebook[name]
            for column in self.encoding.columns_of(fact):
                if column not in columns:
                    yield column, type_of(fact, column)

    def _meant(self, chunk: Chunk) -> pl.Series:
        meant = pl.repeat(True, len(chunk.lines), dtype=pl.Boolean, eager=True)  # noqa: FBT003  # a value
        for name, wanted in self.where.items():
            texts = chunk.columns[name]
            meant &= _spread([word in wanted for word in texts.words], texts, pl.Boolean)
        return meant

    def _keys(self, chunk: Chunk, bad: dict[int, list[Problem]]) -> list[pl.Series]:
        """Unit, time and line of each row."""
        reading = self.table.reading
        units = [_checked(check_unit, name, chunk.columns[name], bad) for name in reading.unit]
        unit = units[0] if len(units) == 1 else pl.select(pl.concat_str(units, separator=JOIN)).to_series()
        time = pl.repeat("", len(chunk.lines), dtype=pl.String, eager=True)
        if reading.time:
            time = _checked(check_time, reading.time, chunk.columns[reading.time], bad)
        return [unit.alias(UNIT), time.alias(TIME), pl.Series(LINE, chunk.lines, pl.Int64)]

    def _renamed(
        self, keys: list[pl.Series], repeated: Iterable[tuple[int, int, int]], bad: dict[int, list[Problem]]
    ) -> list[pl.Series]:
        """Units that stand in the table again: numbered, or refused."""
        unit, time, line = keys
        names = {}
        for row, first, count in repeated:
            if self.table.reading.repeated == "numbered":
                names[row] = numbered(unit[row], count)
            else:
                bad.setdefault(row, []).append(again(unit[row], time[row], line[row], first))
        if names:
            unit = unit.scatter(list(names), list(names.values()))
        return [unit, time, line]

    def _doubtful(self, chunks: Chunks) -> pl.Series:
        """Of every row that is meant and names a unit, whether another has the same hash; empty if none has.

        One pass over the names of units alone; only their hashes are kept.
        """
        hashes = [pl.DataFrame([unit, time]).hash_rows() for unit, time in self._named(chunks)]
        every = pl.concat([pl.Series(dtype=pl.UInt64), *hashes])
        ordered = every.sort()  # asking which are duplicated takes four times the memory
        twice = ordered.filter(ordered == ordered.shift(1)).unique()
        return every.is_in(twice) if len(twice) else pl.Series(dtype=pl.Boolean)

    def _named(self, chunks: Chunks) -> Iterator[tuple[pl.Series, pl.Series]]:
        """Unit and time of every row that is meant and names a unit."""
        names = tuple(dict.fromkeys((*self.keys, *self.where)))
        for chunk in chunks(names, Collector(most=0)):
            bad: dict[int, list[Problem]] = {}
            unit, time, _ = self._keys(chunk, bad)
            sound = _without(self._meant(chunk), bad)
            yield unit.filter(sound), time.filter(sound)


def _without(meant: pl.Series, bad: Collection[int]) -> pl.Series:
    """Which rows are meant and not bad."""
    return meant & ~pl.int_range(len(meant), eager=True).is_in(list(bad)) if bad else meant


def _checked(
    check: Callable[[str, str, int], None], name: str, texts: Texts, bad: dict[int, list[Problem]]
) -> pl.Series:
    """The texts of each row; `bad` takes the rows whose text is refused."""
    words = pl.Series(values=texts.words, dtype=pl.String)
    refused: dict[int, Sequence[Problem]] = {}
    for place in (~words.str.contains(SOUND)).arg_true():
        try:
            check(name, words[place], 0)
        except GovauditError as error:
            refused[place] = error.problems
    if refused:
        words = words.scatter(list(refused), "")  # such a text may be a megabyte
        places = _spread(range(len(words)), texts, pl.UInt32)
        for row in places.is_in(list(refused)).arg_true():
            bad.setdefault(row, list(refused[places[row]]))
    return _spread(words, texts, pl.String)


def _spread(values: Sequence[Any] | pl.Series, texts: Texts, kind: Any) -> pl.Series:
    """Of each row the value that stands for its text."""
    places = pl.from_arrow(texts.places)
    assert isinstance(places, pl.Series)  # an array is one column
    stood = values if isinstance(values, pl.Series) else pl.Series(values=values, dtype=kind)
    return stood.gather(places.cast(pl.UInt32))
