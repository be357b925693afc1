"""By whose framework and weights a report was made, as its head says it."""

from __future__ import annotations

from govaudit.model.codebook import shown_number
from govaudit.scoring.plan import Plan


def named(plan: Plan) -> str:
    """The framework and its version; if the run changed weights, which."""
    weights = ", ".join(f"{name} {shown_number(weight)}" for name, weight in sorted(plan.weights.items()))
    said = f" · weights changed: {weights}" if weights else ""
    return f"{plan.root} {plan.framework.version}{said}"
