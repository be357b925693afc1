"""`robustness`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.choosing import chosen, tagged
from govaudit.cli.session import Session, emit, emit_lines, guarded, note, open_session, paper
from govaudit.problems import Code, GovauditError, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.report.robustness import Report

DRAWS, LEAST_DRAWS, MOST_DRAWS = 16_384, 64, 1_048_576
COMPLETIONS, MOST_COMPLETIONS = 256, 16_384


@guarded
def robustness(
    forums: options.SomeForums = None,
    all_: Annotated[bool, typer.Option("--all", help="All forums of the data.")] = False,
    tag: Annotated[str, typer.Option("--tag", metavar="T", help="All forums with this tag.", show_default=False)] = "",
    draws: Annotated[
        int,
        typer.Option("--draws", metavar="N", help="How many draws: a power of two.", min=LEAST_DRAWS, max=MOST_DRAWS),
    ] = DRAWS,
    completions: Annotated[
        int,
        typer.Option(
            "--completions", metavar="N", help="In how many ways the unknown turns out.", min=0, max=MOST_COMPLETIONS
        ),
    ] = COMPLETIONS,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="The same seed gives the same report.", min=0, max=2**32 - 1)
    ] = 0,
    pictures: Annotated[
        str,
        typer.Option(
            "--pictures", metavar="DIR", help="Draw pictures into this folder as well, SVG and PNG.", show_default=False
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Examine whether ranks survive other weights, aggregations and policies, whatever the unknown turns out to be."""
    from govaudit.files.extras import need  # start-up

    if draws & (draws - 1):
        nearest = 1 << draws.bit_length()
        message = f"expected a power of two for --draws; found {draws}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=f"try {nearest // 2} or {nearest}"))
    need("analysis", "examine robustness")
    if pictures:
        need("report", "draw pictures")
    session = open_session(data, framework, as_of, missing, weights=weights)
    audits = session.audits(chosen(session, forums or [], everything=all_, tag=tag, quiet=quiet))
    report = _examined(tagged(audits, tag) if tag else audits, session, draws, completions, seed)
    _emit(session, report, format, output, no_color=no_color)
    if pictures:
        _draw(report, pictures, quiet=quiet)
    session.finish()


def _examined(audits: Sequence[Audit], session: Session, draws: int, completions: int, seed: int) -> Report:
    from govaudit.analysis.robustness.examine import Settled, examine  # start-up, and an extra
    from govaudit.report.robustness import Report

    without = {
        item.card.forum: item.card.absent or (item.card.root.withheld if item.card.root else "") or "nothing applies"
        for item in audits
        if item.card.score.point is None
    }
    scored = sorted((item for item in audits if item.card.score.point is not None), key=lambda item: item.card.forum)
    if len(scored) < 2:
        message = f"expected two or more forums with a score on {session.as_of}; found {len(scored)}"
        hint = "; ".join(f"{forum} {why}" for forum, why in without.items()) or "name some, or say --all or --tag T"
        raise GovauditError([*session.problems, Problem(code=Code.USAGE, message=message, hint=hint)])
    facts = {item.card.forum: item.facts for item in scored}
    settled = Settled(draws=draws, completions=completions, seed=seed)
    found = examine(scored[0].plan, facts, session.missing, settled)
    return Report(found=found, audits=tuple(scored), without=without)


def _emit(session: Session, report: Report, format: str, output: str, *, no_color: bool) -> None:
    from govaudit.report import robustness as drawn  # start-up, and an extra
    from govaudit.report import robustness_json, tables

    if format == "terminal":
        emit_lines(drawn.render(report, paper(output)), output, no_color=no_color)
    elif format == "json":
        forums = [item.card.forum for item in report.audits]
        names = session.workspace.inputs(session.framework, [*forums, *report.without])
        emit(robustness_json.render(report, session.workspace.documents.digest(names)), output)
    else:
        emit(tables.render(drawn.table(report), format), output)


def _draw(report: Report, folder: str, *, quiet: bool) -> None:
    from govaudit.files.write import write_into  # start-up
    from govaudit.report.pictures import pictures

    names = write_into(folder, pictures(report))
    note(f"drawn: {', '.join(names)}", quiet=quiet)
