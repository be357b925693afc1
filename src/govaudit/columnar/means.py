"""Weighted means in columns: over one denominator, although which members count differs from row to row.

The mean of a row is ``∑ wᵢ xᵢ / W``, where W is the total weight of its members. With L a common multiple of the totals that
occur, ``∑ wᵢ xᵢ · (L / W)`` is that mean over the denominator L of every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import narwhals as nw

from govaudit.columnar.sheet import Exact, common, counted, total, whole

MOST_TOTALS = 256
"""Of more totals only the greatest are prepared for: rows with few members missing."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A member: its whole weight, its numbers, and where it counts (never null; None: everywhere)."""

    weight: int
    score: Exact
    present: nw.Expr | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The common multiple of total weights, and whether it covers all that can occur."""

    multiple: int
    complete: bool


def whole_weights(weights: Sequence[Fraction]) -> list[int]:
    """The same proportions in the least whole numbers."""
    below = lcm(*(weight.denominator for weight in weights))
    scaled = [int(weight * below) for weight in weights]
    shared = gcd(*scaled) or 1
    return [weight // shared for weight in scaled]


def scheme(members: Sequence[tuple[int, bool]], bits: int) -> Scheme:
    """A multiple of the totals of the given weights, where those marked may be missing.

    Totals are taken from the greatest down, as long as the multiple has no more than `bits` bits beyond the greatest.
    """
    everything = sum(weight for weight, _ in members)
    missing, pruned = {0}, False
    for weight in (weight for weight, optional in members if optional):
        grown = sorted(missing | {gone + weight for gone in missing})
        pruned = pruned or len(grown) > MOST_TOTALS
        missing = set(grown[:MOST_TOTALS])
    totals = [everything - gone for gone in sorted(missing) if gone < everything]
    multiple = everything
    for here in totals:
        if lcm(multiple, here) > everything << bits:
            return Scheme(multiple, complete=False)
        multiple = lcm(multiple, here)
    return Scheme(multiple, not pruned)


def weight_of(members: Sequence[Weighed]) -> nw.Expr:
    """The total weight of the members that count."""
    fixed = sum(member.weight for member in members if member.present is None)
    optional = [counted(member.present, member.weight) for member in members if member.present is not None]
    return total([*optional, *([whole(fixed)] if fixed or not optional else [])])


def amount_of(members: Sequence[Weighed], denominator: int) -> Exact:
    """``∑ wᵢ xᵢ`` over the members that count, their scores over `denominator`."""
    scores = [member.score.over(denominator) for member in members]
    terms = [_term(member, score) for member, score in zip(members, scores, strict=True)]
    most = sum(member.weight * score.most for member, score in zip(members, scores, strict=True))
    return Exact(total(terms), denominator, most)


def _term(member: Weighed, score: Exact) -> nw.Expr:
    numerators = score.numerators if member.present is None else score.numerators.fill_null(0)
    return numerators if member.weight == 1 else numerators * whole(member.weight)


def mean(members: Sequence[Weighed], multiple: int, factor: nw.Expr | None) -> Exact:
    """The mean; `factor` is ``L / W`` in each row, None if every member counts in every row."""
    denominator = common(member.score for member in members)
    amount = amount_of(members, denominator)
    most = max(member.score.over(denominator).most for member in members) * multiple
    numerators = amount.numerators if factor is None else amount.numerators * factor
    return Exact(numerators, denominator * multiple, most)
