"""JSON text: exact decimals, ASCII only, stable order, never NaN.

The standard encoder writes numbers through machine floats; here a `Decimal` is written as it stands.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "str | int | bool | Decimal | list[Json] | dict[str, Json] | None"


def dumps(value: Json) -> str:
    """JSON text with two spaces of indentation and a newline at the end; nothing in it is a command to a build runner."""
    return (
        _text(value, "\n").replace("##[", "#\\u0023[") + "\n"
    )  # only in texts, where an escape is the sign that it stands for


def _text(value: Json, newline: str) -> str:
    deeper = newline + "  "
    match value:
        case Decimal():
            return f"{value:f}"
        case dict() if value:
            body = [f"{json.dumps(key)}: {_text(item, deeper)}" for key, item in value.items()]
            return "{" + deeper + f",{deeper}".join(body) + newline + "}"
        case list() if any(isinstance(item, dict | list) for item in value):
            return "[" + deeper + f",{deeper}".join(_text(item, deeper) for item in value) + newline + "]"
        case list():
            return "[" + ", ".join(_text(item, deeper) for item in value) + "]"
        case _:
            return json.dumps(value, allow_nan=False)
