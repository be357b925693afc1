"""The whole accountability framework over a table, Parquet to Parquet: time and peak memory of `govaudit corpus score` as a process.

Every node is asked for: applicability, point, low, high, coverage and band of the whole, the criteria and the indicators, and the designations. The longer table begins
with the rows of the shorter one, and so must its scores.

    python -m benchmarks.parts.whole [--quick]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.parts.corpus import FRAMEWORK, shipped
from benchmarks.parts.figures import GOVAUDIT, Figures, Ran, process, python, run_part

SHORT, LONG = 1_000_000, 10_000_000
GROWTH, MEMORY = 11.0, 2e9


def score(folder: Path, rows: int, nodes: tuple[str, ...] = ()) -> tuple[Path, Ran]:
    """Score a generated table; the scores, and what it took."""
    output = folder / f"scores-{rows}-{len(nodes)}.parquet"
    command = [str(GOVAUDIT), "corpus", "score", str(folder / f"corpus-{rows}.parquet"), "--framework", FRAMEWORK]
    asked = [word for node in nodes for word in ("--node", node)]
    return output, process([*command, *asked, "--engine", "polars", "--data", str(folder), "--output", str(output)])


def same_beginning(short: Path, long: Path) -> bool:
    """Whether the longer file begins with the rows of the shorter one."""
    left, right = pq.ParquetFile(short), pq.ParquetFile(long)
    rows = left.metadata.num_rows
    for mine, other in zip(left.iter_batches(1 << 16), right.iter_batches(1 << 16), strict=False):
        if not mine.equals(other.slice(0, mine.num_rows)):
            return False
        rows -= mine.num_rows
    return bool(rows == 0)


def part(figures: Figures, options: argparse.Namespace) -> None:
    short, long = (SHORT // 100, LONG // 100) if options.quick else (SHORT, LONG)
    nodes = tuple(shipped().nodes)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in (short, long):
            process(python("benchmarks.parts.corpus", rows, folder))
        figures.title(f"Whole framework: {FRAMEWORK}, Parquet to Parquet, one cell in ten empty")
        few = score(folder, short)[1]
        figures.time(f"{short:,} rows, the criteria alone", few.wall, "s")
        figures.time("  peak memory", few.memory / 1e9, "GB")
        (first, one), (second, ten) = score(folder, short, nodes), score(folder, long, nodes)
        for rows, ran in ((short, one), (long, ten)):
            figures.time(f"{rows:,} rows, all {len(nodes)} nodes", ran.wall, "s")
            figures.time("  peak memory", ran.memory / 1e9, "GB", most=MEMORY / 1e9)
        figures.time("  times the time of the shorter table", ten.wall / one.wall, "x", most=GROWTH)
        figures.exact("  begins with the same scores (1: yes)", same_beginning(first, second), "", least=1)


if __name__ == "__main__":
    sys.exit(run_part(part, __doc__))
