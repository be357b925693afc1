"""`plan`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_lines, guarded, open_session, paper
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from govaudit.analysis.planning.proposals import Obstacle, Planning
    from govaudit.analysis.planning.steps import Peer
    from govaudit.analysis.planning.target import Target
    from govaudit.audit import Audit
    from govaudit.report.plans import Report
    from govaudit.scoring.plan import Plan

ALTERNATIVES, MOST_ALTERNATIVES, MOST_BUDGET = 2, 20, 1_000_000
MOST_COST = 1000


@guarded
def plan(
    forum: options.Forum,
    target: Annotated[
        str,
        typer.Option(
            "--target",
            metavar="[NODE=]BAND|SCORE",
            help="What to reach: a band, such as partly-accountable, or a score; of a criterion as NODE=BAND.",
            show_default=False,
        ),
    ],
    budget: Annotated[
        int | None,
        typer.Option(
            "--budget", metavar="N", help="Only plans that cost no more.", min=0, max=MOST_BUDGET, show_default=False
        ),
    ] = None,
    costs: Annotated[
        str,
        typer.Option(
            "--costs",
            metavar="CLASS=N,...",
            help="Other costs of a step, such as treaty=20,practice=1.",
            show_default=False,
        ),
    ] = "",
    alternatives: Annotated[
        int,
        typer.Option(
            "--alternatives", metavar="K", help="How many other plans, next in cost.", min=0, max=MOST_ALTERNATIVES
        ),
    ] = ALTERNATIVES,
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    weights: options.Weights = None,
    format: options.Format = "terminal",
    output: options.Output = "-",
    no_color: options.NoColor = False,
) -> None:
    """Find the cheapest changes of facts that bring a forum to a band or a score, for certain and possibly."""
    from govaudit.files.extras import need  # start-up

    need("analysis", "plan")
    session = open_session(data, framework, as_of, missing, weights=weights)
    audit = session.audits([forum])[0]
    if audit.card.absent:
        message = f"expected a forum that lives on {session.as_of}; {forum} {audit.card.absent}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="name another day with --as-of"))
    aim, prices = _target(audit.plan, target), _prices(session, costs)
    report = _planned(session, audit, aim, prices, alternatives + 1)
    _emit(session, _affordable(report, budget), format, output, no_color=no_color)
    session.finish()


def _target(plan: Plan, text: str) -> Target:
    """What `--target` names."""
    from fractions import Fraction  # start-up

    from govaudit.analysis.planning.target import Target, band_target
    from govaudit.cli.threshold import NUMBER

    node, _, name = text.rpartition("=")
    node = node or plan.root
    if node not in plan.nodes:
        message = f"expected a node of {plan.root}; found {quote(node)}"
        raise GovauditError(Problem(code=Code.UNKNOWN_NODE, message=message, hint=did_you_mean(node, plan.nodes)))
    if NUMBER.fullmatch(name) and not re.search(r"/0+$", name):
        return Target(node=node, least=Fraction(name))
    bands = [band.id for band in plan.nodes[node].authored.bands]
    if name in bands:
        return band_target(plan, node, name)
    wanted = f"a score or a band of {node}" if bands else f"a score, for {node} has no bands"
    hint = did_you_mean(name, bands) or (f"there are: {', '.join(bands)}" if bands else "")
    raise GovauditError(Problem(code=Code.UNKNOWN_NAME, message=f"expected {wanted}; found {quote(name)}", hint=hint))


def _prices(session: Session, text: str) -> dict[str, int]:
    """What a step of each class costs, as the data or `--costs` say."""
    prices = {name: item.cost for name, item in session.workspace.costs.items()}
    for part in filter(None, text.split(",")):
        name, _, number = part.strip().partition("=")
        if name not in prices:
            hint = did_you_mean(name, prices) or (
                f"there are: {', '.join(prices)}" if prices else "the data have none: a step costs 1"
            )
            raise GovauditError(
                Problem(code=Code.UNKNOWN_NAME, message=f"expected a class of costs; found {quote(name)}", hint=hint)
            )
        if not re.fullmatch(r"\d{1,4}", number) or not 1 <= int(number) <= MOST_COST:
            message = f"expected --costs {name}=N, a whole number from 1 to {MOST_COST}; found {quote(number)}"
            raise GovauditError(Problem(code=Code.BAD_NUMBER, message=message))
        prices[name] = int(number)
    return prices


def _planned(session: Session, audit: Audit, target: Target, prices: Mapping[str, int], most: int) -> Report:
    from govaudit.analysis.planning.proposals import Forum, propose  # start-up, and an extra
    from govaudit.cli.hush import hushed
    from govaudit.report.plans import Report

    forum = Forum(plan=audit.plan, facts=audit.facts, card=audit.card, missing=session.missing)
    with hushed():
        planning = propose(forum, target, prices, most, _peers(session, audit))
    if not planning.proposals:
        raise GovauditError(_unreachable(planning, audit))
    return Report(planning=planning, audit=audit, classes=session.workspace.costs)


def _peers(session: Session, audit: Audit) -> list[Peer]:
    """The other forums that live on the day; a profile that cannot be read shows nothing, which is no fault of the plan."""
    from govaudit.analysis.planning.steps import Peer  # start-up, and an extra
    from govaudit.model.timeline import knowledge_at

    profiles, _ = session.workspace.profiles()
    others = [
        item
        for item in profiles.values()
        if item.id != audit.card.forum and not item.draft and not item.absent(session.as_of)
    ]
    return [Peer(item, knowledge_at(item, audit.plan.codebook, session.as_of)) for item in others]


def _unreachable(planning: Planning, audit: Audit) -> Problem:
    from govaudit.report.plans import aim, obstacles  # start-up

    obstacle: Obstacle | None = planning.obstacle
    assert obstacle is not None  # nothing was found
    message = f"expected a target within reach of {audit.card.forum}; found {aim(planning.target, audit.plan)}"
    return Problem(code=Code.UNREACHABLE_TARGET, message=message, hint="; ".join(obstacles(obstacle)))


def _affordable(report: Report, budget: int | None) -> Report:
    """The plans within the budget."""
    if budget is None:
        return report
    from dataclasses import replace  # start-up

    proposals = report.planning.proposals
    within = tuple(item for item in proposals if item.cost <= budget)
    if not within:
        cheapest = min(item.cost for item in proposals)
        message = f"expected a budget of at least {cheapest}; found {budget}"
        hint = f"the cheapest plan costs {cheapest}; a cheaper one reaches a nearer target"
        raise GovauditError(Problem(code=Code.OVER_BUDGET, message=message, hint=hint))
    return replace(report, planning=replace(report.planning, proposals=within))


def _emit(session: Session, report: Report, format: str, output: str, *, no_color: bool) -> None:
    from govaudit.report import plans as drawn  # start-up, and an extra
    from govaudit.report import plans_json, tables

    if format == "terminal":
        emit_lines(drawn.render(report, paper(output)), output, no_color=no_color)
    elif format == "json":
        workspace = session.workspace
        names = workspace.inputs(session.framework, workspace.forum_ids()) + workspace.cost_files()
        emit(plans_json.render(report, workspace.documents.digest(names)), output)
    else:
        emit(tables.render(drawn.table(report), format), output)
