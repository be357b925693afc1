"""A node of a compiled framework: its rules parsed, its scale read, its members flattened."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

from govaudit.model.framework import Aggregate, Cap, Derived, Framework, Group, Indicator, Missing
from govaudit.model.rule import Rule
from govaudit.problems import Path
from govaudit.scoring.scale import Scale

NodeKind: TypeAlias = Literal["framework", "criterion", "indicator", "derived"]
Authored: TypeAlias = Framework | Group | Indicator | Derived


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanNode:
    """A node ready to be scored.

    Attributes
    ----------
    place
        Its path in the assembled framework.
    missing
        The policy that holds for it: its own, or the nearest above.
    members
        Ids and weights; a pooled group stands replaced by its members.
    facts
        The facts its scale reads, in reading order.
    gate_facts, cap_facts
        The facts its `applies-when` and its caps read.
    reads
        The nodes its rules read.
    asks_not_applicable
        Whether its rubric asks for not-applicable itself.
    """

    id: str
    kind: NodeKind
    authored: Authored
    place: Path
    parent: str | None
    weight: Fraction
    missing: Missing
    gate: Rule | None
    scale: Scale | None
    members: tuple[tuple[str, Fraction], ...]
    caps: tuple[tuple[Cap, Rule], ...]
    facts: tuple[str, ...]
    gate_facts: tuple[str, ...]
    cap_facts: tuple[str, ...]
    reads: frozenset[str]
    asks_not_applicable: bool

    @property
    def aggregate(self) -> Aggregate | None:
        """The authored node if it makes one score of several."""
        return self.authored if isinstance(self.authored, Aggregate) else None
