"""Claims of a paper, judged: on the day they speak of, and on another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from govaudit.analysis.influence import affected
from govaudit.model.claim import Claim, Paper, Quantifier, Selection
from govaudit.model.codebook import Codebook, Value
from govaudit.model.framework import Missing
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.profile import Profile
from govaudit.model.rule import Asks, FactTest, Rule, predicates
from govaudit.model.timeline import knowledge_at
from govaudit.problems import Code, Collector, Path, did_you_mean, quote
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.parse import Parser
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, at_least, conjoin, disjoin, negate, truth
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan, parser_for

WORDS = {TRUE: "upheld", FALSE: "refuted", UNKNOWN: "undecided"}
COMPARABLE = frozenset({"ordered", "integer", "number"})
Interval: TypeAlias = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Ready:
    """A claim compiled against a framework.

    Attributes
    ----------
    rule
        The rule each forum keeps or not; None for a comparison.
    direct
        The facts it reads itself.
    nodes
        The nodes whose level or score it reads.
    """

    claim: Claim
    as_of: date
    plan: Plan
    rule: Rule | None
    direct: tuple[str, ...]
    nodes: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        below = (fact for node in self.nodes for fact in self.plan.facts_below(node))
        return tuple(dict.fromkeys((*self.direct, *below)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a claim comes to for one forum.

    Attributes
    ----------
    truth
        Whether the claim is true of it; None for a forum that others are compared with.
    absent
        Why the forum does not count on that day; "" if it does.
    nodes
        What is found of the nodes whose level or score the claim reads.
    """

    forum: str
    truth: Truth | None
    absent: str = ""
    facts: Mapping[str, Knowledge] = field(default_factory=dict)
    nodes: Mapping[str, Finding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A claim on one day.

    Attributes
    ----------
    answers
        One for each forum that it is about.
    deciding
        Those that make the verdict what it is.
    rivals
        In a comparison, the forums that the others are compared with.
    """

    on: date
    truth: Truth
    answers: tuple[Answer, ...]
    deciding: tuple[Answer, ...]
    rivals: tuple[Answer, ...] = ()

    @property
    def word(self) -> str:
        """Upheld, refuted or undecided."""
        return WORDS[self.truth]

    def rests_on(self) -> frozenset[str]:
        """The sources behind the known facts of the deciding answers and of those they are compared with."""
        answers = (*self.deciding, *self.rivals)
        known = (knowledge for answer in answers for knowledge in answer.facts.values() if knowledge.values)
        statements = (knowledge.statement for knowledge in known if knowledge.statement)
        return frozenset(item.source for statement in statements for item in statement.all_evidence())


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim on the day it speaks of, and today."""

    ready: Ready
    then: Verdict
    today: Verdict

    @property
    def changed(self) -> bool:
        return self.then.truth is not self.today.truth


def prepare(paper: Paper, plans: Mapping[str, Plan], problems: Collector) -> tuple[Ready, ...]:
    """Compile the claims of a paper; what is wrong with them is collected, each at its place."""
    parsers = {name: parser_for(plan, problems) for name, plan in plans.items()}
    ready = []
    for index, claim in enumerate(paper.claims):
        node: Path = ("claims", index)
        name = claim.framework or paper.framework
        if name not in plans:
            place = (*node, "framework") if claim.framework else ("framework",)
            message = f"expected a framework; found {quote(name)}"
            problems.add(Code.UNKNOWN_FRAMEWORK, message, place, did_you_mean(name, plans))
            continue
        made = compiled(claim, claim.as_of or paper.as_of, plans[name], parsers[name], node, problems)
        ready += [made] if made else []
    return tuple(ready)


def compiled(claim: Claim, as_of: date, plan: Plan, parser: Parser, node: Path, problems: Collector) -> Ready | None:
    """One claim, compiled; None if something is wrong with it."""
    rule = None
    if claim.higher_on:
        reads = _compared(claim.higher_on, plan, (*node, "higher-on"), problems)
    else:
        rule = parser.parse(claim.rule, (*node, "rule"))
        reads = _read(rule) if rule else None
    return None if reads is None else Ready(claim, as_of, plan, rule, *reads)


Reads: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]


