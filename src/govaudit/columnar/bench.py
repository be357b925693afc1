"""What the builders of columns share: the plan, the sheet, the nodes built so far, and the rows that go to the interpreter.

The columns of a node at depth d of the plan stand in the stages from (d, RULES) to (d, CAPPED); named rules and gates that read it stand in
(d, AFTER).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import narwhals as nw

from govaudit.columnar.encoding import Encoding
from govaudit.columnar.found import Found
from govaudit.columnar.sheet import Beyond, Exact, Sheet, Stage, both
from govaudit.columnar.truth import Judge, Seen
from govaudit.model.framework import Missing
from govaudit.model.rule import LevelTest, Rule, ScoreTest, predicates
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan

RULES, TOTALS, SCORES, COMBINED, CHOSEN, POINTED, STEPPED, CAPPED, AFTER = range(1, 10)
LAST = 1 << 20


@dataclass(slots=True)
class Bench:
    """The state of a compilation.

    Attributes
    ----------
    bits
        How many bits a group may add to its denominator for members that may be missing.
    found
        The nodes built.
    handed
        Conditions on which a row goes to the interpreter; never null.
    """

    plan: Plan
    encoding: Encoding
    missing: Missing | None
    bits: int
    sheet: Sheet = field(default_factory=Sheet)
    found: dict[str, Found] = field(default_factory=dict)
    handed: list[nw.Expr] = field(default_factory=list)
    depths: dict[str, int] = field(default_factory=dict)
    gates: dict[str, nw.Expr] = field(default_factory=dict)
    judge: Judge = field(init=False)

    def __post_init__(self) -> None:
        self.judge = Judge(self.encoding, self.sheet, self.seen, self.after)

    def of(self, name: str) -> Found:
        """What was found of a node.

        Raises
        ------
        Beyond
            If columns cannot express it.
        """
        if name not in self.found:
            message = f"it reads {name}"
            raise Beyond(message)
        return self.found[name]

    def seen(self, name: str) -> Seen:
        return self.of(name).seen

    def after(self, rule: Rule) -> Stage:
        """The stage for what reads all nodes that a rule reads."""
        nodes = (leaf.node for leaf in predicates(rule) if isinstance(leaf, LevelTest | ScoreTest))
        return max((self.depths[name] for name in nodes), default=0), AFTER

    def policy(self, name: str) -> Missing:
        return self.missing or self.plan.nodes[name].missing

    def own_gate(self, node: PlanNode) -> nw.Expr | None:
        """Whether a node's own `applies-when` lets it in; None if it has none."""
        if node.gate is not None and node.id not in self.gates:
            stage = (*self.after(node.gate), LAST)  # after the named rules that read the same nodes
            self.gates[node.id] = self.sheet.put(stage, f"{node.id}/gate", self.judge.rule(node.gate))
        return self.gates.get(node.id)

    def gate_above(self, node: PlanNode) -> nw.Expr | None:
        """The same of all groups above a node."""
        parent = self.plan.nodes.get(node.parent or "")
        return both(self.own_gate(parent), self.gate_above(parent)) if parent else None

    def put(self, node: PlanNode, step: int, name: str, column: nw.Expr) -> nw.Expr:
        """A column of a node."""
        return self.sheet.put((self.depths[node.id], step), f"{node.id}/{name}", column)

    def truth(self, node: PlanNode, step: int, name: str, truth: nw.Expr | None) -> nw.Expr | None:
        """A column of truths of a node; None is true everywhere, and needs none."""
        return None if truth is None else self.put(node, step, name, truth)

    def number(self, node: PlanNode, step: int, name: str, number: Exact) -> Exact:
        """A column of numbers of a node."""
        return replace(number, numerators=self.put(node, step, name, number.numerators))
