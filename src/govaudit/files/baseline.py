"""An earlier report as a baseline: what it said of each node of each forum."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

from govaudit.files.read import MEBIBYTE, read_text, shown
from govaudit.problems import Code, GovauditError, Problem

LIMIT = 64 * MEBIBYTE
Baseline: TypeAlias = dict[tuple[str, str], tuple[Decimal | None, str]]
"""By forum and node: the point as it was printed, and the hash of what it rested on."""


def read_baseline(name: str, framework: str, weights: Mapping[str, Decimal]) -> Baseline:
    """The baseline in a file that `score` or `compare` wrote as JSON; `weights`: those that the run changes.

    Raises
    ------
    GovauditError
        If it cannot be read, is no such report, or one of another framework or of other weights.
    """
    path = Path(name)
    try:
        text = read_text(path, root=path.parent, limit=LIMIT)
    except GovauditError as error:
        raise GovauditError([replace(problem, document=shown(name)) for problem in error.problems]) from None
    try:
        report = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        view = report["framework"]["id"], report["framework"].get("weights", {})
        if report["schema"] == "govaudit.scorecard/1" and view == (framework, weights):
            return {
                (card["forum"], node["id"]): (_point(node["score"]["point"]), str(node["rests_on"]))
                for card in report["scorecards"]
                for node in card["nodes"]
            }
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError):
        pass
    message = f"expected a report that score or compare wrote as JSON, of the framework {framework}"
    message += " with the same weights" if weights else ""
    raise GovauditError(Problem(code=Code.BAD_BASELINE, message=message, document=shown(name)))


def _point(value: Any) -> Decimal | None:  # whatever stands there
    if value is not None and not isinstance(value, Decimal):
        raise TypeError
    return value
