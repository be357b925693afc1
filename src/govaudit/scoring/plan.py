"""A framework compiled against the codebook: every rule parsed, every node in an order in which it can be scored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import TypeAlias

from govaudit.model.codebook import Codebook
from govaudit.model.framework import Aggregate, Cap, Derived, Designation, Framework, Group, Indicator, Missing
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, FactTest, LevelTest, Predicate, Rule, ScoreTest, predicates
from govaudit.problems import Code, Collector, Path, Problem, did_you_mean, quote
from govaudit.rules.parse import Parser
from govaudit.scoring.aggregate import takes_weights
from govaudit.scoring.node import Authored, NodeKind, PlanNode
from govaudit.scoring.ranges import check_negative, ranges_of
from govaudit.scoring.scale import Rubric
from govaudit.scoring.scale_parse import level_ids, parse_scale, read_facts
from govaudit.scoring.tables import check_table

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The nodes and facts a result depends on directly."""

    nodes: frozenset[str]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """A framework ready to score any profile.

    Attributes
    ----------
    nodes
        By id, parents first, depth-first; then derived nodes.
    order
        Ids in an order in which every node comes after all it reads.
    depends
        What each node's result depends on directly, applicability of the groups above it included.
    ranges
        The least and greatest score each node can have at all.
    rules
        The named rules, read or not.
    warnings
        What is odd about the framework, but keeps it from nothing.
    weights
        The weights that a run put in the place of the framework's, by node.
    """

    framework: Framework
    codebook: Codebook
    nodes: Mapping[str, PlanNode]
    order: tuple[str, ...]
    depends: Mapping[str, Dependencies]
    ranges: Mapping[str, tuple[Fraction, Fraction]]
    rules: Mapping[str, Rule]
    designations: tuple[tuple[Designation, Rule], ...] = ()
    warnings: tuple[Problem, ...] = ()
    weights: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def root(self) -> str:
        return self.framework.id

    def facts(self) -> tuple[str, ...]:
        """Every fact that a node's scale or applicability reads, in the order of the nodes."""
        return tuple(dict.fromkeys(fact for node in self.nodes.values() for fact in (*node.facts, *node.gate_facts)))

    def facts_below(self, name: str) -> tuple[str, ...]:
        """Every fact that the result of a node depends on, itself or through other nodes, in the order of the codebook."""
        facts = {fact for node in self.nodes_below(name) for fact in self.depends[node].facts}
        return tuple(fact for fact in self.codebook if fact in facts)

    def nodes_below(self, name: str) -> frozenset[str]:
        """A node and all nodes that its result depends on, directly or through others."""
        seen, waiting = {name}, [name]
        while waiting:
            nodes = self.depends[waiting.pop()].nodes
            waiting += nodes - seen
            seen |= nodes
        return frozenset(seen)


def compile_plan(framework: Framework, codebook: Codebook) -> Plan:
    """Compile.

    Raises
    ------
    GovauditError
        With every problem of the framework that would keep it from scoring, each at its node.
    """
    problems = Collector()
    listed = tuple(_listed(framework))
    authored = {node.id: node for node, *_ in listed}
    _check_ids(listed, problems)
    parser = _parser(framework, codebook, authored, problems)
    parser.parse_named()
    compiler = _Compiler(framework, parser, problems)
    nodes = {node.id: compiler.node(node, place, parent, kind) for node, place, parent, kind in listed}
    designations = compiler.designations()
    problems.raise_if_any()
    depends = _dependencies(nodes)
    order = _order(nodes, depends, problems)
    problems.raise_if_any()
    ranges = ranges_of(nodes, order)
    check_negative(nodes, ranges, problems)
    problems.raise_if_any()
    rules = {name: rule for name, rule in parser.known.items() if rule}
    return Plan(framework, codebook, nodes, order, depends, ranges, rules, designations, tuple(problems.problems))


def parser_for(plan: Plan, problems: Collector) -> Parser:
    """A parser of rules over a compiled framework's facts, levels, scores and named rules: for claims about forums."""
    authored = {name: node.authored for name, node in plan.nodes.items()}
    return _parser(plan.framework, plan.codebook, authored, problems)


