"""`verify` and `corpus score`: tables of units instead of profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import FAILED, emit, emit_lines, emit_parts, guarded, paper, parse_missing
from govaudit.cli.tabular import chosen, open_tabular

if TYPE_CHECKING:
    from govaudit.report.corpus import Shape
    from govaudit.report.tables import Separated

Edition = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="ID",
        help="How the tables are read: an edition of the framework. Default: its only one, or the one it names.",
        show_default=False,
    ),
]


@guarded
def verify(
    framework: Annotated[str, typer.Argument(help="The framework of the index.", show_default=False)],
    answers: Annotated[str, typer.Option("--answers", metavar="TABLE", help="The published answers, CSV or TSV.")],
    published: Annotated[str, typer.Option("--published", metavar="TABLE", help="The published figures, CSV or TSV.")],
    edition: Edition = "",
    data: options.Data = "",
    missing: options.Missing = "",
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
        found = compare(request, source.units(), figures, source.problems)
    shown = report.Report(
        found=found,
        plan=request.plan,
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


corpus = typer.Typer(help="Score tables of units, of any length.", no_args_is_help=True, rich_markup_mode=None)
ENGINES = ("auto", "interpreter")
SHAPES: tuple[Shape, ...] = ("wide", "long")
STREAMED: tuple[Separated, ...] = ("csv", "tsv")


@corpus.command("score")
@guarded
def score(
    table: Annotated[str, typer.Argument(help="The table of answers, CSV or TSV.", show_default=False)],
    framework: Annotated[str, typer.Option("--framework", metavar="ID", help="Framework to apply.")],
    edition: Edition = "",
    node: Annotated[
        list[str] | None,
        typer.Option(
            "--node",
            metavar="ID",
            help="A node to report; may be repeated. Default: the whole, its criteria and derived nodes.",
            show_default=False,
        ),
    ] = None,
    shape: Annotated[
        str, typer.Option("--shape", metavar="S", help="wide: a row a unit; long: a row a node.")
    ] = "wide",
    engine: Annotated[str, typer.Option("--engine", metavar="E", help="auto or interpreter.")] = "auto",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="Only the first N units.", show_default=False)
    ] = 0,
    data: options.Data = "",
    missing: options.Missing = "",
    format: Annotated[str, typer.Option("--format", "-f", metavar="F", help="csv or tsv.")] = "csv",
    output: options.Output = "-",
    quiet: options.Quiet = False,
) -> None:
    """Score every unit of a table: point, low, high, coverage and band of each node, and the designations."""
    from itertools import islice  # start-up

    from govaudit.cli.progress import watched
    from govaudit.report import corpus as report
    from govaudit.report.tables import stream
    from govaudit.scoring.units import Request, interpret

    style = chosen(format, STREAMED, "--format")
    layout = chosen(shape, SHAPES, "--shape")
    chosen(engine, ENGINES, "--engine")
    policy = parse_missing(missing)
    source = open_tabular(data, framework, edition, table)
    with source.guarded():
        request = Request(source.placed(), source.nodes(node or ()), policy)
        units = islice(source.units(), limit or None)
        scores = watched(interpret(request, units, source.problems), "units scored", quiet=quiet)
        emit_parts(stream(report.rows(request, scores, layout), style), output)
    source.finish()
