"""Decisions about statements on which independent coders differ: by whom, when, and why."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from govaudit.model.base import Authored, Day, FactId, Id, Raw, Words
from govaudit.model.profile import Evidence


class Decision(Authored):
    """What is taken to be so of one fact of one forum, and why.

    Attributes
    ----------
    forum
        Id of the forum.
    fact
        The fact on which the coders differ.
    decided
        A value of the fact, {contested: [values]}, not-found or not-applicable.
    reason
        Why it is decided so.
    evidence
        The sources it rests on; needed for a value that no coder gave.
    """

    forum: Id
    fact: FactId
    decided: Annotated[Raw, WithJsonSchema({"format": "decided"})]
    reason: Words
    evidence: tuple[Evidence, ...] = ()


def _nothing_yet(value: object) -> object:
    """In a draft `decisions:` stands with comments alone below it, which YAML reads as null."""
    return () if value is None else value


class Adjudication(Authored):
    """Decisions about what independent coders dispute.

    Attributes
    ----------
    by
        Who decided.
    on
        The day of the decisions.
    decisions
        One for each fact of a forum that is decided; the others stay open.
    """

    by: Words
    on: Day
    decisions: Annotated[tuple[Decision, ...], BeforeValidator(_nothing_yet)]
