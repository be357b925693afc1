"""From plain data to a rule, against the codebook: every name known, every operand of the fact's type.

All problems of a framework are collected; none stops the reading of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from govaudit.model.base import parse_number
from govaudit.model.codebook import Codebook, Fact, Value, hint_for_value
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some, Test
from govaudit.problems import Code, Collector, Path, did_you_mean, one_of, quote

MAX_DEPTH = 32
MAX_EXPANDED_DEPTH = 200
MAX_RULES = 20_000
OPS = {op.value: op for op in Op}
ORDER = frozenset({Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW, Op.BETWEEN})
SETS = frozenset({Op.CONTAINS, Op.CONTAINS_ANY, Op.CONTAINS_ALL, Op.COUNT})
EQUAL = frozenset({Op.IS, Op.IN})
OPS_OF = {
    "boolean": EQUAL,
    "category": EQUAL,
    "ordered": EQUAL | ORDER,
    "set": SETS,
    "integer": EQUAL | ORDER,
    "number": EQUAL | ORDER,
    "date": EQUAL | ORDER,
}
ASKS = {kind.value: kind for kind in Kind}
NUMBER = Fact.model_construct(question="", type="number", basis="law", values=(), least=None, greatest=None)
CONNECTIVES = ("all", "any", "not", "at-least", *ASKS, "rule", "level", "score")


class Parser:
    """Reads the rules of one framework.

    Parameters
    ----------
    codebook
        The facts that rules may read.
    named
        The named rules of the framework, as plain data.
    levels
        For each indicator the ids of its levels, best first.
    nodes
        The ids of all nodes.
    problems
        Where problems are collected.
    """

    def __init__(
        self,
        codebook: Codebook,
        named: Mapping[str, Any],
        levels: Mapping[str, tuple[str, ...]],
        nodes: frozenset[str],
        problems: Collector,
    ) -> None:
        self.codebook = codebook
        self.named = named
        self.levels = levels
        self.nodes = nodes
        self.problems = problems
        self.known: dict[str, Rule | None] = {}
        self.depths: dict[str, int] = {}
        self.open: list[str] = []
        self.size = 0
        self.it = ""

    def parse(self, data: object, node: Path, it: str = "") -> Rule | None:
        """Read one rule; None if it is wrong (the problem is collected). `it` is the fact that the word `it` stands for."""
        self.it = it
        rule, _ = self._rule(data, node, 1)
        return rule

    def parse_named(self) -> None:
        """Read all named rules, used or not, so that each is checked."""
        for name in self.named:
            self._name(name, ("rules",))

    def _fail(self, code: Code, message: str, node: Path, hint: str = "") -> tuple[None, int]:
        self.problems.add(code, message, node, hint)
        return None, 0

    def _rule(self, data: object, node: Path, depth: int) -> tuple[Rule | None, int]:  # one return a form
        """The rule, and how deep it is with its named rules unfolded."""
        self.size += 1
        if depth > MAX_DEPTH or self.size > MAX_RULES:
            limit = (
                f"a rule at most {MAX_DEPTH} deep" if depth > MAX_DEPTH else f"at most {MAX_RULES} rules in a framework"
            )
            return self._fail(Code.RULE_TOO_LARGE, f"expected {limit}; found more", node)
        if not isinstance(data, Mapping) or not data:
            return self._fail(Code.BAD_RULE, f"expected a rule such as {{fact: value}}; found {quote(data)}", node)
        if set(data) == {"at-least", "of"}:
            return self._some(data["at-least"], data["of"], node, ("of",), depth)
        if len(data) != 1:
            hint = "join several with all: [...] or any: [...]"
            return self._fail(Code.BAD_RULE, f"expected one predicate; found {len(data)} keys", node, hint)
        (key, body), *_ = data.items()
        here = (*node, key)
        match key:
            case "all":
                rules, deep = self._list(body, here, depth)
                return (Every(rules), deep + 1) if rules else (None, 0)
            case "any":
                return self._some(1, body, node, ("any",), depth)
            case "not":
                rule, deep = self._rule(body, here, depth + 1)
                return (Not(rule), deep + 1) if rule else (None, 0)
            case "rule":
                return self._name(body, node)
            case "level" | "score":
                return self._on_node(key, body, here)
            case "at-least" | "of":
                return self._fail(
                    Code.BAD_RULE, "expected at-least: N together with of: [rules]; found one of them", node
                )
        if key in ASKS:
            fact = self._fact(body, here)
            return (Asks(ASKS[key], fact.id), 1) if fact else (None, 0)
        fact = self._fact(key, here)
        if not fact:
            return None, 0
        test = self._test(fact, body, here)
        return (FactTest(fact.id, test), 1) if test else (None, 0)

    def _list(self, data: object, node: Path, depth: int) -> tuple[tuple[Rule, ...], int]:
        if not isinstance(data, list) or not data:
            self._fail(Code.BAD_RULE, f"expected a list of at least one rule; found {quote(data)}", node)
            return (), 0
        read = [self._rule(item, (*node, index), depth + 1) for index, item in enumerate(data)]
        rules = tuple(rule for rule, _ in read if rule)
        return (rules if len(rules) == len(data) else ()), max(deep for _, deep in read)

    def _some(self, count: object, data: object, node: Path, key: Path, depth: int) -> tuple[Rule | None, int]:
        rules, deep = self._list(data, (*node, *key), depth)
        if not rules:
            return None, 0
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= len(rules):
            message = f"expected a whole number from 1 to {len(rules)}, the length of the list; found {quote(count)}"
            return self._fail(Code.BAD_NUMBER, message, (*node, "at-least"))
        return Some(count, rules), deep + 1

    def _name(self, name: object, node: Path) -> tuple[Rule | None, int]:
        if not isinstance(name, str) or name not in self.named:
            hint = did_you_mean(name, self.named)
            return self._fail(Code.UNKNOWN_NAME, f"expected a named rule; found {quote(name)}", (*node, "rule"), hint)
        if name in self.open:
            circle = " -> ".join([*self.open[self.open.index(name) :], name])
            return self._fail(
                Code.CYCLE, f"expected rules that do not read each other in a circle; found {circle}", ("rules", name)
            )
        if name not in self.known:
            self.open.append(name)
            outer, self.it = self.it, ""
            rule, deep = self._rule(self.named[name], ("rules", name), 1)
            self.open.pop()
            self.it = outer
            if deep > MAX_EXPANDED_DEPTH:
                self._fail(
                    Code.RULE_TOO_LARGE,
                    f"expected rules at most {MAX_EXPANDED_DEPTH} deep when unfolded; found {deep}",
                    ("rules", name),
                )
                rule = None
            self.known[name], self.depths[name] = rule and Named(name, rule), deep
        return self.known[name], self.depths[name] + 1

    def _fact(self, name: object, node: Path) -> Fact | None:
        name = self.it if name == "it" and self.it else name
        if isinstance(name, str) and name in self.codebook:
            return self.codebook[name]
        hint = (
            did_you_mean(name, [*self.codebook, *CONNECTIVES])
            or "every fact a rule reads is declared in criteria/codebook.yaml"
        )
        self._fail(Code.UNKNOWN_FACT, f"expected a fact of the codebook; found {quote(name)}", node, hint)
        return None

    def _on_node(self, key: str, data: object, node: Path) -> tuple[Rule | None, int]:
        if not isinstance(data, Mapping) or len(data) != 1:
            return self._fail(Code.BAD_RULE, f"expected {{NODE: comparison}}; found {quote(data)}", node)
        (name, body), *_ = data.items()
        choices = self.levels if key == "level" else self.nodes
        if name not in choices:
            kind = "an indicator with levels" if key == "level" else "a node"
            return self._fail(
                Code.UNKNOWN_NODE, f"expected {kind}; found {quote(name)}", (*node, name), did_you_mean(name, choices)
            )
        if key == "score":
            test = self._test(NUMBER, body, (*node, name))
            return (ScoreTest(name, test), 1) if test else (None, 0)
        worst_first = tuple(reversed(self.levels[name]))
        scale = Fact.model_construct(question="", type="ordered", basis="law", values=worst_first)
        test = self._test(scale, body, (*node, name), Code.UNKNOWN_LEVEL)
        return (LevelTest(name, test), 1) if test else (None, 0)

    def _test(self, fact: Fact, data: object, node: Path, bad_value: Code | None = None) -> Test | None:
        """Read a comparison: ``value`` for ``is``, else ``{op: operand}``."""
        short = not isinstance(data, Mapping)
        data = {"contains" if fact.type == "set" else "is": data} if not isinstance(data, Mapping) else data
        if len(data) != 1:
            self._fail(
                Code.BAD_RULE, f"expected one comparison; found {len(data)}", node, "join several with all: [...]"
            )
            return None
        (word, operand), *_ = data.items()
        here = node if short else (*node, word)
        if word not in OPS:
            self._fail(
                Code.BAD_RULE, f"expected {one_of(tuple(OPS))}; found {quote(word)}", here, did_you_mean(word, OPS)
            )
            return None
        op = OPS[word]
        if op not in OPS_OF[fact.type]:
            fits = ", ".join(op.value for op in Op if op in OPS_OF[fact.type])
            self._fail(
                Code.TYPE_CLASH, f"expected a comparison for a fact of type {fact.type} ({fits}); found {word}", here
            )
            return None
        if op is Op.COUNT:
            inner = self._test(NUMBER, operand, here)
            return inner and Test(op, count=inner)
        several = op in {Op.IN, Op.BETWEEN, Op.CONTAINS_ANY, Op.CONTAINS_ALL}
        if several and (not isinstance(operand, list) or not operand or (op is Op.BETWEEN and len(operand) != 2)):
            shape = "a list of two values" if op is Op.BETWEEN else "a list of at least one value"
            self._fail(Code.BAD_RULE, f"expected {shape}; found {quote(operand)}", here)
            return None
        raws = operand if several and isinstance(operand, list) else [operand]
        places = [(*here, index) if several else here for index in range(len(raws))]
        values = [self._operand(fact, raw, place, bad_value) for raw, place in zip(raws, places, strict=True)]
        operands = tuple(value for value in values if value is not None)
        if len(operands) < len(values):
            return None
        return Test(op, operands, _accepted(fact, op, operands))

    def _operand(self, fact: Fact, raw: object, node: Path, bad_value: Code | None) -> Value | None:
        try:
            if fact is NUMBER:
                return parse_number(raw)
            if fact.type == "set":
                return min(fact.value([raw]))  # type: ignore[arg-type]  # a set of one
            return fact.value(raw)
        except PydanticCustomError as error:
            code = bad_value or Code[error.type]
            self._fail(code, error.message(), node, hint_for_value(fact, raw))
            return None


def _accepted(fact: Fact, op: Op, operands: tuple[Value, ...]) -> frozenset[Value] | None:
    """The allowed values that pass, where they can be listed; None else."""
    if not fact.finite:
        return None
    if op in EQUAL:
        return frozenset(operands)
    ranks = [fact.allowed.index(operand) for operand in operands]
    by_rank = Test(op, tuple(ranks))
    return frozenset(value for rank, value in enumerate(fact.allowed) if by_rank.passes(rank))
