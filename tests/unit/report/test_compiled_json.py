"""The compiled plan as plain data: the whole of a small one, and the same text for the same meaning."""

import json
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Any

import govaudit
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.report.compiled_json import compiled_json, facts_json, given_json
from govaudit.report.json import dumps
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from tests.laws.frameworks import compiled

DATA = govaudit.open_data()
OPEN = {"question": "?", "type": "boolean", "basis": "law"}
YEARS = {"question": "?", "type": "integer", "basis": "law", "least": 0, "greatest": 9}
TOPICS = {"question": "?", "type": "set", "basis": "law", "values": ["b", "a"]}
A: dict[str, Any] = {
    "id": "a",
    "levels": [
        {"id": "yes", "score": 3, "when": {"all": [{"open": True}, {"topics": {"count": {"above": 1}}}]}},
        {"id": "no", "score": 0, "otherwise": True},
    ],
}
B: dict[str, Any] = {
    "id": "b",
    "weight": "1/3",
    "applies-when": {"rule": "is-known"},
    "linear": {
        "fact": "years",
        "from": {"value": 0, "score": 0},
        "to": {"value": "9/2", "score": 1},
        "outside": "clamp",
    },
}


def plan(*indicators: dict[str, Any], codebook: dict[str, Any] | None = None) -> Plan:
    root = {
        "id": "root",
        "version": "1.2",
        "indicators": list(indicators),
        "rules": {"is-known": {"known": "open"}, "a-first": {"level": {"a": "yes"}}},
        "bands": [{"id": "good", "at-least": 2}, {"id": "bad", "otherwise": True}],
        "caps": [{"id": "closed", "when": {"not": {"open": True}}, "at-most": 1, "reason": "?"}],
        "designations": [{"id": "named", "when": {"at-least": 1, "of": [{"score": {"a": {"between": [1, 2]}}}]}}],
    }
    return compiled(root, codebook or {"years": YEARS, "open": OPEN, "topics": TOPICS, "idle": OPEN})


def test_the_whole_document() -> None:
    shared = {"missing": "zero-credit", "bands": []}
    assert compiled_json(plan(A, B)) == {
        "schema": "govaudit.compiled/1",
        "framework": {"id": "root", "version": "1.2"},
        "facts": {
            "open": {"type": "boolean"},
            "topics": {"type": "set", "values": ["b", "a"]},
            "years": {"type": "integer", "least": "0", "greatest": "9"},
        },
        "rules": {
            "a-first": {"level": "a", "test": {"accepts": ["yes"]}},
            "is-known": {"asks": "known", "fact": "open"},
        },
        "nodes": [
            {
                "id": "a",
                "kind": "indicator",
                "parent": "root",
                **shared,
                "depends": [],
                "applies_when": None,
                "facts": ["open", "topics"],
                "asks_not_applicable": False,
                "scale": {
                    "levels": [
                        {
                            "id": "yes",
                            "score": "3",
                            "when": {
                                "all": [
                                    {"fact": "open", "test": {"accepts": [True]}},
                                    {
                                        "fact": "topics",
                                        "test": {"op": "count", "count": {"op": "above", "operands": ["1"]}},
                                    },
                                ]
                            },
                        },
                        {"id": "no", "score": "0", "when": None},
                    ]
                },
            },
            {
                "id": "b",
                "kind": "indicator",
                "parent": "root",
                **shared,
                "depends": [],
                "applies_when": {"rule": "is-known"},
                "facts": ["years"],
                "asks_not_applicable": False,
                "scale": {"fact": "years", "goalposts": [["0", "0"], ["9/2", "1"]], "clamp": True, "open": False},
            },
            {
                "id": "root",
                "kind": "framework",
                "parent": None,
                "missing": "zero-credit",
                "depends": ["a", "b"],
                "applies_when": None,
                "bands": [{"id": "good", "at_least": "2"}, {"id": "bad"}],
                "aggregation": "mean",
                "members": [["a", "1"], ["b", "1/3"]],
                "steps": [],
                "caps": [
                    {
                        "id": "closed",
                        "when": {"not": {"fact": "open", "test": {"accepts": [True]}}},
                        "at_most": "1",
                        "band": None,
                    }
                ],
                "min_coverage": "0",
            },
        ],
        "designations": [
            {
                "id": "named",
                "when": {"at_least": 1, "of": [{"score": "a", "test": {"op": "between", "operands": ["1", "2"]}}]},
            }
        ],
    }


def test_what_is_known() -> None:
    facts = {
        "topics": known(frozenset({"b", "a"})),
        "years": Knowledge(Kind.CONTESTED, (Fraction(3), Fraction(7, 2))),
        "begun": known(date(2020, 5, 1)),
        "open": Knowledge(Kind.NOT_FOUND),
    }
    assert list(facts_json(facts).items()) == [
        ("begun", {"kind": "known", "values": ["2020-05-01"]}),
        ("open", {"kind": "not-found", "values": []}),
        ("topics", {"kind": "known", "values": [["a", "b"]]}),
        ("years", {"kind": "contested", "values": ["3", "7/2"]}),
    ]


def test_what_is_given_is_what_counts_in_the_parent() -> None:
    results = Evaluation(plan(A, B), {"open": known(value=True), "years": known(Fraction(3))}).run()
    assert given_json(results, ["b", "a"]) == {
        "a": {
            "applies": "yes",
            "counts": "yes",
            "low": "0",
            "high": "3",
            "earned": "0",
            "coverage": "0",
            "levels": ["yes", "no"],
        },
        "b": {
            "applies": "yes",
            "counts": "yes",
            "low": "2/3",
            "high": "2/3",
            "earned": "2/3",
            "coverage": "1",
            "levels": [],
        },
    }


def test_the_order_of_members_and_facts_changes_no_byte_but_the_order_of_nodes() -> None:
    one = compiled_json(plan(A, B))
    other = compiled_json(plan(B, A, codebook={"topics": TOPICS, "open": OPEN, "years": YEARS}))
    nodes: Any = other["nodes"]
    nodes.sort(key=itemgetter("id"))
    assert dumps(other) == dumps(one)


def test_every_shipped_framework_is_plain_data_without_a_float() -> None:
    for name in DATA.framework_ids():
        document = compiled_json(DATA.plan(name))
        assert json.loads(dumps(document)) == document
        nodes: Any = document["nodes"]
        seen: set[str] = set()
        for node in nodes:
            assert seen.issuperset(node["depends"])
            seen.add(node["id"])
        assert seen == set(DATA.plan(name).nodes)
