"""Cases: facts, and the level, score or applicability they must lead to. They sit beside the criteria."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from govaudit.model.base import Authored, Raw, parse_number, refuse
from govaudit.problems import Code


class Case(Authored):
    """Facts (absent ones are uncoded) and what one indicator makes of them.

    `level` is the one level reached, `levels` all that are possible, `score` one number or `[low, high]`.
    """

    facts: dict[str, Raw] = Field(default_factory=dict)
    level: str = ""
    levels: tuple[str, ...] = ()
    score: Raw = None
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
