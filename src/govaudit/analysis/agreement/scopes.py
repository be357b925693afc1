"""Agreement per fact, per criterion and overall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from govaudit.analysis.agreement import alpha, kappa, ratings
from govaudit.analysis.agreement.alpha import Interval
from govaudit.analysis.agreement.codings import Unit
from govaudit.scoring.plan import Plan

ScopeKind: TypeAlias = Literal["overall", "criterion", "fact"]
OVERALL = "overall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far the codings agree on the facts of one scope.

    Attributes
    ----------
    scope
        `overall`, or the id of a criterion or fact.
    n
        Units, each a fact of a forum, with two ratings or more.
    percent
        The share of pairs of coders that say the same, from 0 to 1; None without a unit.
    kappa
        Cohen's of two coders, Fleiss' of more; None if undefined.
    kappa_n
        Units that all coders rated: those that kappa is worked out on.
    nominal, ordinal
        Krippendorff's alpha over all that was said; and over known values of facts with an order, by their order.
    ordinal_n
        Units that the ordinal alpha is worked out on.
    """

    scope: str
    kind: ScopeKind
    n: int
    percent: Fraction | None
    kappa: Fraction | None
    kappa_n: int
    nominal: Interval
    ordinal: Interval
    ordinal_n: int


def agreements(units: Sequence[Unit], plan: Plan, seed: int) -> tuple[Agreement, ...]:
    """Overall, then each criterion of the framework, then each fact that two coders rated, in the codebook's order."""
    found = [_agreement(OVERALL, "overall", units, plan, seed)]
    for node in plan.nodes.values():
        if node.kind == "criterion" and node.parent == plan.root:
            facts = _read_by(plan, node.id)
            found.append(_agreement(node.id, "criterion", [unit for unit in units if unit.fact in facts], plan, seed))
    of_fact = [
        _agreement(fact, "fact", [unit for unit in units if unit.fact == fact], plan, seed) for fact in plan.codebook
    ]
    return (*found, *(item for item in of_fact if item.n))


def _read_by(plan: Plan, name: str) -> frozenset[str]:
    """The facts that the indicators of a criterion, and what it applies to, read."""
    inside = {name}
    for node in plan.nodes.values():  # parents first
        if node.parent in inside:
            inside.add(node.id)
    nodes = [plan.nodes[item] for item in inside]
    return frozenset(fact for node in nodes for fact in (*node.facts, *node.gate_facts))


def _agreement(scope: str, kind: ScopeKind, units: Sequence[Unit], plan: Plan, seed: int) -> Agreement:
    said, placed = ratings.nominal(units, plan.codebook), ratings.ordinal(units, plan.codebook)
    whole = kappa.complete(said)
    two = bool(units) and len(units[0].known) == 2
    return Agreement(
        scope=scope,
        kind=kind,
        n=_count(said),
        percent=kappa.agreement(said),
        kappa=(kappa.cohen if two else kappa.fleiss)(whole),
        kappa_n=_count(whole),
        nominal=alpha.interval(said, alpha.nominal, seed),
        ordinal=alpha.interval(placed, alpha.ordinal, seed),
        ordinal_n=_count(placed),
    )


def _count(strata: Sequence[ratings.Stratum]) -> int:
    return sum(len(stratum.rows) for stratum in strata)
