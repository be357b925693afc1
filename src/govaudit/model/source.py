"""The bibliography: citable documents in CSL form."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from govaudit.model.base import DAY_SCHEMA, Address, Authored, Day, Id, Maybe, Words, parse_date, refuse
from govaudit.problems import Code, Path

DATED = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


def parse_issued(value: object) -> str:
    """A year, month or day that exists, as text, with `~` if about; "" for what is undated."""
    if isinstance(value, str):
        try:
            parse_date(value.removesuffix("~") if value else "0001")
        except PydanticCustomError:
            pass
        else:
            return value
    raise refuse(Code.BAD_DATE, "a date in quotation marks as YYYY, YYYY-MM or YYYY-MM-DD, with ~ if about", value)


Issued = Annotated[
    str,
    PlainValidator(parse_issued),
    WithJsonSchema({"type": "string", "pattern": f"{str(DAY_SCHEMA['pattern']).removesuffix('$')}~?$|^$"}),
]
# fmt: off
Kind: TypeAlias = Literal[
    "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter", "classic", "collection", "dataset",
    "document", "entry", "entry-dictionary", "entry-encyclopedia", "event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation",
    "manuscript", "map", "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
    "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software", "song", "speech", "standard",
    "thesis", "treaty", "webpage",
]
"""The types of items in CSL 1.0.2."""
# fmt: on
Grade: TypeAlias = Literal["primary-legal-text", "official-document", "scholarly", "press", "tertiary"]


class Name(Authored):
    """A person (`family`, `given`) or an institution (`literal`).

    Attributes
    ----------
    family
        The family name of a person.
    given
        The given names of a person.
    literal
        The name of an institution.
    """

    family: str = ""
    given: str = ""
    literal: str = ""


class Custom(Authored):
    """What CSL has no field for: the grade, the forum whose own word it is, the copy that was read.

    Attributes
    ----------
    grade
        What kind of document it is.
    by
        Id of the forum whose own word it is.
    read_at
        The address of the copy that was read, if it was not the official one.
    """

    grade: Grade
    by: Maybe[Id] = None
    read_at: Maybe[Address] = None


class Source(Authored):
    """One document. Keys are those of CSL-JSON, so that pandoc and Zotero read the file as it is.

    Attributes
    ----------
    id
        What evidence calls it.
    type
        What it is, by the types of CSL 1.0.2.
    title
        The title, as it stands on the document.
    author
        Who wrote it.
    publisher
        Who published it.
    container_title
        The journal, book or site it stands in.
    volume
        The volume, as text.
    issue
        The issue, as text.
    page
        The pages, as text.
    number
        The symbol or number of the document.
    issued
        When it was issued: YYYY, YYYY-MM or YYYY-MM-DD in quotation marks; with ~ if about.
    url
        The official address.
    doi
        The DOI, without https://doi.org/.
    accessed
        The day it was read.
    custom
        What CSL has no field for.
    """

    id: Id
    type: Kind
    title: Words
    author: tuple[Name, ...] = ()
    publisher: str = ""
    container_title: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    number: str = ""
    issued: Issued = ""
    url: Maybe[Address] = Field(default=None, alias="URL")
    doi: str = Field(default="", alias="DOI")
    accessed: Day
    custom: Custom

    @property
    def address(self) -> str:
        """Where to read it: the official address, else the DOI, else the copy that was read."""
        return next((address for _, address in self.addresses()), "")

    def addresses(self) -> tuple[tuple[Path, str], ...]:
        """Every address of it, and the key that says so: the official one, the DOI, the copy that was read."""
        doi = f"https://doi.org/{self.doi}" if self.doi else ""
        found: tuple[tuple[Path, str | None], ...] = (
            (("URL",), self.url),
            (("DOI",), doi),
            (("custom", "read-at"), self.custom.read_at),
        )
        return tuple((key, address) for key, address in found if address)

    @property
    def issued_by(self) -> str:
        """The last day on which it may have been issued, `YYYY-MM-DD`: the end of the year or month that is known; "" if undated."""
        found = DATED.match(self.issued)
        return found[0] + "-12-31"[len(found[0]) - 4 :] if found else ""

    @property
    def short(self) -> str:
        """A short citation: who, when."""
        who = " & ".join(name.family or name.literal for name in self.author[:2]) or self.publisher or self.title
        year = self.issued[:4] or "n.d."
        return f"{who}{' et al.' if len(self.author) > 2 else ''}, {self.number or year}"


class Bibliography(Authored):
    """`forums/sources.yaml`.

    Attributes
    ----------
    references
        The documents.
    """

    references: tuple[Source, ...]
