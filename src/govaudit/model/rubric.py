"""How scores are given, as people write it: the levels of a rubric, points, goalposts, and tables over scores."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from govaudit.model.base import (
    EXACT_SCHEMA,
    Authored,
    FactId,
    Flag,
    Id,
    Maybe,
    Number,
    RawRule,
    json_number,
    parse_exact,
    refuse,
)
from govaudit.problems import Code


class Level(Authored):
    """A step of a rubric: reached if its rule is the first that holds.

    Attributes
    ----------
    id
        What is reached, in a few words of kebab-case.
    label
        What reports say of a forum that reaches it.
    score
        The score of a forum that reaches it; never more than that of the level above.
    when
        The rule; the last level has none.
    otherwise
        It holds where no level above does: the last level, and no other.
    """

    id: Id
    label: str = ""
    score: Number
    when: Maybe[RawRule] = None
    otherwise: Flag = False


ENDS = ("least", "greatest")


def parse_post(value: object) -> Fraction | str:
    """A number, or which end of a table's data it is."""
    if isinstance(value, str) and value in ENDS:
        return value
    try:
        return parse_exact(value)
    except PydanticCustomError:
        raise refuse(Code.WRONG_TYPE, "a number, least or greatest", value) from None


class Goalpost(Authored):
    """A value of a number, and the score it earns.

    Attributes
    ----------
    value
        The value; or least or greatest: that of all units in the table that is scored.
    score
        Its score.
    """

    value: Annotated[
        Fraction | str,
        PlainValidator(parse_post),
        PlainSerializer(lambda value: value if isinstance(value, str) else json_number(value)),
        WithJsonSchema({"anyOf": [*EXACT_SCHEMA["anyOf"], {"enum": list(ENDS)}]}),
    ]
    score: Number


class Linear(Authored):
    """A number mapped linearly between two goalposts.

    Attributes
    ----------
    fact
        A fact of type integer or number.
    from_
        One goalpost.
    to
        The other goalpost.
    outside
        What a value beyond the goalposts is: an error, or as good as the nearer one (clamp).
    """

    fact: Annotated[FactId, WithJsonSchema({"type": "string", "format": "numeric fact"})]
    from_: Goalpost
    to: Goalpost
    outside: Literal["error", "clamp"] = "error"


class Points(Authored):
    """A category mapped through a table of points: its own, or a shared one by name.

    Attributes
    ----------
    fact
        A fact of type boolean, ordered or category.
    table
        The score of every value; or the name of one of the framework's tables.
    """

    fact: Annotated[FactId, WithJsonSchema({"type": "string", "format": "finite fact"})]
    table: str | dict[str, Number]


class Threshold(Authored):
    """An entry of a table over scores; the last says `otherwise`.

    Attributes
    ----------
    at_least
        The least score that it takes; falling from entry to entry.
    at_most
        The greatest score that it takes; rising from entry to entry.
    otherwise
        It takes all that is left: the last entry, and no other.
    """

    at_least: Maybe[Number] = None
    at_most: Maybe[Number] = None
    otherwise: Flag = False


class Band(Threshold):
    """A named interval of the score.

    Attributes
    ----------
    id
        Its id.
    label
        What reports call it.
    """

    id: Id
    label: str = ""


class Step(Threshold):
    """A value that replaces the score.

    Attributes
    ----------
    value
        The value.
    """

    value: Number
