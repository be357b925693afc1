"""Kleene's strong three-valued logic, the logic of SQL's NULL (S. C. Kleene, Introduction to Metamathematics, 1952, §64)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Truth(Enum):
    """True, false, or not known; the value is the word that reports print."""

    TRUE = "yes"
    FALSE = "no"
    UNKNOWN = "unknown"


TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def truth(value: bool) -> Truth:  # lifts a boolean
    """Lift a boolean."""
    return TRUE if value else FALSE


def negate(value: Truth) -> Truth:
    """``not``: unknown stays unknown."""
    if value is UNKNOWN:
        return UNKNOWN
    return FALSE if value is TRUE else TRUE


def conjoin(values: Iterable[Truth]) -> Truth:
    """``and``: false if any is false, else unknown if any is unknown; of nothing, true."""
    result = TRUE
    for value in values:
        if value is FALSE:
            return FALSE
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def disjoin(values: Iterable[Truth]) -> Truth:
    """``or``: true if any is true, else unknown if any is unknown; of nothing, false."""
    result = FALSE
    for value in values:
        if value is TRUE:
            return TRUE
        if value is UNKNOWN:
            result = UNKNOWN
    return result


def at_least(count: int, values: Iterable[Truth]) -> Truth:
    """At least `count` of `values` are true."""
    held = possible = 0
    for value in values:
        held += value is TRUE
        possible += value is not FALSE
    if held >= count:
        return TRUE
    return UNKNOWN if possible >= count else FALSE


def agree(values: Iterable[bool]) -> Truth:
    """True if true for all, false if false for all, else unknown. `values` is not empty."""
    seen = set(values)
    return UNKNOWN if len(seen) > 1 else truth(seen.pop())
