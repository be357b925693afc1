"""The special files of the catalogue, played to the real program in processes of their own: no signal, no traceback, and the neighbours are still scored."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from govaudit.files.workspace import Workspace
from tests.badinputs import whole
from tests.badinputs.test_badinputs import CASES, HERE, MADE
from tests.badinputs.test_every_kind import CANARY, judge
from tests.processes import Done, Launcher

ALL = ("check",), ("score", "alpha", *whole.WHOLE), ("compare", "--all", *whole.WHOLE)
OLD = "an older report\n"


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as running:
        yield running


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(whole.TOY, folder)
    (tmp_path / "secret.yaml").write_text(f"id: {CANARY}\n: [{CANARY}", encoding="utf-8")
    (folder / "old.txt").write_text(OLD, encoding="utf-8")
    return folder


def play(launcher: Launcher, data: Path) -> list[Done]:
    """`check`, `score` and `compare`, whose report is written over an older one."""
    done = [launcher.run(*command, cwd=data) for command in ALL]
    for one in done:
        judge(one)
    alone = launcher.run("score", "nobody", *whole.WHOLE, "--output", "old.txt", cwd=data)
    assert (alone.code, (data / "old.txt").read_text(encoding="utf-8")) == (2, OLD)
    assert "Alpha Council" in done[1].stdout
    return done


def test_all_bad_files_at_once_hide_no_other(launcher: Launcher, data: Path) -> None:
    bad = [case for case in CASES if case["outcome"] == "reject" and case["file"].endswith(".yaml")]
    for case in bad:
        shutil.copy(HERE / case["file"], data / "forums" / f"{case['id'].lower()}.yaml")
    check, score, compare = play(launcher, data)
    assert (check.code, score.code, compare.code) == (2, 2, 2)
    assert [case["id"] for case in bad if f"forums/{case['id'].lower()}.yaml:" not in check.stderr] == []
    assert [
        case["id"] for case in bad if case["id"].lower() not in compare.stderr
    ] == []  # refused, or left out as a draft
    assert {"alpha", "beta"} <= set(compare.stdout.replace("|", " ").split())


BIG: dict[str, Callable[[], bytes]] = {
    **{name: made[0] for name, made in MADE.items()},
    "Y03 26,000 deep": lambda: b"- " * 26_000,
    "Y52": lambda: b"".join(b"k%d: v\n" % number for number in range(1_500_000)),
    "Y58": lambda: b"a: [" + b"{b: c}, " * 7_000_000 + b"]",
    "Y02 nine levels": lambda: b"a0: &a0 {k: 1}\n" + b"".join(
        b"a%d: &a%d {<<: [%s]}\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 10)
    ),
    "R02 a flow of braces": lambda: b"{" * 1_000_000,
    "a comment of two megabytes": lambda: b"#" * (2 << 20),
    "blanks": lambda: b" " * (2 << 20),
    "quotes": lambda: b'a: "' + b"\\n" * 900_000 + b'"',
    "a text of a million lines": lambda: b"a: |\n" + b" x\n" * 600_000,
}  # fmt: skip


@pytest.mark.parametrize("name", BIG)
def test_what_is_made_to_burst_is_refused_in_little_time_and_memory(name: str, launcher: Launcher, data: Path) -> None:
    (data / "forums/big.yaml").write_bytes(BIG[name]())
    check, score, compare = play(launcher, data)
    assert (check.code, score.code, compare.code) == (2, 2, 2)
    assert "forums/big.yaml" in check.stderr
    assert "beta" in compare.stdout


def copied(name: str | bytes) -> Callable[[Path], None]:
    """Alpha's profile under another name."""

    def make(at: Path) -> None:
        (at / os.fsdecode(name)).write_bytes((at / "alpha.yaml").read_bytes())

    return make


def secret_of_git(at: Path) -> None:
    (at / "../.git").mkdir()
    (at / "../.git/config").write_text(f"[core]\n\t{CANARY}", encoding="utf-8")
    (at / "git.yaml").symlink_to("../.git/config")


