"""`verify`: whether a published index follows from its published answers."""

from __future__ import annotations

from typing import Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import FAILED, emit, emit_lines, guarded, paper, parse_missing
from govaudit.cli.tabular import Edition, open_tabular


@guarded
def verify(
    framework: Annotated[str, typer.Argument(help="The framework of the index.", show_default=False)],
    answers: Annotated[
        str, typer.Option("--answers", metavar="TABLE", help="The published answers, CSV, TSV or Parquet.")
    ],
    published: Annotated[
        str, typer.Option("--published", metavar="TABLE", help="The published figures, CSV, TSV or Parquet.")
    ],
    edition: Edition = "",
    data: options.Data = "",
    missing: options.OneMissing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Recompute a published index from its published answers, and say what does not follow. Exit 1 if anything does not."""
    from govaudit.analysis.verification import verify as compare  # start-up
    from govaudit.report import tables, verify_json
    from govaudit.report import verify as report
    from govaudit.scoring.units import Request

    policy = parse_missing(missing)
    source = open_tabular(data, framework, edition, answers)
    with source.guarded():
        figures = source.printed(published)
        request = Request(source.placed(), (), policy)
        found = compare(request, source.units(), figures, source.problems, source.table.unread)
    shown = report.Report(
        found=found,
        plan=request.plan,
        unread=source.unread,
        edition=source.edition,
        missing=policy or request.plan.nodes[request.plan.root].missing,
    )
    if format == "terminal":
        emit_lines(report.render(shown, paper(output)), output, no_color=no_color)
    elif format == "json":
        emit(verify_json.render(shown, source.digest()), output)
    else:
        emit(tables.render(report.table(shown), format), output)
    source.finish()
    if found.mismatches:
        raise typer.Exit(FAILED)
