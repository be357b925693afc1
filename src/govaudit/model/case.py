"""Cases: facts, and the level, score or applicability they must lead to. They sit beside the criteria."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from govaudit.model.base import Authored, Raw, parse_number, refuse
from govaudit.problems import Code

NUMBER_SCHEMA = {"type": "number"}
SCORE_SCHEMA = {"anyOf": [NUMBER_SCHEMA, {"type": "array", "items": NUMBER_SCHEMA}]}


class Case(Authored):
    """Facts and what one indicator makes of them.

    Attributes
    ----------
    facts
        The facts, each with its value, {contested: [values]}, not-found or not-applicable; absent ones are uncoded.
    level
        The one level that is reached.
    levels
        All levels that are possible.
    score
        The score, or [low, high].
    applies
        Whether the indicator applies.
    note
        What the case is for.
    """

    facts: dict[str, Raw] = Field(default_factory=dict)
    level: str = ""
    levels: tuple[str, ...] = ()
    score: Annotated[Raw, WithJsonSchema(SCORE_SCHEMA)] = None
    applies: Literal["yes", "no", "unknown"] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _expects(self) -> Self:
        if not {"level", "levels", "score", "applies"} & self.model_fields_set:
            raise refuse(Code.MISSING_KEY, "what is expected: level, levels, score or applies", None)
        if "score" in self.model_fields_set:
            for number in self.score if isinstance(self.score, list) else [self.score]:
                parse_number(number)
        return self
