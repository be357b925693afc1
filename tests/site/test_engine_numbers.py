"""The numbers of the pages' engine: roots to the last digit, ranks, rounding; and how it stands in a page."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.ranking import standings
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.report.compiled_json import compiled_json, facts_json
from govaudit.report.json import dumps
from govaudit.report.numbers import rounded
from govaudit.rules.truth import TRUE
from govaudit.scoring.aggregate import ONE, Member, aggregate
from govaudit.scoring.evaluate import NONE, Evaluation, Result
from govaudit.scoring.plan import Plan
from govaudit.site.scripts import SCRIPTS, script
from tests.laws.frameworks import compiled

from .asking import DATA, DAY, MANY, Asked, above, forums, text
from .conftest import html

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

# ── roots, of numbers that no framework is likely to hold ──

HOW = ("geometric", "harmonic", 2, 3, 7, 64, -1, -2, -5, -64)
SCORE = st.one_of(
    st.fractions(min_value=Fraction(1, 1000), max_value=1000, max_denominator=10**6),
    st.sampled_from([Fraction(0), Fraction(1), Fraction(10) ** 40, Fraction(1, 10**25), 1 + Fraction(1, 10**29)]),
)
MEMBERS = st.lists(
    st.tuples(st.fractions(min_value=Fraction(1, 97), max_value=5, max_denominator=97), SCORE), min_size=1, max_size=4
)


@MANY
@given(how=st.sampled_from(HOW), members=MEMBERS)
def test_means_are_rounded_to_the_same_digit(engine_page: Page, how: str | int, members: list[Member]) -> None:
    plan = PLANS[how]
    known = {f"i{index}": settled(score) for index, (_, score) in enumerate(members)}
    known |= {name: NONE for name in plan.nodes if name not in known and name != plan.root}
    weights = {f"i{index}": weight for index, (weight, _) in enumerate(members)}
    found = above(engine_page, plan, Asked({}, None, weights, known))
    assert found[plan.root]["low"] == found[plan.root]["point"] == str(aggregate(how, members))


def settled(score: Fraction) -> Result:
    return Result(applies=TRUE, effective=TRUE, low=score, high=score, point=score, coverage=ONE)


def plan_of(how: str | int) -> Plan:
    leaves = [{"id": f"i{index}", "levels": [{"id": "only", "score": 1, "otherwise": True}]} for index in range(4)]
    aggregation = how if isinstance(how, str) else {"power": how}
    return compiled({"id": "root", "version": "1", "aggregation": aggregation, "indicators": leaves}, {})


PLANS = {how: plan_of(how) for how in HOW}

# ── ranks and numbers ──

POINT = st.sampled_from([None, *(Fraction(third, 3) for third in (0, 1, 2, 3, 6))])


@MANY
@given(
    scores=st.lists(
        st.tuples(POINT, st.sampled_from([0, 1, Fraction(1, 3)]), st.sampled_from([0, 1, Fraction(1, 7)])), max_size=9
    )
)
def test_ranks_are_the_same(engine_page: Page, scores: list[tuple[Fraction | None, Fraction, Fraction]]) -> None:
    cards = [
        card(
            f"forum-{index}", point, None if point is None else point - below, None if point is None else point + above
        )
        for index, (point, below, above) in enumerate(scores)
    ]
    asked = [
        {"id": each.forum, "point": text(each.score.point), "low": text(each.score.low), "high": text(each.score.high)}
        for each in cards
    ]
    found = json.loads(
        engine_page.evaluate("text => JSON.stringify(govaudit.rank(JSON.parse(text)))", json.dumps(asked))
    )
    assert found == [
        {"id": item.forum, "rank": item.rank, "rank_low": item.rank_low, "rank_high": item.rank_high}
        for item in standings(cards)
    ]


def card(forum: str, point: Fraction | None, low: Fraction | None, high: Fraction | None) -> Scorecard:
    score = Score(point=point, low=low, high=high)
    root = NodeScore(id="root", kind="framework", heading="", parent=None, weight=ONE, score=score, applies="yes")
    return Scorecard(
        forum=forum, name="", generic=False, framework="root", version="1", as_of=DAY, missing="", nodes=(root,)
    )


@MANY
@given(number=st.fractions(-(10**9), 10**9, max_denominator=2000), digits=st.integers(0, 3))
def test_numbers_are_rounded_for_people_as_reports_do(engine_page: Page, number: Fraction, digits: int) -> None:
    shown = engine_page.evaluate("([number, digits]) => govaudit.number(number).toFixed(digits)", [str(number), digits])
    assert shown == f"{rounded(number, digits):f}"


@pytest.mark.parametrize("number", ["0.5", "NaN", "''", "'1/0'", "'1e3'", "'.5'", "null", "2 ** 60"])
def test_what_is_no_exact_number_is_refused(number: str, engine_page: Page) -> None:
    ask = f"() => {{ try {{ return String(govaudit.number({number})) }} catch (error) {{ return error.name }} }}"
    assert engine_page.evaluate(ask) == "TypeError"


# ── as a script among others ──


def test_the_engine_is_one_frozen_object(engine_page: Page) -> None:
    state = "() => [Object.isFrozen(govaudit), Object.keys(govaudit), Object.getOwnPropertyDescriptor(globalThis, 'govaudit').writable]"
    assert engine_page.evaluate(state) == [True, ["evaluate", "designations", "rank", "number"], False]


def test_it_runs_from_disk_in_a_page_that_allows_no_code_but_its_files(browser: Browser, tmp_path: Path) -> None:
    """Here the page itself asks; what a test evaluates in a page is held to no policy."""
    plan, facts = DATA.plan("accountability"), forums()["gfmd"]
    for name in SCRIPTS:
        (tmp_path / name).write_text(script(name), encoding="utf-8")
    asked = dumps([compiled_json(plan), facts_json(facts)])
    (tmp_path / "asks.js").write_text(
        f"document.title = govaudit.evaluate(...{asked})['{plan.root}'].point;", encoding="utf-8"
    )
    (tmp_path / "makes.js").write_text("new Function('return 1')();", encoding="utf-8")
    (tmp_path / "index.html").write_text(html(*SCRIPTS, "asks.js", "makes.js"), encoding="utf-8")
    page, said = browser.new_page(), []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto((tmp_path / "index.html").as_uri())
    assert page.title() == str(Evaluation(plan, facts).run()[plan.root].point)
    assert ["unsafe-eval" in each for each in said] == [True]
    page.close()
