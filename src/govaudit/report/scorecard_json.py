"""The public JSON of scorecards, version 1: a model of its own, never a dump of internals."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from govaudit.analysis.footing import rests_on
from govaudit.analysis.groups import GroupSummary
from govaudit.audit import Audit, Comparison
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import rounded, telling, trimmed
from govaudit.report.view_json import block

SCHEMA = "govaudit.scorecard/1"


def render(audits: Sequence[Audit], inputs_sha256: str, compared: Comparison | None = None) -> str:
    """Scorecards of one run as JSON text. All cards share framework and day."""
    cards = [audit.card for audit in audits]
    group = compared.group if compared else None
    first, writer = cards[0], Writer(cards, group)
    body: dict[str, Json] = {
        "schema": SCHEMA,
        "framework": block(audits[0].plan),
        "as_of": first.as_of.isoformat(),
        "missing": first.missing if len({card.missing for card in cards}) == 1 else "all",
        "inputs_sha256": inputs_sha256,
        "scorecards": [{**writer.card(audit), "evidence": evidence_json(audit)} for audit in audits],
    }
    if compared is not None:
        body["ranking"] = [
            {"forum": item.forum, "rank": item.rank, "rank_low": item.rank_low, "rank_high": item.rank_high}
            for item in compared.standings
        ]
    if group is not None:
        body["group"] = {
            "tag": group.tag,
            "members": list(group.members),
            "nodes": [
                {
                    "id": item.node,
                    "median": writer.score(item.median),
                    "least": writer.number(item.least),
                    "greatest": writer.number(item.greatest),
                }
                for item in group.nodes
            ],
        }
    return dumps(body)


def evidence_json(audit: Audit) -> dict[str, Json]:
    """How strong the evidence is: shares of the settled weight that rests on any."""
    found = audit.strength
    shares = {
        "primary": found.primary,
        "single_source": found.single,
        "own_word": found.own,
        "older": found.older,
        "undated": found.undated,
    }
    return {**{key: None if part is None else rounded(part, 4) for key, part in shares.items()}, "years": audit.years}


class Writer:
    """Writes all numbers of a run with the same number of decimals: enough to tell any two different scores apart."""

    def __init__(self, cards: Sequence[Scorecard], group: GroupSummary | None = None) -> None:
        scores = [node.score for card in cards for node in card.nodes]
        scores += [node.median for node in group.nodes] if group else []
        numbers = [number for score in scores for number in (score.point, score.low, score.high) if number is not None]
        numbers += [line.value for card in cards for line in card.contributions]
        self.digits = telling(numbers)

    def number(self, number: Fraction | None) -> Decimal | None:
        return trimmed(number, self.digits)

    def score(self, score: Score) -> dict[str, Json]:
        return {
            "point": self.number(score.point),
            "low": self.number(score.low),
            "high": self.number(score.high),
            "coverage": self.number(score.coverage),
        }

    def card(self, audit: Audit) -> dict[str, Json]:
        card = audit.card
        return {
            "forum": card.forum,
            "name": card.name,
            "generic": card.generic,
            "draft": card.draft,
            "missing": card.missing,
            "absent": card.absent or None,
            "band": card.band,
            "score": self.score(card.score),
            "designations": dict(card.designations),
            "nodes": [self.node(node, rests_on(audit.plan, audit.facts, node.id)) for node in card.nodes],
            "contributions": [
                {"node": line.node, "kind": line.kind, "value": self.number(line.value)} for line in card.contributions
            ],
        }

    def node(self, node: NodeScore, footing: str) -> dict[str, Json]:
        entry: dict[str, Json] = {
            "id": node.id,
            "kind": node.kind,
            "parent": node.parent,
            "weight": self.number(node.weight),
            "applies": node.applies,
            "withheld": node.withheld or None,
            "score": self.score(node.score),
            "band": node.band,
            "possible_bands": list(node.possible_bands),
            "contribution": self.number(node.contribution),
            "rests_on": footing,
        }
        if node.kind == "indicator":
            entry |= {"level": node.level, "possible_levels": list(node.possible_levels)}
            entry |= {"facts": list(node.facts), "sources": list(node.sources)}
        if node.caps:
            entry["caps"] = [{"id": cap.id, "holds": cap.holds} for cap in node.caps]
        return entry
