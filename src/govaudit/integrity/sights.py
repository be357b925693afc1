"""Leaf coverage: which truth values cases show of each predicate, and which a predicate can have at all.

A predicate is seen by the cases of what it helps to decide. It is judged by itself, after the case: scoring records nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from govaudit.integrity.subjects import Subject
from govaudit.integrity.values import telling_findings, telling_values
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.rule import Asks, FactTest, Predicate
from govaudit.problems import Code, Collector, quote
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.explain import phrase
from govaudit.rules.leaves import Leaf
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan

WORDS = {TRUE: "true", FALSE: "false", UNKNOWN: "unknown"}


@dataclass(slots=True)
class Sight:
    """A predicate where it stands, the truth values it can have, and those that cases have shown."""

    leaf: Leaf
    possible: frozenset[Truth]
    seen: set[Truth] = field(default_factory=set)

    @property
    def unseen(self) -> tuple[Truth, ...]:
        return tuple(truth for truth in WORDS if truth in self.possible - self.seen)


class Sights:
    """The predicates of a framework, and what its cases show of them."""

    def __init__(self, plan: Plan, subjects: Iterable[Subject]) -> None:
        self.plan = plan
        self.found: dict[Leaf, Sight] = {}
        applies = applicabilities(plan)
        clauses = {id(clause): clause for subject in subjects for clause in subject.clauses}  # a gate is shared by many
        for clause in clauses.values():  # those of named rules among them, so that none need be entered elsewhere
            for leaf in clause.leaves():
                if leaf not in self.found:
                    truths = possible_truths(leaf.predicate, plan, applies, today=clause.today)
                    self.found[leaf] = Sight(leaf, truths)
        self.read: dict[Subject, tuple[tuple[Sight, bool], ...]] = {}

    def record(self, subject: Subject, evaluation: Evaluation) -> None:
        """Judge every predicate that helps to decide `subject` on the facts of one case."""
        if subject not in self.read:
            leaves = ((leaf, clause) for clause in subject.clauses for leaf in clause.leaves(self.plan.framework.rules))
            self.read[subject] = tuple((self.found[leaf], clause.today) for leaf, clause in leaves)
        for sight, today in self.read[subject]:
            view = View(evaluation.facts, evaluation.view.finding, today=today)
            sight.seen |= {evaluate(sight.leaf.predicate, view)} & sight.possible

    def check(self, problems: Collector) -> None:
        """Collect every predicate of which a truth value was not seen."""
        for sight in self.found.values():
            if sight.unseen:
                *others, last = [WORDS[truth] for truth in WORDS if truth in sight.possible]
                wanted = f"{', '.join(others)} and {last}" if others else last
                lacking = ", ".join(WORDS[truth] for truth in sight.unseen)
                message = f"expected cases that show {quote(phrase(sight.leaf.predicate))} {wanted}; none for {lacking}"
                problems.add(Code.UNSEEN_TRUTH, message, sight.leaf.place)


def possible_truths(
    predicate: Predicate, plan: Plan, applies: dict[str, frozenset[Truth]], *, today: bool
) -> frozenset[Truth]:
    """The truth values that a predicate takes as knowledge varies; a score may lie anywhere between its least and greatest."""
    if isinstance(predicate, FactTest | Asks):
        test = predicate.test if isinstance(predicate, FactTest) else None
        values = telling_values(plan.codebook[predicate.fact], test)
        ways = [*map(known, values), Knowledge(Kind.CONTESTED, values), UNCODED]
        ways += [Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)]
        return frozenset(evaluate(predicate, View({predicate.fact: way}, _no_node, today=today)) for way in ways)
    singles = telling_findings(plan.nodes[predicate.node], predicate.test, plan)
    lows, highs = zip(*((item.low, item.high) for item in singles), strict=True)
    together = Finding(TRUE, min(lows), max(highs), tuple(level for item in singles for level in item.levels))
    found = [
        Finding(truth, item.low, item.high, item.levels)
        for item in (*singles, together)
        for truth in applies[predicate.node]
    ]
    return frozenset(evaluate(predicate, View({}, {predicate.node: item}.__getitem__)) for item in found)


def _no_node(name: str) -> Finding:
    raise AssertionError(name)  # a predicate on a fact reads no node


def applicabilities(plan: Plan) -> dict[str, frozenset[Truth]]:
    """For each node, whether it can apply surely, perhaps, or not."""
    gated: dict[str | None, bool] = {None: False}
    for node in plan.nodes.values():  # parents first
        gated[node.id] = node.gate is not None or gated[node.parent]
    found: dict[str, frozenset[Truth]] = {}
    for name in plan.order:
        node = plan.nodes[name]
        inside = [found[member] for member, _ in node.members]
        doubt = gated[name] or (
            bool(inside) and all(truths != {TRUE} for truths in inside) and any(UNKNOWN in truths for truths in inside)
        )
        excused = bool(node.facts) and not node.asks_not_applicable
        out = gated[name] or (all(FALSE in truths for truths in inside) if inside else excused)
        found[name] = frozenset({TRUE, *([UNKNOWN] if doubt else []), *([FALSE] if out else [])})
    return found
