"""Tags: the named groups that forums belong to."""

from __future__ import annotations

from govaudit.model.base import Authored, Id, Maybe, Words


class Tag(Authored):
    """A named group of forums.

    Attributes
    ----------
    id
        What profiles write under `tags`.
    title
        What reports call the group.
    meaning
        When a forum bears the tag.
    generic
        The profile that describes the group as a class, to be read beside the median of its members.
    """

    id: Id
    title: Words
    meaning: Words
    generic: Maybe[Id] = None


class Tags(Authored):
    """`forums/tags.yaml`.

    Attributes
    ----------
    tags
        The named groups of forums.
    """

    tags: tuple[Tag, ...]
