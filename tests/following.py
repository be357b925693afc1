"""Do what a page says: write the files it shows, make its edits, run its commands, and hold what they print to what it shows."""

import fcntl
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Sequence
from pathlib import Path

from typer.testing import CliRunner

from govaudit.cli.app import app

BLOCK = re.compile(
    r"```yaml\n(?P<body># (?P<name>\S+)\n.*?)```"
    r"|<!-- (?P<file>\S+): (?P<old>.*?) => (?P<new>.*?) -->"
    r"|in `(?P<in>[^`]+)`, put `(?P<put>[^`]+)` in the place of `(?P<away>[^`]+)`"
    r"|in `(?P<to>[^`]+)`, add below `(?P<below>[^`]+)`:\n\n```yaml\n(?P<add>.*?)```"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL | re.IGNORECASE,
)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def invoked(words: Sequence[str]) -> str:
    """What a command prints for a pipe, stderr first."""
    done = CliRunner().invoke(app, words)
    return done.stderr + done.stdout


def in_a_terminal(words: Sequence[str]) -> str:
    """What a person sees who types a command: in a terminal of 80 columns, without colour."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in {"GOVAUDIT_DATA", "COLUMNS"}}
    environment |= {"NO_COLOR": "1", "PYTHONUTF8": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "govaudit", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        parts = []
        try:
            while part := os.read(ours, 65536):
                parts.append(part)
        except OSError:  # so ends a terminal whose program has gone
            pass
    os.close(ours)
    return b"".join(parts).decode().replace("\r\n", "\n")


def follow(page: str, run: Callable[[Sequence[str]], str] = invoked) -> int:
    """Follow a page in the working directory; how many commands of ours it ran. A line `…` stands for any lines."""
    ran = 0
    for found in BLOCK.finditer(page):
        if found["name"]:
            Path(found["name"]).parent.mkdir(parents=True, exist_ok=True)
            Path(found["name"]).write_text(found["body"], encoding="utf-8")
        if found["file"]:
            edit(found["file"], found["old"], found["new"])
        if found["in"]:
            edit(found["in"], found["away"], found["put"])
        if found["to"]:
            (line,) = re.findall(rf"^.*{re.escape(found['below'])}.*$", Path(found["to"]).read_text(), re.MULTILINE)
            edit(found["to"], f"{line}\n", f"{line}\n{found['add']}")
        for line, shown in COMMAND.findall(found["console"] or ""):
            match shlex.split(line):
                case ["govaudit", *words]:
                    said = run(words)
                    assert re.fullmatch(re.escape(shown).replace("…\\\n", "(?:.*\n)*?"), said), (line, said)
                    ran += 1
                case ["mkdir", "-p", *names]:
                    for name in names:
                        Path(name).mkdir(parents=True, exist_ok=True)
                case ["cd", name]:
                    os.chdir(name)
                case _:
                    raise AssertionError(line)
    return ran


def edit(file: str, old: str, new: str) -> None:
    """Put one text in the place of another; ⏎ is the end of a line."""
    text, old, new = Path(file).read_text(encoding="utf-8"), old.replace("⏎", "\n"), new.replace("⏎", "\n")
    assert text.count(old) == 1, old
    Path(file).write_text(text.replace(old, new), encoding="utf-8")
