"""The scale of an indicator: a rubric, a table of points, or a line between goalposts; and what it makes of knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias, assert_never

from govaudit.model.codebook import Fact, Value, shown_number, shown_value
from govaudit.model.knowledge import UNCODED
from govaudit.model.rule import Rule
from govaudit.problems import Code, GovauditError, Problem
from govaudit.rules.evaluate import View, evaluate
from govaudit.rules.truth import FALSE, TRUE


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a rubric; `rule` is None on the last, which holds otherwise."""

    id: str
    label: str
    score: Fraction
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Rubric:
    """Levels from best to worst; the first whose rule holds wins."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a scale allows: least and greatest score, and the possible levels, best first."""

    low: Fraction
    high: Fraction
    levels: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it is one score; that of a single value stands twice, and needs no comparison."""
        return self.low is self.high or self.low == self.high


@dataclass(frozen=True)
class Table:
    """A category mapped to points, with a row for every allowed value."""

    fact: Fact
    points: Mapping[Value, Fraction]

    @cached_property
    def name(self) -> str:
        """The id of the fact, which is slower to ask for."""
        return self.fact.id

    @cached_property
    def reached(self) -> Mapping[tuple[Value, ...], Reach]:
        """What each value leads to, and with () what an unknown one may: a table of units asks millions of times."""
        return {(): self.over(tuple(self.points)), **{(value,): self.over((value,)) for value in self.points}}

    def over(self, values: tuple[Value, ...]) -> Reach:
        """What one of these values may lead to."""
        rows = [value for value in self.points if value in values]
        scores = [self.points[row] for row in rows]
        return Reach(min(scores), max(scores), tuple(map(shown_value, rows)))


@dataclass(frozen=True, slots=True)
class Post:
    """A goalpost. One that a table's data set names the `end` it stands at; until then it stands at the declared bound."""

    value: Fraction
    score: Fraction
    end: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A number mapped linearly between two goalposts."""

    fact: Fact
    start: Post
    end: Post
    clamp: bool

    @property
    def open(self) -> bool:
        """Whether a goalpost waits for the data of a table."""
        return bool(self.start.end or self.end.end)


Scale: TypeAlias = Rubric | Table | Line


def reach(scale: Scale, view: View) -> Reach:
    """What the indicator may score, given what is known.

    Raises
    ------
    GovauditError
        If a number lies outside goalposts that do not clamp.
    """
    match scale:
        case Rubric(steps):
            possible = walk(steps, view)  # best first
            return Reach(possible[-1].score, possible[0].score, tuple(step.id for step in possible))
        case Table():
            values = view.facts.get(scale.name, UNCODED).values
            return scale.reached.get(values) or scale.over(values)
        case Line(fact):
            if scale.open:
                raise GovauditError(_open(fact))
            ends = view.facts.get(fact.id, UNCODED).values
            scores = [position(scale, Fraction(value)) for value in ends] or _whole_line(scale)  # type: ignore[arg-type]
            return Reach(min(scores), max(scores))
        case _:
            assert_never(scale)


def walk(steps: tuple[Step, ...], view: View) -> tuple[Step, ...]:
    """The possible levels, by a walk from the top: false is skipped, unknown is possible, true ends the walk."""
    possible = []
    for step in steps:
        holds = evaluate(step.rule, view) if step.rule else TRUE
        if holds is not FALSE:
            possible.append(step)
        if holds is TRUE:
            break
    return tuple(possible)


def position(line: Line, value: Fraction) -> Fraction:
    """The score of a number between the goalposts."""
    least, greatest = sorted((line.start.value, line.end.value))
    if not least <= value <= greatest:
        if not line.clamp:
            message = (
                f"expected a value of {line.fact.id} between its goalposts "
                f"{shown_number(least)} and {shown_number(greatest)}; found {shown_number(value)}"
            )
            raise GovauditError(
                Problem(
                    code=Code.OUTSIDE_GOALPOSTS,
                    message=message,
                    node=("facts", line.fact.id),
                    hint="say `outside: clamp`, or move a goalpost",
                )
            )
        value = min(max(value, least), greatest)
    share = (value - line.start.value) / (line.end.value - line.start.value)
    return line.start.score + share * (line.end.score - line.start.score)


def _open(fact: Fact) -> Problem:
    message = f"expected a table, whose data set the goalposts of {fact.id}; found a single profile"
    hint = "score a table with `corpus score` or `verify`, or give the goalposts numbers"
    return Problem(code=Code.OPEN_GOALPOSTS, message=message, node=("facts", fact.id), hint=hint)


def _whole_line(line: Line) -> list[Fraction]:
    """The scores at the ends of the fact's declared bounds, as far as they lie between the goalposts."""
    least, greatest = sorted((line.start.value, line.end.value))
    bounds = (line.fact.least or Fraction(0), line.fact.greatest or Fraction(0))
    return [position(line, min(max(bound, least), greatest)) for bound in bounds]


def extremes(scale: Scale) -> tuple[Fraction, Fraction]:
    """The least and greatest score the scale can give at all."""
    match scale:
        case Rubric(steps):
            scores = [step.score for step in steps]
        case Table(_, points):
            scores = list(points.values())
        case Line():
            scores = _whole_line(scale)
        case _:
            assert_never(scale)
    return min(scores), max(scores)
