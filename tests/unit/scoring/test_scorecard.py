"""From an evaluation to a scorecard: absence, sources, what-ifs and opaque lines."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any, get_args

import pytest

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import Framework
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.model.profile import Profile
from govaudit.model.timeline import knowledge_at
from govaudit.scoring.contributions import LineKind, lines
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan, compile_plan
from govaudit.scoring.scorecard import node_score, score_profile

CODEBOOK = read_codebook({name: {"question": "?", "type": "boolean", "basis": "law"} for name in ("open", "shut")})
LEVELS = [{"id": "yes", "score": 4, "when": {"open": True}}, {"id": "no", "score": 0, "otherwise": True}]
LEAF = {"id": "leaf", "levels": LEVELS}


def plan_of(**more: object) -> Plan:
    data = {"id": "root", "version": "2", "indicators": [LEAF], **more}
    return compile_plan(read(Framework, data), CODEBOOK)


def profile(*statements: dict[str, Any], **more: object) -> Profile:
    base = {"id": "forum", "name": "The Forum", "kind": "process", "reviewed": {"on": "2026-01-01", "by": "us"}}
    return read(Profile, {**base, "facts": {"open": list(statements)}, **more})


def test_a_forum_scores_only_while_it_lives() -> None:
    statement = {"value": True, "evidence": [{"source": "charter", "at": "art. 1"}]}
    forum = profile(statement, active={"from": "2010", "until": "2020"})
    plan = plan_of()
    for day, absent in ((date(2009, 12, 31), True), (date(2010, 1, 1), False), (date(2020, 1, 1), True)):
        card = score_profile(plan, forum, knowledge_at(forum, CODEBOOK, day), day)
        assert bool(card.absent) == absent
        assert (card.score.point is None) == absent
        assert (card.root is None) == absent
        assert (card.forum, card.version, card.missing) == ("forum", "2", "zero-credit")


def test_a_node_names_the_sources_its_facts_rest_on() -> None:
    cited = [{"source": source, "at": "p. 1"} for source in ("charter", "minutes", "charter")]
    forum = profile({"value": True, "evidence": cited})
    card = score_profile(plan_of(), forum, knowledge_at(forum, CODEBOOK, date(2026, 1, 1)), date(2026, 1, 1), "exclude")
    assert card.node("leaf").sources == ("charter", "minutes")
    assert card.node("leaf").level == "yes"
    assert (card.missing, card.band) == ("exclude", None)
    assert card.score.point == 4
    with pytest.raises(KeyError):
        card.node("gone")


def test_what_if_an_indicator_stood_at_another_score() -> None:
    results = Evaluation(plan_of(), {}, fixed={"leaf": Fraction(3)}).run()
    assert {results["leaf"].low, results["leaf"].high, results["root"].point} == {Fraction(3)}
    assert results["leaf"].coverage == 1
    gone = Evaluation(plan_of(), {"open": Knowledge(Kind.NOT_APPLICABLE)}, fixed={"leaf": Fraction(3)}).run()
    assert gone["leaf"].point is None


def test_settled_means_that_nothing_unknown_can_change_it() -> None:
    plan = plan_of()
    assert Evaluation(plan, {"open": known(True)}).run()["root"].settled
    assert not Evaluation(plan, {}).run()["root"].settled


def test_an_opaque_aggregation_and_a_step_are_one_line_each() -> None:
    facts = {"open": known(True)}
    steps = [{"at-least": 1, "value": 7}, {"otherwise": True, "value": 1}]
    caps = [{"id": "cap", "when": {"open": True}, "at-most": 5, "reason": "?"}]
    said = set()
    for more, expected in (
        ({"aggregation": "median"}, [("root", "aggregate", 4)]),
        ({"steps": steps}, [("root", "steps", 7)]),
        ({"steps": steps, "caps": caps}, [("root", "steps", 7), ("root", "cap", -2)]),
        ({"weight": 3}, [("leaf", "indicator", 4)]),
    ):
        plan = plan_of(**more)
        found = lines(plan, Evaluation(plan, facts).run())
        assert [(line.node, line.kind) for line in found] == [(node, kind) for node, kind, _ in expected]
        assert [line.value for line in found] == [Fraction(value) for *_, value in expected]
        said |= {line.kind for line in found}
    assert said == set(get_args(LineKind))


def test_an_unknown_member_that_is_left_out_has_no_line() -> None:
    plan = plan_of()
    assert lines(plan, Evaluation(plan, {}, "exclude").run()) == ()


def test_a_score_of_which_too_little_is_settled_is_withheld_and_said_so() -> None:
    """Of two leaves the one of weight 3 is not known, so a quarter is settled."""
    other = {"id": "other", "levels": [{**LEVELS[0], "when": {"shut": True}}, LEVELS[1]], "weight": 3}
    plan = plan_of(indicators=[LEAF, other], **{"min-coverage": "2/3"})
    evaluation = Evaluation(plan, {"open": known(True)})
    evaluation.run()
    found = node_score("root", evaluation)
    assert found.withheld == "coverage 25% is below the least of 67%"
    assert (found.score.point, found.score.low, found.score.high) == (None, 1, 4)
    exact = Evaluation(plan_of(indicators=[LEAF, other], **{"min-coverage": "1/4"}), {"open": known(True)})
    exact.run()
    assert (node_score("root", exact).withheld, node_score("root", exact).score.point) == ("", 1)


def test_a_cap_on_the_score_hides_no_cap_on_the_band() -> None:
    bands = [{"id": "good", "at-least": 3}, {"id": "poor", "otherwise": True}]
    cap = {"when": {"open": True}, "reason": "?"}
    plan = plan_of(bands=bands, caps=[{**cap, "id": "score", "at-most": 4}, {**cap, "id": "band", "band": "poor"}])
    evaluation = Evaluation(plan, {"open": known(True)})
    evaluation.run()
    found = node_score("root", evaluation)
    assert (found.score.point, found.band, found.possible_bands) == (4, "poor", ("poor",))
