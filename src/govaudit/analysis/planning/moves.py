"""What may change about a forum, and what each change costs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

from govaudit.model.codebook import Fact, Value
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.rule import FactTest, Op, Rule, Test, predicates
from govaudit.problems import Code, GovauditError, Problem
from govaudit.rules.evaluate import Finding, View
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Line, Rubric, reach

MOST_VALUES = 1024
"""Of a set: how many of its subsets are tried."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that may be known of a fact after the plan. `value` is None where the fact is left as it is, at no cost."""

    knowledge: Knowledge
    value: Value | None = None
    steps: int = 0
    cost: int = 0


Prices = Mapping[str, int]
"""What one step costs, by class. A fact without a class costs 1 a step."""


def options(
    plan: Plan, facts: Mapping[str, Knowledge], names: Iterable[str], prices: Prices
) -> dict[str, tuple[Option, ...]]:
    """Each fact as it is, and every value it may be given; of a fact that cannot change, itself alone.

    A fact that is not applicable stays so: no reform makes its question arise. So does one that the codebook declares fixed.
    """
    tests, lines = _tests(plan), _lines(plan)
    found: dict[str, tuple[Option, ...]] = {}
    for name in names:
        fact, now = plan.codebook[name], facts.get(name, UNCODED)
        stays = Option(now)
        if fact.fixed or now.kind is Kind.NOT_APPLICABLE:
            found[name] = (stays,)
            continue
        price = prices[fact.cost] if fact.cost is not None else 1
        values = _values(fact, now, tests.get(name, ()), lines.get(name, ()))
        made = [
            _move(fact, now, value, price) for value in values if now.kind is not Kind.KNOWN or value != now.values[0]
        ]
        found[name] = (stays, *(option for option in made if _scorable(option, lines.get(name, ()))))
    return found


def _move(fact: Fact, now: Knowledge, value: Value, price: int) -> Option:
    steps = _steps(fact, now, value)
    return Option(known(value), value, steps, steps * price)


def _steps(fact: Fact, now: Knowledge, value: Value) -> int:
    """How many steps a change takes, at least one.

    From an unknown fact they are reckoned from the lowest value it may have: a plan must not be cheap because nobody looked.
    """
    if fact.type == "ordered":
        places = [fact.values.index(str(item)) for item in now.values] or [0]
        return max(1, abs(fact.values.index(str(value)) - min(places)))
    if isinstance(value, frozenset):
        least = min((item for item in now.values if isinstance(item, frozenset)), key=_by_size, default=frozenset())
        return max(1, len(least ^ value))
    return 1


def _by_size(chosen: frozenset[str]) -> tuple[int, list[str]]:
    return len(chosen), sorted(chosen)


def _scorable(option: Option, lines: Iterable[Line]) -> bool:
    """Whether a number lies between all goalposts that do not clamp."""
    view = View({}, _nothing)
    try:
        for line in lines:
            view.facts = {line.fact.id: option.knowledge}
            reach(line, view)
    except GovauditError:
        return False
    return True


def _nothing(_: str) -> Finding:
    raise AssertionError  # no line reads a node


def _values(fact: Fact, now: Knowledge, tests: Iterable[Test], lines: Iterable[Line]) -> tuple[Value, ...]:
    """The values a fact may be given: all of a finite one; of the others, those that some rule or goalpost tells apart."""
    if fact.finite:
        return fact.allowed
    if fact.type == "set":
        return tuple(_subsets(fact, now, tests))
    operands = {operand for test in tests for operand in test.operands}
    if fact.type == "date":
        days = {day for day in operands if isinstance(day, date)}
        near = {day + timedelta(days=by) for day in days for by in (-1, 0, 1) if date.min < day < date.max}
        return tuple(sorted(near))
    named = {Fraction(operand) for operand in operands if isinstance(operand, int | Fraction)}
    ends = {post.value for line in lines for post in (line.start, line.end)}
    ends |= {bound for bound in (fact.least, fact.greatest) if bound is not None}
    if fact.type == "integer":
        beside = {Fraction(mark.numerator // mark.denominator + by) for mark in named for by in (-1, 0, 1)}
        whole = {Fraction(mark.numerator // mark.denominator + by) for mark in ends for by in (0, mark.denominator > 1)}
        return tuple(sorted(number for number in beside | whole if _inside(fact, number)))
    numbers = sorted(number for number in named | ends if _inside(fact, number))
    between = [(low + high) / 2 for low, high in pairwise(numbers)]
    return tuple(sorted({*numbers, *between}))


def _inside(fact: Fact, number: Fraction) -> bool:
    above = fact.least is None or number >= fact.least
    return above and (fact.greatest is None or number <= fact.greatest)


def _subsets(fact: Fact, now: Knowledge, tests: Iterable[Test]) -> Iterator[frozenset[str]]:
    """Every choice of the words that rules name; of the others, which only their number tells apart, as many as there may be.

    Raises
    ------
    GovauditError
        If there are too many.
    """
    tests = tuple(tests)
    named = [word for word in fact.values if any(word in test.operands for test in tests)]
    least = min((item for item in now.values if isinstance(item, frozenset)), key=_by_size, default=frozenset())
    others = sorted((word for word in fact.values if word not in named), key=lambda word: (word not in least, word))
    counts = (
        range(len(others) + 1)
        if any(test.op is Op.COUNT for test in tests)
        else (sum(word in least for word in others),)
    )
    if 2 ** len(named) * len(counts) > MOST_VALUES:
        message = f"expected at most {MOST_VALUES} choices of values of {fact.id} to plan with; found more"
        raise GovauditError(Problem(code=Code.TOO_LARGE, message=message))
    for size in range(len(named) + 1):
        for chosen in combinations(named, size):
            for count in counts:
                yield frozenset(chosen) | frozenset(others[:count])


def _tests(plan: Plan) -> dict[str, list[Test]]:
    """Every comparison that some rule of the framework makes, by fact."""
    rules: list[Rule] = list(plan.rules.values())
    for node in plan.nodes.values():
        rules += [step.rule for step in node.scale.steps if step.rule] if isinstance(node.scale, Rubric) else []
        rules += [node.gate] if node.gate else []
        rules += [rule for _, rule in node.caps]
    found: dict[str, list[Test]] = {}
    for rule in rules:
        for leaf in predicates(rule):
            if isinstance(leaf, FactTest):
                found.setdefault(leaf.fact, []).append(leaf.test)
    return found


def _lines(plan: Plan) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for node in plan.nodes.values():
        if isinstance(node.scale, Line):
            found.setdefault(node.scale.fact.id, []).append(node.scale)
    return found
