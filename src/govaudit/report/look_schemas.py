"""JSON Schemas of `explain`, `list` and `show`."""

from __future__ import annotations

from typing import Any, get_args

from govaudit.model.codebook import FactType
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Confidence
from govaudit.model.source import Grade
from govaudit.report.schema_blocks import ANSWER, MAYBE_TEXT, SCORE, TEXT, TEXTS, closed
from govaudit.report.view_json import FRAMEWORK

DAY: dict[str, Any] = {"type": "string", "format": "date"}
MAYBE_DAY: dict[str, Any] = {"type": ["string", "null"], "format": "date"}
YES: dict[str, Any] = {"type": "boolean"}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
KNOWLEDGE: dict[str, Any] = {"enum": [kind.value for kind in Kind]}
PERIOD = closed({"from": MAYBE_DAY, "until": MAYBE_DAY})


def many(of: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": of}


KNOWN = {
    "knowledge": KNOWLEDGE,
    "values": TEXTS,
    "from": MAYBE_DAY,
    "until": MAYBE_DAY,
    "confidence": {"enum": [*get_args(Confidence), None]},
    "inferred": YES,
    "note": TEXT,
    "evidence": many(closed({"source": TEXT, "at": TEXT})),
    "searched": TEXTS,
}
"""What is known of a fact, and from where."""
EXPLAIN = closed(
    {
        "schema": {"const": "govaudit.explain/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "forum": TEXT,
        "absent": MAYBE_TEXT,
        "nodes": many(
            closed(
                {
                    "id": TEXT,
                    "kind": {"enum": ["framework", "criterion", "indicator", "derived"]},
                    "applies": ANSWER,
                    "score": SCORE,
                    "finding": MAYBE_TEXT,
                    "walk": TEXTS,
                    "facts": many(closed({"fact": TEXT, **KNOWN})),
                }
            )
        ),
    }
)
NODE = {"id": TEXT, "parent": MAYBE_TEXT, "weight": TEXT, "title": TEXT}
WHY = {"rationale": TEXT, "references": TEXTS}
FACT = {
    "id": TEXT,
    "type": {"enum": list(get_args(FactType))},
    "values": {"type": ["array", "null"], "items": TEXT},
    "least": MAYBE_TEXT,
    "greatest": MAYBE_TEXT,
    "basis": {"enum": ["law", "practice"]},
    "question": TEXT,
    "coding": TEXT,
}
STEP = closed({"score": TEXT}, {"level": TEXT, "label": TEXT, "fact": TEXT, "value": TEXT})
ADDRESS = closed(
    {
        "changes": {"type": "object", "additionalProperties": {"type": ["string", "array"], "items": TEXT}},
        "note": MAYBE_TEXT,
        "succeeded_by": {"anyOf": [closed({"forum": TEXT, "reason": TEXT}), {"type": "null"}]},
    }
)
OVERRIDE = closed(
    {
        **dict.fromkeys(("framework", "node", "value", "before", "after", "reason"), TEXT),
        "references": TEXTS,
        "path": TEXT,
    }
)
ENTRIES: dict[str, dict[str, dict[str, Any]]] = {
    "forums": {
        "id": TEXT,
        "name": TEXT,
        "kind": TEXT,
        "tags": TEXTS,
        "active": PERIOD,
        "generic": YES,
        "reviewed": MAYBE_DAY,
        "facts": COUNT,
    },
    "frameworks": {
        "id": TEXT,
        "version": TEXT,
        "title": TEXT,
        "criteria": COUNT,
        "indicators": COUNT,
        "extends": many(closed({"id": TEXT, "version": TEXT})),
        "overrides": many(OVERRIDE),
    },
    "criteria": {**NODE, **WHY},
    "indicators": {**NODE, "question": TEXT, "facts": TEXTS, "scale": many(STEP), "recommendation": TEXT, **WHY},
    "facts": FACT,
    "sources": {
        "id": TEXT,
        "type": TEXT,
        "title": TEXT,
        "author": MAYBE_TEXT,
        "publisher": TEXT,
        "issued": MAYBE_TEXT,
        "number": MAYBE_TEXT,
        "grade": {"enum": list(get_args(Grade))},
        "by": MAYBE_TEXT,
        "address": MAYBE_TEXT,
        "read_at": MAYBE_TEXT,
        "accessed": DAY,
    },
    "tags": {"id": TEXT, "title": TEXT, "meaning": TEXT, "generic": MAYBE_TEXT, "forums": TEXTS},
    "claims": {"id": TEXT, "paper": TEXT, "section": TEXT, "as_of": DAY, "claim": TEXT, "note": TEXT},
    "reforms": {
        "id": TEXT,
        "title": TEXT,
        "source": TEXT,
        "section": TEXT,
        "as_of": DAY,
        "cost": MAYBE_TEXT,
        "inferred": YES,
        "for": TEXTS,
        "out_of_scope": MAYBE_TEXT,
        "what": TEXT,
        "addresses": {"type": "object", "additionalProperties": ADDRESS},
        "note": TEXT,
    },
    "coverage": {
        "id": TEXT,
        "rows": {"type": ["integer", "null"], "minimum": 0},
        "set_aside": COUNT,
        "statements": COUNT,
        **{kind.value.replace("-", "_"): COUNT for kind in Kind},
    },
}
"""The keys of what is listed, by the list's name. All are always there."""
LIST: dict[str, Any] = {
    **closed(
        {"schema": {"const": "govaudit.list/1"}},
        {"framework": FRAMEWORK, **{name: many(closed(keys)) for name, keys in ENTRIES.items()}},
    ),
    "minProperties": 2,
}
RESTING = closed({"forum": TEXT, "fact": TEXT, "value": TEXT, "from": MAYBE_DAY, "until": MAYBE_DAY, "at": TEXT})
USES = {
    "forums": TEXTS,
    "statements": many(RESTING),
    "searched_for": many(closed({"forum": TEXT, "fact": TEXT})),
    "papers": TEXTS,
}
FORUM = {
    "id": TEXT,
    "name": TEXT,
    "short_name": MAYBE_TEXT,
    "forum_kind": TEXT,
    "tags": TEXTS,
    "generic": YES,
    "scored_as": MAYBE_TEXT,
    "active": PERIOD,
    "reviewed": {"anyOf": [closed({"on": DAY, "by": TEXT}), {"type": "null"}]},
    "facts": {"type": "object", "additionalProperties": many(closed(KNOWN))},
    "set_aside": many(closed({"row": TEXT, "why": TEXT})),
}
SHOWN = {
    "forum": FORUM,
    "framework": ENTRIES["frameworks"],
    "criterion": ENTRIES["criteria"],
    "indicator": ENTRIES["indicators"],
    "fact": FACT,
    "source": {**ENTRIES["sources"], **USES},
    "tag": ENTRIES["tags"],
    "claim": ENTRIES["claims"],
    "reform": ENTRIES["reforms"],
}
"""The keys of what is shown, by its kind."""
ALSO = {"indicator": {"fact": closed(FACT)}}
"""Those that are there at times: the fact that has the id of the indicator."""
SHOW: dict[str, Any] = {
    "type": "object",
    "properties": {"schema": {"const": "govaudit.show/1"}},
    "oneOf": [
        closed({"schema": {"const": "govaudit.show/1"}, "kind": {"const": kind}, **keys}, ALSO.get(kind))
        for kind, keys in SHOWN.items()
    ],
}
