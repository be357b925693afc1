"""The cheapest plan is the cheapest: every choice of changes is tried, and the naive reference judges it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("scipy")

from govaudit.analysis.planning.moves import Option, options
from govaudit.analysis.planning.search import Found, Search
from govaudit.analysis.planning.target import Target, band_target
from govaudit.model.knowledge import known
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import bands_of

from .codebooks import Draw, pick
from .frameworks import FEWER, Example, Style, examples

MOST = 400
FEW = settings(max_examples=settings.default.max_examples // 2, deadline=None) if settings.default else settings()


def choices_of(example: Example, node: str) -> dict[str, tuple[Option, ...]]:
    """The options of every fact, of all but a few facts only the first."""
    found = options(example.plan, example.facts, example.plan.facts_below(node), {})
    size = 1
    for name, listed in found.items():
        size *= len(listed)
        if size > MOST:
            size //= len(listed)
            found[name] = listed[:1]
    return found


@st.composite
def aims(draw: Draw, style: Style | None = None) -> tuple[Example, Target, bool]:
    """A framework, a node with a target, and whether it must be reached for certain."""
    example = draw(examples(style))
    nodes = [name for name, node in example.plan.nodes.items() if node.members]
    node = pick(draw, nodes)
    low, high = example.plan.ranges[node]
    bands = example.plan.nodes[node].authored.bands
    target = Target(
        node=node, least=low + (high - low) * Fraction(pick(draw, range(1, 9)), 8), strictly=pick(draw, (False, True))
    )
    if bands and pick(draw, (False, True)):
        target = band_target(example.plan, node, pick(draw, bands).id)
    return example, target, pick(draw, (False, True))


def attained(plan: Plan, target: Target, result: Result, *, certain: bool) -> bool:
    """Whether a result reaches a target, by the bands that its scorecard would list; the planner judges by caps and thresholds."""
    if result.effective is FALSE or (certain and result.effective is not TRUE):
        return False
    if target.band is None:
        end = result.low if certain else result.high
        assert end is not None  # it may apply
        return end > target.least if target.strictly else end >= target.least
    table = plan.nodes[target.node].authored.bands
    names = [band.id for band in table]
    place, falling = names.index(target.band.id), table[0].at_most is None
    enough = names[: place + 1] if falling else names[place:]
    possible = [band.id in enough for band in bands_of(plan.nodes[target.node], result, "zero-credit")[1:]]
    return all(possible) if certain else any(possible)


def every(
    example: Example, choices: Mapping[str, tuple[Option, ...]], target: Target, *, certain: bool
) -> list[dict[str, Option]]:
    """Every set of changes that reaches the target, by trying them all."""
    found = []
    for taken in product(*choices.values()):
        after = {**example.facts, **{name: option.knowledge for name, option in zip(choices, taken, strict=True)}}
        result = Evaluation(example.plan, after).run()[target.node]
        if attained(example.plan, target, result, certain=certain):
            found.append({name: option for name, option in zip(choices, taken, strict=True) if option.steps})
    return found


def rank(changes: Mapping[str, Option]) -> tuple[int, int]:
    return sum(option.cost for option in changes.values()), len(changes)


def order(choices: Mapping[str, tuple[Option, ...]], changes: Mapping[str, Option]) -> tuple[object, ...]:
    """By which of two plans comes first."""
    names = list(choices)
    first = place(choices, changes)
    return (*rank(changes), sum((names.index(name) + 1) ** 2 for name in changes) + sum(first), first)


def place(choices: Mapping[str, tuple[Option, ...]], changes: Mapping[str, Option]) -> tuple[int, ...]:
    """Its place among plans alike in cost and number: facts left alone come first."""
    return tuple(listed.index(changes[name]) if name in changes else 0 for name, listed in choices.items())


def search(
    example: Example, choices: Mapping[str, tuple[Option, ...]], target: Target, *, certain: bool, most: int = 1
) -> list[Found]:
    return list(Search(example.plan, example.facts, choices, target, certain=certain).plans(most))


@FEW
@given(aims())
def test_the_cheapest_plan_is_the_cheapest_of_all(aim: tuple[Example, Target, bool]) -> None:
    example, target, certain = aim
    choices = choices_of(example, target.node)
    found = search(example, choices, target, certain=certain)
    ways = every(example, choices, target, certain=certain)
    if not ways:
        assert not found
        return
    first = min(ways, key=lambda changes: order(choices, changes))
    assert found[0].changes == first
    assert found[0].cost == rank(first)[0]


@FEWER
@given(aims(Style(aggregations=("geometric", "harmonic", {"power": 2}, {"power": -2}, "product"))))
def test_what_is_not_linear_is_found_all_the_same(aim: tuple[Example, Target, bool]) -> None:
    example, target, certain = aim
    choices = choices_of(example, target.node)
    found = search(example, choices, target, certain=certain)
    ways = every(example, choices, target, certain=certain)
    assert [rank(item.changes) for item in found] == ([min(map(rank, ways))] if ways else [])


@FEWER
@given(aims())
def test_other_plans_are_the_next_cheapest_and_none_holds_an_earlier_one(aim: tuple[Example, Target, bool]) -> None:
    example, target, certain = aim
    choices = choices_of(example, target.node)
    ways = every(example, choices, target, certain=certain)
    earlier: list[set[str]] = []
    for found in search(example, choices, target, certain=certain, most=3):
        left = [way for way in ways if not any(names <= set(way) for names in earlier)]
        assert found.changes == min(left, key=lambda changes: order(choices, changes))
        earlier.append(set(found.changes))


@FEWER
@given(aims())
def test_the_best_score_is_the_best_of_all(aim: tuple[Example, Target, bool]) -> None:
    example, target, certain = aim
    choices = choices_of(example, target.node)
    best = Search(example.plan, example.facts, choices, target, certain=certain).best()
    anything = Target(node=target.node, least=example.plan.ranges[target.node][0])
    ends = []
    for changes in every(example, choices, anything, certain=certain):
        after = {**example.facts, **{name: option.knowledge for name, option in changes.items()}}
        result = Evaluation(example.plan, after).run()[target.node]
        ends.append(result.low if certain else result.high)
    scores = [end for end in ends if end is not None]
    assert (best[1] if best else None) == (max(scores) if scores else None)


def test_changes_that_only_help_together_are_found() -> None:
    """Each of two facts alone gives nothing, and a third, dearer one would do: greedy search takes none of them or the wrong one."""
    boolean = {"question": "?", "type": "boolean", "basis": "law"}
    long = {"question": "?", "type": "ordered", "basis": "law", "values": ["a", "b", "c", "d"]}
    both = {"id": "both", "score": 2, "when": {"any": [{"all": [{"one": True}, {"two": True}]}, {"three": "d"}]}}
    root = {
        "id": "root",
        "version": "1",
        "indicators": [{"id": "i", "levels": [both, {"id": "else", "score": 0, "otherwise": True}]}],
    }
    facts = {"one": known(False), "two": known(False), "three": known("a")}
    example = Example({"one": boolean, "two": boolean, "three": long}, root, facts)
    found = search(example, choices_of(example, "root"), Target(node="root", least=Fraction(2)), certain=True, most=2)
    assert [(sorted(item.changes), item.cost) for item in found] == [(["one", "two"], 2), (["three"], 3)]
