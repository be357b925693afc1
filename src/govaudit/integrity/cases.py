"""Cases beside the criteria: each must come out as it says, and together they show every level and the unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from pydantic_core import PydanticCustomError

from govaudit.model.base import parse_number, read
from govaudit.model.case import Case
from govaudit.model.codebook import Codebook, Fact, hint_for_value, shown_number
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.problems import Code, Collector, GovauditError, Path, did_you_mean, quote
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric


@dataclass(frozen=True, slots=True)
class Outcome:
    """One case, and what came of it: `failure` is "" if it held."""

    node: str
    position: int
    failure: str


def run_cases(plan: Plan, data: Mapping[str, Any], problems: Collector) -> tuple[Outcome, ...]:
    """Run every case of one file; collect those that fail or cannot be read."""
    outcomes = []
    for name, entries in data.items():
        node = plan.nodes.get(name)
        if node is None or node.scale is None:
            hint = did_you_mean(name, [n.id for n in plan.nodes.values() if n.scale])
            problems.add(Code.UNKNOWN_NODE, f"expected an indicator; found {quote(name)}", (name,), hint)
            continue
        if not isinstance(entries, list):
            problems.add(Code.WRONG_TYPE, f"expected a list of cases; found {quote(entries)}", (name,))
            continue
        for position, entry in enumerate(entries):
            place: Path = (name, position)
            try:
                case = read(Case, entry, place)
            except GovauditError as error:
                problems.problems.extend(error.problems)
                continue
            facts = case_facts(case, plan.codebook, (*place, "facts"), problems)
            if facts is None:
                continue
            failure = _failure(case, Evaluation(plan, facts).run()[name])
            if failure:
                problems.add(Code.FAILED_CASE, failure, place)
            outcomes.append(Outcome(name, position, failure))
    return tuple(outcomes)


def case_facts(case: Case, codebook: Codebook, node: Path, problems: Collector) -> dict[str, Knowledge] | None:
    """The knowledge a case describes; None if it cannot be read."""
    before = len(problems.problems)
    facts: dict[str, Knowledge] = {}
    for name, raw in case.facts.items():
        if name not in codebook:
            hint = did_you_mean(name, codebook)
            problems.add(
                Code.UNKNOWN_FACT, f"expected a fact of the codebook; found {quote(name)}", (*node, name), hint
            )
            continue
        try:
            facts[name] = _knowledge(codebook[name], raw)
        except PydanticCustomError as error:
            problems.add(Code[error.type], error.message(), (*node, name), hint_for_value(codebook[name], raw))
    return facts if len(problems.problems) == before else None


def _knowledge(fact: Fact, raw: object) -> Knowledge:
    if isinstance(raw, dict) and set(raw) == {"contested"} and isinstance(raw["contested"], list):
        return Knowledge(Kind.CONTESTED, tuple(fact.value(value) for value in raw["contested"]))
    if raw in ("not-found", "not-applicable"):
        return Knowledge(Kind(raw))
    return Knowledge(Kind.KNOWN, (fact.value(raw),))


def _failure(case: Case, result: Result) -> str:
    """What came out otherwise than expected, "" if all held."""
    given = case.model_fields_set
    expected: list[tuple[str, str, str]] = []
    if "applies" in given and case.applies:
        expected.append(("applies", case.applies, result.effective.value))
    if "level" in given:
        expected.append(("level", case.level, " or ".join(result.levels)))
    if "levels" in given:
        expected.append(("levels", " or ".join(case.levels), " or ".join(result.levels)))
    if "score" in given:
        raw = case.score if isinstance(case.score, list) else [case.score, case.score]
        wanted = [parse_number(number) for number in raw]
        expected.append(("score", _span(wanted), _span([result.low, result.high])))
    wrong = [f"{what} {want}; found {found or 'none'}" for what, want, found in expected if want != found]
    return f"expected {'; '.join(wrong)}" if wrong else ""


def _span(numbers: Sequence[Fraction | None]) -> str:
    return " to ".join(dict.fromkeys("none" if number is None else shown_number(number) for number in numbers))


def check_completeness(nodes: Sequence[PlanNode], cases: Mapping[str, Sequence[Case]], problems: Collector) -> None:
    """Collect the levels of `nodes`, and the unknown, that no case shows."""
    for node in nodes:
        shown = {level for case in cases.get(node.id, ()) for level in ((case.level,) if case.level else ())}
        unknown = any(
            len(case.levels) > 1 or isinstance(case.score, list) or case.applies == "unknown"
            for case in cases.get(node.id, ())
        )
        wanted = [step.id for step in node.scale.steps] if isinstance(node.scale, Rubric) else []
        lacking = [level for level in wanted if level not in shown] + ([] if unknown else ["the unknown"])
        if lacking:
            message = f"expected a case for every level of {node.id} and for the unknown; none for {', '.join(lacking)}"
            problems.add(Code.MISSING_CASE, message, (node.id,) if node.id in cases else ())
