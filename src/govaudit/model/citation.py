"""How a data folder wants to be cited: what is used of its CITATION.cff."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict

from govaudit.model.base import Address, Authored, Day, Maybe, Words

FREE = ConfigDict(extra="ignore")
"""The Citation File Format has many more keys, and is checked by its own schema."""


def _text(value: object) -> object:
    """A version such as 1.0, which YAML reads as a number."""
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else value


class Author(Authored):
    """A person or a body.

    Attributes
    ----------
    name
        The name of a body.
    family_names
        The family name of a person.
    given_names
        The given names of a person.
    """

    model_config = FREE

    name: str = ""
    family_names: str = ""
    given_names: str = ""

    @property
    def heading(self) -> str:
        """The name as a bibliography has it."""
        return self.name or ", ".join(filter(None, (self.family_names, self.given_names)))


class Citation(Authored):
    """A file in the Citation File Format.

    Attributes
    ----------
    title
        What is cited.
    authors
        By whom it is.
    version
        Its version.
    date_released
        The day of this version.
    doi
        Its DOI, without https://doi.org/.
    url
        Where it is on the web.
    repository_code
        Where its source is.
    """

    model_config = FREE

    title: Words
    authors: tuple[Author, ...] = ()
    version: Annotated[str, BeforeValidator(_text)] = ""
    date_released: Maybe[Day] = None
    doi: str = ""
    url: Maybe[Address] = None
    repository_code: Maybe[Address] = None

    @property
    def address(self) -> str:
        """Where to find it: by its DOI, else its page, else its source; "" if the file says nothing of it."""
        return (f"https://doi.org/{self.doi}" if self.doi else "") or self.url or self.repository_code or ""
