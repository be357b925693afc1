"""The scoring engine of the pages gives what Python gives: every node, every number, in a real browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.model.framework import Missing
from govaudit.model.knowledge import Knowledge
from govaudit.problems import GovauditError
from govaudit.report.compiled_json import compiled_json, facts_json, given_json
from govaudit.report.json import Json, dumps
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh
from tests.conformance.runner import FILES, Outcome, Policies, exact, failures
from tests.laws.frameworks import Example, examples

from .asking import DATA, MANY, POLICIES, Asked, above, forums, in_python, in_the_page

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SCORED = [name for name, file in FILES.items() if any("statements" not in test for test in file["tests"])]
"""What `time` says of statements is worked out before an engine sees a fact; it is Python's alone."""

# ── the conformance suite ──


@pytest.mark.parametrize("name", SCORED)
def test_the_page_conforms(name: str, engine_page: Page) -> None:
    asked = []

    def engine(plan: Plan, facts: Mapping[str, Knowledge], policies: Policies) -> Sequence[Outcome] | str:
        asked.append(plan)
        answers = in_the_page(engine_page, plan, [Asked(facts, policy) for policy in policies])
        refused = next((answer for answer in answers if isinstance(answer, str)), None)
        return refused or [outcome(plan, answer) for answer in answers]

    assert failures(FILES[name], engine) == []
    assert len(asked) == sum(len(test["cases"]) for test in FILES[name]["tests"] if "statements" not in test)


def outcome(plan: Plan, answer: Any) -> Outcome:
    numbers = ("low", "high", "point", "coverage")
    nodes = {name: {**node, **{key: exact(node[key]) for key in numbers}} for name, node in answer["nodes"].items()}
    return Outcome(nodes, nodes[plan.root]["caps"], answer["designations"])


# ── all shipped data ──


@pytest.mark.parametrize("framework", DATA.framework_ids())
def test_every_shipped_forum_scores_the_same(framework: str, engine_page: Page) -> None:
    plan = DATA.plan(framework)
    asked = [Asked(facts, policy) for facts in forums().values() for policy in POLICIES]
    answers = in_the_page(engine_page, plan, asked)
    for each, answer in zip(asked, answers, strict=True):
        assert answer == in_python(plan, each)


# ── random frameworks ──


@MANY
@given(example=examples())
def test_random_frameworks_score_the_same(engine_page: Page, example: Example) -> None:
    asked = [Asked(example.facts, policy) for policy in POLICIES]
    for each, answer in zip(asked, in_the_page(engine_page, example.plan, asked), strict=True):
        assert answer == in_python(example.plan, each)


# ── the nodes above others, with other weights ──

WEIGHTS = st.sampled_from([Fraction(0), Fraction(1), Fraction(2), Fraction(1, 3), Fraction("0.25"), Fraction(7)])


@pytest.mark.parametrize("policy", POLICIES)
def test_other_weights_of_the_criteria_score_the_same(policy: Missing | None, engine_page: Page) -> None:
    """As the sliders do it: the criteria are those of the weights as they stand, and only the whole is worked out."""
    plan, random = DATA.plan("accountability"), Random(1)
    criteria = [name for name, _ in plan.nodes[plan.root].members]
    asked = []
    for facts in forums().values():
        results = Evaluation(plan, facts, policy).run()
        for _ in range(8):
            weights = {name: Fraction(random.randrange(21), 20) for name in criteria}
            weights[random.choice(criteria)] = Fraction(1)
            asked.append(Asked(facts, policy, weights, {name: results[name] for name in criteria}))
    answers = in_the_page(engine_page, plan, asked)
    for each, answer in zip(asked, answers, strict=True):
        assert list(answer["nodes"]) == [plan.root]
        expected = in_python(plan, each)
        assert answer["nodes"][plan.root] == expected["nodes"][plan.root]
        assert answer["designations"] == expected["designations"]


