"""`score`, `compare`, `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import FAILED, Session, emit, emit_lines, guarded, note, open_session, paper
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from govaudit.audit import Audit
    from govaudit.report.layout import Line, Paper


@guarded
def score(
    forums: options.Forums,
    explain: Annotated[bool, typer.Option("--explain", help="Print the whole trace as well.")] = False,
    fail_under: Annotated[
        str,
        typer.Option("--fail-under", metavar="N", help="Exit 1 if a point is below N, exactly.", show_default=False),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.Missing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score forums: point, bounds, coverage and band; the reasons; what would raise it; sources."""
    threshold = _threshold(fail_under)
    session = open_session(data, framework, as_of, "" if missing == "all" else missing)
    audits = _policies(session, forums) if missing == "all" else session.audits(forums)
    _write_scores(session, audits, format, output, explain=explain, no_color=no_color)
    below = [
        item.card.forum
        for item in audits
        if threshold is not None and (item.card.score.point is None or item.card.score.point < threshold)
    ]
    session.finish()
    if below:
        note(f"below {fail_under}: {', '.join(below)}", quiet=quiet)
        raise typer.Exit(FAILED)


@guarded
def compare(
    forums: options.SomeForums = None,
    all_: Annotated[bool, typer.Option("--all", help="All forums of the data.")] = False,
    tag: Annotated[str, typer.Option("--tag", metavar="T", help="All forums with this tag.", show_default=False)] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.Missing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Compare forums side by side, ranked, with bounds and rank ranges."""
    session = open_session(data, framework, as_of, missing)
    audits = session.audits(_chosen(session, forums or [], everything=all_, tag=tag))
    if tag:
        audits = [item for item in audits if tag in item.profile.tags]
    _write_comparison(session, audits, format, output, no_color=no_color)
    note(f"{len(audits)} forums", quiet=quiet or output == "-")
    session.finish()


@guarded
def explain(
    forum: options.Forum,
    node: Annotated[
        str,
        typer.Argument(
            help="A criterion, indicator or derived node; the whole framework if left out.", show_default=False
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.Missing = "",
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Explain a score: rule by rule, fact by fact, source by source."""
    from govaudit.report import explain as explained  # start-up

    session = open_session(data, framework, as_of, missing)
    (audit,) = session.audits([forum])
    nodes = tuple(audit.plan.nodes)
    name = node or audit.plan.root
    if name not in nodes:
        raise GovauditError(
            Problem(
                code=Code.UNKNOWN_NODE,
                message=f"expected a node of {framework}; found {quote(name)}",
                hint=did_you_mean(name, nodes),
            )
        )
    if format == "json":
        emit(
            explained.json_text(
                audit, name, session.workspace.documents.digest(session.workspace.inputs(framework, [forum]))
            ),
            output,
        )
    elif format == "markdown":
        emit(explained.markdown(audit, name), output)
    else:
        _only(format, "terminal", "json", "markdown")
        emit_lines(explained.render(audit, name, paper(output)), output, no_color=no_color)
    session.finish()


def _threshold(text: str) -> Fraction | None:
    """The exact number of `--fail-under`; None without one."""
    if not text:
        return None
    from fractions import Fraction  # start-up

    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise GovauditError(
            Problem(code=Code.USAGE, message=f"expected --fail-under NUMBER; found {quote(text)}")
        ) from None


def _policies(session: Session, forums: Sequence[str]) -> list[Audit]:
    """Each forum under each policy."""
    from govaudit.model.framework import MISSING  # start-up

    done = []
    for forum in forums:
        for policy in MISSING:
            session.missing = policy
            done += session.audits([forum])
    return done


def _chosen(session: Session, forums: Sequence[str], *, everything: bool, tag: str) -> Sequence[str]:
    """The forums that were named, or all of them."""
    if forums and not everything and not tag:
        return forums
    if everything or tag:
        return session.workspace.forum_ids()
    raise GovauditError(
        Problem(
            code=Code.USAGE, message="expected forums to compare; found none", hint="name some, or say --all or --tag T"
        )
    )


def _only(found: str, *choices: str) -> None:
    if found not in choices:
        hint = did_you_mean(found, choices)
        raise GovauditError(
            Problem(code=Code.USAGE, message=f"expected --format {', '.join(choices)}; found {quote(found)}", hint=hint)
        )


def _digest(session: Session, audits: Sequence[Audit]) -> str:
    names = session.workspace.inputs(session.framework, [item.card.forum for item in audits])
    return session.workspace.documents.digest(names)


def _write_scores(
    session: Session, audits: Sequence[Audit], format: str, output: str, *, explain: bool, no_color: bool
) -> None:
    if format == "terminal":
        from govaudit.report import scorecard_terminal  # start-up

        page = paper(output)
        lines = []
        for index, item in enumerate(audits):
            lines += [*([(), ()] if index else []), *scorecard_terminal.render(item, page)]
            lines += [(), *_trace(item, page)] if explain else []
        emit_lines(lines, output, no_color=no_color)
    elif format == "json":
        from govaudit.report import scorecard_json  # start-up

        emit(scorecard_json.render([item.card for item in audits], _digest(session, audits)), output)
    elif format == "markdown":
        from govaudit.report import scorecard_markdown  # start-up

        emit(scorecard_markdown.render(audits), output)
    else:
        from govaudit.report import rows, tables  # start-up

        emit(tables.render(rows.scorecards(audits), format), output)


def _trace(audit: Audit, page: Paper) -> list[Line]:
    from govaudit.report import explain as explained

    return explained.render(audit, audit.plan.root, page)


def _write_comparison(session: Session, audits: Sequence[Audit], format: str, output: str, *, no_color: bool) -> None:
    from govaudit.audit import compare as ranked  # start-up

    comparison = ranked(audits)
    if format == "terminal":
        from govaudit.report import compare_terminal  # start-up

        emit_lines(compare_terminal.render(comparison, paper(output)), output, no_color=no_color)
    elif format == "json":
        from govaudit.report import scorecard_json  # start-up

        cards = [item.card for item in comparison.audits]
        emit(scorecard_json.render(cards, _digest(session, audits), comparison.standings), output)
    elif format == "markdown":
        from govaudit.report import scorecard_markdown  # start-up

        emit(scorecard_markdown.comparison(comparison), output)
    else:
        from govaudit.report import rows, tables  # start-up

        emit(tables.render(rows.comparison(comparison), format), output)
