"""Every way a rule can be wrong: its code, its place and its message; and every form that is right."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.model.codebook import Fact, read_codebook
from govaudit.model.knowledge import Kind
from govaudit.model.rule import Asks, Every, FactTest, LevelTest, Named, Not, Op, Rule, ScoreTest, Some
from govaudit.model.rule import Test as Comparison
from govaudit.problems import Code, Collector, Path
from govaudit.rules import parse
from govaudit.rules.parse import Parser


def body(kind: str, **more: object) -> dict[str, object]:
    return {"question": "?", "type": kind, "basis": "law", **more}


CODEBOOK = read_codebook(
    {
        "open": body("boolean"),
        "minutes": body("ordered", values=["none", "some", "all"]),
        "seat": body("category", values=["here", "there"]),
        "members": body("set", values=["states", "unions"]),
        "size": body("integer", least=0, greatest=9),
        "share": body("number", least=0, greatest=1),
        "founded": body("date"),
    }
)
LEVELS = {"access": ("full", "part", "none")}
NODES = frozenset({"access", "root"})
WORDS = ("all", "any", "not", "at-least", *(kind.value for kind in Kind), "rule", "level", "score")
"""With which a rule may begin, but for the name of a fact."""


def parsed(data: object, named: dict[str, Any] | None = None, it: str = "") -> tuple[Rule | None, Collector]:
    problems = Collector()
    parser = Parser(CODEBOOK, named or {}, LEVELS, NODES, problems)
    parser.parse_named()
    return parser.parse(data, ("when",), it), problems


WRONG: list[tuple[object, Code, Path, str]] = [
    ("open", Code.BAD_RULE, (), 'expected a rule such as {fact: value}; found "open"'),
    ({}, Code.BAD_RULE, (), "expected a rule such as {fact: value}; found a mapping"),
    ({"open": True, "seat": "here"}, Code.BAD_RULE, (), "expected one predicate; found 2 keys"),
    ({"all": []}, Code.BAD_RULE, ("all",), "expected a list of at least one rule; found a list"),
    ({"any": {"open": True}}, Code.BAD_RULE, ("any",), "expected a list of at least one rule; found a mapping"),
    ({"any": [{"open": True}, 3]}, Code.BAD_RULE, ("any", 1), "expected a rule such as {fact: value}; found 3"),
    ({"not": "open"}, Code.BAD_RULE, ("not",), 'expected a rule such as {fact: value}; found "open"'),
    ({"at-least": 1}, Code.BAD_RULE, (), "expected at-least: N together with of: [rules]; found one of them"),
    ({"of": []}, Code.BAD_RULE, (), "expected at-least: N together with of: [rules]; found one of them"),
    ({"at-least": 1, "of": 3}, Code.BAD_RULE, ("of",), "expected a list of at least one rule; found 3"),
    (
        {"at-least": 2, "of": [{"open": True}]},
        Code.BAD_NUMBER,
        ("at-least",),
        "expected a whole number from 1 to 1, the length of the list; found 2",
    ),
    (
        {"at-least": True, "of": [{"open": True}]},
        Code.BAD_NUMBER,
        ("at-least",),
        "expected a whole number from 1 to 1, the length of the list; found true",
    ),
    (
        {"at-least": "1", "of": [{"open": True}]},
        Code.BAD_NUMBER,
        ("at-least",),
        'expected a whole number from 1 to 1, the length of the list; found "1"',
    ),
    ({"rule": "gone"}, Code.UNKNOWN_NAME, ("rule",), 'expected a named rule; found "gone"'),
    ({"rule": 3}, Code.UNKNOWN_NAME, ("rule",), "expected a named rule; found 3"),
    ({"minuts": "all"}, Code.UNKNOWN_FACT, ("minuts",), 'expected a fact of the codebook; found "minuts"'),
    ({"it": True}, Code.UNKNOWN_FACT, ("it",), 'expected a fact of the codebook; found "it"'),
    ({"known": "gone"}, Code.UNKNOWN_FACT, ("known",), 'expected a fact of the codebook; found "gone"'),
    ({"known": 3}, Code.UNKNOWN_FACT, ("known",), "expected a fact of the codebook; found 3"),
    ({"level": "access"}, Code.BAD_RULE, ("level",), 'expected {NODE: comparison}; found "access"'),
    ({"score": {"root": 1, "access": 1}}, Code.BAD_RULE, ("score",), "expected {NODE: comparison}; found a mapping"),
    (
        {"level": {"root": "full"}},
        Code.UNKNOWN_NODE,
        ("level", "root"),
        'expected an indicator with levels; found "root"',
    ),
    ({"score": {"rot": 1}}, Code.UNKNOWN_NODE, ("score", "rot"), 'expected a node; found "rot"'),
    ({"score": {"root": "high"}}, Code.WRONG_TYPE, ("score", "root"), 'expected a number; found "high"'),
    (
        {"level": {"access": "best"}},
        Code.UNKNOWN_LEVEL,
        ("level", "access"),
        'expected one of none, part, full; found "best"',
    ),
    ({"size": {"above": 1, "below": 3}}, Code.BAD_RULE, ("size",), "expected one comparison; found 2"),
    ({"size": {}}, Code.BAD_RULE, ("size",), "expected one comparison; found 0"),
    (
        {"size": {"atleast": 1}},
        Code.BAD_RULE,
        ("size", "atleast"),
        f'expected one of {", ".join(op.value for op in Op)}; found "atleast"',
    ),
    (
        {"seat": {"above": "here"}},
        Code.TYPE_CLASH,
        ("seat", "above"),
        "expected a comparison for a fact of type category (is, in); found above",
    ),
    (
        {"members": {"is": "states"}},
        Code.TYPE_CLASH,
        ("members", "is"),
        "expected a comparison for a fact of type set (contains, contains-any, contains-all, count); found is",
    ),
    (
        {"members": {"count": {"contains": 1}}},
        Code.TYPE_CLASH,
        ("members", "count", "contains"),
        "expected a comparison for a fact of type number (is, in, at-least, at-most, above, below, between); found contains",
    ),
    ({"size": {"in": 3}}, Code.BAD_RULE, ("size", "in"), "expected a list of at least one value; found 3"),
    ({"size": {"in": []}}, Code.BAD_RULE, ("size", "in"), "expected a list of at least one value; found a list"),
    ({"size": {"between": [1]}}, Code.BAD_RULE, ("size", "between"), "expected a list of two values; found a list"),
    ({"open": "yes"}, Code.BAD_VALUE, ("open",), 'expected one of true, false; found "yes"'),
    ({"minutes": "al"}, Code.BAD_VALUE, ("minutes",), 'expected one of none, some, all; found "al"'),
    (
        {"seat": {"in": ["here", "her"]}},
        Code.BAD_VALUE,
        ("seat", "in", 1),
        'expected one of here, there; found "her"',
    ),
    (
        {"members": ["states"]},
        Code.BAD_VALUE,
        ("members",),
        "expected a list of values among states, unions; found a list",
    ),
    (
        {"members": "state"},
        Code.BAD_VALUE,
        ("members",),
        "expected a list of values among states, unions; found a list",
    ),
    ({"size": 10}, Code.BAD_NUMBER, ("size",), "expected a whole number from 0 to 9; found 10"),
    ({"founded": "May"}, Code.BAD_DATE, ("founded",), 'expected a date as YYYY, YYYY-MM or YYYY-MM-DD; found "May"'),
]


@pytest.mark.parametrize(("data", "code", "place", "message"), WRONG)
def test_a_wrong_rule_is_refused_where_it_is_wrong(data: object, code: Code, place: Path, message: str) -> None:
    rule, problems = parsed(data)
    assert rule is None
    assert [(item.code, item.node, item.message) for item in problems.problems] == [(code, ("when", *place), message)]


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ({"minuts": "all"}, 'did you mean "minutes"?'),
        ({"zzz": True}, "every fact a rule reads is declared in criteria/codebook.yaml"),
        ({"nott": {"open": True}}, 'did you mean "not"?'),
        ({"rule": "opn"}, 'did you mean "opening"?'),
        ({"score": {"rot": 1}}, 'did you mean "root"?'),
        ({"level": {"access": "ful"}}, 'did you mean "full"?'),
        ({"open": "yes"}, "write true or false"),
        ({"open": True, "seat": "here"}, "join several with all: [...] or any: [...]"),
        ({"size": {"atleast": 1}}, 'did you mean "at-least"?'),
        ({"size": {"above": 1, "below": 3}}, "join several with all: [...]"),
        ({"all": []}, ""),
        *(({f"{word}{word[-1]}": {"open": True}}, f'did you mean "{word}"?') for word in WORDS),
    ],
)
def test_hints(data: object, hint: str) -> None:
    _, problems = parsed(data, {"opening": {"open": True}})
    assert [item.hint for item in problems.problems] == [hint]


def test_all_problems_of_a_rule_are_collected() -> None:
    rule, problems = parsed({"all": [{"gone": 1}, {"open": 3}, {"not": {}}]})
    assert rule is None
    assert [item.node for item in problems.problems] == [
        ("when", "all", 0, "gone"),
        ("when", "all", 1, "open"),
        ("when", "all", 2, "not"),
    ]


def test_named_rules_in_a_circle() -> None:
    _, problems = parsed({"open": True}, {"a": {"rule": "b"}, "b": {"not": {"rule": "a"}}})
    assert [(item.code, item.node) for item in problems.problems] == [(Code.CYCLE, ("rules", "a"))]
    assert problems.problems[0].message.endswith("found a -> b -> a")


def test_a_wrong_named_rule_is_reported_once_however_often_it_is_read() -> None:
    rule, problems = parsed({"all": [{"rule": "a"}, {"rule": "a"}]}, {"a": {"gone": 1}})
    assert rule is None
    assert [item.node for item in problems.problems] == [("rules", "a", "gone")]


def nested(depth: int) -> dict[str, Any]:
    rule: dict[str, Any] = {"open": True}
    for _ in range(depth - 1):
        rule = {"not": rule}
    return rule


@pytest.mark.parametrize("outer", [{}, {"all": 1}, {"any": 1}], ids=["not", "all", "any"])
@pytest.mark.parametrize("named", [False, True])
def test_a_rule_may_be_32_deep_and_no_deeper(outer: dict[str, Any], named: bool) -> None:
    def read(depth: int) -> tuple[Rule | None, Collector]:
        rule = {key: [nested(depth - 1)] for key in outer} or nested(depth)
        return parsed({"rule": "deep"}, {"deep": rule}) if named else parsed(rule)

    assert read(32)[0]
    rule, problems = read(33)
    assert rule is None
    assert [(item.code, item.message) for item in problems.problems] == [
        (Code.RULE_TOO_LARGE, "expected a rule at most 32 deep; found more")
    ]


@pytest.mark.parametrize(
    ("rule", "depth"),
    [
        ({"open": True}, 1),
        ({"known": "open"}, 1),
        ({"level": {"access": "full"}}, 1),
        ({"score": {"root": 1}}, 1),
        ({"not": {"open": True}}, 2),
        ({"all": [{"open": True}, {"not": {"open": True}}, {"open": False}]}, 3),
        ({"any": [{"open": True}, {"not": {"open": True}}]}, 3),
        ({"at-least": 1, "of": [{"not": {"open": True}}]}, 3),
        ({"rule": "one"}, 2),
        ({"not": {"rule": "one"}}, 3),
    ],
)
def test_the_depth_of_a_rule_counts_its_named_rules(monkeypatch: pytest.MonkeyPatch, rule: Any, depth: int) -> None:
    named = {"one": {"open": True}, "two": rule}
    monkeypatch.setattr(parse, "MAX_EXPANDED_DEPTH", depth)
    assert not parsed({"open": True}, named)[1].problems
    monkeypatch.setattr(parse, "MAX_EXPANDED_DEPTH", depth - 1)
    problems = {item.node: item.message for item in parsed({"open": True}, named)[1].problems}
    assert problems["rules", "two"] == f"expected rules at most {depth - 1} deep when unfolded; found {depth}"


@pytest.mark.parametrize(
    "rule",
    [
        {"gone": True},
        {"open": 3},
        {"known": "gone"},
        {"of": []},
        {"not": {}},
        {"all": []},
        {"any": []},
        {"level": {"access": "gone"}},
        {"score": {"root": "gone"}},
    ],
)
def test_a_wrong_rule_has_no_depth(monkeypatch: pytest.MonkeyPatch, rule: Any) -> None:
    monkeypatch.setattr(parse, "MAX_EXPANDED_DEPTH", 0)
    assert len(parsed(rule, {"wrong": rule})[1].problems) == 2  # once as the named rule, once as the rule


def test_named_rules_may_not_unfold_too_deep() -> None:
    """Each stays within its own limit, and reads the one before."""
    named: dict[str, Any] = {"r0": nested(30)}
    for index in range(1, 9):
        rule: dict[str, Any] = {"rule": f"r{index - 1}"}
        for _ in range(29):
            rule = {"not": rule}
        named[f"r{index}"] = rule
    _, problems = parsed({"open": True}, named)
    assert {item.code for item in problems.problems} == {Code.RULE_TOO_LARGE}
    assert problems.problems[0].message.startswith("expected rules at most 200 deep when unfolded; found ")


def test_a_framework_may_hold_so_many_rules() -> None:
    rules = [{"known": "open"}] * 19_999
    assert parsed({"any": rules})[0]
    rule, problems = parsed({"any": [*rules, {"known": "open"}]})
    assert rule is None
    assert [item.message for item in problems.problems] == ["expected at most 20000 rules in a framework; found more"]


def yes(fact: str, *operands: Any, op: Op = Op.IS) -> FactTest:
    return FactTest(fact, Comparison(op, operands, frozenset(operands)))


OPEN = yes("open", True)  # a value


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({"open": True}, OPEN),
        ({"open": {"is": True}}, OPEN),
        ({"all": [{"open": True}]}, Every((OPEN,))),
        ({"any": [{"open": True}]}, Some(1, (OPEN,))),
        ({"at-least": 1, "of": [{"open": True}]}, Some(1, (OPEN,))),
        ({"not": {"open": True}}, Not(OPEN)),
        ({"rule": "opening"}, Named("opening", OPEN)),
        ({"not-found": "seat"}, Asks(Kind.NOT_FOUND, "seat")),
        ({"not-applicable": "it"}, Asks(Kind.NOT_APPLICABLE, "open")),
        ({"it": True}, OPEN),
        ({"seat": {"in": ["here", "there"]}}, yes("seat", "here", "there", op=Op.IN)),
        ({"members": "states"}, FactTest("members", Comparison(Op.CONTAINS, ("states",)))),
        ({"members": {"count": 2}}, FactTest("members", Comparison(Op.COUNT, count=Comparison(Op.IS, (2,))))),
        (
            {"minutes": {"below": "all"}},
            FactTest("minutes", Comparison(Op.BELOW, ("all",), frozenset({"none", "some"}))),
        ),
        (
            {"minutes": {"between": ["some", "all"]}},
            FactTest("minutes", Comparison(Op.BETWEEN, ("some", "all"), frozenset({"some", "all"}))),
        ),
        ({"size": {"at-most": 3}}, FactTest("size", Comparison(Op.AT_MOST, (3,)))),
        ({"score": {"root": {"above": 50}}}, ScoreTest("root", Comparison(Op.ABOVE, (50,)))),
        (
            {"level": {"access": {"at-least": "part"}}},
            LevelTest("access", Comparison(Op.AT_LEAST, ("part",), frozenset({"part", "full"}))),
        ),
    ],
)
def test_every_form_is_read(data: object, rule: Rule) -> None:
    assert parsed(data, {"opening": {"open": True}}, it="open") == (rule, Collector())


def test_it_means_nothing_inside_a_named_rule() -> None:
    problems = Collector()
    parser = Parser(CODEBOOK, {"a": {"it": True}}, {}, frozenset(), problems)
    assert parser.parse({"all": [{"rule": "a"}, {"it": True}]}, ("when",), "open") is None
    assert parser.parse({"it": True}, ("when",)) is None
    said = 'expected a fact of the codebook; found "it"'
    assert [(item.node, item.message) for item in problems.problems] == [
        (("rules", "a", "it"), said),
        (("when", "it"), said),
    ]


def test_comparisons_pass_what_they_say() -> None:
    """Where values cannot be listed, by comparing; both ends of between are in."""
    assert isinstance(CODEBOOK["size"], Fact)
    passes = {
        (op, value): Comparison(op, (2, 4) if op in {Op.BETWEEN, Op.IN} else (3,)).passes(value)
        for op in (Op.IS, Op.IN, Op.AT_LEAST, Op.AT_MOST, Op.ABOVE, Op.BELOW, Op.BETWEEN)
        for value in (2, 3, 4)
    }
    true = {pair for pair, passed in passes.items() if passed}
    assert true == {
        (Op.IS, 3),
        (Op.IN, 2),
        (Op.IN, 4),
        (Op.AT_LEAST, 3),
        (Op.AT_LEAST, 4),
        (Op.AT_MOST, 2),
        (Op.AT_MOST, 3),
        (Op.ABOVE, 4),
        (Op.BELOW, 2),
        (Op.BETWEEN, 2),
        (Op.BETWEEN, 3),
        (Op.BETWEEN, 4),
    }
