"""From the results of an evaluation to a scorecard: bands, what is withheld, contributions, sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.profile import Profile
from govaudit.model.rubric import Band
from govaudit.model.scorecard import CapState, ContributionLine, NodeScore, Score, Scorecard
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.contributions import factors, lines
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.tables import ceiling, entries_over, entry_at


def score_profile(
    plan: Plan, profile: Profile, facts: Mapping[str, Knowledge], as_of: date, missing: Missing | None = None
) -> Scorecard:
    """Score one forum on one day.

    Parameters
    ----------
    facts
        What is known of each fact on that day (`govaudit.model.timeline.knowledge_at`).
    missing
        A policy for all nodes; None for those of the framework.
    """
    policy = missing or plan.nodes[plan.root].missing
    absent = profile.absent(as_of)
    card = Scorecard(
        forum=profile.id,
        name=profile.name,
        generic=profile.generic,
        draft=profile.draft,
        framework=plan.framework.id,
        version=plan.framework.version,
        as_of=as_of,
        missing=policy,
        absent=absent,
    )
    return card if absent else assemble(card, Evaluation(plan, facts, missing))


def assemble(card: Scorecard, evaluation: Evaluation) -> Scorecard:
    """Fill a card from an evaluation."""
    plan, results = evaluation.plan, evaluation.run()
    withheld = why_withheld(plan.nodes[plan.root], results[plan.root])
    worth = {} if withheld else factors(plan, results)  # a withheld point has no parts
    nodes = tuple(node_score(name, evaluation, worth.get(name)) for name in plan.nodes)
    shares = tuple(
        ContributionLine(node=line.node, kind=line.kind, value=line.value)
        for line in (lines(plan, results) if worth else ())
    )
    return replace(card, nodes=nodes, designations=designations(evaluation), contributions=shares)


def designations(evaluation: Evaluation) -> tuple[tuple[str, str], ...]:
    """Each designation and its answer."""
    return tuple((item.id, evaluation.designation(i).value) for i, (item, _) in enumerate(evaluation.plan.designations))


def node_score(name: str, evaluation: Evaluation, factor: Fraction | None = None) -> NodeScore:
    """What a scorecard says of one node, once everything is evaluated. `factor`: what one point of it is worth at the root."""
    node, result = evaluation.plan.nodes[name], evaluation.results[name]
    withheld = why_withheld(node, result)
    bands = bands_of(node, result, evaluation.missing or node.missing)
    facts = tuple(dict.fromkeys((*node.facts, *node.gate_facts)))
    return NodeScore(
        id=node.id,
        kind=node.kind,
        heading=node.authored.heading,
        parent=node.parent,
        weight=node.weight,
        score=Score(
            point=None if withheld else result.point, low=result.low, high=result.high, coverage=result.coverage
        ),
        applies=result.effective.value,
        withheld=withheld,
        band=None if withheld or result.point is None or not bands else bands[0].id,
        possible_bands=tuple(band.id for band in bands[1:]),
        level=result.levels[0] if len(result.levels) == 1 else None,
        possible_levels=result.levels,
        contribution=None if factor is None or result.point is None else factor * result.point,
        facts=facts,
        sources=_sources(facts, evaluation.facts),
        caps=tuple(
            CapState(id=cap.id, holds=held.value, reason=cap.reason)
            for (cap, _), held in zip(
                node.caps, result.caps, strict=False
            )  # a node that does not apply has judged no cap
        ),
    )


def why_withheld(node: PlanNode, result: Result) -> str:
    """Why the point and the band of a node are not shown; "" if they are."""
    if node.aggregate is None or result.coverage is None or result.coverage >= node.aggregate.min_coverage:
        return ""
    return f"coverage {float(result.coverage):.0%} is below the least of {float(node.aggregate.min_coverage):.0%}"


def bands_of(node: PlanNode, result: Result, policy: Missing) -> tuple[Band, ...]:
    """The band shown, then every possible band; a cap on the band lowers them. Empty if there are none."""
    table = node.authored.bands
    if not table or result.low is None or result.high is None:
        return ()
    possible = list(entries_over(table, result.low, result.high))
    shown = entry_at(table, result.low if result.point is None else result.point)
    for (cap, _), held in zip(node.caps, result.caps, strict=True):
        if cap.band is None or held is FALSE:
            continue
        lowered = [ceiling(table, band, cap.band) for band in possible]
        possible = lowered if held is TRUE else [*possible, *lowered]
        shown = ceiling(table, shown, cap.band) if held is TRUE or policy == "zero-credit" else shown
    return (shown, *(band for band in table if band in possible))


def _sources(facts: tuple[str, ...], known: Mapping[str, Knowledge]) -> tuple[str, ...]:
    """The sources that the statements on these facts cite, in reading order."""
    cited: dict[str, None] = {}
    for fact in facts:
        statement = known[fact].statement if fact in known else None
        if statement:
            cited |= dict.fromkeys(evidence.source for evidence in statement.all_evidence())
    return tuple(cited)
