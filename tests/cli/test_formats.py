"""The formats of `check` as a user meets them: paths, exit codes, where what is written, and texts of strangers in every place."""

import json
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import yaml
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace
from govaudit.report.check import PROGRAMS, render
from govaudit.report.problems import text
from tests.cli.test_startup import modules
from tests.golden.bad import write_bad_data
from tests.skeletons import SKELETONS, obeyed

TOY = Path(__file__).parents[1] / "toy"
PAYLOADS = [
    entry["s"]
    for entry in yaml.safe_load((Path(__file__).parents[1] / "badinputs/payloads.yaml").read_bytes())["payloads"]
]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with bad data in `data/`."""
    folder = tmp_path / "repository"
    folder.mkdir()
    write_bad_data(folder / "data")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    return folder


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])


def paths(style: str, written: str) -> set[str]:
    """The files a report names problems in."""
    match style:
        case "github":
            return {properties["file"] for _, properties, _ in obeyed(written)}
        case "sarif":
            places = [result["locations"][0] for result in json.loads(written)["runs"][0]["results"]]
            return {unquote(place["physicalLocation"]["artifactLocation"]["uri"]) for place in places}
        case "junit":
            return {case.attrib["name"] for case in ET.fromstring(written).iter("testcase") if len(case)}
        case _:
            return {entry["location"]["path"] for entry in json.loads(written)}


BAD = {f"data/forums/{name}.yaml" for name in ("alpha", "beta", "gamma", "sources", "Größe, 5 %")}


@pytest.mark.parametrize("style", PROGRAMS)
def test_a_path_leads_from_the_working_directory_to_the_file(style: str, root: Path) -> None:
    for data in ("data", "./data/", "data/../data", str(root / "data")):
        written = check("--data", data, "--format", style).stdout
        assert paths(style, written) == BAD
        assert str(root) not in written
    assert all((root / path).is_file() for path in BAD)


@pytest.mark.parametrize("style", PROGRAMS)
@pytest.mark.parametrize("here", ["data", "data/forums", "elsewhere"])
def test_data_that_do_not_lie_below_are_named_from_their_folder(
    style: str, here: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / here).mkdir(exist_ok=True)
    monkeypatch.chdir(root / here)
    written = check("--data", str(root / "data"), "--format", style).stdout
    assert paths(style, written) == {path.removeprefix("data/") for path in BAD}
    assert str(root) not in written


@pytest.mark.parametrize("style", PROGRAMS)
def test_the_data_that_a_variable_names(style: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAUDIT_DATA", str(root / "data"))
    assert paths(style, check("--format", style).stdout) == BAD


@pytest.mark.parametrize("style", PROGRAMS)
@pytest.mark.parametrize("absolute", [False, True])
def test_a_file_that_is_named_inside_the_data_and_outside(style: str, root: Path, *, absolute: bool) -> None:
    shutil.copy(root / "data/forums/alpha.yaml", root / "stray.yaml")
    names = ["data/forums/alpha.yaml", "stray.yaml", "ragged.csv", "data/ragged.csv"]
    for name in names[2:]:
        (root / name).write_text("a,b\n1\n", encoding="utf-8")
    given = [str(root / name) for name in names] if absolute else [names[0], *(f"./{name}" for name in names[1:])]
    done = check(*given, "--data", "data", "--format", style)
    assert done.exit_code == 2
    assert paths(style, done.stdout) == set(names)


@pytest.mark.parametrize("style", PROGRAMS)
def test_a_file_elsewhere_has_no_absolute_path(
    style: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(root / "data/forums/beta.yaml", tmp_path / "stray.yaml")
    done = check(str(tmp_path / "stray.yaml"), "--data", "data", "--format", style)
    assert paths(style, done.stdout) == {"../stray.yaml"}
    assert str(tmp_path) not in done.stdout
    monkeypatch.chdir(tmp_path)
    assert paths(style, check("stray.yaml", "--data", "repository/data", "--format", style).stdout) == {"stray.yaml"}


@pytest.mark.parametrize("style", PROGRAMS)
def test_the_report_is_the_same_bytes_in_another_place(
    style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = set()
    for place in ("one", "another/much/deeper"):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        write_bad_data(folder / "data")
        monkeypatch.chdir(folder)
        written.add(check("--data", "data", "--format", style).stdout_bytes)
    assert len(written) == 1


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("style", PROGRAMS)
def test_exit_codes_are_those_of_text(style: str, root: Path) -> None:
    assert check("--data", "data", "--format", style).exit_code == 2
    for name in ("forums/beta.yaml", "forums/gamma.yaml", "forums/Größe, 5 %.yaml"):
        (root / "data" / name).unlink()
    shutil.copy(TOY / "forums/beta.yaml", root / "data/forums")
    shutil.copy(TOY / "forums/gamma.yaml", root / "data/forums")
    assert check("--data", "data", "--format", style).exit_code == 0
    strict = check("--data", "data", "--format", style, "--strict")
    assert (strict.exit_code, strict.stderr) == (1, "fails on warning\n")
    assert ("<failure" in strict.stdout) == (style == "junit")
    (root / "data/forums/sources.yaml").write_bytes((TOY / "forums/sources.yaml").read_bytes())
    (root / "data/forums/suppressions.yaml").unlink()
    assert check("--data", "data", "--format", style, "--strict").exit_code == 0


@pytest.mark.usefixtures("root")
@pytest.mark.parametrize("style", PROGRAMS)
def test_into_a_file_the_report_and_into_the_log_what_people_read(style: str, root: Path) -> None:
    printed = check("--data", "data", "--format", style)
    assert printed.stderr == ""
    done = check("--data", "data", "--format", style, "--output", "report")
    assert (done.exit_code, done.stdout) == (2, "")
    assert (root / "report").read_bytes() == printed.stdout_bytes
    people = check("--data", "data")
    assert done.stderr == people.stderr + people.stdout
    quiet = check("--data", "data", "--format", style, "--output", "report", "--quiet")
    assert (quiet.exit_code, quiet.stdout, quiet.stderr) == (2, "", "")


@pytest.mark.usefixtures("root")
def test_an_unknown_format_is_refused_with_all_of_them_and_the_nearest() -> None:
    done = check("--data", "data", "--format", "sarf")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == (
        'expected --format one of text, json, github, sarif, junit, gitlab; found "sarf" [GA601]\n'
        '  hint: did you mean "sarif"?\n'
    )


def test_a_green_file_is_a_green_case(root: Path) -> None:
    cases = ET.fromstring(check("--data", "data", "--format", "junit").stdout).findall("testsuite/testcase")
    checked = {path for path in (root / "data").rglob("*.yaml") if "codings" not in path.parts}  # those, `agree` reads
    assert {root / case.attrib["name"] for case in cases} == checked
    one = ET.fromstring(check("data/forums/alpha.yaml", "--data", "data", "--format", "junit").stdout)
    assert [case.attrib["name"] for case in one.iter("testcase")] == ["data/forums/alpha.yaml"]


@pytest.mark.usefixtures("root")
def test_a_file_that_cannot_be_read_was_looked_at() -> None:
    done = check("--data", "data", "data/forums/nothing.yaml", "--format", "junit")
    (case,) = ET.fromstring(done.stdout).iter("testcase")
    assert (case.attrib["name"], len(case)) == ("data/forums/nothing.yaml", 1)


def test_no_format_of_a_program_is_loaded_for_people() -> None:
    loaded = modules("check", "--data", str(TOY))
    assert "govaudit.report.problems" in loaded
    assert not {name for name in loaded if name.startswith(("govaudit.report.problems_", "xml.etree"))}
    assert "govaudit.report.problems_sarif" not in modules("check", "--data", str(TOY), "--format", "gitlab")


PLACES = {
    "a key of a profile": ("forums/beta.yaml", "kind: forum", "{0}: forum"),
    "a value of a profile": ("forums/beta.yaml", "kind: forum", "kind: {0}"),
    "an id": ("forums/beta.yaml", "id: beta", "id: {0}"),
    "a tag": ("forums/beta.yaml", "[regional]", "[{0}]"),
    "a fact": ("forums/beta.yaml", "minutes:", "{0}:"),
    "the value of a fact": ("forums/beta.yaml", "{value: none,", "{{value: {0},"),
    "a source of a statement": ("forums/beta.yaml", "{source: book, at: p. 12}", "{{source: {0}, at: p. 12}}"),
    "a date": ("forums/beta.yaml", "from: 2003", "from: {0}"),
    "an address": ("forums/sources.yaml", '"https://example.org/book"', "{0}"),
    "the id of a source": ("forums/sources.yaml", "id: book", "id: {0}"),
    "a level": ("criteria/toy/records.cases.yaml", "level: ", "{0}: "),
    "the path of a suppression": ("forums/suppressions.yaml", "forums/alpha.yaml", "{0}"),
    "the reason of a suppression": ("forums/suppressions.yaml", "A closed archive.", "{0}"),
}
ACCEPTED = "suppressions: [{code: GA413, path: forums/alpha.yaml, reason: A closed archive., until: 2027}]\n"


def reports(folder: Path) -> dict[str, Any]:
    """The skeleton of every report; the one for people is seen to be harmless in a build log."""
    checker = Checker(Workspace(folder))
    checker.everything()
    assert not obeyed(text(checker.problems))
    found = checker.seen_from_here()
    return {style: skeleton(render(found, style, on=("error",))) for style, skeleton in SKELETONS.items()}


@pytest.mark.parametrize("place", PLACES)
def test_a_text_in_a_file_stays_text_in_every_report(place: str, tmp_path: Path) -> None:
    """What the loader refuses is another problem than a plain word is; that it does no harm is seen all the same."""
    shutil.copytree(TOY, tmp_path, dirs_exist_ok=True)
    (tmp_path / "forums/suppressions.yaml").write_text(ACCEPTED, encoding="utf-8")
    alpha = tmp_path / "forums/alpha.yaml"
    alpha.write_text(alpha.read_text(encoding="utf-8").replace("until: 2010", "until: 2009"), encoding="utf-8")
    name, old, new = PLACES[place]
    before = (tmp_path / name).read_text(encoding="utf-8")
    assert old in before

    def spoilt(word: str) -> dict[str, Any]:
        (tmp_path / name).write_text(before.replace(old, new.format(json.dumps(word)), 1), encoding="utf-8")
        return reports(tmp_path)

    plain = spoilt("AAAA")
    assert sum(spoilt(payload) == plain for payload in PAYLOADS) > len(PAYLOADS) / 2


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_name_of_a_file_stays_text_in_every_report(payload: str, tmp_path: Path) -> None:
    def named(word: str) -> dict[str, Any]:
        folder = tmp_path / str(word == "AAAA")
        shutil.copytree(TOY, folder)
        name = word.translate({ord("/"): "_", 0: "_"})
        (folder / "forums" / f"Z{name}.yaml").write_text("id: [\n", encoding="utf-8")
        return reports(folder)

    assert named(payload) == named("AAAA")
