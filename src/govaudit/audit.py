"""Use cases on loaded values: score a forum, compare several, run cases. No files, no printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govaudit.analysis.influence import Influence, influence
from govaudit.analysis.ranking import Standing, standings
from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.profile import Profile
from govaudit.model.scorecard import Scorecard
from govaudit.model.source import Source
from govaudit.model.timeline import knowledge_at
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import score_profile


@dataclass(frozen=True)
class Audit:
    """A scorecard together with all it was made from, so that any report can walk a number back to a document."""

    card: Scorecard
    plan: Plan
    profile: Profile
    facts: Mapping[str, Knowledge]
    sources: Mapping[str, Source]
    missing: Missing | None

    @cached_property
    def influence(self) -> Influence:
        """What carries the score and what would move it; worked out when a report asks."""
        return Influence((), (), ()) if self.card.absent else influence(self.plan, self.facts, self.missing)


@dataclass(frozen=True)
class Comparison:
    """Several forums under one framework on one day, best first."""

    audits: tuple[Audit, ...]
    standings: tuple[Standing, ...]


def score(
    plan: Plan, profile: Profile, sources: Mapping[str, Source], as_of: date, missing: Missing | None = None
) -> Audit:
    """Score one forum on one day."""
    facts = knowledge_at(profile, plan.codebook, as_of)
    card = score_profile(plan, profile, facts, as_of, missing)
    return Audit(card, plan, profile, facts, sources, missing)


def compare(audits: Sequence[Audit]) -> Comparison:
    """Rank audits; the order given does not matter."""
    ranked = standings([item.card for item in audits])
    by_forum = {item.card.forum: item for item in audits}
    return Comparison(tuple(by_forum[standing.forum] for standing in ranked), ranked)
