"""Cases as text: what failed and the way that led there, and what the cases show of each predicate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from govaudit.integrity.cases import Outcome
from govaudit.integrity.sights import WORDS
from govaudit.integrity.trial import Coverage, Place, Trial
from govaudit.model.codebook import shown_number
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.rule import Asks, FactTest, LevelTest, Predicate, predicates
from govaudit.report.layout import BLANK, Line, Paper, heading, table, wrapped
from govaudit.report.numbers import shown, span
from govaudit.report.sentences import brief
from govaudit.report.walk import ANSWERS, Stage, aggregation, ask, score_words, walk
from govaudit.rules.evaluate import View, evaluate
from govaudit.rules.explain import phrase
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.scorecard import node_score


@dataclass(frozen=True, slots=True)
class Seen:
    """A predicate of a rule, its answer, and what it looked at."""

    predicate: str
    answer: str
    saw: str


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of a trace, and the predicates of the rule it asks."""

    sentence: str
    seen: tuple[Seen, ...] = ()


def trace(outcome: Outcome) -> tuple[Step, ...]:
    """What led to the outcome of a failed case, in order; nothing of a case that held."""
    if outcome.evaluation is None:
        return ()
    evaluation, today = outcome.evaluation, any(clause.today for clause in outcome.subject.clauses)
    view = View(evaluation.facts, evaluation.view.finding, today=today)
    return tuple(
        Step(stage.sentence, tuple(_seen(leaf, view) for leaf in predicates(stage.rule)) if stage.rule else ())
        for stage in _stages(outcome, evaluation, view)
    )


def _stages(outcome: Outcome, evaluation: Evaluation, view: View) -> Iterator[Stage]:
    subject, plan = outcome.subject, evaluation.plan
    if not subject.is_node:
        yield ask("holds", subject.clauses[0].rule, view)
        return
    node = plan.nodes[subject.id]
    above, parent = [], node.parent
    while parent:
        above.append(plan.nodes[parent])
        parent = plan.nodes[parent].parent
    for group in reversed(above):
        if group.gate:
            yield ask(f"{group.id} applies", group.gate, view)
    yield from walk(node, view, applies=evaluation.results[node.id].effective.value != "no")
    if node.aggregate:
        steps = ", then its steps" if node.aggregate.steps else ""
        yield Stage(f"{aggregation(node.aggregate, node.members)}{steps}")
        for name, weight in node.members:
            yield Stage(f"{name} (weight {shown_number(weight)}): {score_words(node_score(name, evaluation))}")
        for cap, rule in node.caps:
            limit = f"the band {cap.band}" if cap.at_most is None else shown_number(cap.at_most)
            yield ask(f"cap {cap.id}: at most {limit}", rule, view)


def _seen(leaf: Predicate, view: View) -> Seen:
    if isinstance(leaf, FactTest | Asks):
        saw = f"{leaf.fact}: {brief(view.facts.get(leaf.fact, UNCODED))}"
    else:
        found = view.finding(leaf.node)
        what = " or ".join(found.levels) if isinstance(leaf, LevelTest) else span(found.low, found.high)
        saw = f"{leaf.node}: {'does not apply' if ANSWERS[found.applies] == 'no' else what}"
    return Seen(phrase(leaf), ANSWERS[evaluate(leaf, view)], saw)


def given(facts: Mapping[str, Knowledge]) -> str:
    """The facts of a case: `minutes: none; staffed: not found`."""
    return "; ".join(f"{name}: {brief(knowledge)}" for name, knowledge in facts.items()) or "nothing is coded"


def render(trials: Sequence[Trial], paper: Paper) -> list[Line]:
    """Every failed case with its trace, then the leaf coverage of each framework, then how many held."""
    lines: list[Line] = []
    for trial in trials:
        framework = trial.plan.framework
        count = len(trial.outcomes)
        lines += wrapped(f"{framework.id} {framework.version}: {count} case{'s' * (count != 1)}", paper, style="title")
        for outcome, place in trial.failed:
            lines += [BLANK, *_failure(outcome, place, paper)]
        lines += [*_coverage(trial, paper), BLANK]
    failed = sum(len(trial.failed) for trial in trials)
    passed = sum(len(trial.outcomes) for trial in trials) - failed
    return [*lines, ((f"{passed} passed, {failed} failed", "title"),)]


def _failure(outcome: Outcome, place: Place, paper: Paper) -> list[Line]:
    lines: list[Line] = [((paper.ascii(f"{place}: {outcome.subject.id}: {outcome.failure}"), "head"),)]
    lines += wrapped(" ".join(outcome.note.split()), paper, indent=2, style="quiet") if outcome.note else []
    assert outcome.evaluation is not None  # a failed case keeps it
    lines += wrapped(given(outcome.evaluation.facts), paper, ("given ", "quiet"), indent=2)
    for step in trace(outcome):
        lines += wrapped(step.sentence, paper, ("- ", "quiet"), indent=2)
        for seen in step.seen:
            text = seen.saw if len(step.seen) == 1 else f"{seen.predicate}: {seen.answer} ({seen.saw})"
            lines += wrapped(text, paper, ("> ", "quiet"), indent=4, style="quiet")
    return lines


def _coverage(trial: Trial, paper: Paper) -> list[Line]:
    lines = heading("Predicates seen true, false and unknown")
    counted = {**trial.by_file(), "all": trial.coverage}
    rows = [
        [((name, ""),), ((f"{cover.seen} of {cover.possible}", ""),), ((share_words(cover), "number"),)]
        for name, cover in counted.items()
    ]
    lines += [(("  ", ""), *line) for line in table(paper, ("file", "seen", "share"), rows, frozenset({1, 2}))]
    if trial.unseen():
        lines += heading("Not seen")
    for sight, place in trial.unseen():
        words = ", ".join(WORDS[truth] for truth in sight.unseen)
        clause = " ".join(phrase(sight.leaf.predicate).split())  # a value may hold a line end
        lines.append(((f"  {place}: ", ""), (f"{clause}: {words}", "")))
    return lines


def share_words(coverage: Coverage) -> str:
    """A share as people write it: `91.3 %`; a dash where there is no predicate."""
    return "–" if coverage.share is None else f"{shown(coverage.share * 100)} %"
