"""Values as YAML on one line, as people write them here: the same text for this tool and for readers of YAML 1.1."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

WIDTH = 110
"""Columns of a comment."""


class Bare(str):
    """Text that is written as it stands: a date, a blank to fill in."""

    __slots__ = ()


def flow(value: Any) -> str:
    """A value on one line; text is quoted where it must be.

    >>> flow({"value": True, "from": Bare("2019-05"), "evidence": [{"source": "a-book", "at": "no"}]})
    "{value: true, from: 2019-05, evidence: [{source: a-book, at: 'no'}]}"
    """
    match value:
        case Bare():
            return str(value)
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case int() | Decimal() | date():
            return str(value)
        case Mapping():
            return "{" + ", ".join(f"{key}: {flow(item)}" for key, item in value.items()) + "}"
        case str():
            text = yaml.safe_dump([value], default_flow_style=True, allow_unicode=True, width=sys.maxsize)
            return text.strip()[1:-1]
        case _:
            return "[" + ", ".join(flow(item) for item in value) + "]"


def comment(text: str, indent: int = 0, hanging: int = 0) -> list[str]:
    """Text as lines of comment; from the second on it hangs in by `hanging` columns."""
    head = " " * indent + "# "
    flat = " ".join(text.split())
    return textwrap.wrap(
        flat, WIDTH, initial_indent=head, subsequent_indent=head + " " * hanging, break_long_words=False
    )


def lines(parts: Iterable[str]) -> str:
    """Lines as the text of a file."""
    return "".join(f"{part}\n" for part in parts)
