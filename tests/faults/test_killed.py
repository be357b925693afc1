"""A run that is killed in the middle of writing: old or new, never a mixture; and the next run takes away what it left."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.beside import OURS, beside, clear
from govaudit.files.write import replacing, write_text

from . import writing

ROOT = Path(__file__).parents[2]
HIDDEN = b"mine"


def writer(folder: Path, what: str, *at: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.faults.writing", str(folder), what, *at]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "out")


def judged(folder: Path, what: str) -> int:
    """What stands there is whole, and what stands beside it is known for ours, and gone after the next run. Returns how much that was."""
    writing.whole(folder, what)
    found = left(folder)
    assert all(OURS.fullmatch(name) for name in found)
    clear.cache_clear()
    writing.write(folder, what, 0)
    assert writing.whole(folder, what) == 0
    assert left(folder) == []
    return len(found)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_whichever_call_is_the_last(what: str, tmp_path: Path) -> None:
    writing.write(tmp_path, what, 0)
    leavings = 0
    for at in count(1):
        with writer(tmp_path, what, str(at)) as running:
            code = running.wait()
        if not code:
            break
        assert code == -9
        leavings += judged(tmp_path, what)
    assert at > 6
    assert leavings >= 4
    assert writing.whole(tmp_path, what) == 1


@pytest.mark.parametrize("seed", range(2))
def test_at_whichever_moment(seed: int, tmp_path: Path) -> None:
    kill(4, seed, "file", tmp_path)


@pytest.mark.long
@pytest.mark.parametrize("what", ["file", "folder"])
def test_at_two_hundred_moments(what: str, tmp_path: Path) -> None:
    assert kill(200, 0, what, tmp_path) > 50


def kill(times: int, seed: int, what: str, folder: Path) -> int:
    """Kill a writer so many times at moments by chance; returns how often it left something."""
    dice, leavings = random.Random(seed), 0
    writing.write(folder, what, 0)
    for _ in range(times):
        with writer(folder, what) as running:
            assert running.stdout
            assert running.stdout.readline()
            time.sleep(dice.uniform(0, 0.02))
            running.kill()
        leavings += bool(judged(folder, what))
    return leavings


def test_what_is_hidden_in_a_folder_outlives_a_kill_and_the_next_run(tmp_path: Path) -> None:
    for at in count(1):
        folder = tmp_path / str(at)
        writing.write(folder, "folder", 0)
        (folder / "out/.git").write_bytes(HIDDEN)
        with writer(folder, "folder", str(at)) as running:
            code = running.wait()
        clear.cache_clear()
        writing.write(folder, "folder", 2)
        assert [path.read_bytes() for path in folder.rglob(".git")] == [HIDDEN]
        if not code:
            break
    assert left(folder) == []


def test_what_another_run_is_writing_stays(tmp_path: Path) -> None:
    with replacing(str(tmp_path / "out")) as one:
        one.write(b"one")
        clear.cache_clear()
        write_text(str(tmp_path / "out"), "two")
        with beside(tmp_path / "out", folder=True):
            clear.cache_clear()
            write_text(str(tmp_path / "other"), "three")
            assert len(left(tmp_path)) == 3
        assert (tmp_path / "out").read_bytes() == b"two"
    assert (tmp_path / "out").read_bytes() == b"one"
    assert left(tmp_path) == ["other"]


@pytest.mark.parametrize("name", [".out.12345678.tmp", ".out.govaudit-1234567.tmp", "out.govaudit-12345678.tmp", ".out.govaudit-12345678.old", ".out.govaudit-12345678.tmp~"])  # fmt: skip
def test_what_has_another_name_is_somebody_else_s(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(HIDDEN)
    (tmp_path / ".out.govaudit-12345678.tmp").symlink_to(name)
    clear.cache_clear()
    write_text(str(tmp_path / "out"), "text")
    assert (tmp_path / name).read_bytes() == HIDDEN
    assert (tmp_path / ".out.govaudit-12345678.tmp").is_symlink()


def test_a_folder_is_looked_through_once(tmp_path: Path) -> None:
    write_text(str(tmp_path / "out"), "text")
    (tmp_path / ".out.govaudit-12345678.tmp").write_bytes(b"")
    write_text(str(tmp_path / "out"), "text")
    assert left(tmp_path) == [".out.govaudit-12345678.tmp"]
    clear.cache_clear()
    write_text(str(tmp_path / "out"), "text")
    assert left(tmp_path) == []


def test_what_is_taken_for_left_before_it_is_locked_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    lock: Any = fcntl.flock
    taken: list[Path] = []

    def late(descriptor: int, how: int) -> None:
        if not taken:
            taken.extend(tmp_path.iterdir())
            taken[0].unlink()
        lock(descriptor, how)

    monkeypatch.setattr("fcntl.flock", late)
    write_text(str(tmp_path / "out"), "text")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "text"
    assert len(taken) == 1
    assert left(tmp_path) == []


@pytest.mark.parametrize("error", [OSError(95, "Operation not supported"), ImportError()])
def test_where_nothing_can_be_locked_nothing_is_cleared(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: int) -> None:
        raise error

    monkeypatch.setattr("fcntl.flock", refuse)
    (tmp_path / ".out.govaudit-12345678.tmp").write_bytes(b"")
    clear.cache_clear()
    write_text(str(tmp_path / "out"), "text")
    assert left(tmp_path) == [".out.govaudit-12345678.tmp"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "text"
