"""`corpus score`: tables of units, of any length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from govaudit.cli import options
from govaudit.cli.session import emit_parts, guarded, parse_missing
from govaudit.cli.tabular import Edition, Tabular, chosen, open_tabular
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from typing import TypeAlias

    from govaudit.files.engines import Engine
    from govaudit.report.corpus import Layout
    from govaudit.report.tables import Separated
    from govaudit.scoring.units import Request

    Style: TypeAlias = Separated | Literal["parquet"]
    Named: TypeAlias = Engine | Literal["auto", "spark"]

app = typer.Typer(help="Score tables of units, of any length.", no_args_is_help=True, rich_markup_mode=None)
ENGINES: tuple[Named, ...] = ("auto", "interpreter", "polars", "duckdb", "spark")
LAYOUTS: tuple[Layout, ...] = ("wide", "long")
STYLES: tuple[Style, ...] = ("csv", "tsv", "parquet")


@app.callback()
def corpus() -> None:
    """Score tables of units, of any length."""


@app.command("score")
@guarded
def score(
    table: Annotated[str, typer.Argument(help="The table of answers: CSV, TSV or Parquet.", show_default=False)],
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
    engine: Annotated[
        str,
        typer.Option(
            "--engine", metavar="E", help="auto, interpreter, polars, duckdb or spark: the scores are the same."
        ),
    ] = "auto",
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", min=0, help="Only the first N units.", show_default=False)
    ] = 0,
    data: options.Data = "",
    missing: options.OneMissing = "",
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            metavar="F",
            help="csv, tsv or parquet. Default: by the name of the output, or csv.",
            show_default=False,
        ),
    ] = "",
    output: options.Output = "-",
    quiet: options.Quiet = False,
) -> None:
    """Score every unit of a table: point, low, high, coverage and band of each node, and the designations."""
    style, layout = style_of(format, output), chosen(shape, LAYOUTS, "--shape")
    named = chosen(engine, ENGINES, "--engine")
    source = open_tabular(data, framework, edition, table, spark=named == "spark")
    source.limit, source.quiet = limit, quiet
    with source.guarded():
        from govaudit.scoring.units import Request  # start-up

        request = Request(source.placed(), source.nodes(node or ()), parse_missing(missing))
        which = engine_for(named, source) if named != "spark" else named
        if which == "spark":
            by_spark(source, request, layout, style, output)
        elif which == "interpreter" and style != "parquet":
            by_rows(source, request, layout, style, output)
        else:
            by_columns(source, request, which, layout, style, output)
    source.finish()


def style_of(format: str, output: str) -> Style:
    """The format of the scores."""
    from govaudit.files.extras import need  # start-up
    from govaudit.files.table_file import is_parquet

    by_name = "parquet" if is_parquet(output) else "tsv" if output.lower().endswith(".tsv") else "csv"
    style = chosen(format or by_name, STYLES, "--format")
    if style == "parquet":
        need("corpus", "write Parquet")
        if output == "-":
            message = "expected --output FILE with --format parquet; found none"
            raise GovauditError(Problem(code=Code.USAGE, message=message))
    return style


def engine_for(named: Engine | Literal["auto"], source: Tabular) -> Engine:
    """The engine: the one named, or the faster one. Below a number of units that was measured, loading the columnar engine takes longer than all the rest."""
    from govaudit.columnar import CROSSOVER  # start-up
    from govaudit.files.extras import EXTRAS, installed, need

    if named == "auto":
        few = source.limit and source.limit < CROSSOVER
        return "interpreter" if few or not installed(*EXTRAS["corpus"]) or source.fewer_than(CROSSOVER) else "polars"
    if named == "duckdb":
        need("duckdb", "use --engine duckdb")
    elif named != "interpreter":
        need("corpus", f"use --engine {named}")
    return named


def by_rows(source: Tabular, request: Request, layout: Layout, style: Separated, output: str) -> None:
    """Unit by unit: needs nothing but the interpreter."""
    from itertools import islice  # start-up

    from govaudit.cli.progress import watched
    from govaudit.report import corpus as report
    from govaudit.report.tables import stream
    from govaudit.scoring.units import interpret

    units = islice(source.units(), source.limit or None)
    scores = watched(interpret(request, units, source.problems), source.expected, quiet=source.quiet)
    emit_parts(stream(report.rows(request, scores, layout), style), output)


def by_columns(source: Tabular, request: Request, engine: Engine, layout: Layout, style: Style, output: str) -> None:
    """Some thousand units at a time."""
    from govaudit.cli.interrupts import deferred  # start-up
    from govaudit.cli.progress import watched
    from govaudit.files.engines import Run
    from govaudit.files.parquet import write_parquet
    from govaudit.report import corpus_frames as report

    with deferred() as check:
        run = Run(request, source.rows, source.table, source.problems, source.limit, check)
        program = run.program()
        frames = watched(source.some(run.scores(program, engine)), source.expected, quiet=source.quiet, size=len)
        if style != "parquet":
            emit_parts(report.parts(program.shape, frames, layout, style), output)
            return
        types = report.schema(program.shape, layout)
        write_parquet(output, types, report.tables(program.shape, frames, layout, types), source.said)


def by_spark(source: Tabular, request: Request, layout: Layout, style: Style, output: str) -> None:
    """Wherever Spark has machines."""
    from govaudit.files.engines import MOST_DECIMALS, Run  # start-up, and an extra
    from govaudit.files.spark import SparkTable, score
    from govaudit.report import corpus_frames as report

    if style != "parquet" or source.limit:
        message = "expected --format parquet, and no --limit, with --engine spark"
        raise GovauditError(Problem(code=Code.USAGE, message=message))
    assert isinstance(source.rows, SparkTable)  # it was opened so
    run = Run(request, source.rows, source.table, source.problems)
    program = run.program(MOST_DECIMALS)
    shape, types = program.shape, report.schema(program.shape, layout)
    score(run, source.rows, output, types, program, lambda frames: report.tables(shape, frames, layout, types))
