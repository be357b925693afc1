"""A forum profile: statements about one forum, each dated and resting on evidence."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from govaudit.model.base import Authored, Day, Flag, Id, Maybe, Names, Raw, TagId, Words, refuse
from govaudit.problems import Code

Confidence: TypeAlias = Literal["high", "medium", "low"]


class Evidence(Authored):
    """A source and the place in it that supports one statement.

    Attributes
    ----------
    source
        Id of an entry of forums/sources.yaml.
    at
        The place in it: page, paragraph, section, heading.
    quote
        A few words of it, at most 150 characters.
    """

    source: Id
    at: Words
    quote: str = ""


class Reading(Authored):
    """One of the values of a contested statement.

    Attributes
    ----------
    value
        The value that these sources give.
    evidence
        The sources that give this value.
    """

    value: Raw
    evidence: tuple[Evidence, ...] = ()


class Search(Authored):
    """Where and when someone looked for a fact and did not find it.

    Attributes
    ----------
    searched
        Ids of the sources that were searched.
    on
        The day of the search.
    """

    searched: tuple[Id, ...] = ()
    on: Day


def _searched(value: object) -> object:
    if value is None:
        raise refuse(Code.WRONG_TYPE, "what was searched, as {searched: [source], on: DATE}", value)
    return value


class Statement(Authored):
    """A fact's value, or what else is known of it, over the period ``[from, until)``.

    Attributes
    ----------
    value
        What is so, as the sources say.
    contested
        Two or more values between which the sources disagree, each with its own evidence.
    not_found
        What was searched without finding the fact. Silence is never a no.
    not_applicable
        Why the question does not arise for this forum.
    from_
        The first day on which it holds; left out, from the forum's beginning.
    until
        The first day on which it holds no longer; left out, until the next statement begins.
    confidence
        How sure the coder is. Of an inferred statement at most medium.
    inferred
        It follows from the nature of the forum, but no source says it.
    note
        What a reader should know, in our own words.
    evidence
        The sources that give this value.
    """

    value: Raw = None
    contested: tuple[Reading, ...] = ()
    not_found: Annotated[Maybe[Search], BeforeValidator(_searched)] = None
    not_applicable: str = ""
    from_: Maybe[Day] = None
    until: Maybe[Day] = None
    confidence: Maybe[Confidence] = None
    inferred: Flag = False
    note: str = ""
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = ("value", "contested", "not_found", "not_applicable")
        given = [kind for kind in kinds if kind in self.model_fields_set]
        if len(given) != 1:
            found = ", ".join(given).replace("_", "-") or None
            raise refuse(Code.MISSING_KEY, "exactly one of value, contested, not-found, not-applicable", found)
        if given == ["not_applicable"] and not self.not_applicable.strip():
            raise refuse(Code.BAD_VALUE, "why it does not apply, in words", self.not_applicable)
        return self

    def all_evidence(self) -> tuple[Evidence, ...]:
        """The evidence of the statement and of each of its contested values."""
        return (*self.evidence, *(item for reading in self.contested for item in reading.evidence))


class Period(Authored):
    """The life of a forum: ``[from, until)``.

    Attributes
    ----------
    from_
        The day it began.
    until
        The day from which it existed no longer.
    """

    from_: Maybe[Day] = None
    until: Maybe[Day] = None


class Review(Authored):
    """Who last read the whole profile against its sources, and when.

    Attributes
    ----------
    on
        The day of the review.
    by
        Who reviewed; not the only coder.
    """

    on: Day
    by: Words


class Coding(Authored):
    """Who read the sources and wrote the statements: one name or several.

    Attributes
    ----------
    by
        One name, or a list of names.
    """

    by: Names


class SetAside(Authored):
    """A row of the research notes that became no statement, and why.

    Attributes
    ----------
    row
        The row of the notes.
    why
        Why it became no statement.
    """

    row: Words
    why: Words


class Research(Authored):
    """The notes a profile was coded from: how many rows of facts they hold.

    Attributes
    ----------
    rows
        How many rows of facts the notes have.
    """

    rows: int = Field(ge=0, strict=True)


def _nothing_yet(value: object) -> object:
    """In a draft `facts:` may stand with comments alone below it, which YAML reads as null."""
    return {} if value is None else value


class Profile(Authored):
    """All statements about one forum. Without `reviewed` it is a draft: nobody has read it against its sources yet.

    Attributes
    ----------
    id
        The file's name without .yaml.
    name
        The full name.
    short_name
        What it is called for short.
    kind
        What kind of body it is, in a word of kebab-case.
    tags
        The groups it belongs to, of those that forums/tags.yaml declares.
    generic
        It describes a class of forums, not a single one; it is never counted among its group.
    scored_as
        What exactly is scored, where the name leaves it open.
    active
        When it began and ended.
    coded
        Who read the sources and wrote the statements.
    reviewed
        Who last read the whole profile against its sources, and when.
    research
        The notes it was coded from.
    facts
        What is known of it, fact by fact; each fact has one statement a period.
    set_aside
        What the notes say and no statement does.
    """

    id: Id
    name: Words
    short_name: str = ""
    kind: Id
    tags: tuple[TagId, ...] = ()
    generic: Flag = False
    scored_as: str = ""
    active: Period = Period()
    coded: Maybe[Coding] = None
    reviewed: Maybe[Review] = None
    research: Maybe[Research] = None
    facts: Annotated[dict[str, tuple[Statement, ...]], BeforeValidator(_nothing_yet)] = Field(default_factory=dict)
    set_aside: tuple[SetAside, ...] = ()

    @property
    def draft(self) -> bool:
        """Whether nobody has reviewed it."""
        return self.reviewed is None

    def absent(self, on: date) -> str:
        """Why the forum has no score on a day: "" if it lives, else a phrase."""
        if self.active.from_ and on < self.active.from_:
            return f"had not begun (begins {self.active.from_})"
        if self.active.until and on >= self.active.until:
            return f"had ended ({self.active.until})"
        return ""
