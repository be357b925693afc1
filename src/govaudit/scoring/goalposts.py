"""Goalposts that the data of a table set: the least and greatest known value of a fact over all units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from fractions import Fraction

from govaudit.model.codebook import shown_number
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
        If no value of a fact is known, or its values leave two goalposts at one place or the other way round: a line that rises by the bounds
        of its fact would fall.
    """
    for fact in open_facts(plan):
        if fact not in spread:
            message = f"expected values of {fact} in the table, which set its goalposts; found none"
            raise GovauditError(Problem(code=Code.OPEN_GOALPOSTS, message=message))
    return _moved(plan, lambda line: _apart(line, spread[line.fact.id]))


def _apart(line: Line, spread: Spread) -> Line:
    """The line between goalposts that the data set."""
    start, end = (
        Post(spread[post.end == "greatest"], post.score) if post.end else post for post in (line.start, line.end)
    )
    if (line.end.value - line.start.value) * (end.value - start.value) <= 0:
        wanted = f"expected goalposts of {line.fact.id} that the table sets apart, in the order of its bounds"
        message = f"{wanted}; found {shown_number(start.value)} and {shown_number(end.value)}"
        raise GovauditError(Problem(code=Code.OPEN_GOALPOSTS, message=message))
    return replace(line, start=start, end=end)


def at_declared_bounds(plan: Plan) -> Plan:
    """The plan with every open goalpost where it stands until then, at the declared bound of its fact."""
    return _moved(plan, lambda line: replace(line, start=replace(line.start, end=""), end=replace(line.end, end="")))


def _moved(plan: Plan, move: Callable[[Line], Line]) -> Plan:
    """The plan with its open lines moved."""
    nodes = {
        name: replace(node, scale=move(node.scale)) if isinstance(node.scale, Line) and node.scale.open else node
        for name, node in plan.nodes.items()
    }
    return replace(plan, nodes=nodes)
