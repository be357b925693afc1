"""Published ranks: which scores they follow from, the exact ones, those rounded as published, or the published ones themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Literal, TypeAlias

from govaudit.model.published import Printed
from govaudit.model.table import Figure, Rounding

Base: TypeAlias = Literal["unrounded", "rounded", "published"]
BASES: tuple[Base, ...] = ("unrounded", "rounded", "published")
Key: TypeAlias = tuple[str, str]
"""Unit and time."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """The published ranks of one node.

    Attributes
    ----------
    total
        How many ranks are published.
    matched
        How many of them follow on each base; a base that is not known is not there.
    base
        The base of the answers (unrounded or rounded) on which most follow; of equals the unrounded.
    ranks
        The ranks on that base.
    unscored
        How many of those ranked have no recomputed score; they are missing above others.
    """

    target: str
    total: int
    matched: Mapping[Base, int]
    base: Base
    ranks: Mapping[Key, int] = field(default_factory=dict)
    unscored: int = 0


def rank_all(scores: Mapping[Key, Fraction], figure: Figure) -> dict[Key, int]:
    """The rank of each score among those of its time, 1 the best; ties share the better one, or leave no gap if `dense`."""
    ranks: dict[Key, int] = {}
    sign = -1 if figure.first == "highest" else 1
    ordered = sorted(scores.items(), key=lambda item: (item[0][1], sign * item[1]))
    for _, peers in groupby(ordered, key=lambda item: item[0][1]):
        before, rank, last = 0, 0, None
        for key, score in peers:
            if score != last:
                rank = rank + 1 if figure.ties == "dense" else before + 1
            ranks[key], last, before = rank, score, before + 1
    return ranks


def rankings(
    printed: Sequence[Printed], exact: Mapping[tuple[str, Key], Fraction], lost: Mapping[str, int]
) -> tuple[Ranking, ...]:
    """Compare every published rank on every base.

    Parameters
    ----------
    exact
        The recomputed score of a node, by its id and unit.
    lost
        By node how many more ranks are published of units that could not be scored.
    """
    found = []
    for target in dict.fromkeys(item.target for item in printed if item.figure.kind == "rank"):
        given = {_key(item): item for item in printed if item.figure.kind == "rank" and item.target == target}
        scores = {_key(item): item for item in printed if item.figure.kind == "score" and item.target == target}
        figure = next(iter(given.values())).figure
        by_base = _bases(target, figure, given, scores, exact)
        ranks = {base: rank_all(by_base[base], figure) for base in by_base}
        matched = {base: sum(ranks[base].get(key) == item.value for key, item in given.items()) for base in ranks}
        best = max((base for base in ranks if base != "published"), key=lambda base: matched[base])
        unscored = len(given) - len(by_base["unrounded"]) + lost.get(target, 0)
        found.append(Ranking(target, len(given), matched, best, ranks[best], unscored))
    return tuple(found)


def _bases(
    target: str,
    figure: Figure,
    given: Iterable[Key],
    scores: Mapping[Key, Printed],
    exact: Mapping[tuple[str, Key], Fraction],
) -> dict[Base, dict[Key, Fraction]]:
    """The scores to rank by, of the units whose rank is published."""
    unrounded = {key: exact[target, key] for key in given if (target, key) in exact}
    bases: dict[Base, dict[Key, Fraction]] = {"unrounded": unrounded}
    like = next(iter(scores.values())).figure if scores else figure
    decimals = figure.decimals if figure.decimals is not None else like.decimals
    if decimals is not None:
        bases["rounded"] = {key: to_decimals(score, decimals, like.rounding) for key, score in unrounded.items()}
    if scores:
        bases["published"] = {key: scores[key].value or Fraction(0) for key in given if key in scores}
    return bases


def to_decimals(number: Fraction, decimals: int, rounding: Rounding) -> Fraction:
    """A number as it would be published: to so many decimals, of a tie the one away from zero.

    >>> to_decimals(Fraction(-5, 2), 0, "nearest"), to_decimals(Fraction(1, 3), 1, "up")
    (Fraction(-3, 1), Fraction(2, 5))
    """
    scaled = number * 10**decimals
    match rounding:
        case "nearest":
            whole = int(abs(scaled) + Fraction(1, 2)) * (-1 if scaled < 0 else 1)
        case "down":
            whole = scaled.__floor__()
        case "up":
            whole = scaled.__ceil__()
    return Fraction(whole, 10**decimals)


def _key(item: Printed) -> Key:
    return item.unit, item.time
