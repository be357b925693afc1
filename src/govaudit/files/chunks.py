"""Tables by columns: some thousand rows at a time, each column as places in a list of its different texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import pyarrow as pa

from govaudit.model.unit import Row

ROWS = 1 << 16


@dataclass(frozen=True, slots=True)
class Texts:
    """The cells of a column in some rows.

    Attributes
    ----------
    words
        Different texts; an empty cell is "".
    places
        Of each row the place of its text.
    """

    words: Sequence[str]
    places: pa.Array


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a table: where each stands, and the columns that were asked for, by name."""

    lines: Sequence[int]
    columns: Mapping[str, Texts]


def texts_of(cells: Sequence[str]) -> Texts:
    """A column of texts."""
    coded = pa.array(cells, pa.string()).dictionary_encode()
    return Texts(coded.dictionary.to_pylist(), coded.indices)


def chunks_of(rows: Iterator[Row], names: Sequence[str], places: Mapping[str, int]) -> Iterator[Chunk]:
    """Rows, as many as `ROWS` at a time."""
    while some := list(islice(rows, ROWS)):
        yield Chunk(
            [row.line for row in some], {name: texts_of([row.cells[places[name]] for row in some]) for name in names}
        )
