"""`history`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from govaudit.changes import Moment

YEARS_SHOWN = 20


@guarded
def history(
    forums: options.SomeForums = None,
    all_: Annotated[bool, typer.Option("--all", help="All forums, as a table of years.")] = False,
    first: Annotated[
        int | None,
        typer.Option("--from", metavar="YEAR", min=1, max=9999, help="First year of the table.", show_default=False),
    ] = None,
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Show scores over time: every day on which something changed, and what; or all forums, year by year."""
    from govaudit.report import history as report  # start-up
    from govaudit.report import tables

    if bool(forums) == all_:
        message = f"expected forums, or --all; found {'both' if all_ else 'neither'}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="history --all is a table of years"))
    session = open_session(data, framework, as_of, missing, weights=weights)
    chosen = forums or session.everyone()
    years = report.years_between(first or max(session.as_of.year - YEARS_SHOWN, 1), session.as_of)
    yearly = _histories(session, chosen, list(years)) if all_ else []
    told = yearly or _histories(session, chosen, None)
    if format == "terminal":
        page = paper(output)
        if all_:
            emit_lines(report.render_years(yearly, page), output, no_color=no_color)
        else:
            drawn = [_yearly(session, moments, first) for moments in told]
            emit_lines(report.render(told, drawn, page), output, no_color=no_color)
    elif format == "json":
        names = session.workspace.inputs(framework, [moments[0].audit.card.forum for moments in told])
        emit(report.json_text(told, session.workspace.documents.digest(names)), output)
    else:
        emit(tables.render(report.rows(told), format), output)
    session.finish()


def _histories(
    session: Session, forums: list[str] | tuple[str, ...], days: list[date] | None
) -> list[tuple[Moment, ...]]:
    """The history of each forum; one that is bad becomes problems."""
    from govaudit.changes import history as told  # start-up

    audits = session.audits(forums)
    return [told(item.plan, item.profile, item.sources, session.as_of, session.missing, days) for item in audits]


def _yearly(session: Session, moments: tuple[Moment, ...], first: int | None) -> tuple[Moment, ...]:
    """The same forum at the end of each year since its first moment."""
    from govaudit.changes import history as told
    from govaudit.report.history import years_between

    audit = moments[0].audit
    years = years_between(first or min(audit.card.as_of.year, session.as_of.year), session.as_of)
    return told(audit.plan, audit.profile, audit.sources, session.as_of, session.missing, years)
