"""Tables that are cut off, changed, too large or of another shape: one clear line, an exit code, and nothing half-written."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from tests.processes import Launcher

TOY = Path(__file__).parents[1] / "toy"
HEAD = "council,year,status,name,minutes,complaints,staffed,tongues,members,seat,comment_1"
SOUND = "final,N,full,Y,Y,EN,5,own,"
NAMES = HEAD.split(",")
ENGINES = pytest.mark.parametrize("engine", ["interpreter", "polars"])
OLD = "an older file\n"


def row(council: str, *, year: str = "2015", minutes: str = "full", members: str = "5") -> str:
    return f"{council},{year},final,N,{minutes},Y,Y,EN,{members},own,"


def score(table: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["corpus", "score", str(table), "--framework", "toy", "--data", str(TOY), *more])


def command(table: str) -> list[str]:
    return ["corpus", "score", table, "--framework", "toy", "--data", str(TOY)]


def program(table: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """The real program, in a process of its own."""
    whole = [sys.executable, "-m", "govaudit", *command(table), *arguments]
    return subprocess.run(whole, capture_output=True, check=False, text=True, timeout=120, **options)  # type: ignore[call-overload,no-any-return]


def written(folder: Path, text: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def parquet(folder: Path, **columns: pa.Array) -> Path:
    """The toy's columns, one row, where the test says nothing else."""
    length = max(map(len, columns.values()), default=1)
    texts = dict(zip(NAMES, row("alpha").split(","), strict=True))
    plain = {name: pa.array([text] * length) for name, text in texts.items()}
    path = folder / "t.parquet"
    pq.write_table(pa.table({**plain, **columns}), path)
    return path


MANY = 200_001
BAD: dict[str, tuple[Callable[[Path], Path], str, str, int]] = {
    "ragged": (lambda at: written(at, f"{HEAD}\n{row('a')}\nb,2015,final\n{row('c')}\n"), "GA123", ":3: expected 11 cells", 2),
    "column twice": (lambda at: written(at, f"{HEAD},year\n{row('a')},1\n"), "GA123", '"year" twice', 0),
    "a type that changes at row 200,000": (
        lambda at: written(at, "\n".join([HEAD, *(row(f"u{n}") for n in range(MANY)), row("late", members="many"), ""])),
        "GA129", f':{MANY + 2}: column "members": expected a whole number', MANY,
    ),
    "utf-16": (lambda at: written(at, f"{HEAD}\n{row('a')}\n".encode("utf-16")), "GA105", "UTF-16", 0),
    "semicolons": (lambda at: written(at, f"{HEAD}\n{row('a')}\n".replace(",", ";")), "GA123", "separator", 0),
    "nul": (lambda at: written(at, f"{HEAD}\n{row('a')}\n{row(chr(0))}\n"), "GA108", "U+0000", 0),
    "open quotation": (lambda at: written(at, f'{HEAD}\n{row("a")}\n"{row("b")}\n'), "GA123", "quotation", 0),
    "parquet cut off": (lambda at: written(at, parquet(at).read_bytes()[:-9], "t.parquet"), "GA123", "a whole Parquet file", 0),
    "parquet without an end": (lambda at: written(at, parquet(at).read_bytes()[:200], "t.parquet"), "GA123", "cut off", 0),
    "no parquet": (lambda at: written(at, f"{HEAD}\n", "t.parquet"), "GA123", "a whole Parquet file", 0),
    "nothing": (lambda at: written(at, b"", "t.parquet"), "GA123", "a whole Parquet file", 0),
    "a list": (lambda at: parquet(at, seat=pa.array([["own"]])), "GA123", 'column "seat": expected texts', 0),
    "bytes": (lambda at: parquet(at, seat=pa.array([b"own"])), "GA123", 'column "seat": expected texts', 0),
    "no text": (lambda at: parquet(at, seat=pa.array([b"\xff"]).cast(pa.string(), safe=False)), "GA105", "UTF-8", 0),
    "not a number": (lambda at: parquet(at, council=pa.array(["a", "b"]), members=pa.array([5.0, float("nan")])), "GA129", ':2: column "members"', 1),
    "a wide column": (lambda at: parquet(at, comment=pa.array(["x"])), "GA127", '"comment"', 0),
}  # fmt: skip
"""By name: the table, the code, what the line says, and how many units are scored all the same."""


@pytest.mark.parametrize(
    ("name", "engine"),  # a long table by the interpreter takes a minute, for what the short ones show
    [
        (name, engine)
        for name in BAD
        for engine in ("interpreter", "polars")
        if BAD[name][3] < MANY // 2 or engine == "polars"
    ],
)
def test_a_bad_table_is_one_clear_line(name: str, engine: str, tmp_path: Path) -> None:
    make, code, said, scored = BAD[name]
    done = score(make(tmp_path), "--engine", engine)
    assert done.exit_code == 2
    lines = [line for line in done.stderr.splitlines() if not line.startswith("  hint")]
    assert len(lines) == 1
    assert lines[0].endswith(f"[{code}]")
    assert said in done.stderr
    assert len(done.stdout.splitlines()) == (scored + 1 if scored else 0)


