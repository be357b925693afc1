"""What is worth finding out, as JSON, and its schema."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govaudit.analysis.unknowns import Unknown
from govaudit.audit import Audit
from govaudit.changes import Research
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import telling, trimmed
from govaudit.report.schema_blocks import MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.schemas import COUNT, DAY, DIGEST
from govaudit.report.scorecard_json import Writer
from govaudit.report.sentences import brief
from govaudit.report.unknowns import ranked
from govaudit.report.view_json import FRAMEWORK, block


def json_text(found: Sequence[Research], inputs_sha256: str) -> str:
    """`govaudit.unknowns/1`."""
    cards, listed = [item.audit.card for item in found], ranked(found)
    numbers = [
        value for item in listed for value in (item.low, item.high, item.gain, item.gain_least) if value is not None
    ]
    writer = Writer(cards)
    writer.digits = max(writer.digits, telling(numbers))
    by_forum = {item.audit.card.forum: item for item in found}
    return dumps(
        {
            "schema": "govaudit.unknowns/1",
            "framework": block(found[0].audit.plan),
            "as_of": cards[0].as_of.isoformat(),
            "missing": cards[0].missing,
            "inputs_sha256": inputs_sha256,
            "forums": [_forum(item, writer) for item in found],
            "unknowns": [_entry(item, by_forum[item.forum].audit, writer.digits) for item in listed],
        }
    )


def _forum(item: Research, writer: Writer) -> Json:
    card, found = item.audit.card, item.settling
    return {
        "forum": card.forum,
        "absent": card.absent or None,
        "score": writer.score(card.score),
        "band": card.band,
        "ranks": list(item.ranks) if item.ranks else None,
        "settling": None
        if found is None
        else {
            "bands": list(found.bands),
            "facts": found.facts,
            "surely": [list(names) for names in found.surely],
            "surely_up_to": found.surely_up_to,
            "possibly": [{"facts": list(names), "bands": list(bands)} for names, bands in found.possibly],
            "possibly_up_to": found.possibly_up_to,
        },
    }


def _entry(item: Unknown, audit: Audit, digits: int) -> Json:
    statement = item.knowledge.statement
    search = statement.not_found if statement else None
    return {
        "forum": item.forum,
        "fact": item.fact,
        "question": audit.plan.codebook[item.fact].question,
        "state": item.knowledge.kind.value,
        "known": brief(item.knowledge) if item.knowledge.values else None,
        "score_low": trimmed(item.low, digits),
        "score_high": trimmed(item.high, digits),
        "gain": trimmed(item.gain, digits),
        "gain_least": trimmed(item.gain_least, digits),
        "bands": list(item.bands),
        "ranks": [list(pair) for pair in item.ranks],
        "claims": [
            {"paper": stake.paper, "id": stake.claim, "becomes": list(stake.becomes), "surely": stake.surely}
            for stake in item.claims
        ],
        "searched": list(search.searched) if search else [],
        "searched_on": search.on.isoformat() if search else None,
    }


RANKS: dict[str, Any] = {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2}
MAYBE_RANKS: dict[str, Any] = {"anyOf": [RANKS, {"type": "null"}]}
SETTLING = closed(
    {
        "bands": TEXTS,
        "facts": COUNT,
        "surely": {"type": "array", "items": TEXTS},
        "surely_up_to": COUNT,
        "possibly": {"type": "array", "items": closed({"facts": TEXTS, "bands": TEXTS})},
        "possibly_up_to": COUNT,
    }
)
UNKNOWNS = closed(
    {
        "schema": {"const": "govaudit.unknowns/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": DIGEST,
        "forums": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "absent": MAYBE_TEXT,
                    "score": SCORE,
                    "band": MAYBE_TEXT,
                    "ranks": MAYBE_RANKS,
                    "settling": {"anyOf": [SETTLING, {"type": "null"}]},
                }
            ),
        },
        "unknowns": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "fact": TEXT,
                    "question": TEXT,
                    "state": {"enum": ["contested", "not-found", "uncoded"]},
                    "known": MAYBE_TEXT,
                    "score_low": NUMBER,
                    "score_high": NUMBER,
                    "gain": {"type": "number", "minimum": 0},
                    "gain_least": {"type": "number", "minimum": 0},
                    "bands": TEXTS,
                    "ranks": {"type": "array", "items": RANKS},
                    "claims": {
                        "type": "array",
                        "items": closed(
                            {
                                "paper": TEXT,
                                "id": TEXT,
                                "becomes": {"type": "array", "items": {"enum": ["upheld", "refuted"]}},
                                "surely": {"type": "boolean"},
                            }
                        ),
                    },
                    "searched": TEXTS,
                    "searched_on": {"anyOf": [DAY, {"type": "null"}]},
                }
            ),
        },
    }
)
