"""`export`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, guarded, note, open_session
from govaudit.problems import GovauditError

if TYPE_CHECKING:
    from govaudit.report.package_parts import Export, Scored


@guarded
def export(
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT", help="The folder to write: a new one, or that of an earlier export.", show_default=False
        ),
    ],
    framework: Annotated[
        list[str] | None,
        typer.Option(
            "--framework",
            metavar="ID",
            help="A framework to score by. May be repeated. Default: all.",
            autocompletion=options.frameworks,
            show_default=False,
        ),
    ] = None,
    data: options.Data = "",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    quiet: options.Quiet = False,
) -> None:
    """Export the data and scores as an open-data package: Frictionless tables, CSL-JSON, BibTeX, JSON-LD, checksums.

    Forums, facts, statements with their evidence, sources, frameworks, scores, claims with verdicts, reforms.
    """
    from govaudit.files.folder import write_folder  # start-up
    from govaudit.report.package import files

    session = open_session(data, "", as_of, missing)
    found = collected(session, list(dict.fromkeys(framework or [])), quiet=quiet)
    count = write_folder(out, files(found), "datapackage.json")
    note(f"written: {out}, {count} files, scores as of {found.as_of}", quiet=quiet)


def collected(session: Session, named: Sequence[str], *, quiet: bool) -> Export:
    """Everything that is exported. One thing that cannot be read is enough to export nothing.

    Raises
    ------
    GovauditError
        With what cannot be read or scored.
    """
    from govaudit.cli.claims import readings  # start-up
    from govaudit.files.citation import read_citation, read_licence
    from govaudit.report.package_parts import Export

    workspace = session.workspace
    reviewed, _ = workspace.latest_review()
    profiles, problems = workspace.profiles()
    if problems:
        raise GovauditError(problems)
    forums = session.everyone(quiet=quiet)
    scored = tuple(_scored(session, name, forums) for name in named or workspace.framework_ids())
    if session.problems:
        raise GovauditError(session.problems)
    return Export(
        as_of=session.as_of,
        reviewed=reviewed,
        missing=session.missing,
        profiles=tuple(profiles.values()),
        codebook=workspace.codebook,
        sources=workspace.sources,
        tags=workspace.tags or {},
        scored=scored,
        readings=tuple(readings(session, workspace.paper_ids())),
        reforms=tuple(workspace.reform(name) for name in workspace.reform_ids()),
        citation=read_citation(workspace),
        licence=read_licence(workspace),
        inputs_sha256=workspace.documents.digest(workspace.documents.texts),
    )


def _scored(session: Session, name: str, forums: Sequence[str]) -> Scored:
    from govaudit.report.package_parts import Scored  # start-up

    audits = replace(session, framework=name).audits(forums)
    plan, bases = session.workspace.plan(name), session.workspace.lineage(name).bases
    return Scored(plan, tuple(audits), next(iter(bases), ""))
