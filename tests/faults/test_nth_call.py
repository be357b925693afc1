"""Whichever call of the system fails, what was there before is there still, nothing else is, and one line says why. From the first call on, until a run passes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files.beside import clear
from govaudit.files.folder import write_folder
from govaudit.files.write import write_text
from govaudit.problems import EnvironmentFailure

from .failing import CALLS, REMOVING, Failing, failing, small_disk

TOY = Path(__file__).parents[1] / "toy"
OLD = b"old\n"
Tree = dict[str, bytes]
TABLE = ("tables/answers.csv", "--framework", "toy")
WRITERS: dict[str, tuple[str, ...]] = {
    "score": ("score", "alpha", "--framework", "toy", "--output", "out"),
    "page": ("compare", "--all", "--framework", "toy", "--format", "html", "--output", "out"),
    "schema": ("schema", "forum", "--output", "out"),
    "corpus csv": ("corpus", "score", *TABLE, "--output", "out"),
    "corpus polars": ("corpus", "score", *TABLE, "--engine", "polars", "--output", "out"),
    "corpus parquet": ("corpus", "score", *TABLE, "--format", "parquet", "--output", "out"),
    "fmt": ("fmt", "forums/alpha.yaml", "forums/beta.yaml"),
    "check --fix": ("check", "--fix"),
    "agree --write": ("agree", "alpha", "codings/second", "--framework", "toy", "--write", "new.yaml"),
    "new forum": ("new", "forum", "fresh"),
    "new source": ("new", "source", "fresh", "--title", "T", "--grade", "press"),
    "new framework": ("new", "framework", "fresh", "--fact", "minutes"),
    "new criterion": ("new", "criterion", "fresh", "--fact", "minutes", "--framework", "toy"),
    "new claim": ("new", "claim", "fresh", "one", "--claim", "C", "--rule", "{minutes: none}", "--about", "alpha", "--section", "1", "--source", "book", "--as-of", "2016-01-01", "--framework", "toy"),
}  # fmt: skip
"""What each command that writes is asked to write, in a folder with the toy data."""
FILE_BY_FILE = {"fmt", "check --fix"}
"""Commands that change several files, of which each is whole, old or new."""
LONG = {
    "robustness --pictures": ("robustness", "--all", "--framework", "toy", "--draws", "64", "--completions", "4", "--pictures", "out.d"),
    "export": ("export", "out.d", "--framework", "toy"),
    "site build": ("site", "build", "out.d", "--framework", "toy"),
}  # fmt: skip


def tree(folder: Path) -> Tree:
    """Every file and every empty folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"a folder"
        for path in folder.rglob("*")
        if path.is_file() or not any(path.iterdir())
    }


def begin(folder: Path, *, misspelt: bool = False) -> Path:
    """A folder in which a writer has something to do."""
    shutil.copytree(TOY, folder)
    (folder / "out").write_bytes(OLD)
    for name in ("alpha", "beta"):
        path = folder / f"forums/{name}.yaml"
        text = path.read_text(encoding="utf-8")
        changed = text.replace("  minutes:", "  minutse:") if misspelt else text.replace("kind: ", "kind:   ")
        assert changed != text
        path.write_text(changed, encoding="utf-8")
    return folder


