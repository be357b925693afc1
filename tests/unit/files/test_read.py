"""Reading: inside the folder, regular, bounded, UTF-8; nothing of a file outside is ever said."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files.read import decode, list_yaml, read_text, shown
from govaudit.problems import GovauditError, Problem

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
    return caught.value.problems[0]


def test_a_file_of_exactly_the_limit_is_read_as_it_stands(root: Path) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"a: 1\r\n" + b"#" * (LIMIT - 6))
    assert read_text(path, root=root, limit=LIMIT) == "a: 1\r\n" + "#" * (LIMIT - 6)


def test_one_byte_more_is_too_large(root: Path) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"#" * (LIMIT + 1))
    assert refused(path, root).code.slug == "file-too-large"


def test_a_huge_file_is_refused_by_its_size_and_both_are_named(root: Path) -> None:
    path = root / "a.yaml"
    with path.open("wb") as stream:
        stream.truncate(50 * 1024**3)
    problem = refused(path, root, limit=2 * 1024**2)
    assert problem.code.slug == "file-too-large"
    assert "2 MiB" in problem.message
    assert "51200.0 MiB" in problem.message


def test_a_file_that_grows_after_its_size_was_taken_is_still_bounded(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = root / "a.yaml"
    path.write_bytes(b"#" * 5000)
    small = os.stat_result((*path.stat()[:6], 10, *path.stat()[7:10]))
    monkeypatch.setattr("govaudit.files.read.os.fstat", lambda _: small)
    assert refused(path, root).code.slug == "file-too-large"


def test_an_error_while_reading_is_a_problem(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> bytes:
        raise OSError(5, "Input/output error")

    (root / "a.yaml").write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr("govaudit.files.read.os.read", fail)
    assert refused(root / "a.yaml", root).code.slug == "unreadable"


@pytest.mark.parametrize("name", ["missing.yaml", "a\x00b", "x" * 300, "no/such/folder.yaml"])
def test_what_is_not_there_is_unreadable(name: str, root: Path) -> None:
    assert refused(root / name, root).code.slug == "unreadable"


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
        assert refused(path, root).code.slug == "outside-root"


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


@pytest.mark.parametrize(
    ("data", "line", "hint"),
    [(b"a: 1\nb: \xe9\n", 2, "Latin-1"), ("a: é\n".encode("utf-16"), 1, "UTF-16"), (b"a\n\n\xed\xa0\x80", 3, "UTF-8"), (b"\xc0\x80", 1, "UTF-8")],
)  # fmt: skip
def test_bytes_that_are_not_text_are_placed_and_not_quoted(data: bytes, line: int, hint: str) -> None:
    with pytest.raises(GovauditError) as caught:
        decode(data)
    problem = caught.value.problems[0]
    assert (problem.code.slug, problem.line) == ("bad-encoding", line)
    assert hint in problem.hint
    assert "\\x" not in str(problem)


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


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("forums/a.yaml", "forums/a.yaml"), ("/tmp/é.yaml", "/tmp/é.yaml"), ("./a.yaml", "a.yaml"), ("a\nb", "a\\nb"),
        ("\x1b[31m", "\\x1b[31m"), ("bad\udcff", "bad\\xff"), ("::error::x", "./::error::x"), ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"), ("a\u2028b", "a\\u2028b"), ("a\x85b", "a\\x85b"),
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
