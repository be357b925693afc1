"""Rules as English."""

from __future__ import annotations

import pytest

from govaudit.model.codebook import read_codebook
from govaudit.problems import Collector
from govaudit.rules.explain import phrase
from govaudit.rules.parse import Parser

CODEBOOK = read_codebook(
    {
        "open": {"question": "?", "type": "boolean", "basis": "law"},
        "seat": {"question": "?", "type": "category", "basis": "law", "values": ["here", "there"]},
        "members": {"question": "?", "type": "set", "basis": "law", "values": ["states", "unions"]},
        "size": {"question": "?", "type": "integer", "basis": "law", "least": 0, "greatest": 9},
    }
)
NAMED: dict[str, object] = {
    "is-open": {"open": True},
    "is-small": {"any": [{"size": 1}, {"rule": "is-open"}]},
    "is-shut": {"not": {"rule": "is-open"}},
    "is-large": {"not": {"all": [{"size": 1}, {"known": "seat"}]}},
}


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"open": True}, "open is true"),
        ({"seat": {"in": ["here", "there"]}}, "seat is here or there"),
        ({"size": {"between": [1, 3]}}, "size is from 1 to 3"),
        ({"size": {"at-least": 3}}, "size is at least 3"),
        ({"members": {"contains-any": ["states", "unions"]}}, "members contains any of states, unions"),
        ({"size": {"at-most": 3}}, "size is at most 3"),
        ({"members": "states"}, "members contains states"),
        ({"members": {"contains-all": ["states", "unions"]}}, "members contains all of states, unions"),
        ({"members": {"count": {"above": 1}}}, "members has a count that is above 1"),
        ({"not-found": "seat"}, "seat is not-found"),
        ({"level": {"access": "full"}}, "the level of access is full"),
        ({"score": {"root": {"below": 50}}}, "the score of root is below 50"),
        ({"all": [{"open": True}, {"any": [{"size": 1}, {"size": 2}]}]}, "open is true and (size is 1 or size is 2)"),
        ({"at-least": 2, "of": [{"size": 1}, {"open": True}]}, "at least 2 of: size is 1; open is true"),
        ({"not": {"rule": "is-open"}}, "not (is open (open is true))"),
        ({"rule": "is-small"}, "is small"),  # what reads a named rule is not unfolded
        ({"rule": "is-shut"}, "is shut"),
        ({"rule": "is-large"}, "is large (not (size is 1 and seat is known))"),
    ],
)
def test_a_rule_reads_as_a_clause(data: object, text: str) -> None:
    parser = Parser(CODEBOOK, NAMED, {"access": ("full", "none")}, frozenset({"root"}), Collector())
    rule = parser.parse(data, ())
    assert rule is not None
    assert phrase(rule) == text
