"""Names of files as programs need them that stand in the working directory: in the root of a repository, as a rule."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path, PurePath


def named_from_here(document: str, *, root: Path, given: Collection[str]) -> str:
    """A document by its way from the working directory, with `/` between folders, and never absolute.

    Parameters
    ----------
    root
        The data folder, which documents are named from. If it does not lie below the working directory, they keep these names:
        where it lies on this machine is nobody's business.
    given
        Documents that bear the names they were given on the command line.
    """
    if document in given:
        return PurePath(os.path.relpath(document)).as_posix()
    folder, here = (Path(os.path.realpath(place)) for place in (root, Path.cwd()))
    way = folder.relative_to(here) if folder.is_relative_to(here) else PurePath()
    return (way / document).as_posix()
