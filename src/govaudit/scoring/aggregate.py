"""Aggregations of exact scores: means, sum, product, minimum, maximum, median.

Formulas of the weighted power means: P. S. Bullen, Handbook of Means and Their Inequalities, 2003, ch. III.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from govaudit.scoring.roots import rounded_product

ONE = Fraction(1)
Member: TypeAlias = tuple[Fraction, Fraction]
"""Weight and score."""
SHARED = frozenset({"mean", "sum"})
"""Aggregations whose result is a sum of shares, one a member."""
UNWEIGHTED = frozenset({"product", "minimum", "maximum", "median"})
NONNEGATIVE = frozenset({"product", "geometric", "harmonic"})


def takes_weights(aggregation: str | int) -> bool:
    """Whether weights mean anything to this aggregation."""
    return aggregation not in UNWEIGHTED


def is_mean(aggregation: str | int) -> bool:
    """Whether it is a weighted mean, in which a member of weight 0 counts for nothing."""
    return takes_weights(aggregation) and aggregation != "sum"


def refuses_negative(aggregation: str | int) -> bool:
    """Whether its members must not be able to fall below zero."""
    return isinstance(aggregation, int) or aggregation in NONNEGATIVE


def weighted_sum(members: Iterable[Member]) -> Fraction:
    """``∑ wᵢ xᵢ``, over one common denominator: many times faster than adding fractions one by one."""
    amount, denominator = 0, 1
    for weight, score in members:
        (above, below), (numerator, divisor) = weight.as_integer_ratio(), score.as_integer_ratio()
        above, below = above * numerator, below * divisor
        if below != denominator:
            common = lcm(denominator, below)
            amount, above, denominator = amount * (common // denominator), above * (common // below), common
        amount += above
    return Fraction(amount, denominator)


def weighted_mean(members: Iterable[Member]) -> Fraction:
    """``∑ wᵢ xᵢ / ∑ wᵢ`` in whole numbers, with one fraction at the end; the weights are not all 0."""
    amount, total, unit, divisor = 0, 0, 1, 1
    for weight, score in members:
        (above, below), (numerator, denominator) = weight.as_integer_ratio(), score.as_integer_ratio()
        if below != unit:
            common = lcm(unit, below)
            amount, total = amount * (common // unit), total * (common // unit)
            above, unit = above * (common // below), common
        if denominator != divisor:
            common = lcm(divisor, denominator)
            amount, numerator = amount * (common // divisor), numerator * (common // denominator)
            divisor = common
        amount += above * numerator
        total += above
    return Fraction(amount, total * divisor)


def aggregate(aggregation: str | int, members: Sequence[Member]) -> Fraction:  # one return a name
    """One score of several; `members` is not empty, and a mean has members of positive weight only.

    A mean lies between its least and its greatest member, after rounding too: so equal scores give that score exactly, and
    rounding stays monotone beside them.
    """
    if aggregation == "mean":
        return weighted_mean(members)
    scores = [score for _, score in members]
    match aggregation:
        case "sum":
            return weighted_sum(members)
        case "product":
            result = Fraction(1)
            for score in scores:
                result *= score
            return result
        case "minimum":
            return min(scores)
        case "maximum":
            return max(scores)
        case "median":
            return _median(sorted(scores))
    total = weighted_sum((weight, ONE) for weight, _ in members)
    if aggregation == "geometric":
        mean = Fraction(0) if 0 in scores else rounded_product((score, weight / total) for weight, score in members)
    else:
        mean = _power_mean(-1 if aggregation == "harmonic" else int(aggregation), members, total)
    return min(max(mean, min(scores)), max(scores))


def _median(scores: list[Fraction]) -> Fraction:
    middle = len(scores) // 2
    return scores[middle] if len(scores) % 2 else (scores[middle - 1] + scores[middle]) / 2


def _power_mean(power: int, members: Sequence[Member], total: Fraction) -> Fraction:
    """``(∑ wᵢ xᵢ^p / W)^(1/p)``; of a negative power, 0 if a member is 0."""
    if power < 0 and any(score == 0 for _, score in members):
        return Fraction(0)
    inner = sum((weight * score**power for weight, score in members), Fraction(0)) / total
    if power in {1, -1}:
        return inner**power
    return rounded_product([(inner, Fraction(1, power))])
