"""Facts in JSON Schema: what an editor says of a fact, and what may stand for its value."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never
from urllib.parse import quote as encoded

from govaudit.model.base import DAY_SCHEMA, json_number
from govaudit.model.codebook import Fact, shown_number
from govaudit.report.model_schemas import REF, plain
from govaudit.report.whole_schemas import Schema


def fact_text(fact: Fact) -> str:
    """The question; basis, type and values; and the coding note."""
    lead = {"ordered": "Values, least first: ", "category": "Values: ", "set": "Any of: "}.get(fact.type, "")
    listed = f"{lead}{', '.join(fact.values)}." if lead else ""
    bounds = f"{shown_number(fact.least)} to {shown_number(fact.greatest)}." if fact.least is not None else ""
    kind = f"Basis: {fact.basis}. Type: {fact.type}. {listed or bounds}".strip()
    return "\n".join(line for line in (plain(fact.question), kind, plain(fact.coding)) if line)


def value_schema(fact: Fact) -> Schema:
    """What stands for a value of the fact."""
    return {"type": "array", "items": member_schema(fact)} if fact.type == "set" else member_schema(fact)


def member_schema(fact: Fact) -> Schema:
    """A single value of the fact; of a set, one of its members."""
    match fact.type:
        case "boolean":
            return {"type": "boolean"}
        case "ordered" | "category" | "set":
            return {"type": "string", "enum": list(fact.values)}
        case "date":
            return dict(DAY_SCHEMA)
        case "integer" | "number":
            ends = {"minimum": fact.least, "maximum": fact.greatest}
            return {"type": fact.type, **{key: json_number(end) for key, end in ends.items() if end is not None}}
        case _:
            assert_never(fact.type)


def types(value: Schema) -> list[str]:
    """The JSON types of a value."""
    named: str | list[str] = value["type"]
    return [named] if isinstance(named, str) else named


def or_mapping(values: Iterable[Schema], kinds: Iterable[str], keys: Schema) -> Schema:
    """One of the values, which are of these types, or a mapping with these keys.

    The keys stand beside the alternatives, not among them: so an editor names the mistake in a mapping, and not all that might
    have stood in its place. They stand in a schema of their own: so it proposes to begin with a value. And it is `oneOf`, though no two
    can hold, because the YAML language server shows what is said of an `anyOf` as Markdown, whatever a stranger wrote there.
    """
    body = {"additionalProperties": False, **keys}
    return {"type": [*kinds, "object"], "oneOf": [*values, {"type": "object"}], "allOf": [body]}


def names(among: Iterable[str]) -> Schema:
    """One of these names. An editor takes no empty list of them."""
    listed = list(among)
    return {"type": "string", "enum": listed} if listed else {"not": {}}


def pointer(name: str) -> str:
    """A reference to a definition, whatever its name is made of."""
    return REF + encoded(name.replace("~", "~0").replace("/", "~1"), safe="~")
