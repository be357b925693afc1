"""Writing: whole or not at all, whichever call fails."""

import os
import re
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from govaudit.files.write import write_into, write_text
from govaudit.problems import Code, EnvironmentFailure

OLD, NEW = "old\n", "née\r\nnew\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.md").write_text(OLD, encoding="utf-8")
    return tmp_path


@pytest.fixture
def umask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def refused(target: str) -> EnvironmentFailure:
    with pytest.raises(EnvironmentFailure) as caught:
        write_text(target, NEW)
    assert caught.value.exit_code == 3
    assert caught.value.problems[0].code is Code.CANNOT_WRITE
    return caught.value


def test_text_is_written_as_it_stands(folder: Path) -> None:
    write_text(str(folder / "report.md"), NEW)
    assert (folder / "report.md").read_bytes() == NEW.encode("utf-8")
    assert names(folder) == ["report.md"]


FAILING = ["os.fsync", "pathlib.Path.open", "pathlib.Path.replace", "pathlib.Path.chmod", "tempfile.mkstemp"]


@pytest.mark.parametrize("call", FAILING)
@pytest.mark.parametrize("target", ["report.md", "fresh.md"])
def test_whichever_call_fails_the_old_file_stays_and_no_other(
    call: str, target: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(call, fail)
    failure = refused(str(folder / target))
    monkeypatch.undo()
    assert "no space left" in str(failure)
    assert names(folder) == ["report.md"]
    assert (folder / "report.md").read_text(encoding="utf-8") == OLD


def test_an_interruption_leaves_no_temporary_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(str(folder / "report.md"), NEW)
    assert names(folder) == ["report.md"]
    assert (folder / "report.md").read_text(encoding="utf-8") == OLD


def test_text_that_cannot_be_encoded_leaves_the_old_file(folder: Path) -> None:
    with pytest.raises(EnvironmentFailure):
        write_text(str(folder / "report.md"), "\udcff")
    assert names(folder) == ["report.md"]
    assert (folder / "report.md").read_text(encoding="utf-8") == OLD


def test_the_new_text_is_on_the_disk_before_it_takes_the_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        calls.append(f"sync {os.fstat(descriptor).st_size}")
        sync(descriptor)

    def replaced(self: Path, target: str) -> Path:
        calls.append("replace")
        return replace(self, target)

    monkeypatch.setattr("os.fsync", synced)
    monkeypatch.setattr("pathlib.Path.replace", replaced)
    write_text(str(folder / "report.md"), NEW)
    assert calls == [f"sync {len(NEW.encode())}", "replace"]


@pytest.mark.usefixtures("umask")
def test_a_file_keeps_its_mode_and_a_new_one_has_the_usual(folder: Path) -> None:
    (folder / "report.md").chmod(0o604)
    for name, mode in (("report.md", 0o604), ("fresh.md", 0o640)):
        write_text(str(folder / name), NEW)
        assert stat.S_IMODE((folder / name).stat().st_mode) == mode
    assert os.umask(0o027) == 0o027


def test_a_link_stays_a_link_and_its_target_is_replaced(folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "link.md").symlink_to("report.md")
    (folder / "dangling.md").symlink_to("elsewhere/fresh.md")
    for name, target in (("link.md", "report.md"), ("dangling.md", "elsewhere/fresh.md")):
        write_text(str(folder / name), NEW)
        assert (folder / name).is_symlink()
        assert (folder / target).read_bytes() == NEW.encode("utf-8")


@pytest.mark.parametrize("target", ["", ".", "no/such/folder.md", "a\x00b", "x" * 300, "loop"])
def test_what_is_no_place_for_a_file_is_refused(target: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    Path("loop").symlink_to("loop")
    refused(target)
    assert names(folder) == ["loop", "report.md"]


def test_a_full_device_is_a_failure_of_the_machine() -> None:
    assert "no space left" in str(refused("/dev/full"))


def test_a_pipe_is_written_to_and_stays_a_pipe(folder: Path) -> None:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_text(str(pipe), NEW)
    reader.join(5)
    assert got == [NEW.encode("utf-8")]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_of_files_is_made_and_filled(tmp_path: Path) -> None:
    target = str(tmp_path / "deep" / "er")
    contents = {"a.txt": b"one", "b.txt": b"two"}
    for _ in range(2):  # it may be there
        assert write_into(target, contents) == (f"{target}/a.txt", f"{target}/b.txt")
        assert {path.name: path.read_bytes() for path in Path(target).iterdir()} == contents


def test_a_folder_that_cannot_be_made_is_a_failure_of_the_machine(folder: Path) -> None:
    with pytest.raises(EnvironmentFailure, match="expected an output that can be written"):
        write_into(str(folder / "report.md" / "below"), {})


@pytest.mark.parametrize(("name", "reason"), [("", "it is a folder"), ("a\0b", "the name cannot be")])
def test_what_cannot_be_a_file_is_told(name: str, reason: str, folder: Path) -> None:
    assert refused(f"{folder}/{name}").problems[0].message == f"expected an output that can be written; {reason}"


def test_a_fresh_file_is_for_reading_and_writing_only(folder: Path) -> None:
    before = os.umask(0)
    try:
        write_text(str(folder / "fresh.md"), NEW)
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / "fresh.md").stat().st_mode) == 0o666


def test_the_unfinished_file_is_hidden_beside_its_target(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr("os.fsync", lambda _: seen.extend(names(folder)))
    write_text(str(folder / "report.md"), NEW)
    write_text(str(folder / ("x" * 60)), NEW)
    first, _, second, _ = seen
    assert re.fullmatch(r"\.report\.md\.govaudit-\w+\.tmp", first)
    assert re.fullmatch(r"\.x{48}\.govaudit-\w+\.tmp", second)
