"""Low, high and point of a group before steps and caps, over the members that apply and those that may."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.aggregates import Aggregates, Counted
from govaudit.columnar.bench import CHOSEN, SCORES
from govaudit.columnar.doubt import BOUNDS, MOST_DOUBTFUL, Candidate, mean_bound, taken
from govaudit.columnar.found import Found
from govaudit.columnar.means import Weighed, whole_weights
from govaudit.columnar.sheet import Exact
from govaudit.columnar.truth import NO
from govaudit.model.framework import Missing


@dataclass(frozen=True, slots=True)
class Membership:
    """A member as its group sees it.

    Attributes
    ----------
    inside
        Whether it counts in the group; None: in every row.
    doubtful
        Whether that can be unknown.
    policy
        What it counts as in the point, if unsettled.
    """

    weight: Fraction
    found: Found
    inside: nw.Expr | None
    doubtful: bool
    policy: Missing

    @property
    def in_doubt(self) -> nw.Expr:
        return NO if self.inside is None else self.inside.is_null()

    def counted(self, score: Exact) -> Counted:
        """As one that counts wherever it is inside."""
        return Counted(self.weight, score, self.inside)


def bounds(aggregates: Aggregates, members: Sequence[Membership]) -> tuple[Exact, Exact]:
    """Low and high."""
    doubtful = [member for member in members if member.doubtful]
    if doubtful and _expressible(aggregates, members):
        return _extreme(aggregates, members, lowest=True), _extreme(aggregates, members, lowest=False)
    aggregates.bench.handed += [member.in_doubt for member in doubtful]
    low = aggregates.of([member.counted(member.found.low) for member in members], SCORES, "low")
    return low, aggregates.of([member.counted(member.found.high) for member in members], SCORES, "high")


def _expressible(aggregates: Aggregates, members: Sequence[Membership]) -> bool:
    """Whether columns can express bounds over members in doubt."""
    if aggregates.how != "mean":
        return aggregates.how in BOUNDS
    complete = aggregates.scheme(_weighed(members)).complete
    return complete and sum(member.doubtful for member in members) <= MOST_DOUBTFUL


def _weighed(members: Sequence[Membership]) -> list[Weighed]:
    weights = whole_weights([member.weight for member in members])
    return [Weighed(weight, member.found.low, member.inside) for weight, member in zip(weights, members, strict=True)]


def _extreme(aggregates: Aggregates, members: Sequence[Membership], *, lowest: bool) -> Exact:
    candidates = [
        Candidate(member.weight, member.found.low if lowest else member.found.high, member.inside) for member in members
    ]
    if aggregates.how != "mean":
        return BOUNDS[str(aggregates.how)](candidates, lowest=lowest)
    weighed = _weighed(members)
    weights, multiple = [member.weight for member in weighed], aggregates.scheme(weighed).multiple
    return mean_bound(candidates, weights, multiple, lowest=lowest)


def point(aggregates: Aggregates, members: Sequence[Membership], low: Exact, high: Exact) -> Exact:
    """The point of the members that have one; `low` or `high` itself where it always equals it."""
    policies = {member.policy for member in members if member.doubtful}
    if all(member.found.point is member.found.low for member in members) and policies <= {"zero-credit"}:
        return low
    if all(member.found.point is member.found.high for member in members) and policies <= {"full-credit"}:
        return high
    if policies - {"exclude"} and aggregates.how == "sum":  # the least of several doubtful ones is chosen by name
        doubt = nw.any_horizontal(*(member.in_doubt for member in members), ignore_nulls=False)
        aggregates.bench.handed.append(doubt & _nobody_certain(members))
    return aggregates.of([_chosen(aggregates.how, member, low, high) for member in members], CHOSEN, "point")


def _nobody_certain(members: Sequence[Membership]) -> nw.Expr:
    certain = [member.inside.fill_null(value=False) for member in members if member.inside is not None]
    return NO if len(certain) < len(members) else ~nw.any_horizontal(*certain, ignore_nulls=False)


def _chosen(how: str | int, member: Membership, low: Exact, high: Exact) -> Counted:
    """A member with its point, where it counts: a doubtful one is in or out as the bound of its policy has it."""
    score = member.found.point
    if member.inside is None and member.found.pointed:
        return Counted(member.weight, score, None)
    present = ~score.numerators.is_null()
    if member.doubtful:
        assert member.inside is not None  # what may be in doubt is not inside everywhere
        lowest = member.policy == "zero-credit"
        bound, own = (low, member.found.low) if lowest else (high, member.found.high)
        goes = NO if member.policy == "exclude" else taken(how, member.weight, own, bound, lowest=lowest)
        present = present & (member.inside.fill_null(value=False) | (member.in_doubt & goes))
        present = present.fill_null(value=False)
        score = score.within(present)
    return Counted(member.weight, score, present)
