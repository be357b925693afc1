"""Rules of strangers: plain data become a rule or problems, and a rule can be said, written again and judged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from govaudit.model.codebook import Value, read_codebook
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test
from govaudit.problems import CONTROL, Collector
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.explain import phrase
from govaudit.rules.parse import Parser
from govaudit.rules.truth import UNKNOWN
from tests.fuzz.material import Material
from tests.fuzz.refusals import well_said

FACT = {"question": "?", "basis": "law"}
CODEBOOK = read_codebook(
    {
        "truth": {**FACT, "type": "boolean"},
        "rank": {**FACT, "type": "ordered", "values": ["low", "middle", "high"]},
        "kind": {**FACT, "type": "category", "values": ["own", "host"]},
        "tongues": {**FACT, "type": "set", "values": ["en", "fr", "es"]},
        "count": {**FACT, "type": "integer", "least": 0, "greatest": 10**18},
        "share": {**FACT, "type": "number", "least": Decimal(-1), "greatest": Decimal("1e999")},
        "day": {**FACT, "type": "date"},
    }
)
LEVELS = {"asks": ("anyone", "members", "nobody")}
NODES = frozenset({"asks", "whole"})
NAMES = ("first", "second", "third")
WORDS = (
    *CODEBOOK, *("low", "middle", "high", "own", "en", "fr", "2016", "2016-06-30"), *(op.value for op in Op), *(kind.value for kind in Kind),
    *("all", "any", "not", "of", "rule", "level", "score", "it"), *NAMES, *NODES, *LEVELS["asks"],
)  # fmt: skip


def parsing(data: bytes) -> None:
    """Any plain data give a rule, or problems with words; a rule that was read is written again as one that reads the same."""
    material = Material(data)
    named = {name: material.value(WORDS) for name in NAMES[: material.byte() % 4]}
    plain = material.value(WORDS)
    it = material.pick(("", "truth", "rank"))
    rule, problems, told = _parsed(plain, named, it)
    well_said(problems.problems)
    if rule is None:
        assert problems.problems, plain
        return
    assert not told, plain
    said = phrase(rule)
    assert said
    assert not CONTROL.search(said), said
    again, *_ = _parsed(_written(rule), named)
    assert again == rule, (plain, again)
    assert evaluate(rule, View({}, lambda _: Finding(UNKNOWN, None, None))) is not None


def _parsed(plain: Any, named: dict[str, Any], it: str = "") -> tuple[Rule | None, Collector, bool]:
    """The rule; all problems; and whether reading the rule itself added some."""
    problems = Collector()
    parser = Parser(CODEBOOK, named, LEVELS, NODES, problems)
    parser.parse_named()
    before = len(problems.problems)
    return parser.parse(plain, ("when",), it), problems, len(problems.problems) > before


def _written(rule: Rule) -> Any:
    """A rule as plain data."""
    match rule:
        case FactTest(fact, test):
            return {fact: _comparison(test)}
        case LevelTest(node, test):
            return {"level": {node: _comparison(test)}}
        case ScoreTest(node, test):
            return {"score": {node: _comparison(test)}}
        case Asks(kind, fact):
            return {kind.value: fact}
        case Every(rules):
            return {"all": [_written(part) for part in rules]}
        case Some(count, rules):
            return {"at-least": count, "of": [_written(part) for part in rules]}
        case Not(part):
            return {"not": _written(part)}
        case Named(name, _):
            return {"rule": name}


def _comparison(test: Test) -> Any:
    if test.count:
        return {"count": _comparison(test.count)}
    operands = [_operand(value) for value in test.operands]
    several = test.op in {Op.IN, Op.BETWEEN, Op.CONTAINS_ANY, Op.CONTAINS_ALL}
    return {test.op.value: operands if several else operands[0]}


def _operand(value: Value) -> Any:
    match value:
        case Fraction():
            with localcontext(prec=2000):
                return Decimal(value.numerator) / Decimal(value.denominator)
        case date():
            return value.isoformat()
        case _:
            return value


def deep() -> Iterator[bytes]:
    """Rules within rules, as bytes: `not` in a mapping with one key, time and again."""
    words = {word: bytes([number]) for number, word in enumerate(WORDS)}
    for key, depth in (("not", 40), ("all", 40)):
        yield b"\0" + (b"\6\0" + words[key]) * depth + b"\6\0" + words["truth"] + b"\2\x0e"
    for fact, operand in (
        ("rank", b"\0" + words["high"]),
        ("count", b"\2\4"),
        ("share", b"\2\x0b"),
        ("day", b"\0" + words["2016"]),
    ):
        yield b"\0" + b"\6\0" + words[fact] + b"\6\0" + words["at-least"] + operand
    yield b"\1" + b"\6\0" + words["rule"] + b"\0" + words["first"] + b"\6\0" + words["rule"] + b"\0" + words["first"]
