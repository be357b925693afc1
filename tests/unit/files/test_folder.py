"""Writing a folder: whole or not at all, whichever call fails."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.folder import SUMS, write_folder
from govaudit.problems import Code, EnvironmentFailure, GovauditError

OLD = {"a.txt": b"old", "below/b.txt": b"old"}
NEW = {"a.txt": b"new", "c.txt": b"new"}


def held(folder: Path) -> dict[str, bytes]:
    """The files of a folder but its list of checksums."""
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: content for name, content in found.items() if name != SUMS}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    write_folder(str(tmp_path / "out"), OLD, "a.txt")
    return tmp_path / "out"


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    umask = os.umask(0o027)
    try:
        write_folder(str(tmp_path / "deep/er/out"), OLD, "a.txt")
    finally:
        os.umask(umask)
    assert held(tmp_path / "deep/er/out") == OLD
    assert (tmp_path / "deep/er/out").stat().st_mode & 0o777 == 0o750
    assert [path.name for path in (tmp_path / "deep/er").iterdir()] == ["out"]


def test_an_earlier_one_gives_way_with_all_its_files(out: Path) -> None:
    write_folder(str(out), NEW, "a.txt")
    assert held(out) == NEW
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_empty_folder_and_one_behind_a_link_are_filled(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    write_folder(str(tmp_path / "link"), NEW, "a.txt")
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "empty") == NEW


@pytest.mark.parametrize("strange", ["mine.txt", "below/mine.txt", "below/.hidden"])
def test_what_is_not_in_the_list_is_never_lost(strange: str, out: Path) -> None:
    (out / strange).write_bytes(b"mine")
    with pytest.raises(GovauditError) as caught:
        write_folder(str(out), NEW, "a.txt")
    assert [problem.code for problem in caught.value.problems] == [Code.EXISTS]
    assert held(out) == {**OLD, strange: b"mine"}


def test_what_is_hidden_stays(out: Path) -> None:
    (out / ".git").mkdir()
    (out / ".git/config").write_bytes(b"mine")
    (out / ".nojekyll").touch()
    write_folder(str(out), NEW, "a.txt")
    assert held(out) == {**NEW, ".git/config": b"mine", ".nojekyll": b""}
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_what_is_hidden_is_not_lost_where_it_cannot_stay(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (out / ".git").mkdir()
    rename = Path.rename
    monkeypatch.setattr(Path, "rename", lambda path, to: rename(path, to if path.name != ".git" else "/proc/none"))
    with pytest.raises(EnvironmentFailure):
        write_folder(str(out), NEW, "a.txt")
    assert [path.name for path in out.parent.rglob(".git")] == [".git"]


def test_a_folder_of_another_kind_stays(out: Path) -> None:
    with pytest.raises(GovauditError) as caught:
        write_folder(str(out), NEW, "c.txt")
    assert [problem.code for problem in caught.value.problems] == [Code.EXISTS]
    assert held(out) == OLD


def test_the_list_names_every_file(out: Path) -> None:
    lines = (out / SUMS).read_text(encoding="utf-8").splitlines()
    assert [line.partition("  ")[2] for line in lines] == sorted(OLD)
    assert lines[0].startswith("cba06b5736faf67e")  # of "old"


@pytest.mark.parametrize("make", [lambda sums: sums.symlink_to("a.txt"), lambda sums: sums.mkdir(), lambda _: None])
def test_a_folder_without_a_list_is_somebody_else_s(make: Callable[[Path], Any], out: Path) -> None:
    (out / SUMS).unlink()
    make(out / SUMS)
    with pytest.raises(GovauditError):
        write_folder(str(out), NEW, "a.txt")
    assert (out / "a.txt").read_bytes() == b"old"


@pytest.mark.parametrize(("module", "name"), [(os, "fsync"), (Path, "mkdir"), (Path, "chmod"), (Path, "rename")])
@pytest.mark.parametrize("fails_at", [1, 2, 3])
def test_whichever_call_fails_the_old_one_stands(
    module: Any, name: str, fails_at: int, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call, calls = getattr(module, name), []

    def failing(*arguments: Any, **options: Any) -> Any:
        calls.append(arguments)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        return call(*arguments, **options)

    monkeypatch.setattr(module, name, failing)
    try:
        write_folder(str(out), NEW, "a.txt")
        said = ""
    except EnvironmentFailure as error:
        said = str(error)
    monkeypatch.undo()
    assert ("no space left on device" in said) == (len(calls) >= fails_at)
    assert held(out) == (OLD if said else NEW)
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_an_interrupt_leaves_nothing_behind(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_folder(str(out), NEW, "a.txt")
    assert held(out) == OLD
    assert [path.name for path in out.parent.iterdir()] == ["out"]