def _compared(name: str, plan: Plan, node: Path, problems: Collector) -> Reads | None:
    """The fact or the node that forums are compared on: an ordered fact or number, or a score."""
    if name in plan.nodes:
        return (), (name,)
    if name in plan.codebook and plan.codebook[name].type in COMPARABLE:
        return (name,), ()
    message = f"expected a node, or a fact that is ordered or a number; found {quote(name)}"
    problems.add(Code.UNKNOWN_NODE, message, node, did_you_mean(name, [*plan.nodes, *plan.codebook]))
    return None


def _read(rule: Rule) -> Reads:
    """The facts and the nodes that a rule reads itself."""
    facts: dict[str, None] = {}
    nodes: dict[str, None] = {}
    for leaf in predicates(rule):
        if isinstance(leaf, FactTest | Asks):
            facts[leaf.fact] = None
        else:
            nodes[leaf.node] = None
    return tuple(facts), tuple(nodes)


@dataclass(slots=True)
class Court:
    """Judges claims over all profiles of the data; what is known on a day is worked out once.

    With a profile missing, what holds of "all" or "most" could not be told.

    Attributes
    ----------
    points
        Scores are taken as their points, not as all that they may be; facts stay unknown.
    missing
        What unknowns count as in the point, if not what the framework says.
    """

    profiles: Mapping[str, Profile]
    points: bool = False
    missing: Missing | None = None
    states: dict[tuple[str, str, date], _State] = field(default_factory=dict)

    def judge(self, ready: Ready, today: date) -> Judged:
        """A claim on its own day and today; a dated one on its own day only."""
        then = self.verdict(ready, ready.as_of)
        return Judged(ready, then, then if ready.claim.dated else self.verdict(ready, today))

    def verdict(self, ready: Ready, on: date) -> Verdict:
        """A claim on a day. Forums that do not exist on it are left out; with none left it is undecided."""
        claim = ready.claim
        rivals = tuple(self._measured(ready, forum, on) for forum in self.members(claim.than)) if claim.than else ()
        answers = tuple(self._answer(ready, forum, on, rivals) for forum in self.members(claim.about))
        present = [answer for answer in answers if not answer.absent]
        truths = [answer.truth for answer in present if answer.truth is not None]
        held = quantify(claim.holds_for, truths) if truths else UNKNOWN
        return Verdict(on, held, answers, tuple(decisive(claim.holds_for, held, present)), rivals)

    def members(self, selection: Selection) -> tuple[str, ...]:
        """The forums that are meant. A tag, and `all`, mean single forums, neither profiles of a whole class nor drafts."""
        if selection.forums:
            return selection.forums
        single = [profile for profile in self.profiles.values() if not profile.generic and not profile.draft]
        return tuple(sorted(item.id for item in single if not selection.tag or selection.tag in item.tags))

    def concerned(self, ready: Ready) -> tuple[str, ...]:
        """The forums a claim is about, and those they are compared with."""
        than = ready.claim.than
        return (*self.members(ready.claim.about), *(self.members(than) if than else ()))

    def supposing(self, plan: Plan, forum: str, on: date, fact: str, knowledge: Knowledge) -> Court:
        """The same court, where something else is known of one fact of a forum on a day, as far as claims under this plan go."""
        changed = self._state(plan, forum, on).supposing(fact, knowledge)
        return replace(self, states={**self.states, (plan.root, forum, on): changed})

    def _answer(self, ready: Ready, forum: str, on: date, rivals: Sequence[Answer]) -> Answer:
        measured = self._measured(ready, forum, on)
        if measured.absent:
            return measured
        if ready.rule is not None:
            return replace(measured, truth=self._state(ready.plan, forum, on).ask(ready.rule))
        others = [rival for rival in rivals if rival.forum != forum and not rival.absent]
        name = ready.claim.higher_on
        mine = self._state(ready.plan, forum, on).interval(name)
        above = [_above(mine, self._state(ready.plan, rival.forum, on).interval(name)) for rival in others]
        return replace(measured, truth=conjoin(above) if above else UNKNOWN)

    def _measured(self, ready: Ready, forum: str, on: date) -> Answer:
        """What the claim reads of a forum on a day."""
        absent = self.profiles[forum].absent(on)
        if absent:
            return Answer(forum, None, absent)
        state = self._state(ready.plan, forum, on)
        facts = {fact: state.facts.get(fact, UNCODED) for fact in ready.facts}
        return Answer(forum, None, "", facts, {node: state.finding(node) for node in ready.nodes})

    def _state(self, plan: Plan, forum: str, on: date) -> _State:
        key = (plan.root, forum, on)
        if key not in self.states:
            self.states[key] = _State(
                plan, knowledge_at(self.profiles[forum], plan.codebook, on), self.points, self.missing
            )
        return self.states[key]


