"""A group or a derived node in columns: which members count, their aggregate and its bounds, then steps and caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.bench import CAPPED, COMBINED, RULES, SCORES, STEPPED, TOTALS, Bench
from govaudit.columnar.combine import Part, combine
from govaudit.columnar.doubt import BOUNDS, MOST_DOUBTFUL, Candidate, mean_bound
from govaudit.columnar.ends import Numbers, capped, stepped
from govaudit.columnar.found import Found, both, where
from govaudit.columnar.means import Weighed, mean, scheme, weight_of, whole_weights
from govaudit.columnar.sheet import NOTHING, Exact, whole
from govaudit.columnar.truth import NO
from govaudit.model.framework import Aggregate
from govaudit.scoring.aggregate import ONE, is_mean, takes_weights
from govaudit.scoring.node import PlanNode


@dataclass(frozen=True, slots=True)
class Membership:
    """A member as its group sees it.

    Attributes
    ----------
    inside
        Whether it counts in the group; None: in every row.
    doubtful
        Whether that can be unknown.
    """

    name: str
    weight: Fraction
    found: Found
    inside: nw.Expr | None
    doubtful: bool


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


def _nothing(caps: tuple[nw.Expr, ...]) -> Found:
    """A group in which nothing counts: it never applies."""
    none = Exact(NOTHING, 1, 0)
    return Found(
        applies=NO,
        effective=NO,
        doubt=False,
        gated=False,
        low=none,
        high=none,
        point=none,
        pointed=False,
        coverage=none,
        covered=False,
        caps=caps,
    )


def group(bench: Bench, node: PlanNode) -> Found:
    """Build the columns of a group or a derived node.

    Raises
    ------
    Beyond
        If they cannot hold it exactly.
    """
    assert node.aggregate is not None  # indicators go another way
    return _Group(bench, node, node.aggregate).build()


@dataclass(slots=True)
class _Group:
    bench: Bench
    node: PlanNode
    spec: Aggregate
    shares: list[_Share] = field(default_factory=list)

    @property
    def how(self) -> str | int:
        """The aggregation; a power mean of exponent 1 is a mean."""
        return "mean" if self.spec.aggregation == 1 else self.spec.aggregation

    def build(self) -> Found:
        members = [self._membership(name, weight) for name, weight in sorted(self.node.members)]
        counting = [member for member in members if member.weight > 0 or not is_mean(self.how)]
        bench, node = self.bench, self.node
        caps = tuple(
            bench.put(node, RULES, f"cap-{place}", bench.judge.rule(rule)) for place, (_, rule) in enumerate(node.caps)
        )
        if not counting:
            return _nothing(caps)
        own, above = bench.own_gate(node), bench.gate_above(node)
        inside = [member.inside for member in counting if member.inside is not None]
        fixed = len(inside) < len(counting)
        someone = None if fixed else nw.any_horizontal(*inside, ignore_nulls=False)
        applies = bench.truth(node, TOTALS, "applies", both(own, someone))
        effective = applies if above is None else bench.truth(node, SCORES, "effective", both(applies, above))
        present = None if effective is None else effective.fill_null(value=True)

        numbers = self._kept(COMBINED, self._bounds(counting), present)
        if self.spec.steps:
            numbers = self._kept(STEPPED, stepped(numbers, self.spec.steps, [step.value for step in self.spec.steps]))
        if any(cap.at_most is not None for cap, _ in node.caps):
            ceilings = [(cap, held) for (cap, _), held in zip(node.caps, caps, strict=True)]
            numbers = self._kept(CAPPED, capped(numbers, ceilings, bench.policy(node.id)))
        return Found(
            applies=applies,
            effective=effective,
            doubt=own is not None or (not fixed and any(member.doubtful for member in counting)),
            gated=own is not None or above is not None,
            low=numbers.low,
            high=numbers.high,
            point=numbers.point,
            pointed=all(member.found.pointed for member in counting)
            or any(member.found.pointed and member.inside is None for member in counting),
            coverage=self._coverage(members, present),
            covered=all(member.found.covered and member.weight > 0 for member in counting),
            caps=caps,
        )

    def _membership(self, name: str, weight: Fraction) -> Membership:
        found, derived = self.bench.of(name), self.node.kind == "derived"
        inside = found.effective if derived else found.applies
        return Membership(name, weight, found, inside, found.doubt or (derived and found.gated))

    def _kept(self, step: int, numbers: Numbers, present: nw.Expr | None = None) -> Numbers:
        """The three numbers as columns of this step."""
        names = iter(("low", "high", "point"))

        def column(number: Exact) -> Exact:
            shown = Exact(where(present, number.numerators), number.denominator, number.most)
            return self.bench.number(self.node, step, f"{next(names)}-{step}", shown)

        return numbers.each(column)

    # bounds and point

    def _bounds(self, members: Sequence[Membership]) -> Numbers:
        lows, highs = ([getattr(member.found, end) for member in members] for end in ("low", "high"))
        doubtful = [member for member in members if member.doubtful]
        if not doubtful:
            low, high = self._combined(members, lows, "low"), self._combined(members, highs, "high")
        elif self._bounded(members, doubtful):
            low, high = self._extreme(members, lowest=True), self._extreme(members, lowest=False)
        else:
            self._hand_over(doubtful)
            low, high = self._combined(members, lows, "low"), self._combined(members, highs, "high")
        policies = {self.bench.policy(member.name) for member in doubtful}
        if all(member.found.point is member.found.low for member in members) and policies <= {"zero-credit"}:
            return Numbers(low, high, low)
        if all(member.found.point is member.found.high for member in members) and policies <= {"full-credit"}:
            return Numbers(low, high, high)
        if doubtful:
            self._hand_over(doubtful)
        return Numbers(low, high, self._point(members))

    def _hand_over(self, doubtful: Sequence[Membership]) -> None:
        """Rows in doubt go to the interpreter."""
        self.bench.handed += [member.inside.is_null() for member in doubtful if member.inside is not None]

    def _combined(self, members: Sequence[Membership], scores: Sequence[Exact], name: str) -> Exact:
        presents = [member.inside for member in members]
        return self._aggregate([member.weight for member in members], scores, presents, name)

    def _point(self, members: Sequence[Membership]) -> Exact:
        """Of the members that have a point."""
        points = [member.found.point for member in members]
        presents = [
            None if member.found.pointed and member.inside is None else ~member.found.point.numerators.is_null()
            for member in members
        ]
        point = self._aggregate([member.weight for member in members], points, presents, "point")
        stated = [present for present in presents if present is not None]
        someone = nw.any_horizontal(*stated, ignore_nulls=False) if len(stated) == len(presents) else None
        return Exact(where(someone, point.numerators), point.denominator, point.most)

    def _aggregate(
        self, weights: Sequence[Fraction], scores: Sequence[Exact], presents: Sequence[nw.Expr | None], name: str
    ) -> Exact:
        if self.how == "mean":
            return self._mean(weights, scores, presents)
        parts = [
            Part(weight, score, present is not None)
            for weight, score, present in zip(weights, scores, presents, strict=True)
        ]
        stage = (self.bench.depths[self.node.id], SCORES)
        return combine(self.how, parts, self.bench.sheet, stage, f"{self.node.id}/{name}")

    def _mean(self, weights: Sequence[Fraction], scores: Sequence[Exact], presents: Sequence[nw.Expr | None]) -> Exact:
        members = [Weighed(*item) for item in zip(whole_weights(weights), scores, presents, strict=True)]
        share = next((share for share in self.shares if share.fits(members)), None) or self._share(members)
        return mean(members, share.multiple, share.factor)

    def _share(self, members: Sequence[Weighed]) -> _Share:
        """Work out how the weight of each row's members goes into a common multiple; other rows go to the interpreter."""
        plan = scheme([(member.weight, member.present is not None) for member in members], self.bench.bits)
        factor = None
        if any(member.present is not None for member in members):
            weight = weight_of(members)
            name = f"factor-{len(self.shares)}"
            factor = self.bench.put(self.node, SCORES, name, whole(plan.multiple) // weight)
            if not plan.complete:
                self.bench.handed.append((factor * weight != whole(plan.multiple)).fill_null(value=False))
        self.shares.append(_Share(tuple(members), plan.multiple, factor))
        return self.shares[-1]

    # in doubt

    def _bounded(self, members: Sequence[Membership], doubtful: Sequence[Membership]) -> bool:
        """Whether bounds over doubtful members can be expressed."""
        if self.how != "mean":
            return self.how in BOUNDS
        weights = whole_weights([member.weight for member in members])
        pairs = [(weight, member.inside is not None) for weight, member in zip(weights, members, strict=True)]
        return scheme(pairs, self.bench.bits).complete and len(doubtful) <= MOST_DOUBTFUL

    def _extreme(self, members: Sequence[Membership], *, lowest: bool) -> Exact:
        candidates = [
            Candidate(member.weight, member.found.low if lowest else member.found.high, member.inside)
            for member in members
        ]
        if self.how != "mean":
            return BOUNDS[str(self.how)](candidates, lowest=lowest)
        weights = whole_weights([member.weight for member in members])
        pairs = [(weight, member.inside is not None) for weight, member in zip(weights, members, strict=True)]
        return mean_bound(candidates, weights, scheme(pairs, self.bench.bits).multiple, lowest=lowest)

    # coverage

    def _coverage(self, members: Sequence[Membership], present: nw.Expr | None) -> Exact:
        """The mean of the members' coverages by weight, over all not known to be inapplicable; null if it has none."""
        weighted = takes_weights(self.how)
        counted = [member for member in members if member.weight > 0 or not weighted]
        if not counted:
            return Exact(NOTHING, 1, 0)
        presents = [
            member.inside
            if member.found.covered and not member.doubtful
            else ~member.found.coverage.numerators.is_null()
            for member in counted
        ]
        weights = [member.weight if weighted else ONE for member in counted]
        mean = self._mean(weights, [member.found.coverage for member in counted], presents)
        shown = Exact(where(present, mean.numerators), mean.denominator, mean.most)
        return self.bench.number(self.node, COMBINED, "coverage", shown)
