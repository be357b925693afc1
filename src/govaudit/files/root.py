"""Where the data folder is: the one that was named, the nearest one, or the one that came with the package."""

from __future__ import annotations

import os
from pathlib import Path

from govaudit.files.read import is_folder, shown
from govaudit.problems import Code, GovauditError, Problem, quote


def find_root(explicit: str = "") -> Path:
    """The data folder: `--data`, else GOVAUDIT_DATA, else the nearest folder above that has criteria/ and forums/, else the shipped data.

    Raises
    ------
    GovauditError
        If the folder that was named has no criteria.
    """
    named = explicit or os.environ.get("GOVAUDIT_DATA", "")
    if named:
        root = Path(named)
        if not is_folder(root / "criteria"):  # who has only tables to score has no forums
            message = f"expected a folder with criteria/; found {quote(shown(named))}"
            raise GovauditError(
                Problem(code=Code.NO_DATA, message=message, hint="name it with --data DIR or GOVAUDIT_DATA")
            )
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if _is_data(folder):
            return folder
    return shipped_root()


def own_root(explicit: str = "") -> Path:
    """The data folder to write into: as `find_root`, but never the data that came with the package.

    Raises
    ------
    GovauditError
        If there is none.
    """
    root = find_root(explicit)
    if root == shipped_root() and not Path.cwd().is_relative_to(root) and not explicit:
        message = "expected a data folder of your own to write into; found none here or above"
        raise GovauditError(Problem(code=Code.NO_DATA, message=message, hint="name it with --data DIR"))
    return root


def shipped_root() -> Path:
    """The data inside the package; in a source checkout, the checkout's own."""
    packaged = Path(__file__).resolve().parents[1] / "data"
    return packaged if _is_data(packaged) else Path(__file__).resolve().parents[3]


def _is_data(folder: Path) -> bool:
    return is_folder(folder / "criteria") and is_folder(folder / "forums")
