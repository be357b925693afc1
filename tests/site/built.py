"""A site, built without a folder; and what a browser makes of a page: its structure, without the texts."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib

from govaudit.cli.session import open_session
from govaudit.cli.site import gathered
from govaudit.site.build import whole

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests/toy"
XHTML = "{http://www.w3.org/1999/xhtml}"
STRUCTURE = frozenset({"id", "class", "href", "src", "role", "scope", "rel", "lang", "dir", "tabindex", "colspan"})
"""Attributes whose value is structure; those of others are texts."""


def site(data: Path = TOY, framework: str = "toy", lang: str = "en") -> Mapping[str, bytes]:
    return whole(gathered(open_session(str(data), framework, ""), lang, quiet=True))


def pages(built: Mapping[str, bytes]) -> dict[str, str]:
    return {path: content.decode() for path, content in built.items() if path.endswith(".html")}


def tree(page: str) -> Any:
    """The page as elements. What no parser would accept without a mistake is an error."""
    return html5lib.HTMLParser(strict=True).parse(page)


def skeleton(page: str) -> list[Any]:
    """Every element with its attributes; the values of those that are structure; of links outwards only the scheme."""
    found = []
    for element in tree(page).iter():
        attributes = {name: value if name in STRUCTURE else "" for name, value in element.attrib.items()}
        if urlsplit(attributes.get("href", "")).scheme:
            attributes["href"] = urlsplit(attributes["href"]).scheme
        found.append((element.tag, sorted(attributes.items())))
    return found


NOTHING = "data:,"
"""An icon that is none, so that no browser asks a server for one."""
OPENED = re.compile(r"<([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+(?:=\"[^\"]*\")?)*)\s*/?>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)=\"([^\"]*)\"")


def elements(page: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each tag that is opened, with its attributes: enough for pages that `tree` accepts, and ten times as fast."""
    for name, attributes in OPENED.findall(page):
        yield name, dict(ATTRIBUTE.findall(attributes))


def dead_links(built: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Every href and src that leads to no file of the site, or to no element of a page; and everything that is loaded from elsewhere."""
    opened = {path: list(elements(page)) for path, page in pages(built).items()}
    ids = {path: {attributes["id"] for _, attributes in found if "id" in attributes} for path, found in opened.items()}
    dead = []
    for path, found in opened.items():
        for name, attributes in found:
            for address in filter(None, (attributes.get("href"), attributes.get("src"))):
                parts = urlsplit(address)
                if parts.scheme or parts.netloc or parts.path.startswith("/"):
                    harmless = (name == "a" and parts.scheme in {"http", "https"}) or address == NOTHING
                    dead += [] if harmless else [(path, address)]
                    continue
                target = _resolved(path, unquote(parts.path)) if parts.path else path
                anchor = unquote(parts.fragment)
                if target not in built or (anchor and anchor not in ids.get(target, set())):
                    dead.append((path, address))
    return dead


def _resolved(path: str, address: str) -> str:
    """A path from the top of the folder; one that leads out of it begins with `..`."""
    found: list[str] = []
    for part in (*PurePosixPath(path).parent.parts, *address.split("/")):
        if part == ".." and found and found[-1] != "..":
            found.pop()
        elif part != ".":
            found.append(part)
    return "/".join(found)
