"""`check` and `test`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import BAD_INPUT, FAILED, emit, guarded, note
from govaudit.problems import Code

if TYPE_CHECKING:
    from govaudit.integrity.cases import Outcome


@guarded
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; all of the data if left out.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on warnings as well; never on notes.")] = False,
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
    checker = Checker(Workspace(find_root(data)), review_months)
    for path in paths or []:
        checker.path(path)
    if not paths:
        checker.everything()
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


@guarded
def test(
    framework: Annotated[str, typer.Argument(help="A framework; all if left out.", show_default=False)] = "",
    data: options.Data = "",
) -> None:
    """Run the cases that sit beside the criteria: facts, and the level they must lead to. Exit 1 if one fails."""
    from govaudit.files.check import Checker  # start-up
    from govaudit.files.workspace import Workspace, find_root
    from govaudit.report import problems as report

    workspace = Workspace(find_root(data))
    checker = Checker(workspace)
    outcomes: list[Outcome] = []
    for name in [framework] if framework else workspace.framework_ids():
        outcomes += checker.cases(name, workspace.plan(name))
    failed = sum(bool(outcome.failure) for outcome in outcomes)
    sys.stderr.write(report.text(checker.problems))
    sys.stdout.write(f"{len(outcomes) - failed} passed, {failed} failed\n")
    broken = {problem.code for problem in checker.problems}
    if broken - {Code.FAILED_CASE, Code.MISSING_CASE}:
        raise typer.Exit(BAD_INPUT)
    if broken:
        raise typer.Exit(FAILED)
