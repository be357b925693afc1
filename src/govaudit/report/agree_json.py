"""The public JSON of agreement, version 1."""

from __future__ import annotations

from typing import Any

from govaudit.analysis.agreement.alpha import RESAMPLES
from govaudit.analysis.agreement.disputes import Dispute, ForumScores, Side
from govaudit.analysis.agreement.scopes import Agreement
from govaudit.model.codebook import shown_value
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.model.profile import Evidence
from govaudit.model.scorecard import Score, Scorecard
from govaudit.report.agree import Report
from govaudit.report.agree_rows import coefficient
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import telling, trimmed
from govaudit.report.schema_blocks import MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed

SCHEMA = "govaudit.agree/1"
PERCENT_DIGITS = 4


def render(report: Report, inputs_sha256: str) -> str:
    """Agreement, disputes and scores."""
    card, writer = report.card, _Writer(report)
    made = report.adjudication
    agreement: list[Json] = [_agreement(item) for item in report.agreements]
    disputes: list[Json] = [writer.dispute(item) for item in report.disputes]
    return dumps(
        {
            "schema": SCHEMA,
            "framework": {"id": card.framework, "version": card.version},
            "as_of": card.as_of.isoformat(),
            "missing": card.missing,
            "inputs_sha256": inputs_sha256,
            "seed": report.seed,
            "resamples": RESAMPLES,
            "kappa_of": report.kappa.lower(),
            "codings": [
                {"coder": item.name, "given": item.given, "forums": [*sorted(item.profiles)]} for item in report.codings
            ],
            "forums": [*report.shared.forums],
            "alone": [{"forum": forum, "coder": report.codings[coding].name} for forum, coding in report.shared.alone],
            "absent": [{"forum": forum, "reason": why} for forum, why in report.shared.absent],
            "coded_once": report.single,
            "agreement": agreement,
            "disputes": disputes,
            "scores": [writer.scores(item) for item in report.scores],
            "adjudication": {"by": made.by, "on": made.on.isoformat()} if made else None,
        }
    )


def _agreement(item: Agreement) -> Json:
    return {
        "scope": item.scope,
        "kind": item.kind,
        "n": item.n,
        "percent": None if item.percent is None else trimmed(item.percent * 100, PERCENT_DIGITS),
        "kappa": coefficient(item.kappa),
        "kappa_n": item.kappa_n,
        "alpha": coefficient(item.nominal.alpha),
        "alpha_low": coefficient(item.nominal.low),
        "alpha_high": coefficient(item.nominal.high),
        "ordinal": coefficient(item.ordinal.alpha),
        "ordinal_low": coefficient(item.ordinal.low),
        "ordinal_high": coefficient(item.ordinal.high),
        "ordinal_n": item.ordinal_n,
    }


class _Writer:
    """Writes all scores with decimals enough to tell any two apart."""

    def __init__(self, report: Report) -> None:
        self.report = report
        sides = [side.score for dispute in report.disputes for side in dispute.sides]
        scores = [card.score for item in report.scores for card in _cards(item)]
        numbers = [end for score in (*sides, *scores) for end in (score.point, score.low, score.high)]
        effects = [dispute.effect for dispute in report.disputes]
        self.digits = telling([*effects, *(number for number in numbers if number is not None)])

    def dispute(self, dispute: Dispute) -> Json:
        report, decision = self.report, self.report.decision(dispute)
        decided: Json = None
        if decision:
            known = report.decided[dispute.forum, dispute.fact]
            decided = {**_known(known), "reason": decision.reason, "evidence": [*map(_evidence, decision.evidence)]}
        return {
            "forum": dispute.forum,
            "fact": dispute.fact,
            "effect": trimmed(dispute.effect, self.digits),
            "open": decision is None,
            "sides": [self.side(side) for side in dispute.sides],
            "decision": decided,
        }

    def side(self, side: Side) -> Json:
        statement = side.known.statement
        assert statement is not None  # what is uncoded is no side
        searched = statement.not_found.searched if statement.not_found else ()
        return {
            "coder": self.report.codings[side.coding].name,
            **_known(side.known),
            "confidence": statement.confidence,
            "inferred": statement.inferred,
            "note": statement.note or statement.not_applicable or None,
            "evidence": [*map(_evidence, statement.all_evidence())],
            "searched": [*searched],
            "score": self.score(side.score),
        }

    def scores(self, item: ForumScores) -> Json:
        by_coding: list[Json] = [
            {"coder": self.report.codings[coding].name, **self.card(card)} for coding, card in item.by_coding
        ]
        return {
            "forum": item.forum,
            "codings": by_coding,
            "undecided": self.card(item.undecided),
            "adjudicated": self.card(item.adjudicated) if item.adjudicated else None,
        }

    def card(self, card: Scorecard) -> dict[str, Json]:
        return {"score": self.score(card.score), "band": card.band}

    def score(self, score: Score) -> dict[str, Json]:
        ends = {"point": score.point, "low": score.low, "high": score.high, "coverage": score.coverage}
        return {key: trimmed(number, self.digits) for key, number in ends.items()}


