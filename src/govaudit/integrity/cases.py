"""Cases beside the criteria: each must come out as it says, and together they show every level and the unknown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic_core import PydanticCustomError

from govaudit.integrity.sights import WORDS, Sights
from govaudit.integrity.subjects import Subject, by_id, subjects
from govaudit.model.base import read
from govaudit.model.case import Case, Span
from govaudit.model.codebook import Codebook, hint_for_value, shown_number
from govaudit.model.knowledge import Knowledge, as_knowledge
from govaudit.problems import Code, Collector, GovauditError, Path, did_you_mean, inert, one_of, quote
from govaudit.rules.evaluate import View, evaluate
from govaudit.rules.truth import Truth
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.goalposts import at_declared_bounds
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric
from govaudit.scoring.scorecard import node_score

OF_NODES = ("score", "applies", "band", "bands")
LONGEST = 400
"""Characters of what a case expects that a message shows."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a case expects, and what was found."""

    what: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, and what came of it.

    `place` is its path in its file. `evaluation` is kept where the case failed, for whoever asks what led there.
    """

    subject: Subject
    place: Path
    note: str
    checks: tuple[Check, ...]
    evaluation: Evaluation | None = None

    @property
    def wrong(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.expected != check.found)

    @property
    def failure(self) -> str:
        """What came out otherwise than expected, "" if all held."""
        wrong = [
            f"{check.what} {inert(check.expected, LONGEST)}; found {check.found or 'none'}" for check in self.wrong
        ]
        return f"expected {'; '.join(wrong)}" if wrong else ""


class Runner:
    """Runs the cases of one framework, file by file, and keeps what they show of its predicates.

    Goalposts that a table's data set stand at the declared bounds of their facts.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = at_declared_bounds(plan)
        found = subjects(plan)
        self.subjects = by_id(found)
        self.sights = Sights(plan, found)

    def run(self, data: Mapping[str, Any], problems: Collector) -> tuple[Outcome, ...]:
        """Run every case of one file; collect those that fail or cannot be read."""
        outcomes = []
        for name, entries in data.items():
            subject = self._subject(name, problems)
            if subject is None:
                continue
            if not isinstance(entries, list):
                problems.add(Code.WRONG_TYPE, f"expected a list of cases; found {quote(entries)}", (name,))
                continue
            for position, entry in enumerate(entries):
                try:
                    outcome = self._case(subject, entry, (name, position))
                except GovauditError as error:
                    problems.problems.extend(error.problems)
                    continue
                if outcome.failure:
                    problems.add(Code.FAILED_CASE, outcome.failure, outcome.place)
                outcomes.append(outcome)
        return tuple(outcomes)

    def _subject(self, name: str, problems: Collector) -> Subject | None:
        found = self.subjects.get(name, ())
        if len(found) == 1:
            return found[0]
        if found:
            kinds = " and a ".join(subject.kind for subject in found)
            message = f"expected an id that one thing bears; {quote(name)} is a {kinds}"
            problems.add(Code.DUPLICATE_ID, message, (name,), "give one of them another id, so that cases can name it")
        else:
            message = f"expected a node, named rule, cap or designation; found {quote(name)}"
            problems.add(Code.UNKNOWN_NODE, message, (name,), did_you_mean(name, self.subjects))
        return None

    def _case(self, subject: Subject, entry: object, place: Path) -> Outcome:
        """What comes of one case.

        Raises
        ------
        GovauditError
            If it cannot be read, or its facts cannot be scored.
        """
        case = read(Case, entry, place)
        problems = Collector()
        self._check_fit(subject, case, place, problems)
        facts = case_facts(case, self.plan.codebook, (*place, "facts"), problems)
        problems.raise_if_any()
        evaluation = Evaluation(self.plan, facts)
        try:
            evaluation.run(self.plan.nodes_below(subject.id) if subject.is_node else None)
        except GovauditError as error:
            raise GovauditError([replace(item, node=(*place, *item.node)) for item in error.problems]) from None
        self.sights.record(subject, evaluation)
        checks = tuple(_checks(subject, case, evaluation))
        outcome = Outcome(subject, place, case.note, checks)
        return replace(outcome, evaluation=evaluation) if outcome.wrong else outcome

    def _check_fit(self, subject: Subject, case: Case, place: Path, problems: Collector) -> None:
        """Collect what is expected of a subject that cannot have it."""
        fits = OF_NODES if subject.is_node else ("truth",)
        fits = ("level", "levels", *fits) if subject.kind == "indicator" else fits
        for key in case.given:
            if key not in fits:
                message = f"expected {one_of(fits)} of a {subject.kind}; found {quote(key)}"
                problems.add(Code.UNKNOWN_KEY, message, (*place, key))


