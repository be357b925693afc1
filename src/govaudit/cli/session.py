"""What every command does around its work: open the data, print, turn exceptions into exit codes."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ParamSpec

import typer

from govaudit.cli import options
from govaudit.cli.ends import ending
from govaudit.cli.weights import parse as parse_weights
from govaudit.problems import Code, EnvironmentFailure, GovauditError, Problem, did_you_mean, one_of, quote

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from govaudit.audit import Audit
    from govaudit.files.workspace import Workspace
    from govaudit.model.framework import Missing
    from govaudit.report.layout import Line, Paper
    from govaudit.scoring.plan import Plan

P = ParamSpec("P")
SPOOLED = 1024 * 1024
AT_ONCE = 4096
"""Bytes that a pipe takes whole or not at all: PIPE_BUF of Linux."""
FAILED, BAD_INPUT, BUG = 1, 2, 70


def guarded(command: Callable[P, None]) -> Callable[P, None]:
    """Run a command; print problems on stderr and leave with the exit code that `cli.md` promises."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            with ending():
                command(*args, **kwargs)
        except GovauditError as error:
            say(error.problems)
            raise typer.Exit(error.exit_code) from None
        except (typer.Exit, typer.Abort):
            raise
        except ImportError as error:
            message = f"expected the libraries that are installed to load; {quote(str(error))}"
            say([Problem(code=Code.NOT_INSTALLED, message=message)])
            raise typer.Exit(EnvironmentFailure.exit_code) from None
        except Exception as error:
            if os.environ.get("GOVAUDIT_DEBUG"):
                raise
            hint = "please report it with the command you ran; GOVAUDIT_DEBUG=1 shows where it happened"
            say(
                [
                    Problem(
                        code=Code.BUG,
                        message=f"a bug of govaudit: {type(error).__name__}: {quote(str(error))}",
                        hint=hint,
                    )
                ]
            )
            raise typer.Exit(BUG) from None

    return run


def say(problems: Iterable[Problem]) -> None:
    """Print problems on stderr."""
    from govaudit.report.problems import text  # start-up

    sys.stderr.write(text(tuple(problems)))


def note(text: str, *, quiet: bool) -> None:
    """Print a note on stderr."""
    if not quiet:
        sys.stderr.write(f"{text}\n")


@dataclass(slots=True)
class Session:
    """One run: the data folder, the framework, the day and the policy; and the problems met on the way."""

    workspace: Workspace
    framework: str
    as_of: date
    missing: Missing | None
    years: int = options.OLDER_THAN
    problems: list[Problem] = field(default_factory=list)
    weights: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        """The framework, with the reader's weights if there are any."""
        plan = self.workspace.plan(self.framework)
        if not self.weights:
            return plan
        from govaudit.scoring.reweigh import reweigh  # start-up

        return reweigh(plan, self.weights)

    def audits(self, forums: Sequence[str]) -> list[Audit]:
        """Score forums; one that is bad becomes problems and the others are still scored.

        Raises
        ------
        GovauditError
            If none could be scored.
        """
        from govaudit.audit import score  # start-up

        plan, sources, done = self.plan, self.workspace.sources, []
        for forum in dict.fromkeys(forums):
            try:
                profile = self.workspace.profile(forum)
            except GovauditError as error:
                self.problems += error.problems
                continue
            try:
                done.append(score(plan, profile, sources, self.as_of, self.missing, self.years))
            except GovauditError as error:
                self.problems += self.workspace.documents.placed(error, f"forums/{forum}.yaml").problems
        if not done:
            raise GovauditError(self.problems)
        return done

    def everyone(self, *, quiet: bool = False) -> list[str]:
        """All forums but drafts, which count only where they are named; a note says which were left out."""
        drafts = self.workspace.drafts()
        if drafts:
            note(f"left out, for nobody has reviewed them: {', '.join(drafts)}", quiet=quiet)
        return [name for name in self.workspace.forum_ids() if name not in drafts]

    def finish(self) -> None:
        """Print what went wrong beside what went well: exit 2 if anything did."""
        if self.problems:
            sys.stdout.flush()
            raise GovauditError(self.problems)


