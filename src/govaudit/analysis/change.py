"""Why a score changed: what became known, what was corrected, what the world did, what the criteria did (`scoring.md` §8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from govaudit.analysis.influence import affected
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.profile import Profile
from govaudit.model.scorecard import Score, Scorecard
from govaudit.model.timeline import start
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan


class Cause(Enum):
    """Why a fact, and with it a score, is not what it was; in the order in which the causes are worked through."""

    EVIDENCE = "evidence"
    CORRECTION = "correction"
    WORLD = "world"
    CRITERIA = "criteria"


@dataclass(frozen=True, slots=True)
class State:
    """One side of a change: a forum's knowledge, the plan and policy it was scored with, and the card that came out."""

    plan: Plan
    profile: Profile
    facts: Mapping[str, Knowledge]
    missing: Missing | None
    card: Scorecard


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of which something else is known than before."""

    fact: str
    cause: Cause
    before: Knowledge
    after: Knowledge


@dataclass(frozen=True, slots=True)
class Parts:
    """A share of a change, in points, for point, low and high alike; None where there is no number to split."""

    point: Fraction | None
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Step:
    """One changed fact and what it did to the root, after all steps before it."""

    change: FactChange
    effect: Parts


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node before and after. `causes` sum to the difference exactly; None where a score is missing on either side."""

    node: str
    before: Score
    after: Score
    causes: Mapping[Cause, Parts] | None


@dataclass(frozen=True, slots=True)
class ForumChange:
    """All that changed of one forum. `before` and `after`: why there was no score, "" if there was one."""

    forum: str
    before: str
    after: str
    nodes: tuple[NodeChange, ...]
    steps: tuple[Step, ...]


def fact_changes(before: State, after: State) -> tuple[FactChange, ...]:
    """The facts whose knowledge differs, by cause, then in the order of the codebook."""
    names = dict.fromkeys((*before.facts, *after.facts))
    found = []
    for name in names:
        old, new = before.facts.get(name, UNCODED), after.facts.get(name, UNCODED)
        if (old.kind, old.values) != (new.kind, new.values):
            found.append(FactChange(name, _cause(name, old, new, before, after), old, new))
    order = list(Cause)
    return tuple(sorted(found, key=lambda change: order.index(change.cause)))


def _cause(name: str, old: Knowledge, new: Knowledge, before: State, after: State) -> Cause:
    if _domain(before.plan, name) != _domain(after.plan, name):
        return Cause.CRITERIA  # its values mean something else, or the fact is new or gone
    if old.unknown or new.unknown or old.statement is None or new.statement is None:
        return Cause.EVIDENCE
    moved = start(old.statement, before.profile) != start(new.statement, after.profile)
    return Cause.WORLD if moved else Cause.CORRECTION


def _domain(plan: Plan, name: str) -> tuple[object, ...]:
    """What values a fact can have; the wording of its question does not matter."""
    fact = plan.codebook.get(name)
    return (fact.type, fact.values, fact.least, fact.greatest) if fact else ()


def change(before: State, after: State) -> ForumChange:
    """The difference between two states of one forum under one framework, split into its causes.

    The facts are changed one by one, cause by cause, and the forum is scored after each; last come the criteria with their policy.
    So the parts sum exactly, and what several causes do together falls to the later one.
    """
    changes = fact_changes(before, after)
    if before.card.absent or after.card.absent:
        unsplit = tuple(Step(item, _UNSPLIT) for item in changes)
        return ForumChange(after.card.forum, before.card.absent, after.card.absent, _whole(before, after), unsplit)
    stages = _stages(before, after, changes)
    root = before.plan.root
    steps = [
        Step(item, _part(stages[i].get(root), stages[i + 1].get(root)) if i + 1 < len(stages) - 1 else _UNSPLIT)
        for i, item in enumerate(changes)
    ]
    causes = [item.cause for item in changes if item.cause is not Cause.CRITERIA] + [Cause.CRITERIA]
    nodes = tuple(_node(name, before.card, after.card, causes, stages) for name in _names(before, after))
    return ForumChange(after.card.forum, "", "", nodes, tuple(steps))


_UNSPLIT = Parts(None, None, None)


def _stages(before: State, after: State, changes: Sequence[FactChange]) -> list[Mapping[str, Result]]:
    """The results before, after each changed fact, and after the criteria."""
    facts, results = dict(before.facts), Evaluation(before.plan, before.facts, before.missing).run()
    stages: list[Mapping[str, Result]] = [results]
    for item in changes:
        if item.cause is Cause.CRITERIA:
            continue
        facts[item.fact] = item.after
        touched = affected(before.plan, facts={item.fact})
        results = Evaluation(before.plan, dict(facts), before.missing).run(touched, results)
        stages.append(results)
    return [*stages, Evaluation(after.plan, after.facts, after.missing).run()]


def _names(before: State, after: State) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*after.plan.nodes, *before.plan.nodes)))


def _score(card: Scorecard, name: str) -> Score:
    return next((node.score for node in card.nodes if node.id == name), Score())


def _whole(before: State, after: State) -> tuple[NodeChange, ...]:
    """Every node where a forum has no score on one side: no split."""
    return tuple(
        NodeChange(name, _score(before.card, name), _score(after.card, name), None) for name in _names(before, after)
    )


def _node(
    name: str, old: Scorecard, new: Scorecard, causes: Sequence[Cause], stages: Sequence[Mapping[str, Result]]
) -> NodeChange:
    before, after = _score(old, name), _score(new, name)
    whole = all(score.point is not None for score in (before, after))
    if not whole or any(stage.get(name) is None or stage[name].point is None for stage in stages):
        return NodeChange(name, before, after, None)
    parts = {cause: [Fraction(0)] * 3 for cause in Cause}
    for cause, first, second in zip(causes, stages, stages[1:], strict=False):
        step = _part(first[name], second[name])
        sums = parts[cause]
        parts[cause] = [
            total + (more or 0) for total, more in zip(sums, (step.point, step.low, step.high), strict=True)
        ]
    return NodeChange(name, before, after, {cause: Parts(*sums) for cause, sums in parts.items()})


def _part(first: Result | None, second: Result | None) -> Parts:
    if first is None or second is None:
        return _UNSPLIT
    return Parts(
        *(
            None if old is None or new is None else new - old
            for old, new in ((first.point, second.point), (first.low, second.low), (first.high, second.high))
        )
    )
