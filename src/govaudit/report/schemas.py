"""JSON Schemas of the reports, written here beside their converters. Those of the files that people write stand in `file_schemas`."""

from __future__ import annotations

from typing import Any

from govaudit.report.schema_blocks import ANSWER, EVIDENCE, MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.view_json import FRAMEWORK

DRAFT = "https://json-schema.org/draft/2020-12/schema"
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
        "draft": {"type": "boolean"},
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
        "framework": FRAMEWORK,
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
REPORTS = {
    "scorecard": SCORECARD,
    "problems": PROBLEMS,
    "history": HISTORY,
    "verdicts": VERDICTS,
}
ELSEWHERE = {
    "test": ("govaudit.report.cases_json", "TEST"),
    "diff": ("govaudit.model.diff_report", "DiffReport"),
    "plan": ("govaudit.report.plans_json", "PLAN"),
    "robustness": ("govaudit.report.robustness_json", "ROBUSTNESS"),
    "verify": ("govaudit.report.verify_json", "VERIFY"),
    "agree": ("govaudit.report.agree_json", "AGREE"),
    "reforms": ("govaudit.report.reforms_json", "REFORMS"),
    "unknowns": ("govaudit.report.unknowns_json", "UNKNOWNS"),
    "whatif": ("govaudit.report.whatif", "WHATIF"),
    "views": ("govaudit.report.views_json", "VIEWS"),
    "explain": ("govaudit.report.look_schemas", "EXPLAIN"),
    "list": ("govaudit.report.look_schemas", "LIST"),
    "show": ("govaudit.report.look_schemas", "SHOW"),
}
"""Schemas that stand beside their converters; that of `diff` is a model, for such a report is read back too."""
KINDS = (*REPORTS, *ELSEWHERE)


def report_schema(kind: str) -> dict[str, Any]:
    """The schema of one kind of report, of `KINDS`."""
    from importlib import import_module  # only what is asked for

    module, name = ELSEWHERE.get(kind, ("", ""))
    body = REPORTS[kind] if kind in REPORTS else getattr(import_module(module), name)
    written = body if isinstance(body, dict) else body.model_json_schema(by_alias=True)
    return {"$schema": DRAFT, **written, "title": f"govaudit {kind}"}
