"""HTML reports as a user meets them: one file that needs nothing, says everything once, and holds no stranger's markup."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import html5lib
import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.report.numbers import shown
from tests import hostile
from tests.skeletons import html

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests/toy"
WORDS = ROOT / "src/govaudit/report/html/words"
REPORTS = {
    "score": ("score", "alpha"),
    "score of several": ("score", "alpha", "beta", "gamma"),
    "score of a day long ago": ("score", "alpha", "beta", "--as-of", "2001-06-30"),
    "score of one that had not begun": ("score", "beta", "--as-of", "2001-06-30"),
    "score, what is known alone": ("score", "alpha", "gamma", "--missing", "exclude"),
    "score in French": ("score", "alpha", "gamma", "--lang", "fr"),
    "score by a reader's weights": ("score", "alpha", "--weights", "records=1/3", "--older-than", "3"),
    "compare": ("compare", "--all"),
    "compare a group in Spanish": ("compare", "--tag", "regional", "--as-of", "2015-06-30", "--lang", "es"),
    "score under every policy": ("score", "alpha", "beta", "--missing", "all"),
    "compare under every policy": ("compare", "--all", "--missing", "all"),
}


def run(*arguments: str, data: Path = TOY) -> Result:
    return CliRunner().invoke(app, [*arguments, "--framework", "toy", "--format", "html", "--data", str(data)])


def page(*arguments: str, data: Path = TOY) -> str:
    done = run(*arguments, data=data)
    assert (done.exit_code, done.stderr) == (0, "") or "forums\n" in done.stderr, done.stderr
    return done.stdout


def elements(text: str) -> list[Any]:
    return list(html5lib.parse(text, namespaceHTMLElements=False).iter())


@pytest.mark.parametrize("name", REPORTS)
def test_a_page_needs_nothing_else_and_allows_nothing_else(name: str) -> None:
    found = elements(page(*REPORTS[name]))
    assert not {element.tag for element in found} & {"script", "link", "img", "iframe", "object", "embed", "form"}
    attributes = {attribute for element in found for attribute in element.attrib}
    assert not {attribute for attribute in attributes if attribute.startswith("on")} | (attributes & {"style", "src"})
    (style,) = (element.text for element in found if element.tag == "style")
    assert not re.search(r"@import|url\(", style)
    (policy,) = (
        element.attrib["content"] for element in found if element.attrib.get("http-equiv") == "Content-Security-Policy"
    )
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.split("; ")[:2] == ["default-src 'none'", f"style-src 'sha256-{digest}'"]
    assert "unsafe" not in policy


@pytest.mark.parametrize("name", REPORTS)
def test_links_lead_somewhere_and_nowhere_else(name: str) -> None:
    found = elements(page(*REPORTS[name]))
    names = [element.attrib["id"] for element in found if "id" in element.attrib]
    assert not [name for name, times in Counter(names).items() if times > 1]
    for element in found:
        if element.tag == "a":
            address = element.attrib["href"]
            if address.startswith("#"):
                assert address[1:] in names
            else:
                assert urlsplit(address).scheme in {"http", "https"}
                assert element.attrib["rel"] == "nofollow noopener noreferrer"


EVERYONE = (("score", "alpha", "beta", "gamma"), ("compare", "alpha", "beta", "gamma"))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The skeletons of pages in which every free text is a plain word."""
    data = hostile.write(tmp_path_factory.mktemp("plain"), "AAAA")
    return [html(page(*arguments, data=data)) for arguments in EVERYONE]


@pytest.mark.parametrize("payload", hostile.payloads())
def test_a_text_in_the_data_stays_text_in_a_page(payload: str, tmp_path: Path, plain: list[Any]) -> None:
    """In every field at once that takes any text: of profiles, sources, tags, codebook, criteria."""
    data = hostile.write(tmp_path, payload)
    for arguments, skeleton in zip(EVERYONE, plain, strict=True):
        spoilt = page(*arguments, data=data)
        assert html(spoilt) == skeleton
        said = "".join(html5lib.parse(spoilt, namespaceHTMLElements=False).itertext())
        assert " ".join(payload.split()) in " ".join(said.split())


