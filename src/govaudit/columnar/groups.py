"""A group or a derived node in columns: who its members are, their aggregate, steps, caps, coverage."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.aggregates import Aggregates, Counted, aggregates
from govaudit.columnar.bench import CAPPED, COMBINED, POINTED, RULES, SCORES, STEPPED, TOTALS, Bench
from govaudit.columnar.ends import Numbers, capped, stepped
from govaudit.columnar.found import Found
from govaudit.columnar.points import Membership, bounds, point
from govaudit.columnar.sheet import NOTHING, Exact, both
from govaudit.columnar.truth import NO
from govaudit.scoring.aggregate import ONE, is_mean, takes_weights
from govaudit.scoring.node import PlanNode


def group(bench: Bench, node: PlanNode) -> Found:
    """Build the columns of a group or a derived node.

    Raises
    ------
    Beyond
        If they cannot hold it exactly.
    """
    assert node.aggregate is not None  # indicators go another way
    how = aggregates(bench, node, node.aggregate)
    members = [_membership(bench, node, name, weight) for name, weight in sorted(node.members)]
    counting = [member for member in members if member.weight > 0 or not is_mean(how.how)]
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
    numbers = _ended(bench, node, _numbers(how, counting, present), caps)
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
        coverage=_coverage(how, members, present),
        covered=all(member.found.covered and member.weight > 0 for member in counting),
        caps=caps,
    )


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


def _membership(bench: Bench, node: PlanNode, name: str, weight: Fraction) -> Membership:
    """A member; of a derived node, only given that the groups above the member apply."""
    found, derived = bench.of(name), node.kind == "derived"
    inside = found.effective if derived else found.applies
    return Membership(weight, found, inside, found.doubt or (derived and found.gated), bench.policy(name))


def _numbers(how: Aggregates, members: Sequence[Membership], present: nw.Expr | None) -> Numbers:
    bench, node = how.bench, how.node
    low, high = (
        bench.number(node, COMBINED, name, end.within(present))
        for name, end in zip(("low", "high"), bounds(how, members), strict=True)
    )
    middle = point(how, members, low, high)
    if middle is not low and middle is not high:
        middle = bench.number(node, POINTED, "point", middle.within(present))
    return Numbers(low, high, middle)


def _ended(bench: Bench, node: PlanNode, numbers: Numbers, caps: Sequence[nw.Expr]) -> Numbers:
    """After steps and caps."""
    assert node.aggregate is not None  # as above
    if steps := node.aggregate.steps:
        numbers = _kept(bench, node, STEPPED, stepped(numbers, steps, [step.value for step in steps]))
    if any(cap.at_most is not None for cap, _ in node.caps):
        ceilings = [(cap, held) for (cap, _), held in zip(node.caps, caps, strict=True)]
        numbers = _kept(bench, node, CAPPED, capped(numbers, ceilings, bench.policy(node.id)))
    return numbers


def _kept(bench: Bench, node: PlanNode, step: int, numbers: Numbers) -> Numbers:
    """The numbers as columns of this step."""
    names = iter(("low", "high", "point"))
    return numbers.each(lambda number: bench.number(node, step, f"{next(names)}-{step}", number))


def _coverage(how: Aggregates, members: Sequence[Membership], present: nw.Expr | None) -> Exact:
    """The mean of the members' coverages by weight, over all not known to be inapplicable; null if it has none."""
    weighted = takes_weights(how.how)
    counted = [
        Counted(member.weight if weighted else ONE, member.found.coverage, _covered(member))
        for member in members
        if member.weight > 0 or not weighted
    ]
    if not counted:
        return Exact(NOTHING, 1, 0)
    mean = how.mean(counted, SCORES)
    return how.bench.number(how.node, COMBINED, "coverage", mean.within(present))


def _covered(member: Membership) -> nw.Expr | None:
    """Where a member has a coverage; None: wherever its group has one."""
    simple = member.found.covered and not member.doubtful
    return member.inside if simple else ~member.found.coverage.numerators.is_null()
