"""What the JSON Schemas of reports share: closed objects, scores, shares, answers."""

from __future__ import annotations

from typing import Any

TEXT: dict[str, Any] = {"type": "string"}
MAYBE_TEXT: dict[str, Any] = {"type": ["string", "null"]}
NUMBER: dict[str, Any] = {"type": ["number", "null"]}
TEXTS: dict[str, Any] = {"type": "array", "items": TEXT}
ANSWER: dict[str, Any] = {"enum": ["yes", "no", "unknown"]}


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