@pytest.mark.parametrize("payload", hostile.payloads("url"))
def test_an_address_in_the_data_is_a_web_link_or_none(payload: str, tmp_path: Path) -> None:
    data = hostile.write(tmp_path, "AAAA")
    sources = data / "forums/sources.yaml"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text.replace('"https://example.org/alpha"', json.dumps(payload)), encoding="utf-8")
    done = run("score", "alpha", data=data)
    if done.exit_code:
        assert "GA2" in done.stderr
    for element in elements(done.stdout):
        assert urlsplit(element.attrib.get("href", "")).scheme in {"", "http", "https"}


def test_every_payload_is_seen() -> None:
    assert len(hostile.payloads()) > 25
    broken = html("<p>AAAA</p>") == html("<p><script>alert(1)</script></p>")
    assert not broken


@pytest.mark.parametrize("name", ["score of several", "compare"])
def test_a_page_is_the_same_bytes_anywhere(name: str) -> None:
    places = ({"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LANG": "C"}, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LANG": "tr_TR.UTF-8"})  # fmt: skip
    command = [*REPORTS[name], "--framework", "toy", "--format", "html", "--data", str(TOY), "-q"]
    written = {
        subprocess.run([sys.executable, "-m", "govaudit", *command], env={**os.environ, **place}, capture_output=True, check=True).stdout
        for place in places
    }  # fmt: skip
    assert len(written) == 1


def test_the_page_says_how_it_is_made_again() -> None:
    def again(*arguments: str) -> str:
        (code,) = (text for text in re.findall("<code>(.*?)</code>", page(*arguments)) if f" {arguments[0]} " in text)
        return str(code)

    assert again("score", "alpha") == "govaudit score alpha --framework toy --as-of 2026-01-31"
    assert again("score", "alpha", "--missing", "exclude", "--older-than", "3").endswith(
        "--missing exclude --older-than 3"
    )
    assert again("score", "alpha", "--missing", "all").endswith("--missing all")
    assert "--weights records=1/3" in again("score", "alpha", "--weights", "records=1/3")
    assert again("compare", "--tag", "regional") == "govaudit compare --tag regional --framework toy --as-of 2026-01-31"


def text_of(*arguments: str, data: Path = TOY) -> str:
    body = html5lib.parse(page(*arguments, data=data), namespaceHTMLElements=False).find("body")
    assert body is not None
    return " ".join("".join(body.itertext()).split())


def test_a_page_shows_what_a_reader_must_know_first(tmp_path: Path) -> None:
    assert "No score: the forum had ended (2020-01-01)." in text_of("score", "beta")
    assert "No score: the forum had not begun (begins 2003-01-01)." in text_of("score", "beta", "--as-of", "2001-06-30")
    assert "Pas de score : le forum n’existait plus" in text_of("score", "beta", "--lang", "fr")
    assert "This profile describes a class of forums" in text_of("score", "gamma")
    assert "What is scored: The council, not its members." in text_of("score", "alpha")
    assert "Gamma processes †" in text_of("compare", "alpha", "gamma")
    data = hostile.write(tmp_path, "AAAA")
    profile = json.loads((data / "forums/alpha.yaml").read_text(encoding="utf-8"))
    profile.pop("reviewed")
    (data / "forums/alpha.yaml").write_text(json.dumps(profile), encoding="utf-8")
    assert "A draft: nobody has reviewed this profile" in text_of("score", "alpha", data=data)


def test_a_forum_without_a_past_has_no_history() -> None:
    assert "Over time" in text_of("score", "alpha")
    assert "Over time" in text_of("score", "beta")
    assert "Over time" not in text_of("score", "gamma")
    assert "Over time" not in text_of("score", "beta", "--as-of", "2001-06-30")


def test_a_score_that_is_withheld_has_no_number_and_says_why() -> None:
    said = text_of("score", "gamma", "--missing", "exclude")
    assert "No score: nothing is settled, and unknowns are left out. Between" in said


def test_history_and_other_choices_are_those_of_their_commands() -> None:
    said = text_of("score", "alpha")
    command = CliRunner().invoke(app, ["history", "alpha", "--framework", "toy", "--format", "csv", "--data", str(TOY)])
    days = re.findall(r'^"alpha","(\d{4}-\d\d-\d\d)"', command.stdout, re.MULTILINE)
    assert days
    assert all(day.removesuffix("-01-01") in said for day in days)
    assert "complaints: not coded yet → true or false (contested)" in said
    policies = CliRunner().invoke(app, ["score", "alpha", "--missing", "all", "--framework", "toy", "--format", "json", "--data", str(TOY)])  # fmt: skip
    for card in json.loads(policies.stdout, parse_float=str)["scorecards"]:
        assert shown(Fraction(card["score"]["point"])) in said
    assert "govaudit robustness --all --framework toy --as-of 2026-01-31" in said


def test_views_of_the_same_criteria_stand_beside_and_a_broken_one_hides_nothing(tmp_path: Path) -> None:
    data = hostile.write(tmp_path, "AAAA")
    view = {
        "id": "other", "version": "1", "title": "Another view", "rationale": "?", "extends": {"framework": "toy", "version": "AAAA"},
        "overrides": [{"node": "answer", "weight": 0, "reason": "?"}],
    }  # fmt: skip
    folder = data / "criteria/other"
    folder.mkdir()
    (folder / "framework.yaml").write_text(json.dumps(view), encoding="utf-8")
    assert "Another view other 1" in text_of("score", "alpha", data=data)
    (folder / "framework.yaml").write_text(json.dumps({**view, "overrides": []}), encoding="utf-8")
    done = run("score", "alpha", data=data)
    assert done.exit_code == 2
    assert "criteria/other/framework.yaml" in done.stderr
    assert "</html>" in done.stdout
    assert "Another view" not in done.stdout


def test_a_whole_trace_is_in_the_page_anyway() -> None:
    assert page("score", "alpha", "--explain") == page("score", "alpha")
    assert "Every word is kept (100) when minutes is verbatim: yes" in text_of("score", "alpha")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("score", "alpha", "--lang", "xx", "--format", "html"), 'expected --lang one of en, fr, es; found "xx" [GA601]\n'),
        (("compare", "--all", "--lang", "fr"), 'expected --format html or pdf with --lang fr; found "terminal" [GA601]\n  hint: the other formats are in English\n'),
        (("score", "alpha", "--lang", "es", "--format", "json"), 'expected --format html or pdf with --lang es; found "json" [GA601]\n  hint: the other formats are in English\n'),
    ],
)  # fmt: skip
def test_a_language_that_is_not_there_or_not_of_this_format_is_refused(arguments: tuple[str, ...], said: str) -> None:
    done = CliRunner().invoke(app, [*arguments, "--framework", "toy", "--data", str(TOY)])
    assert (done.exit_code, done.stdout, done.stderr) == (2, "", said)


