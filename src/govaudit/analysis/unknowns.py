"""What is worth finding out: each unknown fact by how much settling it, alone, would narrow and move a forum's score, rank and claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from govaudit.analysis.claims import WORDS, Court, Ready
from govaudit.analysis.ranking import Field
from govaudit.analysis.settling import Ground, ground, open_facts, trials
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.model.scorecard import Score, Scorecard
from govaudit.rules.truth import UNKNOWN
from govaudit.scoring.plan import Plan

ZERO = Fraction(0)
Ranks = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Stake:
    """An undecided claim that settling one fact may decide.

    Attributes
    ----------
    becomes
        The verdicts it may come to.
    surely
        Whether it is decided whatever the fact turns out to be.
    """

    paper: str
    claim: str
    becomes: tuple[str, ...]
    surely: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """An unknown fact of one forum, and what settling it alone would do.

    Attributes
    ----------
    low, high
        The least and the greatest point the root would have.
    gain, gain_least
        By how much the root's bounds would draw together, at most and at least, over the values the fact may turn out to have.
    bands
        The bands in which the root's point would lie.
    ranks
        Each pair of best and worst rank among all forums that it would lead to, if another than now.
    """

    forum: str
    fact: str
    knowledge: Knowledge
    low: Fraction | None
    high: Fraction | None
    gain: Fraction
    gain_least: Fraction
    bands: tuple[str, ...]
    ranks: tuple[Ranks, ...]
    claims: tuple[Stake, ...]


@dataclass(frozen=True, slots=True)
class Docket:
    """The claims that are undecided on a day; settling a fact never undecides or turns a verdict (Kleene)."""

    court: Court
    on: date
    open: tuple[tuple[str, Ready], ...]

    def facts(self, forum: str) -> frozenset[str]:
        """The facts of a forum that an open claim reads."""
        return frozenset(fact for _, ready in self._about(forum) for fact in ready.facts)

    def stakes(self, forum: str, fact: str, knowledge: Knowledge) -> tuple[Stake, ...]:
        """The open claims that this fact may decide."""
        found = []
        for paper, ready in self._about(forum):
            if fact in ready.facts:
                values = trials(ready.plan, fact, knowledge, (ready.rule,) if ready.rule else ())
                truths = {
                    self.court.supposing(ready.plan, forum, self.on, fact, known(value)).verdict(ready, self.on).truth
                    for value in values
                }
                words = tuple(word for truth, word in WORDS.items() if truth in truths and truth is not UNKNOWN)
                found += [Stake(paper, ready.claim.id, words, UNKNOWN not in truths)] if words else []
        return tuple(found)

    def _about(self, forum: str) -> list[tuple[str, Ready]]:
        return [(paper, ready) for paper, ready in self.open if forum in self.court.concerned(ready)]


def docket(court: Court, papers: Mapping[str, Sequence[Ready]], on: date) -> Docket:
    """The claims that are undecided on a day; those that speak of their own day alone are left out."""
    found = [(paper, ready) for paper, group in papers.items() for ready in group if not ready.claim.dated]
    return Docket(
        court, on, tuple((paper, ready) for paper, ready in found if court.verdict(ready, on).truth is UNKNOWN)
    )


def unknowns(
    plan: Plan,
    card: Scorecard,
    facts: Mapping[str, Knowledge],
    missing: Missing | None,
    others: Sequence[Scorecard],
    claims: Docket | None = None,
) -> tuple[Unknown, ...]:
    """The unknown facts of one forum that its root or an open claim reads, those that may narrow the score most first.

    Parameters
    ----------
    others
        The forums among which it is ranked; itself among them does not matter.
    """
    if card.absent:
        return ()
    start = ground(plan, facts, missing)
    ranked = _ranking([other for other in others if other.forum != card.forum])
    scored = open_facts(plan, facts)
    asked = claims.facts(card.forum) if claims else frozenset()
    names = [name for name in plan.codebook if name in scored or (name in asked and facts.get(name, UNCODED).unknown)]
    found = (_unknown(name, card.forum, start, ranked, claims, scored=name in scored) for name in names)
    return tuple(sorted(found, key=order))


def order(item: Unknown) -> tuple[object, ...]:
    """By what may be gained, then by what is gained in any case, then by how far the point may move, then by claims."""
    spread = (item.high or ZERO) - (item.low or ZERO)
    return (-item.gain, -item.gain_least, -spread, -len(item.claims), item.forum, item.fact)


Ranking = Callable[[Ground], Ranks | None]


def _unknown(name: str, forum: str, start: Ground, ranked: Ranking, claims: Docket | None, *, scored: bool) -> Unknown:
    plan, knowledge = start.memory.plan, start.facts.get(name, UNCODED)
    values = trials(plan, name, knowledge)
    ends = [start.settle(name, value) for value in values] if scored else [start]
    points = [end.point for end in ends if end.point is not None]
    gains = [start.width - end.width for end in ends]
    reached = {end.band for end in ends}
    now, ranks = ranked(start), {ranked(end) for end in ends}
    return Unknown(
        forum=forum,
        fact=name,
        knowledge=knowledge,
        low=min(points, default=None),
        high=max(points, default=None),
        gain=max(gains),
        gain_least=min(gains),
        bands=tuple(band.id for band in start.memory.node.authored.bands if band.id in reached),
        ranks=tuple(sorted(pair for pair in ranks if pair is not None)) if ranks != {now} else (),
        claims=claims.stakes(forum, name, knowledge) if claims else (),
    )


def _ranking(others: Sequence[Scorecard]) -> Ranking:
    """The best and worst rank that a root's bounds allow among others."""
    field = Field([other.score for other in others])

    def ranks(here: Ground) -> Ranks | None:
        _, best, worst = field.place(Score(point=here.point, low=here.root.low, high=here.root.high))
        return None if best is None or worst is None else (best, worst)

    return ranks
