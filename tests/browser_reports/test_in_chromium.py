"""HTML reports in Chromium: silent, offline, accessible, printable."""

import json
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests import hostile

from .conftest import NAMES, Seen, spoilt, written

pytestmark = pytest.mark.browser
Opener = Callable[..., Seen]
LOOKS: dict[str, dict[str, Any]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"width": 360},
    "dark phone": {"width": 360, "color_scheme": "dark"},
    "paper": {"media": "print"},
}


@pytest.mark.parametrize("name", NAMES)
def test_no_request_leaves_and_nothing_is_complained_about(
    name: str, open_page: Opener, reports: dict[str, Path]
) -> None:
    seen = open_page(reports[name])
    assert seen.requests == [reports[name].as_uri()]
    assert seen.complaints == []


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(name: str, look: str, open_page: Opener, reports: dict[str, Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe  # installed by the session `browser` alone

    seen = open_page(reports[name], **LOOKS[look])
    found = Axe().run(seen.page, options={"resultTypes": ["violations"]})
    told = [(item["id"], item["nodes"][0]["html"]) for item in found.response["violations"]]
    assert told == []


@pytest.mark.parametrize("name", NAMES)
def test_on_a_phone_only_tables_scroll_sideways(name: str, open_page: Opener, reports: dict[str, Path]) -> None:
    seen = open_page(reports[name], width=360)
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 360
    wide = seen.page.evaluate(
        "[...document.querySelectorAll('body *')]"
        ".filter(e => !e.closest('svg') && !e.closest('.scroll') && e.getBoundingClientRect().right > 361).map(e => e.outerHTML)"
    )
    assert wide == []


def test_on_paper_links_show_their_addresses(open_page: Opener, reports: dict[str, Path]) -> None:
    seen = open_page(reports["score"], media="print")
    shown = seen.page.evaluate(
        "[...document.querySelectorAll('a[href^=http]')].map(a => [a.href, getComputedStyle(a, '::after').content])"
    )
    assert len(shown) > 10
    assert all(address in content or "attr(href)" in content for address, content in shown)
    assert seen.page.evaluate("getComputedStyle(document.querySelector('.skip')).display") == "none"


def test_the_keyboard_reaches_all_that_can_be_followed_or_scrolled(open_page: Opener, reports: dict[str, Path]) -> None:
    page = open_page(reports["toy"], width=360).page
    page.evaluate("document.querySelectorAll('a[href], [tabindex=\"0\"]').forEach((e, i) => e.dataset.place = i)")
    count = page.locator("[data-place]").count()
    reached = []
    for _ in range(count):
        page.keyboard.press("Tab")
        reached.append(int(page.evaluate("document.activeElement.dataset.place")))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert reached == list(range(count))


def test_the_skip_link_shows_when_it_is_reached_and_leads_to_the_content(
    open_page: Opener, reports: dict[str, Path]
) -> None:
    page = open_page(reports["toy"]).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_content"


def test_a_name_that_is_written_from_right_to_left_is_shown_so(tmp_path: Path, open_page: Opener) -> None:
    data = hostile.write(tmp_path, "AAAA")
    profile = json.loads((data / "forums/alpha.yaml").read_text(encoding="utf-8"))
    profile["name"] = "مجلس الهجرة (2010)"
    (data / "forums/alpha.yaml").write_text(json.dumps(profile), encoding="utf-8")
    for command in ("score", "compare"):
        path = written(
            tmp_path / f"{command}.html", command, "alpha", "beta", "--framework", "toy", "--data", str(data)
        )
        page = open_page(path).page
        heading = page.get_by_text("مجلس الهجرة").first
        assert heading.evaluate("e => getComputedStyle(e).direction") == "rtl"
        assert page.evaluate("getComputedStyle(document.querySelector('main')).direction") == "ltr"


SKELETON = """
(() => {
  const tree = e => [e.tagName, [...e.attributes].map(a => a.name).sort(), e.href ? new URL(e.href, location).protocol : "", [...e.children].map(tree)];
  return JSON.stringify(tree(document.documentElement));
})()
"""


def test_texts_of_strangers_are_texts(tmp_path: Path, open_page: Opener) -> None:
    plain = open_page(spoilt(tmp_path / "plain", "AAAA")).page.evaluate(SKELETON)
    assert len(plain) > 1000
    for index, payload in enumerate(hostile.payloads()):
        seen = open_page(spoilt(tmp_path / str(index), payload))
        assert seen.page.evaluate(SKELETON) == plain, payload
        assert seen.complaints == []
        assert len(seen.requests) == 1


def test_what_is_possible_is_hatched_not_only_coloured(open_page: Opener, reports: dict[str, Path]) -> None:
    """The first bar, seen in grey: along its middle line the certain part is one tone, the possible part several that come again and again."""
    from PIL import Image  # installed by the session `browser` alone

    page = open_page(reports["score"]).page
    bar = page.locator(".big-bar .bar")
    drawn = Image.open(BytesIO(bar.screenshot())).convert("L")
    row = drawn.tobytes()[drawn.width * (drawn.height // 2) :][: drawn.width]
    low, high = (float(page.locator(f".big-bar .{part}").get_attribute(name)[:-1]) for part, name in (("certain", "width"), ("edge", "x1")))  # fmt: skip
    certain = row[8 : int(drawn.width * low / 100) - 8]
    possible = row[int(drawn.width * low / 100) + 8 : int(drawn.width * high / 100) - 8]
    turns = sum(abs(one - other) > 40 for one, other in pairwise(possible))
    assert len(set(certain)) == 1
    assert turns > len(possible) / 10
