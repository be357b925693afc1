"""Engines with one mistake each: the suite finds every one of them, in the file where a reader would look."""

# ruff: noqa: ARG001, ARG005  # a mistake forgets what it should look at

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from govaudit.model import timeline
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Profile
from govaudit.model.rule import Op
from govaudit.model.rule import Test as Comparison
from govaudit.rules import evaluate as rules
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth, agree, truth
from govaudit.scoring import aggregate as aggregation
from govaudit.scoring import bounds, evaluate, plan, scale, scorecard, tables

from .runner import FILES, FOLDER, failures

Patch = tuple[Any, str, Callable[[Any], Any]]
"""What is broken: an object, the name of one of its parts, and from the sound part to the broken one."""


def two_valued(sound: Callable[..., Truth]) -> Callable[..., Truth]:
    """Unknown is taken for false."""
    return lambda *arguments: TRUE if sound(*arguments) is TRUE else FALSE


def instead(wrong: Callable[..., Any]) -> Callable[[Any], Any]:
    return lambda _: wrong


def stop_at_first_that_does_not_help(how: Any, certain: Any, doubtful: Any, *, lowest: bool) -> Any:
    """The greedy bound that is wrong for the median."""
    sign, rank = (1, min) if lowest else (-1, max)
    best = bounds.bound(how, certain, (), lowest=lowest)
    chosen: list[int] = []
    for position in sorted(range(len(doubtful)), key=lambda i: sign * doubtful[i][1]):
        inside = [*chosen, position]
        score = aggregation.aggregate(how, [*certain, *(doubtful[i] for i in inside)])
        if best is not None and rank(score, best.score) == best.score:
            break
        best, chosen = bounds.Bound(score, frozenset(inside)), inside
    return best


def doubt_is(inside: bool) -> Callable[[Any], Any]:
    """Doubtful members are all in, or all out."""

    def wrong(how: Any, certain: Any, doubtful: Any, *, lowest: bool) -> Any:
        members = [*certain, *(doubtful if inside or not certain else ())]
        everyone = frozenset(range(len(doubtful))) if inside else frozenset[int]()
        return bounds.Bound(aggregation.aggregate(how, members), everyone)

    return instead(wrong)


def first_unknown_ends(steps: Sequence[scale.Step], view: Any) -> tuple[scale.Step, ...]:
    """A walk that stops at the first level whose rule is not false."""
    return next((step,) for step in steps if step.rule is None or rules.evaluate(step.rule, view) is not FALSE)


def unknown_is_skipped(steps: Sequence[scale.Step], view: Any) -> tuple[scale.Step, ...]:
    """A walk in which an unknown level is not possible: what is not known is not there."""
    return next((step,) for step in steps if step.rule is None or rules.evaluate(step.rule, view) is TRUE)


def low_alone(low: Fraction, high: Fraction, test: Any) -> Truth:
    """A comparison with a score looks at one end of it."""
    return truth(test.passes(low))


def ends_alone(low: Fraction, high: Fraction, test: Any) -> Truth:
    """A comparison with a score looks at both ends, and at nothing between."""
    return agree((test.passes(low), test.passes(high)))


def capped(*, unknown_lowers_high: bool) -> Callable[[Any], Any]:
    """An unknown cap counts as one that holds, or as none."""

    def breaking(sound: Callable[..., Any]) -> Callable[..., Any]:
        def wrong(self: Any, node: Any, spec: Any, certain: Any, doubtful: Any) -> Any:
            truths = tuple(rules.evaluate(rule, self.view) for _, rule in node.caps)
            left = tuple(cap for cap, held in zip(node.caps, truths, strict=True) if held is not UNKNOWN)
            unknown = [
                cap.at_most for (cap, _), held in zip(node.caps, truths, strict=True) if held is UNKNOWN and cap.at_most
            ]
            result = sound(self, replace(node, caps=left), spec, certain, doubtful)._replace(caps=truths)
            if unknown_lowers_high and unknown:
                return result._replace(low=min(result.low, *unknown), high=min(result.high, *unknown))
            return result

        return wrong

    return breaking


