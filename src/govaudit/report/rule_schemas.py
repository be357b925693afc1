"""The rule language in JSON Schema, over a codebook: one key a fact, a question or a connective."""

from __future__ import annotations

from collections.abc import Iterable

from govaudit.model.codebook import Codebook, FactType
from govaudit.model.rule import Op
from govaudit.report.fact_schemas import fact_text, member_schema, names, or_mapping, pointer, types
from govaudit.report.model_schemas import REF
from govaudit.report.whole_schemas import Schema
from govaudit.rules.parse import ASKS, OPS_OF

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
WORDS: Schema = {"type": "array", "minItems": 1, "items": {"type": ["string", "integer", "boolean"]}}
TEMPLATE: Schema = {
    "description": "An entry that is repeated for each word; check says what is wrong in the entries that it makes.",
    "type": "object",
    "required": ["each"],
    "properties": {
        "each": {
            "description": "The words that {each} stands for; or {name: words}, for {name}.",
            "anyOf": [WORDS, {"type": "object", "additionalProperties": WORDS}],
        }
    },
}
SAYS = {
    "all": "Each of these rules holds.",
    "any": "One of these rules holds, or more.",
    "not": "This rule does not hold.",
    "at-least": "So many of the rules of `of` hold.",
    "of": "The rules that `at-least` counts.",
    "rule": "A named rule of the framework.",
    "level": "The level of an indicator: {INDICATOR: comparison}.",
    "score": "The score of a node: {NODE: comparison}.",
    "known": "A value of the fact is known.",
    "contested": "Sources disagree on the fact.",
    "not-found": "The fact was searched and not found.",
    "uncoded": "Nothing is stated of the fact.",
    "not-applicable": "The fact does not arise for the forum.",
}
COMPARES = {
    Op.IS: "It is this.",
    Op.IN: "It is one of these.",
    Op.AT_LEAST: "It is this or higher.",
    Op.AT_MOST: "It is this or lower.",
    Op.ABOVE: "It is higher than this.",
    Op.BELOW: "It is lower than this.",
    Op.BETWEEN: "It lies between these two, both included.",
    Op.CONTAINS: "The set contains this.",
    Op.CONTAINS_ANY: "The set contains one of these, or more.",
    Op.CONTAINS_ALL: "The set contains all of these.",
    Op.COUNT: "The set has so many values.",
}


def repeatable(entry: Schema) -> Schema:
    """An entry of a list in criteria: itself, or a template."""
    return {"if": {"type": "object", "required": ["each"]}, "then": {"$ref": f"{REF}Template"}, "else": entry}


def rule_definitions(codebook: Codebook, *, repeats: bool) -> dict[str, Schema]:
    """The rule language over a codebook, as the definition `Rule`. `repeats`: an entry of a list may be a template."""
    values = {f"value.{name}": member_schema(fact) for name, fact in codebook.items()}
    facts = {}
    for name, fact in codebook.items():
        member, kinds = {"$ref": pointer(f"value.{name}")}, types(values[f"value.{name}"])
        facts[f"fact.{name}"] = {"description": fact_text(fact), **_compared(fact.type, member, kinds)}
    return {
        "Rule": _rule("Rule", codebook, repeats=repeats),
        "FactName": names(codebook),
        "LevelTest": _compared("ordered", TEXT, types(TEXT)),
        "ScoreTest": _compared("number", NUMBER, types(NUMBER)),
        **facts,
        **values,
    }


def rule_of_it(codebook: Codebook) -> Schema:
    """The rule language of shared rubrics, where `it` is a fact that the indicator names."""
    rule = _rule("RuleOfIt", codebook, repeats=True)
    asked = {"anyOf": [{"$ref": f"{REF}FactName"}, {"const": "it"}]}
    asks = {word: {"description": SAYS[word], **asked} for word in ASKS}
    it = {"description": "The fact that the indicator names."}
    return {**rule, "properties": {"it": it, **rule["properties"], **asks}}


def _compared(kind: FactType, member: Schema, kinds: Iterable[str]) -> Schema:
    """What may be compared with a fact of this type: a value, or one comparison with its operand."""
    forms: dict[str, Schema] = {}
    for op in (op for op in Op if op in OPS_OF[kind]):
        match op:
            case Op.COUNT:
                form: Schema = {"$ref": f"{REF}ScoreTest"}
            case Op.IN | Op.CONTAINS_ANY | Op.CONTAINS_ALL:
                form = {"type": "array", "items": member, "minItems": 1}
            case Op.BETWEEN:
                form = {"type": "array", "items": member, "minItems": 2, "maxItems": 2}
            case _:
                form = member
        forms[op.value] = {"description": COMPARES[op], **form}
    return or_mapping([member], kinds, {"minProperties": 1, "maxProperties": 1, "properties": forms})


def _one_node(test: str) -> Schema:
    """A mapping from the name of a node, which is not listed, to a comparison."""
    return {"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": {"$ref": f"{REF}{test}"}}


def _rule(name: str, codebook: Codebook, *, repeats: bool) -> Schema:
    """A rule: one fact, question or connective; of `at-least` and `of`, both."""
    rule: Schema = {"$ref": f"{REF}{name}"}
    rules: Schema = {"type": "array", "minItems": 1, "items": repeatable(rule) if repeats else rule}
    words: dict[str, Schema] = {
        "all": rules,
        "any": rules,
        "not": rule,
        "at-least": {"type": "integer", "minimum": 1},
        "of": rules,
        "rule": TEXT,
        "level": _one_node("LevelTest"),
        "score": _one_node("ScoreTest"),
        **{word: {"$ref": f"{REF}FactName"} for word in ASKS},
    }
    facts: dict[str, Schema] = {fact: {"$ref": pointer(f"fact.{fact}")} for fact in codebook}
    return {
        "type": "object",
        "additionalProperties": False,
        "minProperties": 1,
        "properties": {**facts, **{word: {"description": SAYS[word], **form} for word, form in words.items()}},
        "dependencies": {"of": ["at-least"], "at-least": ["of"]},
        "if": {"required": ["at-least"]},
        "then": {"maxProperties": 2},
        "else": {"maxProperties": 1},
    }
