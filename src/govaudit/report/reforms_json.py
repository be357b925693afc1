"""Reforms, looked back upon, as JSON, and its schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from govaudit.analysis.change import Parts
from govaudit.analysis.reforms import Asked, Outcome, Verdict
from govaudit.changes import PARTS, Hindsight, Pursued
from govaudit.model.codebook import shown_value
from govaudit.model.framework import Missing
from govaudit.model.scorecard import Score
from govaudit.model.timeline import start
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import trimmed
from govaudit.report.reforms import counts, shown_by
from govaudit.report.schema_blocks import MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.schemas import COUNT, DAY, DIGEST
from govaudit.report.scorecard_json import Writer
from govaudit.report.sentences import brief
from govaudit.report.view_json import FRAMEWORK, block
from govaudit.scoring.plan import Plan


def json_text(found: Sequence[Hindsight], plan: Plan, today: date, missing: Missing | None, inputs_sha256: str) -> str:
    """`govaudit.reforms/1`."""
    audits = [
        audit for item in found for one in item.pursued for audit in (one.then, one.predicted, one.today) if audit
    ]
    writer = Writer([audit.card for audit in audits])
    return dumps(
        {
            "schema": "govaudit.reforms/1",
            "framework": block(plan),
            "as_of": today.isoformat(),
            "missing": missing or plan.nodes[plan.root].missing,
            "inputs_sha256": inputs_sha256,
            "counts": {verdict.value: count for verdict, count in counts(found).items()},
            "reforms": [_entry(item, writer) for item in found],
        }
    )


def _entry(item: Hindsight, writer: Writer) -> Json:
    reform = item.reform
    return {
        "id": reform.id,
        "title": reform.title,
        "source": reform.source,
        "section": reform.section,
        "inferred": reform.inferred,
        "cost": reform.cost,
        "since": item.since.isoformat(),
        "verdict": item.verdict.value,
        "out_of_scope": reform.out_of_scope or None,
        "forums": [_forum(one, writer) for one in item.pursued],
    }


def _forum(one: Pursued, writer: Writer) -> Json:
    then, today = one.then.card.score, one.today.card.score
    predicted = one.predicted.card.score if one.predicted else Score()
    compared = not one.succeeded
    return {
        "forum": one.forum,
        "at": one.today.card.forum,
        "verdict": one.verdict.value,
        "absent": one.then.card.absent or one.today.card.absent or None,
        "changes": [_asked(asked, one) for asked in one.asked],
        "before": writer.score(then),
        "predicted": writer.score(predicted),
        "today": writer.score(today),
        "predicted_move": _move(then, predicted, writer),
        "actual_move": _move(then, today if compared else Score(), writer),
        "parts": _split(then, one.parts, writer) if one.parts else None,
    }


def _asked(asked: Asked, one: Pursued) -> Json:
    statement = asked.today.statement
    since = start(statement, one.today.profile) if statement and statement.all_evidence() else None
    return {
        "fact": asked.fact,
        "asked": shown_value(asked.value),
        "before": brief(asked.before),
        "before_state": asked.before.kind.value,
        "today": brief(asked.today),
        "today_state": asked.today.kind.value,
        "outcome": asked.outcome.value,
        "from": since.isoformat() if since and since != date.min else None,
        "sources": [*shown_by(asked)],
        "searched_on": statement.not_found.on.isoformat() if statement and statement.not_found else None,
    }


ENDS = ("point", "low", "high")


def _move(before: Score, after: Score, writer: Writer) -> dict[str, Json]:
    """The difference of the printed numbers, so that it is that of the two that are printed."""
    moved: dict[str, Json] = {}
    for end in ENDS:
        first, second = (writer.number(getattr(score, end)) for score in (before, after))
        moved[end] = (
            None if first is None or second is None else trimmed(Fraction(second) - Fraction(first), writer.digits)
        )
    return moved


def _split(before: Score, parts: Mapping[str, Parts], writer: Writer) -> Json:
    """The parts, as differences of rounded stages, so that what is printed sums to the printed move."""
    split: dict[str, dict[str, Json]] = {name: {} for name in PARTS}
    for end in ENDS:
        reached = getattr(before, end)
        for name in PARTS:
            part = getattr(parts[name], end)
            stage = reached + part
            first, second = (Fraction(writer.number(number) or 0) for number in (reached, stage))
            split[name][end] = trimmed(second - first, writer.digits)
            reached = stage
    return {name: dict(numbers) for name, numbers in split.items()}


VERDICTS: dict[str, Any] = {"enum": [verdict.value for verdict in Verdict]}
MOVE = closed(dict.fromkeys(ENDS, NUMBER))
ASKED = closed(
    {
        "fact": TEXT,
        "asked": TEXT,
        "before": TEXT,
        "before_state": TEXT,
        "today": TEXT,
        "today_state": TEXT,
        "outcome": {"enum": [outcome.value for outcome in Outcome]},
        "from": {"anyOf": [DAY, {"type": "null"}]},
        "sources": TEXTS,
        "searched_on": {"anyOf": [DAY, {"type": "null"}]},
    }
)
FORUM = closed(
    {
        "forum": TEXT,
        "at": TEXT,
        "verdict": VERDICTS,
        "absent": MAYBE_TEXT,
        "changes": {"type": "array", "minItems": 1, "items": ASKED},
        "before": SCORE,
        "predicted": SCORE,
        "today": SCORE,
        "predicted_move": MOVE,
        "actual_move": MOVE,
        "parts": {"anyOf": [closed(dict.fromkeys(PARTS, MOVE)), {"type": "null"}]},
    }
)
REFORMS = closed(
    {
        "schema": {"const": "govaudit.reforms/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": DIGEST,
        "counts": closed({verdict.value: COUNT for verdict in Verdict}),
        "reforms": {
            "type": "array",
            "items": closed(
                {
                    "id": TEXT,
                    "title": TEXT,
                    "source": TEXT,
                    "section": TEXT,
                    "inferred": {"type": "boolean"},
                    "cost": MAYBE_TEXT,
                    "since": DAY,
                    "verdict": VERDICTS,
                    "out_of_scope": MAYBE_TEXT,
                    "forums": {"type": "array", "items": FORUM},
                }
            ),
        },
    }
)
