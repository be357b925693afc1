"""What a data folder says of its use: its citation and its licence. Nothing is taken for granted that no file says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govaudit.files.read import there
from govaudit.model.base import read
from govaudit.model.citation import Citation
from govaudit.problems import GovauditError

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace

CITATION = "CITATION.cff"
LICENCES = ("forums/LICENSE.md", "criteria/LICENSE.md", "claims/LICENSE.md")
NAMED = re.compile(r"\bLICENSES/([A-Za-z0-9][A-Za-z0-9.+-]{0,62})\.txt\b")
"""A licence's text by its SPDX id, as REUSE has it."""


def read_citation(workspace: Workspace) -> Citation | None:
    """The data's CITATION.cff; None if there is none."""
    if not there(workspace.root / CITATION):
        return None
    try:
        return read(Citation, workspace.documents.data(CITATION))
    except GovauditError as error:
        raise workspace.documents.placed(error, CITATION) from None


def read_licence(workspace: Workspace) -> str:
    """The SPDX id of the data's licence, which the LICENSE.md of forums/ names and those of criteria/ and claims/, if there, name too; else ""."""
    texts = [workspace.documents.text(name) for name in LICENCES if there(workspace.root / name)]
    named = {found[1] if (found := NAMED.search(text)) else "" for text in texts}
    return named.pop() if len(named) == 1 and there(workspace.root / LICENCES[0]) else ""
