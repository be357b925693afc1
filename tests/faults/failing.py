"""Calls of the system that fail, one after the other: SQLite's way of asking what a program does when the machine refuses. Or they are the last thing a process does."""

from __future__ import annotations

import errno
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CALLS = {"open", "os.mkdir", "os.rename", "os.chmod", "os.truncate", "os.link", "os.symlink", "fsync"}
"""What changes a disk, by the names of Python's audit events; opening counts if it is for writing. Taking away counts apart: a full disk allows it."""
REMOVING = {"os.remove", "os.rmdir"}


def no_space() -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Failing:
    """The `at`-th call fails, from 1; with `on`, so do all after it. `seen`: those that were made."""

    at: int
    on: bool = False
    calls: frozenset[str] = frozenset(CALLS)
    strike: Callable[[], None] = no_space
    seen: list[str] = field(default_factory=list)

    def take(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event not in self.calls or (event == "open" and not _writes(arguments)):
            return
        self.seen.append(event)
        if len(self.seen) == self.at or (self.on and len(self.seen) > self.at):
            self.strike()


_now: list[Failing] = []
_sync = os.fsync


def _writes(arguments: tuple[Any, ...]) -> bool:
    path, _, flags = arguments
    return isinstance(flags, int) and bool(flags & WRITING) and path != os.devnull


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    for failing in _now:
        failing.take(event, arguments)


def _synced(fd: Any) -> None:
    _hook("fsync", (fd,))
    _sync(fd)


sys.addaudithook(_hook)  # for good: Python takes none away


@contextmanager
def failing(
    at: int, *, on: bool = False, calls: frozenset[str] = frozenset(CALLS), strike: Callable[[], None] = no_space
) -> Iterator[Failing]:
    """In the block, calls of the system fail."""
    one = Failing(at, on, calls, strike)
    os.fsync = _synced
    _now.append(one)
    try:
        yield one
    finally:
        _now.clear()
        os.fsync = _sync


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """In the block, no file can have more bytes than this: writing more fails, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
