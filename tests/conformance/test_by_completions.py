"""The expected values, derived anew: by the naive reference of `tests/laws`, one completion at a time, without the engine.

Low and high are the least and greatest score over all completions, applicability and truth what all of them agree on, coverage the share of
indicators they agree on, the excluding point the score without the others. Where a test says `outer`, what it expects may be wider, and somewhere is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import product
from typing import Any

import pytest

from govaudit.model.codebook import Codebook, Value, read_codebook
from govaudit.model.knowledge import UNCODED, Kind
from tests.laws.brute import Brute, Complete, children

from .runner import FILES, Data, exact, framework_of, knowledge

CASES = [
    (name, test, position)
    for name, file in FILES.items()
    for test in file["tests"]
    if "statements" not in test
    for position in range(len(test["cases"]))
    if "error" not in test["cases"][position]
]
ASKS = ("known", "contested", "not-found", "uncoded")


class Naive:
    """Everything that the completions of one case say."""

    def __init__(self, file: Data, test: Data, case: Data) -> None:
        self.body = file["codebook"]
        dates = {name for name, fact in self.body.items() if fact["type"] == "date"}
        self.framework = dated(framework_of(file, test), dates)
        codebook = read_codebook({name: {"question": "?", "basis": "law", **fact} for name, fact in self.body.items()})
        self.runs = [Brute(self.framework, self.body, each) for each in self._completions(codebook, case)]

    def _completions(self, codebook: Codebook, case: Data) -> Iterator[Complete]:
        """Each unknown fact that is read one of its values; of a number the ends and whatever the framework names, and what lies next to it."""
        known, text = knowledge(codebook, case), repr(self.framework)
        choices: list[Sequence[Value | None]] = []
        for name, fact in codebook.items():
            now = known.get(name, UNCODED)
            every = tellings(self.body[name], self.framework) if f"'{name}'" in text else [None]
            values = [None] if now.kind is Kind.NOT_APPLICABLE else list(now.values or every)
            choices.append([value for value in values if value is None or self._scored(fact.id, value)])
        for combination in product(*choices):
            yield dict(zip(codebook, combination, strict=True))

    def _scored(self, fact: str, value: Value) -> bool:
        """Whether the value lies between all goalposts that do not clamp; elsewhere there is no score at all."""
        lines = [node["linear"] for node in nodes(self.framework) if node.get("linear", {}).get("fact") == fact]
        strict = [line for line in lines if line.get("outside") != "clamp"]
        ends = [sorted((Fraction(line["from"]["value"]), Fraction(line["to"]["value"]))) for line in strict]
        return all(least <= value <= most for least, most in ends)  # type: ignore[operator]  # a line reads a number

    def scores(self, node: str) -> list[Fraction | None]:
        return [run.score(node) for run in self.runs]

    def applies(self, node: str) -> bool | str:
        return agreed(score is not None for score in self.scores(node))

    def span(self, node: str) -> tuple[Fraction | None, Fraction | None]:
        found = [score for score in self.scores(node) if score is not None]
        return (min(found), max(found)) if found else (None, None)

    @cached_property
    def unsettled(self) -> set[str]:
        return {
            node["id"] for node in nodes(self.framework) if not is_group(node) and len(set(self.scores(node["id"]))) > 1
        }

    def coverage(self, name: str) -> Fraction | None:
        node = self.runs[0].nodes[name]
        if self.applies(name) is False:
            return None
        if not is_group(node):
            return Fraction(name not in self.unsettled)
        weighted = node.get("aggregation", "mean") not in ("product", "minimum", "maximum", "median")
        inside = [
            (weight if weighted else Fraction(1), self.coverage(member))
            for weight, member in self.runs[0].members(node)
        ]
        counted = [(weight, share) for weight, share in inside if share is not None]
        total = sum((weight for weight, _ in counted), Fraction(0))
        return sum((weight * share for weight, share in counted), Fraction(0)) / total if total else None

    def excluding(self, name: str) -> Fraction | None:
        """The score of what is settled; a cap that may not hold does not count."""
        found = [Known(run, self.unsettled).score(name) for run in self.runs]
        return max((score for score in found if score is not None), default=None)


class Known(Brute):
    """A completion in which the unsettled indicators are left out."""

    def __init__(self, run: Brute, unsettled: set[str]) -> None:
        super().__init__(run.framework, run.codebook, run.facts)
        self.scores.update(dict.fromkeys(unsettled))


def is_group(node: Data) -> bool:
    return "of" in node or bool(children(node))


def nodes(framework: Data) -> list[Data]:
    found, stack = list(framework.get("derived", [])), [framework]
    while stack:
        node = stack.pop()
        found.append(node)
        stack += children(node)
    return found


def numbers(data: Any) -> Iterator[Fraction]:
    """Every number that stands anywhere in plain data."""
    if isinstance(data, Mapping | list):
        for item in data.values() if isinstance(data, Mapping) else data:
            yield from numbers(item)
    elif not isinstance(data, bool | str):
        yield Fraction(data)


def tellings(fact: Data, framework: Data) -> Sequence[Value]:
    """Values enough to tell all comparisons of a framework apart."""
    if fact["type"] == "boolean":
        return [False, True]
    if fact["type"] in {"integer", "number"}:
        least, most = Fraction(fact["least"]), Fraction(fact["greatest"])
        near = {number + step for number in numbers(framework) for step in (-1, 0, 1)} | {least, most}
        return sorted(value for value in near if least <= value <= most)
    if fact["type"] == "set":
        choices = product((False, True), repeat=len(fact["values"]))
        return [frozenset(word for word, keep in zip(fact["values"], bits, strict=True) if keep) for bits in choices]
    return list(fact.get("values", []))


def dated(data: Any, dates: set[str], inside: bool = False) -> Any:
    """Plain data with the operands of comparisons on dates as days: a year and a month mean their first."""
    match data:
        case dict():
            return {key: dated(item, dates, inside or key in dates) for key, item in data.items()}
        case list():
            return [dated(item, dates, inside) for item in data]
        case str() if inside:
            return date.fromisoformat(f"{data}-01-01"[:10])
        case _:
            return data


def agreed(answers: Any) -> bool | str:
    found = set(answers)
    return found.pop() if len(found) == 1 else "unknown"


def expected(case: Data, test: Data) -> dict[str, Data]:
    return {"it": case} if "indicator" in test else case.get("nodes", {})


def wider(found: Any, wanted: Any) -> bool:
    return bool(wanted == "unknown" and found != "unknown")


@pytest.mark.parametrize(("name", "test", "position"), CASES, ids=lambda value: value["id"] if isinstance(value, dict) else str(value))  # fmt: skip
def test_what_is_expected_follows_from_the_completions(name: str, test: Data, position: int) -> None:
    case = test["cases"][position]
    naive, outer = Naive(FILES[name], test, case), "outer" in test
    for what, found, wanted in derived(naive, test, case):
        if what.endswith("low"):
            assert found == wanted or (outer and wanted < found), what
        elif what.endswith("high"):
            assert found == wanted or (outer and wanted > found), what
        elif what.endswith("levels"):
            assert found == wanted or (outer and found < wanted), what
        elif what.endswith("coverage"):
            assert found == wanted or outer, what
        else:
            assert found == wanted or (outer and wider(found, wanted)), what


def derived(naive: Naive, test: Data, case: Data) -> Iterator[tuple[str, Any, Any]]:
    """What, the value that follows from the completions, and the value that the suite expects."""
    if "rule" in test:
        (cap,) = naive.framework["caps"]
        yield "truth", agreed(run.holds(cap["when"]) for run in naive.runs), case["truth"]
    for item in naive.framework.get("designations", []):
        if item["id"] in case.get("designations", {}) and not any(word in repr(item) for word in ASKS):
            yield item["id"], agreed(run.holds(item["when"]) for run in naive.runs), case["designations"][item["id"]]
    for node, wanted in expected(case, test).items():
        low, high = naive.span(node)
        authored = naive.runs[0].nodes[node]
        values: dict[str, Any] = {
            "low": low,
            "high": high,
            "applies": naive.applies(node),
            "coverage": naive.coverage(node),
        }
        for key in ("low", "high", "coverage", "applies"):
            if key in wanted:
                yield f"{node} {key}", values[key], wanted[key] if key == "applies" else exact(wanted[key])
        if "levels" in wanted and ("levels" in authored or "rubric" in authored):
            reached = {run.level(node) for run in naive.runs if run.score(node) is not None}
            yield f"{node} levels", reached, set(wanted["levels"])
        if isinstance(wanted.get("point"), Mapping) and "outer" not in test:
            falling = node == "rating" and test["id"] == "steps-falling"
            by_policy = {"zero-credit": high if falling else low, "full-credit": low if falling else high}
            by_policy["exclude"] = naive.excluding(node)
            for policy, point in wanted["point"].items():
                yield f"{node} point under {policy}", by_policy[policy], exact(point)


def test_a_test_that_says_outer_is_wider_somewhere() -> None:
    for name, file in FILES.items():
        for test in file["tests"]:
            if "outer" in test:
                pairs = [
                    (found, wanted)
                    for case in test["cases"]
                    for _, found, wanted in derived(Naive(file, test, case), test, case)
                ]
                assert any(found != wanted for found, wanted in pairs), (name, test["id"])
