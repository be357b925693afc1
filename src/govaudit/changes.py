"""Use cases about change on loaded values: a forum's history, why two scores differ, what knowing more would do, what became of reforms.

No files, no printing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from govaudit.analysis.change import Cause, FactChange, ForumChange, Parts, State, change, fact_changes
from govaudit.analysis.minimal_sets import Settling, settling
from govaudit.analysis.ranking import Field, Standing, standings
from govaudit.analysis.reforms import Asked, Outcome, Verdict, judge, supposed, whole
from govaudit.analysis.settling import ground
from govaudit.analysis.unknowns import Docket, Ranks, Unknown, unknowns
from govaudit.audit import Audit, score, suppose
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.profile import Profile
from govaudit.model.reform import Address, Reform
from govaudit.model.source import Source
from govaudit.model.timeline import knowledge_at, turning_points
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
    scored: Sequence[Audit] = (),
) -> tuple[Moment, ...]:
    """A forum on every day up to `until` on which a fact or its own existence changed; or on the days that are named.

    The changes are those since the day before in the list; on the first day, all that is known.

    Parameters
    ----------
    scored
        The forum on other days, the first first: what nothing has changed since is not scored again.
    """
    moments: list[Moment] = []
    for day in days if days is not None else turning_points(profile, until):
        last = moments[-1].audit if moments else None
        before = [*[audit for audit in scored if audit.card.as_of <= day][-1:], *([last] if last else [])]
        known = (_later(audit, day) for audit in before)
        audit = next(filter(None, known), None) or score(plan, profile, sources, day, missing)
        changes = fact_changes(_state(last) if last else replace(_state(audit), facts={}), _state(audit))
        if days is not None or changes or last is None or last.card.absent != audit.card.absent:
            moments.append(Moment(audit, changes))
    return tuple(moments)


def _later(audit: Audit, day: date) -> Audit | None:
    """The same forum on a later day, if every statement still holds and no other has begun: then no score has changed either."""
    facts = knowledge_at(audit.profile, audit.plan.codebook, day)
    same = all(facts[name].statement is audit.facts[name].statement for name in facts)
    if not same or audit.profile.absent(day) != audit.card.absent:
        return None
    return replace(audit, card=replace(audit.card, as_of=day))


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
    _, best, worst = Field([card.score for card in cards]).place(audit.card.score)
    ranks = None if best is None or worst is None else (best, worst)
    start = None if audit.card.absent else ground(audit.plan, audit.facts, audit.missing)
    return Research(audit, ranks, found, settling(start) if start else None)


@dataclass(frozen=True)
class Pursued:
    """What became of a reform at one forum.

    Attributes
    ----------
    forum
        The forum the reform was addressed to.
    then
        That forum on the day from which it is looked back.
    predicted
        The same, had the reform been made that day; None if there was no forum yet.
    today
        The forum in which the reform is looked for today: the same, or its successor.
    parts
        What moved the score of the forum since: the facts of the reform, other facts, evidence, correction. They sum to the move exactly; None where
        there is nothing to compare.
    """

    forum: str
    then: Audit
    predicted: Audit | None
    today: Audit
    asked: tuple[Asked, ...]
    parts: Mapping[str, Parts] | None

    @property
    def succeeded(self) -> bool:
        """Whether it is looked for at a successor."""
        return self.today.card.forum != self.forum

    @property
    def verdict(self) -> Verdict:
        return whole([item.outcome for item in self.asked])


@dataclass(frozen=True)
class Hindsight:
    """A reform, looked back upon; nothing was looked for if no fact can express it."""

    reform: Reform
    since: date
    pursued: tuple[Pursued, ...]

    @property
    def verdict(self) -> Verdict:
        """All forums taken together. Where there is a successor, it stands for the forum that has ended."""
        if self.reform.out_of_scope:
            return Verdict.OUT_OF_SCOPE
        replaced = {item.forum for item in self.pursued if item.succeeded}
        counted = [item for item in self.pursued if item.succeeded or item.forum not in replaced]
        return whole([asked.outcome for item in counted for asked in item.asked])


def reformed(audit: Audit, changes: Mapping[str, object]) -> dict[str, Knowledge]:
    """What would be known of the facts that a reform changes."""
    book = audit.plan.codebook
    return {
        name: supposed(book[name], audit.facts.get(name, UNCODED), book[name].value(raw))
        for name, raw in changes.items()
    }


def pursue(forum: str, address: Address, then: Audit, today: Audit) -> Pursued:
    """What became of a reform at a forum: `today` is the forum itself, or its successor."""
    absent = bool(then.card.absent)
    asked = tuple(_asked(name, raw, then, today) for name, raw in address.changes.items())
    same = today.card.forum == forum
    parts = (
        _parts(diff(then, today), frozenset(address.changes)) if same and not (absent or today.card.absent) else None
    )
    return Pursued(forum, then, None if absent else suppose(then, reformed(then, address.changes)), today, asked, parts)


def _asked(name: str, raw: object, then: Audit, today: Audit) -> Asked:
    fact = then.plan.codebook[name]
    value = fact.value(raw)
    before, now = then.facts.get(name, UNCODED), today.facts.get(name, UNCODED)
    if then.card.absent:
        return Asked(name, value, before, now, Outcome.NOT_BEGUN)
    outcome = Outcome.ENDED if today.card.absent else judge(fact, before, now, value)
    return Asked(name, value, before, now, outcome)


def _parts(found: ForumChange, facts: frozenset[str]) -> Mapping[str, Parts] | None:
    """The steps of a change, summed by what they are to the reform."""
    sums = {name: [Fraction(0)] * 3 for name in PARTS}
    for step in found.steps:
        effect = (step.effect.point, step.effect.low, step.effect.high)
        cause = step.change.cause
        name = cause.value if cause is not Cause.WORLD else "reform" if step.change.fact in facts else "others"
        for end, part in enumerate(effect):
            if part is None:
                return None
            sums[name][end] += part
    return {name: Parts(*numbers) for name, numbers in sums.items()}


PARTS = ("reform", "others", "evidence", "correction")
"""What the facts of the reform did and what other facts did, as the world changed; what was found out; what was coded wrongly before."""


def _state(audit: Audit) -> State:
    return State(audit.plan, audit.profile, audit.facts, audit.missing, audit.card)
