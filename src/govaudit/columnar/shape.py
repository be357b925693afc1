"""The shape of results: which columns a table of scores has, whoever worked them out.

For a node N: ``N:applies`` (0 no, 1 yes, 2 unknown); ``N:low``, ``N:point``, ``N:high``, ``N:coverage``, each rounded once, half away from zero,
to a whole number of units of 10 to the minus `digits`, null where there is none; of a node with at most 62 levels ``N:levels``, of one with as many bands
``N:band``, the place of the band shown, and ``N:bands``, the possible ones; of one with `min-coverage` ``N:withheld``. Levels and bands are listed in
`Shape.words`; several of them are the sum of their powers of two. For a designation D: ``D:holds``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import narwhals as nw

from govaudit.columnar.encoding import LIMIT
from govaudit.columnar.sheet import MOST_BITS, Type, smallest
from govaudit.model.codebook import shown_value
from govaudit.problems import Code, GovauditError, Problem
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric, Table
from govaudit.scoring.scorecard import bands_of, why_withheld

ANSWERS = (FALSE, TRUE, UNKNOWN)
CODES: Mapping[Truth, int] = {truth: code for code, truth in enumerate(ANSWERS)}
DIGITS = 6
NUMBERS = ("low", "point", "high", "coverage")


def units(number: Fraction, digits: int) -> int:
    """A number rounded half away from zero to whole units of ``10**-digits``."""
    scaled = abs(number) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return int(-whole if number < 0 else whole)


def level_names(node: PlanNode) -> tuple[str, ...]:
    """The levels of an indicator, best first; none if it has no levels."""
    match node.scale:
        case Rubric(steps):
            return tuple(step.id for step in steps)
        case Table(_, points):
            return tuple(map(shown_value, points))
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Shape:
    """What is asked of a plan: nodes, besides all designations; and the digits after the point."""

    plan: Plan
    nodes: tuple[str, ...]
    digits: int = DIGITS

    def __post_init__(self) -> None:
        for name in self.nodes:
            most = max(abs(end) for end in self.plan.ranges[name])
            if units(most, self.digits) >= LIMIT:
                message = f"expected scores that a table can hold with {self.digits} decimals; {name} can reach {Decimal(int(most)):.0e}"
                raise GovauditError(Problem(code=Code.BAD_NUMBER, message=message, node=self.plan.nodes[name].place))

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """What the places in columns of levels and bands mean."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.nodes:
            node = self.plan.nodes[name]
            if levels := level_names(node):
                found[f"{name}:levels"] = levels
            if bands := tuple(band.id for band in node.authored.bands):
                found |= {f"{name}:band": bands, f"{name}:bands": bands}
        return found

    def names(self) -> tuple[str, ...]:
        """All columns, in order."""
        return tuple(self.types())

    def types(self) -> dict[str, Type]:
        """The type of each column: the smallest whole number that holds all it can be."""
        types: dict[str, Type] = {}
        for name in self.nodes:
            types |= self.types_of(self.plan.nodes[name])
        return types | {f"{designation.id}:holds": nw.Int8 for designation, _ in self.plan.designations}

    def types_of(self, node: PlanNode) -> dict[str, Type]:
        """The same of one node."""
        score = smallest(units(max(map(abs, self.plan.ranges[node.id])), self.digits))
        types: dict[str, Type] = {f"{node.id}:applies": nw.Int8}
        types |= {f"{node.id}:{number}": score for number in ("low", "point", "high")}
        types[f"{node.id}:coverage"] = smallest(10**self.digits)
        levels, bands = len(level_names(node)), len(node.authored.bands)
        if 0 < levels <= MOST_BITS:
            types[f"{node.id}:levels"] = smallest(1 << levels)
        if 0 < bands <= MOST_BITS:
            types |= {f"{node.id}:band": nw.Int8, f"{node.id}:bands": smallest(1 << bands)}
        if withholds(node):
            types[f"{node.id}:withheld"] = nw.Boolean
        return types

    def row(self, evaluation: Evaluation) -> dict[str, int | bool | None]:
        """What the interpreter found, in this shape; the evaluation has been run."""
        cells: dict[str, int | bool | None] = {}
        for name in self.nodes:
            cells |= self._cells(self.plan.nodes[name], evaluation.results[name], evaluation)
        for place, (designation, _) in enumerate(self.plan.designations):
            cells[f"{designation.id}:holds"] = CODES[evaluation.designation(place)]
        return cells

    def _cells(self, node: PlanNode, result: Result, evaluation: Evaluation) -> dict[str, int | bool | None]:
        hidden = bool(why_withheld(node, result))
        numbers = (result.low, None if hidden else result.point, result.high, result.coverage)
        cells: dict[str, int | bool | None] = {f"{node.id}:applies": CODES[result.effective]}
        for name, number in zip(NUMBERS, numbers, strict=True):
            cells[f"{node.id}:{name}"] = None if number is None else units(number, self.digits)
        if levels := level_names(node):
            there = result.low is not None
            cells[f"{node.id}:levels"] = sum(1 << levels.index(level) for level in result.levels) if there else None
        if table := node.authored.bands:
            bands = [table.index(band) for band in bands_of(node, result, evaluation.missing or node.missing)]
            shown = bool(bands) and not hidden and result.point is not None
            cells[f"{node.id}:band"] = bands[0] if shown else None
            cells[f"{node.id}:bands"] = sum(1 << place for place in bands[1:]) if bands else None
        if withholds(node):
            cells[f"{node.id}:withheld"] = hidden
        return {column: cells[column] for column in self.types_of(node)}


def withholds(node: PlanNode) -> bool:
    """Whether a node has a least coverage below which it shows no point."""
    return node.aggregate is not None and node.aggregate.min_coverage > 0
