"""What is written stands beside its place first, by a name of ours, locked as long as it is written: so the next run knows what a killed one left."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OURS = re.compile(r"\..{0,48}\.govaudit-[a-z0-9_]{8}\.tmp", re.DOTALL)


@contextmanager
def beside(path: Path, *, folder: bool = False) -> Iterator[Path]:
    """A new file or folder beside a path. What has not been moved away when the block ends is taken away."""
    clear(path.parent)
    taken = True
    while taken:
        made = _make(path, folder=folder)
        try:
            with _lock(made) as ours:
                taken = ours is False
                if not taken:
                    yield made
        finally:
            discard(made)


@functools.cache
def clear(parent: Path) -> None:
    """Take away what killed runs left in a folder, once a run: what has a name of ours, is this user's, and is locked by nobody."""
    with contextlib.suppress(OSError), os.scandir(parent) as entries:
        for left in [Path(entry.path) for entry in entries if OURS.fullmatch(entry.name)]:
            with _lock(left) as ours:
                if ours:
                    discard(left)


def discard(path: Path) -> None:
    """Take away a file or folder, if it is there. A folder with something hidden in it stays: that is not of our making."""
    with contextlib.suppress(OSError):
        if not path.is_dir():
            path.unlink()
        elif not any(item.name.startswith(".") for item in path.iterdir()):
            shutil.rmtree(path, ignore_errors=True)


def _make(path: Path, *, folder: bool) -> Path:
    prefix = f".{path.name[:48]}.govaudit-"
    if folder:
        return Path(tempfile.mkdtemp(".tmp", prefix, path.parent))
    descriptor, made = tempfile.mkstemp(".tmp", prefix, path.parent)
    os.close(descriptor)
    return Path(made)


@contextmanager
def _lock(path: Path) -> Iterator[bool | None]:
    """Whether this run alone has it in the block; None where that cannot be said. A lock ends with its process, however that ends."""
    with contextlib.ExitStack() as stack:
        yield _locked(path, stack)


def _locked(path: Path, stack: contextlib.ExitStack) -> bool | None:
    try:
        import fcntl  # not on every system

        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        stack.callback(os.close, descriptor)
        if os.fstat(descriptor).st_uid != os.geteuid():
            return None
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    except (ImportError, OSError):
        return None
    return path.exists()  # another run may have taken it for left before it was locked
