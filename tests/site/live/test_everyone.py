"""Every kind of page, for every reader: on a phone, in the dark, on paper, by a screen reader, from disk and from a server below a path."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from .conftest import TOY, address, built, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

LIVE = (
    "index.html#tag=africa&sort=oversight",
    "compare.html#a=gfmd&b=iom&c=cmw",
    "weights.html#weight.oversight=2&year=2012",
)
SAMPLE = ("forums/gfmd.html", "forums/rcps.html", "forums/gcim.html")
SCREENS = ((360, "light"), (768, "light"), (1200, "light"), (360, "dark"), (1200, "dark"))


def views(site: Path) -> list[str]:
    """The live views in a state, every page at the top, some of the forums, and the longest page of each folder."""
    folders = {path.parent for path in site.glob("*/*.html")}
    longest = [max(folder.glob("*.html"), key=lambda path: path.stat().st_size) for folder in sorted(folders)]
    return [*LIVE, *SAMPLE, *(path.relative_to(site).as_posix() for path in [*sorted(site.glob("*.html")), *longest])]


def test_nothing_leads_sideways_on_a_narrow_screen(browser: Browser, site: Path) -> None:
    for view in views(site):
        with opened(browser, address(site, view), viewport={"width": 360, "height": 800}) as page:
            root = page.locator("html")
            assert root.evaluate("root => root.scrollWidth - root.clientWidth") == 0, view


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(browser: Browser, site: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    faults = []
    for view in views(site):
        with opened(browser, address(site, view), color_scheme=scheme) as page:
            found = Axe().run(page, options={"preload": False})  # it would fetch the sheets, which the policy forbids
            faults += [(view, found.generate_report())] if found.violations_count else []
    assert faults == []


@pytest.mark.parametrize("view", LIVE)
def test_on_paper_there_are_no_controls(browser: Browser, site: Path, view: str) -> None:
    with opened(browser, address(site, view)) as page:
        page.locator("table tbody tr:not([hidden])").first.wait_for()
        page.emulate_media(media="print")
        assert page.locator("form").is_hidden()
        assert page.locator("table").is_visible()


@pytest.fixture
def server(site: Path, tmp_path: Path) -> Iterator[str]:
    """The site below /x/y/."""
    (tmp_path / "x").mkdir()
    (tmp_path / "x/y").symlink_to(site)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_address[1]}/x/y/"
        running.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing."""


def test_it_works_from_a_server_below_a_path(browser: Browser, server: str) -> None:
    from playwright.sync_api import expect

    with opened(browser, f"{server}compare.html#a=gfmd&b=iom") as page:
        expect(page.locator("#sides thead th")).to_have_count(4)
        page.get_by_role("link", name="Map of the field").click()
        expect(page.locator("#shown")).to_contain_text("forums shown")
        page.get_by_role("link", name="Your weights").click()
        expect(page.locator("#said")).to_contain_text("First: ")
        page.locator("#year").press("ArrowLeft")
        expect(page.locator('output[for="year"]')).to_contain_text("end of")


def test_scripts_speak_the_language_of_the_page(browser: Browser, tmp_path: Path) -> None:
    from playwright.sync_api import expect

    french = built(tmp_path / "site", "--data", str(TOY), "--framework", "toy", "--lang", "fr")
    with opened(browser, address(french, "weights.html#weight.records=0.5")) as page:
        expect(page.locator("#said")).to_contain_text("Premier : ")
        expect(page.locator("output").first).to_have_text("0,5 (33\u00a0%)")
        expect(page.locator("#ranking tbody tr:not([hidden]) > :nth-child(4)").first).to_have_text("29,2")
