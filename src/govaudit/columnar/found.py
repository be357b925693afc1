"""What columns hold of a node: whether it applies, its numbers, its possible levels."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals as nw

from govaudit.columnar.sheet import Exact
from govaudit.columnar.truth import YES, Level, Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A node in columns. A number is null where the node has none; `point` is `low` or `high` itself where it always equals it.

    Attributes
    ----------
    applies, effective
        As in `scoring.evaluate.Result`; None: true in every row.
    doubt
        Whether the node's own applicability can be unknown.
    gated
        Whether `applies-when` of the node itself or of a group above it may rule it out.
    pointed, covered
        Whether it has a point, a coverage, wherever it applies.
    caps
        Whether each cap's rule holds.
    flags
        Its levels, best first, and whether each is possible, as far as the node applies.
    levels
        The possible levels as the sum of their powers of two.
    """

    applies: nw.Expr | None
    effective: nw.Expr | None
    doubt: bool
    gated: bool
    low: Exact
    high: Exact
    point: Exact
    pointed: bool
    coverage: Exact
    covered: bool = True
    caps: tuple[nw.Expr, ...] = ()
    flags: tuple[Level, ...] = ()
    levels: nw.Expr | None = None

    @property
    def seen(self) -> Seen:
        return Seen(YES if self.effective is None else self.effective, self.low, self.high, self.flags)
