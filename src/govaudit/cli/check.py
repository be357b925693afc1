"""`check`."""

from __future__ import annotations

import sys
from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options, threshold
from govaudit.cli.session import BAD_INPUT, FAILED, emit, guarded, note
from govaudit.problems import EnvironmentFailure

if TYPE_CHECKING:
    from govaudit.files.check import Checker


@guarded
def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; all of the data if left out.", show_default=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="The same as --fail-on warning.")] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="WHAT",
            help="Exit 1 on this as well: warning, note (and what is graver), or a code such as GA412. May be repeated.",
            show_default=False,
        ),
    ] = None,
    mend: Annotated[
        bool,
        typer.Option(
            "--fix", help="Mend slips in names and unused suppressions, never values or sources; then check again."
        ),
    ] = False,
    check_links: Annotated[
        bool,
        typer.Option(
            "--check-links",
            help="Ask the addresses of the sources over the network whether there is a page; warnings only. Nothing else opens a connection.",
        ),
    ] = False,
    review_months: options.ReviewMonths = options.REVIEW_MONTHS,
    jobs: options.Jobs = None,
    data: options.Data = "",
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="F", help="text, json, github, sarif, junit or gitlab.")
    ] = "text",
    output: options.Output = "-",
    quiet: options.Quiet = False,
) -> None:
    """Check criteria, codebook, forums and sources against every law. Exit 2 if any is broken."""
    from govaudit.files.check import Checker  # start-up
    from govaudit.files.crew import processors
    from govaudit.files.root import find_root
    from govaudit.files.workspace import Workspace
    from govaudit.report.check import expect_format
    from govaudit.report.problems import fails

    expect_format(format)
    on = threshold.severities_and_codes([*(fail_on or []), *(["warning"] if strict else [])])
    root, jobs = find_root(data), jobs or processors()
    if mend:
        from govaudit.files.fix import fix
        from govaudit.files.root import own_root

        root = own_root(data)
        for done in fix(root, Checker(Workspace(root), review_months, jobs).these(paths or []).own_problems):
            note(f"mended: {done}", quiet=quiet)
    checker = Checker(Workspace(root), review_months, jobs).these(paths or [])
    if check_links:
        _ask(checker, quiet=quiet)
    _report(checker, format, output, on, quiet=quiet)
    if checker.unchecked:
        raise typer.Exit(EnvironmentFailure.exit_code)
    if any(problem.severity == "error" for problem in checker.problems):
        raise typer.Exit(BAD_INPUT)
    if any(fails(problem, on) for problem in checker.problems):
        note(f"fails on {', '.join(sorted(on - {'error'}))}", quiet=quiet)
        raise typer.Exit(FAILED)


def _ask(checker: Checker, *, quiet: bool) -> None:
    """Ask the addresses of the sources."""
    from govaudit.cli.progress import watched  # start-up
    from govaudit.files.links import ask_all

    addresses = checker.addresses()
    answers = ask_all(tuple(addresses))
    checker.links(addresses, watched(answers, len(addresses), quiet=quiet, done="addresses asked"))


def _report(checker: Checker, format: str, output: str, on: Collection[str], *, quiet: bool) -> None:
    """Write what was found, in the format that was asked for."""
    from govaudit.report import problems as report  # start-up
    from govaudit.report.check import PROGRAMS, render

    found = checker.problems
    headline = report.headline(checker.files, report.ordered(found), checker.suppressed)
    if format == "json":
        emit(report.json_text(found, checker.suppressed), output)
    elif format in PROGRAMS:
        emit(render(checker.seen_from_here(), format, on=on), output)
        if output != "-":  # the log of a build would say nothing of what went into the file
            note(f"{report.text(found)}{headline}", quiet=quiet)
    elif output != "-":
        emit(report.text(found), output)
    else:
        sys.stderr.write(report.text(found))
        emit(f"{headline}\n", output)
