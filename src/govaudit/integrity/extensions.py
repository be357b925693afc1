"""Cases of a framework that extends another: which of the base's still speak of it, and which it must have of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from govaudit.integrity.subjects import Subject
from govaudit.model.extension import Overridden
from govaudit.model.rule import LevelTest, ScoreTest, predicates
from govaudit.problems import Code, Collector
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan


def scored_anew(plan: Plan, overridden: Iterable[Overridden], bases: Iterable[str]) -> dict[str, str]:
    """The nodes that an override scores otherwise by itself, each with the first value that does: of a weight, the node's parent."""
    found: dict[str, str] = {}
    roots = set(bases)
    for item in overridden:
        name = plan.root if item.node in roots else item.node
        holder = plan.nodes[name].parent if item.value == "weight" else name
        said = f"the weight of {name}" if item.value == "weight" else f"its {item.value}"
        found.setdefault(holder or name, said)
    return found


def reached(plan: Plan, overridden: Iterable[Overridden], bases: Iterable[str]) -> set[str]:
    """The nodes whose score an override may change by itself; a missing policy holds for all below as well."""
    items, roots = tuple(overridden), set(bases)
    policies = (plan.root if item.node in roots else item.node for item in items if item.value == "missing")
    return {*scored_anew(plan, items, roots), *(below for name in policies for below in plan.nodes_below(name))}


def inherited(
    data: Mapping[str, Any], plan: Plan, subjects: Mapping[str, tuple[Subject, ...]], changed: set[str]
) -> dict[str, Any]:
    """Of the base's cases, those about what no changed node can reach."""
    return {key: cases for key, cases in data.items() if key in subjects and not _read(subjects[key], plan) & changed}


def _read(found: Iterable[Subject], plan: Plan) -> set[str]:
    """Every node on which what comes of a subject depends."""
    names: set[str] = set()
    for subject in found:
        leaves = (leaf for clause in subject.clauses for leaf in predicates(clause.rule))
        names |= {leaf.node for leaf in leaves if isinstance(leaf, LevelTest | ScoreTest)}
        names |= {subject.id} if subject.is_node else set()
    return {below for name in names for below in plan.nodes_below(name)}


def must_show_levels(plan: Plan, overridden: Iterable[Overridden]) -> list[PlanNode]:
    """The indicators whose own cases must show every level once more: those with other scores of levels or points."""
    names = {item.node for item in overridden if item.value.split(".")[0] in {"levels", "points"}}
    return [node for node in plan.nodes.values() if node.id in names]


def check_shown(anew: Mapping[str, str], cases: Mapping[str, Any], problems: Collector) -> None:
    """Collect what an override scores otherwise, and no case of its own shows."""
    for name, what in anew.items():
        if not cases.get(name):
            problems.add(Code.MISSING_CASE, f"expected a case of {name}, for {what} is overridden; found none")
