"""Something else in the place of each kind of file the program reads: one clear line that names it, and nothing else happens."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from tests.badinputs import whole
from tests.processes import Done, Launcher

CANARY = "SEKRET-CANARY-7f3a"
MOST_MEBIBYTES = 400


def data(content: bytes) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


def link(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(path.parent / target)


BAD: dict[str, Callable[[Path], None]] = {
    "empty": data(b""),
    "nul": data(b"\0" * 100),
    "brackets": data(b"[" * (2 << 20)),
    "deep": data(b"a: " + b"{a: " * 60_000),
    "html": data(b"<!DOCTYPE html>\n<html><body>404: not found</body></html>\n"),
    "latin-1": data(b"id: x\nname: \xe9\xe8\n"),
    "a list": data(b"- a\n- b\n"),
    "of another kind": data(b'{"schema": 1, "framework": [], "references": 3, "id": [], "facts": 3, "criteria": 2, "claims": true}'),
    "torn": data(b'id: "x'),
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "link to nowhere": link("nowhere"),
    "link to itself": lambda path: path.symlink_to(path),
    "link out": lambda path: path.symlink_to(path.resolve().anchor + "dev/zero"),
    "link to a secret": lambda path: path.symlink_to(next(up for up in path.parents if up.name == "data").parent / "secret.yaml"),
}  # fmt: skip
"""By name: how to make it."""
NO_TEXT = ("folder", "pipe", "link to nowhere", "link to itself", "link out", "link to a secret")
QUICK = ("empty", "latin-1", "a list", "of another kind", *NO_TEXT[:2], *NO_TEXT[3:])
"""What every run of the tests tries; `nox -s sweep` tries all, under every command."""


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as running:
        yield running


@pytest.fixture(scope="module")
def sound(launcher: Launcher, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it should be; beside it, a file that is nobody's business."""
    folder = whole.write(tmp_path_factory.mktemp("sound") / "data")
    (folder.parent / "secret.yaml").write_text(f"id: {CANARY}\n: [{CANARY}", encoding="utf-8")
    made = launcher.run(*whole.SCORES, "--format", "json", "--output", "baseline.json", cwd=folder)
    assert made.code == 0
    return folder


@contextlib.contextmanager
def put(bad: str, path: Path) -> Iterator[None]:
    """Something bad in the place of a file; afterwards the file is there again."""
    aside = path.with_name(".aside")
    path.rename(aside)
    BAD[bad](path)
    try:
        yield
    finally:
        if path.is_dir() and not path.is_symlink():
            path.rmdir()
        aside.replace(path)


def judge(done: Done) -> None:
    """What holds of every run, whatever it was given."""
    assert done.code in {0, 1, 2, 3}, done
    assert "Traceback" not in done.stdout + done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert all(sign.isprintable() or sign == "\n" for sign in done.stderr)
    assert max(map(len, done.stderr.splitlines()), default=0) < 600
    assert done.mebibytes < MOST_MEBIBYTES


def runs(bads: Collection[str]) -> list[tuple[str, str]]:
    """Every kind of file with what can stand in its place; a licence may be any text."""
    return [(name, bad) for name in whole.READERS for bad in bads if bad in NO_TEXT or not name.endswith(".md")]


@pytest.mark.parametrize("command", whole.COMMANDS, ids=" ".join)
def test_the_folder_is_sound(command: tuple[str, ...], launcher: Launcher, sound: Path, tmp_path: Path) -> None:
    shutil.copytree(sound, tmp_path / "data")
    done = launcher.run(*command, cwd=tmp_path / "data")
    judge(done)
    assert done.code == (1 if command[0] == "verify" else 0), done.stderr


@pytest.mark.parametrize(("name", "bad"), runs(QUICK))
def test_something_else_in_the_place_of_a_file_is_named(name: str, bad: str, launcher: Launcher, sound: Path) -> None:
    with put(bad, sound / name):
        done = launcher.run(*whole.READERS[name], cwd=sound)
    judge(done)
    assert (done.code, name in done.stderr) == (2, True), done


@pytest.mark.long
@pytest.mark.parametrize(("name", "bad"), runs(BAD))
def test_no_command_is_broken_by_any_file(name: str, bad: str, launcher: Launcher, sound: Path, tmp_path: Path) -> None:
    for number, command in enumerate((whole.READERS[name], ("check", name), *whole.COMMANDS)):
        folder = tmp_path / f"{number}/data"
        shutil.copytree(sound.parent, folder.parent, copy_function=os.link)
        with put(bad, folder / name):
            done = launcher.run(*command, cwd=folder)
        judge(done)
        assert number or (done.code, name in done.stderr) == (2, True), done
