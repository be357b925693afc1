"""No text of the data becomes structure of a page, wherever it stands."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from govaudit.files.yaml import parse
from govaudit.model.base import json_raw

from .built import ROOT, TOY, pages, site, skeleton

PAYLOADS = [
    item["s"]
    for item in yaml.safe_load((ROOT / "tests/badinputs/payloads.yaml").read_text(encoding="utf-8"))["payloads"]
    if item["expect"] == "inert"
]
ADDRESSES = ["https://ex\u0430mple.org/", "https://example.org/?a=1&b='x'", "HTTPS://EXAMPLE.ORG"]
FREE = frozenset({
    "name", "short-name", "scored-as", "note", "at", "quote", "row", "why", "by", "title", "family", "given", "literal", "publisher", "container-title", "volume", "issue",
    "page", "number", "DOI", "meaning", "rationale", "question", "label", "recommendation", "example", "reason", "references", "coding", "fixed", "claim", "section", "what", "out-of-scope",
    "not-applicable",
})  # fmt: skip
"""Keys of the data files under which any text may stand."""
VALUE = "verbatim"
"""A value of a fact, which is any text as well; rules name it too."""


def planted(node: Any, payload: str, key: str = "") -> Any:
    match node:
        case dict():
            return {name: planted(value, payload, name) for name, value in node.items()}
        case list():
            return [planted(value, payload, key) for value in node]
        case str() if node == VALUE:
            return payload
        case str() if key in FREE and node not in IDS:
            return payload[:150] if key == "quote" else payload
        case _:
            return node


IDS = {"alpha"}
"""A source is the own word `by` a forum, which is an id."""
EXTRA: dict[str, dict[str, Any]] = {
    "forums/alpha.yaml": {"short-name": "x", "coded": {"by": ["x", "y"]}, "set-aside": [{"row": "x", "why": "x"}]},
    "forums/gamma.yaml": {"scored-as": "x"},
}
"""Keys that the toy data do without."""
MORE = {
    "volume": "x", "issue": "x", "page": "x", "number": "x", "container-title": "x", "publisher": "x", "DOI": "x",
    "author": [{"family": "x", "given": "x"}, {"literal": "x"}],
}  # fmt: skip


def data_with(folder: Path, payload: str, address: str = "https://example.org/") -> Path:
    """The toy data with the payload in every free text."""
    for path in (path for path in TOY.rglob("*.yaml") if ".cases" not in path.name):
        name = path.relative_to(TOY).as_posix()
        tree = {**parse(path.read_text(encoding="utf-8")), **EXTRA.get(name, {})}
        for source in tree.get("references", ()) if name == "forums/sources.yaml" else ():
            source |= {**MORE, "URL": address}
            source["custom"]["read-at"] = address
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(json_raw(planted(tree, payload)), ensure_ascii=False), encoding="utf-8")
    return folder


def skeletons(built: Mapping[str, bytes]) -> dict[str, list[Any]]:
    return {path: skeleton(page) for path, page in pages(built).items()}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Any]]:
    return skeletons(site(data_with(tmp_path_factory.mktemp("plain"), "AAAA")))


def test_the_payload_stands_on_every_kind_of_page(tmp_path: Path) -> None:
    mark = "QXZWY"
    found = pages(site(data_with(tmp_path, mark)))
    silent = {path for path, page in found.items() if mark not in page}
    assert silent == {"data.html"} - {path for path, page in found.items() if mark in page}
    fewest = {"forums/alpha.html": 30, "criteria/records.html": 15, "facts/minutes.html": 8, "sources/book.html": 10, "claims.html": 20, "reforms.html": 8}  # fmt: skip
    assert {path for path, count in fewest.items() if found[path].count(mark) < count} == set()


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_becomes_structure(payload: str, plain: dict[str, list[Any]], tmp_path: Path) -> None:
    assert skeletons(site(data_with(tmp_path, payload))) == plain


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_stays_an_address(address: str, tmp_path: Path) -> None:
    built = site(data_with(tmp_path, "AAAA", address))
    hosts = {path: page for path, page in pages(built).items() if path.startswith("sources/")}
    assert all('rel="nofollow noopener noreferrer"' in page for page in hosts.values())
    if not address.isascii():
        assert all("xn--" in page for page in hosts.values())  # the host as machines know it
