"""The computed value: what one forum scores under one framework on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The four numbers. Each is exact; None is "no score", never 0."""

    point: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    coverage: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapState:
    """A cap of a node and whether it holds: yes, no or unknown."""

    id: str
    holds: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScore:
    """One node of the tree, or a derived node.

    Attributes
    ----------
    applies
        yes, no or unknown.
    withheld
        Why the point and the band are not shown: "" if they are.
    level
        The level reached, if only one is possible.
    contribution
        The node's share in the root's point; None if it has none of its own.
    facts, sources
        The facts its scale and applicability read, and the sources their statements rest on.
    """

    id: str
    kind: str
    heading: str
    parent: str | None
    weight: Fraction
    score: Score
    applies: str
    withheld: str = ""
    band: str | None = None
    possible_bands: tuple[str, ...] = ()
    level: str | None = None
    possible_levels: tuple[str, ...] = ()
    contribution: Fraction | None = None
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    caps: tuple[CapState, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitScore:
    """What one unit of a table scores: of the nodes that were asked for, in their order, and every designation.

    Attributes
    ----------
    designations
        Pairs of id and yes, no or unknown.
    """

    unit: str
    time: str
    nodes: tuple[NodeScore, ...]
    designations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionLine:
    """A part of the root's point. All lines sum to it exactly."""

    node: str
    kind: str
    value: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """A forum's score, with everything it rests on.

    Attributes
    ----------
    absent
        Why the forum has no score on the day (it had not begun, it had ended): "" if it lives.
    generic
        Whether the profile describes a class of forums; such a score is marked wherever it is ranked.
    draft
        Whether nobody has reviewed the profile.
    nodes
        Parents first, depth-first; then derived nodes. Empty if absent.
    designations
        Pairs of id and yes, no or unknown.
    """

    forum: str
    name: str
    generic: bool
    framework: str
    version: str
    as_of: date
    missing: str
    draft: bool = False
    absent: str = ""
    nodes: tuple[NodeScore, ...] = ()
    designations: tuple[tuple[str, str], ...] = ()
    contributions: tuple[ContributionLine, ...] = ()

    @property
    def root(self) -> NodeScore | None:
        return self.nodes[0] if self.nodes else None

    @property
    def score(self) -> Score:
        return self.root.score if self.root else Score()

    @property
    def band(self) -> str | None:
        return self.root.band if self.root else None

    def node(self, name: str) -> NodeScore:
        """The node of this id.

        Raises
        ------
        KeyError
            If there is none.
        """
        for node in self.nodes:
            if node.id == name:
                return node
        raise KeyError(name)