def _above(mine: Interval | None, theirs: Interval | None) -> Truth:
    if mine is None or theirs is None:
        return UNKNOWN
    return TRUE if mine[0] > theirs[1] else FALSE if mine[1] <= theirs[0] else UNKNOWN


@dataclass(slots=True)
class _State:
    """A forum on a day under a framework; nodes are scored only if a claim reads one."""

    plan: Plan
    facts: Mapping[str, Knowledge]
    points: bool = False
    missing: Missing | None = None
    scored: Evaluation | None = None

    def ask(self, rule: Rule) -> Truth:
        return evaluate(rule, View(self.facts, self.finding))

    def finding(self, name: str) -> Finding:
        """What is found of a node."""
        if self.scored is None:
            self.scored = Evaluation(self.plan, self.facts, self.missing)
            self.scored.run()
        result = self.scored.results[name]
        settled = self.points and result.point is not None
        low, high = (result.point, result.point) if settled else (result.low, result.high)
        return Finding(result.effective, low, high, result.levels)

    def supposing(self, fact: str, knowledge: Knowledge) -> _State:
        """The same forum, where something else is known of a fact; only what reads it is scored anew."""
        facts = {**self.facts, fact: knowledge}
        if self.scored is None:
            return replace(self, facts=facts)
        scored = Evaluation(self.plan, facts, self.missing)
        scored.run(affected(self.plan, facts={fact}), self.scored.results)
        return replace(self, facts=facts, scored=scored)

    def interval(self, name: str) -> Interval | None:
        """Between what a node's score or a fact's value (ordered: its rank) lies; None if it does not apply."""
        if name in self.plan.nodes:
            found = self.finding(name)
            return None if found.low is None or found.high is None else (found.low, found.high)
        knowledge = self.facts.get(name, UNCODED)
        if knowledge.kind is Kind.NOT_APPLICABLE:
            return None
        fact = self.plan.codebook[name]
        bounds = (fact.least, fact.greatest)
        values = knowledge.values or (fact.values if fact.type == "ordered" else bounds)
        ranks = [_rank(self.plan.codebook, name, value) for value in values if value is not None]
        return (min(ranks), max(ranks)) if len(ranks) == len(values) else None


def _rank(codebook: Codebook, name: str, value: Value) -> Fraction:
    fact = codebook[name]
    return Fraction(fact.values.index(str(value)) if fact.type == "ordered" else value)  # type: ignore[arg-type]  # a number


def quantify(how: Quantifier, truths: Sequence[Truth]) -> Truth:
    """Whether as many of the truths hold as the quantifier asks (Kleene)."""
    counts: dict[str, Callable[[], Truth]] = {
        "all": lambda: conjoin(truths),
        "some": lambda: disjoin(truths),
        "none": lambda: negate(disjoin(truths)),
        "most": lambda: at_least(len(truths) // 2 + 1, truths),
        "at-least": lambda: at_least(how.count, truths),
        "at-most": lambda: negate(at_least(how.count + 1, truths)),
    }
    return counts[how.word]()


def decisive(how: Quantifier, held: Truth, answers: Sequence[Answer]) -> list[Answer]:
    """The answers that make the verdict: the witnesses or the counter-examples, or those that leave it open."""
    if held is UNKNOWN:
        return [answer for answer in answers if answer.truth is UNKNOWN]
    wanted = held if how.word not in {"none", "at-most"} else truth(held is FALSE)
    return [answer for answer in answers if answer.truth is wanted]
