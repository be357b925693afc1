"""Whatever scores a table, and in whatever format it stands, the scores and the problems are the same."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files import chunks
from govaudit.files.parquet import regrouped
from govaudit.report.tables import FORMULA

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy"
EXAMPLES = {
    "godi-entry": (ROOT / "examples/godi", "data/entries.csv"),
    "godi": (ROOT / "examples/godi", "data/entries.csv"),
    "odb": (ROOT / "examples/odb", "data/datasets-scored-2014.csv"),
    "toy": (TOY, "tables/answers.csv"),
    **{path.name: (path, "answers.csv") for path in sorted((ROOT / "examples/needs").iterdir())},
}


def score(data: Path, framework: str, table: Path, *more: str) -> Result:
    options = ["--framework", framework, "--data", str(data), *more]
    return CliRunner().invoke(app, ["corpus", "score", str(table), *options])


def both(data: Path, framework: str, table: Path, *more: str) -> tuple[Result, Result]:
    first, second = (score(data, framework, table, "--engine", engine, *more) for engine in ("interpreter", "polars"))
    return first, second


def said(done: Result) -> tuple[int, str, list[str]]:
    """Exit code, scores, and the problems in any order: columns meet some of them earlier."""
    return done.exit_code, done.stdout, sorted(done.stderr.splitlines())


@pytest.mark.parametrize(
    "more", [(), ("--shape", "long"), ("--format", "tsv"), ("--missing", "exclude", "--limit", "3")]
)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_scores_the_same(name: str, more: tuple[str, ...]) -> None:
    data, table = EXAMPLES[name]
    first, second = both(data, name, data / table, *more)
    assert first.exit_code == 0, first.stderr
    assert said(first) == said(second)


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_a_unit_is_a_text_that_neither_a_spreadsheet_runs_nor_a_build_runner_obeys(style: str, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    answers = (TOY / "tables/answers.csv").read_text(encoding="utf-8")
    units = {**{f"{begin}1": f"'{begin}1" for begin in FORMULA if begin.strip()}, "x ##[y]": "x # #[y]", "a  b": "a b"}
    for unit, shown in units.items():
        table.write_text(answers.replace("beta", unit), encoding="utf-8")
        first, second = both(TOY, "toy", table, "--format", style)
        assert (first.exit_code, said(first)) == (0, said(second))
        assert shown in first.stdout


@pytest.mark.parametrize("shape", ["wide", "long"])
def test_parquet_says_what_csv_says(shape: str, tmp_path: Path) -> None:
    for engine in ("interpreter", "polars"):
        output = tmp_path / f"{engine}.parquet"
        done = score(
            TOY, "toy", TOY / "tables/answers.csv", "--shape", shape, "--engine", engine, "--output", str(output)
        )
        assert (done.exit_code, done.output) == (0, "")
    texts = score(TOY, "toy", TOY / "tables/answers.csv", "--shape", shape).stdout
    rows = list(csv.reader(io.StringIO(texts)))
    found = pl.read_parquet(tmp_path / "polars.parquet")
    assert [found.columns, *([("" if cell is None else str(cell)) for cell in row] for row in found.rows())] == rows
    assert (tmp_path / "polars.parquet").read_bytes() == (tmp_path / "interpreter.parquet").read_bytes()
    about = pq.read_metadata(tmp_path / "polars.parquet").metadata
    assert about[b"framework"] == b"toy 0.3.0"
    assert len(about[b"inputs-sha256"]) == 64


def as_parquet(table: Path, target: Path, *, rows: int = 1 << 20) -> Path:
    """The same texts in Parquet, an empty cell as a null."""
    head, *body = csv.reader(table.read_text(encoding="utf-8").splitlines())
    columns = [pa.array([text or None for text in column], pa.string()) for column in zip(*body, strict=True)]
    pq.write_table(pa.table(dict(zip(head, columns, strict=True))), target, row_group_size=rows)
    return target


@pytest.mark.parametrize("engine", ["interpreter", "polars"])
def test_a_table_in_parquet_scores_as_in_csv(engine: str, tmp_path: Path) -> None:
    table = as_parquet(TOY / "tables/answers.csv", tmp_path / "answers.parquet", rows=2)
    done = score(TOY, "toy", table, "--engine", engine)
    assert said(done) == said(score(TOY, "toy", TOY / "tables/answers.csv"))


def test_values_of_any_type_are_read_as_their_texts(tmp_path: Path) -> None:
    (tmp_path / "criteria/typed/tables").mkdir(parents=True)
    (tmp_path / "criteria/codebook.yaml").write_text(
        "flag: {question: Q?, type: boolean, basis: law}\n"
        "size: {question: Q?, type: integer, least: 0, greatest: 9000, basis: law}\n"
        "part: {question: Q?, type: number, least: 0, greatest: 1, basis: law}\n"
        "born: {question: Q?, type: date, basis: law}\n",
        encoding="utf-8",
    )
    (tmp_path / "criteria/typed/framework.yaml").write_text(
        "id: typed\nversion: 1.0.0\naggregation: sum\nindicators:\n"
        "  - {id: flagged, points: {fact: flag, table: {true: 1, false: 0}}}\n"
        "  - {id: sized, linear: {fact: size, from: {value: 0, score: 0}, to: {value: 9000, score: 9000}}}\n"
        "  - {id: parted, linear: {fact: part, from: {value: 0, score: 0}, to: {value: 1, score: 1}}}\n"
        "  - {id: aged, levels: [{id: old, score: 10, when: {born: {below: 2000-01-01}}}, {id: new, score: 0, otherwise: true}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "criteria/typed/tables/all.yaml").write_text(
        'id: all\nanswers:\n  unit: unit\n  columns:\n    - {column: flag, fact: flag}\n    - {column: size, fact: size, cells: {"-999": not-applicable}}\n'
        "    - {column: part, fact: part}\n    - {column: born, fact: born}\n  ignore: [note]\n",
        encoding="utf-8",
    )
    table = pa.table({
        "unit": pa.array([1, 2, 3]),
        "flag": pa.array([True, None, False]),
        "size": pa.array([4000.0, -999.0, None]),
        "part": pa.array([0.1, 0.0000001, 1.0]),
        "born": pa.array([0, 999_993_600, None], pa.timestamp("s")),
        "note": pa.array([["a", "list"], [], None]),
    })  # fmt: skip
    pq.write_table(table, tmp_path / "t.parquet")
    first, second = both(tmp_path, "typed", tmp_path / "t.parquet", "--node", "typed", "--node", "aged")
    assert said(first) == said(second)
    rows = list(csv.DictReader(io.StringIO(first.stdout)))
    assert [row["typed.low"] for row in rows] == ["4011.100000", "0.000000", "1.000000"]
    assert [row["aged.high"] for row in rows] == ["10.000000", "0.000000", "10.000000"]
    assert [row["typed.high"] for row in rows] == ["4011.100000", "1.000000", "9011.000000"]


CELLS = {
    "council": ["alpha", "beta", "gamma", "alpha", "ünal 🙂", " x", "", "=1+1", "a  b", "x" * 257],
    "year": ["2015", "2016", "", "2015"],
    "status": ["final", "corrected", "final", "draft"],
    "minutes": ["full", "short", "none", "summary", "verbatim", "", "bad\x01", "FULL"],
    "complaints": ["Y", "N", "-9", "", "true", "maybe"],
    "staffed": ["Y", "N", "-9", "", "false"],
    "tongues": ["EN", "EN+FR", "", "FR+spanish", "EN+XX", "english"],
    "members": ["5", "200", "201", "", "7.0", "1e2", "-3", "NaN", "seven", "0012"],
    "seat": ["own", "host", "", "nobody", "hosts"],
}
SOUND = {
    "council": 4,
    "year": 2,
    "status": 3,
    "minutes": 6,
    "complaints": 5,
    "staffed": 5,
    "tongues": 4,
    "members": 6,
    "seat": 4,
}
"""So many of these texts, the first, can be read."""


def row(odd: bool) -> st.SearchStrategy[list[str]]:
    cells = {name: texts if odd else texts[: SOUND[name]] for name, texts in CELLS.items()}
    return st.tuples(*(st.sampled_from(texts) for texts in cells.values())).map(list)


ROWS = st.lists(st.one_of(row(False), row(False), row(True), st.just(["ragged"])), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, size=st.sampled_from([2, 5, 1 << 16]), limit=st.sampled_from([0, 0, 1, 4]))
@pytest.mark.parametrize("repeated", ["numbered", "refused"])
def test_random_tables_with_mistakes(
    repeated: str, rows: list[list[str]], size: int, limit: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same scores, the same refusals at the same lines, whatever the size of the batches."""
    data = tmp_path / repeated
    if not data.exists():
        toy_with(data, repeated)
    monkeypatch.setattr(chunks, "ROWS", size)
    table = tmp_path / "table.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([list(CELLS), *rows])
    first, second = both(data, "toy", table, *(["--limit", str(limit)] if limit else []))
    assert first.exit_code in {0, 2}
    assert said(first) == said(second)


