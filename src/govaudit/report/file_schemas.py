"""JSON Schemas of the files that people write, for their editors: the models, with the facts and tags of the data filled in.

Facts, their values and tags are listed; sources, forums, nodes and levels are not, so that a schema outlives the next profile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Protocol

from govaudit.model.adjudication import Adjudication
from govaudit.model.base import ID_SCHEMA
from govaudit.model.case import Case
from govaudit.model.claim import Paper
from govaudit.model.codebook import RESERVED, Codebook, Fact
from govaudit.model.conclusion import Conclusions
from govaudit.model.cost import Costs
from govaudit.model.extension import Extension
from govaudit.model.framework import Framework, Group
from govaudit.model.knowledge import WORDS_OF_KNOWLEDGE
from govaudit.model.profile import Profile
from govaudit.model.reform import Reform
from govaudit.model.source import Bibliography
from govaudit.model.suppression import Suppressions
from govaudit.model.table import Edition
from govaudit.model.tag import Tag, Tags
from govaudit.model.translation import Translation
from govaudit.report.fact_schemas import fact_text, names, or_mapping, pointer, types, value_schema
from govaudit.report.model_schemas import REF, fill, model_schema
from govaudit.report.rule_schemas import TEMPLATE, TEXT, repeatable, rule_definitions, rule_of_it
from govaudit.report.whole_schemas import Schema, has

DRAFT = "http://json-schema.org/draft-07/schema#"
MEASURED = frozenset({"ordered", "integer", "number"})


class Data(Protocol):
    """What a schema may take from the data; a kind that needs nothing of it reads nothing."""

    @property
    def codebook(self) -> Codebook: ...

    @property
    def tags(self) -> Mapping[str, Tag] | None:
        """The declared tags; None if the data declare none."""


def file_schema(kind: str, data: Data) -> Schema:
    """The schema of one kind of file, of `FILES`."""
    made = FILES[kind](data)
    return {"$schema": DRAFT, "title": f"govaudit {kind}", "$comment": f"made by govaudit schema {kind}", **made}


def _forum(data: Data) -> Schema:
    codebook = data.codebook
    made: Schema = fill(model_schema(Profile), {"tag": _tag(data)})
    facts: Schema = {"type": ["object", "null"], "additionalProperties": False}
    facts["description"] = made["properties"]["facts"]["description"]
    facts["properties"] = {name: _statements(name, fact) for name, fact in codebook.items()}
    made["properties"]["facts"] = facts
    for model in ("Statement", "Reading"):
        made["definitions"][model]["properties"]["value"] = True  # else an editor proposes it beside the fact's own
    values = {f"fact.{name}": {"description": fact_text(fact), **value_schema(fact)} for name, fact in codebook.items()}
    made["definitions"] |= values
    return made


def _statements(name: str, fact: Fact) -> Schema:
    """The statements about a fact: those of the model, with values of the fact."""
    value = {"properties": {"value": {"$ref": pointer(f"fact.{name}")}}}
    typed = {"properties": {**value["properties"], "contested": {"items": value}}}
    items = {"allOf": [{"$ref": f"{REF}Statement"}, typed]}
    return {"description": fact_text(fact), "type": "array", "items": items}


def _framework(data: Data) -> Schema:
    codebook = data.codebook
    made = _criteria(Framework, codebook)
    keys, parts = made["properties"], made["definitions"]
    parts["Part"] = _part(parts["Group"])
    group = keys["criteria"]["items"]
    entry = {
        "properties": {"file": parts["Part"]["properties"]["file"]},  # so that an editor proposes it
        "if": {"type": "object", "required": ["file"]},
        "then": {"$ref": f"{REF}Part"},
        "else": group["else"],
    }
    keys["criteria"]["items"] = {**group, "else": entry}
    parts["RuleOfIt"] = rule_of_it(codebook)
    parts["LevelOfIt"] = deepcopy(parts["Level"])
    parts["LevelOfIt"]["properties"]["when"]["$ref"] = f"{REF}RuleOfIt"
    keys["rubrics"]["additionalProperties"]["items"] = repeatable({"$ref": f"{REF}LevelOfIt"})
    direction = keys["polarity"]["additionalProperties"]
    moves = {name: {"description": fact_text(fact), **direction} for name, fact in codebook.items()}
    keys["polarity"] |= {"additionalProperties": False, "properties": moves}
    return _or_extension(made)


def _or_extension(framework: Schema) -> Schema:
    """A framework of its own; or, where it says `extends`, one that is another with other values."""
    whole, parts = model_schema(Extension), framework.pop("definitions")
    parts |= {"Extension": {key: part for key, part in whole.items() if key != "definitions"}, **whole["definitions"]}
    extends = {"description": whole["properties"]["extends"]["description"]}
    return {
        "type": "object",
        "properties": {"extends": extends},  # so that an editor proposes it
        "if": {"type": "object", "required": ["extends"]},
        "then": {"$ref": f"{REF}Extension"},
        "else": {key: part for key, part in framework.items() if key != "type"},  # else a wrong type is told twice
        "definitions": parts,
    }


def _part(group: Schema) -> Schema:
    """A criterion in a file of its own, as the framework names it; what else it says comes before what the file says."""
    file = {"description": "The criterion's file, without .yaml.", **TEXT}
    return {**group, "required": ["file"], "properties": {"file": file, **group["properties"]}}


def _criterion(data: Data) -> Schema:
    """A criterion's own file: a group, of which the framework may say any key, the id too."""
    made = _criteria(Group, data.codebook)
    return {**made["definitions"]["Group"], "required": [], "definitions": made["definitions"]}


