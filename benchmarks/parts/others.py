"""Other engines over the same encoded rows, from the same expressions: read Parquet, score every node, write Parquet.

Each engine runs in a process of its own and says how long that took once it had started; the scores are then compared.

    python -m benchmarks.parts.others [--quick]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.parts.corpus import SEED, shipped
from benchmarks.parts.figures import Figures, process, python, run_part
from govaudit.columnar.batch import columns_of
from govaudit.columnar.encoding import Encoding
from govaudit.columnar.program import Program, compile_program

ROWS, BATCH, EMPTY = 1_000_000, 100_000, 10
UNIT = "unit"


def program() -> Program:
    """The framework over a frame that says only what is known."""
    plan = shipped()
    bare = Encoding(plan.codebook, frozenset())
    columns = frozenset(name for fact in plan.codebook.values() for name in bare.value_columns(fact))
    return compile_program(plan, Encoding(plan.codebook, columns))


def write_encoded(rows: int, path: Path) -> None:
    """Encoded rows: each cell one byte, which stands for a value or, one time in ten, for none."""
    source, compiled = random.Random(SEED), program()  # noqa: S311  # no secret
    writer = None
    for start in range(0, rows, BATCH):
        count = min(BATCH, rows - start)
        columns = {UNIT: pl.int_range(start, start + count, eager=True)}
        for name in compiled.facts:
            fact = compiled.encoding.codebook[name]
            kind = pl.Boolean if fact.type == "boolean" else pl.Int8 if fact.values else pl.Int64
            size = 2 if kind is pl.Boolean else len(fact.values) or int(fact.greatest or 0) + 1
            palette = pl.Series([None if byte % EMPTY == 0 else byte // EMPTY % size for byte in range(256)])
            columns[name] = palette.cast(kind).gather(pl.Series(list(source.randbytes(count)), dtype=pl.UInt32))
        table = pl.DataFrame(columns).to_arrow()
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None  # there is a row
    writer.close()


def by_polars(path: str, output: str) -> Callable[[], object]:
    return lambda: scored(pl.scan_parquet(path)).sink_parquet(output)


def by_duckdb(path: str, output: str) -> Callable[[], object]:
    import duckdb

    duckdb.sql("set threads = 2")
    return lambda: scored(duckdb.read_parquet(path)).write_parquet(output)


def by_spark(path: str, output: str) -> Callable[[], object]:
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", value=False)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.log.level", "ERROR")
        .config("spark.ui.showConsoleProgress", value=False)
        .getOrCreate()
    )
    return lambda: scored(session.read.parquet(path)).write.mode("overwrite").parquet(output)


ENGINES = {"polars": by_polars, "DuckDB": by_duckdb, "PySpark local[2]": by_spark}


def scored(frame: Any) -> Any:
    """What the columns of the program make of a frame of any engine."""
    return columns_of(program(), nw.from_native(frame), [UNIT]).to_native()


def run_engine(engine: str, path: str, output: str) -> None:
    """One engine; writes the seconds it took beside its output."""
    work = ENGINES[engine](path, output)
    begin = time.perf_counter()
    work()
    Path(f"{output}.seconds").write_text(str(time.perf_counter() - begin), "utf-8")


def read_scores(output: Path) -> pa.Table:
    return pq.read_table(output).sort_by(UNIT)


def part(figures: Figures, _: argparse.Namespace) -> None:
    rows = ROWS // 100 if figures.quick else ROWS
    figures.title(f"Other engines: the same {rows:,} encoded rows, every node, Parquet to Parquet")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, first = folder / "encoded.parquet", None
        write_encoded(rows, path)
        for place, engine in enumerate(ENGINES):
            output = folder / f"scores-{place}.parquet"
            ran = process(python("benchmarks.parts.others", "--engine", engine, str(path), str(output)))
            figures.time(engine, float(Path(f"{output}.seconds").read_text("utf-8")), "s")
            figures.time("  as a process, with its start", ran.wall, "s")
            scores = read_scores(output)
            first = first or scores
            if scores is not first:
                same = scores.num_rows == rows and scores.select(first.column_names).cast(first.schema).equals(first)
                figures.exact("  results equal to those of polars (1: yes)", same, "", least=1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--engine"]:
        run_engine(*sys.argv[2:])
        sys.exit()
    sys.exit(run_part(part, __doc__))
