"""Random codebooks as plain data, and random knowledge of their facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, TypeAlias

from hypothesis import strategies as st

from govaudit.model.codebook import Value
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known

from .brute import domain

Data: TypeAlias = dict[str, Any]
Facts: TypeAlias = dict[str, Knowledge]
Draw: TypeAlias = Callable[[st.SearchStrategy[Any]], Any]

TYPES = ("boolean", "ordered", "category", "set", "integer", "number")
UNKNOWNS = (Kind.NOT_FOUND, Kind.UNCODED, Kind.CONTESTED)
KINDS = (Kind.KNOWN, *UNKNOWNS, *UNKNOWNS, Kind.KNOWN, Kind.NOT_APPLICABLE)
WORDS = ["amber", "blue", "cyan", "dun"]


@cache
def _below(size: int) -> st.SearchStrategy[int]:
    return st.integers(0, size - 1)


def pick(draw: Draw, choices: Sequence[Any]) -> Any:
    """One of the choices, the first being the simplest; strategies are kept, for building one costs more than drawing."""
    return choices[draw(_below(len(choices)))]


def some(draw: Draw, choices: Sequence[Any], least: int, most: int) -> list[Any]:
    """From `least` to `most` different ones of the choices."""
    pool = list(choices)
    count = pick(draw, range(least, min(most, len(pool)) + 1))
    return [pool.pop(draw(_below(len(pool)))) for _ in range(count)]


def fact(draw: Draw, kind: str) -> Data:
    """One fact of a type, with few allowed values."""
    body: Data = {"question": "?", "type": kind, "basis": "law"}
    if kind in {"ordered", "category"}:
        body["values"] = WORDS[: pick(draw, range(2, 5))]
    elif kind == "set":
        body["values"] = WORDS[: pick(draw, range(2, 4))]
    elif kind == "integer":
        body["least"] = pick(draw, range(-1, 2))
        body["greatest"] = body["least"] + pick(draw, range(2, 4))
    elif kind == "number":
        body["least"] = pick(draw, [0, Decimal("-0.5")])
        body["greatest"] = pick(draw, [1, Decimal("1.5")])
    return body


@st.composite
def codebooks(draw: Draw, least: int = 4, most: int = 6) -> Data:
    """A codebook of `least` to `most` facts; the first two are boolean."""
    kinds = [pick(draw, TYPES) for _ in range(pick(draw, range(least - 2, most - 1)))]
    return {f"{kind}-{index}": fact(draw, kind) for index, kind in enumerate(["boolean", "boolean", *kinds])}


@st.composite
def knowledge(draw: Draw, codebook: Mapping[str, Data], *, unknown: bool = True, budget: int = 64) -> Facts:
    """What is known of each fact, with at most `budget` completions."""
    facts: Facts = {}
    for name, body in codebook.items():
        values = domain(body)
        kind = pick(draw, KINDS)
        size = 1 if kind in {Kind.KNOWN, Kind.NOT_APPLICABLE} else 2 if kind is Kind.CONTESTED else len(values)
        if size > budget or (size > 1 and not unknown):
            kind, size = Kind.KNOWN, 1
        budget //= size
        facts[name] = _of_kind(draw, kind, values)
    return {name: item for name, item in facts.items() if item is not UNCODED or pick(draw, (False, True))}


def _of_kind(draw: Draw, kind: Kind, values: list[Value]) -> Knowledge:
    match kind:
        case Kind.KNOWN:
            return known(pick(draw, values))
        case Kind.CONTESTED:
            pair = some(draw, values, 2, 2)
            return Knowledge(Kind.CONTESTED, tuple(pair))
        case Kind.UNCODED:
            return UNCODED
        case _:
            return Knowledge(kind)


@st.composite
def refinements(draw: Draw, codebook: Mapping[str, Data], facts: Facts) -> Facts:
    """The same knowledge after one or more unknown facts became known, or lost a contested value."""
    unknown = [name for name in codebook if facts.get(name, UNCODED).unknown]
    chosen = some(draw, unknown, 1, len(unknown)) if unknown else []
    later = dict(facts)
    for name in chosen:
        now = facts.get(name, UNCODED)
        values = list(now.values) or domain(codebook[name])
        if now.kind is not Kind.CONTESTED and pick(draw, (False, True)):
            later[name] = _of_kind(draw, Kind.CONTESTED, values)
        else:
            later[name] = known(pick(draw, values))
    return later
