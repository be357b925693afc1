"""The public JSON of a verification, version 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from govaudit.analysis.published_ranks import BASES
from govaudit.analysis.verification import Answer, Check, Step, Verification
from govaudit.model.codebook import shown_value
from govaudit.model.knowledge import Kind
from govaudit.model.scorecard import Score
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import telling, trimmed
from govaudit.report.schema_blocks import ANSWER, MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.verify import Report, by_figure, largest_difference

SCHEMA = "govaudit.verify/1"


def render(report: Report, inputs_sha256: str) -> str:
    """Every figure counted, and every one that does not follow with its trace."""
    found, edition = report.found, report.edition
    writer = _Writer(telling(_numbers(found)))
    nodes: list[Json] = [
        {
            "node": target,
            "figure": kind,
            "published": len(checks),
            "matched": sum(check.follows for check in checks),
            "largest_difference": writer.number(largest_difference(checks)),
            "decimals": checks[0].printed.figure.decimals,
        }
        for kind, target, checks in by_figure(found.checks)
    ]
    ranks: list[Json] = [
        {
            "node": ranking.target,
            "published": ranking.total,
            "matched": {base: ranking.matched.get(base) for base in BASES},
            "unscored": ranking.unscored,
            "follows": next((base for base, count in ranking.matched.items() if count == ranking.total), None),
        }
        for ranking in found.rankings
    ]
    return dumps(
        {
            "schema": SCHEMA,
            "framework": {"id": report.plan.root, "version": report.plan.framework.version},
            "edition": edition.id,
            "as_of": edition.as_of.isoformat() if edition.as_of else None,
            "missing": report.missing,
            "inputs_sha256": inputs_sha256,
            "units": found.units,
            "unpublished": found.unpublished,
            "nodes": nodes,
            "ranks": ranks,
            "mismatches": [writer.mismatch(check) for check in found.mismatches],
        }
    )


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
MAYBE_COUNT: dict[str, Any] = {"type": ["integer", "null"], "minimum": 0}
KNOWLEDGE: dict[str, Any] = {"enum": [kind.value for kind in Kind]}
ANSWERS = _list(closed({"fact": TEXT, "knowledge": KNOWLEDGE, "values": TEXTS}))
FIGURE: dict[str, Any] = {"enum": ["score", "rank", "band", "level", "designation"]}
PRINTED: dict[str, Any] = {"type": ["number", "string", "null"]}
STEP = closed(
    {
        "id": TEXT,
        "depth": COUNT,
        "weight": {"type": "number", "minimum": 0},
        "aggregation": MAYBE_TEXT,
        "applies": ANSWER,
        "score": SCORE,
        "level": MAYBE_TEXT,
        "answers": ANSWERS,
    }
)
MISMATCH = closed(
    {
        "unit": TEXT,
        "time": MAYBE_TEXT,
        "node": TEXT,
        "figure": FIGURE,
        "line": {"type": "integer", "minimum": 1},
        "published": PRINTED,
        "recomputed": PRINTED,
        "difference": NUMBER,
        "answered": {"type": "boolean"},
        "score": SCORE,
        "answers": ANSWERS,
        "trace": _list(STEP),
    }
)
COUNTED = closed(
    {
        "node": TEXT,
        "figure": FIGURE,
        "published": COUNT,
        "matched": COUNT,
        "largest_difference": NUMBER,
        "decimals": MAYBE_COUNT,
    }
)
RANKS = closed(
    {
        "node": TEXT,
        "published": COUNT,
        "matched": closed(dict.fromkeys(BASES, MAYBE_COUNT)),
        "unscored": COUNT,
        "follows": {"enum": [*BASES, None]},
    }
)
VERIFY = closed(
    {
        "schema": {"const": SCHEMA},
        "framework": closed({"id": TEXT, "version": TEXT}),
        "edition": TEXT,
        "as_of": {"type": ["string", "null"], "format": "date"},
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "units": COUNT,
        "unpublished": COUNT,
        "nodes": _list(COUNTED),
        "ranks": _list(RANKS),
        "mismatches": _list(MISMATCH),
    }
)


class _Writer:
    """Writes all numbers of a run with the same number of decimals."""

    def __init__(self, digits: int) -> None:
        self.digits = digits

    def number(self, value: Fraction | None) -> Json:
        return trimmed(value, self.digits)

    def score(self, value: Score) -> Json:
        return {name: self.number(getattr(value, name)) for name in ("point", "low", "high", "coverage")}

    def mismatch(self, check: Check) -> Json:
        printed = check.printed
        return {
            "unit": printed.unit,
            "time": printed.time or None,
            "node": printed.target,
            "figure": printed.figure.kind,
            "line": printed.line,
            "published": printed.word if printed.value is None else self.number(printed.value),
            "recomputed": self.number(check.value) if check.value is not None else check.word or None,
            "difference": self.number(check.difference),
            "answered": check.answered,
            "score": self.score(check.score),
            "answers": _answers(check.answers),
            "trace": [self.step(item) for item in check.trace],
        }

    def step(self, item: Step) -> Json:
        return {
            "id": item.node.id,
            "depth": item.depth,
            "weight": self.number(item.weight),
            "aggregation": item.how or None,
            "applies": item.node.applies,
            "score": self.score(item.node.score),
            "level": item.node.level,
            "answers": _answers(item.answers),
        }


def _numbers(found: Verification) -> Iterator[Fraction]:
    """Every score that is printed."""
    for check in found.mismatches:
        for score in (check.score, *(step.node.score for step in check.trace)):
            yield from (part for part in (score.point, score.low, score.high) if part is not None)


def _answers(answers: Sequence[Answer]) -> list[Json]:
    return [
        {"fact": fact, "knowledge": known.kind.value, "values": [shown_value(value) for value in known.values]}
        for fact, known in answers
    ]
