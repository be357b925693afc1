"""A reform that a paper argues for, as people write it: what it would change, and of which forums."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, WithJsonSchema, model_validator

from govaudit.model.base import Authored, Day, Flag, Id, Maybe, Raw, Words, refuse
from govaudit.problems import Code


class Successor(Authored):
    """A forum in which the reform may be looked for after the forum it was addressed to has ended.

    Attributes
    ----------
    forum
        The forum that took over.
    reason
        Why it counts as the successor.
    """

    forum: Id
    reason: Words


class Address(Authored):
    """What a reform asks of one forum.

    Attributes
    ----------
    changes
        The facts it would change, with the value that each would have then.
    note
        How the words of the paper were read as these facts, and what the facts leave out.
    succeeded_by
        The forum in which to look for it, if this one has ended.
    """

    changes: Annotated[dict[str, Raw], Field(min_length=1), WithJsonSchema({"format": "facts"})]
    note: str = ""
    succeeded_by: Maybe[Successor] = None


class Reform(Authored):
    """A reform: either `for` the forums it addresses, or `out-of-scope` because no fact can express it.

    Attributes
    ----------
    id
        The file's name without .yaml.
    title
        What it would bring, in a few words.
    what
        What the paper argues for, in our own words.
    source
        The paper, by its entry in the bibliography.
    section
        Where it argues for it.
    as_of
        The day on which it was argued.
    cost
        The cost class of the dearest of its changes.
    inferred
        The paper names a lack and does not ask for its remedy in so many words.
    for_
        What it asks of each forum, by the forum's id.
    out_of_scope
        Why no fact of a forum can express it.
    note
        What a reader should know.
    """

    id: Id
    title: Words
    what: Words
    source: Id
    section: Words
    as_of: Day
    cost: Maybe[Id] = None
    inferred: Flag = False
    for_: dict[Id, Address] = Field(default_factory=dict)
    out_of_scope: str = ""
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if bool(self.for_) == bool(self.out_of_scope.strip()):
            found = "for, out-of-scope" if self.for_ else None
            raise refuse(Code.MISSING_KEY, "either for, with at least one forum, or out-of-scope", found)
        if bool(self.for_) != (self.cost is not None):
            raise refuse(Code.MISSING_KEY, "a cost where it is for a forum, and only there", self.cost)
        return self
