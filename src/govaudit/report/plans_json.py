"""The public JSON of a plan, version 1."""

from __future__ import annotations

from typing import Any

from govaudit.analysis.planning.proposals import Obstacle, Proposal
from govaudit.analysis.planning.steps import Step
from govaudit.model.knowledge import Knowledge
from govaudit.model.scorecard import NodeScore, Scorecard
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import telling, trimmed
from govaudit.report.plans import Report, after
from govaudit.report.schema_blocks import MAYBE_TEXT, NUMBER, SCORE, TEXT, TEXTS, closed
from govaudit.report.sentences import brief, recommendation
from govaudit.report.view_json import FRAMEWORK, block

SCHEMA = "govaudit.plan/1"


def render(report: Report, inputs_sha256: str) -> str:
    """The target, the forum as it is, and every plan with its changes."""
    return dumps(_Writer(report).document(inputs_sha256))


class _Writer:
    """Writes one report, with digits enough to tell its scores apart."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.node = report.planning.target.node
        cards = [report.audit.card, *(item.after for item in report.planning.proposals)]
        numbers = [number for card in cards for number in _numbers(card.node(self.node))]
        self.digits = telling(number for number in numbers if number is not None)

    def document(self, inputs_sha256: str) -> Json:
        planning, card = self.report.planning, self.report.audit.card
        target = planning.target
        return {
            "schema": SCHEMA,
            "framework": block(self.report.audit.plan),
            "as_of": card.as_of.isoformat(),
            "missing": card.missing,
            "inputs_sha256": inputs_sha256,
            "forum": card.forum,
            "target": {
                "node": target.node,
                "band": target.band.id if target.band else None,
                "score": trimmed(target.least, self.digits),
                "strictly": target.strictly,
            },
            "costs": dict(planning.prices),
            "before": self._state(card),
            "plans": [self._plan(item) for item in planning.proposals],
            "obstacle": self._obstacle(planning.obstacle),
        }

    def _plan(self, proposal: Proposal) -> dict[str, Json]:
        return {
            "certain": proposal.certain,
            "cost": proposal.cost,
            "changes": [self._change(step) for step in proposal.steps],
            **self._state(proposal.after),
        }

    def _state(self, card: Scorecard) -> dict[str, Json]:
        node = card.node(self.node)
        point, low, high, coverage = (trimmed(number, self.digits) for number in _numbers(node))
        score: Json = {"point": point, "low": low, "high": high, "coverage": coverage}
        return {"score": score, "band": node.band, "possible_bands": list(node.possible_bands)}

    def _change(self, step: Step) -> Json:
        audit = self.report.audit
        effect = step.effect
        return {
            "fact": step.fact,
            "from": brief(step.before),
            "state": step.before.kind.value,
            "to": after(step),
            "class": audit.plan.codebook[step.fact].cost,
            "steps": step.option.steps,
            "cost": step.option.cost,
            "effect": {
                "point": trimmed(effect.point, self.digits),
                "low": trimmed(effect.low, self.digits),
                "high": trimmed(effect.high, self.digits),
            },
            "indicator": step.indicator or None,
            "recommendation": recommendation(audit, step.indicator) if step.indicator else None,
            "example": _example(step),
        }

    def _obstacle(self, found: Obstacle | None) -> Json:
        if found is None:
            return None
        return {
            "best": trimmed(found.best, self.digits),
            "caps": [{"node": node, "cap": cap.id} for node, cap in found.caps],
            "fixed": [name for name, _ in found.fixed],
            "not_applicable": [name for name, _ in found.inapplicable],
        }


def _numbers(node: NodeScore) -> tuple[Any, ...]:
    return node.score.point, node.score.low, node.score.high, node.score.coverage


def _example(step: Step) -> Json:
    if step.example is None:
        return None
    knowledge: Knowledge = step.example.facts[step.fact]
    evidence = knowledge.statement.all_evidence() if knowledge.statement else ()
    return {
        "forum": step.example.profile.id,
        "value": brief(knowledge),
        "sources": list(dict.fromkeys(item.source for item in evidence)),
    }


COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
STATE = {"score": SCORE, "band": MAYBE_TEXT, "possible_bands": TEXTS}
PLAN = closed(
    {
        "schema": {"const": SCHEMA},
        "framework": FRAMEWORK,
        "as_of": {"type": "string", "format": "date"},
        "missing": TEXT,
        "inputs_sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "forum": TEXT,
        "target": closed(
            {"node": TEXT, "band": MAYBE_TEXT, "score": {"type": "number"}, "strictly": {"type": "boolean"}}
        ),
        "costs": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 1}},
        "before": closed(STATE),
        "plans": {
            "type": "array",
            "minItems": 1,
            "items": closed(
                {
                    "certain": {"type": "boolean"},
                    "cost": COUNT,
                    "changes": {
                        "type": "array",
                        "items": closed(
                            {
                                "fact": TEXT,
                                "from": TEXT,
                                "state": {"enum": ["known", "contested", "not-found", "uncoded"]},
                                "to": TEXT,
                                "class": MAYBE_TEXT,
                                "steps": {"type": "integer", "minimum": 1},
                                "cost": COUNT,
                                "effect": closed({"point": NUMBER, "low": NUMBER, "high": NUMBER}),
                                "indicator": MAYBE_TEXT,
                                "recommendation": MAYBE_TEXT,
                                "example": {
                                    "oneOf": [
                                        {"type": "null"},
                                        closed({"forum": TEXT, "value": TEXT, "sources": TEXTS}),
                                    ]
                                },
                            }
                        ),
                    },
                    **STATE,
                }
            ),
        },
        "obstacle": {
            "oneOf": [
                {"type": "null"},
                closed(
                    {
                        "best": NUMBER,
                        "caps": {"type": "array", "items": closed({"node": TEXT, "cap": TEXT})},
                        "fixed": TEXTS,
                        "not_applicable": TEXTS,
                    }
                ),
            ]
        },
    }
)
"""`obstacle` says why no plan is certain; null if one is."""
