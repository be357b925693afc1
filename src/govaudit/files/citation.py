"""What a data folder says of its use: its citation and its licence. Nothing is taken for granted that no file says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govaudit.model.base import read
from govaudit.model.citation import Citation
from govaudit.problems import GovauditError

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace

CITATION = "CITATION.cff"
LICENCE = "forums/LICENSE.md"
NAMED = re.compile(r"\bLICENSES/([A-Za-z0-9][A-Za-z0-9.+-]{0,62})\.txt\b")
"""A licence's text by its SPDX id, as REUSE has it."""


def read_citation(workspace: Workspace) -> Citation | None:
    """The data's CITATION.cff; None if there is none."""
    if not (workspace.root / CITATION).is_file():
        return None
    try:
        return read(Citation, workspace.documents.data(CITATION))
    except GovauditError as error:
        raise workspace.documents.placed(error, CITATION) from None


def read_licence(workspace: Workspace) -> str:
    """The SPDX id of the data's licence: that of the text which forums/LICENSE.md names; "" if it names none."""
    if not (workspace.root / LICENCE).is_file():
        return ""
    found = NAMED.search(workspace.documents.text(LICENCE))
    return found[1] if found else ""
