"""A corpus from a seed: a Parquet table of units with a column a fact, one cell in ten empty, and the data folder with the edition that reads it.

python -m benchmarks.parts.corpus ROWS FOLDER
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from govaudit import open_data
from govaudit.model.codebook import Fact
from govaudit.scoring.plan import Plan

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = "accountability"
SEED, BATCH, BYTES = 20261126, 100_000, 256
EMPTY = 10
"""Of so many cells one is empty."""


def shipped() -> Plan:
    return open_data(str(ROOT)).plan(FRAMEWORK)


def cells_of(fact: Fact) -> list[str | int]:
    """Values of a fact as they stand in a table: numbers are numbers, all else is text."""
    match fact.type:
        case "integer" | "number":
            return list(range(int(fact.least or 0), int(fact.greatest or 0) + 1))
        case "date":
            return [f"{year}-01-01" for year in range(1950, 2026)]
        case "boolean":
            return ["true", "false"]
        case _:
            return list(fact.values)


def drawn(fact: Fact, count: int, source: random.Random) -> pa.Array:
    """A column: each cell is one byte, which names a value or, one time in ten, none."""
    values = cells_of(fact)
    chosen = [None if byte % EMPTY == 0 else byte // EMPTY % len(values) for byte in range(BYTES)]
    places = pa.array(chosen, pa.int32())
    drawn_bytes = pa.Array.from_buffers(pa.uint8(), count, [None, pa.py_buffer(source.randbytes(count))])
    column = pa.DictionaryArray.from_arrays(places.take(drawn_bytes), pa.array(values))
    return column.cast(pa.int64()) if isinstance(values[0], int) else column


def batches(plan: Plan, rows: int) -> Iterator[pa.RecordBatch]:
    """The table; the same rows come first however many there are."""
    source = random.Random(SEED)  # noqa: S311  # no secret
    names = plan.facts()
    for start in range(0, rows, BATCH):
        count = min(BATCH, rows - start)
        units = pc.binary_join_element_wise("unit", pa.array(range(start, start + count)).cast(pa.string()), "-")
        columns = [drawn(plan.codebook[name], BATCH, source).slice(0, count) for name in names]
        yield pa.RecordBatch.from_arrays([units, *columns], ["unit", *names])


def write_table(plan: Plan, rows: int, path: Path) -> None:
    """Write the table, a row group a batch."""
    writer = None
    for batch in batches(plan, rows):
        writer = writer or pq.ParquetWriter(path, batch.schema)
        writer.write_batch(batch)
    assert writer is not None  # there is a row
    writer.close()


def write_data(plan: Plan, folder: Path) -> None:
    """Copy the shipped criteria, and add the edition that reads the table."""
    shutil.copytree(ROOT / "criteria", folder / "criteria")
    tables = folder / "criteria" / FRAMEWORK / "tables"
    tables.mkdir()
    columns = "".join(f"    - {{column: {name}, fact: {name}}}\n" for name in plan.facts())
    head = "id: generated\ntitle: A generated corpus\nas-of: 2026\nanswers:\n  unit: unit\n  columns:\n"
    (tables / "generated.yaml").write_text(head + columns, "utf-8")


def main() -> None:
    rows, folder = int(sys.argv[1]), Path(sys.argv[2])
    plan = shipped()
    if not (folder / "criteria").exists():
        write_data(plan, folder)
    write_table(plan, rows, folder / f"corpus-{rows}.parquet")


if __name__ == "__main__":
    main()
