"""YAML of strangers: read, placed, and written in our layout."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Any

import ruamel.yaml
import yaml
from ruamel.yaml.error import YAMLError as RuamelError

from govaudit.files.fmt import formatted
from govaudit.files.read import decode
from govaudit.files.yaml import Places, head, parse, places
from govaudit.problems import GovauditError, Path
from tests.fuzz.refusals import well_said

READERS: tuple[Callable[[str], Any], ...] = (
    partial(yaml.compose, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)),
    partial(yaml.compose, Loader=yaml.SafeLoader),
    lambda text: ruamel.yaml.YAML(typ="safe", pure=True).compose(text),
)
"""libyaml; PyYAML's own scanner; and ruamel, which follows YAML 1.2."""
NOTHING, TRUTHS = {"", "~", "null", "Null", "NULL"}, {"true": True, "false": False}
WORDS = NOTHING | {form(word) for word in TRUTHS for form in (str.lower, str.title, str.upper)}
JSON_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
DEEPEST = 32
LAYOUT = re.compile(r"[\s\"]")


def read(data: bytes) -> None:
    """P25: any bytes are data or a refusal. P26: a refusal names a line that is there. `parse`, `places`, `head` and other readers agree."""
    try:
        text = decode(data)
    except GovauditError as error:
        assert all(1 <= (problem.line or 0) <= data.count(b"\n") + 1 for problem in error.problems)
        return
    try:
        found = parse(text)
    except GovauditError as error:
        well_said(error.problems, text)
        assert _refused_by_places(text) == error.problems
        return
    assert _deep(found) <= DEEPEST
    marks = places(text)
    for key in found:
        assert head(text, key) == found[key]
    for number, reader in enumerate(READERS):
        with suppress(yaml.YAMLError, RuamelError):  # what it does not read, it says nothing of
            node = reader(text.removeprefix("\ufeff"))
            _same(found, node, None if number else marks, ())  # where an empty value stands, each says as it likes


def _deep(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(_deep, inner), default=0) if isinstance(value, dict | list) else 0


def _refused_by_places(text: str) -> object:
    try:
        return places(text)
    except GovauditError as error:
        return error.problems


def _same(ours: Any, node: Any, marks: Places | None, path: Path) -> None:
    """What we read is what another reader composed, value by value, at the same place."""
    if marks:
        assert marks.values[path] == _mark(node), path
    match ours:
        case dict():
            assert node.id == "mapping", path
            for (key, value), (other, below) in zip(ours.items(), node.value, strict=True):
                assert (other.id, other.value) == ("scalar", key), path
                assert not marks or marks.keys[*path, key] == _mark(other), path
                _same(value, below, marks, (*path, key))
        case list():
            assert node.id == "sequence", path
            for index, (value, below) in enumerate(zip(ours, node.value, strict=True)):
                _same(value, below, marks, (*path, index))
        case _:
            assert node.id == "scalar", path
            assert _means(ours, node.value, plain=not node.style), (path, ours, node.value)


def _mark(node: Any) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1


def _means(ours: Any, text: str, *, plain: bool) -> bool:
    """Whether a value is what the text of a scalar says by the core schema of YAML 1.2."""
    match ours:
        case str():
            return ours == text and not (plain and (text in WORDS or JSON_NUMBER.fullmatch(text)))
        case None:
            return plain and text in NOTHING
        case bool():
            return plain and TRUTHS.get(text.lower()) is ours
        case int() | Decimal():
            return plain and Decimal(text) == ours
        case _:
            return False


def layout(data: bytes) -> None:
    """`fmt` changes blanks, line ends and quotation marks: what is said is the same, no comment is lost, and twice is once."""
    try:
        text = decode(data)
        meant = parse(text)
    except GovauditError:
        return
    once = formatted(text)
    assert _typed(parse(once)) == _typed(meant)
    assert formatted(once) == once
    assert LAYOUT.sub("", once) == LAYOUT.sub("", text.removeprefix("\ufeff"))


def _typed(value: Any) -> Any:
    """A value with its types: 1 == True == Decimal(1)."""
    match value:
        case dict():
            return [(key, _typed(item)) for key, item in value.items()]
        case list():
            return [_typed(item) for item in value]
        case _:
            return type(value), str(value)
