"""Tags: the named groups that forums belong to."""

from __future__ import annotations

from govaudit.model.base import Authored, Id


class Tag(Authored):
    """A named group of forums.

    Attributes
    ----------
    meaning
        When a forum bears the tag.
    generic
        The profile that describes the group as a class, to be read beside the median of its members.
    """

    id: Id
    title: str
    meaning: str
    generic: Id | None = None


class Tags(Authored):
    """`forums/tags.yaml`."""

    tags: tuple[Tag, ...]
