"""Tables scored on Spark: read by the same reader and scored by the same expressions, on as many machines as Spark has.

Each machine needs govaudit with the extra `spark`. Rows have no order there, so that a problem names a unit and not a line; a unit that stands
in the table twice ends the run, for neither row is the first.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeAlias

import narwhals as nw
import polars as pl
import pyarrow as pa
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.pandas.types import from_arrow_schema

from govaudit.columnar.batch import columns_of, finish
from govaudit.columnar.encoding import Cell
from govaudit.columnar.program import Program
from govaudit.files.chunks import Chunk, chunks_of
from govaudit.files.encode import Encoder
from govaudit.files.encoded import KEPT, TIME, UNIT
from govaudit.files.engines import Run
from govaudit.files.parquet import text_of, texts_of
from govaudit.files.read import shown
from govaudit.model.head import Head
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, Problem, quote
from govaudit.scoring.units import placed_at

SAID = "/said"
"""The column of what is wrong with a row: codes and messages; null in every other row."""
MOST = 1000
Batches: TypeAlias = Iterator[pa.RecordBatch]
Shown: TypeAlias = Callable[[Iterable[pl.DataFrame]], Iterator[pa.Table]]


class SparkTable:
    """A Parquet table, wherever Spark finds it, as `table_file.TableFile`."""

    total: int | None = None
    digest = ""

    def __init__(self, name: str) -> None:
        self.shown = shown(name)
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers take whatever python3 is
        self.session = SparkSession.builder.getOrCreate()
        self.session.sparkContext.setLogLevel("OFF")  # what fails is said once, below
        with self.named_errors():
            self.frame: DataFrame = self.session.read.parquet(name)
            self.head = tuple(self.frame.columns)

    def __iter__(self) -> Iterator[Row]:
        """Every row as texts, through this one machine; only goalposts that the data set ask for it."""
        with self.named_errors():
            for line, row in enumerate(self.frame.toLocalIterator(), 1):
                cells = row.asDict()
                yield Row(line, [text_of(cells.get(name)) for name in self.head])

    def want(self, names: Sequence[str]) -> None:
        """Read only these columns; the cells of the others are left empty."""
        with self.named_errors():
            self.frame = self.frame.select(*(f"`{name}`" for name in names))

    def chunks(self, names: Sequence[str], head: Head, problems: Collector) -> Iterator[Chunk]:
        """As `__iter__`."""
        yield from chunks_of(head.rows(iter(self), problems), names, head.places)

    @contextmanager
    def named_errors(self) -> Iterator[None]:
        """What Spark says, as a problem of this table."""
        try:
            yield
        except PySparkException as error:
            first = (error.getMessage() or str(error)).strip().splitlines()[0]
            exists = "PATH_ALREADY_EXISTS" in first
            message = (
                f"expected a table that Spark can read, and a folder that it can write; it says {quote(first, 200)}"
            )
            code = Code.EXISTS if exists else Code.UNREADABLE
            raise GovauditError(Problem(code=code, message=message, document=self.shown)) from None


def score(run: Run, table: SparkTable, target: str, types: pa.Schema, program: Program, report: Shown) -> None:
    """Score a table into a folder of Parquet files, which is whole when Spark's `_SUCCESS` stands in it.

    Raises
    ------
    GovauditError
        If the table has units twice, or several rows a unit, or Spark cannot read or write. Nothing is written then.
    """
    reading = run.table.reading
    if reading.gathers or reading.repeated != "refused":
        message = "expected a reading with one row a unit, and `repeated: refused`, for --engine spark"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="--engine polars reads every table"))
    encoder = Encoder(run.table, program.encoding, program.facts)
    schema = encoder.empty().with_columns(pl.lit(None, pl.String).alias(SAID)).to_arrow().schema
    with table.named_errors():
        encoded = table.frame.mapInArrow(_Encode(encoder, schema), from_arrow_schema(schema))
        encoded = encoded.persist(StorageLevel.MEMORY_AND_DISK)  # it is read three times
        try:
            run.problems.take(_problems(encoded))
            if repeated := list(_repeated(encoded)):
                raise GovauditError([replace(item, document=table.shown) for item in repeated])
            sound = encoded.filter(f"`{SAID}` is null").drop(SAID)
            done = columns_of(program, nw.from_native(sound), KEPT).to_native()
            scored = done.mapInArrow(_Finish(replace(program, stages=(), found={}), report), from_arrow_schema(types))
            scored.write.mode("errorifexists").parquet(target)
        finally:
            encoded.unpersist()


class _Encode:
    """From rows as they stand to encoded ones, on any machine."""

    def __init__(self, encoder: Encoder, schema: pa.Schema) -> None:
        self.encoder, self.schema = encoder, schema

    def __call__(self, batches: Batches) -> Batches:
        for batch in batches:
            columns = {name: texts_of(column) for name, column in zip(batch.schema.names, batch.columns, strict=True)}
            problems = Collector()
            frame = self.encoder.encoded(Chunk(range(batch.num_rows), columns), None, problems)
            yield from self._sent(frame.with_columns(pl.lit(None, pl.String).alias(SAID)))
            if problems.problems:
                units = columns[self.encoder.table.reading.unit[0]]
                names = [quote(units.words[units.places[item.line or 0].as_py()], 40) for item in problems.problems]
                said = [
                    f"{item.code.name}\n{name}: {item.message}"
                    for name, item in zip(names, problems.problems, strict=True)
                ]
                yield from self._sent(self.encoder.empty().clear(len(said)).with_columns(pl.Series(SAID, said)))

    def _sent(self, frame: pl.DataFrame) -> Batches:
        yield from frame.select(self.schema.names).to_arrow().cast(self.schema).to_batches()


class _Finish:
    """From columns to the columns of a report, on any machine; the rows that are left to the interpreter filled in."""

    def __init__(self, program: Program, report: Shown) -> None:
        self.program, self.report = program, report

    def __call__(self, batches: Batches) -> Batches:
        for batch in batches:
            frame = pl.from_arrow(batch)
            assert isinstance(frame, pl.DataFrame)  # a batch has columns
            done = finish(self.program, nw.from_native(frame, eager_only=True), KEPT, _refuse)
            for table in self.report([done.to_native()]):
                yield from table.to_batches()


def _refuse(row: Mapping[str, Cell], error: GovauditError) -> None:
    raise GovauditError(placed_at(error, f"{row[UNIT]} {row[TIME]}".strip(), 0))


def _problems(encoded: DataFrame) -> Iterator[Problem]:
    for row in encoded.filter(f"`{SAID}` is not null").select(f"`{SAID}`").limit(MOST).collect():
        code, message = row[0].split("\n", 1)
        yield Problem(code=Code[code], message=message)


def _repeated(encoded: DataFrame) -> Iterator[Problem]:
    counted = encoded.filter(f"`{SAID}` is null").groupBy(f"`{UNIT}`", f"`{TIME}`").count().filter("count > 1")
    found = counted.limit(MOST).collect()
    for unit, time, count in found:
        message = f"expected a row for each unit once; found {quote(f'{unit} {time}'.strip())} {count} times"
        yield Problem(code=Code.DUPLICATE_ID, message=message)
