"""Law 6 on other engines: DuckDB and Spark work out the same columns from the same expressions as polars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import given, settings

from govaudit.columnar.program import HANDED, Program

from .tables import EXACT, Corpus, corpora, narrow, schema_of
from .test_two_engines import program_of

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = pytest.mark.consumer
UNIT = "unit"
Row = dict[str, Any]


def columns(program: Program, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    return program.over(frame).select(nw.col(UNIT), *map(nw.col, sorted(program.columns)), nw.col(HANDED))


def by_polars(program: Program, frame: pl.DataFrame) -> list[Row]:
    return sorted(columns(program, narrow(frame).lazy()).collect().to_native().rows(named=True), key=unit)


def unit(row: Row) -> int:
    return int(row[UNIT])


def settled(rows: list[Row]) -> list[Row]:
    """Rows that columns score, in order; the others are the interpreter's on every engine."""
    return [row if not row[HANDED] else {UNIT: row[UNIT]} for row in sorted(rows, key=unit)]


def numbered(corpus: Corpus) -> pl.DataFrame:
    return corpus.frame.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(UNIT))


@settings(max_examples=60)
@given(corpora(EXACT, contested=False))
def test_duckdb(corpus: Corpus) -> None:
    import duckdb

    program, frame = program_of(corpus), numbered(corpus)
    found = columns(program, nw.from_native(duckdb.from_arrow(frame.to_arrow()))).collect("polars")
    assert settled(found.to_native().rows(named=True)) == settled(by_polars(program, frame))


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", value=False)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", 2)
        .getOrCreate()
    )
    yield session
    session.stop()


@settings(max_examples=12)
@given(corpus=corpora(EXACT, contested=False))
def test_spark(spark: SparkSession, corpus: Corpus) -> None:
    program, frame = program_of(corpus), numbered(corpus)
    names = {pl.Boolean: "boolean", pl.Int8: "tinyint", pl.Int16: "smallint", pl.Int64: "bigint", pl.String: "string"}
    types = {**schema_of(corpus.encoding), UNIT: pl.Int64}
    schema = ", ".join(f"`{name}` {names[types[name]]}" for name in frame.columns)
    native = spark.createDataFrame(frame.rows(), schema)
    found = columns(program, nw.from_native(native)).to_native().collect()
    assert settled([row.asDict() for row in found]) == settled(by_polars(program, frame))
