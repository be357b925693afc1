"""A framework as people write it: criteria, indicators, rubrics, bands, caps, designations.

Rules stand here as plain data (`Raw`); `rules.parse` reads them against the codebook.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from govaudit.model.base import Authored, Flag, Id, Number, Raw, Weight, refuse
from govaudit.problems import Code, one_of

Missing: TypeAlias = Literal["zero-credit", "full-credit", "exclude"]
MISSING: tuple[Missing, ...] = ("zero-credit", "full-credit", "exclude")
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
        {"anyOf": [{"enum": list(AGGREGATIONS)}, {"type": "object", "properties": {"power": {"type": "integer"}}}]}
    ),
]


class Level(Authored):
    """A step of a rubric: reached if its rule is the first that holds."""

    id: Id
    label: str = ""
    score: Number
    when: Raw = None
    otherwise: Flag = False


class Goalpost(Authored):
    """A value of a number, and the score it earns."""

    value: Number
    score: Number


class Linear(Authored):
    """A number mapped linearly between two goalposts."""

    fact: str
    from_: Goalpost
    to: Goalpost
    outside: Literal["error", "clamp"] = "error"


class Points(Authored):
    """A category mapped through a table of points: its own, or a shared one by name."""

    fact: str
    table: str | dict[str, Number]


class Threshold(Authored):
    """An entry of a table over scores; the last says `otherwise`."""

    at_least: Number | None = None
    at_most: Number | None = None
    otherwise: Flag = False


class Band(Threshold):
    """A named interval of the score."""

    id: Id
    label: str = ""


class Step(Threshold):
    """A value that replaces the score."""

    value: Number


class Cap(Authored):
    """What no strength elsewhere can buy back: if the rule holds, at most a score, or at most a band."""

    id: Id
    when: Raw
    at_most: Number | None = None
    band: Id | None = None
    reason: str
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_ceiling(self) -> Self:
        if (self.at_most is None) == (self.band is None):
            raise refuse(Code.MISSING_KEY, "either at-most (a score) or band", None)
        return self


class Designation(Authored):
    """A named yes, no or unknown, decided by a rule over facts and scores."""

    id: Id
    label: str = ""
    when: Raw
    rationale: str = ""


class Node(Authored):
    """What indicators, groups and derived nodes share."""

    id: Id
    title: str = ""
    weight: Weight | None = None
    rationale: str = ""
    references: tuple[str, ...] = ()
    missing: Missing | None = None
    bands: tuple[Band, ...] = ()

    @property
    def heading(self) -> str:
        return self.title or self.id.replace("-", " ").capitalize()


class Indicator(Node):
    """The smallest scored unit: a rubric, a table of points, or a number between goalposts."""

    question: str = ""
    applies_when: Raw = None
    levels: tuple[Level, ...] = ()
    rubric: str = ""
    fact: str = ""
    points: Points | None = None
    linear: Linear | None = None
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
    """A node that makes one score of several."""

    aggregation: Aggregation = "mean"
    steps: tuple[Step, ...] = ()
    caps: tuple[Cap, ...] = ()
    min_coverage: Number = Fraction(0)


class Group(Aggregate):
    """A criterion: nested criteria first, then indicators. `pooled`: its members count in its parent one by one."""

    question: str = ""
    applies_when: Raw = None
    pooled: Flag = False
    criteria: tuple[Group, ...] = ()
    indicators: tuple[Indicator, ...] = ()


class Derived(Aggregate):
    """A second view of nodes named by id; counts in no total."""

    of: tuple[Id, ...] | dict[str, Weight]


class Framework(Group):
    """The versioned whole."""

    version: str
    rules: dict[str, Raw] = Field(default_factory=dict)
    rubrics: dict[str, tuple[Level, ...]] = Field(default_factory=dict)
    tables: dict[str, dict[str, Number]] = Field(default_factory=dict)
    derived: tuple[Derived, ...] = ()
    designations: tuple[Designation, ...] = ()
    polarity: dict[str, Literal["up", "down"]] = Field(default_factory=dict)