def toy_with(data: Path, repeated: str) -> None:
    """The toy, with another word for units that come again, and without the columns that it ignores."""
    for path in TOY.rglob("*.yaml"):
        target = data / path.relative_to(TOY)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8")
        target.write_text(text.replace("repeated: numbered", f"repeated: {repeated}"), encoding="utf-8")


@pytest.mark.parametrize("engine", ["interpreter", "polars"])
def test_what_lies_below_the_limit_is_not_spoken_of(engine: str, tmp_path: Path) -> None:
    sound, bad = "{},2015,final,full,Y,Y,EN,5,own", "b,2015,final,bad,Y,Y,EN,5,own"
    table = tmp_path / "t.csv"
    table.write_text("\n".join([",".join(CELLS), sound.format("a"), bad, sound.format("c"), ""]), encoding="utf-8")
    done = score(TOY, "toy", table, "--engine", engine, "--limit", "1")
    assert (done.exit_code, done.stderr, done.stdout.count("\n")) == (0, "", 2)
    assert score(TOY, "toy", table, "--engine", engine, "--limit", "2").exit_code == 2


@pytest.mark.parametrize("sizes", [[7], [1] * 7, [3, 4], [5, 0, 2]])
def test_row_groups_do_not_depend_on_how_rows_come(sizes: list[int]) -> None:
    rows = iter(range(7))
    tables = [pa.table({"n": pa.array([next(rows) for _ in range(size)], pa.int64())}) for size in sizes]
    assert [table["n"].to_pylist() for table in regrouped(tables, 3)] == [[0, 1, 2], [3, 4, 5], [6]]
