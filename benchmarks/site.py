"""How fast the live views of the site are: to the first view from disk, and from the move of a slider to the new ranking.

With the shipped forums, and with a thousand: copies of them with ids of their own. Needs the extra `browser` and Debian's chromium.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

from govaudit.audit import Audit, compare
from govaudit.cli.session import open_session
from govaudit.cli.site import gathered
from govaudit.files.folder import write_folder
from govaudit.site import build, field, weights
from govaudit.site import compare as side_by_side
from govaudit.site.book import Book
from govaudit.site.page import Press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MANY = 1000
RUNS = 5
VIEW = """() => {
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [paint ? paint.startTime : 0, performance.getEntriesByType("navigation")[0].loadEventEnd];
}"""
MOVE = """() => new Promise((done) => {
  const slider = document.querySelector("[data-criterion]");
  slider.value = Number(slider.value) + 1;
  const start = performance.now();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(() => done(performance.now() - start))));
})"""
SORT = """() => new Promise((done) => {
  const start = performance.now();
  document.querySelector("th:last-child button").click();
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""
YEAR = """() => new Promise((done) => {
  const [year, output] = [document.getElementById("year"), document.querySelector("#ranking")];
  const start = performance.now();
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)))).observe(output, { subtree: true, attributeFilter: ["hidden"] });
  year.value = 5;
  year.dispatchEvent(new Event("input", { bubbles: true }));
})"""


def main() -> None:
    """Measure and print."""
    book = gathered(open_session("", "accountability", "", ""), "en", quiet=True)
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, each in (("shipped", book), ("many", multiplied(book))):
            place = Path(folder) / name
            write_folder(str(place), dict(live_pages(each)), "index.html")
            print(f"\n{len(each.audits)} forums", flush=True)
            measure(browser, place)
        browser.close()


def live_pages(book: Book) -> list[tuple[str, bytes]]:
    """The live views and what they load, without the pages of the forums."""
    press = Press(book, build.CHAPTERS)
    pages = [
        (path, text.encode()) for chapter in (field, side_by_side, weights) for path, text in chapter.pages(book, press)
    ]
    return [*build.assets(), *pages]


def multiplied(book: Book) -> Book:
    """A thousand forums, copies of those of the book."""
    audits = [renamed(book.audits[index % len(book.audits)], index) for index in range(MANY)]
    origins = {item.card.forum: item.card.forum.rpartition("-")[0] for item in audits}
    years = {name: book.years[origin] for name, origin in origins.items()}
    beside = {name: book.beside[origin] for name, origin in origins.items()}
    return replace(book, comparison=compare(audits), years=years, beside=beside)


def renamed(audit: Audit, index: int) -> Audit:
    name = f"{audit.card.forum}-{index}"
    return replace(audit, card=replace(audit.card, forum=name), profile=audit.profile.model_copy(update={"id": name}))


def measure(browser: Browser, site: Path) -> None:
    """Print sizes and times of one site."""
    for name in ("index.html", "compare.html", "weights.html", "live/years.js"):
        print(f"  {name}: {(site / name).stat().st_size / 1000:,.0f} kB")
    for name in ("index.html", "compare.html", "weights.html"):
        seen = [tuple(opened(browser, site / name, lambda page: page.evaluate(VIEW))) for _ in range(RUNS)]
        paint, load = (statistics.median(times) for times in zip(*seen, strict=True))
        print(f"  {name}: first paint {paint:.0f} ms, loaded and alive {load:.0f} ms")
    print(f"  a column sorted: {median(browser, site / 'index.html', SORT):.0f} ms")
    print(f"  a slider moved: {median(browser, site / 'weights.html', MOVE):.0f} ms")
    print(f"  another year, its data loaded first: {median(browser, site / 'weights.html', YEAR):.0f} ms")


def median(browser: Browser, path: Path, script: str) -> float:
    times: Sequence[float] = [opened(browser, path, lambda page: page.evaluate(script)) for _ in range(RUNS)]
    return statistics.median(times)


def opened(browser: Browser, path: Path, ask: Callable[[Page], Any]) -> Any:
    """Something asked of a page in a context of its own, with nothing in any cache."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    answer = ask(page)
    context.close()
    return answer


if __name__ == "__main__":
    main()