def _criteria(model: type[Group], codebook: Codebook) -> Schema:
    """A model of criteria, with rules and facts, and templates in its lists."""
    made: Schema = _repeatable(fill(model_schema(model), _holes(codebook)))
    made["definitions"] |= {**rule_definitions(codebook, repeats=True), "Template": TEMPLATE}
    return made


def _repeatable(tree: Any) -> Any:
    """The same schema, where an entry of each list of mappings may be a template."""
    match tree:
        case {"type": "array", "items": {"$ref": _} as entry}:
            return {**tree, "items": repeatable(entry)}
        case dict():
            return {key: _repeatable(value) for key, value in tree.items()}
        case list():
            return [_repeatable(value) for value in tree]
        case _:
            return tree


def _cases(data: Data) -> Schema:
    case = model_schema(Case)
    case.pop("definitions")
    known = {
        name: {"description": fact_text(fact), **_known(fact, WORDS_OF_KNOWLEDGE)}
        for name, fact in data.codebook.items()
    }
    case["properties"]["facts"] |= {"additionalProperties": False, "properties": known}
    cases = {
        "description": "The cases of a node, named rule, cap or designation.",
        "type": "array",
        "items": {"$ref": f"{REF}Case"},
    }
    parts = {"Case": case, "Template": TEMPLATE}
    return {"type": "object", "additionalProperties": repeatable(cases), "definitions": parts}


def _known(fact: Fact, words: Iterable[str]) -> Schema:
    """What a case or a decision may say of a fact: a value, several that are contested, or one of some words."""
    value = value_schema(fact)
    others = names(word for word in words if word not in fact.values)
    keys = {"required": ["contested"], "properties": {"contested": {"type": "array", "items": value}}}
    return or_mapping([value, others], dict.fromkeys([*types(value), "string"]), keys)


def _codebook(_: Data) -> Schema:
    fact = model_schema(Fact)
    fact.pop("definitions")
    free = {"not": {"enum": sorted(RESERVED)}}
    return {
        "type": "object",
        "propertyNames": free,
        "additionalProperties": repeatable({"$ref": f"{REF}Fact"}),
        "definitions": {"Fact": fact, "Template": TEMPLATE},
    }


def _edition(_: Data) -> Schema:
    made: Schema = _repeatable(model_schema(Edition))
    made["definitions"]["Template"] = TEMPLATE
    return made


def _claims(data: Data) -> Schema:
    made: Schema = fill(model_schema(Paper), {**_holes(data.codebook), "tag": _tag(data)})
    made["definitions"] |= rule_definitions(data.codebook, repeats=False)
    return made


def _adjudication(data: Data) -> Schema:
    codebook = data.codebook
    made: Schema = fill(model_schema(Adjudication), {"fact": names(codebook), "decided": {}})
    made["properties"]["decisions"]["type"] = ["array", "null"]  # in a draft there are comments alone
    decision = made["definitions"]["Decision"]
    words = [word for word in WORDS_OF_KNOWLEDGE if word != "uncoded"]
    rules = [
        {"if": has("fact", {"const": name}), "then": {"properties": {"decided": _known(fact, words)}}}
        for name, fact in codebook.items()
    ]
    if rules:  # draft-07 has no empty allOf
        decision["allOf"] = rules
    return made


def _reform(data: Data) -> Schema:
    """Each fact with its values."""
    values = {name: {"description": fact_text(fact), **value_schema(fact)} for name, fact in data.codebook.items()}
    facts: Schema = {"type": "object", "additionalProperties": False, "minProperties": 1, "properties": values}
    made: Schema = fill(model_schema(Reform), {"facts": facts})
    return made


def _conclusions(data: Data) -> Schema:
    made: Schema = fill(model_schema(Conclusions), {**_holes(data.codebook), "tag": _tag(data)})
    made["definitions"] |= rule_definitions(data.codebook, repeats=False)
    return made


def _holes(codebook: Codebook) -> dict[str, Schema]:
    """What stands in the places that the models leave to the codebook."""
    numeric = [name for name, fact in codebook.items() if fact.type in {"integer", "number"}]
    measured = [name for name, fact in codebook.items() if fact.type in MEASURED]
    return {
        "rule": {"$ref": f"{REF}Rule"},
        "fact": {"anyOf": [{"$ref": f"{REF}FactName"}, TEXT]},
        "numeric fact": names(numeric),
        "finite fact": names(name for name, fact in codebook.items() if fact.finite),
        "measure": {"anyOf": [names(measured), TEXT]},
    }


def _tag(data: Data) -> Schema:
    return names(data.tags) if data.tags else dict(ID_SCHEMA)


FILES: dict[str, Callable[[Data], Schema]] = {
    "forum": _forum,
    "framework": _framework,
    "criterion": _criterion,
    "cases": _cases,
    "codebook": _codebook,
    "costs": lambda _: model_schema(Costs),
    "edition": _edition,
    "translation": lambda _: model_schema(Translation),
    "claims": _claims,
    "reform": _reform,
    "conclusions": _conclusions,
    "sources": lambda _: model_schema(Bibliography),
    "tags": lambda _: model_schema(Tags),
    "adjudication": _adjudication,
    "suppressions": lambda _: model_schema(Suppressions),
}
