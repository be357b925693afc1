"""What the unknown may count as: the missing policies, and ways in which all of it could turn out.

A scenario gives every indicator of every forum a point. Those of the policies come from the evaluator as they stand; those of a completion from the facts drawn for it.
Each indicator is evaluated once for every different combination of the unknown facts that it depends on, however many completions there are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from govaudit.analysis.influence import affected
from govaudit.analysis.robustness.combine import Floats
from govaudit.model.codebook import Fact, Value
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.model.rule import LevelTest, Rule, ScoreTest, predicates
from govaudit.rules.evaluate import evaluate
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan

STEPS_OF_A_NUMBER = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenarios:
    """Points under each scenario: first as given, then the policies in the order of `MISSING`, then the completions.

    Attributes
    ----------
    leaves
        Of each indicator, shape (scenarios, forums); not a number where it does not count.
    ceilings
        Of each group with caps on the score, the least that a cap allows, shape (scenarios, forums); infinite where none holds.
    left_unknown
        Unknown facts that no completion settles, for nothing says where their values end.
    """

    forums: tuple[str, ...]
    leaves: Mapping[str, Floats]
    ceilings: Mapping[str, Floats]
    left_unknown: tuple[str, ...] = ()


def draw(
    plan: Plan,
    forums: Mapping[str, Mapping[str, Knowledge]],
    missing: Missing | None,
    completions: int,
    rng: np.random.Generator,
) -> Scenarios:
    """What is given, the policies, and so many completions, each unknown fact drawn evenly from its allowed values.

    A contested fact is drawn from its own values; a number from 101 even steps between its bounds; each element of a set is in or out.
    """
    policies = (missing, *MISSING)
    shape = (len(policies) + completions, len(forums))
    leaves = {name: np.full(shape, np.nan) for name, node in plan.nodes.items() if node.scale}
    capped = [name for name, node in plan.nodes.items() if any(cap.at_most is not None for cap, _ in node.caps)]
    ceilings = {name: np.full(shape, np.inf) for name in capped}
    left: set[str] = set()
    for column, facts in enumerate(forums.values()):
        for row, policy in enumerate(policies):
            _policy(plan, facts, policy, (row, column), leaves, ceilings)
        forum = _Forum(plan, facts, completions, rng)
        left |= forum.left_unknown
        for name, points in leaves.items():
            points[len(policies) :, column] = forum.points(name)
        for name, least in ceilings.items():
            least[len(policies) :, column] = forum.ceiling(name)
    return Scenarios(forums=tuple(forums), leaves=leaves, ceilings=ceilings, left_unknown=tuple(sorted(left)))


def _policy(
    plan: Plan,
    facts: Mapping[str, Knowledge],
    policy: Missing | None,
    at: tuple[int, int],
    leaves: Mapping[str, Floats],
    ceilings: Mapping[str, Floats],
) -> None:
    """What one policy, or None for the framework's own, makes of one forum."""
    results = Evaluation(plan, facts, policy).run()
    inside = _counted(plan, results)
    for name, points in leaves.items():
        point = results[name].point
        points[at] = np.nan if point is None or name not in inside else float(point)
    for name, least in ceilings.items():
        caps = zip(plan.nodes[name].caps, results[name].caps, strict=False)  # one that does not apply has judged none
        strict = (policy or plan.nodes[name].missing) == "zero-credit"
        holding = [cap.at_most for (cap, _), held in caps if held is TRUE or (strict and held is not FALSE)]
        least[at] = _least(holding)


def _counted(plan: Plan, results: Mapping[str, Result]) -> frozenset[str]:
    """The nodes that count in the root, themselves and all groups above them."""
    found, waiting = set(), [plan.root]
    while waiting:
        members = results[waiting.pop()].counted
        found |= set(members)
        waiting += members
    return frozenset(found)


def _least(ceilings: Sequence[Fraction | None]) -> float:
    return min((float(ceiling) for ceiling in ceilings if ceiling is not None), default=np.inf)


