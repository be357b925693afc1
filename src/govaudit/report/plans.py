"""The cheapest plans that reach a target: on the terminal, and as a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.planning.proposals import Obstacle, Planning, Proposal
from govaudit.analysis.planning.steps import Step
from govaudit.analysis.planning.target import Target
from govaudit.audit import Audit
from govaudit.model.codebook import shown_number, shown_value
from govaudit.model.cost import CostClass
from govaudit.model.scorecard import NodeScore, Scorecard
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.numbers import shown, signed
from govaudit.report.rows import number
from govaudit.report.sentences import band_label, brief, cite, digits_of, recommendation
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named
from govaudit.scoring.plan import Plan

SHOWN_REASONS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was planned, the audit of the forum as it is, and the classes of costs."""

    planning: Planning
    audit: Audit
    classes: Mapping[str, CostClass]


def aim(target: Target, plan: Plan) -> str:
    """The target in words: `partly-accountable (40 or more)`."""
    least = (
        f"{'more than ' if target.strictly else ''}{shown_number(target.least)}{'' if target.strictly else ' or more'}"
    )
    what = f"{target.band.id} ({least})" if target.band else least
    return what if target.node == plan.root else f"{target.node} at {what}"


def obstacles(found: Obstacle) -> list[str]:
    """What keeps a target out of reach, the best score first."""
    told = [
        "nothing makes it apply"
        if found.best is None
        else f"the best that any change of facts reaches is {shown(found.best, 2)}"
    ]
    told += [f"cap {cap.id} of {node} holds ({' '.join(cap.reason.split()).rstrip('.')})" for node, cap in found.caps]
    told += _listed("fixed", found.fixed)
    return told + _listed("not applicable", found.inapplicable)


def _listed(what: str, facts: tuple[tuple[str, str], ...]) -> list[str]:
    told = [f"{what}: {name}{_because(reason)}" for name, reason in facts[:SHOWN_REASONS]]
    more = len(facts) - SHOWN_REASONS
    return told + ([f"and {more} more facts {what}"] if more > 0 else [])


def _because(reason: str) -> str:
    return f" ({' '.join(reason.split()).rstrip('.')})" if reason else ""


def render(report: Report, paper: Paper) -> list[Line]:
    """The forum as it is and the target; then every plan with its steps."""
    planning, audit = report.planning, report.audit
    card, target = audit.card, planning.target
    lines = wrapped(f"A plan for {card.name} ({card.forum})", paper, style="title")
    lines += wrapped(
        f"{named(audit.plan)} · as of {card.as_of} · unknowns: {card.missing} · target: {aim(target, audit.plan)}",
        paper,
        style="quiet",
    )
    lines += wrapped(_standing(audit, card, target), paper, ("Now: ", "head"))
    if not planning.proposals[0].steps:
        how = "" if planning.proposals[0].certain else ", though not for certain"
        lines += [BLANK, *wrapped(f"The target is reached already{how}. Nothing to do: cost 0.", paper)]
    for place, proposal in enumerate(planning.proposals):
        if proposal.steps:
            first = next(item for item in planning.proposals if item.certain == proposal.certain)
            lines += [*heading(_title(planning, place)), *_proposal(report, proposal, first, paper)]
    return lines + _notes(report, paper)


def _title(planning: Planning, place: int) -> str:
    proposal = planning.proposals[place]
    certain = "certainly" if proposal.certain else "possibly"
    first = place == 0 or proposal.certain != planning.proposals[place - 1].certain
    what = f"The cheapest plan that {certain} reaches it" if first else f"Another that {certain} does"
    return f"{what}: cost {proposal.cost}, {_count(len(proposal.steps), 'change')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _standing(audit: Audit, card: Scorecard, target: Target) -> str:
    """A node's numbers and band, in a line."""
    node = card.node(target.node)
    band = f", {band_label(audit, node.band, target.node)}" if node.band else ""
    digits = digits_of(audit, node)
    point, low, high = (shown(one, digits) for one in (node.score.point, node.score.low, node.score.high))
    return f"{point} (at least {low}, at most {high}){band}"


