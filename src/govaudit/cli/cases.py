"""`test`."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import BAD_INPUT, FAILED, emit, emit_lines, guarded, note, paper, say
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from govaudit.files.workspace import Workspace
    from govaudit.integrity.trial import Trial

SAID_IN_THE_REPORT = frozenset({Code.FAILED_CASE, Code.UNSEEN_TRUTH})
FAILURES = SAID_IN_THE_REPORT | {Code.MISSING_CASE, Code.NO_CASES}


@guarded
def test(
    framework: Annotated[
        str,
        typer.Argument(help="A framework; all if left out.", autocompletion=options.frameworks, show_default=False),
    ] = "",
    coverage_min: Annotated[
        str,
        typer.Option(
            "--coverage-min",
            metavar="PERCENT",
            help="Exit 1 if cases show fewer of the truth values that predicates can have, in any framework.",
            show_default=False,
        ),
    ] = "",
    data: options.Data = "",
    format: Annotated[str, typer.Option("--format", "-f", metavar="F", help="text or json.")] = "text",
    output: options.Output = "-",
    no_color: options.NoColor = False,
    quiet: options.Quiet = False,
) -> None:
    """Run the cases that sit beside the criteria: facts, and what they must lead to. Exit 1 if one fails."""
    from govaudit.files.root import find_root  # start-up
    from govaudit.files.workspace import Workspace

    if format not in {"text", "terminal", "json"}:
        hint = did_you_mean(format, ("text", "json"))
        message = f"expected --format text or json; found {quote(format)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=hint))
    least = _percent(coverage_min)
    workspace = Workspace(find_root(data))
    trials, problems = _trials(workspace, framework)
    say(problem for problem in problems if problem.code not in SAID_IN_THE_REPORT)
    _write(trials, format, output, no_color=no_color)
    short = [trial for trial in trials if not trial.coverage.reaches(least)]
    for trial in short:
        note(f"{trial.plan.root}: leaf coverage is below {coverage_min} %", quiet=quiet)
    codes = {problem.code for problem in problems if problem.severity == "error"}
    if codes - FAILURES:
        raise typer.Exit(BAD_INPUT)
    if codes or short:
        raise typer.Exit(FAILED)


def _percent(text: str) -> Fraction:
    """The exact share of `--coverage-min`, from 0 to 1."""
    from govaudit.cli.threshold import NUMBER  # start-up

    if not text:
        return Fraction(0)
    if NUMBER.fullmatch(text) and not re.search(r"/0+$", text) and 0 <= Fraction(text) <= 100:
        return Fraction(text) / 100
    message = f"expected --coverage-min PERCENT, a number from 0 to 100; found {quote(text)}"
    raise GovauditError(Problem(code=Code.USAGE, message=message))


def _trials(workspace: Workspace, framework: str) -> tuple[list[Trial], list[Problem]]:
    """Run the cases of one framework or of all; one that cannot be read does not stop the others."""
    from govaudit.files.cases import run_cases  # start-up

    trials: list[Trial] = []
    problems: list[Problem] = []
    names = [framework] if framework else workspace.framework_ids()
    for name in names:
        try:
            trial, found = run_cases(workspace, name)
        except GovauditError as error:
            problems += error.problems
            continue
        trials.append(trial)
        problems += found
    if names and not trials:
        raise GovauditError(problems)
    if not names:
        problems.append(Problem(code=Code.NO_CASES, message="expected a framework with cases; found no framework"))
    return trials, problems


def _write(trials: list[Trial], format: str, output: str, *, no_color: bool) -> None:
    if format == "json":
        from govaudit.report.cases_json import json_text  # start-up

        emit(json_text(trials), output)
    else:
        from govaudit.report.cases import render  # start-up

        emit_lines(render(trials, paper(output)), output, no_color=no_color)
