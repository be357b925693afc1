"""How the knowledge of units stands in frames: which columns a table needs, of which types, and units that were read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import polars as pl

from govaudit.columnar.encoding import LIMIT, Encoding, kind_column, text_column
from govaudit.files.chunks import ROWS
from govaudit.model.answers import AnswerTable
from govaudit.model.codebook import Codebook, Fact
from govaudit.model.knowledge import UNCODED, Kind
from govaudit.model.unit import Unit

UNIT, TIME, LINE = "/unit", "/time", "/line"
KEPT = (UNIT, TIME, LINE)
SMALL = 127


def encoding_for(table: AnswerTable, codebook: Codebook, digits: int) -> Encoding:
    """The columns that the facts of a table need, numbers with so many decimals."""
    scales = {fact.id: digits for fact in codebook.values() if fact.type == "number"}
    bare, columns = Encoding(codebook, frozenset(), scales), set[str]()
    for fact in codebook.values():
        columns |= {*bare.value_columns(fact)}
    if table.reading.gathers:  # a fact may be filled from a row, or contested by two
        every = codebook.values()
        columns |= {column(fact.id) for fact in every for column in (kind_column, text_column)}
        return Encoding(codebook, frozenset(columns), scales)
    for column in table.columns.values():
        fact = codebook[column.fact]
        kinds = {known.kind for known in table.decoder(column, fact.id, 0).meanings.values()}
        odd = Kind.CONTESTED in kinds or fact.id in scales or _huge(fact)
        if odd or not kinds <= {Kind.KNOWN, Kind.UNCODED}:
            columns.add(kind_column(fact.id))
        if odd:
            columns.add(text_column(fact.id))
    return Encoding(codebook, frozenset(columns), scales)


def _huge(fact: Fact) -> bool:
    """Whether a value may be too great for a column."""
    return any(end is not None and abs(end) >= LIMIT for end in (fact.least, fact.greatest))


def type_of(fact: Fact, name: str) -> Any:
    """The type of a column of a fact."""
    if name == kind_column(fact.id):
        return pl.Int8
    if name == text_column(fact.id):
        return pl.String
    match fact.type:
        case "boolean" | "set":
            return pl.Boolean
        case "ordered" | "category":
            return pl.Int8 if len(fact.values) <= SMALL else pl.Int16
        case _:
            return pl.Int64


def unit_frames(
    units: Iterable[Unit], encoding: Encoding, facts: Sequence[str], size: int = ROWS
) -> Iterator[pl.DataFrame]:
    """Units that were read one by one, encoded as `Encoder.frames` does."""
    needed = [encoding.codebook[name] for name in facts]
    types = {name: type_of(fact, name) for fact in needed for name in encoding.columns_of(fact)}
    schema = {UNIT: pl.String, TIME: pl.String, LINE: pl.Int64, **types}
    for some in batched(units, size):
        rows = [
            {UNIT: unit.name, TIME: unit.time, LINE: unit.line}
            | {
                name: cell
                for fact in needed
                for name, cell in encoding.cells(fact, unit.facts.get(fact.id, UNCODED))
                if name in types
            }
            for unit in some
        ]
        yield pl.DataFrame(rows, schema=schema, orient="row")


def batched(items: Iterable[Unit], size: int) -> Iterator[list[Unit]]:
    """The items, so many at a time."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