CATALOGUES = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in WORDS.glob("*.toml")}
PLACE = re.compile(r"\{[a-z_]+\}")


@pytest.mark.parametrize("lang", sorted(CATALOGUES))
def test_a_catalogue_has_the_keys_and_places_of_every_other(lang: str) -> None:
    def places(catalogue: dict[str, dict[str, str]]) -> dict[str, list[str]]:
        return {
            f"{section}.{key}": sorted(PLACE.findall(text)) for section, texts in catalogue.items() for key, text in texts.items()
        }  # fmt: skip

    assert places(CATALOGUES[lang]) == places(CATALOGUES["en"])
    assert all(text.strip() for texts in CATALOGUES[lang].values() for text in texts.values())


def test_every_word_of_the_catalogue_is_said_somewhere() -> None:
    files = [path for path in (ROOT / "src/govaudit").rglob("*") if path.suffix in {".py", ".j2", ".js"}]
    code = "\n".join(path.read_text(encoding="utf-8") for path in files)
    built = set(re.findall(r'words(?:\(|\.texts\[)f?["`]([a-z-]+)\.(?:\$?\{|" ~)', code)) | {"choices"}
    keys = {(section, key) for section, texts in CATALOGUES["en"].items() for key in texts}
    assert not {key for key in keys if f'"{".".join(key)}"' not in code and key[0] not in built}
