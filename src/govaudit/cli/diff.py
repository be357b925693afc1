"""`diff`: two sides, why they differ; and a report of that read back."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper, parse_day
from govaudit.problems import Checked, Code, GovauditError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from govaudit.audit import Audit
    from govaudit.files.workspace import Workspace
    from govaudit.integrity.progress import Progress
    from govaudit.report.diff import Report


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things compared: how it was called, its data, and its day if it named one."""

    name: str
    workspace: Workspace
    day: date | None


@guarded
def diff(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FROM [TO]] [FORUM]...",
            help="Two sides, unless --from and --to name them; then forums, all if left out.",
            show_default=False,
        ),
    ] = None,
    before: Annotated[
        str,
        typer.Option(
            "--from", "--base", metavar="SIDE", help="A date, a data folder or a git revision.", show_default=False
        ),
    ] = "",
    after: Annotated[
        str,
        typer.Option("--to", metavar="SIDE", help="The same; the data as they stand if left out.", show_default=False),
    ] = "",
    report: Annotated[
        str,
        typer.Option(
            "--report",
            metavar="FILE",
            help="Render what diff wrote as JSON, and read no data; with --format markdown.",
            show_default=False,
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Explain why scores differ between two dates, data folders or git revisions: evidence, corrections, the world, the criteria."""
    if report:
        _again(report, format, output, alone=not (names or before or after))
        return
    with ExitStack() as stack:
        session = open_session(data, framework, as_of, missing)
        first, second, forums = _sides(session, names or [], before, after, stack)
        made = _compare(session, first, second, forums, explicit=bool(as_of))
        _print(made, first, second, format, output, no_color=no_color)
        session.finish()


def _again(name: str, format: str, output: str, *, alone: bool) -> None:
    """Render a report that was written before."""
    from govaudit.files.diff_report import read_report  # start-up
    from govaudit.report import diff_markdown

    if format != "markdown" or not alone:
        message = "expected --report FILE alone with --format markdown; found other sides or another format"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="diff --report diff.json --format markdown"))
    emit(diff_markdown.render(read_report(name)), output)


def _print(made: Report, first: Side, second: Side, format: str, output: str, *, no_color: bool) -> None:
    from govaudit.report import diff, tables  # start-up

    if format == "terminal":
        emit_lines(diff.render(made, paper(output)), output, no_color=no_color)
    elif format in {"json", "markdown"}:
        from govaudit.report import diff_json, diff_markdown

        document = diff_json.document(made, _progress(first.workspace, second.workspace))
        emit(diff_json.json_text(document) if format == "json" else diff_markdown.render(document), output)
    else:
        emit(tables.render(diff.rows(made), format), output)


def _progress(before: Workspace, after: Workspace) -> Progress | None:
    """What becomes of the problems; None if both sides are the same data."""
    from govaudit.integrity.progress import progress

    return None if before is after else progress(_checked(before), _checked(after))


def _checked(workspace: Workspace) -> Checked:
    from govaudit.files.check import Checker

    checker = Checker(workspace)
    checker.everything()
    return Checked(problems=tuple(checker.problems), suppressed=checker.suppressor.suppressed, files=())


def _sides(
    session: Session, names: list[str], before: str, after: str, stack: ExitStack
) -> tuple[Side, Side, list[str]]:
    """The two sides, and the forums that were named."""
    words = list(names)
    if not before and words and words[0] not in session.workspace.forum_ids():
        before = words.pop(0)
    if not after and words and words[0] not in session.workspace.forum_ids():
        after = words.pop(0)
    if not before:
        hint = "diff --from 2016-06-30 --to 2026-11-01, or diff main HEAD"
        raise GovauditError(Problem(code=Code.USAGE, message="expected what to compare; found nothing", hint=hint))
    here = Side("the data as they stand", session.workspace, None)
    return _side(session, before, stack), _side(session, after, stack) if after else here, words


def _side(session: Session, name: str, stack: ExitStack) -> Side:
    """A day of the data, another data folder, or a revision of the data's git repository."""
    from pathlib import Path

    from govaudit.files.read import is_folder

    if name[:4].isdigit() and name.count("-") == 2:
        return Side(name, session.workspace, parse_day(name, "a date"))
    if is_folder(Path(name)):
        return Side(name, _opened(name), None)
    return Side(name, _opened(str(_unpacked(session.workspace.root, name, stack))), None)


def _opened(folder: str) -> Workspace:
    from govaudit.files.root import find_root
    from govaudit.files.workspace import Workspace

    return Workspace(find_root(folder))


def _unpacked(root: Path, revision: str, stack: ExitStack) -> Path:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from govaudit.files.revision import unpack

    return unpack(revision, root, Path(stack.enter_context(TemporaryDirectory(prefix="govaudit-"))))


def _compare(session: Session, first: Side, second: Side, forums: list[str], *, explicit: bool) -> Report:
    """Each forum on both sides. A side that is no date is taken on the other's date, else on `--as-of`, else on its data's own day."""
    from govaudit.changes import differences
    from govaudit.report.diff import Report

    day = session.as_of if explicit else second.day or first.day or second.workspace.latest_review()[0]
    days = (first.day or day, second.day or day)
    known = {*first.workspace.forum_ids(), *second.workspace.forum_ids()}
    for name in set(forums) - known:
        second.workspace.profile(name)  # says which there are
    audits = [_audits(session, side, forums, on) for side, on in zip((first, second), days, strict=True)]
    bad = {*audits[0][1], *audits[1][1]}  # what cannot be read on one side is neither new nor gone
    before, after = ({name: item for name, item in found.items() if name not in bad} for found, _ in audits)
    words = [side.name if side.day else f"{side.name} on {on}" for side, on in zip((first, second), days, strict=True)]
    sources = {**first.workspace.sources, **second.workspace.sources}
    spoken = (days[0].isoformat(), days[1].isoformat())
    plan = second.workspace.plan(session.framework)
    return Report(words[0], words[1], spoken, plan, differences(before, after), sources, tuple(sorted(bad)))


def _audits(session: Session, side: Side, forums: list[str], on: date) -> tuple[dict[str, Audit], list[str]]:
    """The forums on one side, and the names of those that cannot be scored: their problems name the side."""
    found, bad = {}, []
    for name in side.workspace.forum_ids():
        if forums and name not in forums:
            continue
        other = Session(side.workspace, session.framework, on, session.missing)
        try:
            found[name] = other.audits([name])[0]
        except GovauditError as error:
            bad.append(name)
            session.problems += [replace(item, document=f"{side.name}: {item.document}") for item in error.problems]
    return found, bad
