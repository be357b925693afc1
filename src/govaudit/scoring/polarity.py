"""Proof of polarity: moving a known fact the declared way never lowers the root's score.

Computed by signs, down the plan: a rubric takes the sign of its rules, a cap and a falling step turn it round, applicability has both,
and so has a group with a doubtful member over a falling step table.
"""

from __future__ import annotations

from collections.abc import Mapping

from govaudit.model.codebook import Codebook
from govaudit.model.framework import Aggregate
from govaudit.model.rule import Rule
from govaudit.problems import Code, Collector, did_you_mean, quote
from govaudit.rules.signs import BOTH, Signs, merge, rule_signs, turn
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Line, Rubric, Table
from govaudit.scoring.tables import falling

UP, DOWN = frozenset({1}), frozenset({-1})
WORDS = {"up": UP, "down": DOWN}


def node_signs(plan: Plan) -> dict[str, Signs]:
    """For each node the signs of its score in every fact it depends on."""
    found: dict[str, Signs] = {}
    erratic = _erratic(plan)
    for name in plan.order:
        signs = _signs(plan.nodes[name], found, plan.codebook)
        found[name] = turn(signs, BOTH) if name in erratic else signs
    return found


def _erratic(plan: Plan) -> frozenset[str]:
    """Nodes with a member that may be in doubt over a falling step table.

    Such a member's point is not its bound, so whatever moves it in or out of the bound may move the point the other way.
    """
    falls: set[str] = set()
    doubtful: set[str] = set()
    gated: set[str | None] = set()
    erratic: set[str] = set()
    for name, node in plan.nodes.items():  # parents first
        if node.gate or node.parent in gated:
            gated.add(name)
    for name in plan.order:
        node, members = plan.nodes[name], [member for member, _ in plan.nodes[name].members]
        above = gated if node.kind == "derived" else set()
        if node.gate or (members and all(member in doubtful | above for member in members)):
            doubtful.add(name)
        if falling(node.aggregate.steps if node.aggregate else ()) or not falls.isdisjoint(members):
            falls.add(name)
        if any(member in falls and member in doubtful | above for member in members):
            erratic.add(name)
    return frozenset(erratic)


def check_polarity(plan: Plan, problems: Collector) -> None:
    """Collect every declared polarity that the rules do not confirm, naming the node whose rule leans the other way."""
    signs = node_signs(plan)
    for fact, word in plan.framework.polarity.items():
        place = ("polarity", fact)
        if fact not in plan.codebook:
            hint = did_you_mean(fact, plan.codebook)
            problems.add(Code.UNKNOWN_FACT, f"expected a fact of the codebook; found {quote(fact)}", place, hint)
            continue
        if not signs[plan.root].get(fact, WORDS[word]) <= WORDS[word]:
            culprits = [name for name in plan.order if _own(plan.nodes[name], fact, signs, plan.codebook, WORDS[word])]
            message = (
                f"expected every rule that reads {fact} to lean {word}; {', '.join(culprits) or plan.root} does not"
            )
            problems.add(Code.FALSE_POLARITY, message, place, "mend the rule, or drop the declaration")


def _own(node: PlanNode, fact: str, signs: Mapping[str, Signs], codebook: Codebook, wanted: frozenset[int]) -> bool:
    """Whether this node's own rules lean the wrong way, rather than a member's."""
    if not node.members:
        return not signs[node.id].get(fact, wanted) <= wanted
    own = merge(turn(_rule(rule, signs, codebook), DOWN) for _, rule in node.caps)
    gates = dict.fromkeys(node.gate_facts, BOTH)
    return not merge((own, gates)).get(fact, wanted) <= wanted


def _rule(rule: Rule, found: Mapping[str, Signs], codebook: Codebook) -> Signs:
    return rule_signs(rule, codebook, lambda name: found[name])


def _signs(node: PlanNode, found: Mapping[str, Signs], codebook: Codebook) -> Signs:
    parts = [found[name] for name, _ in node.members]
    match node.scale:
        case Rubric(steps):
            parts += [_rule(step.rule, found, codebook) for step in steps if step.rule]
        case Table(fact, points):
            scores = [points[value] for value in fact.allowed]
            rising, falls = scores == sorted(scores), scores == sorted(scores, reverse=True)
            monotone = fact.type != "category" and (rising or falls)
            parts.append({fact.id: (UP if rising else DOWN) if monotone else BOTH})
        case Line(fact, start, end):
            slope = (end.score - start.score) * (end.value - start.value)
            parts.append({fact.id: UP if slope >= 0 else DOWN})
    spec = node.authored if isinstance(node.authored, Aggregate) else None
    signs = merge(parts)
    if spec and falling(spec.steps):
        signs = turn(signs, DOWN)
    caps = [turn(_rule(rule, found, codebook), DOWN) for cap, rule in node.caps if cap.at_most is not None]
    gate = turn(_rule(node.gate, found, codebook), BOTH) if node.gate else {}
    return merge((signs, *caps, gate))
