"""The documentation as a site: its pages laid out for zensical, what the theme would fetch taken out, and every link held to a target.

`nox -s docs` runs `stage`, then zensical, then `finish`. Pages lie in the site where they lie in the repository, so that a
relative link leads to the same thing in both. The address of the repository is known to neither.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
PAGES, SITE = ROOT / "build/pages", ROOT / "build/site"
FENCED = re.compile(r"^ *(```|~~~).*?^ *\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)[^`].*?\1")
LINK = re.compile(r"\]\((?![a-z]+:)([^)\s]+)\)")
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)[^\s\"'`)>]+|(?<=[\"'`(=])//[a-z0-9.-]+\.[a-z]{2,}/", re.IGNORECASE)
LOADING = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "object": "data"}
FETCH = re.compile(r"@import[^;]*|url\([\"']?(?:https?:)?//[^)]*")
UNREAD = re.compile(r"^([-*] |\d+\. |\|.*\||```).*", re.MULTILINE)
"""A line of a paragraph that was meant as a list, a table or code, and was not read as one."""


def links(text: str) -> Iterator[str]:
    """The relative links of a page in Markdown, with their fragments; those in code are none."""
    yield from (match[1] for match in LINK.finditer(CODE.sub("", FENCED.sub("", text))))


def stage(pages: Path = PAGES, site: Path = SITE) -> None:
    """Copy the pages, and whatever they link to outside `docs/`."""
    shutil.rmtree(pages, ignore_errors=True)
    shutil.rmtree(site, ignore_errors=True)
    waiting = [*ROOT.glob("*.md"), *(path for path in (ROOT / "docs").rglob("*") if path.is_file())]
    seen: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        to = pages / path.relative_to(ROOT)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
        if path.suffix == ".md":
            targets = (link.partition("#")[0] for link in links(path.read_text(encoding="utf-8")))
            waiting += [(path.parent / target).resolve() for target in targets if target]


def cut(site: Path = SITE) -> None:
    """Take out of the theme what needs a network or a server.

    That is addresses that it would fetch diagrams and galleries from, if a page had any, and the page for what is not found,
    whose links begin at a server's root.
    """
    (site / "404.html").unlink(missing_ok=True)
    for path in site.rglob("*.js"):
        if path.is_relative_to(site / "assets/javascripts"):
            path.write_text(ADDRESS.sub("", path.read_text(encoding="utf-8")), encoding="utf-8")


class Page(HTMLParser):
    """What a built page names: its anchors, its links, what it loads, and paragraphs that were not read as meant."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.unread: list[str] = []
        self._inside: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag in LOADING and LOADING[tag] in given:
            self.loads.append(given[LOADING[tag]])
        if tag in {"p", "code"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"p", "code"} and self._inside:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside == ["p"] and (found := UNREAD.search(data)):
            self.unread.append(found[0])


def faults(site: Path = SITE) -> list[str]:
    """What is wrong with a built site: dead links and anchors, what would be loaded from elsewhere, and Markdown left as it was."""
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        name = path.relative_to(site)
        for link in dict.fromkeys([*page.links, *page.loads]):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if link in page.loads:
                    found.append(f"{name}: loads {link}")
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.is_file():
                found.append(f"{name}: {link} leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                found.append(f"{name}: {link} has no such anchor")
        found += [f"{name}: read as text: {text.strip()[:60]}" for text in page.unread]
    for path in sorted(site.rglob("assets/**/*.*s")):
        sought = {".js": ADDRESS, ".css": FETCH}.get(path.suffix, ADDRESS)
        found += [
            f"{path.relative_to(site)}: names {text}" for text in sought.findall(path.read_text(encoding="utf-8"))
        ]
    return found


def main(step: str) -> int:
    """Do a step of the session; 1 if the site has faults."""
    if step == "stage":
        stage()
        return 0
    cut()
    found = faults()
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{len(list(SITE.rglob('*.html')))} pages: {len(found)} faults\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