def case_facts(case: Case, codebook: Codebook, node: Path, problems: Collector) -> dict[str, Knowledge]:
    """The knowledge a case describes; what cannot be read is collected."""
    facts: dict[str, Knowledge] = {}
    for name, raw in case.facts.items():
        if name not in codebook:
            message = f"expected a fact of the codebook; found {quote(name)}"
            problems.add(Code.UNKNOWN_FACT, message, (*node, name), did_you_mean(name, codebook))
            continue
        try:
            facts[name] = as_knowledge(codebook[name], raw)
        except PydanticCustomError as error:
            problems.add(Code[error.type], error.message(), (*node, name), hint_for_value(codebook[name], raw))
    return facts


def _checks(subject: Subject, case: Case, evaluation: Evaluation) -> Iterator[Check]:
    """What the case expects beside what was found, in the order of the keys."""
    if "truth" in case.given:
        expected = str(case.truth).lower()
        yield Check("truth", expected, WORDS[_truth(subject, evaluation)])
        return
    found = node_score(subject.id, evaluation)
    answers = {
        "applies": (case.applies or "", found.applies),
        "level": (case.level, " or ".join(found.possible_levels)),
        "levels": (" or ".join(case.levels), " or ".join(found.possible_levels)),
        "score": (_span(case.score), _span((found.score.low, found.score.high))),
        "band": (case.band, found.band or ""),
        "bands": (" or ".join(case.bands), " or ".join(found.possible_bands)),
    }
    for what, (expected, actual) in answers.items():
        if what in case.given:
            yield Check(what, expected, actual)


def _truth(subject: Subject, evaluation: Evaluation) -> Truth:
    (clause,) = subject.clauses
    view = View(evaluation.facts, evaluation.view.finding, today=clause.today)
    return evaluate(clause.rule, view)


def _span(numbers: Span | None) -> str:
    """A score as people write it: `none`, `40`, `0 to 40`."""
    return " to ".join(
        dict.fromkeys("none" if number is None else shown_number(number) for number in numbers or (None,))
    )


def readable(data: Mapping[str, Any]) -> dict[str, list[Case]]:
    """The cases of a file that can be read; the others are reported when they are run."""
    found: dict[str, list[Case]] = {}
    for name, entries in data.items():
        for entry in entries if isinstance(entries, list) else []:
            try:
                found.setdefault(name, []).append(read(Case, entry))
            except GovauditError:
                continue
    return found


def check_completeness(nodes: Sequence[PlanNode], cases: Mapping[str, Sequence[Case]], problems: Collector) -> None:
    """Collect the levels of `nodes`, and the unknown, that no case shows."""
    for node in nodes:
        own = cases.get(node.id, ())
        shown = {case.level for case in own}
        unknown = any(len(case.levels) > 1 or case.open or case.applies == "unknown" for case in own)
        wanted = [step.id for step in node.scale.steps] if isinstance(node.scale, Rubric) else []
        lacking = [level for level in wanted if level not in shown] + ([] if unknown else ["the unknown"])
        if lacking:
            message = f"expected a case for every level of {node.id} and for the unknown; none for {', '.join(lacking)}"
            problems.add(Code.MISSING_CASE, message, (node.id,) if node.id in cases else ())
