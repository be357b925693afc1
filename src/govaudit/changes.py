"""Use cases over time on loaded values: the history of a forum, and why two scores differ. No files, no printing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from govaudit.analysis.change import FactChange, ForumChange, State, change, fact_changes
from govaudit.analysis.ranking import Standing, standings
from govaudit.audit import Audit, score
from govaudit.model.framework import Missing
from govaudit.model.profile import Profile
from govaudit.model.source import Source
from govaudit.model.timeline import turning_points
from govaudit.scoring.plan import Plan


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


@dataclass(frozen=True)
class Difference:
    """Two versions of the same forums. A forum that is on one side only has no split."""

    before: Mapping[str, Audit]
    after: Mapping[str, Audit]
    changes: tuple[ForumChange, ...]

    def ranks(self) -> tuple[dict[str, Standing], dict[str, Standing]]:
        """The standing of each forum among all of its side, before and after; best first."""
        before, after = (
            {item.forum: item for item in standings([audit.card for audit in side.values()])}
            for side in (self.before, self.after)
        )
        return before, after

    def moved(self) -> tuple[tuple[Standing, Standing], ...]:
        """The forums on both sides whose rank is not what it was, with both; by the later rank."""
        before, after = self.ranks()
        pairs = ((before[forum], standing) for forum, standing in after.items() if forum in before)
        return tuple(pair for pair in pairs if pair[0].rank != pair[1].rank)


def differences(before: Mapping[str, Audit], after: Mapping[str, Audit]) -> Difference:
    """Why each forum's score is not what it was, and which forums are new or gone."""
    changes = [diff(before[name], after[name]) for name in sorted(before.keys() & after.keys())]
    changes += [ForumChange(name, "not in the data", "", (), ()) for name in sorted(after.keys() - before.keys())]
    changes += [ForumChange(name, "", "not in the data", (), ()) for name in sorted(before.keys() - after.keys())]
    return Difference(before, after, tuple(changes))


def _state(audit: Audit) -> State:
    return State(audit.plan, audit.profile, audit.facts, audit.missing, audit.card)
