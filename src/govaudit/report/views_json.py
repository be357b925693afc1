"""`govaudit.views/1`: conclusions, ranks and pairs under several views, and its schema."""

from __future__ import annotations

from typing import Any

from govaudit.analysis.views import Judged, Pair, Ranked
from govaudit.report.json import Json, dumps
from govaudit.report.schema_blocks import NUMBER, TEXT, closed
from govaudit.report.scorecard_json import Writer
from govaudit.report.view_json import FRAMEWORK, block
from govaudit.report.views import Report, verdict

VERDICT: dict[str, Any] = {"enum": ["upheld", "refuted", "undecided"]}
RANK: dict[str, Any] = {"type": ["integer", "null"], "minimum": 1}
COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
YES: dict[str, Any] = {"type": "boolean"}
VIEWS = closed(
    {
        "schema": {"const": "govaudit.views/1"},
        "framework": FRAMEWORK,
        "as_of": {"type": "string", "format": "date"},
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "views": {
            "type": "array",
            "minItems": 2,
            "items": closed({"view": TEXT, "title": TEXT, "framework": FRAMEWORK}),
        },
        "conclusions": {
            "type": "array",
            "items": closed(
                {
                    "id": TEXT,
                    "claim": TEXT,
                    "agreement": {"enum": ["all", "none", "differs", "open"]},
                    "settled": YES,
                    "verdicts": {
                        "type": "array",
                        "items": closed({"view": TEXT, "verdict": VERDICT, "by_point": VERDICT}),
                    },
                }
            ),
        },
        "forums": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "generic": YES,
                    "ranks": {
                        "type": "array",
                        "items": closed(
                            {
                                "view": TEXT,
                                "point": NUMBER,
                                "low": NUMBER,
                                "high": NUMBER,
                                "band": {"type": ["string", "null"]},
                                "rank": RANK,
                                "rank_low": RANK,
                                "rank_high": RANK,
                            }
                        ),
                    },
                }
            ),
        },
        "pairs": {
            "type": "array",
            "items": closed(
                {"first": TEXT, "second": TEXT, "above": COUNT, "tied": COUNT, "below": COUNT, "certain": YES}
            ),
        },
    }
)


def render(report: Report, inputs_sha256: str) -> str:
    """The report as JSON text. `above`, `tied`, `below`: in how many views the first forum stands so to the second, by points."""
    cards = [card for item in report.ranked for card in item.cards.values()]
    writer = Writer(cards)
    conclusions: list[Json] = [_conclusion(item) for item in report.judged]
    forums: list[Json] = [_forum(item, report, writer) for item in report.ranked]
    pairs: list[Json] = [_pair(pair) for pair in report.pairs]
    return dumps(
        {
            "schema": "govaudit.views/1",
            "framework": block(report.views[0].plan),
            "as_of": report.as_of.isoformat(),
            "missing": report.missing,
            "inputs_sha256": inputs_sha256,
            "views": [
                {"view": view.name, "title": view.plan.framework.heading, "framework": block(view.plan)}
                for view in report.views
            ],
            "conclusions": conclusions,
            "forums": forums,
            "pairs": pairs,
        }
    )


def _conclusion(item: Judged) -> Json:
    return {
        "id": item.conclusion.id,
        "claim": " ".join(item.conclusion.claim.split()),
        "agreement": item.agreement,
        "settled": item.settled,
        "verdicts": [
            {"view": name, "verdict": verdict(found.certain), "by_point": verdict(found.by_point)}
            for name, found in item.verdicts.items()
        ],
    }


def _forum(item: Ranked, report: Report, writer: Writer) -> Json:
    ranks: list[Json] = []
    for name, card in item.cards.items():
        standing = item.standings[name]
        ranks.append(
            {
                "view": name,
                "point": writer.number(card.score.point),
                "low": writer.number(card.score.low),
                "high": writer.number(card.score.high),
                "band": card.band,
                "rank": standing.rank,
                "rank_low": standing.rank_low,
                "rank_high": standing.rank_high,
            }
        )
    return {"forum": item.forum, "generic": item.forum in report.generic, "ranks": ranks}


def _pair(pair: Pair) -> Json:
    return {
        "first": pair.first,
        "second": pair.second,
        "above": pair.above,
        "tied": pair.tied,
        "below": pair.below,
        "certain": pair.certain,
    }
