"""Where the predicates of a rule stand."""

from typing import Any

import pytest

from govaudit.model.codebook import read_codebook
from govaudit.problems import Collector
from govaudit.rules.explain import phrase
from govaudit.rules.leaves import leaves
from govaudit.rules.parse import Parser

CODEBOOK = read_codebook({name: {"question": "?", "type": "boolean", "basis": "law"} for name in "abcd"})
NAMED: dict[str, Any] = {
    "one": {"not": {"a": True}},
    "two": {"any": [{"rule": "one"}, {"known": "b"}, {"rule": "one"}]},
}


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ({"a": True}, ["when: a is true"]),
        ({"all": [{"a": True}, {"not": {"b": {"is": False}}}]}, ["when.all.0: a is true", "when.all.1.not: b is false"]),
        (
            {"any": [{"at-least": 1, "of": [{"a": True}, {"b": True}]}, {"c": True}]},
            ["when.any.0.of.0: a is true", "when.any.0.of.1: b is true", "when.any.1: c is true"],
        ),
        ({"rule": "one"}, ["rules.one.not: a is true"]),
        ({"all": [{"c": True}, {"rule": "two"}, {"rule": "one"}]}, ["when.all.0: c is true", "rules.one.not: a is true", "rules.two.any.1: b is known"]),
        ({"all": [{"a": True}, {"a": True}]}, ["when.all.0: a is true", "when.all.1: a is true"]),
        ({"not-applicable": "d"}, ["when: d is not-applicable"]),
        ({"level": {"i": "up"}}, ["when: the level of i is up"]),
    ],
)  # fmt: skip
def test_leaves_stand_in_reading_order_each_in_its_place(data: Any, found: list[str]) -> None:
    rule = Parser(CODEBOOK, NAMED, {"i": ("up", "down")}, frozenset("i"), Collector()).parse(data, ())
    assert rule
    assert [
        f"{'.'.join(map(str, leaf.place))}: {phrase(leaf.predicate)}" for leaf in leaves(rule, data, ("when",), NAMED)
    ] == found
