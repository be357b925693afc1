"""Cases: facts, and what they must lead to: a level, score or band, applicability or truth. They sit beside the criteria."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from govaudit.model.base import EXACT_SCHEMA, Authored, Maybe, Raw, parse_exact, refuse
from govaudit.problems import Code

SCORE_SCHEMA = {
    "anyOf": [
        *EXACT_SCHEMA["anyOf"],
        {"type": "null"},
        {"type": "array", "items": EXACT_SCHEMA, "minItems": 2, "maxItems": 2},
    ]
}
Span: TypeAlias = tuple[Fraction | None, Fraction | None]
EXPECTATIONS = ("level", "levels", "score", "applies", "band", "bands", "truth")


def parse_span(value: object) -> Span:
    """One number, ``[low, high]``, or None for no score."""
    if value is None:
        return None, None
    if not isinstance(value, list):
        number = parse_exact(value)
        return number, number
    if len(value) == 2:
        return parse_exact(value[0]), parse_exact(value[1])
    raise refuse(Code.WRONG_TYPE, "a number, or a list of the least and the greatest", value)


def parse_truth(value: object) -> bool | Literal["unknown"]:
    """True, false, or the word unknown."""
    if isinstance(value, bool):
        return value
    if value == "unknown":
        return "unknown"
    raise refuse(Code.BAD_VALUE, "one of true, false, unknown", value)


class Case(Authored):
    """Facts, and what comes of them: of an indicator, of any node, or of a named rule, cap or designation.

    Attributes
    ----------
    facts
        The facts, each with its value, {contested: [values]}, not-found or not-applicable; absent ones are uncoded.
    level
        The one level that is reached, of an indicator.
    levels
        All levels that are possible, of an indicator.
    score
        The score, or [low, high], of any node.
    applies
        Whether the node applies.
    band
        The band of the point.
    bands
        All bands that are possible.
    truth
        What a named rule, cap or designation comes to: true, false or unknown.
    note
        What the case is for.
    """

    facts: dict[str, Raw] = Field(default_factory=dict)
    level: str = ""
    levels: tuple[str, ...] = ()
    score: Annotated[Span | None, PlainValidator(parse_span), WithJsonSchema(SCORE_SCHEMA)] = None
    applies: Maybe[Literal["yes", "no", "unknown"]] = None
    band: str = ""
    bands: tuple[str, ...] = ()
    truth: Annotated[
        bool | Literal["unknown"] | None,
        PlainValidator(parse_truth),
        WithJsonSchema({"enum": [True, False, "unknown"]}),
    ] = None
    note: str = ""

    @property
    def given(self) -> tuple[str, ...]:
        """What is expected, by key."""
        return tuple(key for key in EXPECTATIONS if key in self.model_fields_set)

    @property
    def open(self) -> bool:
        """Whether more than one score is expected."""
        return self.score is not None and self.score[0] != self.score[1]

    @model_validator(mode="after")
    def _expects(self) -> Self:
        if not self.given:
            raise refuse(
                Code.MISSING_KEY, f"what is expected: {', '.join(EXPECTATIONS[:-1])} or {EXPECTATIONS[-1]}", None
            )
        return self