def _proposal(report: Report, proposal: Proposal, first: Proposal, paper: Paper) -> list[Line]:
    """All steps of a plan; of another plan, those that it does not share with the first of its kind."""
    audit, target = report.audit, report.planning.target
    lines: list[Line] = []
    shared = {(step.fact, after(step)) for step in first.steps} if proposal is not first else set()
    told = [
        (place, step) for place, step in enumerate(proposal.steps, start=1) if (step.fact, after(step)) not in shared
    ]
    if len(told) < len(proposal.steps):
        taken = {step.fact for step in proposal.steps}
        without = ", ".join(step.fact for step in first.steps if step.fact not in taken)
        lines += wrapped(f"As the first{f', without {without}' if without else ''}; but", paper, indent=2)
    for place, step in told:
        lines += wrapped(_change(step), paper, (f"{place}. ", "number"), indent=2)
        lines += wrapped(f"{price(report, step)}; {gain(step)}", paper, indent=5, style="quiet")
        if step.indicator:
            lines += wrapped(recommendation(audit, step.indicator), paper, indent=5)
        if shown_by := as_done_by(audit, step):
            lines += wrapped(shown_by, paper, indent=5, style="quiet")
    return lines + wrapped(_standing(audit, proposal.after, target), paper, ("Then: ", "head"), indent=2)


def _change(step: Step) -> str:
    return f"{step.fact}: {brief(step.before)} → {after(step)}"


def after(step: Step) -> str:
    """The value that a step leads to."""
    assert step.option.value is not None  # a step changes something
    return shown_value(step.option.value)


def price(report: Report, step: Step) -> str:
    """`cost 4: decision, 2 steps of 2`."""
    name = report.audit.plan.codebook[step.fact].cost
    each = report.planning.prices[name] if name else 1
    label = report.classes[name].label.lower() if name else "no class"
    return f"cost {step.option.cost}: {label}, {_count(step.option.steps, 'step')} of {each}"


def gain(step: Step) -> str:
    """What a step adds; to each bound, if they part: what settles an unknown raises one and may lower the other."""
    effect = step.effect
    if effect.low == effect.high:
        return f"{signed(effect.low)} points"
    return f"low bound {_moved(effect.low)}, high bound {_moved(effect.high)}"


def _moved(by: Fraction | None) -> str:
    return "unchanged" if by == 0 else signed(by)


def as_done_by(audit: Audit, step: Step) -> str:
    """A forum that has done as much, with the source that says so."""
    if step.example is None:
        return ""
    profile, knowledge = step.example.profile, step.example.facts[step.fact]
    name = profile.short_name or profile.name
    evidence = knowledge.statement.all_evidence() if knowledge.statement else ()
    source = f"; source: {cite(evidence[0], audit.sources)}" if evidence else ""
    return f"example: {name} [{profile.id}], {shown_value(knowledge.values[0])}{source}"


def _notes(report: Report, paper: Paper) -> list[Line]:
    planning = report.planning
    notes = []
    if planning.obstacle is not None:
        notes.append(f"No plan reaches it for certain: {'; '.join(obstacles(planning.obstacle))}.")
    if report.classes:
        listed = ", ".join(f"{item.label.lower()} {planning.prices[name]}" for name, item in report.classes.items())
        notes.append(f"Costs of a step, an opinion that --costs replaces: {listed}.")
    notes.append(
        "Cheapest of all changes of facts, proven and verified. All else is taken to stay as it is; whether a change is possible or right is for others to say."
    )
    return [BLANK, *(line for text in notes for line in wrapped(text, paper, style="quiet"))]


def table(report: Report) -> Table:
    """One row a step; plans are numbered as they are listed."""
    head = (
        "plan", "certain", "plan cost", "fact", "from", "to", "class", "steps", "cost", "effect on point", "effect on low", "effect on high", "indicator", "recommendation", "example", "score low", "score point", "score high", "band",
    )  # fmt: skip
    rows = [row for place, item in enumerate(report.planning.proposals, start=1) for row in _rows(report, place, item)]
    return Table(head, tuple(rows))


def _rows(report: Report, place: int, proposal: Proposal) -> Iterator[tuple[Cell, ...]]:
    audit = report.audit
    node: NodeScore = proposal.after.node(report.planning.target.node)
    score = node.score
    end = (number(score.low), number(score.point), number(score.high), node.band or "")
    plan = (place, "yes" if proposal.certain else "possible", proposal.cost)
    if not proposal.steps:
        yield (*plan, *("",) * 4, None, None, None, None, None, "", "", "", *end)
    for step in proposal.steps:
        parts = (step.effect.point, step.effect.low, step.effect.high)
        yield (
            *plan,
            step.fact,
            brief(step.before),
            after(step),
            audit.plan.codebook[step.fact].cost or "",
            step.option.steps,
            step.option.cost,
            *(number(part) for part in parts),
            step.indicator,
            recommendation(audit, step.indicator) if step.indicator else "",
            step.example.profile.id if step.example else "",
            *end,
        )
