"""Drafts of a framework and of a criterion with its cases, made from the facts that they are to read. Each passes `check`.

What a fact's type says of levels is written down; scores are evenly spread, for their author to judge.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from govaudit.files.flow import Bare, flow, lines
from govaudit.model.base import ID
from govaudit.model.codebook import Fact, shown_number

MOST = 100
Level = tuple[str, int, Any, Any]
"""An id, a score, a rule (None on the last), and a value of the fact that leads there."""


def framework(name: str, title: str, criterion: str) -> str:
    """A framework of one criterion in a file of its own."""
    return lines(
        [
            "# The versioned whole. How to write it: docs/reference/files.md",
            f"id: {name}",
            f"title: {flow(title)}",
            "version: 0.1.0 # a change that moves scores raises it",
            "rationale: What the whole measures, and what it does not say.",
            "aggregation: mean # mean, sum, product, geometric, harmonic, minimum, maximum, median, {power: n}",
            "missing: zero-credit # what unknowns count as in the point: zero-credit, full-credit, exclude",
            "bands:",
            "  - {id: upper, label: Upper half, at-least: 50}",
            "  - {id: lower, label: Lower half, otherwise: true}",
            "criteria:",
            f"  - {{file: {criterion}, weight: 1}}",
        ]
    )


def member(name: str, *, weighted: bool) -> str:
    """The entry of a criterion in a framework that others use already: with weight 0 it is shown and moves no score."""
    return f"- {{file: {name}, weight: 0}} # counts once it has a weight" if weighted else f"- {{file: {name}}}"


def criterion(name: str, title: str, facts: Sequence[Fact], taken: Collection[str] = ()) -> str:
    """A criterion with an indicator a fact. `taken`: ids of nodes that there are already."""
    return lines(
        [
            "# One norm. How to write it well: docs/how-to/write-a-criterion.md",
            f"id: {name}",
            f"title: {flow(title)}",
            "rationale: Why it matters, in your own words.",
            "references: [] # the literature it rests on",
            "aggregation: mean",
            "indicators:",
            *(line for fact in facts for line in _indicator(fact, indicator_id(fact, name, taken))),
        ]
    )


def indicator_id(fact: Fact, name: str, taken: Collection[str]) -> str:
    """An id for the indicator that reads a fact: the fact's own, if no node of the framework bears it."""
    return fact.id if fact.id not in {*taken, name} else f"{fact.id}-{name}"[:64].rstrip("-")


def cases(name: str, facts: Sequence[Fact], taken: Collection[str] = ()) -> str:
    """Cases beside the criterion: every level, and the unknown."""
    body = ["# What facts each indicator turns into which level; absent facts are uncoded."]
    for fact in facts:
        body.append(f"{indicator_id(fact, name, taken)}:")
        body += [f"  - {flow(case)}" for case in _cases(fact)]
    return lines(body)


def _indicator(fact: Fact, name: str) -> list[str]:
    head = [f"  - id: {name}", f"    question: {flow(fact.question)}", "    rationale: Why it is asked, and why so."]
    match fact.type:
        case "category":
            scale = [f"    points: {{fact: {fact.id}, table: {flow(_points(fact))}}} # points are yours to judge"]
        case "integer" | "number":
            ends = (f"{end}: {{value: {flow(bound)}, score: {score}}}" for end, bound, score in _goalposts(fact))
            scale = [f"    linear: {{fact: {fact.id}, {', '.join(ends)}, outside: clamp}}"]
        case _:
            scale = ["    levels: # best first; the first that holds wins", *map(_level, _levels(fact))]
    return [*head, *scale, "    recommendation: What would have to change to reach the best level."]


def _level(level: Level) -> str:
    name, score, rule, _ = level
    how: dict[str, Any] = {"otherwise": True} if rule is None else {"when": rule}
    label = name.replace("-", " ").capitalize()
    return f"      - {flow({'id': name, 'label': label, 'score': score} | how)}"


def _levels(fact: Fact) -> list[Level]:
    """The levels that a fact's type suggests, best first."""
    match fact.type:
        case "ordered":
            last = len(fact.values) - 1
            steps = list(enumerate(fact.values))[::-1]
            named = [
                (value if ID.fullmatch(value) else f"step-{at}", round(MOST * at / last), value) for at, value in steps
            ]
            return [
                (name, score, {fact.id: {"at-least": value}} if score else None, value) for name, score, value in named
            ]
        case "set":
            two, one = fact.values[:2], fact.values[:1]
            return [
                ("several", MOST, {fact.id: {"count": {"at-least": 2}}}, two),
                ("one", MOST // 2, {fact.id: {"count": {"at-least": 1}}}, one),
                ("none", 0, None, ()),
            ]
        case "date":
            return [("early", MOST, {fact.id: {"below": "2000-01-01"}}, "1999-12-31"), ("late", 0, None, "2000-01-01")]
        case _:
            return [("holds", MOST, {fact.id: True}, True), ("fails", 0, None, False)]


def _points(fact: Fact) -> dict[str, int]:
    last = len(fact.values) - 1
    return {value: round(MOST * (last - at) / last) for at, value in enumerate(fact.values)}


def _goalposts(fact: Fact) -> tuple[tuple[str, Bare, int], ...]:
    """The fact's own bounds: nothing at the least, everything at the greatest."""
    return (("from", Bare(shown_number(fact.least)), 0), ("to", Bare(shown_number(fact.greatest)), MOST))


def _cases(fact: Fact) -> list[dict[str, Any]]:
    match fact.type:
        case "category":
            points = _points(fact)
            known = [{"facts": {fact.id: value}, "score": score} for value, score in points.items()]
            return [*known, {"facts": {}, "score": [0, MOST]}]
        case "integer" | "number":
            known = [{"facts": {fact.id: bound}, "score": score} for _, bound, score in _goalposts(fact)]
            return [*known, {"facts": {}, "score": [0, MOST]}]
        case _:
            levels = _levels(fact)
            known = [{"facts": {fact.id: value}, "level": name} for name, _, _, value in levels]
            return [*known, {"facts": {}, "levels": [name for name, *_ in levels]}]
