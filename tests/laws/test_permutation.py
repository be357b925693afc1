"""Law 3, order: members, keys, facts and statements may stand in any order; same input, same bytes on any hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import Knowledge
from govaudit.model.scorecard import NodeScore, Scorecard

from .codebooks import Data
from .frameworks import Example, compiled, examples, scorecard

ORDERED = frozenset({"levels", "bands", "steps", "values", "between", "shared"})
"""Keys under which order is meaning."""


@given(examples(), st.integers(0, 1_000))
def test_permutation_changes_nothing(example: Example, seed: int) -> None:
    random = Random(seed)  # an order, not a secret
    framework, codebook = shuffled(example.framework, random), shuffled(example.codebook, random)
    names = random.sample(sorted(example.facts), len(example.facts))
    facts = {name: _reordered(example.facts[name], random) for name in names}
    plan = compiled(framework, codebook)
    for missing in (None, *MISSING):
        assert canonical(scorecard(plan, facts, missing)) == canonical(scorecard(example.plan, example.facts, missing))


def shuffled(data: Any, random: Random, *, keep: bool = False) -> Any:  # plain data
    """The same data with keys, and lists whose order means nothing, in another order."""
    if isinstance(data, dict):
        keys = random.sample(list(data), len(data))
        return {key: shuffled(data[key], random, keep=key in ORDERED) for key in keys}
    if isinstance(data, list):
        items = [shuffled(item, random) for item in data]
        return items if keep else random.sample(items, len(items))
    return data


def _reordered(knowledge: Knowledge, random: Random) -> Knowledge:
    return replace(knowledge, values=tuple(random.sample(knowledge.values, len(knowledge.values))))


def canonical(card: Scorecard) -> object:
    """The card with its nodes, lines and lists in the order of their ids."""
    nodes = sorted((_canonical(node) for node in card.nodes), key=lambda node: node.id)
    lines = sorted(card.contributions, key=lambda line: (line.node, line.kind))
    return nodes, lines, sorted(card.designations)


def _canonical(node: NodeScore) -> NodeScore:
    return replace(
        node,
        facts=tuple(sorted(node.facts)),
        caps=tuple(sorted(node.caps, key=lambda cap: cap.id)),
    )


BOOLEAN = {"question": "?", "type": "boolean", "basis": "law"}


def doubtful(name: str, fact: str, *, member: Missing) -> Data:
    """A criterion that applies if `fact`; its one indicator is unknown and counts as `member` says, the criterion as its low."""
    levels = [{"id": "yes", "score": 4, "when": {"open": True}}, {"id": "no", "score": 0, "otherwise": True}]
    leaf = {"id": f"{name}-leaf", "missing": member, "levels": levels}
    return {"id": name, "missing": "zero-credit", "applies-when": {fact: True}, "indicators": [leaf]}


def test_permutation_of_doubtful_members_with_equal_lows() -> None:
    one, two = doubtful("one", "first", member="full-credit"), doubtful("two", "second", member="zero-credit")
    codebook = dict.fromkeys(("first", "second", "open"), BOOLEAN)
    cards = [
        scorecard(compiled({"id": "root", "version": "1", "criteria": order}, codebook), {})
        for order in ([one, two], [two, one])
    ]
    assert canonical(cards[0]) == canonical(cards[1])


def test_permutation_of_the_rows_of_a_table_of_points() -> None:
    rows = {"true": 1, "false": 0}
    cards = []
    for table in (rows, dict(reversed(rows.items()))):
        leaf = {"id": "leaf", "points": {"fact": "open", "table": table}}
        plan = compiled({"id": "root", "version": "1", "indicators": [leaf]}, {"open": BOOLEAN})
        cards.append(scorecard(plan, {}))
    assert cards[0] == cards[1]


SCRIPT = """
from laws.test_permutation import fixed_card
print(fixed_card())
"""


def fixed_card() -> str:
    """The scorecard of one fixed framework that reads sets, contested facts and nodes."""
    codebook = {
        "partners": {"question": "?", "type": "set", "basis": "law", "values": ["states", "unions", "migrants"]},
        "minutes": {"question": "?", "type": "ordered", "basis": "law", "values": ["none", "some", "all"]},
    }
    levels = [
        {
            "id": "full",
            "score": 3,
            "when": {"all": [{"partners": {"contains-all": ["unions", "migrants"]}}, {"minutes": "all"}]},
        },
        {"id": "part", "score": 1, "when": {"any": [{"partners": "states"}, {"minutes": {"in": ["some", "all"]}}]}},
        {"id": "none", "score": 0, "otherwise": True},
    ]
    table = {"none": 0, "some": 1, "all": 2}
    leaves = [{"id": "access", "levels": levels}, {"id": "record", "points": {"fact": "minutes", "table": table}}]
    framework = {"id": "root", "version": "1", "aggregation": "geometric", "indicators": leaves}
    return repr(scorecard(compiled(framework, codebook), {}))


def test_same_bytes_on_any_hash_seed() -> None:
    here = Path(__file__).parents[1]
    outputs = {
        subprocess.run(  # our own interpreter, our own script
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(here), *sys.path])},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert outputs == {fixed_card() + "\n"}
