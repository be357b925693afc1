"""A plan compiled for one encoding: stages of expressions that score a frame, and what is left to the interpreter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import narwhals as nw

from govaudit.columnar.bench import Bench
from govaudit.columnar.encoding import Cell, Encoding
from govaudit.columnar.found import Found
from govaudit.columnar.groups import group
from govaudit.columnar.indicators import indicator
from govaudit.columnar.outputs import answer, shown
from govaudit.columnar.shape import DIGITS, Shape
from govaudit.columnar.sheet import Beyond, Stage
from govaudit.columnar.truth import NO, Judge
from govaudit.model.framework import Missing
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, FactTest, LevelTest, ScoreTest, predicates
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan

ROOM = (40, 24, 12, 6, 0)
"""Bits that a group may add to its denominator, tried in turn until no node's numbers grow too great."""
HANDED = "/handed"
SHOWN: Stage = (1 << 30,)
Frame = TypeVar("Frame", nw.DataFrame[Any], nw.LazyFrame[Any])


@dataclass(frozen=True, slots=True)
class Program:
    """A compiled plan.

    Attributes
    ----------
    needed
        The nodes that those asked for depend on, and themselves.
    facts
        The facts that these read.
    columns
        The results that columns express, by name.
    found
        The exact columns of each node, before rounding.
    beyond
        Why nodes, and designations by id, are left to the interpreter.
    """

    shape: Shape
    encoding: Encoding
    missing: Missing | None
    needed: frozenset[str]
    facts: tuple[str, ...]
    stages: tuple[Mapping[str, nw.Expr], ...]
    columns: frozenset[str]
    found: Mapping[str, Found]
    beyond: Mapping[str, str]

    def over(self, frame: Frame) -> Frame:
        """The frame with all columns of the program; `handed` says that the interpreter must score the row."""
        for stage in self.stages:
            frame = frame.with_columns(**stage)
        return frame

    def reads(self) -> tuple[str, ...]:
        """The columns of the encoded frame that the interpreter reads."""
        encoding = self.encoding
        return tuple(name for fact in self.facts for name in encoding.columns_of(encoding.codebook[fact]))

    def interpret(self, rows: Iterable[Mapping[str, Cell]]) -> Iterator[dict[str, int | bool | None]]:
        """Score rows of the encoded frame one by one, in the same shape.

        Raises
        ------
        GovauditError
            If a cell holds what its fact cannot be, or a number lies outside goalposts that do not clamp.
        """
        for row in rows:
            evaluation = Evaluation(self.shape.plan, self.encoding.read(row, self.facts), self.missing)
            evaluation.run(self.needed)
            yield self.shape.row(evaluation)


def compile_program(
    plan: Plan,
    encoding: Encoding,
    nodes: Iterable[str] | None = None,
    missing: Missing | None = None,
    digits: int = DIGITS,
) -> Program:
    """Compile.

    Parameters
    ----------
    nodes
        The nodes asked for; None for all.
    missing
        A policy that overrides all those stated in the framework.
    digits
        Decimals of the numbers shown.

    Raises
    ------
    GovauditError
        If a score may be too great for a table.
    """
    asked = frozenset(plan.nodes if nodes is None else nodes)
    shape = Shape(plan, tuple(name for name in plan.nodes if name in asked), digits)
    programs = (_Compilation(shape, Bench(plan, encoding, missing, bits)).program() for bits in ROOM)
    best = next(programs)
    for program in programs:
        if not any("bits" in reason for reason in best.beyond.values()):
            break
        best = min(best, program, key=lambda one: len(one.beyond))
    return best


@dataclass(slots=True)
class _Compilation:
    """One try at compiling, with so much room for denominators."""

    shape: Shape
    bench: Bench
    columns: set[str] = field(default_factory=set)
    beyond: dict[str, str] = field(default_factory=dict)

    def program(self) -> Program:
        plan, bench = self.shape.plan, self.bench
        leaves = [leaf for _, rule in plan.designations for leaf in predicates(rule)]
        read = {leaf.node for leaf in leaves if isinstance(leaf, LevelTest | ScoreTest)}
        needed = _closure(plan, read.union(self.shape.nodes))
        facts = {fact for name in needed for fact in plan.depends[name].facts}
        facts |= {leaf.fact for leaf in leaves if isinstance(leaf, FactTest | Asks)}
        for name in (name for name in plan.order if name in needed):
            self._node(name)
        self._designations()
        contested = [
            bench.judge.is_kind(Kind.CONTESTED, plan.codebook[fact])
            for fact in sorted(facts)
            if bench.encoding.judged(fact)
        ]
        handed = nw.any_horizontal(*contested, *bench.handed, NO, ignore_nulls=False)
        bench.sheet.put(SHOWN, HANDED, handed)
        return Program(
            shape=self.shape,
            encoding=bench.encoding,
            missing=bench.missing,
            needed=needed,
            facts=tuple(fact for fact in plan.codebook if fact in facts),
            stages=bench.sheet.ordered(),
            columns=frozenset(self.columns),
            found=bench.found,
            beyond=self.beyond,
        )

    def _node(self, name: str) -> None:
        plan, bench = self.shape.plan, self.bench
        node, kept = plan.nodes[name], len(bench.handed)
        bench.depths[name] = 1 + max((bench.depths[other] for other in plan.depends[name].nodes), default=0)
        try:
            found = indicator(bench, node) if node.scale else group(bench, node)
        except Beyond as reason:
            del bench.handed[kept:]
            self.beyond[name] = str(reason)
            return
        bench.found[name] = found
        try:
            self._put(shown(self.shape, node, found, bench.policy(name)) if name in self.shape.nodes else {})
        except Beyond as reason:
            self.beyond[name] = str(reason)

    def _designations(self) -> None:
        bench = self.bench
        judge = Judge(bench.encoding, bench.sheet, bench.seen, bench.after, today=True)
        for designation, rule in self.shape.plan.designations:
            try:
                self._put({f"{designation.id}:holds": answer(judge.rule(rule))})
            except Beyond as reason:
                self.beyond[designation.id] = str(reason)

    def _put(self, columns: Mapping[str, nw.Expr]) -> None:
        for name, expression in columns.items():
            self.bench.sheet.put(SHOWN, name, expression)
        self.columns.update(columns)


def _closure(plan: Plan, names: Iterable[str]) -> frozenset[str]:
    """The nodes and all that they depend on."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += plan.depends[name].nodes
    return frozenset(found)