def _cards(item: ForumScores) -> list[Scorecard]:
    found = [*(card for _, card in item.by_coding), item.undecided]
    return [*found, item.adjudicated] if item.adjudicated else found


def _known(known: Knowledge) -> dict[str, Json]:
    values: list[Json] = [shown_value(value) for value in known.values]
    return {"state": known.kind.value, "values": values}


def _evidence(item: Evidence) -> Json:
    return {"source": item.source, "at": item.at, "quote": item.quote or None}


COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
COEFFICIENT: dict[str, Any] = {"type": ["number", "null"], "maximum": 1}
STATE: dict[str, Any] = {"enum": [kind.value for kind in Kind if kind is not Kind.UNCODED]}
PLACES: dict[str, Any] = {"type": "array", "items": closed({"source": TEXT, "at": TEXT, "quote": MAYBE_TEXT})}
DAY: dict[str, Any] = {"type": "string", "format": "date"}
CARD: dict[str, Any] = {"score": SCORE, "band": MAYBE_TEXT}
AGREE = closed(
    {
        "schema": {"const": SCHEMA},
        "framework": closed({"id": TEXT, "version": TEXT}),
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "seed": COUNT,
        "resamples": COUNT,
        "kappa_of": {"enum": ["cohen", "fleiss"]},
        "codings": {"type": "array", "minItems": 2, "items": closed({"coder": TEXT, "given": TEXT, "forums": TEXTS})},
        "forums": TEXTS,
        "alone": {"type": "array", "items": closed({"forum": TEXT, "coder": TEXT})},
        "absent": {"type": "array", "items": closed({"forum": TEXT, "reason": TEXT})},
        "coded_once": COUNT,
        "agreement": {
            "type": "array",
            "items": closed(
                {
                    "scope": TEXT,
                    "kind": {"enum": ["overall", "criterion", "fact"]},
                    "n": COUNT,
                    "percent": {**NUMBER, "minimum": 0, "maximum": 100},
                    "kappa": COEFFICIENT,
                    "kappa_n": COUNT,
                    "alpha": COEFFICIENT,
                    "alpha_low": COEFFICIENT,
                    "alpha_high": COEFFICIENT,
                    "ordinal": COEFFICIENT,
                    "ordinal_low": COEFFICIENT,
                    "ordinal_high": COEFFICIENT,
                    "ordinal_n": COUNT,
                }
            ),
        },
        "disputes": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "fact": TEXT,
                    "effect": {"type": "number", "minimum": 0},
                    "open": {"type": "boolean"},
                    "sides": {
                        "type": "array",
                        "minItems": 2,
                        "items": closed(
                            {
                                "coder": TEXT,
                                "state": STATE,
                                "values": TEXTS,
                                "confidence": {"enum": ["high", "medium", "low", None]},
                                "inferred": {"type": "boolean"},
                                "note": MAYBE_TEXT,
                                "evidence": PLACES,
                                "searched": TEXTS,
                                "score": SCORE,
                            }
                        ),
                    },
                    "decision": {
                        "anyOf": [
                            {"type": "null"},
                            closed({"state": STATE, "values": TEXTS, "reason": TEXT, "evidence": PLACES}),
                        ]
                    },
                }
            ),
        },
        "scores": {
            "type": "array",
            "items": closed(
                {
                    "forum": TEXT,
                    "codings": {"type": "array", "minItems": 2, "items": closed({"coder": TEXT, **CARD})},
                    "undecided": closed(CARD),
                    "adjudicated": {"anyOf": [{"type": "null"}, closed(CARD)]},
                }
            ),
        },
        "adjudication": {"anyOf": [{"type": "null"}, closed({"by": TEXT, "on": DAY})]},
    }
)
