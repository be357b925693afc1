"""What each change of a plan does, by which indicator, and who has done it already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govaudit.analysis.change import Parts
from govaudit.analysis.influence import affected
from govaudit.analysis.planning.moves import Option
from govaudit.model.codebook import Fact, Value
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.profile import Profile
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan

CONFIDENCE = ("high", "medium", "low", None)


@dataclass(frozen=True, slots=True)
class Peer:
    """Another forum, and what is known of it on the day."""

    profile: Profile
    facts: Mapping[str, Knowledge]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change.

    Attributes
    ----------
    effect
        What it adds to the node aimed at, after all steps before it; so the effects sum to the whole.
    indicator
        The indicator that reads the fact, whose recommendation says what to do; "" if none does.
    example
        A forum that has done as much; None if none is known to.
    """

    fact: str
    before: Knowledge
    option: Option
    effect: Parts
    indicator: str
    example: Peer | None


def steps(
    plan: Plan,
    facts: Mapping[str, Knowledge],
    missing: Missing | None,
    node: str,
    changes: Mapping[str, Option],
    peers: Sequence[Peer],
) -> tuple[Step, ...]:
    """The changes one after the other, each scored after those before it."""
    known, results = dict(facts), Evaluation(plan, facts, missing).run()
    made = []
    for name, option in changes.items():
        before, known[name] = known.get(name, UNCODED), option.knowledge
        after = Evaluation(plan, dict(known), missing).run(affected(plan, facts={name}), results)
        assert option.value is not None  # a change changes something
        made.append(
            Step(
                fact=name,
                before=before,
                option=option,
                effect=_effect(results[node], after[node]),
                indicator=_indicator(plan, node, name, results, after),
                example=example(plan.codebook[name], before, option.value, peers),
            )
        )
        results = after
    return tuple(made)


def _effect(before: Result, after: Result) -> Parts:
    pairs = ((before.point, after.point), (before.low, after.low), (before.high, after.high))
    return Parts(*(None if old is None or new is None else new - old for old, new in pairs))


def _indicator(plan: Plan, target: str, fact: str, before: Mapping[str, Result], after: Mapping[str, Result]) -> str:
    """The indicator that the change moves; failing that, the first that reads the fact."""
    below = plan.nodes_below(target)
    reads = [name for name, node in plan.nodes.items() if node.scale and name in below and fact in node.facts]
    moved = [name for name in reads if (before[name].low, before[name].high) != (after[name].low, after[name].high)]
    return next(iter((*moved, *reads)), "")


def example(fact: Fact, before: Knowledge, value: Value, peers: Sequence[Peer]) -> Peer | None:
    """A forum of which a value at least as far is known: a single forum before a class, by the coder's confidence, then by id."""
    done = [peer for peer in peers if _as_far(fact, before, value, peer.facts.get(fact.id, UNCODED))]
    return min(done, key=lambda peer: _merit(peer, fact.id), default=None)


def _as_far(fact: Fact, before: Knowledge, value: Value, there: Knowledge) -> bool:
    if there.kind is not Kind.KNOWN:
        return False
    if fact.type != "ordered":
        return there.values[0] == value
    reached, wanted = (fact.values.index(str(item)) for item in (there.values[0], value))
    places = [fact.values.index(str(item)) for item in before.values] or [0]
    return reached >= wanted if wanted >= min(places) else reached <= wanted


def _merit(peer: Peer, fact: str) -> tuple[bool, int, bool, str]:
    statement = peer.facts[fact].statement
    confidence = statement.confidence if statement else None
    return peer.profile.generic, CONFIDENCE.index(confidence), bool(statement and statement.inferred), peer.profile.id
