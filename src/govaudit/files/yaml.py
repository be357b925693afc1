"""Strict, bounded YAML: a small, safe part of YAML 1.2, read from libyaml's events.

No tags, aliases, anchors, merges, directives or second documents; no duplicate keys; keys are text; plain scalars follow the core schema, so
that `no`, `22:22` and `0777` stay text. Numbers are exact. Nothing is executed, expanded or recursed into without a limit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from govaudit.problems import Code, GovauditError, Path, Problem, quote

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH, MAX_NODES, MAX_KEYS, MAX_KEY, MAX_SCALAR, MAX_DIGITS = 32, 200_000, 10_000, 256, 65_536, 18
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
NUMERIC = re.compile(r"[-+.0-9]")
NON_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
WRITE_OUT = "write the value out where it is needed"


@dataclass(frozen=True, slots=True)
class Places:
    """Line and column, both from 1, of every value by its path, and of every mapping's keys."""

    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)


def parse(text: str) -> dict[str, Any]:
    """The mapping that a file holds, as dict, list, str, int, Decimal, bool and None.

    Raises
    ------
    GovauditError
        With one problem, at its line and column.
    """
    data = _Reader(text).document()
    assert isinstance(data, dict)
    return data


def places(text: str) -> Places:
    """Where everything stands; a second pass, for when there is something to say."""
    found = Places()
    _Reader(text, found).document()
    return found


def head(text: str, key: str) -> Any:
    """The value of one top-level key, parsing no further than that; None without the key."""
    return _Reader(text, only=key).document()


