"""What must hold of a whole mapping, in JSON Schema: what the validators of the models say, and the laws of profiles that need no other file."""

from __future__ import annotations

from typing import Any, TypeAlias

from govaudit.model.case import EXPECTATIONS
from govaudit.model.table import KINDS as FIGURE_KINDS

Schema: TypeAlias = dict[str, Any]

UNSAID: Schema = {"doNotSuggest": True}
"""A word for editors: do not propose this key from here, for it stands among the keys of its model."""
NOTHING: Schema = {"type": "null"}
SOMETHING: Schema = {"not": NOTHING}


def has(key: str, value: Schema) -> Schema:
    """The key is there, with such a value."""
    return {"required": [key], **may_have(key, value)}


def may_have(key: str, value: Schema) -> Schema:
    """The key is not there, or with such a value."""
    return {"properties": {key: {**value, **UNSAID}}}


def stripped(mark: str) -> Schema:
    """Signs that no number with such a decimal mark is made of."""
    return may_have("strip", {"items": {"pattern": rf"^[^0-9+\-eE{mark}]+$"}})


READING: Schema = {"if": has("decimal-mark", {"const": ","}), "then": stripped(","), "else": stripped(".")}
SENTENCE: Schema = {
    "oneOf": [
        {"allOf": [has("rule", SOMETHING), may_have("higher-on", {"maxLength": 0}), may_have("than", NOTHING)]},
        {"allOf": [has("higher-on", {"minLength": 1}), has("than", SOMETHING), may_have("rule", NOTHING)]},
    ]
}
WHOLE: dict[str, Schema] = {
    **dict.fromkeys(("TableReading", "Answers", "Published"), READING),
    "Extension": has("overrides", {"minItems": 1}),
    "Reading": has("evidence", {"minItems": 1}),
    "Search": has("searched", {"minItems": 1}),
    "Statement": {
        "oneOf": [
            {"required": ["value"]},
            {"required": ["contested"]},
            has("not-found", SOMETHING),
            has("not-applicable", {"pattern": r"\S"}),
        ],
        "allOf": [
            {"if": {"required": ["value"]}, "then": has("evidence", {"minItems": 1})},
            {"if": has("inferred", {"const": True}), "then": may_have("confidence", {"not": {"const": "high"}})},
            may_have("contested", {"minItems": 2}),
        ],
    },
    "Fact": {
        "allOf": [
            {
                "if": has("type", {"enum": ["ordered", "category", "set"]}),
                "then": has("values", {"minItems": 2, "uniqueItems": True}),
                "else": may_have("values", {"maxItems": 0}),
            },
            {
                "if": has("type", {"enum": ["integer", "number"]}),
                "then": {"allOf": [has("least", SOMETHING), has("greatest", SOMETHING)]},
            },
            {"if": has("cost", SOMETHING), "then": may_have("fixed", {"maxLength": 0})},
        ]
    },
    "Case": {"anyOf": [{"required": [key]} for key in EXPECTATIONS]},
    "Cap": {"oneOf": [has("at-most", SOMETHING), has("band", SOMETHING)]},
    "Indicator": {
        "oneOf": [
            has("levels", {"minItems": 1}),
            has("rubric", {"minLength": 1}),
            has("points", SOMETHING),
            has("linear", SOMETHING),
        ]
    },
    "Column": {
        "if": has("coding", {"minLength": 1}),
        "then": {"not": {"anyOf": [{"required": [key]} for key in ("cells", "empty", "within")]}},
    },
    "Override": {
        "anyOf": [
            *(has(key, SOMETHING) for key in ("weight", "aggregation", "missing")),
            *(has(key, {"minProperties": 1}) for key in ("levels", "points", "caps", "bands")),
        ],
        "allOf": [has("reason", {"pattern": r"\S"})],
    },
    "Figure": {
        "oneOf": [has(kind, {"minLength": 1}) for kind in FIGURE_KINDS],
        "if": has("score", {"minLength": 1}),
        "then": has("decimals", SOMETHING),
    },
    "Reform": {
        "oneOf": [
            {
                "allOf": [
                    has("for", {"minProperties": 1}),
                    has("cost", SOMETHING),
                    may_have("out-of-scope", {"not": {"pattern": r"\S"}}),
                ]
            },
            {
                "allOf": [
                    has("out-of-scope", {"pattern": r"\S"}),
                    may_have("for", {"maxProperties": 0}),
                    may_have("cost", NOTHING),
                ]
            },
        ]
    },
    **dict.fromkeys(("Sentence", "Claim", "Conclusion"), SENTENCE),
}
"""By the name of the model."""
