"""Bad files behave as their manifest says: refused by class and line, or kept as written; never a traceback, a hang or a lost neighbour."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace
from govaudit.files.yaml import parse
from govaudit.model.base import read
from govaudit.model.profile import Period
from govaudit.problems import Code, GovauditError, Problem

HERE = Path(__file__).parent
TOY = HERE.parent / "toy"
MANIFEST: dict[str, Any] = parse((HERE / "manifest.yaml").read_text(encoding="utf-8"))
CASES = MANIFEST["cases"]
CANARY = "SEKRET-CANARY-7f3a"
LOADER_CODES = {code for code in Code if code.id < "GA2"}


def check(folder: Path, *paths: str) -> tuple[Problem, ...]:
    return tuple(Checker(Workspace(folder)).these(paths).problems)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    return folder


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_file_behaves_as_the_manifest_says(case: dict[str, Any], data: Path) -> None:
    problems = check(data, str(HERE / case["file"]))
    refused = [problem for problem in problems if problem.code in LOADER_CODES and problem.code is not Code.BAD_NAME]
    if case["outcome"] == "accept":
        assert not refused
        if "value" in case:
            assert parse((HERE / case["file"]).read_bytes().decode()) == case["value"]
        return
    (problem,) = refused
    assert problem.code.slug in case["class_any_of"]
    assert problem.line == case.get("line", problem.line)
    assert problem.document.endswith(Path(case["file"]).name)
    assert all(sign.isprintable() or sign == "\n" for sign in str(problem))
    assert max(map(len, str(problem).removeprefix(problem.document).split("\n"))) < 220


@pytest.mark.parametrize(
    "case",
    [case for case in CASES if case["file"].endswith(".yaml") and case["outcome"] == "reject"],
    ids=lambda case: case["id"],
)
def test_a_bad_file_does_not_stop_its_neighbours(
    case: dict[str, Any], data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(HERE / case["file"], data / "forums" / "bad-one.yaml")
    monkeypatch.chdir(data)
    done = CliRunner().invoke(app, ["score", "alpha", "--framework", "toy", "--as-of", "2026-01-31"])
    assert (done.exit_code, done.stderr) == (0, "")
    both = CliRunner().invoke(app, ["score", "alpha", "bad-one", "--framework", "toy", "--as-of", "2026-01-31"])
    assert both.exit_code == 2
    assert both.stdout == done.stdout
    assert "forums/bad-one.yaml" in both.stderr
    assert {Path(problem.document).name for problem in check(data) if problem.severity == "error"} == {"bad-one.yaml"}


def test_an_impossible_date_is_refused_with_its_line() -> None:
    with pytest.raises(GovauditError) as caught:
        read(
            Period, {"from": parse((HERE / "files/Y17-impossible-date.yaml").read_text(encoding="utf-8")).popitem()[1]}
        )
    assert [problem.code for problem in caught.value.problems] == [Code.BAD_DATE]


WRITTEN: dict[str, tuple[bytes, set[str], int | None]] = {
    "Y06": (b"id: a\nb: &b [1, *b]\n", {"alias"}, 2),
    "Y09": (b"a: !forum {b: 1}\n", {"tag"}, 1),
    "Y12": (b"a: !!binary aGVsbG8=\n", {"tag"}, 1),
    "Y18": (b"{1: a, 1.0: b, true: c}\n", {"bad-key"}, 1),
    "Y24": (b"\xff\xfe" + "a: 1\n".encode("utf-16-le"), {"bad-encoding"}, 1),
    "Y27": (b"a:\n\tb: 1\n", {"syntax"}, 2),
    "Y30": (b"<!DOCTYPE html>\n<html><body>404</body></html>\n", {"not-a-mapping", "syntax"}, 1),
    "Y33": (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> theirs\n", {"syntax"}, None),
    "Y36": (b'a: "\\uD800"\n', {"syntax", "bad-encoding"}, 1),
    "Y39": ("a: 1\na\u200b: 2\n".encode(), {"bad-key"}, 2),
    "T01": (b'a: "\\e[31mred"\n', {"control-char"}, 1),
    "T04": (b'a: "good\\rbad"\n', {"control-char"}, 1),
    "U02": (b'a: "x\\u202Ey"\n', {"bidi"}, 1),
}
"""Cases of the catalogue that need no file of their own."""
KEPT: dict[str, tuple[str, dict[str, Any]]] = {
    "Y15": ("country: NO\nkeys: [on, off, y]\n", {"country": "NO", "keys": ["on", "off", "y"]}),
    "Y21": ("a: 0x" + "f" * 5_000 + "\n", {"a": "0x" + "f" * 5_000}),
}


@pytest.mark.parametrize("name", WRITTEN)
def test_what_is_written_here_is_refused_at_its_line(name: str, data: Path) -> None:
    content, classes, line = WRITTEN[name]
    (data / "forums" / "made.yaml").write_bytes(content)
    (problem,) = check(data)
    assert problem.code.slug in classes
    assert problem.line == line or line is None


@pytest.mark.parametrize(
    ("document", "old"),
    [
        ("forums/beta.yaml", "name: Beta Forum"),
        ("forums/beta.yaml", "by: the testers"),
        ("forums/beta.yaml", "at: p. 12"),
        ("forums/sources.yaml", "title: A book about councils"),
        ("forums/tags.yaml", "meaning: Part of the United Nations."),
        ("forums/reforms/hear-complaints.yaml", "title: Complaints that are heard"),
        ("criteria/codebook.yaml", "question: What minutes are kept?"),
        ("criteria/toy/framework.yaml", "reason: Without minutes nothing can be checked."),
        ("claims/doe-2011.yaml", "section: p. 9"),
    ],
)
@pytest.mark.parametrize(
    ("nothing", "code"),
    [
        ('""', Code.BAD_VALUE),
        ("' '", Code.BAD_VALUE),
        ('"\\u00a0"', Code.BAD_VALUE),
        ("7", Code.WRONG_TYPE),
        ("[a]", Code.WRONG_TYPE),
    ],
)
def test_what_is_to_be_read_has_something_in_it(document: str, old: str, nothing: str, code: Code, data: Path) -> None:
    path = data / document
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, f"{old.partition(':')[0]}: {nothing}", 1), encoding="utf-8")
    told = [problem for problem in check(data) if problem.document == document and problem.code is code]
    assert [problem.message.partition(";")[0] for problem in told] == ["expected words"]


@pytest.mark.parametrize("name", KEPT)
def test_what_is_written_here_is_kept_as_it_is(name: str) -> None:
    text, value = KEPT[name]
    assert parse(text) == value


MADE: dict[str, tuple[Callable[[], bytes], set[str], int | None]] = {
    "Y03a": (lambda: b"a: " + b"[" * 100_000 + b"]" * 100_000, {"too-deep"}, 1),
    "Y03b": (lambda: b"a:\n " + b"- " * 60_000, {"too-deep"}, 2),
    "Y03c": (lambda: b"{a: " * 60_000 + b"}" * 60_000, {"too-deep"}, 1),
    "Y50": (lambda: b"a: " + b"x" * 3_000_000, {"file-too-large"}, None),
    "Y51": (lambda: b"a:\n" + b"- x\n" * 900_000, {"file-too-large"}, None),
    "nodes": (lambda: b"a:\n" + b"- a\n" * 210_000, {"too-large"}, 200_000),
    "keys": (lambda: b"".join(b"k%d: 1\n" % n for n in range(10_500)), {"too-large"}, 10_001),
    "Y53": (lambda: b"a: " + b"9" * 1_000_000, {"big-int", "too-large"}, 1),
    "Y54": (lambda: b"a: " + b"1:" * 400_000 + b"1", {"too-large"}, 1),
    "Y55": (lambda: b"".join(b"%d: 1\n" % (n * (2**61 - 1)) for n in range(5_000)), {"bad-key"}, 1),
    "Y56": (lambda: b"a: &a {k: 1}\nb:\n  <<: [" + b"*a," * 3_000 + b"*a]\n", {"alias", "merge"}, 3),
    "Y57": (
        lambda: b"".join(b"%%TAG !t%d! tag:x,%d:\n" % (n, n) for n in range(40_000)) + b"---\na: 1\n",
        {"directive"},
        1,
    ),
    "Y59": (lambda: bytes(range(128, 256)) * 20, {"bad-encoding", "control-char"}, 1),
    "utf16": (lambda: "a: 1\n".encode("utf-16"), {"bad-encoding"}, 1),
}


@pytest.mark.parametrize("name", MADE)
def test_made_files_are_refused(name: str, data: Path) -> None:
    make, classes, line = MADE[name]
    (data / "forums" / "made.yaml").write_bytes(make())
    (problem,) = check(data)
    assert problem.code.slug in classes
    assert problem.line == line


def test_paths_that_lead_out_or_nowhere_are_refused_and_never_quoted(data: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text(f"id: {CANARY}\n: [{CANARY}", encoding="utf-8")
    forums = data / "forums"
    (forums / "out.yaml").symlink_to(secret)
    (forums / "self.yaml").symlink_to(forums / "self.yaml")
    (forums / "zero.yaml").symlink_to("/dev/zero")
    (forums / "environ.yaml").symlink_to("/proc/self/environ")
    (forums / "loop").symlink_to(forums)
    (forums / "folder.yaml").mkdir()
    os.mkfifo(forums / "pipe.yaml")
    found = {Path(problem.document).name: problem.code.slug for problem in check(data)}
    assert found == {
        "out.yaml": "outside-root",
        "self.yaml": "unreadable",
        "zero.yaml": "not-regular-file",
        "environ.yaml": "outside-root",
        "pipe.yaml": "not-regular-file",
        "folder.yaml": "not-regular-file",
    }
    assert CANARY not in "".join(map(str, check(data)))


@pytest.mark.parametrize("name", ["bad\nline", "::error::x", "\x1b[31m", "x\u202ey", "CON", "UPPER", "a b"])
def test_file_names_are_ids_and_are_escaped_when_shown(name: str, data: Path) -> None:
    shutil.copy(data / "forums/alpha.yaml", data / "forums" / f"{name}.yaml")
    problems = check(data)
    assert {problem.code for problem in problems} == {Code.BAD_NAME, Code.BAD_ID}
    for problem in problems:
        text = str(problem)
        assert all(sign.isprintable() or sign == "\n" for sign in text)
        assert not text.startswith("::")


def test_a_name_that_is_not_text_is_escaped(data: Path) -> None:
    raw = os.fsencode(data / "forums") + b"/bad\xff.yaml"
    Path(os.fsdecode(raw)).write_bytes((data / "forums/alpha.yaml").read_bytes())
    assert any("bad\\xff.yaml" in problem.document for problem in check(data))


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "a\x00b", "x" * 300, "alpha.yaml", "/dev/zero", "sources"])
def test_an_id_is_never_a_path(name: str, data: Path) -> None:
    done = CliRunner().invoke(app, ["score", name, "--framework", "toy", "--data", str(data)])
    assert done.exit_code == 2
    assert "expected a forum" in done.stderr


def test_line_ends_and_a_byte_order_mark_change_neither_score_nor_digest(data: Path) -> None:
    def report() -> str:
        return (
            CliRunner()
            .invoke(app, ["score", "alpha", "--framework", "toy", "--format", "json", "--data", str(data)])
            .stdout
        )

    before = report()
    path = data / "forums/alpha.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert report() == before
