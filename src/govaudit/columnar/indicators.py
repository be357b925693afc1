"""An indicator in columns."""

from __future__ import annotations

from fractions import Fraction

import narwhals as nw

from govaudit.columnar.bench import COMBINED, RULES, SCORES, STEPPED, TOTALS, Bench
from govaudit.columnar.found import Found
from govaudit.columnar.scales import reached
from govaudit.columnar.sheet import Choice, both, where
from govaudit.model.knowledge import Kind
from govaudit.scoring.aggregate import ONE
from govaudit.scoring.node import PlanNode
from govaudit.scoring.scale import Rubric


def indicator(bench: Bench, node: PlanNode) -> Found:
    """Build the columns of an indicator.

    Raises
    ------
    Beyond
        If they cannot hold it exactly.
    """
    assert node.scale is not None  # groups go another way
    own, above, excused = bench.own_gate(node), bench.gate_above(node), _excused(bench, node)
    applies = bench.truth(node, RULES, "applies", both(own, None if excused is None else ~excused))
    effective = applies if above is None else bench.truth(node, TOTALS, "effective", both(applies, above))
    gated = own is not None or above is not None
    present = effective.fill_null(value=True) if effective is not None and gated else effective

    steps = node.scale.steps if isinstance(node.scale, Rubric) else ()
    rules = [
        bench.put(node, RULES, f"rule-{place}", bench.judge.rule(step.rule))
        for place, step in enumerate(steps)
        if step.rule
    ]
    scale = reached(node.scale, rules, bench.encoding)
    if scale.outside is not None:
        bench.handed.append(scale.outside)
    low, high = (
        bench.number(node, SCORES, name, end.within(present))
        for name, end in (("low", scale.low), ("high", scale.high))
    )
    settled = low.numerators == high.numerators
    settled = settled if effective is None else settled & effective.fill_null(value=False)
    settled = bench.put(node, COMBINED, "settled", settled)
    coverage = bench.number(node, STEPPED, "coverage", Choice((settled,), (ONE, Fraction(0)), present=present).exact)
    policy = bench.policy(node.id)
    point = high if policy == "full-credit" else low
    if policy == "exclude":
        point = bench.number(node, STEPPED, "point", low.within(settled))
    return Found(
        applies=applies,
        effective=effective,
        doubt=own is not None,
        gated=gated,
        low=low,
        high=high,
        point=point,
        pointed=policy != "exclude",
        coverage=coverage,
        flags=scale.levels,
        levels=None if scale.mask is None else bench.put(node, SCORES, "levels", where(present, scale.mask)),
    )


def _excused(bench: Bench, node: PlanNode) -> nw.Expr | None:
    """Whether all facts of an indicator are not applicable; None if that cannot be."""
    if not node.facts or node.asks_not_applicable or not all(map(bench.encoding.judged, node.facts)):
        return None
    facts = (bench.plan.codebook[fact] for fact in dict.fromkeys(node.facts))
    kinds = [bench.judge.is_kind(Kind.NOT_APPLICABLE, fact) for fact in facts]
    return nw.all_horizontal(*kinds, ignore_nulls=False)
