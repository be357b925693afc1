"""Random rules as plain data: over facts, levels and scores, and by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from .brute import domain, passes
from .codebooks import Data, Draw, pick, some

ORDER = ("at-least", "at-most", "above", "below")
HALVES = (0, Decimal("0.5"), 1, Decimal("1.5"), 2, 3)
KNOWLEDGE = ("known", "contested", "not-found", "uncoded")


@dataclass
class Scope:
    """What a rule may read so far.

    `once`: every fact at most once in the whole framework, and no comparison that is constant.
    """

    codebook: Data
    once: bool = False
    asks: bool = True
    named: Data = field(default_factory=dict)
    levels: dict[str, list[str]] = field(default_factory=dict)
    nodes: list[str] = field(default_factory=list)
    fresh: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.fresh = list(self.codebook)

    def take(self, draw: Draw, types: tuple[str, ...] = ()) -> str | None:
        """A fact of one of the types; None if there is none (left)."""
        pool = self.fresh if self.once else list(self.codebook)
        fits = [name for name in pool if not types or self.codebook[name]["type"] in types]
        if not fits:
            return None
        chosen: str = pick(draw, fits)
        if self.once:
            self.fresh.remove(chosen)
        return chosen


def some_rule(draw: Draw, scope: Scope, depth: int = 2) -> Data | None:
    """A rule at most `depth` connectives deep; None if no fact is left to read."""
    form = pick(draw, ["leaf", "leaf", "not", "all", "any", "count", "name"]) if depth else "leaf"
    if form == "not":
        inner = some_rule(draw, scope, depth - 1)
        return inner and {"not": inner}
    if form == "name" and not scope.once:
        return {"rule": _name(draw, scope)}
    if form in {"all", "any", "count"}:
        parts = [some_rule(draw, scope, depth - 1) for _ in range(pick(draw, range(1, 4)))]
        found = [part for part in parts if part]
        if not found:
            return None
        return {"at-least": pick(draw, range(1, len(found) + 1)), "of": found} if form == "count" else {form: found}
    return _leaf(draw, scope)


def _name(draw: Draw, scope: Scope) -> str:
    names = [*scope.named, f"rule-{len(scope.named)}"]
    name: str = pick(draw, names)
    if name not in scope.named:
        rule = some_rule(draw, scope, 1)
        scope.named.setdefault(name, rule)
    return name


def _leaf(draw: Draw, scope: Scope) -> Data | None:
    subjects = ["fact", "fact", "fact", "fact", "not-applicable"]
    if not scope.once:
        subjects += [
            *(["known"] if scope.asks else []),
            *(["score"] if scope.nodes else []),
            *(["level"] if scope.levels else []),
        ]
    subject = pick(draw, subjects)
    if subject == "score":
        return {"score": {pick(draw, scope.nodes): _comparison(draw, HALVES)}}
    if subject == "level":
        node = pick(draw, sorted(scope.levels))
        return {"level": {node: _comparison(draw, tuple(scope.levels[node]))}}
    name = scope.take(draw)
    if name is None:
        return None
    if subject == "known":
        return {pick(draw, KNOWLEDGE): name}
    if subject == "not-applicable":
        return {"not-applicable": name}
    return {name: fact_test(draw, scope.codebook[name], constant=not scope.once)}


def fact_test(draw: Draw, body: Data, *, constant: bool = True) -> Any:  # plain data
    """A comparison on a fact; unless `constant`, one that some allowed value passes and some does not."""
    test = _fact_test(draw, body)
    values = domain(body)
    order = body.get("values") if body["type"] == "ordered" else None
    if constant or len({passes(value, test, order) for value in values}) > 1:
        return test
    return (
        {"count": {"at-least": 1}}
        if body["type"] == "set"
        else {"is": body.get("values", [True])[0]}
        if "least" not in body
        else {"above": body["least"]}
    )


def _fact_test(draw: Draw, body: Data) -> Any:
    match body["type"]:
        case "boolean":
            value = pick(draw, (False, True))
            return pick(draw, [value, {"is": value}, {"in": [value]}])
        case "category":
            values = some(draw, body["values"], 1, 2)
            return pick(draw, [values[0], {"is": values[0]}, {"in": values}])
        case "set":
            values = some(draw, body["values"], 1, 2)
            count = {"count": _comparison(draw, (0, 1, 2))}
            choice = [values[0], {"contains": values[0]}, {"contains-any": values}, {"contains-all": values}, count]
            return pick(draw, choice)
        case "ordered":
            return _comparison(draw, tuple(body["values"]))
        case "integer":
            return _comparison(draw, tuple(range(body["least"], body["greatest"] + 1)))
        case _:
            return _comparison(draw, tuple(half for half in HALVES if half <= body["greatest"]))


def _comparison(draw: Draw, operands: tuple[Any, ...]) -> Any:
    """A comparison of something in order."""
    op = pick(draw, ["short", "is", "in", "between", *ORDER, *ORDER])
    first = pick(draw, operands)
    if op not in {"in", "between"}:
        return first if op == "short" else {op: first}
    return {op: [first, pick(draw, operands)]}
