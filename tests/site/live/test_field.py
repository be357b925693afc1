"""The map of the field sorts and filters; without a script it is a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import govaudit
from govaudit.audit import compare, score

from .conftest import address, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

DATA = govaudit.open_data()
DAY, _ = DATA.latest_review()
PROFILES = {name: DATA.profile(name) for name in DATA.forum_ids()}
RANKED = compare([score(DATA.plan("accountability"), item, DATA.sources, DAY) for item in PROFILES.values()]).audits
LIVING = [audit for audit in RANKED if not audit.card.absent]
ROWS = "#field tbody tr:not([hidden])"


def forums(page: Page) -> list[str]:
    """The ids of the rows that are shown, from above."""
    found: list[str] = page.locator(f"{ROWS} a").evaluate_all(
        "links => links.map(link => link.getAttribute('href').slice('forums/'.length, -'.html'.length))"
    )
    return found


def test_a_heading_sorts_by_its_column_and_the_dead_stay_last(browser: Browser, site: Path) -> None:
    dead = [audit.card.forum for audit in RANKED if audit.card.absent]
    with opened(browser, address(site, "index.html")) as page:
        assert forums(page) == [audit.card.forum for audit in RANKED]
        page.get_by_role("button", name="Oversight").click()
        assert forums(page) == [audit.card.forum for audit in sorted(LIVING, key=worst_last, reverse=True)] + dead
        assert page.get_by_role("columnheader", name="Oversight").get_attribute("aria-sort") == "descending"
        page.get_by_role("button", name="Oversight").press("Enter")
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
        assert forums(page) == [audit.card.forum for audit in sorted(LIVING, key=worst_last)] + dead
        assert page.url.endswith("#sort=oversight%3Aback")
        page.go_back()
        assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
        page.get_by_role("button", name="Forum").click()
        names = [PROFILES[name].name for name in forums(page)][: len(LIVING)]
        assert names == sorted(names, key=str.casefold)


def worst_last(audit: govaudit.audit.Audit) -> tuple[object, ...]:
    found = audit.card.node("oversight").score
    return found.point, found.low, found.high


def test_filters_meet_and_the_address_keeps_them(browser: Browser, site: Path) -> None:
    from playwright.sync_api import expect

    with opened(browser, address(site, "index.html")) as page:
        page.get_by_role("combobox", name="In the group", exact=True).select_option("africa")
        page.get_by_role("combobox", name="not in the group").select_option("un")
        page.get_by_role("searchbox", name="Name").fill("PROCÉSS")
        found = {
            name
            for name, item in PROFILES.items()
            if "africa" in item.tags and "un" not in item.tags and "process" in f"{item.name} {name}".lower()
        }
        assert found
        assert set(forums(page)) == found
        expect(page.get_by_role("status")).to_have_text(
            f"{len(found)} of {len(PROFILES)} forums shown. Sorted by Rank, rising."
        )
        link = page.url
        page.get_by_role("button", name="Reset").click()
        expect(page.locator(ROWS)).to_have_count(len(PROFILES))
    with opened(browser, link) as page:
        assert set(forums(page)) == found
        assert page.get_by_role("searchbox", name="Name").input_value() == "PROCÉSS"
        assert page.get_by_role("combobox", name="not in the group").input_value() == "un"


def test_kinds(browser: Browser, site: Path) -> None:
    kind = PROFILES["gfmd"].kind
    with opened(browser, address(site, f"index.html#kind={kind}")) as page:
        assert set(forums(page)) == {name for name, item in PROFILES.items() if item.kind == kind}


@pytest.mark.parametrize("asked", ["sort=nothing", "tag=nothing", "content"])
def test_what_cannot_be_chosen_is_not(browser: Browser, site: Path, asked: str) -> None:
    with opened(browser, address(site, f"index.html#{asked}")) as page:
        assert forums(page) == [audit.card.forum for audit in RANKED]


def test_the_way_to_the_content_changes_nothing(browser: Browser, site: Path) -> None:
    with opened(browser, address(site, "index.html#tag=africa")) as page:
        before = forums(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.url.endswith("#_content")
        assert forums(page) == before


def test_without_scripts_it_is_a_table(browser: Browser, site: Path) -> None:
    with opened(browser, address(site, "index.html"), java_script_enabled=False) as page:
        assert page.locator("#field tbody tr").count() == len(PROFILES)
        assert page.locator("form").is_hidden()
