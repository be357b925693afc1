"""Ranks with their ranges: where a forum may stand once everything unknown is known."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.scorecard import Score, Scorecard


@dataclass(frozen=True, slots=True)
class Standing:
    """A forum's rank by point (1 is best), and the best and worst rank its interval allows; None without a score."""

    forum: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None


class Field:
    """Scores in order, among which another finds its place without being compared with each."""

    def __init__(self, scores: Sequence[Score]) -> None:
        ranked = [score for score in scores if score.point is not None]
        self.points = sorted(score.point for score in ranked if score.point is not None)
        self.lows = sorted(score.low for score in ranked if score.low is not None)
        self.highs = sorted(score.high for score in ranked if score.high is not None)

    def place(self, score: Score) -> tuple[int, int, int] | tuple[None, None, None]:
        """The rank by point, and the best and worst rank that the bounds allow, of one score among these; it may be one of them."""
        point, low, high = score.point, score.low, score.high
        if point is None or low is None or high is None:
            return None, None, None
        return 1 + _above(self.points, point), 1 + _above(self.lows, high), 1 + _above(self.highs, low)


def _above(values: Sequence[Fraction], value: Fraction) -> int:
    return len(values) - bisect_right(values, value)


def standings(cards: Sequence[Scorecard]) -> tuple[Standing, ...]:
    """All forums, best first; ties share the better rank, ordered by id; those without a score come last."""
    field = Field([card.score for card in cards])
    found = (_standing(card, field) for card in cards)
    return tuple(sorted(found, key=lambda standing: (standing.rank is None, standing.rank or 0, standing.forum)))


def _standing(card: Scorecard, field: Field) -> Standing:
    rank, best, worst = field.place(card.score)
    if worst is not None and card.score.low != card.score.high:
        worst -= 1  # its own upper bound stands above its lower one
    return Standing(card.forum, rank, best, worst)
