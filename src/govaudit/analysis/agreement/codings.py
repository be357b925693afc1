"""Codings side by side: what each says of every fact of the forums they share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govaudit.model.codebook import Codebook
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.model.profile import Profile
from govaudit.model.timeline import knowledge_at
from govaudit.problems import Code, GovauditError, Problem, inert

LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One coder's profiles, by forum.

    Attributes
    ----------
    name
        The coder, or the path where the profiles name none.
    given
        The path or id as it was given.
    documents
        The files of the profiles.
    """

    name: str
    given: str
    documents: tuple[str, ...]
    profiles: Mapping[str, Profile]


@dataclass(frozen=True, slots=True)
class Unit:
    """One fact of one forum, and what each coding knows of it; None where a coding does not cover the forum.

    The order is that of the codings.
    """

    forum: str
    fact: str
    known: tuple[Knowledge | None, ...]

    def coded(self) -> tuple[tuple[int, Knowledge], ...]:
        """The codings that say anything, by position: what is uncoded is no answer."""
        return tuple(
            (index, known) for index, known in enumerate(self.known) if known and known.kind is not Kind.UNCODED
        )

    @property
    def disputed(self) -> bool:
        """Whether two codings say different things."""
        return len({said(known) for _, known in self.coded()}) > 1


def said(knowledge: Knowledge) -> tuple[Kind, frozenset[object]]:
    """What a coding says, whatever it rests on: two codings agree if this is the same."""
    return knowledge.kind, frozenset(knowledge.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """What can be compared.

    Attributes
    ----------
    forums
        Coded by two codings or more, and there on the day in all of them.
    alone
        Forums that one coding alone covers, with its position.
    absent
        Forums that are shared, but do not exist on the day by some coding, with what it says.
    units
        Every fact of every forum in `forums`, in the order of the codebook.
    """

    forums: tuple[str, ...]
    alone: tuple[tuple[str, int], ...]
    absent: tuple[tuple[str, str], ...]
    units: tuple[Unit, ...]


def side_by_side(codings: Sequence[Coding], codebook: Codebook, day: date) -> Shared:
    """Compare what can be compared on a day.

    Raises
    ------
    GovauditError
        If no forum is coded twice, or none of those that are exists on the day.
    """
    alone, absent, forums = [], [], []
    for forum in sorted({name for coding in codings for name in coding.profiles}):
        holders = [index for index, coding in enumerate(codings) if forum in coding.profiles]
        if len(holders) < 2:
            alone.append((forum, holders[0]))
        elif why := _absent(forum, codings, day):
            absent.append((forum, why))
        else:
            forums.append(forum)
    if not forums:
        raise GovauditError(_nothing(codings, absent, day))
    units = tuple(unit for forum in forums for unit in _units(forum, codings, codebook, day))
    return Shared(forums=tuple(forums), alone=tuple(alone), absent=tuple(absent), units=units)


def _nothing(codings: Sequence[Coding], absent: Sequence[tuple[str, str]], day: date) -> Problem:
    if absent:
        what = "; ".join(f"{forum} {why}" for forum, why in absent)
        message = f"expected a forum that exists on {day}; {what}"
        return Problem(code=Code.NOTHING_SHARED, message=message, hint="name another day with --as-of YYYY-MM-DD")
    what = "; ".join(f"{coding.given} codes {', '.join(sorted(coding.profiles))}" for coding in codings)
    message = f"expected a forum that two codings have in common; found none: {inert(what, LONGEST)}"
    return Problem(code=Code.NOTHING_SHARED, message=message)


def _absent(forum: str, codings: Sequence[Coding], day: date) -> str:
    """Why a forum is not compared: "" if it is there by all codings, else the first that says otherwise."""
    for coding in codings:
        why = coding.profiles[forum].absent(day) if forum in coding.profiles else ""
        if why:
            return f"{why}, says {coding.name}"
    return ""


def _units(forum: str, codings: Sequence[Coding], codebook: Codebook, day: date) -> Iterator[Unit]:
    known = [
        knowledge_at(coding.profiles[forum], codebook, day) if forum in coding.profiles else None for coding in codings
    ]
    for fact in codebook:
        yield Unit(forum, fact, tuple(facts[fact] if facts else None for facts in known))
