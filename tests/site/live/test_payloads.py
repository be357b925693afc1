"""Profiles whose every text would do harm if a page took it for anything but text: the pages are those of harmless profiles."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from govaudit.files.yaml import parse

from .conftest import TOY, address, built, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

FILE = yaml.safe_load((TOY.parent / "badinputs/payloads.yaml").read_text(encoding="utf-8"))
PAYLOADS = [item["s"] for item in FILE["payloads"] if item["expect"] == "inert" and "field" not in item]
IDS = [f"forum-{index:02}" for index in range(len(PAYLOADS))]
SKELETON = "() => [...document.querySelectorAll('*')].map(one => [one.tagName, ...one.getAttributeNames()].join(' '))"
TEXTS = ("name", "short-name", "scored-as", "note", "at", "quote", "by", "row", "why")


def site_of(texts: Sequence[str], folder: Path) -> Path:
    """The toy site, and beside its forums one for each text, which stands wherever a profile has a text."""
    data = shutil.copytree(TOY, folder / "data")
    alpha = parse((data / "forums/alpha.yaml").read_text(encoding="utf-8"))
    alpha["set-aside"] = [{"row": "", "why": ""}]
    alpha["short-name"] = ""
    alpha["facts"]["minutes"][1]["note"] = ""
    alpha["facts"]["minutes"][1]["evidence"][0]["quote"] = ""
    for name, text in zip(IDS, texts, strict=True):
        profile = {**filled(alpha, text), "id": name}
        (data / f"forums/{name}.yaml").write_text(json.dumps(profile, default=str), encoding="utf-8")
    return built(folder / "site", "--data", str(data), "--framework", "toy")


def filled(data: Any, text: str) -> Any:
    match data:
        case dict():
            return {key: text if key in TEXTS else filled(value, text) for key, value in data.items()}
        case list():
            return [filled(item, text) for item in data]
        case _:
            return data


@pytest.fixture(scope="module")
def harmful(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(PAYLOADS, tmp_path_factory.mktemp("harmful"))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return site_of(["AAAA"] * len(PAYLOADS), tmp_path_factory.mktemp("harmless"))


def test_the_map_shows_them_as_text(browser: Browser, harmful: Path, harmless: Path) -> None:
    def look(page: Page) -> list[list[str]]:
        seen = [page.evaluate(SKELETON)]
        page.get_by_role("button", name="Records").click()
        seen.append(page.evaluate(SKELETON))
        page.get_by_role("combobox", name="In the group", exact=True).select_option("global")
        page.get_by_role("searchbox", name="Name").fill("forum-")
        return [*seen, page.evaluate(SKELETON)]

    with opened(browser, address(harmless, "index.html")) as page:
        expected = look(page)
    with opened(browser, address(harmful, "index.html")) as page:
        names = page.locator("#field a").evaluate_all(
            "links => Object.fromEntries(links.map(one => [one.getAttribute('href'), one.textContent]))"
        )
        assert {name: names[f"forums/{name}.html"] for name in IDS} == dict(zip(IDS, PAYLOADS, strict=True))
        assert look(page) == expected


def test_side_by_side_they_are_text(browser: Browser, harmful: Path, harmless: Path) -> None:
    from playwright.sync_api import expect

    for first in range(0, len(IDS) - 2, 3):
        shown = []
        chosen = "&".join(f"{side}={name}" for side, name in zip("abc", IDS[first : first + 3], strict=True))
        for site, texts in ((harmless, ["AAAA"] * len(IDS)), (harmful, PAYLOADS)):
            with opened(browser, address(site, f"compare.html#{chosen}")) as page:
                expect(page.locator("#sides thead th")).to_have_count(5)
                heads = page.locator("#sides thead a").evaluate_all("links => links.map(one => one.textContent)")
                assert heads == texts[first : first + 3]
                shown.append(page.evaluate(SKELETON))
        assert shown[0] == shown[1]


def test_the_ranking_names_them_as_text(browser: Browser, harmful: Path, harmless: Path) -> None:
    from playwright.sync_api import expect

    shown = []
    for site in (harmless, harmful):
        with opened(browser, address(site, "weights.html#weight.records=0.2&year=2015")) as page:
            expect(page.locator("#said")).to_contain_text("First: ")
            expect(page.locator("#ranking tbody tr:not([hidden])")).to_have_count(len(IDS) + 3)
            shown.append(page.evaluate(SKELETON))
    assert shown[0] == shown[1]


def test_on_the_page_of_a_forum_they_are_text(browser: Browser, harmful: Path, harmless: Path) -> None:
    for name, text in zip(IDS, PAYLOADS, strict=True):
        with opened(browser, address(harmless, f"forums/{name}.html")) as page:
            expected = page.evaluate(SKELETON)
        with opened(browser, address(harmful, f"forums/{name}.html")) as page:
            assert page.evaluate(SKELETON) == expected
            assert page.locator("h1").text_content() == text
