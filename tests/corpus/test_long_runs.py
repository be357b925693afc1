"""Long work shows how far it is, on a terminal alone; and it may be interrupted at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

TOY = Path(__file__).parents[1] / "toy"
OLD = "an older file\n"
ROWS = 400_000


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table that takes some seconds."""
    texts = {
        "year": "2015", "status": "final", "name": "N", "minutes": "full", "complaints": "Y", "staffed": "Y",
        "tongues": "EN", "members": "5", "seat": "own", "comment_1": "",
    }  # fmt: skip
    columns = {"council": pa.array([f"u{n}" for n in range(ROWS)])}
    columns |= {name: pa.array([text] * ROWS) for name, text in texts.items()}
    path = tmp_path_factory.mktemp("long") / "t.parquet"
    pq.write_table(pa.table(columns), path)
    return path


def command(table: Path, *more: str) -> list[str]:
    options = ["--framework", "toy", "--data", str(TOY), *more]
    return [sys.executable, "-m", "govaudit", "corpus", "score", str(table), *options]


def temporary(folder: Path) -> Iterator[Path]:
    return folder.glob(".out*.tmp")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("name", ["out.csv", "out.parquet"])
def test_an_interrupted_run_leaves_what_was_there(
    name: str, number: signal.Signals, code: int, table: Path, tmp_path: Path
) -> None:
    output = tmp_path / name
    output.write_text(OLD, encoding="utf-8")
    running = subprocess.Popen(command(table, "--output", str(output)), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    until = time.monotonic() + 60
    while not any(path.stat().st_size for path in temporary(tmp_path)) and time.monotonic() < until:
        time.sleep(0.01)
    assert running.poll() is None
    running.send_signal(number)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err) == (code, b"", b"")
    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert output.read_text(encoding="utf-8") == OLD


def test_nothing_of_a_report_is_printed_before_all_of_it_is_made(table: Path) -> None:
    running = subprocess.Popen(command(table), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(3)
    running.send_signal(signal.SIGINT)
    out, _ = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, b"") or (running.returncode == 0 and out.count(b"\n") == ROWS + 1)


@pytest.mark.parametrize(("more", "shown"), [((), True), (("--quiet",), False)])
def test_progress_is_shown_on_a_terminal_alone(more: tuple[str, ...], shown: bool, table: Path, tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    output = str(tmp_path / "out.csv")
    done = subprocess.Popen(command(table, "--limit", "200000", "--output", output, *more), stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert done.wait(timeout=60) == 0
    assert (b"units scored" in said) is shown
    if not shown:
        assert said == b""
