"""`agree`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, note, open_session, paper

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.report.agree import Report


@guarded
def agree(
    codings: Annotated[
        list[str],
        typer.Argument(
            metavar="CODING...",
            help="Two or more: each a profile, a folder of profiles, or a forum of the data.",
            show_default=False,
        ),
    ],
    adjudication: Annotated[
        str,
        typer.Option("--adjudication", metavar="FILE", help="Decisions about disputes, as YAML.", show_default=False),
    ] = "",
    write: Annotated[
        str,
        typer.Option(
            "--write", metavar="FILE", help="Write the open disputes as a draft of decisions.", show_default=False
        ),
    ] = "",
    disputes: Annotated[
        bool, typer.Option("--disputes", help="Only the disputes; in a table, one row for each answer.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Seed of the bootstrap intervals.")] = 0,
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Compare independent codings: agreement by fact, criterion and overall; what is disputed, and what that does to the scores."""
    from govaudit.files.extras import need  # start-up

    need("analysis", "compare codings")
    session = open_session(data, framework, as_of, missing)
    made = _compare(session, codings, adjudication, seed)
    if write:
        from govaudit.files.adjudications import write_draft

        write_draft(write, made.open(), made.codings, session.workspace.codebook)
        note(f"{write}: a draft with {len(made.open())} open disputes", quiet=quiet)
    _print(session, made, format, output, disputes=disputes, no_color=no_color)
    session.finish()


def _compare(session: Session, given: Sequence[str], adjudication: str, seed: int) -> Report:
    from govaudit.analysis.agreement.codings import side_by_side  # start-up
    from govaudit.analysis.agreement.disputes import Judge
    from govaudit.analysis.agreement.scopes import agreements
    from govaudit.files.adjudications import read_adjudication
    from govaudit.files.codings import read_codings
    from govaudit.report.agree import Report

    workspace = session.workspace
    plan = workspace.plan(session.framework)
    codings = read_codings(workspace, given)
    shared = side_by_side(codings, plan.codebook, session.as_of)
    decisions, decided, document = (
        read_adjudication(workspace, adjudication, shared) if adjudication else (None, {}, "")
    )
    documents = [name for coding in codings for name in coding.documents] + ([document] if document else [])
    judge = Judge(plan, codings, session.as_of, session.missing)
    return Report(
        plan=plan,
        codings=codings,
        shared=shared,
        agreements=agreements(shared.units, plan, seed),
        disputes=judge.disputes(shared),
        scores=judge.scores(shared, decided),
        sources=workspace.sources,
        seed=seed,
        adjudication=decisions,
        decided=decided,
        documents=tuple(documents),
    )


def _print(session: Session, made: Report, format: str, output: str, *, disputes: bool, no_color: bool) -> None:
    from govaudit.report import agree, agree_rows, tables  # start-up

    if format == "terminal":
        emit_lines(agree.render(made, paper(output), disputes=disputes), output, no_color=no_color)
    elif format == "json":
        from govaudit.report import agree_json

        workspace = session.workspace
        names = {*workspace.inputs(session.framework, ()), *made.documents}
        emit(agree_json.render(made, workspace.documents.digest(names)), output)
    elif format == "markdown":
        emit(agree_rows.markdown(made, only_disputes=disputes), output)
    else:
        emit(tables.render((agree_rows.disputes if disputes else agree_rows.agreement)(made), format), output)
