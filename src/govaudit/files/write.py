"""Writing a report: whole or not at all. An existing file is as it was until the new one is safely there."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from govaudit.files.beside import beside
from govaudit.files.read import shown
from govaudit.problems import Code, EnvironmentFailure, Problem


def write_text(target: str, text: str) -> None:
    """Write `text` to a file as UTF-8: `write_parts` of one part."""
    write_parts(target, (text,))


def write_parts(target: str, parts: Iterable[str]) -> None:
    """Write a text to a file as UTF-8, part by part as it is made; as `replacing`."""
    with replacing(target) as stream:
        stream.writelines(part.encode() for part in parts)


def write_bytes(target: str, content: bytes) -> None:
    """Write bytes to a file; as `replacing`."""
    with replacing(target) as stream:
        stream.write(content)


def write_into(folder: str, contents: Mapping[str, bytes]) -> tuple[str, ...]:
    """Write files into a folder, which is made if it is not there; each as `replacing`. Returns their paths.

    Raises
    ------
    EnvironmentFailure
        If one of them, or the folder, cannot be written.
    """
    make_folder(folder)
    paths = tuple(str(Path(folder) / name) for name in contents)
    for path, content in zip(paths, contents.values(), strict=True):
        write_bytes(path, content)
    return paths


def make_folder(folder: str) -> None:
    """Make a folder, with those above it, if it is not there.

    Raises
    ------
    EnvironmentFailure
        If it cannot be made.
    """
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        raise failed(folder, error) from None


@contextmanager
def replacing(target: str) -> Iterator[BinaryIO]:
    """A file to be written, which stands where `target` says once the block has ended well, and not before.

    A link is followed and its target replaced. What is no regular file (a pipe, a device) is written to directly.

    Raises
    ------
    EnvironmentFailure
        If it cannot be written; what was there before is unchanged, as it is if the block fails.
    """
    try:
        path = Path(target)  # not resolved yet: /dev/stdout may lead to a pipe, which has no path
        mode = _mode(path)
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(None, "it is a folder")
    except (OSError, ValueError) as error:
        raise failed(target, error) from None
    try:
        if mode is not None and not stat.S_ISREG(mode):
            with path.open("wb") as stream:
                yield stream
            return
        with _replaced(
            Path(os.path.realpath(path)), 0o666 & ~umask() if mode is None else stat.S_IMODE(mode)
        ) as stream:
            yield stream
    except (OSError, UnicodeError) as error:
        raise failed(target, error) from None


def failed(target: str, error: Exception) -> EnvironmentFailure:
    """The system's own reason why a target cannot be written."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else "the name cannot be"
    message = f"expected an output that can be written; {reason.lower()}"
    return EnvironmentFailure(Problem(code=Code.CANNOT_WRITE, message=message, document=shown(target)))


def _mode(path: Path) -> int | None:
    """Type and permissions of what stands there, links followed; None if nothing does."""
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


@contextmanager
def _replaced(path: Path, mode: int) -> Iterator[BinaryIO]:
    """A file beside the target, which is brought to the disk and put in the target's place at the end."""
    with beside(path) as made:
        with made.open("wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        made.chmod(mode)
        made.replace(path)


def umask() -> int:
    """The permissions that new files are not to have."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
