"""What a data package is made from, and the parts of a table in it: columns with types and meanings, and the keys between tables."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Literal, TypeAlias

from govaudit.audit import Audit
from govaudit.model.base import ID
from govaudit.model.citation import Citation
from govaudit.model.codebook import Codebook
from govaudit.model.framework import Missing
from govaudit.model.profile import Profile
from govaudit.model.reform import Reform
from govaudit.model.source import Source
from govaudit.model.tag import Tag
from govaudit.report.claims import Reading
from govaudit.report.scorecard_json import Writer
from govaudit.report.tables import Cell
from govaudit.scoring.plan import Plan

Type: TypeAlias = Literal["string", "integer", "number", "boolean", "date", "array"]


@dataclass(frozen=True)
class Scored:
    """One framework and what every forum scores under it. `extends`: the framework whose values it overrides, or ""."""

    plan: Plan
    audits: tuple[Audit, ...]
    extends: str = ""

    @cached_property
    def writer(self) -> Writer:
        """Writes its numbers as `compare --all --format json` does."""
        return Writer([audit.card for audit in self.audits])


@dataclass(frozen=True)
class Export:
    """All that a data package tells of.

    Attributes
    ----------
    as_of
        The day of the scores.
    reviewed
        The latest review in the data.
    missing
        What unknowns count as everywhere; None if as each framework says.
    profiles
        All of them; of drafts only their existence is told.
    licence
        An SPDX id; "" if the data name none.
    """

    as_of: date
    reviewed: date
    missing: Missing | None
    profiles: tuple[Profile, ...]
    codebook: Codebook
    sources: Mapping[str, Source]
    tags: Mapping[str, Tag]
    scored: tuple[Scored, ...]
    readings: tuple[Reading, ...]
    reforms: tuple[Reform, ...]
    citation: Citation | None
    licence: str
    inputs_sha256: str

    @cached_property
    def told(self) -> tuple[Profile, ...]:
        """The profiles whose statements are told: those that somebody has reviewed."""
        return tuple(profile for profile in self.profiles if not profile.draft)

    @property
    def begins(self) -> date | None:
        """The first day that any statement or forum speaks of."""
        days = [
            day
            for profile in self.told
            for day in (profile.active.from_, *(item.from_ for group in profile.facts.values() for item in group))
            if day
        ]
        return min(days, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table. `values`: the only ones it takes; `pattern`: what its text is like."""

    name: str
    about: str
    type: Type = "string"
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns whose values stand in another table."""

    columns: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageTable:
    """A table of a data package."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def path(self) -> str:
        return f"data/{self.name}.csv"


@dataclass(frozen=True, slots=True)
class File:
    """A file of a data package. `about`: what it holds, "" if its name says so; `table`: what is in it, if it is one."""

    path: str
    about: str
    kind: str
    content: bytes
    table: PackageTable | None = None

    @property
    def name(self) -> str:
        return self.table.name if self.table else self.path

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def text(name: str, about: str = "") -> Column:
    """A text that may be empty."""
    return Column(name=name, about=about)


def key(name: str, about: str) -> Column:
    """A text that must be there."""
    return Column(name=name, about=about, required=True)


def name_of(name: str, about: str) -> Column:
    """An id that must be there."""
    return Column(name=name, about=about, required=True, pattern=ID.pattern)


def number(name: str, about: str) -> Column:
    """A number that may be missing."""
    return Column(name=name, about=about, type="number")


def day(name: str, about: str, *, required: bool = False) -> Column:
    """A day."""
    return Column(name=name, about=about, type="date", required=required)


def answer(name: str, about: str) -> Column:
    """True or false."""
    return Column(name=name, about=about, type="boolean", required=True)


def names(name: str, about: str) -> Column:
    """A list, in JSON."""
    return Column(name=name, about=about, type="array", required=True)


def place(name: str, about: str) -> Column:
    """A whole number from 1 on."""
    return Column(name=name, about=about, type="integer", required=True)


def word(name: str, about: str, values: Sequence[str], *, required: bool = True) -> Column:
    """One of a few words."""
    return Column(name=name, about=about, values=tuple(values), required=required)


def said(value: bool) -> str:
    """True or false as a cell."""
    return "true" if value else "false"


def dated(value: date | None) -> str:
    """A day as a cell."""
    return value.isoformat() if value else ""


def listed(values: Iterable[str]) -> str:
    """A list as a cell."""
    return json.dumps(list(values), ensure_ascii=False)
