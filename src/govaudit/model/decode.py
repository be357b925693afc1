"""From the text of a cell to what is known of a fact. Nothing is guessed: a text that has no meaning is an error."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from pydantic_core import PydanticCustomError

from govaudit.model.base import parse_date, refuse
from govaudit.model.codebook import Fact, shown_value
from govaudit.model.knowledge import WORDS_OF_KNOWLEDGE, Kind, Knowledge, as_knowledge, known
from govaudit.model.table import Coding
from govaudit.problems import Code, did_you_mean, one_of, quote

NUMBER = re.compile(r"[-+]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][-+]?\d{1,3})?")


def parse_decimal(text: str, mark: str = ".", strip: Sequence[str] = ()) -> Fraction | None:
    """The exact number a cell holds, with the decimal mark of its table and without the signs that mean nothing; None if it holds none.

    >>> parse_decimal("80,5", ","), parse_decimal("1e2"), parse_decimal("1,000"), parse_decimal("1,000%", strip=",%")
    (Fraction(161, 2), Fraction(100, 1), None, Fraction(1000, 1))
    """
    for sign in strip:
        text = text.replace(sign, "")
    plain = text if mark == "." else text.replace(".", " ").replace(mark, ".")
    return Fraction(Decimal(plain)) if NUMBER.fullmatch(plain) and plain.isascii() else None


FOREIGN = re.compile(r"[-+]?\d+,(\d{1,2}|\d{4,})")
DRESSED = re.compile(r"([^-+\d.,]{0,3})[-+]?\d+(?:(,)\d{3})*(?:\.\d+)?([^-+\d.,]{0,3})")


@dataclass(frozen=True, slots=True)
class Decoder:
    """What the cells of a column say of a fact.

    Attributes
    ----------
    meanings
        Knowledge by exact text: the entries of the coding, and the allowed values as they stand. "" is the empty cell.
    within
        What separates the values of a set; "" if a cell holds one.
    mark, strip
        How the table writes numbers.
    """

    fact: Fact
    meanings: Mapping[str, Knowledge]
    within: str
    mark: str
    strip: Sequence[str]

    def knowledge(self, text: str) -> Knowledge:
        """What the text of a cell says.

        Raises
        ------
        pydantic_core.PydanticCustomError
            If it says nothing that is known here; its type is the name of a problem code.
        """
        found = self.meanings.get(text)
        if found is not None:
            return found
        if self.fact.type in {"integer", "number"}:
            number = parse_decimal(text, self.mark, self.strip)
            if number is not None:
                return self._number(number, text)
        elif self.fact.type == "date":
            return known(parse_date(text))
        elif self.fact.type == "set" and self.within and self.within in text:
            return self._several(text)
        raise refuse(Code.UNMAPPED_CELL, self._choices(), text)

    def _number(self, number: Fraction, text: str) -> Knowledge:
        try:
            return known(self.fact.value(number))
        except PydanticCustomError:  # said of the cell as it stands, not of the number in it
            raise refuse(Code.BAD_NUMBER, self.fact.expects, text) from None

    def _several(self, text: str) -> Knowledge:
        values: set[str] = set()
        for part in map(str.strip, text.split(self.within)):
            found = self.meanings.get(part)
            if found is None or found.kind is not Kind.KNOWN:
                raise refuse(Code.UNMAPPED_CELL, self._choices(), part)
            values |= found.values[0]  # type: ignore[arg-type]  # the value of a set is a set
        return known(frozenset(values))

    def hint(self, text: str) -> str:
        """Did-you-mean among the texts that mean something."""
        if self.fact.type in {"integer", "number"} and parse_decimal(text, self.mark, self.strip) is not None:
            return "add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table"
        return (
            did_you_mean(text, self.meanings)
            or how_written(text)
            or "add it to the cells of the column, or mend the table"
        )

    def _choices(self) -> str:
        texts = tuple(text for text in self.meanings if text)
        kind = {"integer": ("a whole number",), "number": ("a number",)}.get(self.fact.type, ())
        return f"{one_of((*kind, *texts))} or an empty cell"


def how_written(text: str) -> str:
    """How the reading could take a text for a number; "" if there is no such way."""
    if FOREIGN.fullmatch(text):
        return 'say `decimal-mark: ","` in the reading, or mend the table'
    found = DRESSED.fullmatch(text)
    sign = next((part for part in found.groups() if part), "") if found else ""
    return (
        f"say `strip: [{quote(sign)}]` in the reading, if {quote(sign)} means nothing, or mend the table"
        if sign
        else ""
    )


def decoder(fact: Fact, coding: Coding, mark: str = ".", strip: Sequence[str] = ()) -> Decoder:
    """The decoder of a column.

    Raises
    ------
    pydantic_core.PydanticCustomError
        If an entry of the coding is no value of the fact and no kind of knowledge.
    """
    meanings: dict[str, Knowledge] = {}
    if fact.finite:
        meanings = {shown_value(value): known(value) for value in fact.allowed}
    elif fact.type == "set":
        meanings = {word: known(frozenset({word})) for word in fact.values}
    meanings |= {text: as_knowledge(fact, raw) for text, raw in coding.cells.items()}
    return Decoder(fact, {**meanings, "": as_knowledge(fact, coding.empty)}, coding.within, mark, strip)


def knowledge_from(fact: Fact, text: str) -> Knowledge:
    """What a word of the command line says of a fact: a value (of a set, several with commas), or not-found, uncoded, not-applicable.

    Raises
    ------
    pydantic_core.PydanticCustomError
        If it is no value of the fact; its type is the name of a problem code.
    """
    if text in WORDS_OF_KNOWLEDGE and text not in fact.values:
        return as_knowledge(fact, text)
    raw: object = text
    match fact.type:
        case "boolean":
            raw = {"true": True, "false": False}.get(text, text)
        case "integer" | "number":
            number = parse_decimal(text)
            raw = text if number is None else number
        case "set":
            raw = [part.strip() for part in text.split(",") if part.strip()]
    return known(fact.value(raw))
