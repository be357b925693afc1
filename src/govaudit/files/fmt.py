"""One layout for the files people write: nothing moves and no comment is lost; only blanks, line ends and quotation marks change.

The data of the file are the same before and after, and formatting twice changes nothing more.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from yaml.tokens import (
    BlockEntryToken,
    FlowEntryToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    ValueToken,
)

from govaudit.files.documents import PROFILE_LIMIT
from govaudit.files.edit import BOM
from govaudit.files.read import is_folder, list_folders, list_yaml, read_text, shown
from govaudit.files.write import write_text
from govaudit.files.yaml import LOADER, parse
from govaudit.problems import GovauditError, Problem

OPENING = (FlowMappingStartToken, FlowSequenceStartToken)
CLOSING = (FlowMappingEndToken, FlowSequenceEndToken)
OTHERWISE_READ = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "int", "float", "null", "merge", "value"))
"""What readers of YAML 1.1 take a plain word for, where we read text: no, off, 12:30, 0777, 1_000, =. Keys stay as they are: `on` is one of ours."""
Change = tuple[int, int, str]


def formatted(text: str) -> str:
    """The text of a file in the one layout.

    Raises
    ------
    GovauditError
        If the file cannot be read as data.
    """
    plain = text.removeprefix(BOM).replace("\r\n", "\n")
    data = parse(plain)
    changed = _tidy(_apply(plain, _changes(plain)))
    assert parse(changed) == data, "formatting must not change what a file says"
    return changed


def format_files(root: Path, paths: Iterable[Path], problems: list[Problem], *, write: bool) -> tuple[list[str], int]:
    """Format files, or all in folders; returns the names of those that were not in this layout, and how many were read.

    Parameters
    ----------
    root
        The data folder; a file in it may not lead out of it.
    problems
        Where those of files that cannot be read are collected.
    """
    changed: list[str] = []
    files = 0
    for path in (found for named in paths for found in _files(named)):
        inside = Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)) or path.absolute().is_relative_to(
            root.absolute()
        )
        files += 1
        try:
            text = read_text(path, root=root if inside else path.parent, limit=PROFILE_LIMIT)
            done = formatted(text)
        except GovauditError as error:
            problems += [replace(problem, document=shown(path)) for problem in error.problems]
            continue
        if done != text:
            changed.append(shown(path))
            if write:
                write_text(str(path), done)
    return changed, files


def _files(path: Path) -> Iterator[Path]:
    """A file, or the YAML files below a folder; links to folders are not followed."""
    if not is_folder(path) or path.name.endswith(".yaml"):
        yield path
        return
    yield from list_yaml(path)
    for folder in list_folders(path):
        yield from _files(folder)


def _changes(text: str) -> Iterator[Change]:
    """Blanks between the signs of lists and mappings on one line, and quotation marks that other readers need."""
    starts = [0, *(match.end() for match in re.finditer("\n", text)), len(text)]
    depth = 0
    found = list(yaml.scan(text, Loader=LOADER))
    keys = {id(after) for before, after in pairwise(found) if isinstance(before, KeyToken)}
    tokens = [token for token in found if not isinstance(token, KeyToken)]
    for before, after in pairwise(tokens):
        depth += isinstance(before, OPENING) - isinstance(before, CLOSING)
        end, start = (starts[mark.line] + mark.column for mark in (before.end_mark, after.start_mark))
        if (
            isinstance(before, ScalarToken)
            and before.plain
            and id(before) not in keys
            and _otherwise_read(before.value)
        ):
            yield starts[before.start_mark.line] + before.start_mark.column, end, f'"{before.value}"'
        gap = text[end:start]
        between = _between(before, after) if depth else " " if isinstance(before, ValueToken) else None
        if between is not None and gap.isspace() is bool(gap) and "\n" not in gap and gap != between:
            yield end, start, between


def _between(before: Any, after: Any) -> str | None:
    """What stands between two signs in a list or mapping on one line; None where it is left as it is."""
    if isinstance(before, ValueToken):  # also where no value follows: `{a:}` is no mapping
        return " "
    if isinstance(before, (BlockEntryToken, *OPENING)) or isinstance(after, (ValueToken, FlowEntryToken, *CLOSING)):
        return ""
    return " " if isinstance(before, FlowEntryToken) else None


@cache
def _otherwise_read(word: str) -> bool:
    """Whether a plain word that we read as text is something else to readers of YAML 1.1."""
    resolved: str = yaml.SafeLoader("").resolve(yaml.ScalarNode, word, (True, False))  # type: ignore[no-untyped-call]
    return resolved in OTHERWISE_READ and isinstance(parse(f"x: {word}\n")["x"], str)


def _apply(text: str, changes: Iterator[Change]) -> str:
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _tidy(text: str) -> str:
    """No blanks at the end of a line outside of texts, at most one empty line in a row, and one line end at the end."""
    inside = sorted(_texts(text))
    kept: list[str] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        at = bisect_right(inside, (number, 10**9)) - 1
        within = at >= 0 and inside[at][1] > number
        line = line if within else line.rstrip(" \t")  # noqa: PLW2901  # the line as it will stand
        if line or within or number == len(lines) - 1 or (kept and kept[-1]):
            kept.append(line)
    tidy = "\n".join(kept)
    closed = tidy.rstrip("\n") + "\n"
    open_end = bool(inside) and inside[-1][1] >= len(lines) - 1  # line ends after a block text may belong to it
    return tidy if open_end and parse(closed) != parse(tidy) else closed


def _texts(text: str) -> Iterator[tuple[int, int]]:
    """The lines that each text of several lines takes up: the first, and the one after its last."""
    for token in yaml.scan(text, Loader=LOADER):
        if isinstance(token, ScalarToken) and token.end_mark.line > token.start_mark.line:
            torn = token.style in {"|", ">"} and token.end_mark.column > 0  # the file ends within its last line
            yield token.start_mark.line, token.end_mark.line + torn
