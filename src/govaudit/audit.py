"""Use cases on loaded values: score a forum, compare several, run cases. No files, no printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govaudit.analysis.groups import GroupSummary, summarise
from govaudit.analysis.influence import Influence, influence
from govaudit.analysis.minimal_sets import Settling, settling
from govaudit.analysis.ranking import Standing, place, standings
from govaudit.analysis.settling import ground
from govaudit.analysis.strength import Strength, strength
from govaudit.analysis.unknowns import Docket, Ranks, Unknown, unknowns
from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.profile import Profile
from govaudit.model.scorecard import Scorecard
from govaudit.model.source import Source
from govaudit.model.timeline import knowledge_at
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
class Research:
    """What is worth finding out about one forum.

    Attributes
    ----------
    ranks
        The best and worst rank among all forums, as long as nothing is settled; None without a score.
    unknown
        Its unknown facts, the most rewarding first.
    settling
        The smallest sets of them that settle the band.
    """

    audit: Audit
    ranks: Ranks | None
    unknown: tuple[Unknown, ...]
    settling: Settling | None


def research(audit: Audit, everyone: Sequence[Audit], docket: Docket | None = None) -> Research:
    """What settling the unknown facts of a forum would do to its score, to its rank among everyone and to open claims."""
    cards = [item.card for item in everyone if item.card.forum != audit.card.forum]
    found = unknowns(audit.plan, audit.card, audit.facts, audit.missing, cards, docket)
    _, best, worst = place(audit.card.score, [card.score for card in cards])
    ranks = None if best is None or worst is None else (best, worst)
    start = None if audit.card.absent else ground(audit.plan, audit.facts, audit.missing)
    return Research(audit, ranks, found, settling(start) if start else None)


def suppose(audit: Audit, changes: Mapping[str, Knowledge]) -> Audit:
    """The same forum on the same day, if this were known of some of its facts."""
    facts = {**audit.facts, **changes}
    card = score_profile(audit.plan, audit.profile, facts, audit.card.as_of, audit.missing)
    return Audit(card, audit.plan, audit.profile, facts, audit.sources, audit.missing, audit.years)
