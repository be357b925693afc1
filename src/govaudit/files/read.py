"""Reading files that strangers send: bounded, regular, inside their folder, UTF-8. No byte of a file outside is ever quoted."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from govaudit.model.base import ID
from govaudit.problems import Code, GovauditError, Problem

MEBIBYTE = 1024 * 1024
MOST_FILES, MOST_BYTES = 200_000, 1024 * MEBIBYTE
"""What the ``*.yaml`` files of one folder may come to, in number and together in size."""
OUTSIDE = "expected a file inside its data folder; the path leads out of it"


def read_text(path: Path, *, root: Path, limit: int) -> str:
    """The text of a file.

    Parameters
    ----------
    root
        The folder that the file, links resolved, must lie in.
    limit
        The most bytes it may have.

    Raises
    ------
    GovauditError
        If it lies outside `root`, is no regular file, cannot be read, is too large, or is not UTF-8.
    """
    return decode(read_bytes(path, root=root, limit=limit))


def read_bytes(path: Path, *, root: Path, limit: int) -> bytes:
    """As `read_text`, without decoding."""
    with open_regular(path, root=root) as stream:
        try:
            size = os.fstat(stream.fileno()).st_size
            if size > limit:
                raise _too_large(size, limit)
            data = b""
            while chunk := os.read(stream.fileno(), limit + 1 - len(data)):
                data += chunk
                if len(data) > limit:
                    raise _too_large(len(data), limit)
        except OSError as error:
            raise cannot_read(error) from None
    return data


def open_regular(path: Path, *, root: Path) -> BinaryIO:
    """A regular file inside `root`, links resolved, open for reading bytes; what is none is never waited for."""
    try:
        real, base = path.resolve(strict=True), root.resolve()
        if not real.is_relative_to(base):
            raise _irregular() if _is_device(real) else _refused(Code.OUTSIDE_ROOT, OUTSIDE)
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOFOLLOW)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _irregular()
        return os.fdopen(descriptor, "rb")
    except (OSError, RuntimeError, ValueError) as error:
        raise cannot_read(error) from None


def cannot_read(error: Exception) -> GovauditError:
    """The system's own reason, as a problem."""
    other = "too many links, or a name that cannot be"
    reason = ((error.strerror or "").lower() or "it cannot") if isinstance(error, OSError) else other
    return _refused(Code.UNREADABLE, f"expected a file that can be read; {reason}")


def decode(data: bytes) -> str:
    """Bytes as UTF-8 text.

    Raises
    ------
    GovauditError
        At the line of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
        hint = (
            "it looks like UTF-16: save it as UTF-8" if utf16 else "save it as UTF-8; Latin-1 and Windows text is not"
        )
        message = "expected UTF-8 text; found a byte that is not"
        raise GovauditError(
            Problem(code=Code.BAD_ENCODING, message=message, line=line, column=column, hint=hint)
        ) from None


def yaml_ids(folder: Path) -> tuple[str, ...]:
    """The ids that the ``*.yaml`` files of a folder have for names; none if there is no such folder.

    Raises
    ------
    GovauditError
        If the folder cannot be listed.
    """
    names = (path.stem for path in list_yaml(folder)) if is_folder(folder) else ()
    return tuple(name for name in names if ID.fullmatch(name))


def list_yaml(folder: Path) -> list[Path]:
    """The ``*.yaml`` entries of a folder by name; hidden ones are passed over. What is no file is among them, and then refused by its reader.

    Raises
    ------
    GovauditError
        If the folder cannot be listed, or holds more than one run may read.
    """
    found = [entry for entry in _scan(folder) if entry.name.endswith(".yaml")]
    if len(found) > MOST_FILES:
        message = f"expected at most {MOST_FILES} files in a folder; found {len(found)}"
        raise _refused(Code.TOO_LARGE, message, shown(folder))
    size = sum(map(_size, found))
    if size > MOST_BYTES:
        message = f"expected at most {MOST_BYTES / MEBIBYTE:.0f} MiB in the files of a folder; found {size / MEBIBYTE:.1f} MiB"
        raise _refused(Code.TOO_LARGE, message, shown(folder))
    return [folder / entry.name for entry in found]


def list_folders(folder: Path) -> list[Path]:
    """The folders in a folder by name; hidden ones, links, and those that bear the name of a file are passed over.

    Raises
    ------
    GovauditError
        If the folder cannot be listed.
    """
    return [
        folder / entry.name
        for entry in _scan(folder)
        if entry.is_dir(follow_symlinks=False) and not entry.name.endswith(".yaml")
    ]


def entries(folder: Path) -> list[Path]:
    """What is in a folder, by name, but what is hidden.

    Raises
    ------
    GovauditError
        If the folder cannot be listed.
    """
    return [folder / entry.name for entry in _scan(folder)]


def _scan(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            return sorted((entry for entry in found if not entry.name.startswith(".")), key=lambda entry: entry.name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", "") or "it cannot"
        message = f"expected a folder that can be listed; {reason.lower()}"
        raise _refused(Code.UNREADABLE, message, shown(folder)) from None


def _size(entry: os.DirEntry[str]) -> int:
    """Its bytes; of a link, those of what it leads to. What leads nowhere is told of when it is read."""
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def is_folder(path: Path | os.DirEntry[str]) -> bool:
    """Whether it is a folder, links followed; false, where `Path.is_dir` raises, of a name or a link that the system refuses."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def there(path: Path) -> bool:
    """Whether a folder has an entry of this name, be it a link that leads nowhere: then the reader says what is wrong with it."""
    return os.path.lexists(path)


def shown(path: str | os.PathLike[str]) -> str:
    """A path as it may be printed: one line, nothing that a terminal or a build log would obey."""
    text = os.fspath(path).removeprefix("./")
    safe = "".join(sign if sign.isprintable() else _escape(sign) for sign in text)
    safe = safe.replace("##[", "#\\x23[")  # a build runner obeys this anywhere in a line, `::` after leading blanks
    return f"./{safe}" if safe.lstrip().startswith("::") else safe


def _escape(sign: str) -> str:
    code = ord(sign)
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else sign.encode("unicode_escape").decode()


def _is_device(real: Path) -> bool:
    """Whether it is no file at all: then that is what is said, not where it lies."""
    return not real.is_file() and not real.is_dir()


def _refused(code: Code, message: str, document: str = "") -> GovauditError:
    return GovauditError(Problem(code=code, message=message, document=document))


def _irregular() -> GovauditError:
    return _refused(Code.NOT_REGULAR_FILE, "expected a regular file; found a folder, pipe or device")


def _too_large(size: int, limit: int) -> GovauditError:
    message = f"expected at most {limit / MEBIBYTE:.0f} MiB; found {size / MEBIBYTE:.1f} MiB or more"
    return _refused(Code.FILE_TOO_LARGE, message)
