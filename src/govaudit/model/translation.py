"""What a framework is called in another language: its titles, bands and designations, as data beside it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from govaudit.model.base import NAME_SCHEMA, Authored, Id, refuse
from govaudit.problems import Code


def _text(value: object) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise refuse(Code.WRONG_TYPE, "a text", value)


Text = Annotated[str, PlainValidator(_text), WithJsonSchema(NAME_SCHEMA)]


class Translation(Authored):
    """A framework in one other language; what it lacks is shown in the language of the framework.

    Attributes
    ----------
    language
        The language, as HTML names it (fr, es), which is the file's name without .yaml.
    titles
        What nodes are called, by id: the title of a criterion, the question of an indicator that has no title.
    bands
        What bands are called, by id, in every node that has them.
    bands_of
        What the bands of single nodes are called, by node, where one text does not do for all.
    designations
        What designations are called, by id.
    """

    language: Id
    titles: dict[str, Text] = Field(default_factory=dict)
    bands: dict[str, Text] = Field(default_factory=dict)
    bands_of: dict[str, dict[str, Text]] = Field(default_factory=dict)
    designations: dict[str, Text] = Field(default_factory=dict)

    def band(self, node: str, band: str) -> str:
        """What a band of a node is called; "" if nobody says."""
        return self.bands_of.get(node, {}).get(band) or self.bands.get(band, "")


def inherited(own: Translation, base: Translation, roots: tuple[str, str]) -> Translation:
    """The texts of a framework that extends another, and below them those of its base.

    `roots`: the ids of the two. The base's title is not that of the framework, the bands of the whole are.
    """
    mine, theirs = roots
    below = {mine if node == theirs else node: texts for node, texts in base.bands_of.items()}
    return Translation(
        language=own.language,
        titles={**{node: text for node, text in base.titles.items() if node != theirs}, **own.titles},
        bands={**base.bands, **own.bands},
        bands_of={node: {**below.get(node, {}), **own.bands_of.get(node, {})} for node in {**below, **own.bands_of}},
        designations={**base.designations, **own.designations},
    )
