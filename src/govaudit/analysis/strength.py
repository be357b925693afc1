"""How strong the evidence beneath a score is. Shown beside the score, never mixed into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from govaudit.model.framework import Aggregate
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.scorecard import Scorecard
from govaudit.model.source import Source
from govaudit.scoring.aggregate import ONE, takes_weights
from govaudit.scoring.plan import Plan

ZERO = Fraction(0)
PRIMARY = "primary-legal-text"
Mark: TypeAlias = Literal["primary", "single", "own", "older", "undated"]
MARKS: tuple[Mark, ...] = get_args(Mark)


@dataclass(frozen=True, slots=True)
class Strength:
    """Shares, from 0 to 1, of the settled weight that rests on evidence; None where nothing does.

    The weight of a settled indicator is divided evenly among the statements it reads.

    Attributes
    ----------
    primary
        Statements that cite at least one primary legal text.
    single
        Statements that rest on one source only.
    own
        Statements for which every source is the forum's own word.
    older
        Statements whose newest dated source is older than the years that were asked for.
    undated
        Statements without any dated source, so that nobody can say how old they are.
    """

    primary: Fraction | None = None
    single: Fraction | None = None
    own: Fraction | None = None
    older: Fraction | None = None
    undated: Fraction | None = None


def strength(
    plan: Plan, card: Scorecard, facts: Mapping[str, Knowledge], sources: Mapping[str, Source], years: int
) -> Strength:
    """The strength of the evidence beneath one scorecard. Older means: issued more than `years` before its day."""
    weighed = [
        (weight, marks([sources[name] for name in names], card, years))
        for weight, names in _statements(plan, card, facts)
    ]
    total = sum((weight for weight, _ in weighed), ZERO)
    if not total:
        return Strength()
    return Strength(
        **{mark: sum((weight for weight, found in weighed if mark in found), ZERO) / total for mark in MARKS}
    )


def marks(cited: Sequence[Source], card: Scorecard, years: int) -> frozenset[Mark]:
    """What holds of a statement that rests on these sources: the attributes of `Strength` to whose share it counts."""
    limit = f"{card.as_of.year - years:04d}{card.as_of.isoformat()[4:]}"
    newest = max(source.issued_by for source in cited)
    holds: dict[Mark, bool] = {
        "primary": any(source.custom.grade == PRIMARY for source in cited),
        "single": len(cited) == 1,
        "own": all(source.custom.by == card.forum for source in cited),
        "older": "" < newest < limit,
        "undated": not newest,
    }
    return frozenset(mark for mark, true in holds.items() if true)


def marks_of(knowledge: Knowledge, card: Scorecard, sources: Mapping[str, Source], years: int) -> frozenset[Mark]:
    """The same of what is known of a fact; nothing where it rests on no evidence."""
    names = _cited(knowledge)
    return marks([sources[name] for name in names], card, years) if names else frozenset()


def _statements(
    plan: Plan, card: Scorecard, facts: Mapping[str, Knowledge]
) -> Iterator[tuple[Fraction, tuple[str, ...]]]:
    """Each statement beneath a settled indicator: its part of the weight, and the sources it cites."""
    for name, weight in settled_weights(plan, card).items():
        known = (_cited(facts.get(fact, UNCODED)) for fact in plan.nodes[name].facts)
        cited = [names for names in known if names]
        for names in cited:
            yield weight / len(cited), names


def _cited(knowledge: Knowledge) -> tuple[str, ...]:
    """The sources of what is known; none of what is not."""
    statement = knowledge.statement if knowledge.values else None
    return tuple(dict.fromkeys(item.source for item in statement.all_evidence())) if statement else ()


def settled_weights(plan: Plan, card: Scorecard) -> dict[str, Fraction]:
    """The share of each settled indicator in the whole weight; they sum to the coverage of the score."""
    nodes = {node.id: node for node in card.nodes}
    shares, found = {plan.root: ONE}, {}
    for name in reversed(plan.order) if nodes else ():  # members come before what reads them
        spec, share = plan.nodes[name].aggregate, shares.get(name)
        if share is None:
            continue
        if spec is None:
            if nodes[name].score.coverage == ONE:
                found[name] = share
            continue
        members = _counted(spec, plan.nodes[name].members)
        counting = {member: weight for member, weight in members.items() if nodes[member].score.coverage is not None}
        total = sum(counting.values(), ZERO)
        for member, weight in counting.items():
            shares[member] = shares.get(member, ZERO) + (share * weight / total if total else ZERO)
    return found


def _counted(spec: Aggregate, members: tuple[tuple[str, Fraction], ...]) -> dict[str, Fraction]:
    weighted = takes_weights(spec.aggregation)
    return {name: weight if weighted else ONE for name, weight in members}
