"""What a plan refuses, in which order it scores, and what it knows of each node."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, get_args

import pytest

from govaudit.integrity.criteria import check_framework
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import known
from govaudit.problems import Code, Collector, GovauditError, Path
from govaudit.rules.explain import phrase
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.node import NodeKind
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scale import Rubric

CODEBOOK = read_codebook(
    {name: {"question": "?", "type": "boolean", "basis": "law"} for name in ("open", "gate", "cap")}
)
Data = dict[str, Any]


def leaf(name: str, rule: Data | None = None, **more: object) -> Data:
    best = {"id": "yes", "score": 1, "when": rule or {"open": True}}
    return {"id": name, "levels": [best, {"id": "no", "score": 0, "otherwise": True}], **more}


def group(name: str, *leaves: Data, **more: object) -> Data:
    return {"id": name, "indicators": list(leaves), **more}


def plan_of(**data: object) -> Plan:
    return compile_plan(read(Framework, {"id": "root", "version": "1", **data}), CODEBOOK)


def refused(**data: object) -> list[tuple[Code, Path, str]]:
    with pytest.raises(GovauditError) as caught:
        plan_of(**data)
    return [(item.code, item.node, item.message) for item in caught.value.problems]


def cap(rule: Data, **more: object) -> Data:
    return {"id": "cap", "when": rule, "reason": "?", **({"at-most": 0} | more)}


def score(name: str) -> Data:
    return {"score": {name: {"at-least": 1}}}


def exact(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def weighted(**weights: int) -> tuple[tuple[str, Fraction], ...]:
    return tuple((name, Fraction(weight)) for name, weight in weights.items())


CIRCLE = "expected nodes that do not read each other in a circle; found "


@pytest.mark.parametrize(
    "data",
    [
        {"indicators": [leaf("a", score("b")), leaf("b", score("a"))]},
        {"indicators": [leaf("a", {"level": {"b": "yes"}}), leaf("b", {"level": {"a": "yes"}})]},
        {"indicators": [leaf("a", {"rule": "of-root"})], "rules": {"of-root": score("root")}},
        {"indicators": [leaf("a")], "applies-when": score("a")},
        {"indicators": [leaf("a", **{"applies-when": score("root")})]},
        {"indicators": [leaf("a")], "caps": [cap(score("root"))]},
        {"indicators": [leaf("a")], "derived": [{"id": "d", "of": ["e"]}, {"id": "e", "of": ["d"]}]},
        {"indicators": [leaf("a", score("d"))], "derived": [{"id": "d", "of": ["root"]}]},
        {"criteria": [group("g", leaf("a"), caps=[cap(score("b"))])], "indicators": [leaf("b", score("g"))]},
    ],
    ids=["rules", "levels", "named-rule", "gate-of-root", "gate", "cap", "derived", "derived-of-root", "cap-and-rule"],
)
def test_a_circle_is_refused_and_told(data: Data) -> None:
    ((code, _, message),) = refused(**data)
    assert code is Code.CYCLE
    assert message.startswith(CIRCLE)
    names = message.removeprefix(CIRCLE).split(" -> ")
    assert names[0] == names[-1]


@pytest.mark.parametrize("aggregation", ["mean", "geometric"])
def test_a_circle_is_told_in_the_order_of_reading_at_its_first_node(aggregation: str) -> None:
    leaves = [leaf("a", score("b")), leaf("b", score("c")), leaf("c", score("a"))]
    ((_, place, message),) = refused(indicators=leaves, aggregation=aggregation)
    circles = {f"{a} -> {b} -> {c} -> {a}": a for a, b, c in ("abc", "bca", "cab")}
    assert place == ("indicators", "abc".index(circles[message.removeprefix(CIRCLE)]))


def test_a_circle_names_its_nodes() -> None:
    ((_, place, message),) = refused(indicators=[leaf("a", score("b")), leaf("b", score("a"))])
    assert message.removeprefix(CIRCLE) in {"a -> b -> a", "b -> a -> b"}
    assert place in {("indicators", 0), ("indicators", 1)}


@pytest.mark.parametrize(
    ("data", "code", "place", "message"),
    [
        (
            {"indicators": [leaf("a"), leaf("a")]},
            Code.DUPLICATE_ID,
            ("indicators", 1, "id"),
            'expected a node id used once; found "a" again',
        ),
        (
            {"indicators": [leaf("a")], "derived": [{"id": "a", "of": ["root"]}]},
            Code.DUPLICATE_ID,
            ("derived", 0, "id"),
            'expected a node id used once; found "a" again',
        ),
        ({}, Code.EMPTY_GROUP, (), "expected at least one indicator or criterion"),
        (
            {"criteria": [{"id": "g"}]},
            Code.EMPTY_GROUP,
            ("criteria", 0),
            "expected at least one indicator or criterion",
        ),
        (
            {"indicators": [leaf("a")], "derived": [{"id": "d", "of": []}]},
            Code.EMPTY_GROUP,
            ("derived", 0, "of"),
            "expected at least one node",
        ),
        (
            {"indicators": [leaf("a")], "derived": [{"id": "d", "of": ["a", "rot"]}]},
            Code.UNKNOWN_NODE,
            ("derived", 0, "of", 1),
            'expected a node; found "rot"',
        ),
        (
            {"indicators": [leaf("a")], "derived": [{"id": "d", "of": {"rot": 2}}]},
            Code.UNKNOWN_NODE,
            ("derived", 0, "of", "rot"),
            'expected a node; found "rot"',
        ),
        (
            {"indicators": [leaf("a")], "caps": [{"id": "cap", "when": {"cap": True}, "band": "good", "reason": "?"}]},
            Code.UNKNOWN_NAME,
            ("caps", 0, "band"),
            'expected a band of root; found "good"',
        ),
        (
            {"indicators": [leaf("a")], "caps": [cap({"gone": True})]},
            Code.UNKNOWN_FACT,
            ("caps", 0, "when", "gone"),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            {"indicators": [leaf("a")], "applies-when": {"gone": True}},
            Code.UNKNOWN_FACT,
            ("applies-when", "gone"),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            {"indicators": [leaf("a")], "designations": [{"id": "x", "when": {"gone": True}}]},
            Code.UNKNOWN_FACT,
            ("designations", 0, "when", "gone"),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            {"indicators": [leaf("a")], "rules": {"r": {"gone": True}}},
            Code.UNKNOWN_FACT,
            ("rules", "r", "gone"),
            'expected a fact of the codebook; found "gone"',
        ),
        (
            {"indicators": [leaf("a")], "steps": [{"at-least": 1, "value": 1}]},
            Code.NO_OTHERWISE,
            ("steps",),
            "expected `otherwise: true` on the last entry, and only there",
        ),
        (
            {"indicators": [leaf("a", bands=[{"id": "good", "at-least": 1}])]},
            Code.NO_OTHERWISE,
            ("indicators", 0, "bands"),
            "expected `otherwise: true` on the last entry, and only there",
        ),
    ],
)
def test_a_wrong_framework_is_refused_where_it_is_wrong(data: Data, code: Code, place: Path, message: str) -> None:
    assert refused(**data) == [(code, place, message)]


@pytest.mark.parametrize(
    "extra",
    [
        {"caps": [cap({"cap": True})]},
        {"steps": [{"otherwise": True, "value": 1}]},
        {"applies-when": {"gate": True}},
    ],
)
def test_a_pooled_group_has_nothing_of_its_own(extra: Data) -> None:
    message = "expected a pooled group without caps, steps and applies-when"
    found = refused(criteria=[group("g", leaf("a"), pooled=True, **extra)])
    assert found == [(Code.POOLED_EXTRAS, ("criteria", 0), message)]


def test_the_root_cannot_be_pooled() -> None:
    assert [code for code, _, _ in refused(pooled=True, indicators=[leaf("a")])] == [Code.POOLED_EXTRAS]


def test_an_idle_weight_is_a_warning_shown_with_the_errors() -> None:
    broken = {"designations": [{"id": "x", "when": {"gone": True}}]}
    found = refused(
        aggregation="median",
        criteria=[group("g", leaf("a"), pooled=True, weight=2)],
        indicators=[leaf("b", weight=2)],
        **broken,
    )
    idle = [(place, message) for code, place, message in found if code is Code.IDLE_WEIGHT]
    assert idle == [
        (("criteria", 0, "weight"), "expected no weight here; a pooled group counts by its members"),
        (("indicators", 0, "weight"), "expected no weight here; median takes no weights"),
    ]
    assert plan_of(aggregation="median", indicators=[leaf("b", weight=2)]).nodes["b"].weight == 2


@pytest.mark.parametrize("how", ["product", "geometric", "harmonic", {"power": 2}, {"power": -1}])
def test_members_that_can_fall_below_zero_are_refused(how: object) -> None:
    below = leaf("a")
    below["levels"][1]["score"] = -1
    place = ("aggregation",)
    message = "expected members that cannot fall below 0; a can"
    assert refused(aggregation=how, indicators=[below]) == [(Code.NEGATIVE_MEMBER, place, message)]
    assert refused(aggregation=how, criteria=[group("g", below, leaf("b"))]) == [
        (Code.NEGATIVE_MEMBER, place, message.replace("a can", "g can"))
    ]


def test_what_a_group_can_score_at_all() -> None:
    """A sum may lose members, a product too; caps and steps count."""
    two = leaf("a", weight=2), leaf("b")
    caps = [cap({"cap": True}, **{"at-most": -3})]
    steps = [{"at-least": 1, "value": 9}, {"otherwise": True, "value": 4}]
    assert plan_of(indicators=two).ranges["root"] == exact(0, 1)
    assert plan_of(indicators=two, aggregation="sum").ranges["root"] == exact(0, 3)
    assert plan_of(indicators=two, aggregation="product").ranges["root"] == exact(0, 1)
    assert plan_of(indicators=two, caps=caps).ranges["root"] == exact(-3, 1)
    assert plan_of(indicators=two, steps=steps).ranges["root"] == exact(4, 9)


def test_pooled_members_count_in_the_parent_one_by_one() -> None:
    inner = group("inner", leaf("c", weight=3), pooled=True)
    outer = group("outer", leaf("a"), leaf("b", weight=2), pooled=True, criteria=[inner])
    plan = plan_of(criteria=[outer], indicators=[leaf("d")])
    assert plan.nodes["root"].members == weighted(c=3, a=1, b=2, d=1)
    assert plan.nodes["outer"].members == weighted(c=3, a=1, b=2)


def test_nodes_are_listed_parents_first_and_scored_after_all_they_read() -> None:
    plan = plan_of(
        criteria=[group("g", leaf("a", score("b")), caps=[cap({"cap": True})]), group("h", leaf("b"))],
        indicators=[leaf("c", **{"applies-when": {"gate": True}})],
        derived=[{"id": "d", "of": {"g": 2, "root": 1}}],
    )
    assert list(plan.nodes) == ["root", "g", "a", "h", "b", "c", "d"]
    assert [node.kind for node in plan.nodes.values()][-2:] == ["indicator", "derived"]
    order = plan.order.index
    assert order("b") < order("a") < order("g") < order("root") < order("d")
    assert plan.nodes["d"].members == (("g", Fraction(2)), ("root", Fraction(1)))
    assert plan.facts() == ("open", "gate")
    assert plan.nodes["g"].cap_facts == ("cap",)
    assert plan.depends["g"].facts == {"cap"}
    assert plan.nodes["a"].reads == {"b"}
    assert plan.nodes["a"].aggregate is None
    assert plan.nodes["g"].aggregate is not None


def test_the_nearest_policy_wins() -> None:
    plan = plan_of(
        missing="exclude",
        criteria=[group("g", leaf("a"), leaf("b", missing="zero-credit"), missing="full-credit")],
        indicators=[leaf("c")],
        derived=[{"id": "d", "of": ["a"]}],
    )
    policies = {name: node.missing for name, node in plan.nodes.items()}
    full, none = "full-credit", "exclude"
    assert policies == {"root": none, "g": full, "a": full, "b": "zero-credit", "c": none, "d": none}


def test_a_group_waits_for_what_the_gates_above_it_read() -> None:
    inner = group("g", leaf("a", rule={"open": False}))
    plan = plan_of(
        criteria=[{"id": "outer", "applies-when": score("b"), "criteria": [inner]}, group("h", leaf("b"))],
    )
    assert "b" in plan.depends["a"].nodes
    assert plan.order.index("b") < plan.order.index("a")


def test_rules_that_double_at_every_name_are_read_scored_proven_and_told_at_once() -> None:
    """Sixty names, each read twice by the one before: unfolded it would be 2⁶⁰ rules."""
    rules: dict[str, object] = {f"r{n}": {"all": [{"rule": f"r{n + 1}"}, {"rule": f"r{n + 1}"}]} for n in range(60)}
    levels = [{"id": "up", "score": 1, "when": {"rule": "r0"}}, {"id": "down", "score": 0, "otherwise": True}]
    data = {
        "id": "f",
        "version": "1",
        "rules": {**rules, "r60": {"flag": True}},
        "indicators": [{"id": "i", "levels": levels}],
    }
    codebook = read_codebook({"flag": {"question": "?", "type": "boolean", "basis": "law"}})
    plan = compile_plan(read(Framework, {**data, "polarity": {"flag": "up"}}), codebook)
    problems = Collector()
    check_framework(plan, problems)
    assert problems.problems == []
    assert Evaluation(plan, {"flag": known(value=True)}).run()["i"].point == 1
    scale = plan.nodes["i"].scale
    assert isinstance(scale, Rubric)
    assert scale.steps[0].rule is not None
    assert phrase(scale.steps[0].rule) == "r0"


def test_a_plan_keeps_its_named_rules() -> None:
    plan = plan_of(rules={"is-open": {"open": True}}, indicators=[leaf("a", {"rule": "is-open"})])
    assert [(name, phrase(rule)) for name, rule in plan.rules.items()] == [("is-open", "is open (open is true)")]


def test_every_node_knows_its_kind() -> None:
    plan = plan_of(criteria=[group("g", leaf("a"))], derived=[{"id": "d", "of": ["g"]}])
    kinds = {name: node.kind for name, node in plan.nodes.items()}
    assert kinds == {"root": "framework", "g": "criterion", "a": "indicator", "d": "derived"}
    assert list(dict.fromkeys(kinds.values())) == list(get_args(NodeKind))


def test_a_node_depends_on_the_facts_of_every_gate_above_it() -> None:
    inner = group("inner", leaf("a"), **{"applies-when": {"gate": True}})
    plan = plan_of(criteria=[{"id": "outer", "criteria": [inner], "applies-when": {"cap": True}}])
    assert plan.depends["a"].facts == {"open", "gate", "cap"}
    assert plan.depends["outer"].facts == {"cap"}


def test_what_lies_below_a_node_is_all_that_its_result_depends_on() -> None:
    plan = plan_of(
        criteria=[
            group("g", leaf("a", score("b"))),
            group("h", leaf("b", {"cap": True}), **{"applies-when": score("c")}),
        ],
        indicators=[leaf("c", {"gate": True}), leaf("d")],
        derived=[{"id": "also", "of": ["a"]}],
    )
    assert plan.nodes_below("c") == {"c"}
    assert plan.nodes_below("also") == {"also", "a", "b", "c"}
    assert plan.nodes_below("root") == {"root", "g", "h", "a", "b", "c", "d"}
    assert plan.facts_below("also") == ("gate", "cap")
    assert plan.facts_below("root") == ("open", "gate", "cap")
    assert plan.facts_below("d") == ("open",)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        ({"indicators": [leaf("a"), leaf("a")]}, "indicators, criteria and derived nodes share one set of ids"),
        ({"indicators": [leaf("alpha")], "derived": [{"id": "d", "of": ["alhpa"]}]}, 'did you mean "alpha"?'),
        (
            {
                "indicators": [leaf("a")],
                "bands": [{"id": "good", "at-least": 1}, {"id": "poor", "otherwise": True}],
                "caps": [{"id": "cap", "when": {"cap": True}, "band": "pour", "reason": "?"}],
            },
            'did you mean "poor"?',
        ),
        (
            {
                "aggregation": "geometric",
                "indicators": [{**leaf("a"), "levels": [{"id": "no", "score": -1, "otherwise": True}]}],
            },
            "use mean or sum",
        ),
    ],
)
def test_what_a_refusal_advises(data: Data, hint: str) -> None:
    with pytest.raises(GovauditError) as caught:
        plan_of(**data)
    assert [item.hint for item in caught.value.problems] == [hint]