MISTAKES: dict[str, tuple[str, Patch]] = {
    "and is two-valued": ("kleene", (rules, "conjoin", two_valued)),
    "at-least is two-valued": ("kleene", (rules, "at_least", two_valued)),
    "not unknown is true": ("kleene", (rules, "negate", lambda sound: lambda value: TRUE if value is UNKNOWN else sound(value))),
    "any is all": ("kleene", (rules, "at_least", lambda sound: lambda count, values: sound(len(values), values))),
    "contested passes if any value does": ("knowledge", (rules, "agree", instead(lambda values: truth(any(list(values)))))),
    "not-applicable is unknown": ("knowledge", (rules, "_compare", lambda sound: lambda known, test: UNKNOWN if known.kind is Kind.NOT_APPLICABLE else sound(known, test))),
    "not found is false": ("knowledge", (rules, "_compare", lambda sound: lambda known, test: FALSE if known.kind is Kind.NOT_FOUND else sound(known, test))),
    "known is settled by ignorance": ("knowledge", (rules, "_ask", instead(lambda asked, kind, *, today: truth(asked is kind)))),
    "a designation asks as a score does": ("designations", (rules, "_ask", lambda sound: lambda asked, kind, *, today: sound(asked, kind, today=False))),
    "not-applicable may still turn out": ("knowledge", (rules, "_ask", lambda sound: lambda asked, kind, *, today: sound(asked, kind, today=today) if asked is not Kind.NOT_APPLICABLE or kind in {Kind.KNOWN, asked} else UNKNOWN)),
    "between excludes its ends": ("comparisons", (Comparison, "passes", lambda sound: lambda test, value: sound(test, value) and not (test.op is Op.BETWEEN and value in test.operands))),
    "above includes its operand": ("comparisons", (Comparison, "passes", lambda sound: lambda test, value: sound(test, value) or (test.op is Op.ABOVE and value in test.operands))),
    "numbers are floats": ("comparisons", (Comparison, "passes", lambda sound: lambda test, value: sound(test, Fraction(round(value, 9)) if isinstance(value, Fraction) else value))),
    "contains-any wants all": ("comparisons", (Comparison, "passes", lambda sound: lambda test, value: value.issuperset(test.operands) if test.op is Op.CONTAINS_ANY else sound(test, value))),
    "the walk ends at the first unknown": ("rubrics", (scale, "walk", instead(first_unknown_ends))),
    "an unknown level is not possible": ("rubrics", (scale, "walk", instead(unknown_is_skipped))),
    "a value outside the goalposts extrapolates": ("tables-and-lines", (scale, "position", instead(lambda line, value: line.start.score + (value - line.start.value) / (line.end.value - line.start.value) * (line.end.score - line.start.score)))),
    "an unknown number ranges between the goalposts": ("tables-and-lines", (scale, "_whole_line", instead(lambda line: [line.start.score, line.end.score]))),
    "doubt is yes": ("applicability", (evaluate, "bound", doubt_is(inside=True))),
    "doubt is no": ("applicability", (evaluate, "bound", doubt_is(inside=False))),
    "the bound stops at the first prefix that does not help": ("applicability", (evaluate, "bound", instead(stop_at_first_that_does_not_help))),
    "no gate is inherited": ("applicability", (evaluate.Evaluation, "_gate", instead(lambda self, name: TRUE))),
    "an indicator with nothing applicable stays": ("rubrics", (plan._Compiler, "node", lambda sound: lambda *some: replace(sound(*some), asks_not_applicable=True))),
    "every mean is arithmetic": ("aggregation", (bounds, "aggregate", lambda sound: lambda how, members: sound("mean" if how in {"geometric", "harmonic"} else how, members))),
    "roots are machine floats": ("aggregation", (aggregation, "rounded_product", lambda sound: lambda factors: Fraction(float(sound(factors))))),
    "weights are left out": ("aggregation", (aggregation, "weighted_mean", lambda sound: lambda members: sound([(Fraction(1) if weight else weight, score) for weight, score in members]))),
    "a median of four is its lower middle": ("aggregation", (aggregation, "_median", instead(lambda scores: scores[(len(scores) - 1) // 2]))),
    "a pooled group is one member": ("groups", (plan, "_pool", instead(lambda group: [(group.id, Fraction(1) if group.weight is None else group.weight)]))),
    "a step begins above its threshold": ("groups", (evaluate, "entry_at", lambda sound: lambda entries, score: sound(entries, score - Fraction(1, 10**6)))),
    "a band begins above its threshold": ("caps-and-bands", (scorecard, "entry_at", lambda sound: lambda entries, score: sound(entries, score - Fraction(1, 10**6)))),
    "an unknown cap is no cap": ("caps-and-bands", (evaluate.Evaluation, "_aggregate", capped(unknown_lowers_high=False))),
    "an unknown cap holds": ("caps-and-bands", (evaluate.Evaluation, "_aggregate", capped(unknown_lowers_high=True))),
    "the last cap wins": ("caps-and-bands", (plan._Compiler, "_caps", lambda sound: lambda *some: sound(*some)[-1:])),
    "only the bands at the ends are possible": ("caps-and-bands", (scorecard, "entries_over", instead(lambda entries, low, high: tuple(dict.fromkeys((tables.entry_at(entries, high), tables.entry_at(entries, low))))))),
    "nothing is withheld": ("caps-and-bands", (scorecard, "why_withheld", instead(lambda node, result: ""))),
    "a policy of the run does not override": ("policies", (evaluate.Evaluation, "_policy", instead(lambda self, node: node.missing))),
    "the root's policy is everyone's": ("policies", (evaluate.Evaluation, "_policy", instead(lambda self, node: self.missing or self.plan.nodes[self.plan.root].missing))),
    "coverage knows no weights": ("policies", (evaluate, "takes_weights", instead(lambda how: False))),
    "a score is compared by its low": ("designations", (rules, "_interval", instead(low_alone))),
    "a score is compared by its ends": ("designations", (rules, "_interval", instead(ends_alone))),
    "a node in doubt is compared as if it applied": ("designations", (rules, "_on_node", instead(lambda applies, compared: FALSE if applies is FALSE else compared))),
    "a forum lives a day too long": ("time", (Profile, "absent", lambda sound: lambda self, on: sound(self, on - timedelta(1)))),
    "a statement holds on its last day": ("time", (timeline, "in_force", lambda sound: lambda some, of, day: sound(some, of, day) or sound(some, of, day - timedelta(1)))),
    "a statement holds until the next": ("time", (timeline, "in_force", lambda sound: lambda some, of, day: sound([one.model_copy(update={"until": None}) for one in some], of, day))),
    "the last statement in the file is the latest": ("time", (timeline, "in_force", lambda sound: lambda some, of, day: next((one for one in reversed(some) if sound([one], of, day)), None))),
    "a statement without beginning begins never": ("time", (timeline, "in_force", lambda sound: lambda some, of, day: sound([one for one in some if one.from_], of, day))),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_broken_engine_does_not_conform(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, (where, part, broken) = MISTAKES[mistake]
    assert failures(FILES[name]) == []
    monkeypatch.setattr(where, part, broken(getattr(where, part)))
    assert failures(FILES[name])


def test_the_page_on_quality_counts_the_mistakes() -> None:
    page = (FOLDER.parent / "docs/quality/laws.md").read_text(encoding="utf-8")
    assert f"keeps {len(MISTAKES)} such breaks" in page
