"""Strict, bounded YAML: a small, safe part of YAML 1.2, read from libyaml's events.

No tags, aliases, anchors, merges, directives or second documents; no duplicate keys; keys are text; plain scalars follow the core schema, so
that `no`, `22:22` and `0777` stay text. Numbers are exact. Nothing is executed, expanded or recursed into without a limit.
"""

from __future__ import annotations

import re
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

from govaudit.problems import CONTROL, Code, GovauditError, Path, Problem, quote

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MAX_DEPTH, MAX_NODES, MAX_KEYS, MAX_KEY, MAX_SCALAR, MAX_DIGITS = 32, 200_000, 10_000, 256, 65_536, 18
INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
NUMERIC = frozenset("-+.0123456789")
NON_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
IGNORABLE = re.compile(  # signs without ink that Unicode does not call format characters
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
DIRECTIVE = re.compile("^%", re.MULTILINE)
MARK_WITHIN = re.compile("^\ufeff", re.MULTILINE)
"""A byte-order mark that begins a line: libyaml passes over it, other readers take it for a letter."""
NO_DIRECTIVES = "leave out the lines that begin with %"
TOO_DEEP = f"expected at most {MAX_DEPTH} levels of nesting; found more"
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
        text = text.removeprefix("\ufeff").replace("\r\n", "\n")
        _check_characters(text)
        self.text = text
        self.read = LOADER(text).get_event
        self.found = found
        self.only = only
        self.nodes = 0
        self.plain_keys: set[str] = set()
        self.anchor: Any = None

    def document(self) -> Any:
        """The one document of the text; what libyaml refuses becomes a problem."""
        try:
            return self._document()
        except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
            raise GovauditError(_syntax(self.text, error)) from None

    def _document(self) -> Any:
        self.read()
        start = self.read()
        if isinstance(start, DocumentStartEvent):
            event = self.read()
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
        if not isinstance(self.read(), DocumentEndEvent):
            return
        after = self.read()
        if not isinstance(after, StreamEndEvent):
            _fail(Code.MULTI_DOCUMENT, "expected one document; found a second", after, "leave out the line `---`")

    def _value(self, event: Any, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            _fail(Code.TOO_LARGE, f"expected at most {MAX_NODES} values in a file; found more", event)
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        kind = type(event)
        if kind is ScalarEvent:
            if self.found:
                self.found.values[path] = _place(event)
            value = event.value
            plain = not event.style and len(value) <= MAX_SCALAR and value not in WORDS and value[0] not in NUMERIC
            return value if plain else _scalar(event)
        if depth > MAX_DEPTH:
            _fail(Code.TOO_DEEP, TOO_DEEP, event)
        if self.found:
            self.found.values[path] = _place(event)
        return self._mapping(path, depth) if kind is MappingStartEvent else self._sequence(path, depth)

    def _refuse_extras(self, event: Any) -> None:
        if isinstance(event, AliasEvent):
            _fail(Code.ALIAS, "expected no alias; found one", event, WRITE_OUT)
        if event.anchor is not None:
            self.anchor = self.anchor or event
        if event.tag is not None:
            _fail(Code.TAG, f"expected no tag; found {quote(event.tag)}", event, "quote the value if it must be text")

    def _sequence(self, path: Path, depth: int) -> list[Any]:
        items: list[Any] = []
        while type(event := self.read()) is not SequenceEndEvent:
            items.append(self._value(event, (*path, len(items)) if self.found else path, depth + 1))
        return items

    def _mapping(self, path: Path, depth: int) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        marks: dict[str, Any] = {}
        while type(event := self.read()) is not MappingEndEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse_extras(event)
            key = event.value if type(event) is ScalarEvent else None
            if key not in self.plain_keys:
                key = _key(event)
                if not event.style:
                    self.plain_keys.add(key)  # most keys stand in a file many times
            if key in mapping:
                message = f"expected each key once; found {quote(key)} again, first on line {marks[key].line + 1}"
                _fail(Code.DUPLICATE_KEY, message, event)
            if len(mapping) >= MAX_KEYS:
                _fail(Code.TOO_LARGE, f"expected at most {MAX_KEYS} keys in a mapping; found more", event)
            marks[key] = event.start_mark
            here = path
            if self.found:
                here = (*path, key)
                self.found.keys[here] = _place(event)
            mapping[key] = self._value(self.read(), here, depth + 1)
            if key == self.only and depth == 1:
                return mapping[key]  # type: ignore[no-any-return]  # the head that was asked for
        return mapping if self.only is None or depth > 1 else None  # type: ignore[return-value]  # the head is not there


def _syntax(text: str, error: Exception) -> Problem:
    """What libyaml said, at its place, in a problem."""
    if not isinstance(error, yaml.MarkedYAMLError):
        message = "expected well-formed YAML; found a character or a depth that YAML does not allow"
        return Problem(code=Code.SYNTAX, message=message, line=1, column=1)
    said = str(error.problem)
    torn = said == "found unexpected end of stream"  # then where the quotation began says more
    mark: Any = error.context_mark if torn else error.problem_mark
    line, column = mark.line + 1, mark.column + 1
    lines = text.split("\n")
    if line > len(lines):  # libyaml ends the last line itself, and places what is missing below it
        line, column = len(lines), len(lines[-1]) + 1
    here = lines[line - 1]
    code, hint = Code.SYNTAX, ""
    if "nesting depth" in said:  # libyaml has a limit of its own, and reaches it before it hands out the first event
        return Problem(code=Code.TOO_DEEP, message=TOO_DEEP, line=line, column=column)
    if re.search(r"^(<{7}|={7}|>{7})", text, re.MULTILINE):
        hint = "a merge conflict is left in the file"
    elif "tag" in said:
        code = Code.TAG
    elif re.match(" *\t", here):
        hint = "indent with blanks, not with tabs"
    elif re.search(r"\\u[dD][89a-fA-F]", here):
        hint = "write the character itself: YAML has no surrogate pairs"
    elif "mapping values are not allowed" in said:
        hint = "quote text that has a colon and a blank in it"
    found = quote(said.removeprefix("found "))[1:-1]
    return Problem(code=code, message=f"expected well-formed YAML; found {found}", line=line, column=column, hint=hint)


def _check_characters(text: str) -> None:
    """Refuse what must not reach libyaml: signs that hide or command, and directives, which it reads in quadratic time."""
    unseen = CONTROL.search(text) or ("\ufeff" in text and MARK_WITHIN.search(text))
    if unseen:
        code, message = _unseen(unseen[0])
        raise GovauditError(_at(text, unseen.start(), code, message))
    directive = DIRECTIVE.search(text) if "%" in text else None
    if directive:
        raise GovauditError(
            _at(text, directive.start(), Code.DIRECTIVE, "expected no directive; found one", NO_DIRECTIVES)
        )


def _unseen(sign: str) -> tuple[Code, str]:
    code = Code.BIDI if sign in BIDI else Code.CONTROL_CHAR
    return code, f"expected no control character; found U+{ord(sign):04X}"


def _at(text: str, offset: int, code: Code, message: str, hint: str = "") -> Problem:
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return Problem(code=code, message=message, line=line, column=column, hint=hint)


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
    seen = key.replace("\u00a0", " ")  # a no-break blank is as visible as a blank
    invisible = not seen.isprintable() or (not key.isascii() and IGNORABLE.search(key))
    if not key or len(key) > MAX_KEY or invisible:
        hint = "" if key else "what an empty cell of a table means is said by `empty`"
        _fail(Code.BAD_KEY, f"expected a key of 1 to {MAX_KEY} visible characters; found {quote(key, 40)}", event, hint)
    number = not event.style and (NUMBER.fullmatch(key) or NON_FINITE.fullmatch(key))
    if number or (not event.style and WORDS.get(key, key) is None):
        _fail(Code.BAD_KEY, f"expected a key that is text; found {key}", event, "quote it")
    return key


def _text(event: Any) -> str:
    """The text of a scalar, with no control character that an escape made."""
    value: str = event.value
    if len(value) > MAX_SCALAR:
        _fail(Code.TOO_LARGE, f"expected at most {MAX_SCALAR} characters; found {len(value)}", event)
    if event.style == '"':
        unseen = CONTROL.search(value)
        if unseen:
            _fail(*_unseen(unseen[0]), event)
    return value


def _scalar(event: Any) -> str | int | Decimal | bool | None:
    """A value of the core schema; whatever is quoted is text."""
    text = _text(event)
    if event.style:
        return text
    if text in WORDS:
        return WORDS[text]
    if INTEGER.fullmatch(text):
        digits = len(text.lstrip("+-"))
        if digits > MAX_DIGITS:
            _fail(Code.BIG_INT, f"expected a number of at most {MAX_DIGITS} digits; found {digits}", event)
        return int(text)
    if NON_FINITE.fullmatch(text):
        _fail(Code.NON_FINITE, f"expected a finite number; found {text}", event)
    if NUMBER.fullmatch(text):
        if sum(sign.isdigit() for sign in text) > 2 * MAX_DIGITS:
            _fail(Code.BIG_INT, f"expected a number of at most {2 * MAX_DIGITS} digits; found more", event)
        return Decimal(text)
    return text
