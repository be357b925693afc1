"""`claims`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.claims import Reading


@guarded
def claims(
    papers: Annotated[
        list[str] | None,
        typer.Argument(help="Papers of claims/; all if left out.", show_default=False, metavar="[PAPER]..."),
    ] = None,
    forum: Annotated[
        str,
        typer.Option("--forum", metavar="ID", help="Only claims about this forum.", show_default=False),
    ] = "",
    changed: Annotated[bool, typer.Option("--changed", help="Only claims whose verdict has changed since.")] = False,
    data: options.Data = "",
    as_of: options.AsOf = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Judge the claims of papers: upheld, refuted or undecided on the day they speak of, and today."""
    from govaudit.report import claims as report  # start-up
    from govaudit.report import tables

    session = open_session(data, "", as_of, "")
    workspace = session.workspace
    found = readings(session, _papers(session, papers or []), forum, changed=changed)
    if format == "terminal":
        emit_lines(report.render(found, paper(output)), output, no_color=no_color)
    elif format == "json":
        emit(report.json_text(found, workspace.documents.digest(workspace.documents.texts)), output)
    else:
        emit(tables.render(report.table(found), format), output)
    session.finish()


def readings(session: Session, papers: Sequence[str], forum: str = "", *, changed: bool = False) -> list[Reading]:
    """The claims of papers, judged on their own day and on that of the session."""
    from govaudit.analysis.claims import Court  # start-up
    from govaudit.report.claims import Reading

    workspace = session.workspace
    if forum and forum not in workspace.forum_ids():
        workspace.profile(forum)  # says which there are
    profiles, problems = workspace.profiles()
    if problems:  # without one profile, nobody can say what holds of all
        raise GovauditError(problems)
    court, found = Court(profiles), []
    for name in papers:
        document, ready = workspace.paper(name)
        judged = [court.judge(item, session.as_of) for item in ready]
        chosen = tuple(
            item
            for item in judged
            if (not forum or forum in court.members(item.ready.claim.about)) and (item.changed or not changed)
        )
        found.append(Reading(document, chosen, session.as_of, forum))
    return found


def _papers(session: Session, named: list[str]) -> list[str]:
    """The papers that were named, or all."""
    found = named or list(session.workspace.paper_ids())
    if found:
        return list(dict.fromkeys(found))
    message = "expected a file of claims in claims/; found none"
    raise GovauditError(Problem(code=Code.NO_DATA, message=message))
