"""Use cases on loaded values: score a forum, compare several, run cases. No files, no printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from govaudit.analysis.change import FactChange, ForumChange, State, change, fact_changes
from govaudit.analysis.groups import GroupSummary, summarise
from govaudit.analysis.influence import Influence, influence
from govaudit.analysis.ranking import Standing, standings
from govaudit.analysis.strength import Strength, strength
from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.profile import Profile
from govaudit.model.scorecard import Scorecard
from govaudit.model.source import Source
from govaudit.model.timeline import knowledge_at, turning_points
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import score_profile

OLDER_THAN = 10
"""Years."""


@dataclass(frozen=True)
class Audit:
    """A scorecard together with all it was made from, so that any report can walk a number back to a document."""

    card: Scorecard
    plan: Plan
    profile: Profile
    facts: Mapping[str, Knowledge]
    sources: Mapping[str, Source]
    missing: Missing | None
    years: int = OLDER_THAN

    @cached_property
    def influence(self) -> Influence:
        """What carries the score and what would move it; worked out when a report asks."""
        return Influence((), (), ()) if self.card.absent else influence(self.plan, self.facts, self.missing)

    @cached_property
    def strength(self) -> Strength:
        """How strong the evidence beneath the score is; old is what was issued more than `years` before its day."""
        return strength(self.plan, self.card, self.facts, self.sources, self.years)


@dataclass(frozen=True)
class Comparison:
    """Several forums under one framework on one day, best first."""

    audits: tuple[Audit, ...]
    standings: tuple[Standing, ...]
    group: GroupSummary | None = None


def score(
    plan: Plan,
    profile: Profile,
    sources: Mapping[str, Source],
    as_of: date,
    missing: Missing | None = None,
    years: int = OLDER_THAN,
) -> Audit:
    """Score one forum on one day. `years`: from what age on a source is called old."""
    facts = knowledge_at(profile, plan.codebook, as_of)
    card = score_profile(plan, profile, facts, as_of, missing)
    return Audit(card, plan, profile, facts, sources, missing, years)


def compare(audits: Sequence[Audit], tag: str = "") -> Comparison:
    """Rank audits; the order given does not matter. With a tag that all bear, the group is summed up as well."""
    ranked = standings([item.card for item in audits])
    by_forum = {item.card.forum: item for item in audits}
    group = summarise(tag, [item.card for item in audits]) if tag else None
    return Comparison(tuple(by_forum[standing.forum] for standing in ranked), ranked, group)


@dataclass(frozen=True)
class Moment:
    """A forum on a day, and the facts that changed since the moment before it."""

    audit: Audit
    changes: tuple[FactChange, ...]


def history(
    plan: Plan,
    profile: Profile,
    sources: Mapping[str, Source],
    until: date,
    missing: Missing | None = None,
    days: Sequence[date] | None = None,
) -> tuple[Moment, ...]:
    """A forum on every day up to `until` on which a fact or its own existence changed; or on the days that are named.

    The changes are those since the day before in the list; on the first day, all that is known.
    """
    moments: list[Moment] = []
    for day in days if days is not None else turning_points(profile, until):
        audit = score(plan, profile, sources, day, missing)
        last = moments[-1].audit if moments else None
        changes = fact_changes(_state(last) if last else replace(_state(audit), facts={}), _state(audit))
        if days is not None or changes or last is None or last.card.absent != audit.card.absent:
            moments.append(Moment(audit, changes))
    return tuple(moments)


def diff(before: Audit, after: Audit) -> ForumChange:
    """Why a forum's score is not what it was: between two days, two versions of the data, or both."""
    return change(_state(before), _state(after))


def _state(audit: Audit) -> State:
    return State(audit.plan, audit.profile, audit.facts, audit.missing, audit.card)
