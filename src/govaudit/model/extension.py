"""A framework that extends another: the values that it overrides, each with its reason. And, computed, where overridden values come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Self, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from govaudit.model.base import (
    EXACT_SCHEMA,
    ID_SCHEMA,
    Authored,
    Id,
    Maybe,
    Number,
    Weight,
    Words,
    parse_exact,
    parse_id,
    refuse,
)
from govaudit.model.framework import Aggregation, Missing
from govaudit.problems import Code

NONE = "none"
"""The word for a cap that is dropped."""
VALUES = ("weight", "levels", "points", "aggregation", "missing", "caps", "bands")
"""What can be overridden; the rest of a framework is its base's."""


def _ceiling(value: object) -> Fraction | str:
    """What is left under a cap: a score, a band, or `none`."""
    try:
        return parse_exact(value)
    except PydanticCustomError:
        pass
    try:
        return parse_id(value)
    except PydanticCustomError:
        raise refuse(Code.BAD_VALUE, "the greatest score, the best band, or none to drop the cap", value) from None


Ceiling: TypeAlias = Annotated[
    Fraction | str,
    PlainValidator(_ceiling),
    WithJsonSchema({"anyOf": [*EXACT_SCHEMA["anyOf"], ID_SCHEMA]}),
]


class Base(Authored):
    """The framework that is extended, and the version that was read when the overrides were written.

    Attributes
    ----------
    framework
        Its id.
    version
        Its version: once the base has another, somebody must look at the overrides again.
    """

    framework: Id
    version: str


class Override(Authored):
    """Other values of one node, and why.

    Attributes
    ----------
    node
        The node, by its id in the framework that is extended.
    weight
        How much it counts in its parent.
    levels
        The scores of its levels, by level.
    points
        The scores in its table of points, by value.
    aggregation
        How the scores of its members become one.
    missing
        What unknowns count as, here and below.
    caps
        Its caps, by id: the greatest score or the best band that is left, or none to drop the cap.
    bands
        The thresholds of its bands, by band.
    reason
        Why this view weighs it so.
    references
        The literature it rests on.
    """

    node: Id
    weight: Maybe[Weight] = None
    levels: dict[str, Number] = Field(default_factory=dict)
    points: dict[str, Number] = Field(default_factory=dict)
    aggregation: Maybe[Aggregation] = None
    missing: Maybe[Missing] = None
    caps: dict[str, Ceiling] = Field(default_factory=dict)
    bands: dict[str, Number] = Field(default_factory=dict)
    reason: Words
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, value) not in (None, {}) for value in VALUES):
            raise refuse(Code.MISSING_KEY, f"what is overridden: {', '.join(VALUES[:-1])} or {VALUES[-1]}", None)
        return self


class Extension(Authored):
    """A framework that is another one seen differently: all is that one's but what is overridden.

    Attributes
    ----------
    id
        The folder's name.
    version
        Raised by every change that moves scores.
    extends
        The framework that is extended, and its version.
    title
        What reports call it.
    rationale
        Whose view it is, and what it values.
    references
        The literature it rests on.
    overrides
        The values that differ, each with its reason.
    """

    id: Id
    version: str
    extends: Base
    title: Words
    rationale: Words
    references: tuple[str, ...] = ()
    overrides: tuple[Override, ...]

    @model_validator(mode="after")
    def _differs(self) -> Self:
        if not self.overrides:
            raise refuse(Code.MISSING_KEY, "at least one override", None)
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Overridden:
    """One overridden value, and where it comes from.

    Attributes
    ----------
    framework
        The framework that overrides it.
    value
        What is overridden: `weight`, or a part of it, such as `levels.advisory`.
    before, after
        The value of the base and that of the framework, as they are shown.
    document
        The file in which the override stands.
    """

    framework: str
    node: str
    value: str
    before: str
    after: str
    reason: str
    references: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """What a framework extends, nearest first, with versions; and every value that was overridden on the way, furthest first."""

    bases: Mapping[str, str]
    overridden: tuple[Overridden, ...]


OWN = Lineage(bases={}, overridden=())
"""That of a framework which extends none."""
