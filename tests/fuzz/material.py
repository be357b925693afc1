"""Bytes as material for values: what libFuzzer and Hypothesis change is bytes, what most parsers read has a shape."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeVar

Choice = TypeVar("Choice")
NUMBERS: tuple[Any, ...] = (
    0, 1, -1, 2, 40, 100, 10**18 - 1, 1 - 10**18, 2016, Decimal("0.5"), Decimal("-0.1"), Decimal("1e999"), Decimal("1e-999"),
    Decimal("0.333333333333333333"), True, False, None,
)  # fmt: skip
TEXTS = (
    "", " ", "a", "1/3", "true", "it", "-", "2016-02-30", "2016-13", "2016-W05-1", "٣", "é", "\u200b", "²", "{each}", "{", "##[x]", "::error::x",
    "<b>", "x" * 300, "https://example.org", "$.facts", "*",
)  # fmt: skip
DEEP = 5
"""Plain data nests so far; how deep a text may nest is asked of texts."""


class Material:
    """Bytes that are spent one after the other on choices. When none is left, every choice is the first."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1] if self.at <= len(self.data) else 0

    def pick(self, choices: Sequence[Choice]) -> Choice:
        number = self.byte() if len(choices) <= 256 else self.byte() << 8 | self.byte()
        return choices[number % len(choices)]

    def rest(self) -> bytes:
        """All that is left."""
        self.at, at = len(self.data), self.at
        return self.data[at:]

    def text(self) -> str:
        """Some text, by a byte that says how long it is."""
        size = self.byte() % 64
        self.at, at = self.at + size, self.at
        return self.data[at : at + size].decode("utf-8", "replace")

    def value(self, words: Sequence[str], depth: int = 0) -> Any:
        """Plain data, as JSON and YAML have them, with these words for keys and texts."""
        match self.byte() % (8 if depth < DEEP else 5):
            case 0 | 1:
                return self.pick(words)
            case 2:
                return self.pick(NUMBERS)
            case 3:
                return self.pick(TEXTS)
            case 4:
                return self.text()
            case 5:
                return [self.value(words, depth + 1) for _ in range(self.byte() % 4)]
            case _:
                keys = [self.pick(words) for _ in range(self.byte() % 3 + 1)]
                return {key: self.value(words, depth + 1) for key in keys}

    def changed(self, data: Any, words: Sequence[str]) -> Any:
        """The same plain data with some places changed: another value, left out, written twice, moved."""
        data = copy.deepcopy(data)
        for _ in range(self.byte() % 3 + 1):
            found = list(_inner(data))
            if found:
                inside, key = self.pick(found)
                self._change(inside, key, words, self.pick(found))
        return data

    def _change(self, inside: Any, key: Any, words: Sequence[str], other: tuple[Any, Any]) -> None:
        match self.byte() % 6:
            case 0 | 1:
                inside[key] = self.value(words)
            case 2:
                del inside[key]
            case 3:
                inside[key] = copy.deepcopy(other[0][other[1]])
            case 4 if isinstance(inside, list):
                inside.append(copy.deepcopy(inside[key]))
            case _ if isinstance(inside, dict):
                inside[self.pick(words)] = inside.pop(key)
            case _:
                inside[key] = self.pick(TEXTS)


def _inner(data: Any) -> Any:
    """Every place in plain data, as what holds it and its key."""
    items = list(data.items()) if isinstance(data, dict) else list(enumerate(data)) if isinstance(data, list) else []
    for key, value in items:
        yield data, key
        yield from _inner(value)


def words_of(data: Any) -> set[str]:
    """Every key and text in plain data."""
    match data:
        case dict():
            return set(data).union(*map(words_of, data.values()))
        case list():
            return set().union(*map(words_of, data))
        case str():
            return {data}
        case _:
            return set()
