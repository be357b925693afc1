"""The aggregate of those members of a group that count in each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.bench import Bench
from govaudit.columnar.combine import Part, combine
from govaudit.columnar.means import Scheme, Weighed, mean, scheme, weight_of, whole_weights
from govaudit.columnar.sheet import Exact, whole
from govaudit.model.framework import Aggregate
from govaudit.scoring.node import PlanNode


@dataclass(frozen=True, slots=True)
class Counted:
    """A member: its weight, its numbers (null where it does not count), and where it counts (never null; None: everywhere)."""

    weight: Fraction
    score: Exact
    present: nw.Expr | None


@dataclass(slots=True)
class Aggregates:
    """Aggregates over the members of one node.

    Attributes
    ----------
    how
        The aggregation; a power mean of exponent 1 is a mean.
    shares
        How row totals go into a common multiple, kept for members that count in the same rows.
    """

    bench: Bench
    node: PlanNode
    how: str | int
    shares: list[_Share] = field(default_factory=list)

    def of(self, members: Sequence[Counted], step: int, name: str) -> Exact:
        """The aggregate, null where none counts; columns that it needs stand in this step.

        Raises
        ------
        Beyond
            If columns cannot hold it exactly.
        """
        if self.how == "mean":
            return self.mean(members, step)
        parts = [Part(member.weight, member.score, optional=member.present is not None) for member in members]
        stage = (self.bench.depths[self.node.id], step)
        result = combine(self.how, parts, self.bench.sheet, stage, f"{self.node.id}/{name}")
        present = [member.present for member in members if member.present is not None]
        someone = nw.any_horizontal(*present, ignore_nulls=False) if len(present) == len(members) else None
        return result.within(someone)

    def mean(self, members: Sequence[Counted], step: int) -> Exact:
        """The mean by weight."""
        weights = whole_weights([member.weight for member in members])
        weighed = [
            Weighed(weight, member.score, member.present) for weight, member in zip(weights, members, strict=True)
        ]
        share = next((share for share in self.shares if share.fits(weighed)), None) or self._share(weighed, step)
        return mean(weighed, share.multiple, share.factor)

    def scheme(self, members: Sequence[Weighed]) -> Scheme:
        """The common multiple for these members."""
        return scheme([(member.weight, member.present is not None) for member in members], self.bench.bits)

    def _share(self, members: Sequence[Weighed], step: int) -> _Share:
        """Work out how the weight of each row's members goes into a multiple; rows where it does not go to the interpreter."""
        plan, factor = self.scheme(members), None
        if any(member.present is not None for member in members):
            weight = weight_of(members)
            name = f"factor-{len(self.shares)}"
            factor = self.bench.put(self.node, step, name, whole(plan.multiple) // weight)
            if not plan.complete:
                self.bench.handed.append((factor * weight != whole(plan.multiple)).fill_null(value=False))
        self.shares.append(_Share(tuple(members), plan.multiple, factor))
        return self.shares[-1]


def aggregates(bench: Bench, node: PlanNode, spec: Aggregate) -> Aggregates:
    return Aggregates(bench, node, "mean" if spec.aggregation == 1 else spec.aggregation)


@dataclass(frozen=True, slots=True)
class _Share:
    """A multiple of the weights of these members, and how often each row's weight goes into it; None: once in every row."""

    members: tuple[Weighed, ...]
    multiple: int
    factor: nw.Expr | None

    def fits(self, members: Sequence[Weighed]) -> bool:
        """Whether these members have the same weights and count in the same rows."""
        pairs = zip(self.members, members, strict=False)
        same = (one.weight == other.weight and one.present is other.present for one, other in pairs)
        return len(self.members) == len(members) and all(same)
