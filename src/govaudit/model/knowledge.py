"""What is known of a fact on a day: one value, several, or one of three ways of not knowing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from govaudit.model.base import refuse
from govaudit.problems import Code

if TYPE_CHECKING:
    from govaudit.model.codebook import Fact, Value
    from govaudit.model.profile import Statement


class Kind(Enum):
    """The five kinds of knowledge of `docs/glossary.md`."""

    KNOWN = "known"
    CONTESTED = "contested"
    NOT_FOUND = "not-found"
    UNCODED = "uncoded"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Knowledge of one fact. `values`: one if known, two or more if contested, else none."""

    kind: Kind
    values: tuple[Value, ...] = ()
    statement: Statement | None = None

    @property
    def unknown(self) -> bool:
        """Contested, not found or uncoded: what a completion may still settle."""
        return self.kind in {Kind.CONTESTED, Kind.NOT_FOUND, Kind.UNCODED}


UNCODED = Knowledge(Kind.UNCODED)


def known(value: Value) -> Knowledge:
    """Knowledge of one value, without a statement: for cases, completions and what-ifs."""
    return Knowledge(Kind.KNOWN, (value,))


WORDS_OF_KNOWLEDGE = ("not-found", "uncoded", "not-applicable")


def as_knowledge(fact: Fact, raw: object) -> Knowledge:
    """Knowledge as cases write it: a value, ``{contested: [values]}``, or one of three words."""
    if isinstance(raw, dict) and set(raw) == {"contested"} and isinstance(raw["contested"], list):
        values = tuple(fact.value(value) for value in raw["contested"])
        if len(set(values)) < 2:
            raise refuse(Code.NOT_CONTESTED, "at least two different values that are contested", len(set(values)))
        return Knowledge(Kind.CONTESTED, values)
    if raw in WORDS_OF_KNOWLEDGE:
        return Knowledge(Kind(raw))
    return Knowledge(Kind.KNOWN, (fact.value(raw),))
