"""A report of `diff` read back: strict JSON, of bounded size, and nothing in it but what such a report may hold."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from govaudit.files.read import MEBIBYTE, read_text, shown
from govaudit.model.base import read
from govaudit.model.diff_report import DiffReport
from govaudit.problems import Code, GovauditError, Problem, quote

LIMIT = 8 * MEBIBYTE
KEY = re.compile("[a-z_]{1,40}")


def read_report(name: str) -> DiffReport:
    """The report in a file that `diff` wrote as JSON.

    Raises
    ------
    GovauditError
        If it cannot be read, or is no such report; with the first thing that is wrong.
    """
    path = Path(name)
    try:
        text = read_text(path, root=path.parent, limit=LIMIT)
        return read(DiffReport, _strict(text))
    except GovauditError as error:
        first = error.problems[0]
        code = (
            first.code if first.code.id < Code.BAD_BASELINE.id else Code.BAD_REPORT
        )  # which file it is, or what is in it
        raise GovauditError(replace(first, code=code, document=shown(name), hint="")) from None


def _strict(text: str) -> Any:  # whatever stands there
    """JSON as RFC 8259 has it, each key once; numbers exact.

    Raises
    ------
    GovauditError
        If it is not.
    """
    try:
        return json.loads(text, object_pairs_hook=_mapping, parse_float=Decimal, parse_constant=_refused)
    except (ValueError, ArithmeticError, RecursionError):
        raise _bad("expected a report that diff wrote as JSON; found text that is none") from None


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    for key in made:
        if not KEY.fullmatch(key):
            raise _bad(f"expected a key of a-z and _; found {quote(key)}")
    if len(made) < len(pairs):
        raise _bad("expected each key once; found one twice")
    return made


def _refused(word: str) -> None:
    raise ValueError(word)


def _bad(message: str) -> GovauditError:
    return GovauditError(Problem(code=Code.BAD_REPORT, message=message))
