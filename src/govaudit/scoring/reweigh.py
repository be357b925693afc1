"""A compiled framework with other weights: those of a reader, for one run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from govaudit.problems import Code, Collector, did_you_mean, quote
from govaudit.scoring.aggregate import is_mean, takes_weights
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.ranges import ranges_of


def reweigh(plan: Plan, weights: Mapping[str, Fraction]) -> Plan:
    """The same plan, where the nodes that are named count as much as is said, in their group and nowhere else.

    A weight as it was is no change, and the plan does not say that it is one.

    Raises
    ------
    GovauditError
        With every name that leads nowhere or to a node that no weight fits, and every group of which nothing would count.
    """
    problems = Collector()
    for name in weights:
        _check(name, plan, problems)
    problems.raise_if_any()
    nodes = {name: _reweighed(node, weights) for name, node in plan.nodes.items()}
    for node in nodes.values():
        changed = node.kind != "derived" and any(name in weights for name, _ in node.members)
        if changed and _averages(node) and not any(weight for _, weight in node.members):
            message = f"expected a weight above 0 in {node.id}; found 0 for all of it"
            problems.add(Code.BAD_WEIGHT, message, hint=f"it holds {', '.join(name for name, _ in node.members)}")
    problems.raise_if_any()
    own = {name: weight for name, weight in weights.items() if weight != plan.nodes[name].weight}
    return replace(plan, nodes=nodes, ranges=ranges_of(nodes, plan.order), weights=own)


def _averages(node: PlanNode) -> bool:
    return node.aggregate is not None and is_mean(node.aggregate.aggregation)


def _check(name: str, plan: Plan, problems: Collector) -> None:
    """Collect why a weight cannot be given to what bears this name."""
    node = plan.nodes.get(name)
    if node is None:
        fitting = [item.id for item in plan.nodes.values() if item.parent is not None]
        message = f"expected a criterion or indicator of {plan.root} to weigh; found {quote(name)}"
        hint = (
            did_you_mean(name, fitting)
            or f"its criteria: {', '.join(item for item, _ in plan.nodes[plan.root].members)}"
        )
        problems.add(Code.UNKNOWN_NODE, message, hint=hint)
    elif node.parent is None:
        what = "a derived node counts in no total" if node.kind == "derived" else "it is the whole"
        problems.add(Code.BAD_WEIGHT, f"expected a node that counts in another; {quote(name)} does not, {what}")
    else:
        holder = next((item for item in _holders(plan) if any(member == name for member, _ in item.members)), None)
        if holder is None:
            message = f"expected no weight of {quote(name)}; a pooled group counts by its members"
            problems.add(Code.BAD_WEIGHT, message)
        elif holder.aggregate is None or not takes_weights(holder.aggregate.aggregation):
            how = holder.aggregate.aggregation if holder.aggregate else ""
            problems.add(
                Code.BAD_WEIGHT, f"expected no weight of {quote(name)}; {holder.id} takes its {how}, which uses none"
            )


def _holders(plan: Plan) -> tuple[PlanNode, ...]:
    """The groups of the tree; derived nodes have weights of their own."""
    return tuple(node for node in plan.nodes.values() if node.members and node.kind != "derived")


def _reweighed(node: PlanNode, weights: Mapping[str, Fraction]) -> PlanNode:
    members = node.members
    if node.kind != "derived":
        members = tuple((name, weights.get(name, weight)) for name, weight in members)
    return replace(node, weight=weights.get(node.id, node.weight), members=members)
