"""`check`."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import BAD_INPUT, FAILED, emit, guarded, note


@guarded
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; all of the data if left out.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings as well; never on notes.")] = False,
    mend: Annotated[
        bool,
        typer.Option(
            "--fix", help="Mend slips in names and unused suppressions, never values or sources; then check again."
        ),
    ] = False,
    review_months: options.ReviewMonths = options.REVIEW_MONTHS,
    data: options.Data = "",
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="F", help="text, json, github, sarif, junit or gitlab.")
    ] = "text",
    output: options.Output = "-",
    quiet: options.Quiet = False,
) -> None:
    """Check criteria, codebook, forums and sources against every law. Exit 2 if any is broken."""
    from govaudit.files.check import Checker  # start-up
    from govaudit.files.workspace import Workspace, find_root
    from govaudit.report import problems as report
    from govaudit.report.check import PROGRAMS, expect_format, render

    expect_format(format)
    root = find_root(data)
    if mend:
        from govaudit.files.fix import fix
        from govaudit.files.workspace import own_root

        root = own_root(data)
        for done in fix(root, Checker(Workspace(root), review_months).these(paths or []).own_problems):
            note(f"mended: {done}", quiet=quiet)
    checker = Checker(Workspace(root), review_months).these(paths or [])
    found = checker.problems
    headline = report.headline(checker.files, report.ordered(found), checker.suppressed)
    if format == "json":
        emit(report.json_text(found, checker.suppressed), output)
    elif format in PROGRAMS:
        emit(render(checker.seen_from_here(), format, strict=strict), output)
        if output != "-":  # the log of a build would say nothing of what went into the file
            note(f"{report.text(found)}{headline}", quiet=quiet)
    elif output != "-":
        emit(report.text(found), output)
    else:
        sys.stderr.write(report.text(found))
        emit(f"{headline}\n", output)
    if any(problem.severity == "error" for problem in found):
        raise typer.Exit(BAD_INPUT)
    if strict and any(problem.severity == "warning" for problem in found):
        note("warnings count with --strict", quiet=quiet)
        raise typer.Exit(FAILED)
