"""A group of forums as a whole: the median of its members, and their range."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.scorecard import Score, Scorecard


@dataclass(frozen=True, slots=True)
class NodeSummary:
    """One node over the members of a group.

    Attributes
    ----------
    median
        The median of the members' points; its bounds are the medians of their lows and of their highs, between which the median lies
        whatever the unknown turns out to be.
    least, greatest
        The lowest and the highest point of a member.
    """

    node: str
    median: Score
    least: Fraction | None
    greatest: Fraction | None


@dataclass(frozen=True, slots=True)
class GroupSummary:
    """A group on one day. `members`: those with a score, classes of forums left out, by id."""

    tag: str
    members: tuple[str, ...]
    nodes: tuple[NodeSummary, ...]


def summarise(tag: str, cards: Sequence[Scorecard]) -> GroupSummary:
    """The root and every criterion over the single forums among `cards`."""
    single = [card for card in cards if card.nodes and not card.generic and card.score.point is not None]
    kinds = {node.id: node.kind for card in single for node in card.nodes}
    wanted = [name for name, kind in kinds.items() if kind in {"framework", "criterion"}]
    nodes = tuple(_summary(name, [card.node(name).score for card in single]) for name in wanted)
    return GroupSummary(tag, tuple(sorted(card.forum for card in single)), nodes)


def _summary(name: str, scores: Sequence[Score]) -> NodeSummary:
    points = _numbers(score.point for score in scores)
    middle = Score(
        point=median(points),
        low=median(_numbers(score.low for score in scores)),
        high=median(_numbers(score.high for score in scores)),
    )
    return NodeSummary(name, middle, min(points, default=None), max(points, default=None))


def _numbers(found: Iterable[Fraction | None]) -> list[Fraction]:
    return sorted(number for number in found if number is not None)


def median(ordered: Sequence[Fraction]) -> Fraction | None:
    """The middle of numbers in order, or the mean of the two in the middle; None of none."""
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
