"""Ranks with their ranges: where a forum may stand once everything unknown is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from govaudit.model.scorecard import Score, Scorecard


@dataclass(frozen=True, slots=True)
class Standing:
    """A forum's rank by point (1 is best), and the best and worst rank its interval allows; None without a score."""

    forum: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None


def standings(cards: Sequence[Scorecard]) -> tuple[Standing, ...]:
    """All forums, best first; ties share the better rank, ordered by id; those without a score come last."""
    return tuple(
        sorted((_standing(card, cards) for card in cards), key=lambda s: (s.rank is None, s.rank or 0, s.forum))
    )


def _standing(card: Scorecard, cards: Sequence[Scorecard]) -> Standing:
    return Standing(card.forum, *place(card.score, [other.score for other in cards if other is not card]))


def place(score: Score, others: Sequence[Score]) -> tuple[int, int, int] | tuple[None, None, None]:
    """The rank by point, and the best and worst rank that the bounds allow, of one score among others."""
    point, low, high = score.point, score.low, score.high
    if point is None or low is None or high is None:
        return None, None, None
    ranked = [other for other in others if other.point is not None]
    rank = 1 + sum(other.point > point for other in ranked if other.point is not None)
    surely_above = sum(other.low > high for other in ranked if other.low is not None)
    maybe_above = sum(other.high > low for other in ranked if other.high is not None)
    return rank, 1 + surely_above, 1 + maybe_above
