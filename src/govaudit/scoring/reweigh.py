"""A compiled framework with other weights: those of a reader, for one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from govaudit.model.framework import Group
from govaudit.problems import Code, Collector, did_you_mean, quote
from govaudit.scoring.aggregate import is_mean, takes_weights
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.ranges import check_negative, ranges_of


def reweigh(plan: Plan, weights: Mapping[str, Fraction]) -> Plan:
    """The same plan, where the nodes that are named count as much as is said, in their group and nowhere else.

    A weight as it was is no change, and the plan does not say that it is one.

    Raises
    ------
    GovauditError
        With every name that leads nowhere or to a node that no weight fits, every group of which nothing would count, and every member that
        could fall below 0 now where the aggregation cannot take it.
    """
    problems = Collector()
    for name in weights:
        _check(name, plan, problems)
    nodes = {name: _reweighed(node, weights) for name, node in plan.nodes.items()}
    for node, how in _groups(nodes):
        changed = any(name in weights for name, _ in node.members)
        if changed and is_mean(how) and not any(weight for _, weight in node.members):
            message = f"expected a weight above 0 in {node.id}; found 0 for all of it"
            problems.add(Code.BAD_WEIGHT, message, hint=f"it holds {', '.join(name for name, _ in node.members)}")
    ranges = ranges_of(nodes, plan.order)
    check_negative(nodes, ranges, problems)
    problems.raise_if_any()
    own = {name: weight for name, weight in weights.items() if weight != plan.nodes[name].weight}
    return replace(plan, nodes=nodes, ranges=ranges, weights=own)


def _groups(nodes: Mapping[str, PlanNode]) -> Iterator[tuple[PlanNode, str | int]]:
    """The groups of the tree, parents first, and how each aggregates; derived nodes have weights of their own."""
    for node in nodes.values():
        if isinstance(node.authored, Group):
            yield node, node.authored.aggregation


def _check(name: str, plan: Plan, problems: Collector) -> None:
    """Collect why a weight cannot be given to what bears this name."""
    node = plan.nodes.get(name)
    if node is None:
        fitting = [item.id for item in plan.nodes.values() if item.parent is not None]
        message = f"expected a criterion or indicator of {plan.root} to weigh; found {quote(name)}"
        members = ", ".join(item for item, _ in plan.nodes[plan.root].members)
        problems.add(Code.UNKNOWN_NODE, message, hint=did_you_mean(name, fitting) or f"its criteria: {members}")
    elif node.parent is None:
        what = "it is the whole" if name == plan.root else "a derived node counts in no total"
        problems.add(Code.BAD_WEIGHT, f"expected a node that counts in another; {quote(name)} does not, {what}")
    else:
        for group, how in _groups(plan.nodes):
            if name in dict(group.members):
                if not takes_weights(how):
                    why = f"{group.id} takes its {how}, which uses none"
                    problems.add(Code.BAD_WEIGHT, f"expected no weight of {quote(name)}; {why}")
                return
        message = f"expected no weight of {quote(name)}; a pooled group counts by its members"
        problems.add(Code.BAD_WEIGHT, message)


def _reweighed(node: PlanNode, weights: Mapping[str, Fraction]) -> PlanNode:
    members = node.members
    if isinstance(node.authored, Group):
        members = tuple((name, weights.get(name, weight)) for name, weight in members)
    return replace(node, weight=weights.get(node.id, node.weight), members=members)
