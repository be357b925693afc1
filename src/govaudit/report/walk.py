"""How a node came to its result, in sentences: for explanations, and for the traces of failed cases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.framework import Aggregate
from govaudit.model.rule import Rule
from govaudit.model.scorecard import NodeScore
from govaudit.report.numbers import shown, span
from govaudit.rules.evaluate import View, evaluate
from govaudit.rules.explain import phrase
from govaudit.rules.truth import TRUE, Truth
from govaudit.scoring.node import PlanNode
from govaudit.scoring.scale import Line, Rubric, Table

ANSWERS = {Truth.TRUE: "yes", Truth.FALSE: "no", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Stage:
    """One step on the way: a sentence, and the rule it asks, if any."""

    sentence: str
    rule: Rule | None = None


def ask(what: str, rule: Rule, view: View) -> Stage:
    """A rule in English after what hangs on it, and its answer."""
    return Stage(f"{what} when {phrase(rule)}: {ANSWERS[evaluate(rule, view)]}", rule)


def walk(node: PlanNode, view: View, *, applies: bool) -> Iterator[Stage]:
    """Whether an indicator applies, then the way down its rubric, one stage a level, as far as it goes."""
    if node.gate:
        yield ask("applies", node.gate, view)
    if not applies:
        return
    match node.scale:
        case Rubric(steps):
            for step in steps:
                name = f"{step.label} ({shown(step.score, 0)})"
                yield ask(name, step.rule, view) if step.rule else Stage(f"{name} otherwise")
                if step.rule and evaluate(step.rule, view) is TRUE:
                    return
        case Table(fact, points):
            rows = ", ".join(f"{value} {shown(score, 0)}" for value, score in points.items())
            yield Stage(f"points by {fact.id}: {rows}")
        case Line(fact, begin, end):
            ends = [f"{shown(post.value, 0)} scores {shown(post.score, 0)}" for post in (begin, end)]
            yield Stage(f"linear in {fact.id}: {', '.join(ends)}")


def aggregation(spec: Aggregate, members: Sequence[tuple[str, Fraction]]) -> str:
    """How a group makes one score of several: `The mean of 5 equally weighted members`."""
    how = spec.aggregation if isinstance(spec.aggregation, str) else f"power mean with exponent {spec.aggregation}"
    equal = len({weight for _, weight in members}) == 1
    return f"The {how} of {len(members)} {'equally weighted' if equal else 'weighted'} members"


def score_words(node: NodeScore) -> str:
    """A score with its bounds: `20.3, between 20.3–50.6`."""
    if node.applies == "no":
        return "does not apply"
    bounds = "" if node.score.low == node.score.high else f", between {span(node.score.low, node.score.high)}"
    return f"{shown(node.score.point)}{bounds}"
