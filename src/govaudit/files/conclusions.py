"""Conclusions from a framework: `claims/conclusions/<framework>.yaml`, checked against the framework, the forums and the tags."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from govaudit.analysis.views import posed
from govaudit.files.read import yaml_ids
from govaudit.integrity.claims import check_conclusions
from govaudit.model.base import read
from govaudit.model.conclusion import Conclusions
from govaudit.problems import Code, Collector, GovauditError, quote

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace

CONCLUSIONS = "claims/conclusions"


def conclusion_ids(workspace: Workspace) -> tuple[str, ...]:
    """The frameworks from which conclusions are drawn, by file name."""
    return yaml_ids(workspace.root / CONCLUSIONS)


def read_conclusions(workspace: Workspace, name: str) -> Conclusions:
    """The conclusions from one framework.

    Raises
    ------
    GovauditError
        With everything wrong in the file.
    """
    document, problems = f"{CONCLUSIONS}/{name}.yaml", Collector()
    try:
        found = read(Conclusions, workspace.documents.data(document))
        if found.framework != name:
            message = f"expected the framework to be the file's name, {quote(name)}; found {quote(found.framework)}"
            problems.add(Code.BAD_ID, message, ("framework",))
        problems.raise_if_any()
        check_conclusions(found, workspace.forum_ids(), workspace.tags_there, problems)
        posed(found, workspace.plan(name), date.max, problems)
        problems.raise_if_any()
    except GovauditError as error:
        raise workspace.documents.placed(error, document) from None
    return found
