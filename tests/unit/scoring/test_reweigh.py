"""The weights of a reader: what they change, and what is said of those that fit nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govaudit.model.knowledge import known
from govaudit.problems import Code, GovauditError
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh

from .test_plan import group, leaf, plan_of, weighted
from .test_ranges import spread

PLAN = plan_of(
    criteria=[
        group("middle", leaf("a"), leaf("b"), aggregation="median"),
        group("pool", leaf("c", weight=3), leaf("d"), pooled=True),
        group("total", leaf("e", weight=2), leaf("f"), aggregation="sum"),
    ],
    derived=[{"id": "also", "of": {"c": 7, "middle": 1}}],
)
MEAN = plan_of(criteria=[group("g", leaf("a"), leaf("b"))], indicators=[leaf("c")])


def given(plan: Plan, **weights: int) -> Plan:
    return reweigh(plan, {name: Fraction(weight) for name, weight in weights.items()})


def refused(plan: Plan, **weights: int) -> list[tuple[Code, str, str]]:
    with pytest.raises(GovauditError) as caught:
        given(plan, **weights)
    return [(item.code, item.message, item.hint) for item in caught.value.problems]


def test_a_weight_counts_in_its_group_and_nowhere_else() -> None:
    plan = given(PLAN, c=5, total=2, f=1)
    assert plan.nodes["root"].members == weighted(middle=1, c=5, d=1, total=2)
    assert plan.nodes["pool"].members == weighted(c=5, d=1)
    assert plan.nodes["also"].members == weighted(c=7, middle=1)
    assert [plan.nodes[name].weight for name in ("c", "d", "total", "also")] == [5, 1, 2, 1]
    assert plan.nodes["a"] == PLAN.nodes["a"]


def test_a_plan_says_only_which_weights_are_others() -> None:
    plan = given(PLAN, c=5, e=2, f=1)
    assert plan.weights == {"c": 5}
    assert given(PLAN, c=3) == PLAN


def test_what_a_group_can_score_follows_its_weights() -> None:
    assert [given(PLAN, e=weight).ranges["total"] for weight in (2, 4)] == [(0, 3), (0, 5)]


@pytest.mark.parametrize(
    ("name", "code", "message", "hint"),
    [
        (
            "zzz",
            Code.UNKNOWN_NODE,
            'expected a criterion or indicator of root to weigh; found "zzz"',
            "its criteria: middle, c, d, total",
        ),
        (
            "midle",
            Code.UNKNOWN_NODE,
            'expected a criterion or indicator of root to weigh; found "midle"',
            'did you mean "middle"?',
        ),
        (
            "roots",
            Code.UNKNOWN_NODE,
            'expected a criterion or indicator of root to weigh; found "roots"',
            "its criteria: middle, c, d, total",
        ),
        ("root", Code.BAD_WEIGHT, 'expected a node that counts in another; "root" does not, it is the whole', ""),
        (
            "also",
            Code.BAD_WEIGHT,
            'expected a node that counts in another; "also" does not, a derived node counts in no total',
            "",
        ),
        ("pool", Code.BAD_WEIGHT, 'expected no weight of "pool"; a pooled group counts by its members', ""),
        ("a", Code.BAD_WEIGHT, 'expected no weight of "a"; middle takes its median, which uses none', ""),
    ],
)
def test_a_weight_that_fits_nothing_is_refused(name: str, code: Code, message: str, hint: str) -> None:
    assert refused(PLAN, **{name: 1}) == [(code, message, hint)]


def test_every_weight_that_fits_nothing_is_told() -> None:
    found = refused(MEAN, c=5, root=1, a=0, gone=1, b=0)
    assert [message.partition(";")[0] for _, message, _ in found] == [
        "expected a node that counts in another",
        "expected a criterion or indicator of root to weigh",
        "expected a weight above 0 in g",
    ]


def test_a_member_of_a_pooled_group_counts_where_its_group_stands() -> None:
    """The pool has a mean of its own; what it stands in takes no weights."""
    plan = plan_of(aggregation="maximum", criteria=[group("pool", leaf("a"), pooled=True)])
    assert refused(plan, a=2) == [
        (Code.BAD_WEIGHT, 'expected no weight of "a"; root takes its maximum, which uses none', "")
    ]


def test_of_a_mean_something_counts() -> None:
    found = refused(MEAN, a=0, b=0, g=0, c=0)
    assert found == [
        (Code.BAD_WEIGHT, "expected a weight above 0 in root; found 0 for all of it", "it holds g, c"),
        (Code.BAD_WEIGHT, "expected a weight above 0 in g; found 0 for all of it", "it holds a, b"),
    ]
    half = plan_of(indicators=[leaf("a", weight=0), leaf("b")])
    assert refused(half, b=0) == [
        (Code.BAD_WEIGHT, "expected a weight above 0 in root; found 0 for all of it", "it holds a, b")
    ]
    assert given(MEAN, a=0, g=0).nodes["root"].members == weighted(g=0, c=1)
    assert given(PLAN, e=0, f=0).ranges["total"] == (0, 0)


def test_a_group_that_counted_nothing_before_is_no_fault_of_a_readers_weights() -> None:
    idle = group("idle", leaf("a", weight=0), leaf("b", weight=0))
    plan = plan_of(criteria=[idle], indicators=[leaf("c")], derived=[{"id": "also", "of": {"c": 0}}])
    assert given(plan, c=2).weights == {"c": 2}


@pytest.mark.parametrize("how", ["product", "geometric", "harmonic", {"power": 3}])
def test_weights_that_let_a_member_fall_below_zero_are_refused_where_it_cannot(how: object) -> None:
    inner = group("g", spread("a", -1, 1, weight=0), spread("b", 0, 1), aggregation="sum")
    plan = plan_of(criteria=[inner], aggregation=how)
    assert Evaluation(plan, {"open": known(False)}).run()["root"].point == 0
    assert refused(plan, a=1) == [
        (Code.NEGATIVE_MEMBER, "expected members that cannot fall below 0; g can", "use mean or sum")
    ]
