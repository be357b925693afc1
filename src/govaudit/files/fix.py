"""Mending what has one certain remedy: a name that is misspelt, a suppression that covers nothing. A fact's value is never touched."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from govaudit.files.edit import remove, rename
from govaudit.files.read import read_text
from govaudit.files.write import write_text
from govaudit.problems import Code, GovauditError, Problem

NAMES = frozenset(
    {
        Code.UNKNOWN_KEY,
        Code.UNKNOWN_FACT,
        Code.UNKNOWN_LEVEL,
        Code.UNKNOWN_NODE,
        Code.UNKNOWN_NAME,
        Code.UNKNOWN_TAG,
    }
)
"""Codes of names that the data declare. Ids of sources and forums may be one sign apart and mean two things: they are left to people."""
LIMIT = 2 * 1024 * 1024
FOUND = re.compile(r'(?:found|unknown key) "([^"]+)"$')
NEAR = re.compile(r'^did you mean "([^"]+)"\?$')


def fix(root: Path, problems: Iterable[Problem]) -> list[str]:
    """Mend what can be mended in the files below `root`; returns what was done, a line each."""
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems:
        by_file[problem.document].append(problem)
    done: list[str] = []
    for document, found in sorted(by_file.items()):
        done += _file(root, document, found)
    return done


def _file(root: Path, document: str, problems: Iterable[Problem]) -> list[str]:
    """One file, from its end to its beginning, so that places above a change hold."""
    done = []
    text = before = ""
    for problem in sorted(problems, key=Problem.sort_key, reverse=True):
        if problem.code not in NAMES | {Code.UNUSED_SUPPRESSION}:
            continue
        text = before = text or read_text(root / document, root=root, limit=LIMIT)
        try:
            text, what = _mended(text, problem)
        except GovauditError:
            continue  # written in a way that is left to people
        done += [f"{document}:{problem.line}: {what}"] if what else []
        if text != before:
            write_text(str(root / document), text)
    return done[::-1]


def _mended(text: str, problem: Problem) -> tuple[str, str]:
    """The text without a problem, and what was done; "" if nothing was."""
    if problem.code is Code.UNUSED_SUPPRESSION:
        return remove(text, problem.node), "taken out, for it suppressed nothing"
    old, new = FOUND.search(problem.message), NEAR.search(problem.hint)
    if not old or not new or problem.line is None or problem.column is None or not one_slip(old[1], new[1]):
        return text, ""
    return rename(text, problem.line, problem.column, old[1], new[1]), f"{old[1]} is now {new[1]}"


def one_slip(one: str, other: str) -> bool:
    """Whether one slip of a key makes one word of the other: a letter too many, too few, wrong, or two changed about.

    >>> one_slip("recrods", "records"), one_slip("nite", "note"), one_slip("minutes", "members")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    start = next((at for at, sign in enumerate(short) if sign != long[at]), len(short))
    swapped = short[:start] + short[start : start + 2][::-1] + short[start + 2 :] == long
    wrong = len(short) == len(long) and short[start + 1 :] == long[start + 1 :]
    missing = len(short) + 1 == len(long) and short[start:] == long[start + 1 :]
    return swapped or wrong or missing
