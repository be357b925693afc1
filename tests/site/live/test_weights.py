"""Your weights: what the page shows under any weights, policy and year is what Python says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from math import copysign
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

import govaudit
from govaudit.analysis.ranking import Standing, standings
from govaudit.audit import Audit, score
from govaudit.cli.site import FIRST_YEAR_BACK
from govaudit.files.workspace import Workspace
from govaudit.model.framework import MISSING, Missing
from govaudit.report.compare_terminal import rank
from govaudit.report.html.wording import words_of
from govaudit.report.numbers import percent
from govaudit.report.sentences import band_label
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh
from govaudit.site.live import DESIGN, spread, weighting

from .conftest import address, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DATA = govaudit.open_data()
DAY, _ = DATA.latest_review()
PLAN = DATA.plan("accountability")
CRITERIA = [name for name, _ in PLAN.nodes[PLAN.root].members]
WORDS = words_of("en")


def audits(data: Workspace, plan: Plan, day: date, missing: Missing | None) -> list[Audit]:
    """Every forum that lives on the day."""
    found = [score(plan, data.profile(name), data.sources, day, missing) for name in data.forum_ids()]
    return [audit for audit in found if not audit.card.absent]


def ranks(found: Sequence[Audit]) -> dict[str, Standing]:
    return {standing.forum: standing for standing in standings([audit.card for audit in found])}


def table(weights: Mapping[str, Fraction], missing: Missing, day: date) -> list[list[str]]:
    """The ranking as the page is to show it: id, rank, point, bounds, band, ranks gained."""
    found = audits(DATA, reweigh(PLAN, weights), day, missing)
    cards = {audit.card.forum: audit for audit in found}
    before = ranks(audits(DATA, PLAN, day, missing))
    return [
        [
            name,
            rank(standing),
            WORDS.number(cards[name].card.score.point),
            WORDS.span(cards[name].card.score.low, cards[name].card.score.high),
            band_label(cards[name], cards[name].card.band),
            gained(before[name], standing),
        ]
        for name, standing in ranks(found).items()
    ]


def gained(before: Standing, after: Standing) -> str:
    if before.rank is None or after.rank is None:
        return "–"
    moved = before.rank - after.rank
    return f"+{moved}" if moved > 0 else f"−{-moved}" if moved < 0 else "0"


def assert_shows(page: Page, expected: list[list[str]]) -> None:
    from playwright.sync_api import expect

    rows = "#ranking tbody tr:not([hidden])"
    for column, index in ((1, 1), (4, 2), (5, 3), (6, 4), (7, 5)):
        cells = page.locator(f"{rows} > :nth-child({column})")
        expect(cells).to_have_text([row[index] for row in expected])
    shown = page.locator(rows).evaluate_all("rows => rows.map(row => row.dataset.forum)")
    assert shown == [row[0] for row in expected]


def state(weights: Mapping[str, Fraction], missing: Missing = "zero-credit", year: int = DAY.year) -> str:
    parts = [f"weight.{name}={weight}" for name, weight in weights.items()]
    return "&".join([*parts, f"missing={missing}", f"year={year}"])


def test_the_ranking_follows_any_weights_as_python_has_it(browser: Browser, site: Path) -> None:
    random = Random(7)
    with opened(browser, address(site, "weights.html")) as page:
        for turn in range(9):
            missing = MISSING[turn % 3]
            weights = {name: Fraction(random.randrange(51), 10) for name in CRITERIA} | {
                CRITERIA[turn % 5]: Fraction(7, 3)
            }
            page.evaluate("state => { location.hash = state }", state(weights, missing))
            assert_shows(page, table(weights, missing, DAY))


@pytest.mark.parametrize("year", [2007, 2012, 2018])
def test_the_ranking_is_that_of_the_year(browser: Browser, site: Path, year: int) -> None:
    weights = {name: Fraction(1) for name in CRITERIA} | {"oversight": Fraction(2)}
    with opened(browser, address(site, f"weights.html#{state(weights, 'exclude', year)}")) as page:
        assert_shows(page, table(weights, "exclude", date(year, 12, 31)))
        assert page.locator("#year").get_attribute("aria-valuetext") == f"end of {year}"


def test_a_slider_moves_by_the_keyboard_and_the_way_back_leads_back(browser: Browser, site: Path) -> None:
    from playwright.sync_api import expect

    with opened(browser, address(site, "weights.html")) as page:
        slider = page.get_by_label("Oversight", exact=True)
        slider.focus()
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        heavier = {"oversight": Fraction(12, 10)}
        assert_shows(page, table(heavier, "zero-credit", DAY))
        expect(page.locator("output").nth(4)).to_have_text("1.2 (23\u00a0%)")
        page.keyboard.press("Home")
        without = {"oversight": Fraction(0)}
        assert_shows(page, table(without, "zero-credit", DAY))
        assert page.url.endswith("weights.html#weight.oversight=0")
        expect(page.locator("#said")).to_contain_text(" of 36 forums stand at another rank")
        page.get_by_label("Unknowns").select_option("exclude")
        assert_shows(page, table(without, "exclude", DAY))
        page.go_back()
        assert_shows(page, table(without, "zero-credit", DAY))
        assert slider.get_attribute("aria-valuetext") == "0 (0\u00a0%)"
        page.go_back()
        assert_shows(page, table(heavier, "zero-credit", DAY))
        page.get_by_role("button", name="Reset").click()
        assert_shows(page, table({}, "zero-credit", DAY))


def test_without_any_weight_nothing_is_ranked(browser: Browser, site: Path) -> None:
    from playwright.sync_api import expect

    nothing = state(dict.fromkeys(CRITERIA, Fraction(0)))
    with opened(browser, address(site, f"weights.html#{nothing}")) as page:
        expect(page.locator("#said")).to_contain_text("No criterion weighs anything")
        expect(page.locator("#agreement")).to_be_hidden()
        assert set(page.locator("#ranking tbody tr:not([hidden]) > :first-child").all_inner_texts()) == {"–"}


@pytest.mark.parametrize(
    "asked", ["weight.oversight=-1", "weight.oversight=x", "weight.oversight=1/0", "missing=none", "year=1066"]
)
def test_what_no_control_could_say_is_not_heard(browser: Browser, site: Path, asked: str) -> None:
    with opened(browser, address(site, f"weights.html#{asked}")) as page:
        assert_shows(page, table({}, "zero-credit", DAY))


# ── how many of all weightings agree ──


def test_the_share_of_weightings_that_agree_is_counted_over_the_same_list(browser: Browser, site: Path) -> None:
    """In the first year of the site, when few forums lived."""
    from playwright.sync_api import expect

    first_year = DAY.year - FIRST_YEAR_BACK
    found = audits(DATA, PLAN, date(first_year, 12, 31), None)
    results = {audit.card.forum: Evaluation(PLAN, audit.facts).run() for audit in found}

    def places(weights: Mapping[str, Fraction]) -> dict[str, int]:
        plan, points = reweigh(PLAN, weights), {}
        for audit in found:
            whole = Evaluation(plan, audit.facts).run(frozenset({PLAN.root}), results[audit.card.forum])[PLAN.root]
            assert whole.point is not None
            points[audit.card.forum] = whole.point
        return {name: 1 + sum(other > point for other in points.values()) for name, point in points.items()}

    steps = spread(len(CRITERIA) - 1)
    mine = places({"oversight": Fraction(1, 2)})
    others = [
        places(dict(zip(CRITERIA, map(Fraction, weighting(index, steps)), strict=True))) for index in range(DESIGN)
    ]
    first = sum({f for f in mine if mine[f] == 1} == {f for f in mine if other[f] == 1} for other in others)
    pairs = list(combinations(mine, 2))
    alike = sum(sign(mine[a] - mine[b]) == sign(other[a] - other[b]) for other in others for a, b in pairs)
    said = f"Of {DESIGN} weightings spread evenly over all that are possible, {share(first, DESIGN)} put the same forum first as yours; "
    said += f"of all pairs of forums, {share(alike, DESIGN * len(pairs))} stand on average in the same order."
    with opened(browser, address(site, f"weights.html#weight.oversight=0.5&year={first_year}")) as page:
        expect(page.locator("#agreed")).to_have_text(said, timeout=120_000)
        rows = page.locator("#ranking tbody tr:not([hidden])")
        shown = dict(rows.evaluate_all("rows => rows.map(row => [row.dataset.forum, row.cells[7].textContent])"))
    assert shown == {f: share(sum(other[f] == mine[f] for other in others), DESIGN) for f in mine}
    assert len(set(shown.values())) > 3


def sign(number: int) -> float:
    return copysign(1, number) if number else 0


def share(part: int, whole: int) -> str:
    return percent(Fraction(part, whole)).replace(" ", "\u00a0")
