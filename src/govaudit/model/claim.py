"""The claims of a paper about forums, as people write them: one sentence, one rule, the forums it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Self, TypeAlias

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema, model_validator

from govaudit.model.base import ID_SCHEMA, TAG_SCHEMA, Authored, Day, Flag, Id, Maybe, RawRule, Words, parse_id, refuse
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
                {"type": "array", "items": ID_SCHEMA, "minItems": 1},
                {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["tag"],
                    "properties": {"tag": TAG_SCHEMA},
                },
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
                {
                    "type": "object",
                    "additionalProperties": False,
                    "minProperties": 1,
                    "maxProperties": 1,
                    "properties": {word: {"type": "integer", "minimum": 0} for word in COUNTED},
                },
            ]
        }
    ),
]


class Sentence(Authored):
    """What is said of forums: either a `rule` that each keeps or not, or a comparison with other forums.

    A comparison says that each stands higher than all of `than` on a node's score or on an ordered fact or number.

    Attributes
    ----------
    id
        What it says, in a few words of kebab-case.
    claim
        What is said, in our own words.
    about
        The forums it speaks of: a list of ids, {tag: T}, or all.
    holds_for
        Of how many of them it must hold: all (if left out), most, some, none, {at-least: N}, {at-most: N}.
    rule
        What each of these forums keeps or not.
    higher_on
        The node, ordered fact or number on which each of these forums stands higher than all of `than`.
    than
        The forums they are compared with: a list of ids, {tag: T}, or all.
    note
        How the sentence was read, and what the rule leaves out.
    """

    id: Id
    claim: Words
    about: Forums
    holds_for: HowMany = Quantifier()
    rule: Maybe[RawRule] = None
    higher_on: Annotated[str, WithJsonSchema({"format": "measure"})] = ""
    than: Maybe[Forums] = None
    note: str = ""

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = {"rule": self.rule, "higher-on": self.higher_on or None, "than": self.than}
        given = [key for key, value in forms.items() if value is not None]
        if given not in (["rule"], ["higher-on", "than"]):
            raise refuse(Code.MISSING_KEY, "either rule, or higher-on with than", ", ".join(given) or None)
        return self


class Claim(Sentence):
    """One claim of a paper: either a `rule` that each forum keeps or not, or a comparison with other forums.

    A comparison says that each stands higher than all of `than` on a node's score or on an ordered fact or number.

    Attributes
    ----------
    claim
        What the paper says, in our own words.
    section
        Where it says so.
    as_of
        The day it speaks of, if not that of the paper.
    dated
        It speaks of its day alone: what came later does not touch it, so it is judged on that day only.
    framework
        Whose levels, scores and named rules it uses, if not those of the paper's.
    """

    section: Words
    as_of: Maybe[Day] = None
    dated: Flag = False
    framework: Maybe[Id] = None


class Paper(Authored):
    """A document with its claims.

    Attributes
    ----------
    id
        The file's name without .yaml.
    title
        A short title, to be printed above its claims.
    source
        Its entry in the bibliography.
    as_of
        The day its claims speak of, unless a claim says otherwise.
    framework
        The framework whose levels, scores and named rules the claims may use.
    voices
        Other documents by the same hands: what rests on these and the paper alone is the paper's own word.
    claims
        What it says of forums.
    """

    id: Id
    title: Words
    source: Id
    as_of: Day
    framework: Id
    voices: tuple[Id, ...] = ()
    claims: tuple[Claim, ...]
