"""`unknowns`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from govaudit.analysis.unknowns import Docket


@guarded
def unknowns(
    forums: options.SomeForums = None,
    all_: Annotated[bool, typer.Option("--all", help="All forums, in one list.")] = False,
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Rank what is unknown by what settling it would do to score, band, rank and claims: what is worth finding out."""
    from govaudit.changes import research  # start-up
    from govaudit.report import tables
    from govaudit.report import unknowns as report
    from govaudit.report.unknowns_json import json_text

    if bool(forums) == all_:
        message = f"expected forums, or --all; found {'both' if all_ else 'neither'}"
        raise GovauditError(Problem(code=Code.USAGE, message=message))
    session = open_session(data, framework, as_of, missing, weights=weights)
    everyone = session.audits(session.everyone(quiet=quiet))
    chosen = everyone if all_ else session.audits(forums or [])
    docket = _docket(session)
    found = [research(item, everyone, docket) for item in chosen]
    if format == "terminal":
        lines = report.render_all(found, paper(output)) if all_ else report.render(found, paper(output))
        emit_lines(lines, output, no_color=no_color)
    elif format == "json":
        emit(json_text(found, session.workspace.documents.digest(session.workspace.documents.texts)), output)
    else:
        emit(tables.render(report.table(found), format), output)
    session.finish()


def _docket(session: Session) -> Docket | None:
    """The open claims; none while a profile cannot be read, for nobody could say then what holds of all."""
    from govaudit.analysis.claims import Court  # start-up
    from govaudit.analysis.unknowns import docket

    workspace = session.workspace
    profiles, problems = workspace.profiles()
    if problems:
        session.problems += [problem for problem in problems if problem not in session.problems]
        return None
    papers = {name: workspace.paper(name)[1] for name in workspace.paper_ids()}
    return docket(Court(profiles), papers, session.as_of)