@ENGINES
def test_a_unit_twice_is_refused_where_the_reading_says_so(engine: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for path in TOY.rglob("*.yaml"):
        target = data / path.relative_to(TOY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            path.read_text(encoding="utf-8").replace("repeated: numbered", "repeated: refused"), encoding="utf-8"
        )
    table = written(tmp_path, f"{HEAD}\n{row('a')}\n{row('b')}\n{row('a', minutes='none')}\n")
    done = score(table, "--engine", engine, "--data", str(data))
    assert (done.exit_code, len(done.stdout.splitlines())) == (2, 3)
    assert ':4: expected a row for each unit once; found "a 2015" again, first on line 2 [GA309]' in done.stderr


@pytest.mark.parametrize("seed", range(60))
def test_changed_bytes_are_found_or_change_nothing(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    columns = {name: [] for name in NAMES}  # type: dict[str, list[str]]
    for number in range(50):
        for name, cell in zip(NAMES, row(f"u{number}", members=str(rng.randrange(200))).split(","), strict=True):
            columns[name].append(cell)
    path = tmp_path / "t.parquet"
    pq.write_table(pa.table(columns), path, write_page_checksum=True)
    sound, data = score(path), bytearray(path.read_bytes())
    assert sound.exit_code == 0
    for _ in range(rng.randrange(1, 6)):
        data[rng.randrange(4, len(data) - 1000)] ^= rng.randrange(1, 256)  # the footer has no checksum
    path.write_bytes(data)
    done = score(path)
    assert (done.exit_code, done.stdout) == (0, sound.stdout) or (done.exit_code == 2 and "GA" in done.stderr)


def test_a_small_file_of_twenty_gigabytes_is_read_in_little_memory(tmp_path: Path) -> None:
    """One text of a megabyte, of which twenty thousand rows say that it is theirs."""
    same = pa.DictionaryArray.from_arrays(pa.array([0] * 20_000, pa.int32()), pa.array(["x" * 1_000_000]))
    with Launcher() as launcher:  # a small process starts them: whoever forks hands down its own peak
        for column in ("council", "seat"):
            done = launcher.run(*command(str(parquet(tmp_path, **{column: same}))), cwd=tmp_path)
            assert (done.code, done.stdout.count("\n")) == (2, 1)
            assert "t.parquet:1: " in done.stderr
            assert "x…" in done.stderr
            assert done.mebibytes < 700


def test_a_column_that_grows_beyond_bounds_is_refused_by_its_footer(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    texts = pa.array(["x" * 1_000_000] * 64)
    columns = {name: pa.array([text]) for name, text in zip(NAMES, row("a").split(","), strict=True)}
    types = pa.schema([(name, pa.string()) for name in columns])
    with pq.ParquetWriter(path, types, compression="zstd", use_dictionary=False, version="2.6") as out:
        whole = pa.table(
            {name: texts if name == "seat" else pa.concat_arrays([column] * 64) for name, column in columns.items()}
        )
        out.write_table(pa.concat_tables([whole] * 18))
    assert path.stat().st_size < 1 << 20
    done = program(str(path))
    assert (done.returncode, done.stdout) == (2, "")
    assert 'column "seat": expected at most 1 GiB in a row group; found 1.1 GiB [GA104]' in done.stderr


@ENGINES
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_an_existing_output_is_as_it_was_if_the_table_cannot_be_read(name: str, engine: str, tmp_path: Path) -> None:
    output = written(tmp_path, OLD, name)
    table = written(tmp_path, f'{HEAD}\n{row("a")}\n"{row("b")}\n')
    done = score(table, "--engine", engine, "--output", str(output))
    assert done.exit_code == 2
    assert output.read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "t.csv"])


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))


@ENGINES
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_a_disk_that_fills_up(name: str, engine: str, tmp_path: Path) -> None:
    output = written(tmp_path, OLD, name)
    table = written(
        tmp_path, "\n".join([HEAD, *(row(f"unit {n}", members=str(n * 7919 % 200)) for n in range(4000)), ""])
    )
    done = program(str(table), "--engine", engine, "--output", str(output), preexec_fn=limited)
    assert (done.returncode, done.stdout) == (3, "")
    assert f"{output}: expected an output that can be written; file too large [GA701]" in done.stderr
    assert output.read_text(encoding="utf-8") == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "t.csv"])


def test_parquet_needs_a_file(tmp_path: Path) -> None:
    done = score(TOY / "tables/answers.csv", "--format", "parquet")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "expected --output FILE with --format parquet" in done.stderr
    done = score(TOY / "tables/answers.csv", "--output", str(tmp_path / "o.tsv"))
    assert (tmp_path / "o.tsv").read_text(encoding="utf-8").startswith("unit\ttime\t")
    assert done.exit_code == 0


@pytest.mark.parametrize(
    ("option", "word", "near"),
    [
        ("--engine", "polar", "polars"),
        ("--shape", "wyde", "wide"),
        ("--format", "cvs", "csv"),
        ("--node", "tooy", "toy"),
        ("--edition", "al", ""),
    ],
)
def test_a_slip_in_an_option_is_named(option: str, word: str, near: str) -> None:
    done = score(TOY / "tables/answers.csv", option, word)
    assert (done.exit_code, done.stdout) == (2, "")
    assert f'found "{word}"' in done.stderr
    assert not near or f'did you mean "{near}"?' in done.stderr


def test_without_the_extra_a_table_in_csv_is_scored_and_parquet_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert score(TOY / "tables/answers.csv").exit_code == 0
    for more in (["--engine", "polars"], ["--output", str(tmp_path / "o.parquet")]):
        done = score(TOY / "tables/answers.csv", *more)
        assert (done.exit_code, done.stdout) == (2, "")
        assert 'hint: pip install "govaudit[corpus]"' in done.stderr
