"""The codebook: every fact that can be true of a forum, with its type, allowed values and coding note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal, Self, TypeAlias

from pydantic import PrivateAttr, model_validator

from govaudit.model.base import Authored, Id, Maybe, Number, Words, parse_date, parse_number, read, refuse
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote

FactType: TypeAlias = Literal["boolean", "ordered", "category", "set", "integer", "number", "date"]
Value: TypeAlias = bool | str | int | Fraction | date | frozenset[str]

RESERVED = frozenset(
    {"all", "any", "not", "at-least", "of", "known", "contested", "not-found", "uncoded", "not-applicable"}
    | {"rule", "level", "score", "it"}
)


class Fact(Authored):
    """One named, typed thing that can be true of a forum. `values` of an ordered fact stand least first.

    Attributes
    ----------
    question
        What is asked of each forum.
    type
        Of what type the answer is.
    basis
        Whether it is about what a text provides (law) or about what happens (practice).
    values
        The allowed values of an ordered fact (least first), a category or a set.
    least
        The least value of an integer or number.
    greatest
        The greatest value of an integer or number.
    coding
        How to code what is not plain: what counts, and what does not.
    cost
        How hard it is to change: a class of criteria/costs.yaml.
    fixed
        Why no reform of the forum can change it.
    """

    question: Words
    type: FactType
    basis: Literal["law", "practice"]
    values: tuple[str, ...] = ()
    least: Maybe[Number] = None
    greatest: Maybe[Number] = None
    coding: str = ""
    cost: Maybe[Id] = None
    fixed: str = ""
    _id: str = PrivateAttr(default="")

    @property
    def id(self) -> str:
        return self._id

    @property
    def expects(self) -> str:
        """What a value must be, as words for people."""
        match self.type:
            case "boolean":
                return "one of true, false"
            case "ordered" | "category":
                return one_of(self.values)
            case "set":
                return f"a list of values among {', '.join(self.values)}"
            case "date":
                return "a date as YYYY, YYYY-MM or YYYY-MM-DD"
            case "integer" | "number":
                what = "a whole number" if self.type == "integer" else "a number"
                return f"{what} from {shown_number(self.least)} to {shown_number(self.greatest)}"

    @property
    def finite(self) -> bool:
        """Whether the allowed values can be listed one by one."""
        return self.type in {"boolean", "ordered", "category"}

    @cached_property
    def allowed(self) -> tuple[Value, ...]:
        """The allowed values of a finite fact, least first; of a boolean, false before true."""
        return (False, True) if self.type == "boolean" else self.values

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        listed, numeric = self.type in {"ordered", "category", "set"}, self.type in {"integer", "number"}
        if listed and (len(self.values) < 2 or len(set(self.values)) < len(self.values)):
            raise refuse(Code.BAD_VALUE, f"two or more different `values` for a fact of type {self.type}", self.values)
        if not listed and self.values:
            raise refuse(Code.UNKNOWN_KEY, f"no `values` for a fact of type {self.type}", self.values)
        if numeric and (self.least is None or self.greatest is None or self.least > self.greatest):
            raise refuse(Code.MISSING_KEY, "`least` and `greatest`, in this order, for a numeric fact", None)
        if self.cost is not None and self.fixed:
            raise refuse(Code.UNKNOWN_COST, "either `cost` or `fixed`", self.cost)
        return self

    def value(self, raw: object) -> Value:
        """The typed value of `raw` as read from a file.

        Raises
        ------
        pydantic_core.PydanticCustomError
            If `raw` is not one of the allowed values; its type is the name of a problem code.
        """
        match self.type:
            case "boolean":
                if not isinstance(raw, bool):
                    raise refuse(Code.BAD_VALUE, self.expects, raw)
                return raw
            case "ordered" | "category":
                if not isinstance(raw, str) or raw not in self.values:
                    raise refuse(Code.BAD_VALUE, self.expects, raw)
                return raw
            case "set":
                if not isinstance(raw, list | tuple | frozenset) or not all(item in self.values for item in raw):
                    raise refuse(Code.BAD_VALUE, self.expects, raw)
                return frozenset(raw)
            case "date":
                return raw if isinstance(raw, date) else parse_date(raw)
            case "integer" | "number":
                number = parse_number(raw)
                whole = self.type == "number" or number.denominator == 1
                below = self.least is not None and number < self.least
                if below or not whole or (self.greatest is not None and number > self.greatest):
                    raise refuse(Code.BAD_NUMBER, self.expects, raw)
                return number


Codebook: TypeAlias = Mapping[str, Fact]


def read_codebook(data: Mapping[str, object]) -> dict[str, Fact]:
    """Read all facts.

    Raises
    ------
    GovauditError
        With every problem of the codebook.
    """
    facts: dict[str, Fact] = {}
    problems: list[Problem] = []
    for key, body in data.items():
        try:
            if key in RESERVED:
                message = f"{quote(key)} is a word of the rule language"
                problems.append(Problem(code=Code.BAD_ID, message=message, node=(key,), hint="choose another id"))
                continue
            fact = read(Fact, body, (key,))
        except GovauditError as error:
            problems += error.problems
            continue
        fact._id = key  # noqa: SLF001  # the id of a fact is its key, known only here
        facts[key] = fact
    if problems:
        raise GovauditError(problems)
    return facts


def hint_for_value(fact: Fact, raw: object) -> str:
    """Did-you-mean among the allowed values of `fact`."""
    if fact.type == "boolean":
        return "write true or false" if str(raw).lower() in {"yes", "no", "on", "off"} else ""
    return did_you_mean(raw, fact.values)


def shown_number(number: Fraction | None) -> str:
    """An exact number as people write it, `1/3` where no finite decimal exists."""
    if number is None:
        return "?"
    if number.denominator == 1:
        return str(number.numerator)
    decimal = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{decimal.normalize():f}" if Fraction(decimal) == number else str(number)


def shown_value(value: Value) -> str:
    """A value as it stands in the data."""
    match value:
        case bool():
            return "true" if value else "false"
        case frozenset():
            return ", ".join(sorted(value)) or "(nothing)"
        case Fraction():
            return shown_number(value)
        case _:
            return str(value)
