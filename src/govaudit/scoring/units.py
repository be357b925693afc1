"""The engine that scores the units of a table one by one: the interpreter.

An engine is a function from an iterator of units to an iterator of their scores; what cannot be scored goes to the problems, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from govaudit.model.framework import Missing
from govaudit.model.scorecard import UnitScore
from govaudit.model.unit import Unit
from govaudit.problems import Collector, GovauditError, Problem
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import designations, node_score


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of an engine.

    Attributes
    ----------
    plan
        The framework, every goalpost placed.
    nodes
        The nodes to report, in this order.
    missing
        A policy for all nodes; None for those of the framework.
    """

    plan: Plan
    nodes: tuple[str, ...]
    missing: Missing | None = None


class Engine(Protocol):
    """From units to their scores, in the same order; `problems` takes what keeps a unit from a score."""

    def __call__(self, request: Request, units: Iterable[Unit], problems: Collector) -> Iterator[UnitScore]: ...


def interpret(request: Request, units: Iterable[Unit], problems: Collector) -> Iterator[UnitScore]:
    """Score each unit with the evaluator that also explains."""
    for unit in units:
        try:
            evaluation = evaluate_unit(request, unit)
        except GovauditError as error:
            problems.take(error.problems)
            continue
        nodes = tuple(node_score(name, evaluation) for name in request.nodes)
        yield UnitScore(unit=unit.name, time=unit.time, nodes=nodes, designations=designations(evaluation))


def evaluate_unit(request: Request, unit: Unit) -> Evaluation:
    """The finished evaluation of one unit.

    Raises
    ------
    GovauditError
        If it cannot be scored, at the line of the unit.
    """
    evaluation = Evaluation(request.plan, unit.facts, request.missing)
    try:
        evaluation.run()
    except GovauditError as error:
        raise GovauditError(placed_at(error, unit.shown, unit.line)) from None
    return evaluation


def placed_at(error: GovauditError, shown: str, line: int) -> list[Problem]:
    """The problems of a unit, at its line."""
    return [replace(item, message=f"{shown}: {item.message}", line=line) for item in error.problems]
