"""Random frameworks as plain data, in the shape of the YAML files; and their way into the engine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework, Missing
from govaudit.model.scorecard import Scorecard
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scorecard import assemble

from .codebooks import Data, Draw, Facts, codebooks, knowledge, pick, some
from .rules import Scope, some_rule

FEWER = settings(max_examples=settings.default.max_examples // 2) if settings.default else settings()
"""For what another law tests as well."""
MEANS = ("mean", "geometric", "harmonic", *({"power": n} for n in (-3, -2, -1, 1, 2, 3)))
ANYHOW = ("mean", "sum", "minimum", "maximum", "median")
AGGREGATIONS = (*ANYHOW, "mean", "product", *MEANS)
WEIGHTS = (None, 1, 2, 0, Decimal("0.5"), Decimal("1.25"), 3)
SCORES = (0, 1, 2, 3, Decimal("0.5"), Decimal("1.5"))
BELOW_ZERO = (-1, -2, Decimal("-0.5"))
MISSING = ("zero-credit", "full-credit", "exclude")
THRESHOLDS = (Decimal("0.5"), 1, Decimal("1.5"), 2)
NUMERIC = ("integer", "number")


@dataclass(frozen=True)
class Style:
    """What a random framework may hold."""

    once: bool = False
    asks: bool = True
    negative: bool = False
    falling: bool = True
    aggregations: tuple[Any, ...] = AGGREGATIONS


@dataclass
class Builder:
    """Draws one framework, node by node, so that each rule reads only what is finished."""

    draw: Draw
    scope: Scope
    style: Style
    count: int = 0

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}-{self.count}"

    def rarely(self, n: int = 4) -> bool:
        return bool(pick(self.draw, range(1, n + 1)) == n)

    def pick(self, choices: tuple[Any, ...]) -> Any:  # plain data
        return pick(self.draw, choices)

    def score(self) -> Any:
        return self.pick((*SCORES, *BELOW_ZERO) if self.style.negative else SCORES)

    def common(self, kind: str) -> Data:
        node: Data = {"id": self.name(kind)}
        weight = self.pick(WEIGHTS)
        if weight is not None:
            node["weight"] = weight
        if self.rarely():
            node["missing"] = self.pick(MISSING)
        return node

    def gate(self, node: Data) -> None:
        """Mostly a plain question of applicability, sometimes any rule."""
        form = self.pick(("always", "always", "always", "fact", "rule"))
        fact = self.scope.take(self.draw, ("boolean",)) if form == "fact" else None
        rule = {fact: True} if fact else some_rule(self.draw, self.scope, 1) if form == "rule" else None
        if rule:
            node["applies-when"] = rule

    def indicator(self) -> Data:
        node = self.common("indicator")
        self.gate(node)
        node |= self._scale()
        if "levels" in node:
            self.scope.levels[node["id"]] = [level["id"] for level in node["levels"]]
        self.scope.nodes.append(node["id"])
        return node

    def _scale(self) -> Data:
        kind = self.pick(("levels", "levels", "points", "linear", "rubric"))
        if kind == "points" and (fact := self.scope.take(self.draw, ("boolean", "ordered", "category"))):
            return {"points": {"fact": fact, "table": self.table(fact)}}
        if kind == "linear" and (fact := self.scope.take(self.draw, NUMERIC)):
            return {"linear": self.line(fact)}
        if kind == "rubric" and (fact := self.scope.take(self.draw, ("boolean",))):
            return {"rubric": "shared", "fact": fact}
        return {"levels": self.levels()}

    def levels(self) -> list[Data]:
        scores = sorted((self.score() for _ in range(pick(self.draw, range(1, 5)))), reverse=True)
        rows: list[Data] = []
        for score in scores[:-1]:
            rule = some_rule(self.draw, self.scope)
            if rule:
                rows.append({"id": f"level-{len(rows)}", "score": score, "when": rule})
        return [*rows, {"id": "else", "score": scores[-1], "otherwise": True}]

    def table(self, fact: str) -> Data:
        words = self.scope.codebook[fact].get("values", ["true", "false"])
        return {word: self.score() for word in words}

    def line(self, fact: str) -> Data:
        body = self.scope.codebook[fact]
        inside = self.rarely(3)
        first = body["least"] + Decimal("0.5") if inside else body["least"]
        ends = [{"value": first, "score": self.score()}, {"value": body["greatest"], "score": self.score()}]
        start, end = reversed(ends) if pick(self.draw, (False, True)) else ends
        return {"fact": fact, "from": start, "to": end} | ({"outside": "clamp"} if inside else {})

    def group(self, depth: int, node: Data) -> Data:
        """A group or the root, its members drawn before its caps."""
        pooled = node.get("pooled", False)
        node["aggregation"] = self.pick(self.style.aggregations)
        if not pooled:
            self.gate(node)
        if depth:
            node["criteria"] = [self.criterion(depth - 1) for _ in range(pick(self.draw, range(3)))]
        least = 0 if node.get("criteria") else 1
        node["indicators"] = [self.indicator() for _ in range(pick(self.draw, range(least, 4)))]
        self.finish(node, pooled=pooled)
        return node

    def criterion(self, depth: int) -> Data:
        node = self.common("criterion")
        if self.rarely():
            node |= {"pooled": True}
        return self.group(depth, node)

    def derived(self) -> Data:
        node = self.common("derived")
        names = some(self.draw, self.scope.nodes, 1, 3)
        node["of"] = names if pick(self.draw, (False, True)) else {name: self.pick(WEIGHTS[1:]) for name in names}
        node["aggregation"] = self.pick(self.style.aggregations)
        self.finish(node, pooled=False)
        return node

    def finish(self, node: Data, *, pooled: bool) -> None:
        if not pooled and self.rarely():
            node["steps"] = self.thresholds("value")
        if self.rarely():
            node["bands"] = self.thresholds("id")
        if not pooled and self.rarely(3):
            node["caps"] = [cap for cap in (self.cap(node) for _ in range(pick(self.draw, range(1, 3)))) if cap]
        if self.rarely():
            node["min-coverage"] = Decimal("0.5")
        self.scope.nodes.append(node["id"])

    def thresholds(self, key: str) -> list[Data]:
        up = pick(self.draw, (False, True))
        cuts = sorted(some(self.draw, THRESHOLDS, 1, 3), reverse=up)
        values: list[Any] = [f"band-{index}" for index in range(len(cuts) + 1)]
        if key == "value":
            falls = self.style.falling and pick(self.draw, (False, True))
            values = sorted((self.score() for _ in values), reverse=up != falls)
        rows: list[Data] = [{("at-least" if up else "at-most"): cut} for cut in cuts]
        return [{**row, key: value} for row, value in zip([*rows, {"otherwise": True}], values, strict=True)]

    def cap(self, node: Data) -> Data | None:
        rule = some_rule(self.draw, self.scope, 1)
        if not rule:
            return None
        limit: Data = {"at-most": self.score()}
        if node.get("bands") and pick(self.draw, (False, True)):
            limit = {"band": self.pick(tuple(band["id"] for band in node["bands"]))}
        return {"id": self.name("cap"), "when": rule, "reason": "?", **limit}


SHARED = [
    {"id": "yes", "score": 2, "when": {"it": True}},
    {"id": "half", "score": 1, "when": {"known": "it"}},
    {"id": "no", "score": 0, "otherwise": True},
]


@st.composite
def frameworks(draw: Draw, codebook: Data, style: Style | None = None) -> Data:
    """A framework over a codebook."""
    chosen = style or Style()
    if style is None and pick(draw, range(1, 5)) == 1:
        chosen = replace(chosen, negative=True)
    if chosen.negative:
        chosen = replace(chosen, aggregations=tuple(how for how in chosen.aggregations if how in ANYHOW))
    build = Builder(draw, Scope(codebook, once=chosen.once, asks=chosen.asks), chosen)
    root: Data = {"id": "root", "version": "1"}
    if pick(draw, (False, True)):
        root["missing"] = pick(draw, MISSING)
    build.group(2, root)
    half = {"known": "it"} if chosen.asks and not chosen.once else {"not-applicable": "it"}
    shared = [SHARED[0], {**SHARED[1], "when": half}, SHARED[2]]
    root |= {"rubrics": {"shared": shared}, "tables": {}, "derived": []}
    if not chosen.once:
        root["derived"] = [build.derived() for _ in range(pick(draw, range(3)))]
        root["designations"] = [build.cap({}) for _ in range(pick(draw, range(2)))]
        root["designations"] = [{"id": cap["id"], "when": cap["when"]} for cap in root["designations"] if cap]
    share_tables(root)
    return root | {"rules": build.scope.named}


def share_tables(root: Data) -> None:
    """The first table of points becomes a table of the framework, read by name."""
    for node in nodes_of(root):
        if "points" in node:
            root["tables"] = {"table": node["points"]["table"]}
            node["points"] = {**node["points"], "table": "table"}
            return


def nodes_of(root: Data) -> list[Data]:
    """All nodes, parents first, then derived ones."""
    found, stack = [], [root]
    while stack:
        node = stack.pop()
        found.append(node)
        stack.extend(reversed([*node.get("criteria", []), *node.get("indicators", [])]))
    return [*found, *root.get("derived", [])]


class Example:
    """A framework with its codebook, compiled, and what is known of one forum."""

    def __init__(self, codebook: Data, framework: Data, facts: Facts) -> None:
        self.codebook, self.framework, self.facts = codebook, framework, facts
        self.plan = compiled(framework, codebook)

    def __repr__(self) -> str:
        return f"\ncodebook = {self.codebook}\nframework = {self.framework}\nfacts = {self.facts}\n"

    def run(self, missing: Missing | None = None, facts: Facts | None = None) -> dict[str, Result]:
        return Evaluation(self.plan, self.facts if facts is None else facts, missing).run()


@st.composite
def examples(draw: Draw, style: Style | None = None, *, unknown: bool = True, budget: int = 64) -> Example:
    """A framework, ready to be scored."""
    once = style is not None and style.once
    codebook = draw(codebooks(least=6, most=9) if once else codebooks())
    framework = draw(frameworks(codebook, style))
    return Example(codebook, framework, draw(knowledge(codebook, unknown=unknown, budget=budget)))


def compiled(framework: Data, codebook: Data) -> Plan:
    return compile_plan(read(Framework, framework), read_codebook(codebook))


def scorecard(plan: Plan, facts: Facts, missing: Missing | None = None) -> Scorecard:
    """The scorecard of a forum without profile."""
    policy = missing or plan.nodes[plan.root].missing
    card = Scorecard(
        forum="forum",
        name="Forum",
        generic=False,
        framework=plan.root,
        version="1",
        as_of=date(2026, 1, 1),
        missing=policy,
    )
    return assemble(card, Evaluation(plan, facts, missing))