def run(folder: Path, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(app, list(arguments))


def refused(done: Result) -> bool:
    """Whether the machine's refusal was said in one line, and with the exit code that is for it."""
    assert "Traceback" not in done.stderr
    if done.exit_code != 3:
        return False
    said = done.stderr.lower()
    return said.count("[ga701]") == said.count("no space left on device [") + said.count("file too large [") == 1


def mixture(before: Tree, after: Tree, new: Tree) -> set[str]:
    """The files that are neither as they were nor as they should be."""
    return {name for name in before.keys() | after.keys() | new.keys() if after.get(name) not in (before.get(name), new.get(name))}  # fmt: skip


def every_call(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    wrong: Callable[[Tree, Tree, Tree], Any],
) -> Failing:
    """Run a command again and again, each time with the next call failing, until it passes."""
    misspelt = "--fix" in arguments
    folder = begin(tmp_path / "whole", misspelt=misspelt)
    before = tree(folder)
    assert run(folder, arguments, monkeypatch).exit_code == 0
    new = tree(folder)
    assert new != before
    for at in count(1):
        folder = begin(tmp_path / str(at), misspelt=misspelt)
        clear.cache_clear()
        with failing(at) as calls:
            done = run(folder, arguments, monkeypatch)
        assert not wrong(before, tree(folder), new), calls.seen
        if len(calls.seen) < at:
            break
        if done.exit_code == 0:  # to make a folder that is there already may fail
            assert calls.seen[at - 1] == "os.mkdir"
            assert tree(folder) == new
        else:
            assert refused(done), (calls.seen, done.output)
    assert done.exit_code == 0
    assert tree(folder) == new
    return calls


@pytest.mark.parametrize("name", WRITERS)
def test_whichever_call_of_a_command_fails_all_is_as_it_was(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(before: Tree, after: Tree, new: Tree) -> Any:
        return mixture(before, after, new) if name in FILE_BY_FILE or after == new else after != before

    calls = every_call(WRITERS[name], tmp_path, monkeypatch, wrong)
    assert {"open", "fsync", "os.rename"} <= set(calls.seen)


@pytest.mark.long
@pytest.mark.parametrize("name", LONG)
def test_whichever_call_of_a_command_that_writes_many_files_fails_each_is_whole(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(before: Tree, after: Tree, new: Tree) -> Any:
        return mixture(before, after, new) - {"out.d"} if "pictures" in name else after not in (before, new)

    every_call(LONG[name], tmp_path, monkeypatch, wrong)


@pytest.mark.parametrize("name", ["score", "page", "corpus csv", "corpus parquet", "fmt"])
def test_a_file_that_outgrows_the_disk_is_not_begun(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = begin(tmp_path / "data")
    before = tree(folder)
    with small_disk(64):
        done = run(folder, WRITERS[name], monkeypatch)
    assert refused(done)
    assert tree(folder) == before


WRITE: dict[str, Callable[[Path], Any]] = {
    "a file": lambda folder: write_text(str(folder / "out/a.txt"), "new"),
    "a new file": lambda folder: write_text(str(folder / "out/b.txt"), "new"),
    "a folder": lambda folder: write_folder(str(folder / "out"), {"a.txt": b"new", "c/d.txt": b"new"}, "a.txt"),
    "a new folder": lambda folder: write_folder(str(folder / "deep/er"), {"a.txt": b"new"}, "a.txt"),
}
HIDDEN = {"out/.git/config": b"mine", "out/.nojekyll": b"mine"}


@pytest.mark.parametrize("steps", ["one step", "three steps"])
@pytest.mark.parametrize("on", [False, True])
@pytest.mark.parametrize("name", WRITE)
def test_whichever_call_of_a_writer_fails_and_those_after_it(
    name: str, on: bool, steps: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if steps == "three steps":
        monkeypatch.setattr("govaudit.files.folder._exchanged", lambda *_: False)
    calls, failures = frozenset(CALLS) if on else frozenset(CALLS | REMOVING), 0
    before = filled(tmp_path / "whole")
    WRITE[name](tmp_path / "whole")
    new = tree(tmp_path / "whole")
    assert HIDDEN.items() <= new.items()
    for at in count(1):
        folder = tmp_path / str(at)
        filled(folder)
        clear.cache_clear()
        try:
            with failing(at, on=on, calls=calls) as made:
                WRITE[name](folder)
        except EnvironmentFailure:
            failures += 1
            after = {
                path: content for path, content in tree(folder).items() if path != "deep"
            }  # it was made for what was to be in it
            lost = set(before.values()) - set(after.values())
            assert not lost if on and "os.rename" in made.seen[:-1] else after == before, (
                made.seen
            )  # nothing could be moved back
        else:
            untidy = made.seen[at - 1 : at] and made.seen[at - 1] in REMOVING
            shown = {path: content for path, content in tree(folder).items() if not untidy or path[0] != "."}
            assert shown == new, made.seen
        if len(made.seen) < at:
            break
    assert failures > 3


def filled(folder: Path) -> Tree:
    """A folder with what an earlier run wrote, and something hidden in it that is not ours."""
    write_folder(str(folder / "out"), {"a.txt": b"old", "b/b.txt": b"old"}, "a.txt")
    for path, content in HIDDEN.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return tree(folder)


def test_a_call_that_fails_is_known_by_its_number(tmp_path: Path) -> None:
    with failing(2) as calls, pytest.raises(OSError, match="No space left"):
        write_both(tmp_path)
    assert calls.seen == ["open", "os.rename"]
    assert json.dumps(sorted(path.name for path in tmp_path.iterdir())) == '["one"]'


def write_both(folder: Path) -> None:
    (folder / "one").write_bytes(OLD)
    (folder / "one").rename(folder / "two")
