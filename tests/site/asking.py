"""The engine of the pages, asked many things at once, and what Python answers to the same."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from hypothesis import settings

import govaudit
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.timeline import knowledge_at
from govaudit.problems import GovauditError
from govaudit.report.compiled_json import compiled_json, facts_json, given_json
from govaudit.report.json import dumps
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh
from govaudit.scoring.scorecard import designations, node_score

if TYPE_CHECKING:
    from playwright.sync_api import Page

DATA = govaudit.open_data()
DAY, _ = DATA.latest_review()
POLICIES: tuple[Missing | None, ...] = (None, *MISSING)
MANY = settings(max_examples=300)

EVALUATE = """
text => {
  const { plan, asked: { facts, options } } = JSON.parse(text);
  return JSON.stringify(govaudit.evaluate(plan, facts, options));
}
"""
ANSWER = """
text => {
  const { plan, asked } = JSON.parse(text);
  return JSON.stringify(asked.map(({ facts, options }) => {
    try {
      const nodes = govaudit.evaluate(plan, facts, options);
      return { nodes, designations: govaudit.designations(plan, facts, { ...options.given, ...nodes }) };
    } catch (error) {
      return error.code ?? String(error);
    }
  }));
}
"""


def forums() -> dict[str, Mapping[str, Knowledge]]:
    """What is known of every shipped forum that lives on the day."""
    profiles = [DATA.profile(name) for name in DATA.forum_ids()]
    return {item.id: knowledge_at(item, DATA.codebook, DAY) for item in profiles if not item.absent(DAY)}


@dataclass(frozen=True)
class Asked:
    """One evaluation. `given` are results of nodes that are known already."""

    facts: Mapping[str, Knowledge]
    missing: Missing | None = None
    weights: Mapping[str, Fraction] = field(default_factory=dict)
    given: Mapping[str, Result] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        return {
            "facts": facts_json(self.facts),
            "options": {
                "missing": self.missing,
                "weights": {name: str(weight) for name, weight in self.weights.items()},
                "given": given_json(self.given, self.given),
            },
        }


def in_the_page(page: Page, plan: Plan, asked: Sequence[Asked]) -> list[Any]:
    """What the page answers: `{"nodes": …, "designations": …}`, or a word for why it cannot."""
    text = dumps({"plan": compiled_json(plan), "asked": [each.document() for each in asked]})
    answers: list[Any] = json.loads(page.evaluate(ANSWER, text))
    return answers


def above(page: Page, plan: Plan, asked: Asked) -> dict[str, Any]:
    """The nodes that the page works out, of one evaluation."""
    found: dict[str, Any] = json.loads(
        page.evaluate(EVALUATE, dumps({"plan": compiled_json(plan), "asked": asked.document()}))
    )
    return found


def in_python(plan: Plan, asked: Asked) -> Any:
    """The same in Python, of all nodes that are not given."""
    evaluation = Evaluation(reweigh(plan, asked.weights), asked.facts, asked.missing)
    try:
        evaluation.run()
    except GovauditError as error:
        return error.problems[0].code.slug
    return {
        "nodes": {name: _node(name, evaluation) for name in plan.order if name not in asked.given},
        "designations": dict(designations(evaluation)),
    }


def _node(name: str, evaluation: Evaluation) -> dict[str, Any]:
    node, result = node_score(name, evaluation), evaluation.results[name]
    return {
        "applies": node.applies,
        "counts": result.applies.value,
        "low": text(node.score.low),
        "high": text(node.score.high),
        "point": text(node.score.point),
        "earned": text(result.point),
        "coverage": text(node.score.coverage),
        "levels": list(node.possible_levels),
        "band": node.band,
        "bands": list(node.possible_bands),
        "withheld": bool(node.withheld),
        "caps": [cap.holds for cap in node.caps],
    }


def text(number: Fraction | None) -> str | None:
    return None if number is None else str(number)
