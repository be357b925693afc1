"""Writing a folder: whole or not at all. What is there is replaced only if all of it was written by an earlier run."""

from __future__ import annotations

import contextlib
import ctypes
import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from govaudit.files.beside import beside
from govaudit.files.read import shown
from govaudit.files.write import failed, umask
from govaudit.problems import Code, GovauditError, Problem, quote

SUMS = "SHA256SUMS"
"""The list of a folder's files with their checksums, as `sha256sum -c` reads it. It says what an earlier run wrote."""
MOST_SUMS = 64 * 1024 * 1024
AT_FDCWD, RENAME_EXCHANGE = -100, 2
"""Of Linux, for `renameat2`."""


def write_folder(target: str, contents: Mapping[str, bytes], mark: str) -> int:
    """Write files, and the list of their checksums, into a folder of their own, by names that may lead into folders below it.

    The folder is made beside its place and put there once every file is on the disk. An earlier one gives way to it: a folder in which every
    file stands in its list of checksums, and among them `mark`, which only folders of this kind have. What begins with a dot does not count, and stays: the folder may be a branch that is published.
    Returns how many files were written.

    Raises
    ------
    GovauditError
        If there is a folder with something else in it.
    EnvironmentFailure
        If it cannot be written; what was there before is unchanged.
    """
    try:
        path = Path(os.path.realpath(target))
        if path.exists():
            _may_be_replaced(path, target, mark)
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path, folder=True) as fresh:
            _fill(fresh, {**contents, SUMS: _sums(contents)})
            _put(fresh, path)
    except (OSError, ValueError) as error:
        raise failed(target, error) from None
    return len(contents) + 1


def _may_be_replaced(path: Path, target: str, mark: str) -> None:
    if not path.is_dir():
        raise NotADirectoryError(None, "there is a file")
    if Path.cwd().is_relative_to(path):
        raise OSError(None, "it is the folder you are in")
    known = _listed(path / SUMS)
    found = sorted(
        item.relative_to(path).as_posix() for item in path.rglob("*") if not item.is_dir() or item.is_symlink()
    )
    seen = [name for name in found if not name.startswith(".")]
    strange = seen if seen and mark not in seen else [name for name in seen if name not in known]
    if strange:
        message = f"expected a new or empty folder, or one that an earlier run wrote; found {quote(strange[0])} in it"
        raise GovauditError(
            Problem(code=Code.EXISTS, message=message, document=shown(target), hint="name another folder")
        )


def _listed(sums: Path) -> Collection[str]:
    """The files that an earlier run wrote, by its list, and the list."""
    if sums.is_symlink() or not sums.is_file() or sums.stat().st_size > MOST_SUMS:
        return ()
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return {sums.name, *(name for line in lines for _, apart, name in [line.partition("  ")] if apart)}


def _sums(contents: Mapping[str, bytes]) -> bytes:
    return "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(contents.items())).encode()


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    folder.chmod(0o777 & ~umask())  # mkdtemp lets nobody else in


def _put(fresh: Path, path: Path) -> None:
    """Put a folder in its place; what stands there changes places with it, but for what is hidden in it."""
    if not path.exists():
        fresh.rename(path)
        return
    _swap(fresh, path)
    hidden = [path.name for path in sorted(fresh.glob(".*"))]
    try:
        _move([(fresh / name, path / name) for name in hidden])
    except BaseException:
        _swap(fresh, path)
        raise


def _swap(one: Path, other: Path) -> None:
    """Let two folders change places: in one step where the system has one, else in three."""
    if _exchanged(one, other):
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{other.name[:48]}.", suffix=".old", dir=other.parent))
    try:
        _move([(other, aside / other.name), (one, other), (aside / other.name, one)])
    finally:
        with contextlib.suppress(OSError):  # it is not empty if what was moved into it could not be moved back
            aside.rmdir()


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have changed places in one step, as Linux can. Else they are where they were."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    return bool(exchange(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _move(steps: Sequence[tuple[Path, Path]]) -> None:
    """Move one after the other; all back if one of them cannot be moved."""
    done: list[tuple[Path, Path]] = []
    try:
        for here, there in steps:
            here.rename(there)
            done.append((here, there))
    except BaseException:
        for here, there in reversed(done):
            there.rename(here)
        raise
