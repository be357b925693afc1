"""Exact bounds of a group when it is not known which members apply.

The certain members are always in. The doubtful ones come in by prefixes of a sorted list: by low rising for the low bound, by
high falling for the high bound (for a sum, by weight times score). The extreme over *all* prefixes is exact; stopping at
the first prefix that does not help is wrong for the median.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.scoring.aggregate import SHARED, Member, aggregate


@dataclass(frozen=True, slots=True)
class Bound:
    """An extreme score, and which doubtful members are in at it (positions in the list given)."""

    score: Fraction
    chosen: frozenset[int]


def bound(
    aggregation: str | int, certain: Sequence[Member], doubtful: Sequence[Member], *, lowest: bool
) -> Bound | None:
    """The lowest (or highest) score over every choice of doubtful members, at least one member in; None of no members."""
    if not doubtful:
        return Bound(aggregate(aggregation, certain), frozenset()) if certain else None
    sign = 1 if lowest else -1

    def rank(position: int) -> tuple[Fraction, Fraction]:
        weight, score = doubtful[position]
        return sign * (weight * score if aggregation == "sum" else score), weight

    ordered = sorted(range(len(doubtful)), key=rank)
    best: Bound | None = None
    for size, score in _prefixes(aggregation, certain, [doubtful[position] for position in ordered]):
        if (
            best is None or sign * score <= sign * best.score
        ):  # of equal prefixes the longest: members alike go together
            best = Bound(score, frozenset(ordered[:size]))
    return best


def _prefixes(
    aggregation: str | int, certain: Sequence[Member], doubtful: Sequence[Member]
) -> list[tuple[int, Fraction]]:
    """The score with the first 0, 1, 2, … doubtful members in, wherever there is a member at all."""
    first = 0 if certain else 1
    if aggregation in SHARED:
        return _running(aggregation == "mean", certain, doubtful)[first:]
    return [(size, aggregate(aggregation, [*certain, *doubtful[:size]])) for size in range(first, len(doubtful) + 1)]


def _running(divide: bool, certain: Sequence[Member], doubtful: Sequence[Member]) -> list[tuple[int, Fraction]]:
    """As `_prefixes`, for a mean or a sum, in one pass."""
    total = sum((weight for weight, _ in certain), Fraction(0))
    amount = sum((weight * score for weight, score in certain), Fraction(0))
    scores = [(0, amount / (total or 1) if divide else amount)]
    for size, (weight, score) in enumerate(doubtful, start=1):
        total, amount = total + weight, amount + weight * score
        scores.append((size, amount / total if divide else amount))
    return scores
