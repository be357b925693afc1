"""The claims of a paper about forums, as people write them: one sentence, one rule, the forums it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from govaudit.model.base import Authored, Day, Flag, Id, Raw, parse_id, refuse
from govaudit.problems import Code, one_of

QUANTIFIERS = ("all", "most", "some", "none")
COUNTED = ("at-least", "at-most")


@dataclass(frozen=True, slots=True)
class Selection:
    """Forums by name, by tag, or (neither) all of them."""

    forums: tuple[str, ...] = ()
    tag: str = ""

    def plain(self) -> Any:
        """As it is written in a file."""
        return list(self.forums) if self.forums else {"tag": self.tag} if self.tag else "all"


@dataclass(frozen=True, slots=True)
class Quantifier:
    """Of how many forums the rule must hold: a word of `QUANTIFIERS`, or one of `COUNTED` with a number."""

    word: str = "all"
    count: int = 0

    def plain(self) -> Any:
        """As it is written in a file."""
        return {self.word: self.count} if self.word in COUNTED else self.word


def _selection(value: object) -> Selection:
    if isinstance(value, Selection):
        return value
    if value == "all":
        return Selection()
    if isinstance(value, Mapping) and set(value) == {"tag"}:
        return Selection(tag=parse_id(value["tag"]))
    if isinstance(value, list | tuple) and value:
        return Selection(forums=tuple(parse_id(item) for item in value))
    raise refuse(Code.BAD_VALUE, "a list of forums, {tag: T}, or all", value)


def _quantifier(value: object) -> Quantifier:
    if isinstance(value, Quantifier):
        return value
    if isinstance(value, str) and value in QUANTIFIERS:
        return Quantifier(value)
    if isinstance(value, Mapping) and len(value) == 1:
        ((word, count),) = value.items()
        if word in COUNTED and isinstance(count, int) and not isinstance(count, bool) and count >= 0:
            return Quantifier(word, count)
    raise refuse(Code.BAD_VALUE, f"{one_of(QUANTIFIERS)}, or {{at-least: N}}, or {{at-most: N}}", value)


Forums: TypeAlias = Annotated[
    Selection,
    PlainValidator(_selection),
    PlainSerializer(Selection.plain),
    WithJsonSchema(
        {
            "anyOf": [
                {"const": "all"},
                {"type": "array", "items": {"type": "string"}, "minItems": 1},
                {"type": "object", "properties": {"tag": {"type": "string"}}, "required": ["tag"]},
            ]
        }
    ),
]
HowMany: TypeAlias = Annotated[
    Quantifier,
    PlainValidator(_quantifier),
    PlainSerializer(Quantifier.plain),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": list(QUANTIFIERS)},
                {"type": "object", "properties": {word: {"type": "integer", "minimum": 0} for word in COUNTED}},
            ]
        }
    ),
]


class Claim(Authored):
    """One claim: either a `rule` that each forum keeps or not, or a comparison with other forums.

    `about` says of which forums, `holds-for` of how many of them. A comparison says that each stands higher than all of
    `than` on a node's score or on an ordered fact or number. A `dated` claim speaks of its day alone: what came later does not
    touch it, so it is judged on that day only.
    """

    id: Id
    claim: str
    section: str
    as_of: Day | None = None
    dated: Flag = False
    about: Forums
    holds_for: HowMany = Quantifier()
    rule: Raw = None
    higher_on: str = ""
    than: Forums | None = None
    framework: Id | None = None
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.rule is None) == (not self.higher_on):
            raise refuse(Code.MISSING_KEY, "either rule, or higher-on with than", sorted(self.model_fields_set))
        if bool(self.higher_on) != (self.than is not None):
            raise refuse(Code.MISSING_KEY, "higher-on and than together", sorted(self.model_fields_set))
        return self


class Paper(Authored):
    """A document with its claims.

    Attributes
    ----------
    source
        Its entry in the bibliography.
    as_of
        The day its claims speak of, unless a claim says otherwise.
    framework
        The framework whose levels, scores and named rules the claims may use.
    voices
        Other documents by the same hands: what rests on these and the paper alone is the paper's own word.
    """

    id: Id
    title: str
    source: Id
    as_of: Day
    framework: Id
    voices: tuple[Id, ...] = ()
    claims: tuple[Claim, ...]
