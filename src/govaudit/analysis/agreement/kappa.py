"""Agreement in per cent and the two kappas, exact. With several strata, chance is worked out within each and summed.

J. Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological Measurement 20(1), 1960, doi:10.1177/001316446002000104.
J. L. Fleiss, Measuring Nominal Scale Agreement Among Many Raters, Psychological Bulletin 76(5), 1971, doi:10.1037/h0031619.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from govaudit.analysis.agreement.ratings import MISSING, Row, Stratum


def agreement(strata: Sequence[Stratum]) -> Fraction | None:
    """The share of pairs of coders that say the same, averaged over the units; None without a unit."""
    shares = [_same(row) for stratum in strata for row in stratum.rows]
    return Fraction(sum(shares), len(shares)) if shares else None


def _same(row: Row) -> Fraction:
    """The share of pairs of ratings that are equal."""
    counts = Counter(rating for rating in row if rating != MISSING)
    total = counts.total()
    return Fraction(sum(count * (count - 1) for count in counts.values()), total * (total - 1))


def complete(strata: Sequence[Stratum]) -> tuple[Stratum, ...]:
    """The units that every coder rated: a kappa is defined on these alone."""
    kept = ((tuple(row for row in stratum.rows if MISSING not in row), stratum.size) for stratum in strata)
    return tuple(Stratum(rows, size) for rows, size in kept if rows)


def cohen(strata: Sequence[Stratum]) -> Fraction | None:
    """Cohen's kappa of two coders, chance by the margins of each: None if chance alone agrees on everything."""
    chance = [
        Fraction(sum(first[item] * second[item] for item in first), len(stratum.rows))
        for stratum in strata
        for first, second in [[Counter(column) for column in zip(*stratum.rows, strict=True)]]
    ]
    return _beyond(strata, sum(chance, Fraction(0)))


def fleiss(strata: Sequence[Stratum]) -> Fraction | None:
    """Fleiss' kappa of any number of coders, chance by their common margins: None if chance alone agrees on everything."""
    chance = Fraction(0)
    for stratum in strata:
        counts = Counter(rating for row in stratum.rows for rating in row)
        chance += len(stratum.rows) * Fraction(sum(count**2 for count in counts.values()), counts.total() ** 2)
    return _beyond(strata, chance)


def _beyond(strata: Sequence[Stratum], chance: Fraction) -> Fraction | None:
    """What share of the agreement that chance leaves open was reached. `chance`: how many units agree by chance."""
    rows = [row for stratum in strata for row in stratum.rows]
    if chance == len(rows):
        return None
    return (sum(map(_same, rows), Fraction(0)) - chance) / (len(rows) - chance)
