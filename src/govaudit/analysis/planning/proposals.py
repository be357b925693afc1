"""The cheapest plans for a forum, certain and possible; or what keeps a target out of reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from govaudit.analysis.planning.moves import Option, Prices, options
from govaudit.analysis.planning.search import Found, Search
from govaudit.analysis.planning.steps import Peer, Step, steps
from govaudit.analysis.planning.target import Target
from govaudit.model.framework import Cap, Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.scorecard import Scorecard
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.scorecard import assemble


@dataclass(frozen=True, slots=True, kw_only=True)
class Forum:
    """The forum that is planned for: what is known of it, its scorecard as it is, and the policy it was scored with."""

    plan: Plan
    facts: Mapping[str, Knowledge]
    card: Scorecard
    missing: Missing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A verified plan: its steps in the order of the codebook, what they cost, and the scorecard that they lead to."""

    certain: bool
    cost: int
    steps: tuple[Step, ...]
    after: Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """Why a target is out of reach.

    Attributes
    ----------
    best
        The best score that any change of facts reaches; None if the node cannot be made to apply.
    caps
        The caps that hold even then, each with its node.
    fixed, inapplicable
        The facts that keep an indicator below its best and cannot change, and those that do not apply, each with the reason.
    """

    best: Fraction | None
    caps: tuple[tuple[str, Cap], ...]
    fixed: tuple[tuple[str, str], ...]
    inapplicable: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planning:
    """All that was found: the plans, cheapest first, certain ones before a cheaper one that only may do; and why none is certain."""

    target: Target
    prices: Prices
    proposals: tuple[Proposal, ...]
    obstacle: Obstacle | None


def propose(forum: Forum, target: Target, prices: Prices, most: int, peers: Sequence[Peer]) -> Planning:
    """Up to `most` plans that certainly reach the target, and one that possibly does if it is cheaper.

    Where nothing reaches it for certain, up to `most` that may.
    """
    names = forum.plan.facts_below(target.node)
    choices = options(forum.plan, forum.facts, names, prices)
    sure = Search(forum.plan, forum.facts, choices, target, certain=True)
    found = [(True, item) for item in sure.plans(most)]
    obstacle = None if found else obstructed(forum, sure, choices)
    if not found or (found[0][1].cost and any(forum.facts.get(name, UNCODED).unknown for name in names)):
        maybe = Search(forum.plan, forum.facts, choices, target, certain=False)
        dearest = found[0][1].cost if found else None
        others = maybe.plans(1 if found else most)
        found += [(False, item) for item in others if dearest is None or item.cost < dearest]
    made = tuple(_proposal(forum, target, item, peers, certain=certain) for certain, item in found)
    return Planning(target=target, prices=prices, proposals=made, obstacle=obstacle)


def _proposal(forum: Forum, target: Target, found: Found, peers: Sequence[Peer], *, certain: bool) -> Proposal:
    made = steps(forum.plan, forum.facts, forum.missing, target.node, found.changes, peers)
    after = {**forum.facts, **{name: option.knowledge for name, option in found.changes.items()}}
    blank = replace(forum.card, nodes=(), designations=(), contributions=())
    card = assemble(blank, Evaluation(forum.plan, after, forum.missing))
    return Proposal(certain=certain, cost=found.cost, steps=made, after=card)


def obstructed(forum: Forum, search: Search, choices: Mapping[str, tuple[Option, ...]]) -> Obstacle:
    """What keeps the best that can be reached below the target."""
    best = search.best()
    if best is None:
        return Obstacle(
            best=None,
            caps=(),
            fixed=_stuck(forum, choices, choices)[0],
            inapplicable=_stuck(forum, choices, choices)[1],
        )
    facts = search.after(best[0])
    results = Evaluation(forum.plan, facts).run(search.needed)
    caps, low = [], []
    for name, node in forum.plan.nodes.items():
        if name not in search.needed or results[name].effective is FALSE:
            continue
        result = results[name]
        end = result.low if search.certain else result.high
        held = [truth is TRUE or (search.certain and truth is not FALSE) for truth in result.caps]
        caps += [(name, cap) for (cap, _), holds in zip(node.caps, held, strict=True) if holds]
        low += [fact for fact in node.facts if end is not None and end < forum.plan.ranges[name][1]]
        low += list(node.cap_facts) if any(held) else []
    fixed, inapplicable = _stuck(forum, choices, tuple(dict.fromkeys(low)))
    return Obstacle(best=best[1], caps=tuple(caps), fixed=fixed, inapplicable=inapplicable)


def _stuck(
    forum: Forum, choices: Mapping[str, tuple[Option, ...]], names: Mapping[str, object] | Sequence[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Of these facts, those that are fixed and those that do not apply, each with the reason."""
    fixed, inapplicable = [], []
    for name in names:
        now = forum.facts.get(name, UNCODED)
        if len(choices[name]) > 1:
            continue
        if now.kind is Kind.NOT_APPLICABLE:
            inapplicable.append((name, now.statement.not_applicable if now.statement else ""))
        else:
            fixed.append((name, forum.plan.codebook[name].fixed))
    return tuple(fixed), tuple(inapplicable)
