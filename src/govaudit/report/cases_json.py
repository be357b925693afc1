"""Cases as JSON, `govaudit.test/1`, and its schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govaudit.integrity.cases import Outcome
from govaudit.integrity.sights import WORDS, Sight
from govaudit.integrity.trial import Coverage, Place, Trial
from govaudit.report.cases import Step, given, trace
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import rounded
from govaudit.report.schema_blocks import ANSWER, SHARE, TEXT, TEXTS, closed
from govaudit.report.schemas import COUNT
from govaudit.rules.explain import phrase

PLACED: dict[str, Any] = {
    "path": TEXT,
    "line": {"type": "integer", "minimum": 1},
    "column": {"type": "integer", "minimum": 1},
}
SEEN: dict[str, Any] = {"seen": COUNT, "possible": COUNT, "share": SHARE}
STEP = closed(
    {
        "sentence": TEXT,
        "predicates": {"type": "array", "items": closed({"predicate": TEXT, "answer": ANSWER, "saw": TEXT})},
    }
)
CASE = closed(
    {
        "framework": TEXT,
        "subject": TEXT,
        "kind": {"enum": ["framework", "criterion", "indicator", "derived", "rule", "cap", "designation"]},
        **PLACED,
        "passed": {"type": "boolean"},
        "note": TEXT,
        "checks": {"type": "array", "minItems": 1, "items": closed({"what": TEXT, "expected": TEXT, "found": TEXT})},
        "given": {"type": ["string", "null"]},
        "trace": {"type": "array", "items": STEP},
    }
)
TEST = closed(
    {
        "schema": {"const": "govaudit.test/1"},
        "frameworks": {
            "type": "array",
            "items": closed(
                {
                    "id": TEXT,
                    "version": TEXT,
                    "passed": COUNT,
                    "failed": COUNT,
                    "coverage": closed(SEEN),
                    "files": {"type": "array", "items": closed({"path": TEXT, **SEEN})},
                }
            ),
        },
        "cases": {"type": "array", "items": CASE},
        "unseen": {
            "type": "array",
            "items": closed({"framework": TEXT, **PLACED, "predicate": TEXT, "unseen": TEXTS}),
        },
        "counts": closed({"passed": COUNT, "failed": COUNT}),
    }
)


def json_text(trials: Sequence[Trial]) -> str:
    """`govaudit.test/1`: every case, what led to those that failed, and every truth value that was not seen."""
    failed = sum(len(trial.failed) for trial in trials)
    total = sum(len(trial.outcomes) for trial in trials)
    return dumps(
        {
            "schema": "govaudit.test/1",
            "frameworks": [_framework(trial) for trial in trials],
            "cases": [_case(trial, *pair) for trial in trials for pair in trial.outcomes],
            "unseen": [_unseen(trial, *pair) for trial in trials for pair in trial.unseen()],
            "counts": {"passed": total - failed, "failed": failed},
        }
    )


def _framework(trial: Trial) -> Json:
    files: list[Json] = [{"path": path, **_seen(cover)} for path, cover in trial.by_file().items()]
    return {
        "id": trial.plan.framework.id,
        "version": trial.plan.framework.version,
        "passed": len(trial.outcomes) - len(trial.failed),
        "failed": len(trial.failed),
        "coverage": _seen(trial.coverage),
        "files": files,
    }


def _seen(cover: Coverage) -> dict[str, Json]:
    share = None if cover.share is None else rounded(cover.share, 6)
    return {"seen": cover.seen, "possible": cover.possible, "share": share}


def _placed(place: Place) -> dict[str, Json]:
    return {"path": place.document, "line": place.line, "column": place.column}


def _case(trial: Trial, outcome: Outcome, place: Place) -> Json:
    checks: list[Json] = [
        {"what": check.what, "expected": check.expected, "found": check.found} for check in outcome.checks
    ]
    return {
        "framework": trial.plan.root,
        "subject": outcome.subject.id,
        "kind": outcome.subject.kind,
        **_placed(place),
        "passed": not outcome.wrong,
        "note": outcome.note,
        "checks": checks,
        "given": given(outcome.evaluation.facts) if outcome.evaluation else None,
        "trace": [_step(step) for step in trace(outcome)],
    }


def _step(step: Step) -> Json:
    seen: list[Json] = [{"predicate": item.predicate, "answer": item.answer, "saw": item.saw} for item in step.seen]
    return {"sentence": step.sentence, "predicates": seen}


def _unseen(trial: Trial, sight: Sight, place: Place) -> Json:
    return {
        "framework": trial.plan.root,
        **_placed(place),
        "predicate": phrase(sight.leaf.predicate),
        "unseen": [WORDS[truth] for truth in sight.unseen],
    }
