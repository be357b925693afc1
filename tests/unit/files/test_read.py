"""Reading: inside the folder, regular, bounded, UTF-8; nothing of a file outside is ever said."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files import read
from govaudit.files.read import (
    decode,
    entries,
    is_folder,
    list_folders,
    list_yaml,
    open_regular,
    read_bytes,
    read_text,
    shown,
    there,
    yaml_ids,
)
from govaudit.problems import Code, GovauditError, Problem

LIMIT = 1024
CANARY = "SEKRET-CANARY-7f3a"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def refused(path: Path, root: Path, limit: int = LIMIT) -> Problem:
    before = open_files()
    with pytest.raises(GovauditError) as caught:
        read_text(path, root=root, limit=limit)
    assert open_files() == before
    assert caught.value.exit_code == 2
    assert CANARY not in str(caught.value)
    (problem,) = caught.value.problems
    assert problem.document == ""  # whoever asked knows the name to show
    return problem


def test_a_file_of_exactly_the_limit_is_read_as_it_stands(root: Path) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"a: 1\r\n" + b"#" * (LIMIT - 6))
    assert read_text(path, root=root, limit=LIMIT) == "a: 1\r\n" + "#" * (LIMIT - 6)


def test_one_byte_more_is_too_large(root: Path) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"#" * (LIMIT + 1))
    problem = refused(path, root)
    message = "expected at most 0 MiB; found 0.0 MiB or more"
    assert (problem.code, problem.message) == (Code.FILE_TOO_LARGE, message)


def test_a_huge_file_is_refused_by_its_size_and_both_are_named(root: Path) -> None:
    path = root / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024**3)
    problem = refused(path, root, limit=2 * 1024**2)
    assert problem.message == "expected at most 2 MiB; found 51200.0 MiB or more"


def test_a_file_that_grows_after_its_size_was_taken_is_still_bounded(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"#" * (LIMIT + 1))
    small = os.stat_result((*path.stat()[:6], 10, *path.stat()[7:10]))
    monkeypatch.setattr("govaudit.files.read.os.fstat", lambda _: small)
    assert refused(path, root).code.slug == "file-too-large"
    path.write_bytes(b"#" * LIMIT)
    assert len(read_bytes(path, root=root, limit=LIMIT)) == LIMIT


def test_a_file_that_comes_in_pieces_is_read_to_its_end_and_not_a_byte_beyond_the_limit(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, asked = os.read, list[int]()

    def pieces(descriptor: int, size: int) -> bytes:
        asked.append(size)
        return whole(descriptor, min(size, 3))

    (root / "a.yaml").write_bytes(b"a: 12345")
    monkeypatch.setattr("govaudit.files.read.os.read", pieces)
    assert read_bytes(root / "a.yaml", root=root, limit=8) == b"a: 12345"
    assert asked == [9, 6, 3, 1]  # one more, to see that there is none


def test_an_error_while_reading_is_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    (root / "a.yaml").write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr("govaudit.files.read.os.read", fail)
    problem = refused(root / "a.yaml", root)
    assert (problem.code, problem.message) == (
        Code.UNREADABLE,
        "expected a file that can be read; input/output error",
    )


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("missing.yaml", "no such file or directory"),
        ("a\x00b", "too many links, or a name that cannot be"),
        ("x" * 300, "file name too long"),
        ("no/such/folder.yaml", "no such file or directory"),
        ("../missing.yaml", "no such file or directory"),
    ],
)
def test_what_is_not_there_is_unreadable(name: str, reason: str, root: Path) -> None:
    problem = refused(root / name, root)
    assert (problem.code, problem.message) == (Code.UNREADABLE, f"expected a file that can be read; {reason}")


def test_a_reason_that_the_system_does_not_give_is_not_made_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    (root / "a.yaml").touch()
    monkeypatch.setattr("govaudit.files.read.os.open", fail)
    assert refused(root / "a.yaml", root).message == "expected a file that can be read; it cannot"
    monkeypatch.undo()
    monkeypatch.setattr("govaudit.files.read.os.scandir", fail)
    assert unlisted(root) == "expected a folder that can be listed; it cannot"


def test_what_is_put_in_the_place_of_a_file_meanwhile_is_neither_followed_nor_waited_for(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[int] = []
    really = os.open

    def watched(path: str, flags: int) -> int:
        opened.append(flags)
        return really(path, flags)

    (root / "a.yaml").touch()
    monkeypatch.setattr("govaudit.files.read.os.open", watched)
    open_regular(root / "a.yaml", root=root).close()
    assert opened == [os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC]


def test_links_may_not_lead_out(root: Path) -> None:
    secret = root.parent / "root-evil" / "secret.yaml"  # a prefix of the name is not the folder
    secret.parent.mkdir()
    secret.write_text(CANARY, encoding="utf-8")
    (root / "link.yaml").symlink_to(secret)
    (root / "folder").symlink_to(secret.parent)
    (root / "chain.yaml").symlink_to("link.yaml")
    for path in (
        root / "link.yaml",
        root / "folder" / "secret.yaml",
        root / "chain.yaml",
        root / ".." / "root-evil" / "secret.yaml",
    ):
        problem = refused(path, root)
        message = "expected a file inside its data folder; the path leads out of it"
        assert (problem.code, problem.message) == (Code.OUTSIDE_ROOT, message)
    (root / "up.yaml").symlink_to(secret.parent)
    assert refused(root / "up.yaml", root).code is Code.OUTSIDE_ROOT  # a folder is no device


def test_a_link_inside_is_followed_and_a_linked_root_is_the_folder_it_leads_to(root: Path) -> None:
    (root / "a.yaml").write_text("a: 1", encoding="utf-8")
    (root / "b.yaml").symlink_to("a.yaml")
    other = root.parent / "other"
    other.symlink_to(root)
    assert read_text(other / "b.yaml", root=other, limit=LIMIT) == "a: 1"
    assert read_text(other / "b.yaml", root=root, limit=LIMIT) == "a: 1"


def test_loops_folders_pipes_and_devices_are_refused_at_once(root: Path) -> None:
    (root / "self.yaml").symlink_to("self.yaml")
    (root / "one.yaml").symlink_to("two.yaml")
    (root / "two.yaml").symlink_to("one.yaml")
    (root / "folder.yaml").mkdir()
    os.mkfifo(root / "pipe.yaml")
    (root / "zero.yaml").symlink_to("/dev/zero")
    found = {path.name: refused(path, root).code.slug for path in root.iterdir()}
    assert found == {
        "self.yaml": "unreadable",
        "one.yaml": "unreadable",
        "two.yaml": "unreadable",
        "folder.yaml": "not-regular-file",
        "pipe.yaml": "not-regular-file",
        "zero.yaml": "not-regular-file",
    }
    for name in ("folder.yaml", "zero.yaml"):
        assert refused(root / name, root).message == "expected a regular file; found a folder, pipe or device"


UTF_16 = "it looks like UTF-16: save it as UTF-8"
OTHER = "save it as UTF-8; Latin-1 and Windows text is not"


@pytest.mark.parametrize(
    ("data", "line", "column", "hint"),
    [
        (b"a: 1\nb: \xe9\n", 2, 4, OTHER), (b"\xff\xfea\0", 1, 1, UTF_16), (b"\xfe\xff\0a", 1, 1, UTF_16), (b"\xff\xff", 1, 1, OTHER),
        (b"a\n\n\xed\xa0\x80", 3, 1, OTHER), (b"\xc0\x80", 1, 1, OTHER), (b"\n\n\n \xff\n\n", 4, 2, OTHER), (b"\n\xff", 2, 1, OTHER),
    ],
)  # fmt: skip
def test_bytes_that_are_not_text_are_placed_and_not_quoted(data: bytes, line: int, column: int, hint: str) -> None:
    with pytest.raises(GovauditError) as caught:
        decode(data)
    (problem,) = caught.value.problems
    assert (problem.code, problem.line, problem.column, problem.hint) == (Code.BAD_ENCODING, line, column, hint)
    assert problem.message == "expected UTF-8 text; found a byte that is not"


@given(st.binary(max_size=100))
def test_any_bytes_are_decoded_or_refused_at_a_line_that_exists(data: bytes) -> None:
    try:
        text = decode(data)
    except GovauditError as error:
        problem = error.problems[0]
    else:
        assert text.encode() == data
        return
    assert 1 <= (problem.line or 0) <= data.count(b"\n") + 1


def test_a_folder_lists_its_yaml_files_by_name(root: Path) -> None:
    for name in ("b.yaml", "a.yaml", ".hidden.yaml", "c.yml", "B.yaml", "d.yaml~"):
        (root / name).write_text("", encoding="utf-8")
    (root / "e.yaml").mkdir()
    (root / "loop").symlink_to(root)
    (root / "loop.yaml").symlink_to(root)
    (root / "self.yaml").symlink_to(
        "self.yaml"
    )  # listed, as folders are, so that it is refused aloud and not passed over
    names = ["B.yaml", "a.yaml", "b.yaml", "e.yaml", "loop.yaml", "self.yaml"]
    assert list_yaml(root) == [root / name for name in names]
    assert yaml_ids(root) == ("a", "b", "e", "loop", "self")
    (root / "z").mkdir()
    (root / ".git").mkdir()
    (root / "d").mkdir()
    assert list_folders(root) == [root / "d", root / "z"]
    assert [path.name for path in entries(root)] == sorted([*names, "c.yml", "d", "d.yaml~", "loop", "z"])


def unlisted(folder: Path) -> str:
    """What is said of a folder that cannot be listed."""
    for lister in (list_yaml, list_folders, entries):
        with pytest.raises(GovauditError) as caught:
            lister(folder)
        (problem,) = caught.value.problems
        assert (problem.code, problem.document) == (Code.UNREADABLE, shown(folder))
    return problem.message


def test_a_folder_that_cannot_be_listed_is_a_problem_and_of_none_there_are_no_ids(root: Path) -> None:
    assert unlisted(root / "none") == "expected a folder that can be listed; no such file or directory"
    assert unlisted(root / "a\0b") == "expected a folder that can be listed; it cannot"
    assert yaml_ids(root / "none") == ()


def test_a_folder_has_so_many_files_and_bytes_and_no_more(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def said() -> tuple[Code, str, str]:
        with pytest.raises(GovauditError) as caught:
            list_yaml(root)
        (problem,) = caught.value.problems
        return problem.code, problem.document, problem.message

    monkeypatch.setattr(read, "MOST_FILES", 2)
    (root / "other.txt").write_bytes(b"#" * 2000)  # only its YAML files are counted
    (root / "a.yaml").touch()
    with (root / "b.yaml").open("wb") as stream:
        stream.truncate(1 << 30)
    assert [path.name for path in list_yaml(root)] == ["a.yaml", "b.yaml"]
    (root / "c.yaml").symlink_to("nowhere")
    assert said() == (Code.TOO_LARGE, shown(root), "expected at most 2 files in a folder; found 3")
    monkeypatch.undo()
    assert len(list_yaml(root)) == 3  # what leads nowhere has no bytes
    (root / "d.yaml").write_bytes(b"#" * 100_000)
    told = "expected at most 1024 MiB in the files of a folder; found 1024.1 MiB"
    assert said() == (Code.TOO_LARGE, shown(root), told)
    (root / "d.yaml").write_bytes(b"#")
    assert said()[0] is Code.TOO_LARGE


def test_the_limits_are_those_of_the_documentation() -> None:
    assert (read.MOST_FILES, read.MOST_BYTES) == (200_000, 1 << 30)


def test_what_the_system_refuses_is_no_folder_and_what_leads_nowhere_is_there(root: Path) -> None:
    (root / "loop").symlink_to("loop")
    (root / "link").symlink_to(root)
    (root / "a.yaml").touch()
    names = (".", "link", "a.yaml", "loop", "a\0b", "x" * 300, "none")
    assert [is_folder(root / name) for name in names] == [True, True, False, False, False, False, False]
    assert [there(root / name) for name in ("a.yaml", "loop", "none")] == [True, True, False]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("forums/a.yaml", "forums/a.yaml"), ("/tmp/é.yaml", "/tmp/é.yaml"), ("./a.yaml", "a.yaml"), ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"), ("bad\udcff", "bad\\xff"), ("::error::x", "./::error::x"), ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"), ("a\u2028b", "a\\u2028b"), ("a\x85b", "a\\x85b"), ("\ufeffa\u200c\u200d", "\\ufeffa\\u200c\\u200d"),
        ("\udc7f\udc80\udcff\udd00", "\\udc7f\\x80\\xff\\udd00"), (" ::x", "./ ::x"), ("a::x", "a::x"), ("x##[a", "x#\\x23[a"),
    ],
)  # fmt: skip
def test_a_path_is_shown_on_one_line_with_nothing_to_obey(path: str, text: str) -> None:
    assert shown(path) == text
    assert shown(Path(path)) == text


@given(st.text() | st.binary(min_size=1).map(os.fsdecode))
def test_any_path_can_be_shown(path: str) -> None:
    text = shown(path)
    assert text.isprintable()
    assert not text.startswith("::")
    text.encode("utf-8")
