"""Suppressions: problems that the maintainers of the data accept, each with a reason and an end."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

from govaudit.model.base import Authored, Day, Words, refuse
from govaudit.problems import Code, Problem, one_of

SUPPRESSIBLE = {code.id: code for code in Code if code.suppressible}


def parse_code(value: object) -> Code:
    if isinstance(value, str) and value in SUPPRESSIBLE:
        return SUPPRESSIBLE[value]
    raise refuse(Code.BAD_VALUE, f"the code of a law that may be suppressed, {one_of(tuple(SUPPRESSIBLE))}", value)


def parse_node(value: object) -> str:
    if isinstance(value, str) and (value == "$" or value.startswith(("$.", "$["))):
        return value
    raise refuse(Code.BAD_VALUE, "a place in the file such as $.facts.minutes[0]", value)


class Suppression(Authored):
    """One law that need not be kept in one place, for a while.

    Attributes
    ----------
    code
        The law, by the code of its problem.
    path
        The file, as the problem names it.
    node
        The place in the file; what lies below it is covered as well. Left out, the whole file.
    reason
        Why it need not be kept here.
    until
        The first day on which it no longer holds.
    """

    code: Annotated[
        Code,
        PlainValidator(parse_code),
        PlainSerializer(lambda code: code.id, when_used="json"),
        WithJsonSchema({"enum": list(SUPPRESSIBLE)}),
    ]
    path: str
    node: Annotated[str, PlainValidator(parse_node), WithJsonSchema({"type": "string", "pattern": r"^\$($|[.\[])"})] = (
        "$"
    )
    reason: Words
    until: Day

    def expired(self, day: date) -> bool:
        return day >= self.until

    def covers(self, problem: Problem) -> bool:
        """Whether the problem is of its law and file, and stands at its node or below."""
        same = problem.code is self.code and problem.document == self.path
        return same and (problem.pointer == self.node or problem.pointer.startswith((f"{self.node}.", f"{self.node}[")))


class Suppressions(Authored):
    """`forums/suppressions.yaml`.

    Attributes
    ----------
    suppressions
        What the maintainers of the data accept.
    """

    suppressions: tuple[Suppression, ...]
