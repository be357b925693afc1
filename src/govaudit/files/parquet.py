"""Tables in Parquet: the footer first, then some rows at a time, so that memory is bounded by what one row group holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from govaudit.files.chunks import ROWS, Chunk, Texts
from govaudit.files.read import cannot_read, open_regular, shown
from govaudit.files.write import replacing
from govaudit.model.head import Head
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, Problem, quote

MOST_BYTES = 1 << 30
"""So many bytes, uncompressed, may a column have in a row group."""
BLOCK = 1 << 20
MOST_CELLS = 1 << 22
"""Cells in a row group of a file that is written."""
PLAIN = (
    pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_date, pa.types.is_timestamp, pa.types.is_null,
)  # fmt: skip


class ParquetRows:
    """A Parquet file as `table_file.TableFile`. Its rows are counted from 1.

    Attributes
    ----------
    total
        How many rows it has.
    wanted
        The columns that are read; the cells of the others are left empty.
    """

    def __init__(self, name: str) -> None:
        self.shown = shown(name)
        self.path = Path(name)
        self.wanted: tuple[str, ...] = ()
        with self._opened([]) as file, self._named_errors():
            self.schema = file.schema_arrow
            groups = (file.metadata.row_group(group).num_rows for group in range(file.num_row_groups))
            self.total: int | None = sum(groups)
            if self.total != file.metadata.num_rows:
                raise self._torn("another number of rows than it says")
            self.head = self._checked(file)

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        total = hashlib.sha256()
        with self._named_errors(), open_regular(self.path, root=self.path.parent) as stream:
            while block := stream.read(BLOCK):
                total.update(block)
        return total.hexdigest()

    def __iter__(self) -> Iterator[Row]:
        """Every row, as texts."""
        for chunk in self._chunks(self.wanted):
            cells = {
                name: [texts.words[place] for place in texts.places.to_pylist()]
                for name, texts in chunk.columns.items()
            }
            empty = [""] * len(chunk.lines)
            for line, *row in zip(chunk.lines, *(cells.get(name, empty) for name in self.head), strict=True):
                yield Row(line, row)

    def chunks(self, names: Sequence[str], head: Head, problems: Collector) -> Iterator[Chunk]:  # noqa: ARG002  # no row can have a wrong length
        """Some columns of every row."""
        yield from self._chunks(names)

    def _chunks(self, names: Sequence[str]) -> Iterator[Chunk]:
        line = 1
        for batch in self._batches(names):
            with self._named_errors():
                columns = {name: texts_of(column) for name, column in zip(names, batch.columns, strict=True)}
            yield Chunk(range(line, line + batch.num_rows), columns)
            line += batch.num_rows

    def _batches(self, names: Sequence[str]) -> Iterator[pa.RecordBatch]:
        texts = [name for name in names if _is_text(self.schema.field(name).type)]
        with self._opened(texts) as file:
            for group in range(file.num_row_groups):  # one by one: each begins its dictionaries anew
                batches = file.iter_batches(ROWS, row_groups=[group], columns=list(names), use_threads=True)
                left = file.metadata.row_group(group).num_rows
                while (batch := self._next(batches)) is not None:
                    left -= batch.num_rows
                    yield batch.select(list(names))
                if left:
                    raise self._torn("another number of rows than it says")

    def _next(self, batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
        with self._named_errors():
            return next(batches, None)

    @contextmanager
    def _opened(self, texts: Sequence[str]) -> Iterator[pq.ParquetFile]:
        with self._named_errors():
            stream = open_regular(self.path, root=self.path.parent)
        with stream:
            with self._named_errors():
                file = pq.ParquetFile(stream, read_dictionary=list(texts), page_checksum_verification=True)
            yield file

    @contextmanager
    def _named_errors(self) -> Iterator[None]:
        """Whatever Arrow or the system says, as a problem of this file."""
        try:
            yield
        except GovauditError as error:
            raise self._renamed(error) from None
        except MemoryError:
            hint = "write it with smaller row groups, or with shorter texts"
            raise self._bad("expected rows that fit in memory; they do not", hint, Code.FILE_TOO_LARGE) from None
        except UnicodeDecodeError:
            raise self._bad("expected UTF-8 text; found bytes that are not", "", Code.BAD_ENCODING) from None
        except (pa.ArrowException, OSError, OverflowError, ValueError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise self._renamed(cannot_read(error)) from None
            raise self._torn(quote(" ".join(str(error).split()))) from None

    def _renamed(self, error: GovauditError) -> GovauditError:
        return type(error)([replace(item, document=self.shown) for item in error.problems])

    def _checked(self, file: pq.ParquetFile) -> tuple[str, ...]:
        """The names of the columns, each once."""
        names = [str(name) for name in file.schema_arrow.names]
        twice = [name for name, other in pairwise(sorted(names)) if name == other]
        if not names or twice or not all(map(str.strip, names)):
            what = f"{quote(twice[0])} twice" if twice else "a column without a name" if names else "none"
            raise self._bad(f"expected columns, each with a name of its own; found {what}")
        return tuple(names)

    def want(self, names: Sequence[str]) -> None:
        """Read only these columns; refuse those of types that are no cells, and such as hold too much.

        Raises
        ------
        GovauditError
            With every such column.
        """
        problems = []
        for name in names:
            kind = self.schema.field(name).type
            if not _is_text(kind) and not any(plain(kind) for plain in PLAIN):
                message = (
                    f"column {quote(name)}: expected texts, numbers, dates or truths; found {quote(str(kind), 40)}"
                )
                problems.append(Problem(code=Code.BAD_TABLE, message=message, document=self.shown))
        with self._opened([]) as file, self._named_errors():
            metadata = file.metadata
            groups = (metadata.row_group(group) for group in range(metadata.num_row_groups))
            chunks = chain.from_iterable((group.column(i) for i in range(group.num_columns)) for group in groups)
            for chunk in chunks:
                if chunk.path_in_schema in names and chunk.total_uncompressed_size > MOST_BYTES:
                    problems.append(self._too_much(chunk.path_in_schema, chunk.total_uncompressed_size))
                    break
        if problems:
            raise GovauditError(problems)
        self.wanted = tuple(names)

    def _too_much(self, name: str, size: int) -> Problem:
        found = f"found {size / MOST_BYTES:.1f} GiB"
        message = f"column {quote(name)}: expected at most {MOST_BYTES >> 30} GiB in a row group; {found}"
        hint = "write it with smaller row groups"
        return Problem(code=Code.FILE_TOO_LARGE, message=message, hint=hint, document=self.shown)

    def _torn(self, found: str) -> GovauditError:
        message = f"expected a whole Parquet file; found: {found}"
        return self._bad(message, "is it cut off, or changed since it was written?")

    def _bad(self, message: str, hint: str = "", code: Code = Code.BAD_TABLE) -> GovauditError:
        return GovauditError(Problem(code=code, message=message, hint=hint, document=self.shown))


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return any(text(inner) for text in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view))


def texts_of(column: pa.Array) -> Texts:
    """The cells of a column as texts."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us"), safe=False)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    last = pc.max(coded.indices).as_py()
    if last is not None and last >= len(coded.dictionary):
        message = "a place beyond the end of its dictionary"
        raise ValueError(message)
    words = coded.dictionary.to_pylist()
    if not _is_text(coded.type):
        words = [text_of(value) for value in words]
    if not coded.null_count:
        return Texts(words, coded.indices)
    return Texts([*words, ""], coded.indices.fill_null(len(words)))