@MANY
@given(example=examples(), policy=st.sampled_from(POLICIES), data=st.data())
def test_random_weights_and_given_nodes_score_the_same(
    engine_page: Page, example: Example, policy: Missing | None, data: st.DataObject
) -> None:
    plan = example.plan
    weighed = {name for node in plan.nodes.values() if node.kind != "derived" for name, _ in node.members}
    weights = data.draw(st.dictionaries(st.sampled_from(sorted(weighed)), WEIGHTS))
    try:
        other = reweigh(plan, weights)
    except GovauditError:  # a weight that fits no node
        return
    results = Evaluation(other, example.facts, policy).run()
    known = data.draw(st.sets(st.sampled_from(sorted(set(plan.nodes) - {plan.root}))))
    asked = Asked(example.facts, policy, weights, {name: results[name] for name in known})
    [answer] = in_the_page(engine_page, plan, [Asked(example.facts, policy, weights)])
    assert answer == in_python(plan, Asked(example.facts, policy, weights))
    assert above(engine_page, plan, asked) == worked_out(plan, asked)


def worked_out(plan: Plan, asked: Asked) -> dict[str, Any]:
    """Of all results those that depend on a given one, and what else these need."""
    nodes = in_python(plan, asked)["nodes"]
    if not asked.given:
        return dict(nodes)
    touched = {name for name in nodes if plan.nodes_below(name) & set(asked.given)}
    needed, waiting = set(), list(touched)
    while waiting:
        name = waiting.pop()
        if name not in needed and name not in asked.given:
            needed.add(name)
            waiting += plan.depends[name].nodes
    return {name: nodes[name] for name in nodes if name in needed}


@pytest.mark.parametrize("criterion", ["human-rights-mandate", "oversight"])
def test_a_withheld_point_counts_in_the_parent_all_the_same(criterion: str, engine_page: Page) -> None:
    """What is given is what a criterion earned, shown or not."""
    plan = DATA.plan("accountability")
    nodes = {name: withholding(node) if name == criterion else node for name, node in plan.nodes.items()}
    strict = replace(plan, nodes=nodes)
    facts = forums()["gfmd"]
    results = Evaluation(strict, facts).run()
    hidden = Asked(facts, None, {}, {name: results[name] for name, _ in plan.nodes[plan.root].members})
    assert in_python(strict, Asked(facts))["nodes"][criterion]["withheld"]
    assert above(engine_page, strict, hidden) == worked_out(strict, hidden)


def withholding(node: PlanNode) -> PlanNode:
    return replace(node, authored=node.authored.model_copy(update={"min_coverage": Fraction(2)}))


REFUSED = {
    "{ missing: 'zero' }": "expected a policy; found zero",
    "{ weights: { oversight: '-1' } }": "expected a weight of oversight that is not negative; found -1",
    "{ given: { oversight: { low: '1', high: '1', point: '1' } } }": "expected earned of the given oversight; found none",
}
"""The last is what a scorecard knows of a node, which has no point where it is withheld."""


@pytest.mark.parametrize("options", REFUSED)
def test_options_that_mean_nothing_are_refused(options: str, engine_page: Page) -> None:
    plan = dumps(compiled_json(DATA.plan("accountability")))
    ask = f"plan => {{ try {{ govaudit.evaluate(JSON.parse(plan), {{}}, {options}) }} catch (error) {{ return error.message }} }}"
    assert engine_page.evaluate(ask, plan) == REFUSED[options]


def test_a_thousand_forums_are_ranked_anew_at_once(engine_page: Page) -> None:
    """With the criteria known, as a slider is dragged. It was measured at a thirtieth of this."""
    plan = DATA.plan("accountability")
    criteria = [name for name, _ in plan.nodes[plan.root].members]
    rows: list[Json] = [
        [facts_json(facts), given_json(Evaluation(plan, facts).run(), criteria)] for facts in forums().values()
    ]
    assert engine_page.evaluate(RANK_ANEW, dumps([compiled_json(plan), rows, [*criteria]])) < 1000


RANK_ANEW = """
text => {
  const [plan, rows, criteria] = JSON.parse(text);
  const weights = Object.fromEntries(criteria.map((name, index) => [name, `${index}.25`]));
  const anew = () => {
    const start = performance.now();
    const scores = Array.from({ length: 1000 }, (_, index) => {
      const [facts, given] = rows[index % rows.length];
      return { id: `forum-${index}`, ...govaudit.evaluate(plan, facts, { weights, given })[plan.framework.id] };
    });
    govaudit.rank(scores);
    return performance.now() - start;
  };
  return Math.min(...Array.from({ length: 5 }, anew));
}
"""
