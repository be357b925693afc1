"""Every page of the site: sound HTML, links that lead somewhere, headings in order, nothing from elsewhere, the same bytes on every machine."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from govaudit.files.folder import SUMS
from govaudit.report.html.wording import LANGUAGES
from govaudit.report.schemas import report_schema

from .built import ROOT, TOY, XHTML, dead_links, elements, pages, site, skeleton, tree

HEADING = re.compile(r"h[1-6]")
KINDS = ("index.html", "criteria.html", "facts.html", "sources.html", "claims.html", "reforms.html", "method.html", "data.html")  # fmt: skip


@pytest.fixture(scope="module")
def built() -> Mapping[str, bytes]:
    return site()


@pytest.fixture(scope="module")
def shipped() -> Mapping[str, bytes]:
    return site(ROOT, "accountability")


def test_there_is_a_page_for_each_thing(built: Mapping[str, bytes]) -> None:
    names = set(built)
    assert names > set(KINDS)
    for folder, ids in {
        "forums": ("alpha", "beta", "gamma"),
        "criteria": ("toy", "records", "answer", "half"),
        "facts": ("minutes", "complaints", "languages", "members", "seat", "staffed"),
        "sources": ("book", "site"),
    }.items():
        assert {name for name in names if name.startswith(f"{folder}/")} == {f"{folder}/{name}.html" for name in ids}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_is_html_that_no_parser_mends(lang: str) -> None:
    for path, page in pages(site(lang=lang)).items():
        root = tree(page)
        assert root.attrib["lang"] == lang, path
        assert root.find(f"{XHTML}head/{XHTML}title").text.strip(), path


def test_a_level_or_a_link_that_is_missing_would_be_seen(built: Mapping[str, bytes]) -> None:
    page = built["facts/minutes.html"]
    for old, new, found in (
        (b'href="../forums/alpha.html"', b'href="../forums/nobody.html"', "../forums/nobody.html"),
        (b'href="../criteria/records.html#minutes-kept"', b'href="../criteria/records.html#none"', "../criteria/records.html#none"),
        (b'href="../assets/site.css"', b'href="https://example.org/site.css"', "https://example.org/site.css"),
        (b'href="../facts.html"', b'href="/facts.html"', "/facts.html"),
        (b'href="../facts.html"', b'href="../../facts.html"', "../../facts.html"),
    ):  # fmt: skip
        assert page.count(old) >= 1, old
        broken = {**built, "facts/minutes.html": page.replace(old, new)}
        assert {address for _, address in dead_links(broken)} == {found}


@pytest.mark.parametrize("which", ["built", "shipped"])
def test_no_link_leads_nowhere_and_nothing_is_loaded_from_elsewhere(which: str, request: pytest.FixtureRequest) -> None:
    assert dead_links(request.getfixturevalue(which)) == []


@pytest.mark.parametrize("which", ["built", "shipped"])
def test_ids_stand_once_and_headings_leave_out_no_level(which: str, request: pytest.FixtureRequest) -> None:
    for path, page in pages(request.getfixturevalue(which)).items():
        opened = list(elements(page))
        ids = Counter(attributes["id"] for _, attributes in opened if "id" in attributes)
        assert max(ids.values()) == 1, path
        levels = [int(name[1]) for name, _ in opened if HEADING.fullmatch(name)]
        assert levels[0] == 1, path
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), path


def test_one_shipped_page_of_each_kind_is_html_that_no_parser_mends(shipped: Mapping[str, bytes]) -> None:
    for path in (*KINDS[:1], "forums/gfmd.html", "criteria/oversight.html", "facts/proceedings-record.html", "sources/crepeau-atak-2016.html", *KINDS[5:]):  # fmt: skip
        tree(shipped[path].decode())


def test_a_page_runs_and_styles_nothing_of_its_own(built: Mapping[str, bytes]) -> None:
    """What the policy of the page forbids is not there: it holds on servers that send headers of their own, too."""
    for path, page in pages(built).items():
        assert "default-src 'none'; style-src 'self'; script-src 'self'" in unescape(page), path
        for name, attributes in elements(page):
            assert name not in {"style", "iframe", "object", "embed", "base"}, path
            assert name != "form" or "action" not in attributes, path
            assert not {key for key in attributes if key == "style" or key.startswith("on")}, path
        assert page.count("<script") == len(
            re.findall(r'<script src="(?:\.\./)*assets/|<script type="application/', page)
        )


def test_every_header_of_a_table_says_what_it_heads(built: Mapping[str, bytes]) -> None:
    for path, page in pages(built).items():
        assert all("scope" in attributes for name, attributes in elements(page) if name == "th"), path


def test_a_score_leads_down_to_its_source(built: Mapping[str, bytes]) -> None:
    """From the map to the forum, its indicator, its fact, the source; and at each step the next is one link away."""
    way = ["index.html", "forums/alpha.html", "criteria/records.html#minutes-kept", "facts/minutes.html", "sources/site.html"]  # fmt: skip
    for here, there in itertools.pairwise(way):
        page = here.partition("#")[0]
        up = "../" * page.count("/")
        assert f'href="{up}{there}"' in built[page].decode(), (here, there)
    assert 'href="https://example.org/alpha"' in built["sources/site.html"].decode()


def test_what_a_forum_answers_stands_on_the_page_of_the_fact_and_of_the_level(built: Mapping[str, bytes]) -> None:
    fact = built["facts/minutes.html"].decode()
    assert re.search(r'<tr id="alpha">.*?<strong>verbatim</strong>.*?book', fact, re.DOTALL)
    assert re.search(r'<tr id="beta">.*?had ended \(2020-01-01\)', fact, re.DOTALL)
    level = built["criteria/records.html"].decode()
    assert re.search(r"Every word is kept</th><td[^>]*>minutes is verbatim</td><td[^>]*><a href=\"../forums/alpha.html\"", level)  # fmt: skip


def test_claims_and_reforms_are_told_on_the_forum_and_lead_to_their_own_place(built: Mapping[str, bytes]) -> None:
    page = built["forums/alpha.html"].decode()
    assert 'href="../claims.html#doe-2011:no-minutes"' in page
    assert 'href="../reforms.html#hear-complaints"' in page
    assert "upheld" in page
    outside = built["reforms.html"].decode()
    assert re.search(r'<article class="indicator" id="kinder-states">.*?No fact of a forum asks how kind', outside, re.DOTALL)  # fmt: skip


def test_what_is_set_aside_is_told(built: Mapping[str, bytes]) -> None:
    assert "chair: rotates (2015)" in built["forums/beta.html"].decode()


def test_data_are_those_of_the_commands(built: Mapping[str, bytes]) -> None:
    def told(*arguments: str) -> bytes:
        command = [sys.executable, "-m", "govaudit", *arguments, "--data", str(TOY)]
        return subprocess.run(command, capture_output=True, check=True).stdout

    toy = ("--framework", "toy")
    assert built["data/ranking.csv"] == told("compare", "--all", *toy, "--format", "csv")
    assert built["data/history.csv"] == told("history", "alpha", "beta", "gamma", *toy, "--format", "csv")
    assert built["data/claims.csv"] == told("claims", "--format", "csv")
    assert built["data/reforms.csv"] == told("reforms", *toy, "--format", "csv")
    assert built["data/sources.bib"] == told("list", "sources", "--format", "bibtex")
    for name, kind in {"ranking": "scorecard", "scorecards/alpha": "scorecard", "history": "history", "reforms": "reforms", "claims": "verdicts"}.items():  # fmt: skip
        jsonschema.validate(json.loads(built[f"data/{name}.json"]), report_schema(kind))
    one, all_ = (json.loads(built[f"data/{name}.json"]) for name in ("scorecards/alpha", "ranking"))
    assert one["scorecards"][0] == next(card for card in all_["scorecards"] if card["forum"] == "alpha")


def test_the_bytes_are_those_of_the_data_alone(built: Mapping[str, bytes], tmp_path: Path) -> None:
    copy = tmp_path / "data"
    for path in sorted(TOY.rglob("*"), reverse=True):  # a folder lists its files in the order they came
        if path.is_file():
            (copy / path.relative_to(TOY)).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy / path.relative_to(TOY))
    for seed, zone in (("1", "Pacific/Kiritimati"), ("2", "America/Adak")):
        out = tmp_path / seed
        command = [sys.executable, "-m", "govaudit", "site", "build", str(out), "--framework", "toy", "--data", str(copy), "-q"]  # fmt: skip
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone})
        written = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
        assert written.pop(SUMS).count(b"\n") == len(written)
        assert written == dict(built)


def test_languages_differ_in_their_words_alone(built: Mapping[str, bytes]) -> None:
    """And in the marks of what is in another language than the page."""
    marked = (f"{XHTML}span", [("lang", "en")])

    def bare(page: str) -> list[Any]:
        return [item for item in skeleton(page) if item[0] != f"{XHTML}html" and item != marked]

    for lang in LANGUAGES[1:]:
        other = site(lang=lang)
        assert other.keys() == built.keys()
        for path, page in pages(other).items():
            assert bare(page) == bare(pages(built)[path]), path
        assert other["method.html"] != built["method.html"]
        assert other["data/ranking.json"] == built["data/ranking.json"]
