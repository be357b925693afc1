"""JSON Schemas: of the reports, written here beside their converters; of the files, generated from the models."""

from __future__ import annotations

import json
from typing import Any

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXT: dict[str, Any] = {"type": "string"}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
NUMBER: dict[str, Any] = {"type": ["number", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
ANSWER: dict[str, Any] = {"enum": ["yes", "no", "unknown"]}
MODELS = {
    "forum": ("govaudit.model.profile", "Profile"),
    "framework": ("govaudit.model.framework", "Framework"),
    "sources": ("govaudit.model.source", "Bibliography"),
    "fact": ("govaudit.model.codebook", "Fact"),
    "case": ("govaudit.model.case", "Case"),
    "claims": ("govaudit.model.claim", "Paper"),
    "tags": ("govaudit.model.tag", "Tags"),
    "suppressions": ("govaudit.model.suppression", "Suppressions"),
    "diff": ("govaudit.model.diff_report", "DiffReport"),  # a report, but one that is read back too
}


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **(optional or {})},
    }


SCORE = closed(
    {
        "point": NUMBER,
        "low": NUMBER,
        "high": NUMBER,
        "coverage": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
    }
)
SHARE: dict[str, Any] = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
EVIDENCE = closed(
    {
        "primary": SHARE,
        "single_source": SHARE,
        "own_word": SHARE,
        "older": SHARE,
        "undated": SHARE,
        "years": {"type": "integer", "minimum": 0},
    }
)
NODE = closed(
    {
        "id": TEXT,
        "kind": {"enum": ["framework", "criterion", "indicator", "derived"]},
        "parent": MAYBE_TEXT,
        "weight": {"type": "number", "minimum": 0},
        "applies": ANSWER,
        "withheld": MAYBE_TEXT,
        "score": SCORE,
        "band": MAYBE_TEXT,
        "possible_bands": TEXTS,
        "contribution": NUMBER,
        "rests_on": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    },
    {
        "level": MAYBE_TEXT,
        "possible_levels": TEXTS,
        "facts": TEXTS,
        "sources": TEXTS,
        "caps": {"type": "array", "items": closed({"id": TEXT, "holds": ANSWER})},
    },
)
CARD = closed(
    {
        "forum": TEXT,
        "name": TEXT,
        "generic": {"type": "boolean"},
        "missing": TEXT,
        "absent": MAYBE_TEXT,
        "band": MAYBE_TEXT,
        "score": SCORE,
        "designations": {"type": "object", "additionalProperties": ANSWER},
        "evidence": EVIDENCE,
        "nodes": {"type": "array", "items": NODE},
        "contributions": {
            "type": "array",
            "items": closed(
                {
                    "node": TEXT,
                    "kind": {"enum": ["indicator", "aggregate", "steps", "cap"]},
                    "value": {"type": "number"},
                }
            ),
        },
    }
)
RANK: dict[str, Any] = {"type": ["integer", "null"], "minimum": 1}
SCORECARD = closed(
    {
        "schema": {"const": "govaudit.scorecard/1"},
        "framework": closed({"id": TEXT, "version": TEXT}),
        "as_of": {"type": "string", "format": "date"},
        "missing": {"enum": ["zero-credit", "full-credit", "exclude", "all"]},
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "scorecards": {"type": "array", "minItems": 1, "items": CARD},
    },
    {
        "group": closed(
            {
                "tag": TEXT,
                "members": TEXTS,
                "nodes": {
                    "type": "array",
                    "items": closed({"id": TEXT, "median": SCORE, "least": NUMBER, "greatest": NUMBER}),
                },
            }
        ),
        "ranking": {
            "type": "array",
            "items": closed({"forum": TEXT, "rank": RANK, "rank_low": RANK, "rank_high": RANK}),
        },
    },
)
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
PLACE: dict[str, Any] = {"type": ["integer", "null"], "minimum": 1}
PROBLEMS = closed(
    {
        "schema": {"const": "govaudit.problems/1"},
        "problems": {
            "type": "array",
            "items": closed(
                {
                    "code": {"type": "string", "pattern": "^GA[0-9]{3}$"},
                    "severity": {"enum": ["error", "warning", "note"]},
                    "path": MAYBE_TEXT,
                    "line": PLACE,
                    "column": PLACE,
                    "node": TEXT,
                    "message": TEXT,
                    "hint": MAYBE_TEXT,
                }
            ),
        },
        "counts": closed({"error": COUNT, "warning": COUNT, "note": COUNT, "suppressed": COUNT}),
    }
)
DAY: dict[str, Any] = {"type": "string", "format": "date"}
DIGEST: dict[str, Any] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
FRAMEWORK = closed({"id": TEXT, "version": TEXT})
CAUSE: dict[str, Any] = {"enum": ["evidence", "correction", "world", "criteria"]}
HISTORY = closed(
    {
        "schema": {"const": "govaudit.history/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": DIGEST,
        "history": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "date": DAY,
                    "absent": MAYBE_TEXT,
                    "score": SCORE,
                    "band": MAYBE_TEXT,
                    "nodes": {"type": "array", "items": closed({"id": TEXT, "score": SCORE})},
                    "changes": {
                        "type": "array",
                        "items": closed(
                            {"fact": TEXT, "cause": CAUSE, "scored": {"type": "boolean"}, "before": TEXT, "after": TEXT}
                        ),
                    },
                }
            ),
        },
    }
)
VERDICT: dict[str, Any] = {"enum": ["upheld", "refuted", "undecided"]}
YES: dict[str, Any] = {"type": "boolean"}
TALLY = closed({"as_of": COUNT, "today": COUNT})
VERDICTS = closed(
    {
        "schema": {"const": "govaudit.claims/1"},
        "as_of": DAY,
        "inputs_sha256": DIGEST,
        "papers": {"type": "array", "items": closed({"id": TEXT, "title": TEXT, "source": TEXT})},
        "claims": {
            "type": "array",
            "items": closed(
                {
                    "id": TEXT,
                    "paper": TEXT,
                    "claim": TEXT,
                    "section": TEXT,
                    "as_of": DAY,
                    "verdict": VERDICT,
                    "today": VERDICT,
                    "dated": YES,
                    "changed": YES,
                    "own_word": YES,
                    "own_word_today": YES,
                    "framework": FRAMEWORK,
                    "rule": TEXT,
                    "about": TEXT,
                    "forums": TEXTS,
                    "facts": TEXTS,
                    "evidence": {
                        "type": "array",
                        "items": closed(
                            {
                                "on": DAY,
                                "forum": TEXT,
                                "absent": MAYBE_TEXT,
                                "answer": {"enum": ["yes", "no", "unknown", None]},
                                "decides": YES,
                                "facts": {
                                    "type": "array",
                                    "items": closed(
                                        {"fact": TEXT, "state": TEXT, "known": MAYBE_TEXT, "sources": TEXTS}
                                    ),
                                },
                            }
                        ),
                    },
                }
            ),
        },
        "counts": closed({"upheld": TALLY, "refuted": TALLY, "undecided": TALLY}),
        "changed": TEXTS,
    }
)
WRITTEN = {
    "scorecard": SCORECARD,
    "problems": PROBLEMS,
    "history": HISTORY,
    "verdicts": VERDICTS,
}
KINDS = (*WRITTEN, *MODELS)


def schema_text(kind: str) -> str:
    """The schema of one kind of `KINDS`, as JSON text."""
    if kind in WRITTEN:
        body = {"$schema": DRAFT, "title": f"govaudit {kind}", **WRITTEN[kind]}
    else:
        from importlib import import_module  # only the model that is asked for

        module, name = MODELS[kind]
        model = getattr(import_module(module), name)
        body = {"$schema": DRAFT, **model.model_json_schema(by_alias=True)}
    return json.dumps(body, indent=2, ensure_ascii=True) + "\n"