def _parser(framework: Framework, codebook: Codebook, authored: Mapping[str, Authored], problems: Collector) -> Parser:
    levels = {node.id: level_ids(node, framework) for node in authored.values() if isinstance(node, Indicator)}
    levels = {name: ids for name, ids in levels.items() if ids}
    return Parser(codebook, framework.rules, levels, frozenset(authored), problems)


Listed: TypeAlias = tuple[Authored, Path, str | None, NodeKind]


def _listed(framework: Framework) -> Iterator[Listed]:
    """Every node with its place, parent and kind: parents first, depth-first, then derived nodes."""
    stack: list[Listed] = [(framework, (), None, "framework")]
    while stack:
        node, place, parent, kind = stack.pop()
        yield node, place, parent, kind
        if isinstance(node, Group):
            below: list[Listed] = [
                (group, (*place, "criteria", i), node.id, "criterion") for i, group in enumerate(node.criteria)
            ]
            below += [(leaf, (*place, "indicators", i), node.id, "indicator") for i, leaf in enumerate(node.indicators)]
            stack.extend(reversed(below))
    for index, derived in enumerate(framework.derived):
        yield derived, ("derived", index), None, "derived"


def _check_ids(listed: tuple[Listed, ...], problems: Collector) -> None:
    seen: dict[str, Path] = {}
    for node, place, _, _ in listed:
        if node.id in seen:
            message = f"expected a node id used once; found {quote(node.id)} again"
            problems.add(
                Code.DUPLICATE_ID,
                message,
                (*place, "id"),
                "indicators, criteria and derived nodes share one set of ids",
            )
        seen.setdefault(node.id, place)


@dataclass(slots=True)
class _Compiler:
    framework: Framework
    parser: Parser
    problems: Collector
    policies: dict[str, Missing] = field(default_factory=dict)

    def node(self, node: Authored, place: Path, parent: str | None, kind: NodeKind) -> PlanNode:
        root = self.framework.missing or "zero-credit"
        missing = node.missing or (self.policies[parent] if parent else root)
        self.policies.setdefault(node.id, missing)
        gate = None
        if not isinstance(node, Derived) and node.applies_when is not None:
            gate = self.parser.parse(node.applies_when, (*place, "applies-when"))
        scale = parse_scale(node, self.framework, self.parser, place) if isinstance(node, Indicator) else None
        caps = self._caps(node, place) if isinstance(node, Aggregate) else ()
        check_table(node.bands, (*place, "bands"), self.problems)
        rules = [step.rule for step in scale.steps if step.rule] if isinstance(scale, Rubric) else []
        leaves = tuple(leaf for rule in rules for leaf in predicates(rule))
        gates = predicates(gate) if gate else ()
        others = tuple(leaf for _, rule in caps for leaf in predicates(rule))
        return PlanNode(
            id=node.id,
            kind=kind,
            authored=node,
            place=place,
            parent=parent,
            weight=ONE if node.weight is None else node.weight,
            missing=missing,
            gate=gate,
            scale=scale,
            members=self._members(node, place),
            caps=caps,
            facts=(*(fact.id for fact in read_facts(scale)), *_facts_of(leaves)),
            gate_facts=_facts_of(gates),
            cap_facts=_facts_of(others),
            reads=frozenset(
                leaf.node for leaf in (*leaves, *gates, *others) if isinstance(leaf, LevelTest | ScoreTest)
            ),
            asks_not_applicable=any(isinstance(leaf, Asks) and leaf.kind is Kind.NOT_APPLICABLE for leaf in leaves),
        )

    def _members(self, node: Authored, place: Path) -> tuple[tuple[str, Fraction], ...]:
        if isinstance(node, Indicator):
            return ()
        check_table(node.steps, (*place, "steps"), self.problems)
        if isinstance(node, Derived):
            return self._inputs(node, place)
        if not node.criteria and not node.indicators:
            self.problems.add(Code.EMPTY_GROUP, "expected at least one indicator or criterion", place)
        extras = node.caps or node.steps or node.applies_when is not None
        if node.pooled and (extras or isinstance(node, Framework)):
            self.problems.add(Code.POOLED_EXTRAS, "expected a pooled group without caps, steps and applies-when", place)
        members: list[tuple[str, Fraction]] = []
        for part, child in [
            *((("criteria", i), g) for i, g in enumerate(node.criteria)),
            *((("indicators", i), n) for i, n in enumerate(node.indicators)),
        ]:
            pooled = isinstance(child, Group) and child.pooled
            if child.weight is not None and (pooled or not takes_weights(node.aggregation)):
                why = "a pooled group counts by its members" if pooled else f"{node.aggregation} takes no weights"
                self.problems.add(Code.IDLE_WEIGHT, f"expected no weight here; {why}", (*place, *part, "weight"))
            members += (
                _pool(child)
                if isinstance(child, Group)
                else [(child.id, ONE if child.weight is None else child.weight)]
            )
        return tuple(members)

    def _inputs(self, node: Derived, place: Path) -> tuple[tuple[str, Fraction], ...]:
        of = node.of if isinstance(node.of, Mapping) else dict.fromkeys(node.of, ONE)
        if not of:
            self.problems.add(Code.EMPTY_GROUP, "expected at least one node", (*place, "of"))
        for index, name in enumerate(of):
            if name not in self.parser.nodes:
                part = name if isinstance(node.of, Mapping) else index
                hint = did_you_mean(name, self.parser.nodes)
                self.problems.add(
                    Code.UNKNOWN_NODE, f"expected a node; found {quote(name)}", (*place, "of", part), hint
                )
        return tuple(of.items())

    def _caps(self, node: Aggregate, place: Path) -> tuple[tuple[Cap, Rule], ...]:
        bands = {band.id for band in node.bands}
        caps = []
        for index, cap in enumerate(node.caps):
            here = (*place, "caps", index)
            if cap.band is not None and cap.band not in bands:
                hint = did_you_mean(cap.band, bands)
                self.problems.add(
                    Code.UNKNOWN_NAME, f"expected a band of {node.id}; found {quote(cap.band)}", (*here, "band"), hint
                )
            rule = self.parser.parse(cap.when, (*here, "when"))
            caps += [(cap, rule)] if rule else []
        return tuple(caps)

    def designations(self) -> tuple[tuple[Designation, Rule], ...]:
        read = []
        for index, designation in enumerate(self.framework.designations):
            rule = self.parser.parse(designation.when, ("designations", index, "when"))
            read += [(designation, rule)] if rule else []
        return tuple(read)


