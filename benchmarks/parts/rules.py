"""The rules of the kernel benchmark, what they mean in Kleene's logic, and how they are written in CEL and in Rego."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import count
from typing import Any, TypeAlias

from govaudit.model.base import read
from govaudit.model.codebook import Codebook, read_codebook
from govaudit.model.framework import Framework
from govaudit.scoring.plan import Plan, compile_plan

Data: TypeAlias = dict[str, Any]
TRUTHS, PLACES, NUMBERS = [False, True], list(range(4)), list(range(101))
FACTS: Mapping[str, list[Any]] = {
    **dict.fromkeys(("public", "independent", "funded", "elected"), TRUTHS),
    **dict.fromkeys(("access", "record", "oversight", "mandate"), PLACES),
    **dict.fromkeys(("members", "meetings", "staff", "age"), NUMBERS),
}
"""Each fact and its values; an ordered one stands as the place of its word."""
WORDS = ("none", "weak", "fair", "strong")


def fact(name: str, **test: Any) -> Data:
    """A comparison: `fact("age", above=30)`."""
    [(operation, operand)] = test.items()
    return {name: {operation.replace("_", "-"): operand}}


def yes(name: str) -> Data:
    return {name: True}


def every(*rules: Data) -> Data:
    return {"all": list(rules)}


def some(*rules: Data) -> Data:
    return {"any": list(rules)}


def no(rule: Data) -> Data:
    return {"not": rule}


RULES: Mapping[str, Data] = {
    "open": every(yes("public"), fact("access", at_least="fair"), fact("record", at_least="weak"), fact("meetings", at_least=2)),
    "watched": every(yes("independent"), some(fact("oversight", at_least="fair"), fact("mandate", **{"is": "strong"})), yes("funded"), fact("staff", above=5)),
    "grown": every(fact("members", at_least=50), fact("staff", at_least=20), some(fact("age", above=30), yes("elected"))),
    "closed": no(some(yes("public"), fact("access", at_least="weak"), fact("record", at_least="fair"), fact("meetings", above=10))),
    "balanced": every(fact("members", between=[10, 90]), some(fact("oversight", at_most="weak"), yes("independent")), no(fact("mandate", **{"is": "none"})), fact("record", at_least="weak")),
    "fragile": every(some(no(yes("funded")), fact("staff", below=3)), fact("age", below=10), fact("members", below=20), fact("oversight", **{"is": "none"})),
    "heard": every(fact("access", at_least="fair"), some(yes("elected"), yes("public")), no(fact("record", **{"is": "none"})), fact("meetings", at_least=4), fact("members", above=15)),
    "settled": every(fact("age", at_least=40), yes("funded"), yes("independent"), fact("staff", at_least=10), fact("mandate", at_least="fair")),
    "trusted": every(some(every(yes("independent"), fact("oversight", at_least="fair")), every(yes("public"), fact("record", **{"is": "strong"}))), fact("access", at_least="weak"), fact("members", above=5)),
    "idle": every(no(every(fact("meetings", at_least=1), fact("record", at_least="weak"))), fact("staff", at_most=2), no(yes("funded")), fact("age", above=2)),
}  # fmt: skip


@cache
def plan() -> Plan:
    """A framework that has these rules."""
    indicator = {"id": "any", "levels": [{"id": "all", "score": 1, "when": {"public": True}}, {"id": "none", "score": 0, "otherwise": True}]}  # fmt: skip
    framework = {"id": "kernel", "version": "1", "indicators": [indicator], "rules": dict(RULES)}
    return compile_plan(read(Framework, framework), codebook())


@cache
def codebook() -> Codebook:
    bodies: dict[str, Data] = {}
    for name, values in FACTS.items():
        kind: Data = {"type": "integer", "least": 0, "greatest": 100}
        if values is TRUTHS:
            kind = {"type": "boolean"}
        elif values is PLACES:
            kind = {"type": "ordered", "values": list(WORDS)}
        bodies[name] = {"question": "?", "basis": "law", **kind}
    return read_codebook(bodies)


SIGNS = {"is": "==", "at-least": ">=", "at-most": "<=", "above": ">", "below": "<"}


def compared(rule: Data) -> Iterator[tuple[str, str, int]]:
    """A comparison as fact, sign and number; `between` is two."""
    [(name, test)] = rule.items()
    [(operation, operand)] = test.items()
    if operation == "between":
        yield from ((name, ">=", operand[0]), (name, "<=", operand[1]))
    else:
        yield name, SIGNS[operation], WORDS.index(operand) if isinstance(operand, str) else operand


COMPARE = {
    "==": int.__eq__,
    ">=": int.__ge__,
    "<=": int.__le__,
    ">": int.__gt__,
    "<": int.__lt__,
}


def kleene(rule: Data, facts: Mapping[str, int | bool]) -> bool | None:
    """The truth of a rule, written anew: true is 1, false 0, unknown a half; `all` the least, `any` the greatest."""
    return {0.0: False, 1.0: True}.get(_degree(rule, facts))


def _degree(rule: Data, facts: Mapping[str, int | bool]) -> float:
    [(word, inner)] = rule.items()
    match word:
        case "all":
            return min(_degree(part, facts) for part in inner)
        case "any":
            return max(_degree(part, facts) for part in inner)
        case "not":
            return 1 - _degree(inner, facts)
    if word not in facts:
        return 0.5
    if inner is True:
        return float(facts[word])
    return min(float(COMPARE[sign](int(facts[word]), number)) for _, sign, number in compared(rule))


def cel_of(rule: Data) -> str:
    """A rule in CEL."""
    [(word, inner)] = rule.items()
    match word:
        case "all" | "any":
            return "(" + (" && " if word == "all" else " || ").join(map(cel_of, inner)) + ")"
        case "not":
            return f"!{cel_of(inner)}"
    if inner is True:
        return str(word)
    return "(" + " && ".join(f"{name} {sign} {number}" for name, sign, number in compared(rule)) + ")"


def rego(rules: Mapping[str, Data]) -> str:
    """Rules in Rego, which has no `or` within a rule: an alternative, and what is denied, is a rule of its own."""
    numbers, lines = count(), ["package rules", "import rego.v1"]

    def helper(bodies: list[str]) -> str:
        name = f"part_{next(numbers)}"
        lines.extend(f"{name} if {{ {body} }}" for body in bodies)
        return name

    def body(rule: Data) -> str:
        [(word, inner)] = rule.items()
        match word:
            case "all":
                return "; ".join(map(body, inner))
            case "any":
                return helper([body(part) for part in inner])
            case "not":
                return f"not {helper([body(inner)])}"
        if inner is True:
            return f"input.{word}"
        return "; ".join(f"input.{name} {sign} {number}" for name, sign, number in compared(rule))

    for name, rule in rules.items():
        lines += [f"default {name} := false", f"{name} if {{ {body(rule)} }}"]
    return "\n".join(lines)
