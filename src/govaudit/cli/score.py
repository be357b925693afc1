"""`score`, `compare`, `explain`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options, threshold, write
from govaudit.cli.choosing import chosen, tagged
from govaudit.cli.session import FAILED, Session, guarded, note, open_session
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.files.baseline import Baseline


@guarded
def score(
    forums: options.Forums,
    explain: Annotated[bool, typer.Option("--explain", help="Print the whole trace as well.")] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-under",
            metavar="[NODE=]N",
            help="Exit 1 if a point is below N, exactly; of a criterion as NODE=N. May be repeated.",
            show_default=False,
        ),
    ] = None,
    baseline: Annotated[
        str,
        typer.Option(
            "--baseline",
            metavar="FILE",
            help="A report as JSON: fail only on what got worse since.",
            show_default=False,
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.Missing = "",
    weights: options.Weights = None,
    older_than: options.OlderThan = options.OLDER_THAN,
    format: options.PageFormat = "terminal",
    lang: options.Lang = "en",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Score forums: point, bounds, coverage and band; the reasons; what would raise it; sources."""
    write.check_language(lang, format)
    thresholds = threshold.parse(fail_under or [])
    session = open_session(data, framework, as_of, "" if missing == "all" else missing, older_than, weights)
    if missing == "all":
        audits = _policies(session, forums)
        write.policies(session, audits, format, output, deep=True, no_color=no_color, lang=lang)
    else:
        audits = session.audits(forums)
        write.scores(session, audits, format, output, explain=explain, no_color=no_color, lang=lang)
    below = threshold.short(audits, thresholds, _baseline(session, baseline))
    session.finish()
    if below:
        note(f"falls short: {', '.join(below)}", quiet=quiet)
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
    weights: options.Weights = None,
    older_than: options.OlderThan = options.OLDER_THAN,
    format: options.PageFormat = "terminal",
    lang: options.Lang = "en",
    output: options.Output = "-",
    quiet: options.Quiet = False,
    no_color: options.NoColor = False,
) -> None:
    """Compare forums side by side, ranked, with bounds and rank ranges."""
    write.check_language(lang, format)
    session = open_session(data, framework, as_of, "" if missing == "all" else missing, older_than, weights)
    names = chosen(session, forums or [], everything=all_, tag=tag, quiet=quiet)
    audits = _policies(session, names) if missing == "all" else session.audits(names)
    audits = tagged(audits, tag) if tag else audits
    if missing == "all":
        write.policies(session, audits, format, output, deep=False, no_color=no_color, lang=lang)
    else:
        write.comparison(session, audits, tag, format, output, no_color=no_color, lang=lang)
    note(f"{len({item.card.forum for item in audits})} forums", quiet=quiet or output == "-")
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
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Explain a score: rule by rule, fact by fact, source by source."""
    session = open_session(data, framework, as_of, missing, weights=weights)
    (audit,) = session.audits([forum])
    write.explanation(session, audit, _node(audit, node), format, output, no_color=no_color)
    session.finish()


def _node(audit: Audit, name: str) -> str:
    """The node that was named, or the root."""
    nodes = tuple(audit.plan.nodes)
    if not name or name in nodes:
        return name or audit.plan.root
    message = f"expected a node of {audit.plan.root}; found {quote(name)}"
    raise GovauditError(Problem(code=Code.UNKNOWN_NODE, message=message, hint=did_you_mean(name, nodes)))


def _baseline(session: Session, name: str) -> Baseline | None:
    """The report to compare with, if one was named."""
    if not name:
        return None
    from govaudit.files.baseline import read_baseline  # start-up
    from govaudit.report.view_json import changed_weights

    return read_baseline(name, session.framework, changed_weights(session.plan))


def _policies(session: Session, forums: Sequence[str]) -> list[Audit]:
    """Each forum under each policy."""
    from govaudit.model.framework import MISSING  # start-up

    done = []
    for policy in MISSING:
        session.missing = policy
        done += session.audits(forums)
    return done
