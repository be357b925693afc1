"""What coders dispute, and what each dispute does to the scores.

The base of all effects is what the coders leave open together: a fact on which they agree stands as they have it, a disputed one is as
unknown as they make it. From there each answer to one dispute is tried, all others left open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from govaudit.analysis.agreement.codings import Coding, Shared, Unit
from govaudit.analysis.influence import affected
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.scorecard import Score, Scorecard
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import node_score, score_profile

OPEN = Knowledge(Kind.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class Side:
    """What one coding says of a disputed fact, and the forum's score if it is right in this and all else stays open."""

    coding: int
    known: Knowledge
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """A fact of a forum on which codings differ.

    Attributes
    ----------
    effect
        How far the point or a bound of the root, whichever moves most, lies apart between the sides.
    """

    forum: str
    fact: str
    sides: tuple[Side, ...]
    effect: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class ForumScores:
    """The scores of one forum.

    Attributes
    ----------
    by_coding
        By each coding that covers it, as it stands.
    undecided
        With every dispute left open.
    adjudicated
        With the decisions taken and the other disputes left open; None without any decision about the forum.
    """

    forum: str
    by_coding: tuple[tuple[int, Scorecard], ...]
    undecided: Scorecard
    adjudicated: Scorecard | None


@dataclass(frozen=True, slots=True)
class Judge:
    """Scores forums by what several codings say of them. `policy`: a missing policy that overrides the framework's."""

    plan: Plan
    codings: Sequence[Coding]
    day: date
    policy: Missing | None

    def disputes(self, shared: Shared) -> tuple[Dispute, ...]:
        """Every dispute, the weightiest first."""
        found = [dispute for forum in shared.forums for dispute in self._of_forum(forum, shared)]
        return tuple(sorted(found, key=lambda item: (-item.effect, item.forum, item.fact)))

    def scores(self, shared: Shared, decided: Mapping[tuple[str, str], Knowledge]) -> tuple[ForumScores, ...]:
        """Every forum by each coding, undecided, and with the decisions."""
        return tuple(self._scores(forum, shared, decided) for forum in shared.forums)

    def _of_forum(self, forum: str, shared: Shared) -> list[Dispute]:
        units = [unit for unit in shared.units if unit.forum == forum]
        base = {unit.fact: together(unit) for unit in units}
        first = Evaluation(self.plan, base, self.policy)
        results = first.run()
        found = []
        for unit in units:
            if unit.disputed:
                touched = affected(self.plan, facts={unit.fact})
                sides = []
                for coding, known in unit.coded():
                    again = Evaluation(self.plan, {**base, unit.fact: known}, self.policy)
                    again.run(touched, results)
                    sides.append(Side(coding, known, node_score(self.plan.root, again).score))
                found.append(Dispute(forum=forum, fact=unit.fact, sides=tuple(sides), effect=_effect(sides)))
        return found

    def _scores(self, forum: str, shared: Shared, decided: Mapping[tuple[str, str], Knowledge]) -> ForumScores:
        units = [unit for unit in shared.units if unit.forum == forum]
        holders = [index for index, coding in enumerate(self.codings) if forum in coding.profiles]
        by_coding = tuple(
            (index, self._card(index, forum, {unit.fact: unit.known[index] or UNCODED for unit in units}))
            for index in holders
        )
        base = {unit.fact: together(unit) for unit in units}
        here = {fact: known for (where, fact), known in decided.items() if where == forum}
        undecided = self._card(holders[0], forum, base)
        adjudicated = self._card(holders[0], forum, {**base, **here}) if here else None
        return ForumScores(forum=forum, by_coding=by_coding, undecided=undecided, adjudicated=adjudicated)

    def _card(self, coding: int, forum: str, facts: Mapping[str, Knowledge]) -> Scorecard:
        return score_profile(self.plan, self.codings[coding].profiles[forum], facts, self.day, self.policy)


def together(unit: Unit) -> Knowledge:
    """What the codings leave open together.

    If they agree, what they say. If all of them give values, any of these. Else anything: one of them knows no value, or says that none applies.
    """
    answers = [known for _, known in unit.coded()]
    if not unit.disputed:
        return answers[0] if answers else UNCODED
    if all(known.values for known in answers):
        return Knowledge(Kind.CONTESTED, tuple(dict.fromkeys(value for known in answers for value in known.values)))
    return OPEN


def _effect(sides: Sequence[Side]) -> Fraction:
    """The largest distance between sides of point, low or high; a score that does not exist lies nowhere."""
    scores = [side.score for side in sides]
    ends = [[score.point for score in scores], [score.low for score in scores], [score.high for score in scores]]
    there = [[number for number in group if number is not None] for group in ends]
    return max((max(group) - min(group) for group in there if group), default=Fraction(0))