def open_session(
    data: str,
    framework: str,
    as_of: str,
    missing: str = "",
    years: int = options.OLDER_THAN,
    weights: Sequence[str] | None = None,
) -> Session:
    """Find the data and read the day, the policy and the reader's weights.

    Raises
    ------
    GovauditError
        If one of them cannot be understood.
    """
    from govaudit.files.root import find_root  # start-up
    from govaudit.files.workspace import Workspace

    workspace = Workspace(find_root(data))
    policy = parse_missing(missing)
    own = parse_weights(weights) if weights else {}
    if as_of:
        return Session(workspace, framework, parse_day(as_of), policy, years, weights=own)
    day, problems = workspace.latest_review()
    return Session(workspace, framework, day, policy, years, list(problems), own)


def parse_day(text: str, what: str = "--as-of") -> date:
    """A full day from the command line."""
    from datetime import date  # start-up

    try:
        day = date.fromisoformat(text)
        if day.isoformat() == text:  # not 20260131, nor the day of a week
            return day
    except ValueError:
        pass
    year = text[:4]
    hint = f"a year is not a day: try {year}-06-30" if year.isascii() and year.isdigit() else ""
    raise GovauditError(
        Problem(
            code=Code.BAD_DATE,
            message=f"expected {what} YYYY-MM-DD, a day that exists; found {quote(text)}",
            hint=hint,
        )
    )


def parse_missing(text: str) -> Missing | None:
    """A policy from the command line; None for the framework's own."""
    from govaudit.model.framework import MISSING  # start-up

    found = next((policy for policy in MISSING if policy == text), None)
    if found or not text:
        return found
    message = f"expected --missing {one_of(MISSING)}; found {quote(text)}"
    hint = "score and compare put all side by side" if text == "all" else did_you_mean(text, (*MISSING, "all"))
    raise GovauditError(Problem(code=Code.USAGE, message=message, hint=hint))


def paper(output: str) -> Paper:
    """What the report is written on: the terminal's width and letters, or 80 columns of ASCII for a pipe or a file."""
    from govaudit.report.layout import Paper  # start-up

    if output != "-" or not sys.stdout.isatty():
        return Paper()
    columns = shutil.get_terminal_size().columns
    return Paper(min(max(columns, 60), 200), unicode="utf" in (sys.stdout.encoding or "").lower())


def emit_lines(lines: Sequence[Line], output: str, *, no_color: bool) -> None:
    """Write lines: in colour on a terminal that wants it, else plain."""
    from govaudit.report.layout import STYLES, flat, harmless, plain  # start-up

    coloured = (
        output == "-"
        and sys.stdout.isatty()
        and not no_color
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
    if not coloured:
        emit(plain(lines), output)
        return
    from rich.console import Console  # start-up
    from rich.text import Text

    console = Console(markup=False, emoji=False, highlight=False, soft_wrap=True)
    for line in lines:
        console.print(Text.assemble(*((harmless(text), STYLES[style]) for text, style in flat(line))))


def emit(text: str, output: str) -> None:
    """Write text to a file, whole or not at all, or to stdout."""
    if output == "-":
        to_stdout(text)
        return
    from govaudit.files.write import write_text  # start-up

    write_text(output, text)


def emit_bytes(content: bytes, output: str) -> None:
    """Write bytes to a file, whole or not at all, or to a pipe; a terminal cannot show them.

    Raises
    ------
    GovauditError
        If they would land on a terminal.
    """
    if output != "-":
        from govaudit.files.write import write_bytes  # start-up

        write_bytes(output, content)
        return
    if sys.stdout.isatty():
        message = "expected --output FILE, or a pipe; found a terminal"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="such as --output report.pdf"))
    sys.stdout.buffer.write(content)


def emit_parts(parts: Iterable[str], output: str) -> None:
    """Write a text that is made part by part. Nothing of it is seen before all of it is made, on stdout neither."""
    if output != "-":
        from govaudit.files.write import write_parts  # start-up

        write_parts(output, parts)
        return
    from tempfile import SpooledTemporaryFile

    with SpooledTemporaryFile(max_size=SPOOLED, mode="w+", encoding="utf-8", newline="\n") as stream:
        stream.writelines(parts)
        stream.seek(0)
        while part := stream.read(SPOOLED):
            to_stdout(part + stream.readline())


def to_stdout(text: str) -> None:
    """Write whole lines at a time, so many that a pipe takes all of them or none: who is interrupted leaves no half of a line. A longer line may be cut."""
    sys.stdout.flush()
    data, start = text.encode(sys.stdout.encoding, "backslashreplace"), 0
    while start < len(data):
        end = data.rfind(b"\n", start, start + AT_ONCE) + 1 or data.find(b"\n", start) + 1 or len(data)
        sys.stdout.buffer.write(data[start:end])
        sys.stdout.buffer.flush()
        start = end
