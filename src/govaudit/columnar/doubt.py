"""Bounds of a group where it is not known which members apply, in columns: as `scoring.bounds`, without sorting a row.

The extreme over all prefixes of a sorted list is, for a mean, the extreme over the sets "every doubtful member not above this one", one set a
member, and the certain members alone: members alike come in together, and the longest of equal prefixes never parts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.combine import greatest, least
from govaudit.columnar.sheet import Exact, check_size, common, total, whole

MOST_DOUBTFUL = 6
"""With more members that may be in doubt, a row in doubt goes to the interpreter: the columns grow with their square."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member: its weight, its bound, and whether it is inside (None: in every row)."""

    weight: Fraction
    score: Exact
    inside: nw.Expr | None

    @property
    def certain(self) -> nw.Expr:
        return nw.lit(value=True) if self.inside is None else self.inside.fill_null(value=False)

    @property
    def doubtful(self) -> nw.Expr:
        return nw.lit(value=False) if self.inside is None else self.inside.is_null()

    def only(self, present: nw.Expr) -> Exact:
        """The bound where the member is so, else null."""
        return self.score.within(present)


def mean_bound(members: Sequence[Candidate], weights: Sequence[int], multiple: int, *, lowest: bool) -> Exact:
    """The lowest (or highest) mean; `multiple` as in `columnar.means.scheme`, covering all totals."""
    denominator = common(member.score for member in members)
    scores = [member.score.over(denominator) for member in members]
    alone = _Set([member.certain for member in members])
    sets = [alone]
    for member, score in zip(members, scores, strict=True):
        if member.inside is None:
            continue
        beside = [
            truly.certain
            | (
                truly.doubtful
                & (other.numerators <= score.numerators if lowest else other.numerators >= score.numerators)
            )
            for truly, other in zip(members, scores, strict=True)
        ]
        sets.append(_Set(beside, member.doubtful))
    check_size(sum(weight * score.most for weight, score in zip(weights, scores, strict=True)))
    join = nw.min_horizontal if lowest else nw.max_horizontal
    means = join(*(found.mean(weights, scores, multiple) for found in sets))
    return Exact(means, denominator * multiple, max(score.most for score in scores) * multiple)


@dataclass(frozen=True, slots=True)
class _Set:
    """Which members are in, and in which rows the set is one to look at."""

    inside: Sequence[nw.Expr]
    wanted: nw.Expr | None = None

    def mean(self, weights: Sequence[int], scores: Sequence[Exact], multiple: int) -> nw.Expr:
        amount = total(
            nw.when(inside).then(score.numerators * whole(weight)).otherwise(whole(0))
            for inside, weight, score in zip(self.inside, weights, scores, strict=True)
        )
        weighed = total(
            nw.when(inside).then(whole(weight)).otherwise(whole(0))
            for inside, weight in zip(self.inside, weights, strict=True)
        )
        result = amount * (whole(multiple) // weighed)
        return result if self.wanted is None else nw.when(self.wanted).then(result)


def sum_bound(members: Sequence[Candidate], *, lowest: bool) -> Exact:
    """The lowest sum: the certain, and of the doubtful those below zero; if none is in, the least of them alone."""
    weighed = [Candidate(member.weight, _times(member.score, member.weight), member.inside) for member in members]
    denominator = common(member.score for member in weighed)
    scores = [member.score.over(denominator) for member in weighed]
    terms, alone, any_in = [], [], []
    for member, score in zip(weighed, scores, strict=True):
        helps = score.numerators <= whole(0) if lowest else score.numerators >= whole(0)
        inside = member.certain | (member.doubtful & helps)
        terms.append(nw.when(inside).then(score.numerators).otherwise(whole(0)))
        any_in.append(inside.fill_null(value=False))
        if member.inside is not None:
            alone.append(Exact(nw.when(member.doubtful).then(score.numerators), denominator, score.most))
    best = least(alone) if lowest else greatest(alone)
    someone = nw.any_horizontal(*any_in, ignore_nulls=False)
    most = sum(score.most for score in scores)
    return Exact(nw.when(someone).then(total(terms)).otherwise(best.numerators), denominator, most)


def _times(score: Exact, weight: Fraction) -> Exact:
    numerators = score.numerators * whole(weight.numerator)
    return Exact(numerators, score.denominator * weight.denominator, score.most * weight.numerator)


def least_bound(members: Sequence[Candidate], *, lowest: bool) -> Exact:
    """The bound of a minimum: the lowest takes all in; the highest the certain alone, or the best one alone."""
    if lowest:
        return least([member.score for member in members])
    certain = least([member.only(member.certain) for member in members])
    best = greatest([member.only(member.doubtful) for member in members if member.inside is not None])
    return _first(certain, best)


def greatest_bound(members: Sequence[Candidate], *, lowest: bool) -> Exact:
    """The bound of a maximum: the highest takes all in; the lowest the certain alone, or the worst one alone."""
    if not lowest:
        return greatest([member.score for member in members])
    certain = greatest([member.only(member.certain) for member in members])
    worst = least([member.only(member.doubtful) for member in members if member.inside is not None])
    return _first(certain, worst)


def _first(number: Exact, otherwise: Exact) -> Exact:
    denominator = common((number, otherwise))
    one, other = number.over(denominator), otherwise.over(denominator)
    return Exact(nw.coalesce(one.numerators, other.numerators), denominator, max(one.most, other.most))


BOUNDS = {"sum": sum_bound, "minimum": least_bound, "maximum": greatest_bound}
"""Bounds by aggregation; those of a mean need whole weights besides."""


def taken(how: str | int, weight: Fraction, own: Exact, bound: Exact, *, lowest: bool) -> nw.Expr:
    """Whether a doubtful member is in at the bound of its group: the longest prefix that gives it.

    Of a sum, only where a member is certain.
    """
    if (how, lowest) in {("minimum", True), ("maximum", False)} or (how == "sum" and weight == 0):
        return nw.lit(value=True)
    if how == "sum":
        return own.numerators <= whole(0) if lowest else own.numerators >= whole(0)
    denominator = common((own, bound))
    one, other = own.over(denominator).numerators, bound.over(denominator).numerators
    return one <= other if lowest else one >= other
