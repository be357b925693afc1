"""A folder that is all ours and written anew: what an earlier run left and this one does not make is taken away; nobody else's file is touched."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from govaudit.files.read import read_text, shown
from govaudit.files.write import write_tree
from govaudit.problems import Code, EnvironmentFailure, GovauditError, Problem

LIMIT = 64 * 1024 * 1024


def earlier(folder: str, mark: str) -> frozenset[str]:
    """The files that an earlier run has written; none in a folder that is empty or not there yet. What begins with a dot does not count.

    Parameters
    ----------
    mark
        The name of the file that says whose the folder is, and which files were written.

    Raises
    ------
    EnvironmentFailure
        If the folder holds anything else.
    """
    root = Path(folder)
    try:
        there = [path.name for path in root.iterdir() if not path.name.startswith(".")] if root.exists() else []
    except (OSError, ValueError) as error:
        raise _refused(folder, f"expected a folder that can be read; {error}") from None
    if not there:
        return frozenset()
    try:
        names = json.loads(read_text(root / mark, root=root, limit=LIMIT))["files"]
        return frozenset(name for name in names if _below(name))
    except (GovauditError, ValueError, KeyError, TypeError, AttributeError):
        message = (
            f"expected an empty folder, or one with {mark} from an earlier run; found one that holds something else"
        )
        raise _refused(folder, message) from None


def renew(
    folder: str, contents: Mapping[str, bytes], left: Collection[str], mark: str, head: Mapping[str, str]
) -> None:
    """Write files into a folder, and take away what an earlier run has `left` there and this one does not make.

    Parameters
    ----------
    contents
        The files, by their paths with slashes.
    mark
        The file that names them all; it is written first, so that a run that is cut off can be made good, and again at the end.
    head
        What it says besides.

    Raises
    ------
    EnvironmentFailure
        If something cannot be written.
    """
    write_tree(folder, {mark: _mark(head, {*left, *contents})})
    write_tree(folder, contents)
    _remove(folder, sorted({*left} - contents.keys()))
    write_tree(folder, {mark: _mark(head, contents)})


def _mark(head: Mapping[str, str], names: Iterable[str]) -> bytes:
    return (json.dumps({**head, "files": sorted(names)}, indent=1) + "\n").encode()


def _below(name: str) -> bool:
    """Whether a path leads down, and nowhere else."""
    return all(part and part[0] != "." and not {"\\", ":", "\0"} & {*part} for part in name.split("/"))


def _remove(folder: str, names: Iterable[str]) -> None:
    """Take away files, and the folders that are empty then; a link is taken away itself, never what it leads to."""
    root = Path(folder)
    for name in names:
        path = root / name
        if not path.parent.resolve().is_relative_to(root.resolve()):
            continue  # a folder that was made a link since
        with contextlib.suppress(OSError):
            path.unlink()
        for parent in path.relative_to(root).parents:
            if parent.parts:
                with contextlib.suppress(OSError):
                    (root / parent).rmdir()


def _refused(folder: str, message: str) -> EnvironmentFailure:
    return EnvironmentFailure(Problem(code=Code.CANNOT_WRITE, message=message, document=shown(folder)))
