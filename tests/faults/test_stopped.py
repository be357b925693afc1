"""A run that is stopped: by a signal, or by whoever reads what it writes. The code that is promised, nothing on stderr, no half of a line."""

from __future__ import annotations

import fcntl
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TOY = Path(__file__).parents[1] / "toy"
MAIN = "from govaudit.cli.main import main; main()"
SCORE = ("score", "alpha", "--framework", "toy", "--data", str(TOY))
JSON = ("compare", "--all", "--framework", "toy", "--data", str(TOY), "--format", "json", "--quiet")
CODES = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]
LITTLE = 512 << 20
ENDLESS = 60
"""Seconds in which anything has happened that happens at all."""


def start(*arguments: str, first: str = "", **more: Any) -> subprocess.Popen[bytes]:
    """govaudit in a process of its own, after some code. A process group of its own too, so that its signals are its own; and none is ignored already, as under nohup."""
    heard = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_DFL)"
    command = [sys.executable, "-c", f"{heard}\n{first}\n{MAIN}", *arguments]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "start_new_session": True, **more}
    return subprocess.Popen(command, **options)


def finish(running: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    out, err = running.communicate(timeout=ENDLESS)
    return running.returncode, out or b"", err or b""


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + ENDLESS
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def signalled(place: str, number: int) -> str:
    """Code after which the run gets a signal when it calls a function for the first time."""
    module, _, name = place.rpartition(".")
    return (
        f"import os, {module} as module\nkept = module.{name}\n"
        f"def struck(*a, **b):\n    module.{name} = kept\n    os.kill(os.getpid(), {int(number)})\n    return kept(*a, **b)\n"
        f"module.{name} = struck"
    )


@pytest.mark.parametrize(("number", "code"), CODES)
@pytest.mark.parametrize("place", ["importlib.metadata.version", "govaudit.audit.score", "os.fsync"])
def test_a_signal_leaves_what_was_there(place: str, number: int, code: int, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.write_text("old", encoding="utf-8")
    arguments = ("--version",) if "version" in place else (*SCORE, "--output", str(out))
    assert finish(start(*arguments, first=signalled(place, number))) == (code if "version" not in place or number == signal.SIGINT else -number, b"", b"")  # fmt: skip
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {"out": "old"}


@pytest.mark.parametrize(("number", "code"), CODES)
def test_what_a_stopped_run_has_printed_ends_with_a_line(number: int, code: int) -> None:
    _, whole, _ = finish(start(*JSON))
    ours, theirs = os.pipe()
    size = fcntl.fcntl(ours, fcntl.F_SETPIPE_SZ, 4096)
    assert len(whole) > 2 * size
    running = start(*JSON, stdout=theirs)
    os.close(theirs)
    with os.fdopen(ours, "rb", buffering=0) as stream:
        part = stream.read(1)  # it has begun, and cannot end before more is read
        running.send_signal(number)
        running.wait(ENDLESS)  # nor is it kept waiting by a reader that has stopped
        part += stream.read()
    assert finish(running) == (code, b"", b"")
    assert whole.startswith(part)
    assert part.endswith(b"\n")
    assert len(part) < len(whole)


def test_who_is_to_outlive_the_terminal_does() -> None:
    ignoring = "import signal\nsignal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
    code, out, _ = finish(start(*SCORE, first=ignoring + signalled("govaudit.audit.score", signal.SIGHUP)))
    assert (code, out[:5]) == (0, b"Alpha")


def test_ctrl_z_stops_both_processes_of_a_table_and_fg_wakes_them() -> None:
    script = "import os, time\nfrom govaudit.cli.child import contain\ncontain()\nprint(os.getpid(), flush=True)\ntime.sleep(600)"
    running = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    assert running.stdout
    pids = (running.pid, int(running.stdout.readline()))

    def stopped() -> list[bool]:
        return [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "T" for pid in pids]  # fmt: skip

    assert stopped() == [False, False]
    running.send_signal(signal.SIGTSTP)
    until(lambda: stopped() == [True, True])
    running.send_signal(signal.SIGCONT)
    until(lambda: stopped() == [False, False])
    running.send_signal(signal.SIGTERM)
    assert finish(running)[0] == 143
    assert not Path(f"/proc/{pids[1]}").exists()


PRINTING = {"report": SCORE, "help": ("--help",), "help of a command": ("score", "--help"), "version": ("--version",), "list": ("list", "facts", "--data", str(TOY))}  # fmt: skip


@pytest.mark.parametrize("name", PRINTING)
def test_a_reader_that_has_gone_is_no_error(name: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    running = start(*PRINTING[name], stdout=theirs)
    os.close(theirs)
    assert finish(running) == (141, b"", b"")


@pytest.mark.parametrize("name", PRINTING)
@pytest.mark.parametrize(("stdout", "why"), [("full", "No space left on device"), ("closed", "Bad file descriptor")])
def test_a_stdout_that_takes_nothing_is_one_line_and_three(name: str, stdout: str, why: str) -> None:
    with Path("/dev/full").open("wb") as full:
        closed: dict[str, Any] = {"preexec_fn": lambda: os.close(1)} if stdout == "closed" else {"stdout": full}
        code, _, err = finish(start(*PRINTING[name], **closed))
    assert (code, err.decode()) == (3, f"cannot write: {why} [GA701]\n")


def test_a_stdout_that_is_closed_does_not_become_the_next_file(tmp_path: Path) -> None:
    report = tmp_path / "out"
    noisy = "import os\nsync = os.fsync\ndef printing(number):\n    try:\n        os.write(1, b'noise')\n    except OSError:\n        pass\n    sync(number)\nos.fsync = printing"
    running = start(*JSON, "--output", str(report), first=noisy, preexec_fn=lambda: os.close(1))
    assert finish(running)[0] == 0
    assert report.read_bytes() == finish(start(*JSON))[1]


def test_a_stderr_that_takes_nothing_leaves_the_report_whole() -> None:
    whole = finish(start(*SCORE))[1]
    with Path("/dev/full").open("wb") as full:
        assert finish(start(*SCORE, stderr=full)) == (0, whole, b"")
        assert finish(start(*SCORE, "alhpa", stderr=full))[0] == 3


def test_a_library_that_cannot_be_loaded_is_the_machine_s_refusal() -> None:
    first = "import govaudit.audit\ndef score(*_):\n    raise ImportError('no segment')\ngovaudit.audit.score = score"
    said = b'expected the libraries that are installed to load; "no segment" [GA605]\n'
    assert finish(start(*SCORE, first=first)) == (3, b"", said)


def test_bad_files_need_little_memory(tmp_path: Path) -> None:
    little: dict[str, Any] = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_AS, (LITTLE, LITTLE))}
    bad = sorted(str(path) for path in (TOY.parent / "badinputs/files").glob("*.yaml"))
    code, _, err = finish(start("check", *bad, "--data", str(TOY), "--output", str(tmp_path / "out"), **little))
    assert (code, err) == (2, b"")
    for name in ("K02-dup-columns", "K05-latin1"):
        table = str(TOY.parent / f"badinputs/files/{name}.csv")
        code, out, err = finish(start("corpus", "score", table, "--framework", "toy", "--data", str(TOY), **little))
        assert (code, out) == (2, b"")
        assert b"Memory" not in err


def test_no_memory_is_the_machine_s_refusal() -> None:
    first = "import govaudit.audit\ndef score(*_):\n    raise MemoryError\ngovaudit.audit.score = score"
    assert finish(start(*SCORE, first=first)) == (3, b"", b"cannot write: no memory is left [GA701]\n")