def _facts_of(leaves: tuple[Predicate, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(leaf.fact for leaf in leaves if isinstance(leaf, FactTest | Asks)))


def _pool(group: Group) -> list[tuple[str, Fraction]]:
    """The group as one member; if pooled, its members one by one."""
    if not group.pooled:
        return [(group.id, ONE if group.weight is None else group.weight)]
    below = [pair for child in group.criteria for pair in _pool(child)]
    return below + [(leaf.id, ONE if leaf.weight is None else leaf.weight) for leaf in group.indicators]


def _dependencies(nodes: Mapping[str, PlanNode]) -> dict[str, Dependencies]:
    """What each node waits for and depends on, itself or through the gates above it."""
    found: dict[str, Dependencies] = {}
    above: dict[str | None, Dependencies] = {None: Dependencies(frozenset(), frozenset())}
    for node in nodes.values():  # parents first
        gates = predicates(node.gate) if node.gate else ()
        read = {leaf.node for leaf in gates if isinstance(leaf, LevelTest | ScoreTest)}
        gate = Dependencies(above[node.parent].nodes | read, above[node.parent].facts | set(node.gate_facts))
        above[node.id] = gate
        members = {name for name, _ in node.members}
        found[node.id] = Dependencies(gate.nodes | members | node.reads, gate.facts | {*node.facts, *node.cap_facts})
    return found


def _order(nodes: Mapping[str, PlanNode], depends: Mapping[str, Dependencies], problems: Collector) -> tuple[str, ...]:
    """Every node after all it depends on."""
    try:
        return tuple(TopologicalSorter({name: sorted(found.nodes) for name, found in depends.items()}).static_order())
    except CycleError as error:
        circle = [str(name) for name in error.args[1]][::-1]
        message = f"expected nodes that do not read each other in a circle; found {' -> '.join(circle)}"
        problems.add(Code.CYCLE, message, nodes[circle[0]].place)
        return ()
