"""The pages hang together, on a code host and in the site that `nox -s docs` builds: no link is dead, no page is out of reach, and what is wrong is found."""

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tools.reference import anchor
from tools.site import FENCED, cut, faults, links, stage

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "examples", "conformance", "criteria", "forums", "claims", ".github")
PAGES = [*ROOT.glob("*.md"), *(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
SITE: dict[str, Any] = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as code hosts make them; what comes again is numbered."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = [re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", found) for found in re.findall(r"^#+ (.+)$", text, re.MULTILINE)]
    seen: Counter[str] = Counter()
    found = set()
    for name in map(anchor, headings):
        found.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_link_of_a_page_is_dead(page: Path) -> None:
    for link in links(page.read_text(encoding="utf-8")):
        name, _, fragment = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        if fragment and target.suffix == ".md":
            assert fragment in anchors(target), link


def places(tree: Any) -> list[str]:
    """The pages that a navigation names."""
    match tree:
        case str():
            return [tree]
        case dict():
            return [place for value in tree.values() for place in places(value)]
        case _:
            return [place for entry in tree for place in places(entry)]


def test_every_page_of_the_documentation_is_in_the_navigation_once() -> None:
    named = places(SITE["nav"])
    assert len(set(named)) == len(named)
    assert all((ROOT / name).is_file() for name in named)
    pages = {path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))}
    assert pages <= set(named)


def test_every_page_is_reached_from_the_start_by_links() -> None:
    reached, waiting = set(), [ROOT / "docs/index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        targets = (link.partition("#")[0] for link in links(page.read_text(encoding="utf-8")))
        waiting += [(page.parent / target).resolve() for target in targets if target]
    assert set((ROOT / "docs").rglob("*.md")) <= reached


def test_what_pages_link_to_outside_the_documentation_comes_with_them(tmp_path: Path) -> None:
    stage(tmp_path / "pages", tmp_path / "site")
    for name in ("README.md", "docs/index.md", "examples/godi/README.md", "conformance/kleene.yaml", "CITATION.cff"):
        assert (tmp_path / "pages" / name).read_bytes() == (ROOT / name).read_bytes()
    assert not (tmp_path / "pages/src").exists()


def test_the_site_names_no_address_and_no_font() -> None:
    assert SITE["theme"]["font"] is False
    assert not {"site_url", "repo_url", "edit_uri"} & set(SITE)
    assert "http" not in (ROOT / "zensical.toml").read_text(encoding="utf-8")
    assert (ROOT / SITE["extra"]["polyfills"][0]["path"]).is_file()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<a href="other.html#there">', []),
        ('<a href="https://example.org/">', []),
        ('<a href="gone.html">', ["page.html: gone.html leads nowhere"]),
        ('<a href="#gone">', ["page.html: #gone has no such anchor"]),
        ('<a href="other.html#gone">', ["page.html: other.html#gone has no such anchor"]),
        ('<img src="gone.svg">', ["page.html: gone.svg leads nowhere"]),
        ('<script src="https://cdn.example/x.js"></script>', ["page.html: loads https://cdn.example/x.js"]),
        ('<link rel="stylesheet" href="//fonts.example/x.css">', ["page.html: loads //fonts.example/x.css"]),
        ("<p>so:\n- one\n- two</p>", ["page.html: read as text: - one"]),
        ("<p>so <code>a</code>\n```sh</p>", ["page.html: read as text: ```sh"]),
        ("<pre><code>\n- one</code></pre><h2>1. So</h2>", []),
    ],
)
def test_a_fault_of_the_site_is_found(tmp_path: Path, page: str, said: list[str]) -> None:
    (tmp_path / "other.html").write_text('<h2 id="there">There</h2>', encoding="utf-8")
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert faults(tmp_path) == said


def test_what_a_theme_would_fetch_is_found_and_taken_out(tmp_path: Path) -> None:
    scripts = tmp_path / "assets/javascripts"
    scripts.mkdir(parents=True)
    (scripts / "theme.js").write_text('load("https://cdn.example/m.js"),"http://www.w3.org/2000/svg"', encoding="utf-8")
    (tmp_path / "assets/theme.css").write_text("a{b:url(//fonts.example/f)} /* http://x */", encoding="utf-8")
    (tmp_path / "404.html").write_text('<a href="/index.html">', encoding="utf-8")
    assert len(faults(tmp_path)) == 3
    cut(tmp_path)
    assert faults(tmp_path) == ["assets/theme.css: names url(//fonts.example/f"]
    assert (scripts / "theme.js").read_text(encoding="utf-8") == 'load(""),"http://www.w3.org/2000/svg"'