class _Forum:
    """The completions of one forum: of each unknown fact, which of its values was drawn."""

    def __init__(self, plan: Plan, facts: Mapping[str, Knowledge], completions: int, rng: np.random.Generator) -> None:
        self.plan, self.facts, self.completions = plan, facts, completions
        self.base = Evaluation(plan, facts).run()
        self.values: dict[str, Sequence[Value]] = {}
        self.drawn: dict[str, NDArray[np.int64]] = {}
        self.left_unknown: set[str] = set()
        for name in plan.facts_below(plan.root):
            knowledge = facts.get(name, UNCODED)
            if not knowledge.unknown:
                continue
            values = knowledge.values or values_of(plan.codebook[name], completions, rng)
            if values:
                self.values[name] = values
                self.drawn[name] = rng.integers(len(values), size=completions)
            else:
                self.left_unknown.add(name)

    def points(self, name: str) -> Floats:
        """The point of an indicator in each completion."""
        below = self.plan.nodes_below(name)

        def point(evaluation: Evaluation) -> float:
            result = evaluation.results[name]
            return float(result.point) if result.point is not None and result.effective is TRUE else np.nan

        return self._each(self.plan.facts_below(name), below, point)

    def ceiling(self, name: str) -> Floats:
        """The least score that the caps of a group allow in each completion."""
        node = self.plan.nodes[name]
        rules = [(cap.at_most, rule) for cap, rule in node.caps if cap.at_most is not None]
        read = {leaf.node for _, rule in rules for leaf in predicates(rule) if isinstance(leaf, LevelTest | ScoreTest)}
        below = frozenset().union(*(self.plan.nodes_below(other) for other in read))
        facts = {*node.cap_facts, *(fact for other in read for fact in self.plan.facts_below(other))}

        def least(evaluation: Evaluation) -> float:
            return _least([most for most, rule in rules if _holds(rule, evaluation)])

        return self._each([fact for fact in self.plan.codebook if fact in facts], below, least)

    def _each(self, facts: Sequence[str], nodes: frozenset[str], read: Callable[[Evaluation], float]) -> Floats:
        """A number for each completion, worked out once for each combination of values drawn for `facts`."""
        unknown = [name for name in facts if name in self.drawn]
        drawn = (
            np.stack([self.drawn[name] for name in unknown], axis=1)
            if unknown
            else np.zeros((self.completions, 0), np.int64)
        )
        different, which = (
            np.unique(drawn, axis=0, return_inverse=True)
            if unknown
            else (drawn[:1], np.zeros(self.completions, np.int64))
        )
        again = affected(self.plan, facts=set(unknown)) & nodes
        found = np.array([read(self._with(dict(zip(unknown, row, strict=True)), again)) for row in different.tolist()])
        return found[which.reshape(-1)] if len(found) else np.zeros(0)

    def _with(self, chosen: Mapping[str, int], again: frozenset[str]) -> Evaluation:
        settled = {name: known(self.values[name][index]) for name, index in chosen.items()}
        evaluation = Evaluation(self.plan, {**self.facts, **settled})
        evaluation.run(again, self.base)
        return evaluation


def _holds(rule: Rule, evaluation: Evaluation) -> bool:
    return evaluate(rule, evaluation.view) is not FALSE


def values_of(fact: Fact, completions: int, rng: np.random.Generator) -> Sequence[Value]:
    """The values that a completion may give an unknown fact; none of a date, which has no bounds."""
    if fact.finite:
        return fact.allowed
    if fact.type == "set":
        inside = rng.random((completions, len(fact.values))) < 0.5  # in or out
        chosen = {frozenset(value for value, here in zip(fact.values, row, strict=True) if here) for row in inside}
        return sorted(chosen, key=sorted)
    if fact.least is None or fact.greatest is None:
        return ()
    steps = STEPS_OF_A_NUMBER - 1
    spread = [fact.least + (fact.greatest - fact.least) * Fraction(step, steps) for step in range(steps + 1)]
    return sorted({Fraction(round(value)) for value in spread} if fact.type == "integer" else set(spread))
