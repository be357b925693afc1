"""By whose framework and weights a report was made: its `framework` block in JSON."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from govaudit.report.json import Json
from govaudit.report.numbers import telling, trimmed
from govaudit.report.schema_blocks import TEXT, closed
from govaudit.scoring.plan import Plan

FRAMEWORK: dict[str, Any] = closed(
    {"id": TEXT, "version": TEXT},
    {"weights": {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}}},
)
"""The schema of the block. `weights`: those that the run put in the place of the framework's."""


def block(plan: Plan) -> Json:
    """The framework as JSON."""
    body: dict[str, Json] = {"id": plan.root, "version": plan.framework.version}
    return {**body, "weights": dict(changed_weights(plan))} if plan.weights else body


def changed_weights(plan: Plan) -> dict[str, Decimal]:
    """The weights that the run changed, as JSON has them."""
    digits = telling(plan.weights.values())
    return {name: trimmed(weight, digits) or Decimal(0) for name, weight in sorted(plan.weights.items())}
