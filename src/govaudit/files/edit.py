"""Changes of one place in a YAML text. Every other byte stays as it is, and with it comments, order and line ends.

Each change is read back: the text must hold the data that were meant, and nothing else may have changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    MappingStartEvent,
    ScalarEvent,
)

from govaudit.files.yaml import LOADER, parse
from govaudit.problems import Code, GovauditError, Path, Problem

BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Span:
    """Where a key or value stands: line and column of its first sign and after its last, from 0.

    Attributes
    ----------
    block
        Whether it is a list or mapping with a line for each entry.
    indent
        The column at which the entries of such a list or mapping begin.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    block: bool = False
    indent: int = 0


def rename(text: str, line: int, column: int, old: str, new: str) -> str:
    """Put one name in the place of another, at a line and column from 1.

    Raises
    ------
    GovauditError
        If `old` does not stand there, plain or quoted.
    """
    offset = _offset(text, (line - 1, column - 1))
    quoted = text[offset : offset + 1] in {'"', "'"}
    begin = offset + quoted
    if text[begin : begin + len(old)] != old:
        raise _impossible(f"expected {old} on line {line}; found something else")
    changed = text[:begin] + new + text[begin + len(old) :]
    parse(changed)
    return changed


def append(text: str, path: Path, entry: str) -> str:
    """Add an entry at the end of the list or mapping at `path`. `entry`: its lines, the first not indented.

    Raises
    ------
    GovauditError
        If there is no list or mapping with a line for each entry, and no empty one either.
    """
    layout = _layout(text)
    if path not in layout.values:
        raise _impossible(f"expected {_spoken(path)} in the file; found none")
    span = layout.values[path]
    if span.block:
        return insert(text, span.end[0] + 1, span.indent, entry)
    key, found = layout.keys[path], _at(parse(text), path)
    if found not in (None, [], {}):
        raise _impossible(f"expected a line for each entry of {_spoken(path)}; found them on one line")
    text = _cut(text, key.end, span.end, ":") if found is not None else text
    return insert(text, key.end[0] + 1, key.start[1] + 2, entry)


def insert(text: str, line: int, indent: int, entry: str) -> str:
    """Put lines before a line (from 0), indented."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    body = "".join(f"{' ' * indent}{part}{end}" if part else end for part in entry.rstrip("\n").split("\n"))
    head, tail = "\n".join(lines[:line]), "\n".join(lines[line:])
    head = head + "\n" if line < len(lines) or not head.endswith("\n") else head
    changed = f"{head}{body}{tail}"
    parse(changed)
    return changed


def remove(text: str, path: Path) -> str:
    """Take out an entry of a list, with the lines it stands on. The last entry leaves an empty list.

    Raises
    ------
    GovauditError
        If it does not stand on lines of its own.
    """
    before = parse(text)
    layout = _layout(text)
    span = layout.values[path]
    if not layout.values[path[:-1]].block:
        raise _impossible(f"expected a line for each entry of {_spoken(path[:-1])}; found them on one line")
    lines = text.split("\n")
    del lines[span.start[0] : span.end[0] + 1]
    left = _at(before, path[:-1])
    del left[path[-1]]
    if not left:
        line = layout.keys[path[:-1]].end[0]
        lines[line] = lines[line].replace(":", ": []", 1)
    changed = "\n".join(lines)
    if parse(changed) != before:
        raise _impossible(f"expected {_spoken(path)} to stand on lines of its own; found more on them")
    return changed


def first_line(text: str, path: Path) -> int:
    """The line, from 0, on which the key of a value stands."""
    return _layout(text).keys[path].start[0]


@dataclass(slots=True)
class _Layout:
    """The span of every value and of every key, by path."""

    lines: list[str]
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)

    def walk(self, event: Any, path: Path, events: Iterator[Any]) -> tuple[int, int]:
        """Note the spans of a value and of all below it; returns where it ends."""
        start = _mark(event.start_mark)
        if isinstance(event, ScalarEvent):
            end = self._end(event)
            self.values[path] = Span(start, end)
            return end
        end, index, indent = start, 0, start[1]
        keyed = isinstance(event, MappingStartEvent)
        while not isinstance(item := next(events), CollectionEndEvent):
            indent = indent if index else item.start_mark.column if keyed else start[1]
            name: str | int = index
            if keyed:
                name = item.value
                self.keys[(*path, name)] = Span(_mark(item.start_mark), _mark(item.end_mark))
                item = next(events)
            end = max(end, self.walk(item, (*path, name), events))
            index += 1
        end = _mark(item.end_mark) if event.flow_style else end
        self.values[path] = Span(start, end, block=not event.flow_style, indent=indent)
        return end

    def _end(self, event: Any) -> tuple[int, int]:
        """Where a scalar ends. A block text ends with its last line, though libyaml names the next line with something on it."""
        line, column = _mark(event.end_mark)
        if event.style in {"|", ">"}:
            line -= not column
            while not self.lines[line].strip() or (
                line > event.start_mark.line and self.lines[line].lstrip().startswith("#")
            ):
                line -= 1
            column = len(self.lines[line])
        return line, column


def _layout(text: str) -> _Layout:
    plain = text.removeprefix(BOM).replace("\r\n", "\n")
    parse(plain)  # strict and bounded: what comes after may trust the text
    found = _Layout(plain.split("\n"))
    events = iter(yaml.parse(plain, Loader=LOADER))
    found.walk(next(event for event in events if isinstance(event, CollectionStartEvent)), (), events)
    return found


def _mark(mark: Any) -> tuple[int, int]:
    return mark.line, mark.column


def _offset(text: str, place: tuple[int, int]) -> int:
    """The position of a line and column, both from 0. A byte-order mark takes no column."""
    line, column = place
    begin = 0
    for _ in range(line):
        begin = text.index("\n", begin) + 1
    return begin + column + (text.startswith(BOM) and not line)


def _cut(text: str, start: tuple[int, int], end: tuple[int, int], keep: str) -> str:
    """Take out what stands between two places, but for `keep`."""
    return text[: _offset(text, start)] + keep + text[_offset(text, end) :]


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def _spoken(path: Path) -> str:
    return Problem(code=Code.CANNOT_EDIT, message="", node=path).pointer


def _impossible(message: str) -> GovauditError:
    return GovauditError(Problem(code=Code.CANNOT_EDIT, message=message, hint="change it by hand"))
