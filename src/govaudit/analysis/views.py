"""Which conclusions hold for whom: the same sentences, ranks and pairs of forums under several views of one framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, TypeAlias

from govaudit.analysis.claims import Court, Ready, compiled
from govaudit.analysis.ranking import Standing
from govaudit.model.claim import Claim
from govaudit.model.conclusion import Conclusion, Conclusions
from govaudit.model.framework import Missing
from govaudit.model.profile import Profile
from govaudit.model.scorecard import Scorecard
from govaudit.problems import Code, Collector, quote
from govaudit.rules.rename import renamed
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth
from govaudit.scoring.plan import Plan, parser_for

Agreement: TypeAlias = Literal["all", "none", "differs", "open"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A framework as one view of another, or with a reader's weights: what stands in one column.

    Attributes
    ----------
    name
        The framework's id, or another word where weights were changed.
    """

    name: str
    plan: Plan


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of a conclusion under one view: whatever the unknown turns out to be, and by points."""

    certain: Truth
    by_point: Truth


@dataclass(frozen=True, slots=True)
class Judged:
    """A conclusion, and what comes of it under each view."""

    conclusion: Conclusion
    verdicts: Mapping[str, Verdict]

    @property
    def agreement(self) -> Agreement:
        """Whether it holds by points in all views or in none, differs between them, or is open somewhere."""
        found = {verdict.by_point for verdict in self.verdicts.values()}
        if {TRUE, FALSE} <= found:
            return "differs"
        return "open" if UNKNOWN in found else "all" if TRUE in found else "none"

    @property
    def settled(self) -> bool:
        """Whether nothing that is unknown could change any of it."""
        return all(verdict.certain is not UNKNOWN for verdict in self.verdicts.values())


@dataclass(frozen=True, slots=True)
class Ranked:
    """A forum under each view: its scorecard and its standing among the others."""

    forum: str
    cards: Mapping[str, Scorecard]
    standings: Mapping[str, Standing]

    @property
    def moves(self) -> int:
        """How many ranks lie between its best and its worst."""
        ranks = [standing.rank for standing in self.standings.values() if standing.rank is not None]
        return max(ranks, default=0) - min(ranks, default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two forums, the first above the second by points in the first view in which they differ.

    Attributes
    ----------
    above, tied, below
        In how many views the first stands above, level and below, by points.
    certain
        Whether the first is above in every view whatever the unknown turns out to be.
    """

    first: str
    second: str
    above: int
    tied: int
    below: int
    certain: bool

    @property
    def kept(self) -> bool:
        """Whether the first is above in every view, by points."""
        return not self.tied and not self.below


def posed(found: Conclusions, plan: Plan, as_of: date, problems: Collector) -> tuple[Ready, ...]:
    """The conclusions compiled against a view of their framework, whose root bears the view's id."""
    parser, made, seen = parser_for(plan, problems), list[Ready](), set[str]()
    for index, item in enumerate(found.conclusions):
        if item.id in seen:
            message = f"expected the id of a conclusion used once; found {quote(item.id)} again"
            problems.add(Code.DUPLICATE_ID, message, ("conclusions", index, "id"))
        seen.add(item.id)
        told = {
            **dict(item),
            "section": "",
            "rule": renamed(item.rule, found.framework, plan.root),
            "higher_on": plan.root if item.higher_on == found.framework else item.higher_on,
        }
        claim = Claim.model_construct(**told)  # what was read is not read again
        ready = compiled(claim, as_of, plan, parser, ("conclusions", index), problems)
        made += [ready] if ready else []
    return tuple(made)


def judge(
    found: Conclusions, views: Sequence[View], profiles: Mapping[str, Profile], as_of: date, missing: Missing | None
) -> tuple[Judged, ...]:
    """Every conclusion under every view on one day.

    Raises
    ------
    GovauditError
        If one cannot be read under some view.
    """
    columns: dict[str, list[Verdict]] = {}
    for view in views:
        problems = Collector()
        ready = posed(found, view.plan, as_of, problems)
        problems.raise_if_any()
        bounds, points = Court(profiles), Court(profiles, points=True, missing=missing)
        columns[view.name] = [
            Verdict(bounds.verdict(item, as_of).truth, points.verdict(item, as_of).truth) for item in ready
        ]
    return tuple(
        Judged(item, {name: column[index] for name, column in columns.items()})
        for index, item in enumerate(found.conclusions)
    )


def pairs(ranked: Sequence[Ranked]) -> tuple[Pair, ...]:
    """Every two forums that have a score under each view; the order of views and forums decides the order."""
    scored = [item for item in ranked if all(card.score.point is not None for card in item.cards.values())]
    return tuple(_pair(one, other) for one, other in combinations(scored, 2))


def _pair(one: Ranked, other: Ranked) -> Pair:
    signs = [_sign(one.cards[name], other.cards[name]) for name in one.cards]
    if next((sign for sign in signs if sign), 1) < 0:
        one, other, signs = other, one, [-sign for sign in signs]
    certain = all(_surely_above(one.cards[name], other.cards[name]) for name in one.cards)
    return Pair(
        first=one.forum,
        second=other.forum,
        above=signs.count(1),
        tied=signs.count(0),
        below=signs.count(-1),
        certain=certain,
    )


def _sign(one: Scorecard, other: Scorecard) -> int:
    mine, theirs = one.score.point, other.score.point
    assert mine is not None
    assert theirs is not None  # only forums with a score are paired
    return (mine > theirs) - (mine < theirs)


def _surely_above(one: Scorecard, other: Scorecard) -> bool:
    low, high = one.score.low, other.score.high
    return low is not None and high is not None and low > high
