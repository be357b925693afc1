"""All cases of a framework, run: what came of each, what they show of its predicates, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from govaudit.integrity.cases import Outcome
from govaudit.integrity.sights import Sight
from govaudit.scoring.plan import Plan


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file; line and column from 1."""

    document: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.document}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many truth values of predicates cases have shown, of those there can be."""

    seen: int
    possible: int

    @property
    def share(self) -> Fraction | None:
        """From 0 to 1; None where there is no predicate."""
        return Fraction(self.seen, self.possible) if self.possible else None

    def reaches(self, least: Fraction) -> bool:
        """Whether the share is `least` or more; without predicates there is nothing to miss."""
        return self.share is None or self.share >= least


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcomes and the predicates of one framework, each with its place."""

    plan: Plan
    outcomes: tuple[tuple[Outcome, Place], ...]
    sights: tuple[tuple[Sight, Place], ...]

    @property
    def failed(self) -> tuple[tuple[Outcome, Place], ...]:
        return tuple(pair for pair in self.outcomes if pair[0].wrong)

    @property
    def coverage(self) -> Coverage:
        return _coverage(sight for sight, _ in self.sights)

    def by_file(self) -> Mapping[str, Coverage]:
        """The coverage of each file that has predicates, by its name."""
        in_order = sorted(self.sights, key=lambda pair: pair[1].document)
        grouped = groupby(in_order, key=lambda pair: pair[1].document)
        return {document: _coverage(sight for sight, _ in pairs) for document, pairs in grouped}

    def unseen(self) -> tuple[tuple[Sight, Place], ...]:
        """The predicates of which a truth value was not seen, by place."""
        return tuple(sorted((pair for pair in self.sights if pair[0].unseen), key=lambda pair: pair[1]))


def _coverage(sights: Iterator[Sight]) -> Coverage:
    counted = [(len(sight.seen), len(sight.possible)) for sight in sights]
    return Coverage(sum(seen for seen, _ in counted), sum(possible for _, possible in counted))
