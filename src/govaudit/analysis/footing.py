"""What a node's score rests on, as one short hash: it changes if any of its facts, or the evidence for them, does."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from govaudit.model.codebook import shown_value
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.scoring.plan import Plan

LENGTH = 16
"""Hexadecimal digits."""


def rests_on(plan: Plan, facts: Mapping[str, Knowledge], name: str) -> str:
    """The hash of what is known of every fact below a node, with its evidence."""
    lines = [_line(fact, facts.get(fact, UNCODED)) for fact in plan.facts_below(name)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:LENGTH]


def _line(fact: str, knowledge: Knowledge) -> str:
    evidence = knowledge.statement.all_evidence() if knowledge.statement else ()
    cited = sorted(f"{item.source}@{item.at}" for item in evidence)
    return repr((fact, knowledge.kind.value, [shown_value(value) for value in knowledge.values], cited))
