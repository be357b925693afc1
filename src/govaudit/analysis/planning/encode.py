"""A compiled framework as an integer program: every rule as two literals, every node's low and high as expressions.

A rule has the literal that it is certainly true and the literal that it is possibly true: Kleene's three truth values in two bits. Predicates on facts
are asked of the interpreter, once for each thing that may be known of the fact, so that their meaning stands in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import NamedTuple, assert_never

from govaudit.analysis.planning.groups import Bounds, Member, capped, combined, stepped
from govaudit.analysis.planning.moves import Option
from govaudit.analysis.planning.program import FALSE, TRUE, ZERO, Expr, Literal, Program, constant, total, value_of
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, predicates
from govaudit.rules import truth as logic
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric, Scale, reach


class Truths(NamedTuple):
    """A truth value: whether it is certainly true, and whether it may be."""

    certain: Literal
    possible: Literal


YES, NO = Truths(TRUE, TRUE), Truths(FALSE, FALSE)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A node: whether it counts in its parent, whether it applies in all, its bounds, and which of its levels are possible.

    Attributes
    ----------
    caps
        The truth of each cap's rule.
    raw
        Where the program allows its bounds more values than they can have: these bounds, before steps and caps.
    """

    applies: Truths
    effective: Truths
    low: Expr
    high: Expr
    levels: tuple[tuple[str, Literal], ...] = ()
    caps: tuple[Truths, ...] = ()
    raw: Bounds | None = None


ABSENT = Encoded(NO, NO, constant(ZERO), constant(ZERO))


