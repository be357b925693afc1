"""Editions of a framework: `criteria/<framework>/tables/<edition>.yaml`, which say how tables are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.files.assemble import expand
from govaudit.files.documents import CRITERIA_LIMIT
from govaudit.files.read import yaml_ids
from govaudit.integrity.tables import check_edition
from govaudit.model.base import read
from govaudit.model.table import Edition
from govaudit.problems import Code, Collector, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace


def edition_ids(workspace: Workspace, framework: str) -> tuple[str, ...]:
    """Ids of all editions of a framework, by file name."""
    return yaml_ids(workspace.root / "criteria" / framework / "tables")


def edition_document(framework: str, name: str) -> str:
    """Where an edition stands in the data folder."""
    return f"criteria/{framework}/tables/{name}.yaml"


def open_edition(workspace: Workspace, framework: str, name: str = "") -> Edition:
    """An edition, checked against its framework: the one that is named, the only one, or the one that says it is the default.

    Raises
    ------
    GovauditError
        If there is none, or several and no way to tell which is meant; with everything wrong in it.
    """
    workspace.plan(framework)
    known = edition_ids(workspace, framework)
    if name and name not in known:
        hint = did_you_mean(name, known) or (f"there are: {', '.join(known)}" if known else _where(framework))
        raise _none(f"expected an edition of {framework}; found {quote(name)}", hint)
    if name:
        return read_edition(workspace, framework, name)
    if not known:
        raise _none(f"expected {framework} to say how tables are read; it has no edition", _where(framework))
    editions = [read_edition(workspace, framework, item) for item in known]
    chosen = [item for item in editions if item.default] if len(editions) > 1 else editions
    if len(chosen) == 1:
        return chosen[0]
    what = "several are the default" if chosen else "none is the default"
    raise _none(
        f"expected one edition of {framework} to read by; {what}", f"name one with --edition: {', '.join(known)}"
    )


def read_edition(workspace: Workspace, framework: str, name: str) -> Edition:
    """One edition, checked."""
    document = edition_document(framework, name)
    tree = expand(document, workspace.documents.data(document, limit=CRITERIA_LIMIT))
    problems = Collector()
    try:
        edition = read(Edition, tree.data)
        if edition.id != name:
            message = f"expected the id to be the file's name, {quote(name)}; found {quote(edition.id)}"
            problems.add(Code.BAD_ID, message, ("id",))
        check_edition(edition, workspace.plan(framework), problems)
        problems.raise_if_any()
    except GovauditError as error:
        raise workspace.documents.placed(error, tree) from None
    return edition


def _where(framework: str) -> str:
    return f"write {edition_document(framework, 'NAME')}; docs/how-to/carry-over-an-index.md shows how"


def _none(message: str, hint: str) -> GovauditError:
    return GovauditError(Problem(code=Code.NO_EDITION, message=message, hint=hint))
