"""The naive reference: one completion at a time, two-valued rules, recursion and fractions, straight from `scoring.md`.

It reads the plain data of a framework and shares no code with the engine that scores.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import combinations, product
from typing import Any, TypeAlias

from govaudit.model.codebook import Value
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known

Data: TypeAlias = Mapping[str, Any]
Complete: TypeAlias = dict[str, Value | None]
"""A value for every fact; None is not-applicable."""
MEANS = {"mean", "geometric", "harmonic"}
GRID = 10**30


def domain(body: Data) -> list[Value]:
    """The allowed values of a fact; of a number a grid of quarters, both bounds on it."""
    match body["type"]:
        case "boolean":
            return [False, True]
        case "set":
            sizes = range(len(body["values"]) + 1)
            return [frozenset(subset) for size in sizes for subset in combinations(body["values"], size)]
        case "integer" | "number":
            step = Fraction(1) if body["type"] == "integer" else Fraction(1, 4)
            count = int((Fraction(body["greatest"]) - Fraction(body["least"])) / step)
            return [Fraction(body["least"]) + step * index for index in range(count + 1)]
        case _:
            return list(body["values"])


def completions(codebook: Mapping[str, Data], facts: Mapping[str, Knowledge]) -> Iterator[Complete]:
    """Each unknown fact one of its allowed values, a contested one one of its own; never not-applicable."""
    choices: list[Sequence[Value | None]] = []
    for name, body in codebook.items():
        now = facts.get(name, UNCODED)
        choices.append([None] if now.kind is Kind.NOT_APPLICABLE else now.values or domain(body))
    for combination in product(*choices):
        yield dict(zip(codebook, combination, strict=True))


def as_knowledge(complete: Complete) -> dict[str, Knowledge]:
    """A completion as the engine takes it."""
    return {name: Knowledge(Kind.NOT_APPLICABLE) if v is None else known(v) for name, v in complete.items()}


class Brute:
    """The scores of one framework under one completion."""

    def __init__(self, framework: Data, codebook: Mapping[str, Data], facts: Complete) -> None:
        self.framework, self.codebook, self.facts = framework, codebook, facts
        self.nodes: dict[str, Data] = {}
        self.parents: dict[str, str | None] = {}
        self._index(framework, None)
        for derived in framework.get("derived", []):
            self._index(derived, None)
        self.scores: dict[str, Fraction | None] = {}

    def _index(self, node: Data, parent: str | None) -> None:
        self.nodes[node["id"]], self.parents[node["id"]] = node, parent
        for child in children(node):
            self._index(child, node["id"])

    def gated_in(self, name: str) -> bool:
        node, parent = self.nodes[name], self.parents[name]
        own = "applies-when" not in node or self.holds(node["applies-when"])
        return own and (parent is None or self.gated_in(parent))

    def score(self, name: str) -> Fraction | None:
        """The score; None if the node does not apply or has none."""
        if name not in self.scores:
            node = self.nodes[name]
            compute = self._group if "of" in node or children(node) else self._indicator
            self.scores[name] = compute(node) if self.gated_in(name) else None
        return self.scores[name]

    # indicators

    def levels(self, node: Data) -> Sequence[Data]:
        return node["levels"] if "levels" in node else self.framework["rubrics"][node["rubric"]]  # type: ignore[no-any-return]

    def level(self, name: str) -> str:
        node = self.nodes[name]
        it = node.get("fact", "")
        return next(step["id"] for step in self.levels(node) if "when" not in step or self.holds(step["when"], it))  # type: ignore[no-any-return]

    def _indicator(self, node: Data) -> Fraction | None:
        if "points" in node or "linear" in node:
            value = self.facts[(node.get("points") or node["linear"])["fact"]]
            return None if value is None else self._points(node, value)
        rules = [step["when"] for step in self.levels(node) if "when" in step]
        leaves = [leaf for rule in rules for leaf in self.leaves(rule, node.get("fact", ""))]
        read = {fact for word, fact in leaves if word != "node"}
        excused = any(word == "not-applicable" for word, _ in leaves)
        if read and not excused and all(self.facts[fact] is None for fact in read):
            return None
        reached = self.level(node["id"])
        return next(Fraction(step["score"]) for step in self.levels(node) if step["id"] == reached)

    def _points(self, node: Data, value: Value) -> Fraction:
        if "points" in node:
            table = node["points"]["table"]
            rows = self.framework["tables"][table] if isinstance(table, str) else table
            return Fraction(rows[str(value).lower()])
        line = node["linear"]
        (x0, y0), (x1, y1) = ((Fraction(line[end]["value"]), Fraction(line[end]["score"])) for end in ("from", "to"))
        x = Fraction(value)  # type: ignore[arg-type]  # a line reads a number
        if line.get("outside") == "clamp":
            x = max(min(x, max(x0, x1)), min(x0, x1))
        return y0 + (y1 - y0) * (x - x0) / (x1 - x0)

    # groups

    def members(self, node: Data) -> list[tuple[Fraction, str]]:
        if "of" in node:
            weights = node["of"] if isinstance(node["of"], dict) else dict.fromkeys(node["of"], 1)
            return [(Fraction(weight), name) for name, weight in weights.items()]
        found: list[tuple[Fraction, str]] = []
        for child in children(node):
            one = [(Fraction(child.get("weight", 1)), child["id"])]
            found += self.members(child) if child.get("pooled") else one
        return found

    def _group(self, node: Data) -> Fraction | None:
        how = node.get("aggregation", "mean")
        scored = [(weight, self.score(name)) for weight, name in self.members(node)]
        inside = [(w, s) for w, s in scored if s is not None and (w > 0 or not is_mean(how))]
        if not inside:
            return None
        score = aggregate(how, inside)
        if node.get("steps"):
            score = Fraction(entry(node["steps"], score)["value"])
        ceilings = [
            Fraction(cap["at-most"]) for cap in node.get("caps", []) if "at-most" in cap and self.holds(cap["when"])
        ]
        return min([score, *ceilings])

    def band(self, name: str) -> str | None:
        """The band of the score, under the caps on the band that hold."""
        node, score = self.nodes[name], self.score(name)
        if score is None or not node.get("bands"):
            return None
        names = [band["id"] for band in node["bands"]]
        worst = max if "at-least" in node["bands"][0] else min
        place = names.index(entry(node["bands"], score)["id"])
        for cap in node.get("caps", []):
            if "band" in cap and self.holds(cap["when"]):
                place = worst(place, names.index(cap["band"]))
        return str(names[place])

    # rules

    def holds(self, rule: Data, it: str = "") -> bool:  # one return a form
        if set(rule) == {"at-least", "of"}:
            return sum(self.holds(part, it) for part in rule["of"]) >= int(rule["at-least"])
        (key, body), *_ = rule.items()
        match key:
            case "all":
                return all(self.holds(part, it) for part in body)
            case "any":
                return any(self.holds(part, it) for part in body)
            case "not":
                return not self.holds(body, it)
            case "rule":
                return self.holds(self.framework["rules"][body])
            case "known":
                return self.facts[it if body == "it" else body] is not None
            case "not-applicable":
                return self.facts[it if body == "it" else body] is None
            case "contested" | "not-found" | "uncoded":
                return False
            case "score":
                (name, test), *_ = body.items()
                score = self.score(name)
                return score is not None and passes(score, test)
            case "level":
                (name, test), *_ = body.items()
                worst_first = [step["id"] for step in self.levels(self.nodes[name])][::-1]
                return self.score(name) is not None and passes(self.level(name), test, worst_first)
        value = self.facts[it if key == "it" else key]
        declared = self.codebook[it if key == "it" else key]
        return value is not None and passes(
            value, body, declared.get("values") if declared["type"] == "ordered" else None
        )

    def leaves(self, rule: Data, it: str = "") -> list[tuple[str, str]]:
        """Pairs of word and fact (or "node" and id) that a rule reads, with repetitions."""
        parts = rule.get("of") or rule.get("all") or rule.get("any") or ([rule["not"]] if "not" in rule else [])
        if parts:
            return [leaf for part in parts for leaf in self.leaves(part, it)]
        (key, body), *_ = rule.items()
        if key == "rule":
            return self.leaves(self.framework["rules"][body])
        if key in {"score", "level"}:
            return [("node", name) for name in body]
        if key in {"known", "contested", "not-found", "uncoded", "not-applicable"}:
            return [(key, it if body == "it" else body)]
        return [("is", it if key == "it" else key)]

    @cached_property
    def results(self) -> dict[str, Fraction | None]:
        return {name: self.score(name) for name in self.nodes}


def children(node: Data) -> list[Data]:
    """Nested criteria, then indicators."""
    return [*node.get("criteria", []), *node.get("indicators", [])]


def entry(table: Sequence[Data], score: Fraction) -> Data:
    """The first entry of a table whose threshold the score meets."""
    for row in table:
        if ("at-least" in row and score >= Fraction(row["at-least"])) or (
            "at-most" in row and score <= Fraction(row["at-most"])
        ):
            return row
    return table[-1]


def passes(value: Any, test: Any, order: Sequence[str] | None = None) -> bool:  # plain data
    """One value against one comparison; `order` ranks the words of an ordered scale."""
    if isinstance(value, frozenset):
        word, operand = next(iter(test.items())) if isinstance(test, dict) else ("contains", test)
        chosen = {operand} if word == "contains" else operand
        if word == "count":
            return passes(Fraction(len(value)), operand)
        return bool(value & set(chosen)) if word == "contains-any" else value >= set(chosen)
    word, operand = next(iter(test.items())) if isinstance(test, dict) else ("is", test)

    def rank(item: Any) -> Any:
        return order.index(item) if order else item

    compare: dict[str, Callable[[], bool]] = {
        "is": lambda: bool(value == operand),
        "in": lambda: value in operand,
        "at-least": lambda: bool(rank(value) >= rank(operand)),
        "at-most": lambda: bool(rank(value) <= rank(operand)),
        "above": lambda: bool(rank(value) > rank(operand)),
        "below": lambda: bool(rank(value) < rank(operand)),
        "between": lambda: bool(rank(operand[0]) <= rank(value) <= rank(operand[1])),
    }
    return compare[word]()


# aggregation


def is_mean(how: str | Data) -> bool:
    """Whether a member of weight 0 counts for nothing."""
    return how in MEANS if isinstance(how, str) else True


def aggregate(how: str | Data, members: Sequence[tuple[Fraction, Fraction]]) -> Fraction:  # one return a name
    """The score of a group of one or more members, each a weight and a score."""
    scores = sorted(score for _, score in members)
    total = sum((weight for weight, _ in members), Fraction(0))
    match how:
        case "sum":
            return sum((weight * score for weight, score in members), Fraction(0))
        case "product":
            return math.prod(scores, start=Fraction(1))
        case "minimum":
            return scores[0]
        case "maximum":
            return scores[-1]
        case "median":
            return (scores[(len(scores) - 1) // 2] + scores[len(scores) // 2]) / 2
        case "mean":
            return sum((weight * score for weight, score in members), Fraction(0)) / total
    mean = geometric(members) if how == "geometric" else power_mean(how, members, total)
    return min(max(mean, scores[0]), scores[-1])


def power_mean(how: str | Data, members: Sequence[tuple[Fraction, Fraction]], total: Fraction) -> Fraction:
    """(∑ wᵢ xᵢ^p / W)^(1/p); of a negative power, 0 if a member is 0."""
    power: int = -1 if isinstance(how, str) else how["power"]
    if power < 0 and any(score == 0 for _, score in members):
        return Fraction(0)
    inner = sum((weight * score**power for weight, score in members), Fraction(0)) / total
    if power in {1, -1}:
        return inner**power
    return rounded_root(inner if power > 0 else 1 / inner, abs(power))


def geometric(members: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The weighted geometric mean: one integer root of a product of whole powers."""
    common = math.lcm(*(weight.denominator for weight, _ in members))
    powers = [int(weight * common) for weight, _ in members]
    inner = math.prod((score**power for power, (_, score) in zip(powers, members, strict=True)), start=Fraction(1))
    return rounded_root(inner, sum(powers))


def rounded_root(number: Fraction, degree: int) -> Fraction:
    """The root of a number not below 0, to the nearest 10⁻³⁰, ties up: floor((⌊2·10³⁰·root⌋ + 1) / 2)."""
    doubled = integer_root(number.numerator * (2 * GRID) ** degree // number.denominator, degree)
    return Fraction((doubled + 1) // 2, GRID)


def integer_root(number: int, degree: int) -> int:
    """⌊number^(1/degree)⌋ by bisection on whole numbers."""
    low, high = 0, 1 << (number.bit_length() // degree + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if middle**degree <= number else (low, middle)
    return low