@dataclass(slots=True)
class Encoder:
    """Writes the nodes that a target rests on into a program.

    Attributes
    ----------
    choices
        The options of each fact.
    chosen
        The literals of each fact's options: one of them is true.
    """

    plan: Plan
    choices: Mapping[str, tuple[Option, ...]]
    program: Program = field(default_factory=Program)
    chosen: dict[str, tuple[Literal, ...]] = field(default_factory=dict)
    nodes: dict[str, Encoded] = field(default_factory=dict)
    gates: dict[str | None, Truths] = field(default_factory=lambda: {None: YES})
    named: dict[str, Truths] = field(default_factory=dict)

    def encode(self, target: str) -> Encoded:
        """The target node, with all it rests on."""
        for fact in self.plan.facts_below(target):
            self.chosen[fact] = self.program.one_of(len(self.choices[fact]))
        needed = self.plan.nodes_below(target)
        for name in self.plan.order:
            if name in needed:
                self.nodes[name] = self._node(self.plan.nodes[name])
        return self.nodes[target]

    # rules

    def _both(self, parts: Iterable[Truths]) -> Truths:
        parts = tuple(parts)
        join = self.program.all_of
        return Truths(join(part.certain for part in parts), join(part.possible for part in parts))

    def _either(self, parts: Iterable[Truths]) -> Truths:
        parts = tuple(parts)
        join = self.program.any_of
        return Truths(join(part.certain for part in parts), join(part.possible for part in parts))

    def rule(self, rule: Rule) -> Truths:  # one return a form
        """The two literals of a rule."""
        match rule:
            case FactTest(fact, _) | Asks(_, fact):
                return self._leaf(rule, fact)
            case Every(rules):
                return self._both(map(self.rule, rules))
            case Some(count, rules):
                parts = [self.rule(part) for part in rules]
                certain, possible = [part.certain for part in parts], [part.possible for part in parts]
                return Truths(self.program.enough(count, certain), self.program.enough(count, possible))
            case Not(part):
                inner = self.rule(part)
                return Truths(inner.possible ^ 1, inner.certain ^ 1)
            case Named(name, part):
                if name not in self.named:
                    self.named[name] = self.rule(part)
                return self.named[name]
            case LevelTest(node, test):
                found = self.nodes[node]
                passing = [literal for level, literal in found.levels if test.passes(level)]
                failing = [literal for level, literal in found.levels if not test.passes(level)]
                agreed = Truths(self.program.any_of(failing) ^ 1, self.program.any_of(passing))
                return self._both([found.effective, agreed if found.levels else NO])
            case ScoreTest(node, _):
                return self._both([self.nodes[node].effective, self._score(rule)])
            case _:
                assert_never(rule)

    def _leaf(self, rule: FactTest | Asks, fact: str) -> Truths:
        answers = [evaluate(rule, View({fact: option.knowledge}, _nothing)) for option in self.choices[fact]]
        certain = self._where(fact, [answer is logic.TRUE for answer in answers])
        return Truths(certain, self._where(fact, [answer is not logic.FALSE for answer in answers]))

    def _where(self, fact: str, marked: Sequence[bool]) -> Literal:
        """A literal that is true if one of the marked options is chosen."""
        return self.program.any_of(literal for literal, mark in zip(self.chosen[fact], marked, strict=True) if mark)

    def _score(self, rule: ScoreTest) -> Truths:
        """True if all of ``[low, high]`` passes, possible if some of it may."""
        node, test = self.nodes[rule.node], rule.test
        low, high, program = node.low, node.high, self.program
        operands = [Fraction(operand) for operand in test.operands if isinstance(operand, int | Fraction)]
        match test.op:
            case Op.AT_LEAST | Op.ABOVE:
                strictly = test.op is Op.ABOVE
                return Truths(*(program.reaches(end, operands[0], strictly=strictly) for end in (low, high)))
            case Op.AT_MOST | Op.BELOW:
                strictly = test.op is Op.BELOW
                return Truths(*(program.below(end, operands[0], strictly=strictly) for end in (high, low)))
            case Op.BETWEEN:
                return self._between(node, *operands)
            case _:
                return self._either(self._between(node, operand, operand) for operand in operands)

    def _between(self, node: Encoded, least: Fraction, most: Fraction) -> Truths:
        program = self.program
        inside = program.all_of([program.reaches(node.low, least), program.below(node.high, most)])
        meets = program.all_of([program.reaches(node.high, least), program.below(node.low, most)])
        return Truths(inside, meets)

    # nodes

    def _gate(self, name: str | None) -> Truths:
        """Whether the node and all groups above it apply, as far as `applies-when` says."""
        if name not in self.gates:
            node = self.plan.nodes[str(name)]
            own = self.rule(node.gate) if node.gate else YES
            self.gates[name] = self._both([own, self._gate(node.parent)])
        return self.gates[name]

    def _node(self, node: PlanNode) -> Encoded:
        own = self.rule(node.gate) if node.gate else YES
        return self._indicator(node, node.scale, own) if node.scale else self._group(node, own)

    def _indicator(self, node: PlanNode, scale: Scale, own: Truths) -> Encoded:
        if own.possible == FALSE or self._excused(node):
            return ABSENT
        effective = self._both([own, self._gate(node.parent)])
        rules = [step.rule for step in scale.steps if step.rule] if isinstance(scale, Rubric) else []
        leaves = [leaf for rule in rules for leaf in predicates(rule)]
        single = all(isinstance(leaf, FactTest | Asks) for leaf in leaves) and len(set(node.facts)) == 1
        if single or not isinstance(scale, Rubric):
            return self._by_option(node.facts[0], scale, own, effective)
        truths = [self.rule(step.rule) if step.rule else YES for step in scale.steps]
        lows = self._first([truth.certain for truth in truths])
        highs = self._first([truth.possible for truth in truths])
        scores = [step.score for step in scale.steps]
        possible = [
            self.program.all_of([truth.possible, self.program.any_of(before.certain for before in truths[:place]) ^ 1])
            for place, truth in enumerate(truths)
        ]
        levels = tuple(zip((step.id for step in scale.steps), possible, strict=True))
        return Encoded(own, effective, _chosen_of(lows, scores), _chosen_of(highs, scores), levels)

    def _by_option(self, fact: str, scale: Scale, own: Truths, effective: Truths) -> Encoded:
        """A scale that reads one fact: what it gives is asked of the interpreter, option by option."""
        found = [reach(scale, View({fact: option.knowledge}, _nothing)) for option in self.choices[fact]]
        ids = dict.fromkeys(level for item in found for level in item.levels)
        levels = tuple((level, self._where(fact, [level in item.levels for item in found])) for level in ids)
        low = _chosen_of(self.chosen[fact], [item.low for item in found])
        return Encoded(own, effective, low, _chosen_of(self.chosen[fact], [item.high for item in found]), levels)

    def _first(self, literals: Sequence[Literal]) -> list[Literal]:
        """For each of the literals, of which the last is true, whether it is the first that is true."""
        firsts = []
        for place, literal in enumerate(literals):
            firsts.append(self.program.all_of([literal, *(before ^ 1 for before in literals[:place])]))
        self.program.at_most(total(map(value_of, firsts)), Fraction(1))
        self.program.at_least(total(map(value_of, firsts)), Fraction(1))
        return firsts

    def _excused(self, node: PlanNode) -> bool:
        """Whether none of its facts applies, and it does not ask for that; that a fact does not apply, no plan changes."""
        kinds = {self.choices[fact][0].knowledge.kind for fact in node.facts}
        return kinds == {Kind.NOT_APPLICABLE} and not node.asks_not_applicable

    def _group(self, node: PlanNode, own: Truths) -> Encoded:
        spec = node.aggregate
        assert spec is not None  # indicators went the other way
        derived = node.kind == "derived"
        members = []
        for name, weight in sorted(node.members):
            found = self.nodes[name]
            inside = found.effective if derived else found.applies
            members.append(Member(weight, inside.certain, inside.possible, found.low, found.high))
        applies = self._both(
            [
                own,
                self._either(Truths(item.certain, item.possible) for item in members if item.counts(spec.aggregation)),
            ]
        )
        if applies.possible == FALSE:
            return ABSENT
        effective = applies if derived else self._both([applies, self._gate(node.id)])
        bounds, exact = combined(self.program, spec.aggregation, members)
        raw = None if exact else bounds
        if spec.steps:
            bounds = stepped(self.program, spec.steps, bounds)
        caps = tuple(self.rule(rule) for _, rule in node.caps)
        for (cap, _), held in zip(node.caps, caps, strict=True):
            if cap.at_most is not None:
                low = capped(self.program, bounds.low, cap.at_most, held.possible)
                bounds = Bounds(low, capped(self.program, bounds.high, cap.at_most, held.certain))
        return Encoded(applies, effective, bounds.low, bounds.high, (), caps, raw)


def _chosen_of(literals: Sequence[Literal], scores: Sequence[Fraction]) -> Expr:
    """The score whose literal is true; one and only one of them is."""
    made = total(value_of(literal).times(score) for literal, score in zip(literals, scores, strict=True))
    possible = [score for literal, score in zip(literals, scores, strict=True) if literal != FALSE]
    return Expr(made.terms, made.constant, min(possible), max(possible), made.lattice)


def _nothing(_: str) -> Finding:
    raise AssertionError  # a predicate on a fact reads no node
