"""`corpus score --engine spark` and `--engine duckdb`, run as a user runs them: the scores of polars, and nothing said twice."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy"
JOB = ROOT / "jobs" / "score_on_spark.py"
NAMES = [
    "council",
    "year",
    "status",
    "name",
    "minutes",
    "complaints",
    "staffed",
    "tongues",
    "members",
    "seat",
    "comment_1",
]

pytestmark = pytest.mark.consumer


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The toy, with a table that has each unit once, and one row that cannot be read."""
    folder = tmp_path / "data"
    for path in TOY.rglob("*.yaml"):
        target = folder / path.relative_to(TOY)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8").replace("repeated: numbered", "repeated: refused")
        target.write_text(text, encoding="utf-8")
    minutes, tongues = ("full", "short", "none", None), ("EN", "EN+FR", None)
    rows = [
        [
            f"council {n}",
            "2015",
            ("final", "draft")[n % 7 == 0],
            "N",
            minutes[n % 4],
            ("Y", "N", "-9", None)[n % 4],
            "Y",
            tongues[n % 3],
            str(n),
            "own",
            None,
        ]
        for n in range(200)
    ]
    rows[5][8] = "many"
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    pq.write_table(pa.table(dict(zip(NAMES, columns, strict=True))), folder / "t.parquet")
    return folder


def score(
    data: Path, engine: str, output: Path, table: str = "t.parquet", framework: str = "toy"
) -> tuple[int, list[str]]:
    """Exit code, and the problems, which spark-submit prints with the rest; Spark's own chatter is left out."""
    return run(
        [sys.executable, "-m", "govaudit", "corpus", "score"],
        data,
        output,
        table,
        "--engine",
        engine,
        "--format",
        "parquet",
        "--framework",
        framework,
    )


def submit(data: Path, output: Path) -> tuple[int, list[str]]:
    """The same of the job, as a cluster takes it."""
    import pyspark

    program = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    return run([str(program), "--master", "local[2]", str(JOB)], data, output, "t.parquet")


def run(command: list[str], data: Path, output: Path, table: str, *more: str) -> tuple[int, list[str]]:
    options = ["--framework", "toy", "--data", str(data), "--output", str(output), *more]
    places = {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [*command, str(data / table), *options],
        capture_output=True,
        check=False,
        text=True,
        timeout=600,
        env={**os.environ, **places},
    )
    return done.returncode, [
        line for line in (done.stdout + done.stderr).splitlines() if line.endswith("]") and "[GA" in line
    ]


@pytest.mark.parametrize("engine", ["duckdb", "spark"])
def test_the_scores_are_those_of_polars(engine: str, data: Path, tmp_path: Path) -> None:
    code, (said,) = score(data, "polars", tmp_path / "polars.parquet")
    assert (code, "many" in said) == (2, True)
    output = tmp_path / engine
    code, (said,) = submit(data, output) if engine == "spark" else score(data, engine, output)
    assert (code, "many" in said) == (2, True)
    assert engine != "spark" or (output / "_SUCCESS").exists()
    found = pl.read_parquet(output if engine == "duckdb" else output / "*.parquet")
    expected = pl.read_parquet(tmp_path / "polars.parquet")
    assert len(expected) == 200 - 29 - 1  # 29 are drafts
    assert found.sort("unit").equals(expected.sort("unit"))


def test_what_spark_cannot_do_is_one_line(data: Path, tmp_path: Path) -> None:
    code, (said,) = score(data, "spark", tmp_path / "out", "none.parquet")
    assert (code, "PATH_NOT_FOUND" in said) == (2, True)
    whole = pq.read_table(data / "t.parquet")
    pq.write_table(pa.concat_tables([whole, whole.slice(1, 1)]), data / "twice.parquet")
    code, (many, twice) = score(data, "spark", tmp_path / "out", "twice.parquet")
    assert (code, "many" in many, 'found "council 1 2015" 2 times' in twice) == (2, True, True)
    assert not (tmp_path / "out").exists()


def test_goalposts_that_the_data_set_are_found_on_spark(tmp_path: Path) -> None:
    example = ROOT / "examples" / "needs" / "goalposts"
    shutil.copytree(example, tmp_path / "data")
    head, *rows = csv.reader((example / "answers.csv").read_text(encoding="utf-8").splitlines())
    columns = [pa.array(cells, pa.string()) for cells in zip(*rows, strict=True)]
    table = dict(zip(head, columns, strict=True))
    pq.write_table(pa.table({"deaths": table["deaths"], **table}), tmp_path / "data" / "t.parquet")
    found = {}
    for engine in ("polars", "spark"):
        output = tmp_path / f"{engine}.parquet"
        assert score(tmp_path / "data", engine, output, framework="goalposts") == (0, [])
        found[engine] = pl.read_parquet(output if output.is_file() else output / "*.parquet").sort("unit")
    assert found["spark"].equals(found["polars"])
