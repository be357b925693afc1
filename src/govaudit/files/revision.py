"""A data folder as it stood in a git revision. Git is asked for an archive; nothing in the checkout is touched."""

from __future__ import annotations

import io
import os
import stat
import subprocess
from pathlib import Path
from zipfile import ZipFile

from govaudit.files.read import shown
from govaudit.problems import Code, EnvironmentFailure, GovauditError, Problem, quote

FOLDERS = ("criteria", "forums", "claims")
LARGEST = 256 * 1024 * 1024
"""Bytes of one revision's data."""


def unpack(revision: str, root: Path, into: Path) -> Path:
    """Write the data folder of a revision below `into`, and return it.

    Raises
    ------
    GovauditError
        If `root` is in no git repository, or the repository has no such revision, or it held no data.
    """
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found.returncode:
        inside = not _git(root, "rev-parse", "--git-dir").returncode
        expected = "a date, a data folder, or a revision of its git repository" if inside else "a date or a data folder"
        hint = (
            "git log --oneline shows the revisions" if inside else "revisions need the data to be in a git repository"
        )
        message = f"expected {expected}; found {quote(revision)}"
        raise GovauditError(Problem(code=Code.UNKNOWN_REVISION, message=message, hint=hint))
    commit = found.stdout.decode().strip()
    listed = _git(root, "ls-tree", "--name-only", commit, *FOLDERS).stdout.decode()
    present = [Path(line).name for line in listed.splitlines()]
    if not {"criteria", "forums"} <= set(present):
        message = f"expected criteria/ and forums/ in revision {quote(revision)}; found neither, or one"
        raise GovauditError(Problem(code=Code.NO_DATA, message=message))
    archive = _git(root, "archive", "--format=zip", "-0", commit, *present)
    if archive.returncode or len(archive.stdout) > LARGEST:
        raise EnvironmentFailure(Problem(code=Code.UNREADABLE, message="expected git to read the revision; it did not"))
    with ZipFile(io.BytesIO(archive.stdout)) as packed:
        placed = {Path(packed.extract(item, into)): item.external_attr >> 16 for item in packed.infolist()}
    for path, mode in placed.items():  # links last: nothing is written through one; who reads refuses what leads out
        if stat.S_ISLNK(mode):
            _make_link(path, into, revision)
    return into


def _make_link(path: Path, into: Path, revision: str) -> None:
    target = os.fsdecode(path.read_bytes())
    path.unlink()
    try:
        path.symlink_to(target)
    except (OSError, ValueError):
        message = (
            f"expected a link that leads to a file in revision {quote(revision)}; found one to {quote(target, 40)}"
        )
        where = shown(path.relative_to(into))
        raise GovauditError(Problem(code=Code.UNREADABLE, message=message, document=where)) from None


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  # a fixed program; a revision cannot be an option after --end-of-options
            ["git", "-C", str(root), *arguments],  # noqa: S607  # the git of the user's own path
            capture_output=True,
            check=False,
        )
    except OSError:
        message = "expected git to be installed, to read a revision of the data"
        raise EnvironmentFailure(Problem(code=Code.UNREADABLE, message=message)) from None
