"""The public JSON of an examination of robustness, version 1."""

from __future__ import annotations

from typing import Any

from govaudit.analysis.robustness.dominance import Order
from govaudit.analysis.robustness.ranks import Tally
from govaudit.analysis.robustness.sensitivity import Index
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import trimmed
from govaudit.report.robustness import Report, pairs, shares, statistic
from govaudit.report.schema_blocks import NUMBER, TEXT, TEXTS, closed
from govaudit.report.view_json import FRAMEWORK, block

SCHEMA = "govaudit.robustness/1"
DIGITS = 6


def render(report: Report, inputs_sha256: str) -> str:
    """All of it: forums, pairs, sensitivity, what is left out, the orders under all weights, and what was skipped."""
    found, card = report.found, report.audits[0].card
    settled = found.settled
    return dumps(
        {
            "schema": SCHEMA,
            "framework": block(report.audits[0].plan),
            "as_of": card.as_of.isoformat(),
            "missing": card.missing,
            "inputs_sha256": inputs_sha256,
            "draws": settled.draws,
            "completions": settled.completions,
            "seed": settled.seed,
            "aggregations": [f"{name}" for name in found.space.menu.aggregations],
            "forums": [_forum(report, place) for place in report.best_first()],
            "pairs": [
                {
                    "above": pair.above,
                    "below": pair.below,
                    "share": trimmed(pair.share, DIGITS * 4),
                    "turned": trimmed(pair.turned, DIGITS * 4),
                    "never_flips": pair.never_flips,
                    "proven": pair.proven or None,
                }
                for pair in pairs(found)
            ],
            "sensitivity": [
                {
                    "output": item.output,
                    "choice": item.choice.replace("_", "-"),
                    "first": _index(item.first),
                    "total": _index(item.total),
                }
                for item in found.sensitivity
            ],
            "left_out": [
                {"part": part.part, "moved": part.moved, "furthest": part.furthest or None, "by": part.by}
                for part in found.left_out
            ],
            "dominance": {"points": _order(found.by_points), "bounds": _order(found.by_bounds)},
            "skipped": list(found.skipped),
            "without_score": [{"forum": forum, "why": why} for forum, why in report.without.items()],
        }
    )


def _forum(report: Report, place: int) -> Json:
    found, card = report.found, report.audits[place].card
    weights = {
        name: statistic(weight, DIGITS)
        for name, weight in zip(found.space.members, found.central[place].tolist(), strict=True)
    }
    return {
        "forum": card.forum,
        "generic": card.generic,
        "rank": int(found.ranks[place]),
        **_ranks(found.everything, place),
        "rank_acceptability": [*shares(found.everything, place)],
        "score_median": statistic(found.scores[place, 1], DIGITS),
        "score_p5": statistic(found.scores[place, 0], DIGITS),
        "score_p95": statistic(found.scores[place, 2], DIGITS),
        "alone": {name: _ranks(tally, place) for name, tally in found.alone.items()},
        "central_weights": None if None in weights.values() else {**weights},
    }


def _ranks(tally: Tally, place: int) -> dict[str, Json]:
    return {
        "rank_median": int(tally.rank_at(0.5)[place]),
        "rank_p5": int(tally.rank_at(0.05)[place]),
        "rank_p95": int(tally.rank_at(0.95)[place]),
    }


def _index(index: Index) -> Json:
    return {
        "share": statistic(index.share, DIGITS),
        "low": statistic(index.low, DIGITS),
        "high": statistic(index.high, DIGITS),
    }


def _order(order: Order | None) -> Json:
    if order is None:
        return None
    covers: list[Json] = [{"above": upper, "below": lower} for upper, lower in order.covers()]
    equal: list[Json] = [list(group) for group in order.equal]
    layers: list[Json] = [list(layer) for layer in order.layers]
    return {"pairs": order.pairs, "covers": covers, "equal": equal, "layers": layers}


COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
RANK: dict[str, Any] = {"type": "integer", "minimum": 1}
PART: dict[str, Any] = {"type": "number", "minimum": 0, "maximum": 1}
RANKS = {"rank_median": RANK, "rank_p5": RANK, "rank_p95": RANK}
INDEX = closed({"share": NUMBER, "low": NUMBER, "high": NUMBER})
GROUPS: dict[str, Any] = {"type": "array", "items": TEXTS}
ORDER: dict[str, Any] = {
    "oneOf": [
        {"type": "null"},
        closed(
            {
                "pairs": COUNT,
                "covers": {"type": "array", "items": closed({"above": TEXT, "below": TEXT})},
                "equal": GROUPS,
                "layers": GROUPS,
            }
        ),
    ]
}
ROBUSTNESS = closed(
    {
        "schema": {"const": SCHEMA},
        "framework": FRAMEWORK,
        "as_of": {"type": "string", "format": "date"},
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "draws": RANK,
        "completions": COUNT,
        "seed": COUNT,
        "aggregations": TEXTS,
        "forums": {
            "type": "array",
            "minItems": 2,
            "items": closed(
                {
                    "forum": TEXT,
                    "generic": {"type": "boolean"},
                    "rank": RANK,
                    **RANKS,
                    "rank_acceptability": {"type": "array", "items": PART},
                    "score_median": NUMBER,
                    "score_p5": NUMBER,
                    "score_p95": NUMBER,
                    "alone": {"type": "object", "additionalProperties": closed(RANKS)},
                    "central_weights": {"type": ["object", "null"], "additionalProperties": PART},
                }
            ),
        },
        "pairs": {
            "type": "array",
            "items": closed(
                {
                    "above": TEXT,
                    "below": TEXT,
                    "share": PART,
                    "turned": PART,
                    "never_flips": {"type": "boolean"},
                    "proven": {"enum": ["bounds", "points", None]},
                }
            ),
        },
        "sensitivity": {
            "type": "array",
            "items": closed({"output": TEXT, "choice": TEXT, "first": INDEX, "total": INDEX}),
        },
        "left_out": {
            "type": "array",
            "items": closed(
                {
                    "part": TEXT,
                    "moved": COUNT,
                    "furthest": {"type": ["string", "null"]},
                    "by": {"type": "integer"},
                }
            ),
        },
        "dominance": closed({"points": ORDER, "bounds": ORDER}),
        "skipped": TEXTS,
        "without_score": {"type": "array", "items": closed({"forum": TEXT, "why": TEXT})},
    }
)
"""`sensitivity` names the output `mean-rank-shift`, or the forum whose rank it is about."""