ODD: dict[str, tuple[Callable[[Path], None], str]] = {
    "P01": (lambda at: (at / "out.yaml").symlink_to("../../secret.yaml"), "out.yaml"),
    "P02": (secret_of_git, "git.yaml"),
    "P03": (lambda at: (at / "self.yaml").symlink_to("self.yaml"), "self.yaml"),
    "P04": (lambda at: (at / "loop").symlink_to("."), ""),
    "P05": (lambda at: (at / "zero.yaml").symlink_to("/dev/zero"), "zero.yaml"),
    "P06": (lambda at: (at / "environ.yaml").symlink_to("/proc/self/environ"), "environ.yaml"),
    "P07": (lambda at: os.mkfifo(at / "pipe.yaml"), "pipe.yaml"),
    "P08": (copied(b"bad\xff.yaml"), "bad\\xff.yaml"),
    "P09": (copied("bad\nline.yaml"), "bad\\nline.yaml"),
    "P10": (copied("::error::x.yaml"), "::error::x.yaml"),
    "P11": (copied("\x1b[31mred.yaml"), "\\x1b[31mred.yaml"),
    "P12": (lambda at: (at / "a.yaml").mkdir(), "a.yaml"),
    "P16 case": (copied("Alpha.yaml"), "Alpha.yaml"),
    "P16 NFD": (copied("e\u0301.yaml"), "e\u0301.yaml"),
    "P17": (copied("con.yaml"), "con.yaml"),
    "a link to a folder": (lambda at: (at / "folder.yaml").symlink_to("."), "folder.yaml"),
    "a name of 250 letters": (copied(f"{'x' * 250}.yaml"), "x" * 60),
    "a link along a name that is too long": (lambda at: (at / "long.yaml").symlink_to("y" * 300), "long.yaml"),
}  # fmt: skip
"""By case: what is put into forums/, and the name that must be said."""


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_named_and_alpha_is_scored_all_the_same(name: str, launcher: Launcher, data: Path) -> None:
    make, said = ODD[name]
    make(data / "forums")
    check = play(launcher, data)[0]
    assert (check.code, said in check.stderr) == ((2, True) if said else (0, True)), check
    assert not any(line.lstrip().startswith("::") or "##[" in line for line in check.stderr.splitlines())
    fmt = launcher.run("fmt", "--check", cwd=data)
    judge(fmt)
    for format in ("json", "github", "sarif", "junit", "gitlab"):
        judge(launcher.run("check", "--format", format, cwd=data))


@pytest.mark.parametrize(
    "name", ["", "-", "--", "../../etc/passwd", "x" * 300, "a\nb", "\x1b[31m", "::error::x", "\udcff", "ALPHA", "αλφα", "con", "C:\\x.yaml"]
)  # fmt: skip
@pytest.mark.parametrize(
    "command", ["score", "explain", "show", "check", "diff --report", "corpus score", "agree alpha"]
)
def test_p13_p14_a_name_that_leads_nowhere_is_refused(command: str, name: str, launcher: Launcher, data: Path) -> None:
    more = () if command == "check" else whole.WHOLE if "--report" not in command else ("--format", "markdown")
    words = [*command.split(), name] if "--report" in command else [*command.split(), *more, "--", name]
    done = launcher.run(*words, *(more if "--report" in command else ()), cwd=data)
    judge(done)
    assert done.code == 2, done


def test_p15_a_folder_beside_with_the_same_beginning_is_outside(launcher: Launcher, data: Path) -> None:
    evil = data.with_name("data-evil")
    shutil.copytree(data, evil)
    (data / "forums/x.yaml").symlink_to(evil / "forums/alpha.yaml")
    assert "forums/x.yaml: expected a file inside its data folder" in play(launcher, data)[0].stderr


def test_p18_a_file_replaced_after_it_was_read_is_read_once(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = Workspace(data)
    ids = workspace.forum_ids()
    monkeypatch.setattr(workspace, "forum_ids", lambda: ids)  # listed before it is gone
    (data / "forums/beta.yaml").unlink()
    found, problems = workspace.profiles()
    assert set(found) == set(ids) - {"beta"}
    assert {problem.document for problem in problems} == {"forums/beta.yaml"}
    before = workspace.documents.digest(["forums/alpha.yaml"])
    (data / "forums/alpha.yaml").write_text("id: other\n", encoding="utf-8")
    assert workspace.documents.digest(["forums/alpha.yaml"]) == before
    assert workspace.profile("alpha").name == "Alpha Council"


def test_p19_thirty_two_descriptors_are_enough(launcher: Launcher, data: Path) -> None:
    many(data, 200)
    done = launcher.run("compare", "--all", *whole.WHOLE, "--format", "json", cwd=data, files=32)
    judge(done)
    assert done.code == 0


def many(data: Path, count: int) -> None:
    text = (data / "forums/beta.yaml").read_text(encoding="utf-8")
    for number in range(count):
        (data / f"forums/f{number}.yaml").write_text(text.replace("id: beta", f"id: f{number}"), encoding="utf-8")


def test_p20_of_many_files_one_bad_one_is_named_and_all_others_are_scored(launcher: Launcher, data: Path) -> None:
    many(data, 300)
    (data / "forums/f150.yaml").write_bytes(b"[")
    done = launcher.run("compare", "--all", *whole.WHOLE, "--format", "csv", cwd=data)
    judge(done)
    assert (done.code, done.stdout.count("\n") > 300) == (2, True)
    assert done.stderr.splitlines()[0].startswith("forums/f150.yaml:1:")
