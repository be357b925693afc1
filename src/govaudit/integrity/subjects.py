"""What cases can be about: nodes, and by their ids named rules, caps and designations; and the rules that decide each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from govaudit.integrity.criteria import level_place
from govaudit.model.framework import Framework, Group, Indicator
from govaudit.model.rule import Named, Rule
from govaudit.problems import Path
from govaudit.rules.leaves import Leaf, leaves
from govaudit.scoring.node import NodeKind, PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric

Kind: TypeAlias = NodeKind | Literal["rule", "cap", "designation"]


@dataclass(frozen=True, slots=True)
class Clause:
    """A rule, the plain data it was read from, and where that stands.

    `today`: questions about knowledge are answered for today, as in a designation.
    """

    rule: Rule
    data: Any
    place: Path
    today: bool = False

    def leaves(self, named: Mapping[str, Any] | None = None) -> Iterator[Leaf]:
        """Its predicates, each with its place; those of `named` rules among them."""
        return leaves(self.rule, self.data, self.place, named)


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """One thing that cases can be about.

    `clauses` decide what comes of it: of a node its levels, its caps, its `applies-when` and those above it; of anything else its own.
    """

    id: str
    kind: Kind
    clauses: tuple[Clause, ...]

    @property
    def is_node(self) -> bool:
        return self.kind not in {"rule", "cap", "designation"}


def subjects(plan: Plan) -> tuple[Subject, ...]:
    """Everything in a framework that cases can be about."""
    found: list[Subject] = []
    gates: dict[str | None, tuple[Clause, ...]] = {None: ()}
    for node in plan.nodes.values():  # parents first
        gates[node.id] = (*gates[node.parent], *_gate(node))
        caps = [
            (cap.id, Clause(rule, cap.when, (*node.place, "caps", i, "when")))
            for i, (cap, rule) in enumerate(node.caps)
        ]
        steps = _steps(node, plan.framework)
        found.append(Subject(node.id, node.kind, (*gates[node.id], *steps, *(clause for _, clause in caps))))
        found += [Subject(name, "cap", (clause,)) for name, clause in caps]
    for name, rule in plan.rules.items():
        assert isinstance(rule, Named)  # the plan knows them by name
        found.append(Subject(name, "rule", (Clause(rule.rule, plan.framework.rules[name], ("rules", name)),)))
    for index, (item, rule) in enumerate(plan.designations):
        clause = Clause(rule, item.when, ("designations", index, "when"), today=True)
        found.append(Subject(item.id, "designation", (clause,)))
    return tuple(found)


def by_id(found: Iterable[Subject]) -> Mapping[str, tuple[Subject, ...]]:
    """The subjects of each id: more than one where cases cannot tell which is meant."""
    named: dict[str, tuple[Subject, ...]] = {}
    for subject in found:
        named[subject.id] = (*named.get(subject.id, ()), subject)
    return named


def _gate(node: PlanNode) -> Iterator[Clause]:
    if node.gate and isinstance(node.authored, Group | Indicator):
        yield Clause(node.gate, node.authored.applies_when, (*node.place, "applies-when"))


def _steps(node: PlanNode, framework: Framework) -> Iterator[Clause]:
    if isinstance(node.scale, Rubric) and isinstance(node.authored, Indicator):
        levels = node.authored.levels or framework.rubrics[node.authored.rubric]
        for index, (level, step) in enumerate(zip(levels, node.scale.steps, strict=True)):
            if step.rule:
                yield Clause(step.rule, level.when, (*level_place(node, index), "when"))
