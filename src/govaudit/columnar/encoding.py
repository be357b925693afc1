"""How knowledge stands in a frame with one row a unit: which columns a fact has, and which whole number stands for which value.

Of a fact F the columns are

- ``F``: the value if it is known, else null. A boolean as it is; of an ordered fact or a category the place in `values`, from
  0; an integer as it is; of a number the numerator over 10 to the fact's scale; of a date its ordinal day. A set has a Boolean column
  ``F=word`` for each of its words instead.
- ``F#``: the kind of knowledge, by its place in `KINDS`. Without this column a value is known and null is uncoded.
- ``F?``: as a JSON list of the values as authored, what ``F`` cannot hold: all values of a contested fact, or the one value of
  a number too fine for the scale. Where it stands, ``F#`` says contested.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias

from govaudit.model.codebook import Codebook, Fact, Value
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.problems import Code, GovauditError, Problem, quote

KINDS = (Kind.KNOWN, Kind.CONTESTED, Kind.NOT_FOUND, Kind.UNCODED, Kind.NOT_APPLICABLE)
CODES = {kind: code for code, kind in enumerate(KINDS)}
LIMIT = 2**62
"""No whole number in a column reaches this, so that the sum of two fits in 64 bits."""
Cell: TypeAlias = bool | int | str | None


def kind_column(fact: str) -> str:
    return f"{fact}#"


def word_column(fact: str, word: str) -> str:
    return f"{fact}={word}"


def text_column(fact: str) -> str:
    return f"{fact}?"


@dataclass(frozen=True)
class Encoding:
    """The encoding of one table.

    Attributes
    ----------
    columns
        The columns of the frame.
    scales
        Digits after the point that the column of a number holds; 0 for a fact not named.
    """

    codebook: Codebook
    columns: frozenset[str]
    scales: Mapping[str, int] = field(default_factory=dict)

    def judged(self, fact: str) -> bool:
        """Whether the frame says of this fact what kind of knowledge each row has."""
        return kind_column(fact) in self.columns

    def scale(self, fact: str) -> int:
        """What a value of a number is multiplied by."""
        return int(10 ** self.scales.get(fact, 0))

    def value_columns(self, fact: Fact) -> tuple[str, ...]:
        """The columns that hold the value of a fact."""
        return tuple(word_column(fact.id, word) for word in fact.values) if fact.type == "set" else (fact.id,)

    def columns_of(self, fact: Fact) -> tuple[str, ...]:
        """All columns of a fact that the frame has."""
        names = (*self.value_columns(fact), kind_column(fact.id), text_column(fact.id))
        return tuple(name for name in names if name in self.columns)

    def write(self, facts: Mapping[str, Knowledge]) -> dict[str, Cell]:
        """A row of all facts of the codebook, with every column that the frame has."""
        return {
            name: cell
            for fact in self.codebook.values()
            for name, cell in self.cells(fact, facts.get(fact.id, UNCODED))
            if name in self.columns
        }

    def cells(self, fact: Fact, now: Knowledge) -> Iterator[tuple[str, Cell]]:
        """The columns of a fact, those that the frame lacks too, with what they hold."""
        values = self._codes(fact, now.values[0]) if now.kind is Kind.KNOWN else None
        fits = values is not None or now.kind is not Kind.KNOWN
        yield kind_column(fact.id), CODES[now.kind if fits else Kind.CONTESTED]
        yield text_column(fact.id), _authored(now.values) if not fits or now.kind is Kind.CONTESTED else None
        columns = self.value_columns(fact)
        yield from zip(columns, values or (None,) * len(columns), strict=True)

    def _codes(self, fact: Fact, value: Value) -> tuple[Cell, ...] | None:
        """A known value by columns; None if it cannot be held."""
        match value:
            case bool():
                return (value,)
            case date():
                return (value.toordinal(),)
            case frozenset():
                return tuple(word in value for word in fact.values)
            case Fraction():
                scaled = value * self.scale(fact.id)
                return (scaled.numerator,) if scaled.denominator == 1 and abs(scaled) < LIMIT else None
            case _:
                return (fact.values.index(str(value)),)

    def read(self, row: Mapping[str, Cell], facts: Iterable[str]) -> dict[str, Knowledge]:
        """What a row says of some facts.

        Raises
        ------
        GovauditError
            If a cell holds what its fact cannot be.
        """
        return {name: self._knowledge(self.codebook[name], row) for name in facts}

    def _knowledge(self, fact: Fact, row: Mapping[str, Cell]) -> Knowledge:
        columns = self.value_columns(fact)
        found = row[columns[0]] is not None
        code = row[kind_column(fact.id)] if self.judged(fact.id) else CODES[Kind.KNOWN if found else Kind.UNCODED]
        if code == CODES[Kind.KNOWN] and found:
            return self._known[fact.id, tuple(row[column] for column in columns)]
        if code == CODES[Kind.CONTESTED]:
            return self._listed(fact, row.get(text_column(fact.id)))
        if isinstance(code, int) and code in _PLAIN and not found:
            return _PLAIN[code]
        raise _refuse(fact, f"a kind of knowledge from 0 to {len(KINDS) - 1}, and a value where it is 0", code)

    @cached_property
    def _known(self) -> _Known:
        return _Known(self)

    def _listed(self, fact: Fact, text: Cell) -> Knowledge:
        try:
            values = json.loads(str(text), parse_float=Decimal)
            read = tuple(_exact(fact, value) for value in values)
        except (TypeError, ValueError, ZeroDivisionError):  # pydantic's errors are ValueErrors
            read = ()
        if not read:
            raise _refuse(fact, "a JSON list of the values of a contested fact", text)
        return known(read[0]) if len(read) == 1 else Knowledge(Kind.CONTESTED, read)


class _Known(dict[tuple[str, tuple[Cell, ...]], Knowledge]):
    """Known values by fact and cells, each made once."""

    def __init__(self, encoding: Encoding) -> None:
        super().__init__()
        self.encoding = encoding

    def __missing__(self, key: tuple[str, tuple[Cell, ...]]) -> Knowledge:
        name, cells = key
        fact = self.encoding.codebook[name]
        value = _decoded(fact, cells, self.encoding.scale(name))
        if value is None:
            raise _refuse(fact, f"a value of type {fact.type}", cells[0])
        self[key] = known(value)
        return self[key]


_PLAIN = {CODES[kind]: Knowledge(kind) for kind in (Kind.NOT_FOUND, Kind.UNCODED, Kind.NOT_APPLICABLE)}


def _decoded(fact: Fact, cells: tuple[Cell, ...], scale: int) -> Value | None:
    """The value that cells stand for; None if they stand for none."""
    (cell, *_) = cells
    match fact.type:
        case "set":
            return frozenset(word for word, chosen in zip(fact.values, cells, strict=True) if chosen)
        case "boolean":
            return cell if isinstance(cell, bool) else None
    if not isinstance(cell, int) or isinstance(cell, bool):
        return None
    match fact.type:
        case "ordered" | "category":
            return fact.values[cell] if 0 <= cell < len(fact.values) else None
        case "date":
            return date.fromordinal(cell)
        case _:
            return Fraction(cell, scale)


def _authored(values: Iterable[Value]) -> str:
    """Values as a JSON list; an exact number as text."""
    return json.dumps([_plain(value) for value in values])


def _plain(value: Value) -> object:
    match value:
        case bool():
            return value
        case frozenset():
            return sorted(value)
        case _:
            return str(value)


def _exact(fact: Fact, value: object) -> Value:
    """A value of a JSON list; a number may stand there as text, `1/3`."""
    numeric = fact.type in {"integer", "number"} and isinstance(value, str)
    return fact.value(Fraction(str(value)) if numeric else value)


def _refuse(fact: Fact, expected: str, found: object) -> GovauditError:
    message = f"expected {expected}; found {quote(found)}"
    return GovauditError(Problem(code=Code.BAD_VALUE, message=message, node=("facts", fact.id)))
