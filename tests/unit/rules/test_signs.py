"""Which way a comparison leans on a fact."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.problems import Collector
from govaudit.rules.parse import Parser
from govaudit.rules.signs import rule_signs

from .test_parse import CODEBOOK

UP, DOWN, BOTH, NEITHER = ({1}, {-1}, {1, -1}, set[int]())


@pytest.mark.parametrize(
    ("rule", "fact", "signs"),
    [
        ({"size": {"at-least": 3}}, "size", UP),
        ({"size": {"below": 3}}, "size", DOWN),
        ({"size": 3}, "size", BOTH),
        ({"not": {"size": {"above": 3}}}, "size", DOWN),
        ({"seat": "here"}, "seat", BOTH),
        ({"minutes": {"in": ["some", "all"]}}, "minutes", UP),
        ({"minutes": "none"}, "minutes", DOWN),
        ({"minutes": "some"}, "minutes", BOTH),
        ({"minutes": {"in": ["none", "some", "all"]}}, "minutes", NEITHER),
        ({"members": "states"}, "members", UP),
        ({"members": {"count": {"at-most": 1}}}, "members", DOWN),
        ({"members": {"count": 1}}, "members", BOTH),
        ({"any": [{"size": {"above": 1}}, {"size": {"below": 1}}]}, "size", BOTH),
    ],
)
def test_a_comparison_leans_to_the_end_where_it_is_true(rule: Any, fact: str, signs: set[int]) -> None:
    read = Parser(CODEBOOK, {}, {}, frozenset(), Collector()).parse(rule, ())
    assert read
    assert rule_signs(read, CODEBOOK, lambda _: {}) == {fact: signs}
