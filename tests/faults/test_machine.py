"""What a machine may be like: a full disk, folders that cannot be written, no home, other letters, outputs that are no files."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from .test_stopped import JSON, SCORE, TOY, finish, start

NAME = "Größe “ş” İ 評議会"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy data with letters of many alphabets in a name."""
    folder = tmp_path_factory.mktemp("letters") / "data"
    shutil.copytree(TOY, folder)
    path = folder / "forums/alpha.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Alpha Council", NAME), encoding="utf-8")
    return folder


BARE = {"PATH": os.environ["PATH"]}
"""No home, no folder for what is temporary, no language."""


@pytest.mark.parametrize(
    ("settings", "letters"),
    [
        ({"PYTHONUTF8": "1"}, "utf-8"),
        ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "TMPDIR": "/nowhere"}, "ascii"),
        ({"LC_ALL": "tr_TR.UTF-8", "PYTHONIOENCODING": "cp1252", "HOME": "/nowhere"}, "cp1252"),
        ({"PYTHONIOENCODING": "ascii", "NO_COLOR": "1"}, "ascii"),
    ],
)
def test_other_letters_are_spelt_out_on_stdout_and_stay_in_files(
    settings: dict[str, str], letters: str, data: Path, tmp_path: Path
) -> None:
    report = ("score", "alpha", "--framework", "toy", "--data", str(data), "--format", "markdown")
    out = tmp_path / "out"
    code, _, err = finish(start(*report, "--output", str(out), env={**BARE, **settings}))
    assert (code, err) == (0, b"")
    text = out.read_text(encoding="utf-8")
    assert NAME in text
    assert finish(start(*report, env={**BARE, **settings})) == (0, text.encode(letters, "backslashreplace"), b"")


def test_a_folder_that_cannot_be_written_is_no_hindrance_but_to_what_is_to_stand_in_it() -> None:
    read_only = "/proc"  # to root too
    code, out, err = finish(start(*SCORE, cwd=read_only, env=BARE))
    assert (code, out[:5], err) == (0, b"Alpha", b"")
    code, out, err = finish(start(*SCORE, "--output", "out", cwd=read_only, env=BARE))
    assert (code, out) == (3, b"")
    assert err.startswith(b"out: expected an output that can be written; ")
    assert err.count(b"\n") == 1


def test_what_cannot_be_a_report_is_refused_and_what_is_no_file_is_written_to(tmp_path: Path) -> None:
    whole = finish(start(*JSON))[1]
    assert finish(start(*JSON, "--output", "/dev/stdout")) == (0, whole, b"")
    code, _, err = finish(start(*JSON, "--output", str(tmp_path)))
    assert (code, err) == (3, f"{tmp_path}: expected an output that can be written; it is a folder [GA701]\n".encode())
    code, _, err = finish(start(*JSON, "--output", "/dev/full"))
    assert (code, err) == (3, b"/dev/full: expected an output that can be written; no space left on device [GA701]\n")
    os.mkfifo(tmp_path / "pipe")
    with start(*JSON, "--output", str(tmp_path / "pipe")) as running:
        assert (tmp_path / "pipe").read_bytes() == whole
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert running.returncode == 0


def test_two_runs_into_one_output_leave_one_of_both(tmp_path: Path) -> None:
    out = tmp_path / "out"
    alone = {finish(start(*JSON))[1], finish(start(*SCORE))[1]}
    for _ in range(2):
        both = [start(*command, "--output", str(out)) for command in (JSON, SCORE)]
        assert [finish(running) for running in both] == [(0, b"", b"")] * 2
        assert out.read_bytes() in alone
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


FULL = """
set -e
mount -t tmpfs -o size=64k tmpfs "$1"
cd "$1"
echo old > out
head -c 40960 /dev/zero > taken
shift
set +e
"$@"
echo "left with $?"
cat out
ls -A
"""


@pytest.mark.long
@pytest.mark.parametrize("format", ["html", "json"])
def test_a_disk_that_is_full_keeps_what_it_has(format: str, tmp_path: Path) -> None:
    """In a mount namespace, so that nothing of it outlives the test."""
    own = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    report = ["compare", "--all", "--format", format, "--data", str(TOY.parents[1]), "--output", "out"]
    done = subprocess.run(
        [*own, "sh", "-c", FULL, "sh", str(tmp_path), sys.executable, "-m", "govaudit", *report],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.stdout == "left with 3\nold\nout\ntaken\n"
    assert done.stderr == "out: expected an output that can be written; no space left on device [GA701]\n"
