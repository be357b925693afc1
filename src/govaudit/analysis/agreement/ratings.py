"""From what coders say to ratings that can be counted, and which of them share their chance.

Chance is worked out among facts of one shape: all yes-no facts together; ordered facts with as many values, by the position of the value;
any other fact by itself. `docs/method/agreement.md` says why.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from govaudit.analysis.agreement.codings import Unit
from govaudit.model.codebook import Codebook, Fact, Value
from govaudit.model.knowledge import Kind, Knowledge

Row: TypeAlias = tuple[int, ...]
"""One unit: the rating by each coder as a position in the stratum's categories; `MISSING` if there is none."""
MISSING = -1
ORDERED = frozenset({"boolean", "ordered", "integer", "number", "date"})
"""Types of facts whose values have an order."""


@dataclass(frozen=True, slots=True)
class Stratum:
    """Units that share their chance: one row a unit, one column a coder, two ratings or more a row.

    Attributes
    ----------
    size
        How many different ratings there are; where they have an order, the least is 0.
    """

    rows: tuple[Row, ...]
    size: int


def nominal(units: Iterable[Unit], codebook: Codebook) -> tuple[Stratum, ...]:
    """Every kind of knowledge is a category of its own, and so is each set of contested values; uncoded is missing."""
    return _strata(units, codebook, _category)


def ordinal(units: Iterable[Unit], codebook: Codebook) -> tuple[Stratum, ...]:
    """Known values alone, of facts whose values have an order; all else is missing."""
    return _strata((unit for unit in units if codebook[unit.fact].type in ORDERED), codebook, _value)


def _strata(units: Iterable[Unit], codebook: Codebook, rating: Any) -> tuple[Stratum, ...]:
    found: dict[Hashable, list[list[Any]]] = {}
    for unit in units:
        fact = codebook[unit.fact]
        row = [None if known is None else rating(fact, known) for known in unit.known]
        if sum(item is not None for item in row) > 1:
            found.setdefault(_shape(fact), []).append(row)
    return tuple(_stratum(rows) for rows in found.values())


def _shape(fact: Fact) -> Hashable:
    """Facts that share their chance have the same."""
    match fact.type:
        case "boolean":
            return "boolean"
        case "ordered":
            return len(fact.values)
        case _:
            return (fact.id,)


def _stratum(rows: Sequence[Sequence[Any]]) -> Stratum:
    categories = sorted({item for row in rows for item in row if item is not None})
    place = {item: index for index, item in enumerate(categories)}
    return Stratum(
        tuple(tuple(MISSING if item is None else place[item] for item in row) for row in rows), len(categories)
    )


def _category(fact: Fact, knowledge: Knowledge) -> tuple[str, tuple[Any, ...]] | None:
    """What is said, as something that can be sorted among all that is said of facts of the same shape."""
    if knowledge.kind is Kind.UNCODED:
        return None
    return knowledge.kind.value, tuple(sorted(_position(fact, value) for value in knowledge.values))


def _value(fact: Fact, knowledge: Knowledge) -> Any:
    return _position(fact, knowledge.values[0]) if knowledge.kind is Kind.KNOWN else None


def _position(fact: Fact, value: Value) -> Any:
    """A value as something that can be sorted among the values of all facts of the same shape."""
    if fact.finite and fact.type != "category":
        return fact.allowed.index(value)
    return tuple(sorted(value)) if isinstance(value, frozenset) else value
