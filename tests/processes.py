"""Runs the program in a process of its own, as a stranger would, and measures it; many runs cost little, for each is a fork of one that has loaded it.

As a script it is the one that forks: it takes runs as lines of JSON and answers with what came of them.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import BinaryIO, Self

CPU_SECONDS, WAIT_SECONDS, MEBIBYTE = 5, 60, 1024 * 1024
"""A run that works for longer is ended by the system, and one that waits for something; both end by a signal."""

LOADED = ("cli.app", "audit", "files.check", "report.problems", "report.scorecard_json", "report.tables")
"""What is loaded once; a run loads the rest by itself."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a run: its exit code, negative for a signal; its output; its processor seconds and its peak memory."""

    code: int
    stdout: str
    stderr: str
    seconds: float
    mebibytes: float


class Launcher:
    """Starts runs of the program. `with Launcher() as launcher: launcher.run("check")`."""

    def __enter__(self) -> Self:
        command = [sys.executable, __file__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def run(self, *arguments: str, cwd: Path, files: int = 0) -> Done:
        """Run `govaudit` in a folder; `files`: the most descriptors it may have open."""
        assert self.process.stdin
        assert self.process.stdout
        wanted = {"arguments": arguments, "cwd": os.fspath(cwd), "files": files}
        self.process.stdin.write(json.dumps(wanted).encode() + b"\n")
        self.process.stdin.flush()
        return Done(**json.loads(self.process.stdout.readline()))


def serve() -> None:
    """Take runs from standard input until it ends."""
    for name in LOADED:
        importlib.import_module(f"govaudit.{name}")
    for line in sys.stdin.buffer:
        wanted = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if not child:
                for number, stream in ((0, open(os.devnull)), (1, out), (2, err)):  # noqa: PTH123, SIM115  # gone with the process
                    os.dup2(stream.fileno(), number)
                play(**wanted)
            _, status, used = os.wait4(child, 0)
            stdout, stderr = _read(out), _read(err)
        code = os.waitstatus_to_exitcode(status)
        answer = Done(code, stdout, stderr, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
        sys.stdout.write(json.dumps(asdict(answer)) + "\n")
        sys.stdout.flush()


def play(arguments: Sequence[str], cwd: str, files: int) -> None:
    """Be the program, in the child."""
    from govaudit.cli.main import main

    os.chdir(cwd)
    signal.alarm(WAIT_SECONDS)
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    sys.argv = ["govaudit", *arguments]
    code: object = 0
    try:
        main()
    except SystemExit as leave:
        code = leave.code or 0
    except BaseException:  # noqa: BLE001  # as the interpreter would
        traceback.print_exc()
        code = 1
    with contextlib.suppress(OSError):
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 1)


def _read(stream: BinaryIO) -> str:
    stream.seek(0)
    return stream.read().decode("utf-8", "backslashreplace")


if __name__ == "__main__":
    serve()
