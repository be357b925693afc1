"""A forum profile: statements about one forum, each dated and resting on evidence."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self, TypeAlias

from pydantic import Field, model_validator

from govaudit.model.base import Authored, Day, Flag, Id, Names, Raw, refuse
from govaudit.problems import Code

Confidence: TypeAlias = Literal["high", "medium", "low"]


class Evidence(Authored):
    """A source and the place in it that supports one statement."""

    source: Id
    at: str
    quote: str = ""


class Reading(Authored):
    """One of the values of a contested statement."""

    value: Raw
    evidence: tuple[Evidence, ...] = ()


class Search(Authored):
    """Where and when someone looked for a fact and did not find it."""

    searched: tuple[Id, ...] = ()
    on: Day


class Statement(Authored):
    """A fact's value, or what else is known of it, over the period ``[from, until)``."""

    value: Raw = None
    contested: tuple[Reading, ...] = ()
    not_found: Search | None = None
    not_applicable: str = ""
    from_: Day | None = None
    until: Day | None = None
    confidence: Confidence | None = None
    inferred: Flag = False
    note: str = ""
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        given = {"value", "contested", "not_found", "not_applicable"} & self.model_fields_set
        if len(given) != 1:
            raise refuse(
                Code.MISSING_KEY,
                "exactly one of value, contested, not-found, not-applicable",
                sorted(self.model_fields_set),
            )
        if given == {"not_found"} and self.not_found is None:
            raise refuse(Code.WRONG_TYPE, "what was searched, as not-found: {searched: [source], on: DATE}", None)
        if given == {"not_applicable"} and not self.not_applicable.strip():
            raise refuse(Code.BAD_VALUE, "why it does not apply, in words", self.not_applicable)
        return self

    def all_evidence(self) -> tuple[Evidence, ...]:
        """The evidence of the statement and of each of its contested values."""
        return (*self.evidence, *(item for reading in self.contested for item in reading.evidence))


class Period(Authored):
    """The life of a forum: ``[from, until)``."""

    from_: Day | None = None
    until: Day | None = None


class Review(Authored):
    """Who last read the whole profile against its sources, and when."""

    on: Day
    by: str


class Coding(Authored):
    """Who read the sources and wrote the statements: one name or several."""

    by: Names


class SetAside(Authored):
    """A row of the research notes that became no statement, and why."""

    row: str
    why: str


class Research(Authored):
    """The notes a profile was coded from: how many rows of facts they hold."""

    rows: int = Field(ge=0, strict=True)


class Profile(Authored):
    """All statements about one forum."""

    id: Id
    name: str
    short_name: str = ""
    kind: Id
    tags: tuple[Id, ...] = ()
    generic: Flag = False
    scored_as: str = ""
    active: Period = Period()
    coded: Coding | None = None
    reviewed: Review
    research: Research | None = None
    facts: dict[str, tuple[Statement, ...]] = Field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()

    def absent(self, on: date) -> str:
        """Why the forum has no score on a day: "" if it lives, else a phrase."""
        if self.active.from_ and on < self.active.from_:
            return f"had not begun (begins {self.active.from_})"
        if self.active.until and on >= self.active.until:
            return f"had ended ({self.active.until})"
        return ""
