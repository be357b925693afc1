"""Units of a table: what one row, or several, says of one thing that is scored: a place, an organisation in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from govaudit.model.knowledge import Knowledge


class Row(NamedTuple):
    """A row as it stands in a table; `line` is where it begins, from 1."""

    line: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit at one time, and what is known of its facts; the facts that are not listed are uncoded.

    Attributes
    ----------
    time
        As the table has it: a year, an edition; "" if the table has no time.
    line
        Where the unit's first row begins in the table.
    """

    name: str
    time: str
    facts: Mapping[str, Knowledge]
    line: int

    @property
    def shown(self) -> str:
        """The unit with its time, for people: `no 2015`."""
        return f"{self.name} {self.time}" if self.time else self.name
