"""What a plan is to reach: a score or a band of a node."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.framework import Cap
from govaudit.model.rubric import Band
from govaudit.rules.truth import FALSE, TRUE, Truth
from govaudit.scoring.evaluate import Result
from govaudit.scoring.plan import Plan
from govaudit.scoring.tables import ceiling


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """At least a score; of a band, the least score that it or a better one takes, and no cap that keeps the node below it.

    Attributes
    ----------
    strictly
        Whether the score itself is not enough: the bands are a table of `at-most`.
    """

    node: str
    least: Fraction
    strictly: bool = False
    band: Band | None = None

    def meets(self, score: Fraction) -> bool:
        """Whether a score is high enough."""
        return score > self.least if self.strictly else score >= self.least


def band_target(plan: Plan, node: str, name: str) -> Target:
    """The target of a band or a better one. The worst band is reached by any score."""
    table = plan.nodes[node].authored.bands
    place = next(index for index, band in enumerate(table) if band.id == name)
    rising = table[0].at_most is not None
    edge = table[place - 1].at_most if rising and place else table[place].at_least
    least = plan.ranges[node][0] if edge is None else edge
    return Target(node=node, least=least, strictly=rising and place > 0, band=table[place])


def keeps_below(plan: Plan, target: Target) -> tuple[tuple[int, Cap], ...]:
    """The caps on the band, by their place, under which the target's band is not to be had."""
    node, band = plan.nodes[target.node], target.band
    if band is None:
        return ()
    table = node.authored.bands
    return tuple(
        (i, cap) for i, (cap, _) in enumerate(node.caps) if cap.band and ceiling(table, band, cap.band) != band
    )


def reached(plan: Plan, target: Target, result: Result, *, certain: bool) -> bool:
    """Whether a node's result is certain, or possible, to reach the target."""
    end = result.low if certain else result.high
    applies = result.effective is TRUE if certain else result.effective is not FALSE
    if end is None or not applies or not target.meets(end):
        return False
    return not any(_holds(result.caps[place], certain) for place, _ in keeps_below(plan, target))


def _holds(truth: Truth, certain: bool) -> bool:
    """Whether a cap must be reckoned with."""
    return truth is not FALSE if certain else truth is TRUE
