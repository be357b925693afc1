"""Goalposts that the data of a table set: the least and greatest known value of a fact over all units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from govaudit.model.codebook import Fact
from govaudit.model.unit import Unit
from govaudit.problems import Code, GovauditError, Problem
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Line, Post

Spread = tuple[Fraction, Fraction]


def open_facts(plan: Plan) -> tuple[str, ...]:
    """The facts whose goalposts wait for data."""
    lines = (node.scale for node in plan.nodes.values() if isinstance(node.scale, Line))
    return tuple(dict.fromkeys(line.fact.id for line in lines if line.open))


def spread_of(units: Iterable[Unit], facts: Iterable[str]) -> dict[str, Spread]:
    """The least and greatest known value of each fact; a contested value counts with all it may be, an unknown one not at all."""
    wanted = tuple(facts)
    found: dict[str, Spread] = {}
    for unit in units:
        for fact in wanted:
            values = [Fraction(value) for value in unit.facts[fact].values] if fact in unit.facts else []  # type: ignore[arg-type]  # of a numeric fact
            if values:
                least, greatest = found.get(fact, (values[0], values[0]))
                found[fact] = (min(least, *values), max(greatest, *values))
    return found


def placed(plan: Plan, spread: Mapping[str, Spread]) -> Plan:
    """The plan with every open goalpost where the data put it.

    Raises
    ------
    GovauditError
        If no two different values of a fact are known, so that there is nothing to measure by.
    """
    missing = next((fact for fact in open_facts(plan) if fact not in spread), "")
    if missing:
        raise GovauditError(_nothing(missing))
    moved = _moved(plan, lambda fact: spread[fact.id])
    for name in plan.nodes:
        line = moved.nodes[name].scale
        if isinstance(line, Line) and line.start.value == line.end.value:
            raise GovauditError(_nothing(line.fact.id))
    return moved


def _nothing(fact: str) -> Problem:
    message = f"expected values of {fact} in the table that set its goalposts apart; found none, or only one"
    return Problem(code=Code.OPEN_GOALPOSTS, message=message)


def at_declared_bounds(plan: Plan) -> Plan:
    """The plan with every open goalpost at the declared bound of its fact."""
    return _moved(plan, lambda fact: (fact.least or Fraction(0), fact.greatest or Fraction(0)))


def _moved(plan: Plan, spread: Callable[[Fact], Spread]) -> Plan:
    lines = {name: node.scale for name, node in plan.nodes.items() if isinstance(node.scale, Line) and node.scale.open}
    moved = {
        name: replace(
            plan.nodes[name],
            scale=replace(line, start=_at(line.start, spread(line.fact)), end=_at(line.end, spread(line.fact))),
        )
        for name, line in lines.items()
    }
    return replace(plan, nodes={**plan.nodes, **moved}) if moved else plan


def _at(post: Post, spread: Spread) -> Post:
    if not post.end:
        return post
    return Post(spread[post.end == "greatest"], post.score)
