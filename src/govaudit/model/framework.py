"""A framework as people write it: criteria, indicators, caps, designations.

Rules stand here as plain data (`RawRule`); `rules.parse` reads them against the codebook.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from govaudit.model.base import (
    EXACT_SCHEMA,
    Authored,
    FactId,
    Flag,
    Id,
    Maybe,
    Number,
    RawRule,
    Weight,
    Words,
    json_number,
    parse_exact,
    refuse,
)
from govaudit.model.rubric import Band, Level, Linear, Points, Step
from govaudit.problems import Code, one_of

Missing: TypeAlias = Literal["zero-credit", "full-credit", "exclude"]
MISSING: tuple[Missing, ...] = get_args(Missing)
AGGREGATIONS = ("mean", "sum", "product", "geometric", "harmonic", "minimum", "maximum", "median")
MAX_POWER = 64


def _aggregation(value: object) -> str | int:
    """A name of `AGGREGATIONS`, or the whole exponent of ``{power: n}``."""
    if isinstance(value, str) and value in AGGREGATIONS:
        return value
    if isinstance(value, dict) and set(value) == {"power"}:
        power = value["power"]
        if isinstance(power, int) and not isinstance(power, bool) and 0 < abs(power) <= MAX_POWER:
            return power
        raise refuse(Code.BAD_NUMBER, f"a whole exponent from -{MAX_POWER} to {MAX_POWER}, not 0", power)
    raise refuse(Code.BAD_VALUE, f"{one_of(AGGREGATIONS)}, or {{power: n}}", value)


Aggregation = Annotated[
    str | int,
    PlainValidator(_aggregation),
    PlainSerializer(lambda value: value if isinstance(value, str) else {"power": value}),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(AGGREGATIONS)},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["power"],
                    "properties": {
                        "power": {"type": "integer", "minimum": -MAX_POWER, "maximum": MAX_POWER, "not": {"const": 0}}
                    },
                },
            ]
        }
    ),
]


def parse_share(value: object) -> Fraction:
    share = parse_exact(value)
    if not 0 <= share <= 1:
        raise refuse(Code.BAD_NUMBER, "a share from 0 to 1", value)
    return share


Share = Annotated[
    Fraction,
    PlainValidator(parse_share),
    PlainSerializer(json_number),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, EXACT_SCHEMA["anyOf"][1]]}),
]


class Cap(Authored):
    """What no strength elsewhere can buy back: if the rule holds, at most a score, or at most a band.

    Attributes
    ----------
    id
        What is lacking, in a few words of kebab-case.
    when
        The rule under which it holds.
    at_most
        The greatest score that is left.
    band
        The best band that is left.
    reason
        Why the rest cannot make it good.
    references
        The literature it rests on.
    """

    id: Id
    when: RawRule
    at_most: Maybe[Number] = None
    band: Maybe[Id] = None
    reason: Words
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_ceiling(self) -> Self:
        if (self.at_most is None) == (self.band is None):
            raise refuse(Code.MISSING_KEY, "either at-most (a score) or band", None)
        return self


class Designation(Authored):
    """A named yes, no or unknown, decided by a rule over facts and scores.

    Attributes
    ----------
    id
        What is said, in a few words of kebab-case.
    label
        What reports call it.
    when
        The rule under which it is yes.
    rationale
        Why it is said, and why so.
    """

    id: Id
    label: str = ""
    when: RawRule
    rationale: str = ""


class Node(Authored):
    """What indicators, groups and derived nodes share.

    Attributes
    ----------
    id
        What it measures, in a few words of kebab-case; used once in the framework.
    title
        What reports call it.
    weight
        How much it counts in its parent; left out, 1.
    rationale
        Why it is asked, and why so.
    references
        The literature it rests on.
    missing
        What unknowns count as, here and below.
    bands
        Named intervals of its score.
    """

    id: Id
    title: str = ""
    weight: Maybe[Weight] = None
    rationale: str = ""
    references: tuple[str, ...] = ()
    missing: Maybe[Missing] = None
    bands: tuple[Band, ...] = ()

    @property
    def heading(self) -> str:
        return self.title or self.id.replace("-", " ").capitalize()


class Indicator(Node):
    """The smallest scored unit: a rubric, a table of points, or a number between goalposts.

    Attributes
    ----------
    question
        What is asked.
    applies_when
        The rule under which it applies; left out, always.
    levels
        Its rubric, best level first: the first whose rule holds is reached.
    rubric
        The name of one of the framework's rubrics.
    fact
        What `it` means in that rubric.
    points
        A category mapped through a table of points.
    linear
        A number mapped linearly between two goalposts.
    recommendation
        What would raise the score.
    example
        A forum that reaches the top.
    """

    question: str = ""
    applies_when: Maybe[RawRule] = None
    levels: tuple[Level, ...] = ()
    rubric: str = ""
    fact: FactId = ""
    points: Maybe[Points] = None
    linear: Maybe[Linear] = None
    recommendation: str = ""
    example: str = ""

    @model_validator(mode="after")
    def _one_scale(self) -> Self:
        scales = [bool(self.levels), bool(self.rubric), self.points is not None, self.linear is not None]
        if sum(scales) != 1:
            raise refuse(Code.MISSING_KEY, "exactly one of levels, rubric, points, linear", None)
        return self

    @property
    def heading(self) -> str:
        return self.title or self.question or super().heading


class Aggregate(Node):
    """A node that makes one score of several.

    Attributes
    ----------
    aggregation
        How the scores of its members become one: mean (if left out), sum, product, geometric, harmonic, minimum, maximum, median, {power: n}.
    steps
        A table that replaces the score.
    caps
        Ceilings that no strength elsewhere lifts.
    min_coverage
        The share of its weight that must be settled for it to have a score, from 0 to 1.
    """

    aggregation: Aggregation = "mean"
    steps: tuple[Step, ...] = ()
    caps: tuple[Cap, ...] = ()
    min_coverage: Share = Fraction(0)


class Group(Aggregate):
    """A criterion: nested criteria first, then indicators.

    Attributes
    ----------
    question
        What is asked.
    applies_when
        The rule under which it applies; left out, always.
    pooled
        Its members count in its parent one by one.
    criteria
        The criteria in it.
    indicators
        The indicators in it.
    """

    question: str = ""
    applies_when: Maybe[RawRule] = None
    pooled: Flag = False
    criteria: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class Derived(Aggregate):
    """A second view of nodes named by id; counts in no total.

    Attributes
    ----------
    of
        The nodes: a list of ids, or {id: weight}.
    """

    of: tuple[Id, ...] | dict[str, Weight]


class Framework(Group):
    """The versioned whole.

    Attributes
    ----------
    version
        Raised by every change that moves scores.
    rules
        Named rules, read as {rule: NAME}.
    rubrics
        Shared rubrics; `it` is the fact that the indicator names.
    tables
        Shared tables of points.
    derived
        Second views of its nodes.
    designations
        Named answers, yes, no or unknown.
    polarity
        Whether more of a fact can only raise the score (up) or only lower it (down); proven from the rules.
    """

    version: str
    rules: dict[str, RawRule] = Field(default_factory=dict)
    rubrics: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    tables: dict[str, dict[str, Number]] = Field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    designations: tuple[Designation, ...] = ()
    polarity: dict[str, Literal["up", "down"]] = Field(default_factory=dict)