class _Reader:
    """Builds data from events. `found` collects places; `only` stops after one top-level key."""

    def __init__(self, text: str, found: Places | None = None, only: str | None = None) -> None:
        self.text = text.removeprefix("\ufeff")
        _check_characters(self.text)
        self.events = _events(self.text)
        self.found = found
        self.only = only
        self.nodes = 0
        self.anchor: Any = None

    def document(self) -> Any:
        """The one document of the text."""
        start = next(self.events)
        if isinstance(start, DocumentStartEvent):
            if start.version or start.tags:
                _fail(
                    Code.DIRECTIVE, "expected no directive; found one", start, "leave out the lines that begin with %"
                )
            event = next(self.events)
            if not (isinstance(event, ScalarEvent) and event.implicit[0] and not event.value and not event.style):
                data = self._root(event)
                if self.anchor is not None:
                    _fail(Code.ALIAS, "expected no anchor; found one", self.anchor, WRITE_OUT)
                if self.only is None:
                    self._end()
                return data
        raise GovauditError(Problem(code=Code.EMPTY, message="expected data; found an empty file", line=1, column=1))

    def _root(self, event: Any) -> Any:
        if not isinstance(event, MappingStartEvent):
            kind = "a list" if isinstance(event, SequenceStartEvent) else "a single value"
            self._refuse_extras(event)
            _fail(Code.NOT_A_MAPPING, f"expected keys and values; found {kind}", event)
        return self._value(event, (), 1)

    def _end(self) -> None:
        if not isinstance(next(self.events), DocumentEndEvent):
            return
        after = next(self.events)
        if not isinstance(after, StreamEndEvent):
            _fail(Code.MULTI_DOCUMENT, "expected one document; found a second", after, "leave out the line `---`")

    def _value(self, event: Any, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            _fail(Code.TOO_LARGE, f"expected at most {MAX_NODES} values in a file; found more", event)
        kind = type(event)
        if kind is not ScalarEvent or event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if kind is ScalarEvent:
            if self.found:
                self.found.values[path] = _place(event)
            return _scalar(event)
        if depth > MAX_DEPTH:
            _fail(Code.TOO_DEEP, f"expected at most {MAX_DEPTH} levels of nesting; found more", event)
        if self.found:
            self.found.values[path] = _place(event)
        return self._mapping(path, depth) if kind is MappingStartEvent else self._sequence(path, depth)

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            _fail(Code.ALIAS, "expected no alias; found one", event, WRITE_OUT)
        if event.anchor is not None and self.anchor is None:
            self.anchor = event
        if event.tag is not None:
            _fail(Code.TAG, f"expected no tag; found {quote(event.tag)}", event, "quote the value if it must be text")

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if type(event) is SequenceEndEvent:
                break
            items.append(self._value(event, (*path, len(items)) if self.found else path, depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for event in self.events:
            if type(event) is MappingEndEvent:
                break
            if type(event) is AliasEvent or event.anchor is not None or event.tag is not None:
                self._refuse_extras(event)
            key = _key(event)
            if key in mapping:
                message = f"expected each key once; found {quote(key)} again, first on line {lines[key]}"
                _fail(Code.DUPLICATE_KEY, message, event)
            if len(mapping) >= MAX_KEYS:
                _fail(Code.TOO_LARGE, f"expected at most {MAX_KEYS} keys in a mapping; found more", event)
            lines[key] = event.start_mark.line + 1
            here = path
            if self.found:
                here = (*path, key)
                self.found.keys[here] = _place(event)
            mapping[key] = self._value(next(self.events), here, depth + 1)
            if key == self.only and depth == 1:
                return mapping[key]  # type: ignore[no-any-return]  # the head that was asked for
        return mapping if self.only is None or depth > 1 else None  # type: ignore[return-value]  # the head is not there


def _events(text: str) -> Iterator[Any]:
    """Libyaml's events without the start of the stream; its errors become problems."""
    loader = LOADER(text)
    try:
        loader.get_event()
        while True:
            event = loader.get_event()
            yield event
            if type(event) is StreamEndEvent:
                return
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise GovauditError(_syntax(text, str(error.problem or error.context), line, column)) from None
    except (yaml.YAMLError, RecursionError, ValueError):
        message = "expected well-formed YAML; found a character or a depth that YAML does not allow"
        raise GovauditError(Problem(code=Code.SYNTAX, message=message, line=1, column=1)) from None
    finally:
        loader.dispose()


def _syntax(text: str, said: str, line: int, column: int) -> Problem:
    lines = text.splitlines()
    here = lines[line - 1] if line <= len(lines) else ""
    code, hint = Code.SYNTAX, ""
    if re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE):
        hint = "a merge conflict is left in the file"
    elif "undefined alias" in said:
        code = Code.ALIAS
    elif here.startswith("%") or "directive" in said:
        code, hint = Code.DIRECTIVE, "leave out the lines that begin with %"
    elif "tag" in said:
        code = Code.TAG
    elif here[: max(column, 1)].startswith("\t") or "\t" in said:
        hint = "indent with blanks, not with tabs"
    elif re.search(r"\\u[dD][89a-fA-F]", here):
        hint = "write the character itself: YAML has no surrogate pairs"
    elif "mapping values are not allowed" in said:
        hint = "quote text that has a colon and a blank in it"
    found = quote(said.removeprefix("found "))[1:-1]
    return Problem(code=code, message=f"expected well-formed YAML; found {found}", line=line, column=column, hint=hint)


def _check_characters(text: str) -> None:
    """Refuse control and bidirectional characters that stand in the text as they are."""
    for code, pattern, what in (
        (Code.CONTROL_CHAR, CONTROL, "control character"),
        (Code.BIDI, BIDI, "bidirectional control character"),
    ):
        for match in pattern.finditer(text):
            if match[0] == "\r" and text[match.end() : match.end() + 1] == "\n":
                continue
            line, column = text.count("\n", 0, match.start()) + 1, match.start() - text.rfind("\n", 0, match.start())
            message = f"expected no {what}; found U+{ord(match[0]):04X}"
            raise GovauditError(Problem(code=code, message=message, line=line, column=column))


def _place(event: Any) -> tuple[int, int]:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _fail(code: Code, message: str, event: Any, hint: str = "") -> NoReturn:
    line, column = _place(event)
    raise GovauditError(Problem(code=code, message=message, line=line, column=column, hint=hint))


def _key(event: Any) -> str:
    """A key: plain text, short, with nothing invisible in it."""
    if type(event) is not ScalarEvent:
        _fail(Code.BAD_KEY, "expected a key that is text; found a list or a mapping", event)
    key: str = _text(event)
    if not event.style and key == "<<":
        _fail(Code.MERGE, "expected no merge key; found <<", event, "write the keys out where they are needed")
    invisible = not key.isascii() and any(unicodedata.category(sign) in {"Cf", "Cc", "Zl", "Zp"} for sign in key)
    if not key or len(key) > MAX_KEY or invisible:
        _fail(Code.BAD_KEY, f"expected a key of 1 to {MAX_KEY} visible characters; found {quote(key, 40)}", event)
    if not event.style and ((NUMERIC.match(key) and NUMBER.fullmatch(key)) or WORDS.get(key, key) is None):
        _fail(Code.BAD_KEY, f"expected a key that is text; found {key}", event, "quote it")
    return key


def _text(event: Any) -> str:
    """The text of a scalar, with no control character that an escape made."""
    value: str = event.value
    if len(value) > MAX_SCALAR:
        _fail(Code.TOO_LARGE, f"expected at most {MAX_SCALAR} characters; found {len(value)}", event)
    if event.style == '"':
        for code, pattern in ((Code.CONTROL_CHAR, CONTROL), (Code.BIDI, BIDI)):
            found = pattern.search(value)
            if found:
                _fail(code, f"expected no control character; found U+{ord(found[0]):04X}", event)
    return value


def _scalar(event: Any) -> str | int | Decimal | bool | None:
    """A value of the core schema; whatever is quoted is text."""
    text = _text(event)
    if event.style:
        return text
    if text in WORDS:
        return WORDS[text]
    if not NUMERIC.match(text):
        return text
    if INTEGER.fullmatch(text):
        if len(text.lstrip("+-")) > MAX_DIGITS:
            _fail(Code.BIG_INT, f"expected a number of at most {MAX_DIGITS} digits; found {len(text)}", event)
        return int(text)
    if NON_FINITE.fullmatch(text):
        _fail(Code.NON_FINITE, f"expected a finite number; found {text}", event)
    if NUMBER.fullmatch(text):
        if sum(sign.isdigit() for sign in text) > 2 * MAX_DIGITS:
            _fail(Code.BIG_INT, f"expected a number of at most {2 * MAX_DIGITS} digits; found more", event)
        return Decimal(text)
    return text
