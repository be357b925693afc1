"""A report of `diff` that holds everything such a report may hold, and the places where its text stands."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

AMOUNT, OTHER = Decimal("50.0"), Decimal("25.5")
SCORE = {"point": AMOUNT, "low": OTHER, "high": Decimal(75), "coverage": Decimal("0.5")}
NO_SCORE = {"point": None, "low": None, "high": None, "coverage": None}
PARTS = {"point": OTHER, "low": OTHER, "high": Decimal(0)}
RANK = {"rank": 2, "rank_low": 1, "rank_high": 3}
FULL: dict[str, Any] = {
    "schema": "govaudit.diff/1",
    "framework": {"id": "toy", "version": "version-text", "title": "title-text"},
    "criteria": [{"id": "records", "title": "criterion-text"}],
    "from": "from-text",
    "to": "to-text",
    "as_of": "2026-01-31",
    "as_of_before": "2026-01-31",
    "new": [
        {
            "forum": "delta",
            "name": "name-text",
            "generic": True,
            "absent": None,
            "band": "band-text",
            "score": SCORE,
            "rank": RANK,
            "criteria": [{"id": "records", "score": SCORE}],
            "statements": [
                {
                    "fact": "minutes",
                    "state": "known",
                    "value": "value-text",
                    "scored": True,
                    "evidence": ["held-evidence-text", "held-evidence-text"],
                }
            ],
            "uncoded": 3,
        },
        {
            "forum": "epsilon",
            "name": "ended-text",
            "generic": False,
            "absent": "absent-text",
            "band": None,
            "score": NO_SCORE,
            "rank": {"rank": None, "rank_low": None, "rank_high": None},
            "criteria": [],
            "statements": [],
            "uncoded": 0,
        },
    ],
    "gone": [{"forum": "gamma", "name": "gone-text", "score": SCORE, "rank": RANK}],
    "unread": ["zeta"],
    "changes": [
        {
            "forum": "alpha",
            "node": "toy",
            "kind": "framework",
            "before": SCORE,
            "after": {**SCORE, "point": OTHER},
            "absent": {"before": None, "after": None},
            "causes": {"evidence": PARTS, "correction": PARTS, "world": PARTS, "criteria": PARTS},
        },
        {
            "forum": "beta",
            "node": "records",
            "kind": "criterion",
            "before": SCORE,
            "after": NO_SCORE,
            "absent": {"before": None, "after": "after-text"},
            "causes": None,
        },
    ],
    "ranks": [{"forum": "alpha", "before": RANK, "after": {**RANK, "rank": 1}}],
    "statements": [
        {
            "forum": "alpha",
            "fact": "minutes",
            "cause": "evidence",
            "before": "before-text",
            "after": "change-text",
            "before_state": "not-found",
            "after_state": "known",
            "scored": True,
            "effect": PARTS,
            "sources": ["book"],
            "evidence": ["evidence-text", "evidence-text", "evidence-text"],
        }
    ],
    "problems": {
        "suppressed_before": 1,
        "suppressed_after": 2,
        "found": [
            {
                "status": status,
                "code": "GA407",
                "severity": "warning",
                "path": "path-text",
                "line": 3,
                "column": 1,
                "node": "node-text",
                "message": "message-text",
                "hint": "hint-text",
            }
            for status in ("new", "suppressed", "mended", "remaining")
        ],
    },
}


def texts(report: Any) -> set[str]:
    """Every free text of the full report."""
    match report:
        case dict():
            return set().union(*map(texts, report.values()))
        case list():
            return set().union(*map(texts, report))
        case str() if report.endswith("-text"):
            return {report}
        case _:
            return set()


def replaced(report: Any, make: Callable[[str], str]) -> Any:
    """The report with every free text replaced."""
    match report:
        case dict():
            return {key: replaced(item, make) for key, item in report.items()}
        case list():
            return [replaced(item, make) for item in report]
        case str() if report.endswith("-text"):
            return make(report)
        case _:
            return report