def text_of(value: Any) -> str:
    """A cell as text: a whole number without decimals, a day without a time, truths in small letters."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            midnight = value.hour == value.minute == value.second == value.microsecond == 0
            return value.date().isoformat() if midnight else value.isoformat()
        case _:
            return str(value)


def write_parquet(
    target: str, types: pa.Schema, tables: Iterable[pa.Table], said: Callable[[], Mapping[str, str]]
) -> None:
    """Write tables of one schema to a file as they are made, with checksums of its pages.

    Parameters
    ----------
    said
        What the file says of itself; asked once all is written.

    Raises
    ------
    EnvironmentFailure
        As `write.replacing`.
    """
    size = 1 << (MOST_CELLS // len(types)).bit_length() - 1
    options = {"compression": "zstd", "write_page_checksum": True, "store_decimal_as_integer": True}
    with replacing(target) as stream, pq.ParquetWriter(stream, types, **options) as out:
        for table in regrouped(tables, size):
            out.write_table(table, size)
        out.add_key_value_metadata(dict(said()))


def regrouped(tables: Iterable[pa.Table], size: int) -> Iterator[pa.Table]:
    """The same rows, `size` at a time: so that a file does not depend on how its rows were worked out."""
    waiting: list[pa.Table] = []
    for table in tables:
        waiting.append(table)
        while sum(map(len, waiting)) >= size:
            joined = pa.concat_tables(waiting)
            yield joined.slice(0, size)
            waiting = [joined.slice(size)]
    if waiting:
        yield pa.concat_tables(waiting)
