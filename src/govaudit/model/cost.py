"""Cost classes: how hard it is to change a fact of a forum, as an order of classes with a whole number each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from govaudit.model.base import Authored, Id, Words
from govaudit.model.codebook import Codebook
from govaudit.problems import Code, Collector, did_you_mean, quote

MOST = 1000


class CostClass(Authored):
    """Who must act for a fact to change, and how much a step of it costs beside the other classes.

    Attributes
    ----------
    id
        What facts write under `cost`.
    label
        What reports call it.
    cost
        What one step costs: a whole number from 1 to 1000.
    meaning
        Who must do what.
    """

    id: Id
    label: Words
    cost: Annotated[int, Field(ge=1, le=MOST, strict=True)]
    meaning: Words


class Costs(Authored):
    """`criteria/costs.yaml`.

    Attributes
    ----------
    classes
        The classes, cheapest first.
    """

    classes: Annotated[tuple[CostClass, ...], Field(min_length=1)]


def check_classes(costs: Costs, problems: Collector) -> None:
    """Collect every class that stands twice."""
    seen: set[str] = set()
    for index, item in enumerate(costs.classes):
        if item.id in seen:
            message = f"expected each class once; found {quote(item.id)} again"
            problems.add(Code.DUPLICATE_ID, message, ("classes", index, "id"))
        seen.add(item.id)


def check_costs(codebook: Codebook, classes: Mapping[str, CostClass], problems: Collector) -> None:
    """Collect every fact whose cost is no class, and where there are classes every fact with neither a cost nor a reason why it is fixed."""
    for name, fact in codebook.items():
        if fact.cost is not None and fact.cost not in classes:
            hint = did_you_mean(fact.cost, classes) or "the classes stand in criteria/costs.yaml"
            message = f"expected a class of costs; found {quote(fact.cost)}"
            problems.add(Code.UNKNOWN_COST, message, (name, "cost"), hint)
        elif classes and fact.cost is None and not fact.fixed:
            message = f"expected the cost of a change, or why none can be made, for {name}; found neither"
            problems.add(Code.UNKNOWN_COST, message, (name,), "write cost: CLASS or fixed: REASON")
