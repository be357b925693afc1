"""What facts and nodes may turn out to be, as far as a comparison can tell: for laws that try every way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product

from govaudit.model.codebook import Fact, Value
from govaudit.model.rule import Test
from govaudit.rules.evaluate import Finding
from govaudit.rules.truth import TRUE
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric, Table

MOST_WORDS = 10


def too_many(fact: Fact) -> bool:
    """Whether it is a set of so many words that not every choice of them is tried."""
    return fact.type == "set" and len(fact.values) > MOST_WORDS


def telling_values(fact: Fact, test: Test | None) -> tuple[Value, ...]:
    """Values of a fact that pass a comparison, and values that fail it, as far as there are any."""
    operands = test.operands if test else ()
    match fact.type:
        case "set":
            return _sets(fact)
        case "date":
            named = [day for day in operands if isinstance(day, date)] or [date.min]
            days = [day.toordinal() + step for day in named for step in (-1, 0, 1)]
            return tuple(date.fromordinal(day) for day in days if date.min.toordinal() <= day <= date.max.toordinal())
        case "integer" | "number":
            return _numbers(fact, operands)
        case _:
            return fact.allowed


def _sets(fact: Fact) -> tuple[Value, ...]:
    """Every choice of words; of many words one choice of each size, none and all among them."""
    words = fact.values
    if too_many(fact):
        return tuple(frozenset(words[:size]) for size in range(len(words) + 1))
    choices = product((False, True), repeat=len(words))
    return tuple(frozenset(word for word, keep in zip(words, bits, strict=True) if keep) for bits in choices)


def _numbers(fact: Fact, operands: tuple[Value, ...]) -> tuple[Value, ...]:
    edges = {value for value in (fact.least, fact.greatest) if value is not None}
    step = Fraction(1) if fact.type == "integer" else Fraction(1, 1000)
    for operand in operands:
        if isinstance(operand, int | Fraction):
            edges |= {
                value
                for value in (operand - step, Fraction(operand), operand + step)
                if (fact.least is None or fact.least <= value)
                and (fact.greatest is None or value <= fact.greatest)
                and (fact.type == "number" or value.denominator == 1)
            }
    return tuple(sorted(edges))


def telling_findings(node: PlanNode, test: Test, plan: Plan) -> list[Finding]:
    """What a node that applies may come to: each level, or scores around the operands of a comparison."""
    if isinstance(node.scale, Rubric):
        return [Finding(TRUE, step.score, step.score, (step.id,)) for step in node.scale.steps]
    if isinstance(node.scale, Table):
        return [Finding(TRUE, score, score) for score in dict.fromkeys(node.scale.points.values())]
    low, high = plan.ranges[node.id]
    scores = {low, high}
    for operand in test.operands:
        scores |= {operand - 1, operand, operand + 1}  # type: ignore[operator, arg-type]  # operands of a score are numbers
    return [Finding(TRUE, score, score) for score in sorted(scores) if low <= score <= high]
