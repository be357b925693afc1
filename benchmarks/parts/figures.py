"""What a benchmark prints: each figure with its limit, and whether it is kept; and processes with their peak memory."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
GOVAUDIT = Path(sys.executable).with_name("govaudit")


@dataclass(slots=True)
class Figures:
    """The figures of one part.

    Attributes
    ----------
    quick
        A small run: times are printed and not judged, all else is.
    """

    quick: bool
    missed: list[str] = field(default_factory=list)

    def title(self, text: str) -> None:
        print(f"\n{text}", flush=True)

    def time(
        self, text: str, value: float, unit: str, *, least: float | None = None, most: float | None = None
    ) -> None:
        """A figure that depends on the machine."""
        self._print(text, value, unit, least, most, judged=not self.quick)

    def exact(self, text: str, value: float, unit: str, *, least: float | None = None) -> None:
        """A figure that does not."""
        self._print(text, value, unit, least, None, judged=True)

    def _print(
        self, text: str, value: float, unit: str, least: float | None, most: float | None, *, judged: bool
    ) -> None:
        shown = f"  {text:76} {value:12,.2f} {unit:10}"
        if least is None and most is None:
            print(shown.rstrip(), flush=True)
            return
        kept = (least is None or value >= least) and (most is None or value <= most)
        limit = f"at least {least:,g}" if least is not None else f"at most {most:,g}"
        print(f"{shown} {limit:16} {('ok' if kept else 'MISSED') if judged else 'not judged'}", flush=True)
        if judged and not kept:
            self.missed.append(text)

    def end(self) -> int:
        """The exit code."""
        return 1 if self.missed else 0


def run_part(part: Callable[[Figures, argparse.Namespace], None], doc: str | None) -> int:
    """A part as a program."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a small run; times are not judged")
    options = parser.parse_args()
    figures = Figures(options.quick)
    part(figures, options)
    return figures.end()


def seconds(works: Sequence[Callable[[], Any]], repeats: int) -> list[float]:
    """The median time of each piece of work. They take turns, so that a drift of the machine's speed meets all alike; the first round is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(repeats + 1):
        for work, taken in zip(works, times, strict=True):
            begin = time.perf_counter()
            work()
            if turn:
                taken.append(time.perf_counter() - begin)
    return [statistics.median(taken) for taken in times]


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that has ended: its time in seconds, its peak memory in bytes."""

    wall: float
    memory: int


def process(command: Sequence[str]) -> Ran:
    """Run a program to its end, which must be good; what it says is shown if it is not."""
    with tempfile.TemporaryFile() as said:
        begin = time.perf_counter()
        started = subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said)
        _, status, usage = os.wait4(started.pid, 0)
        wall = time.perf_counter() - begin
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)}: ended with {started.returncode}\n{said.read().decode()}")
    return Ran(wall, usage.ru_maxrss * 1024)


def python(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]
