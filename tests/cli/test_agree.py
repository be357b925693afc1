"""`agree`: codings from anywhere, in every format; drafts of decisions; each bad input in a clear line."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.tables import FORMATS

EXAMPLE = Path(__file__).parents[2] / "examples/agreement"
BOTH = ("forums", "codings/second")
DECIDED = ("--adjudication", "codings/adjudication.yaml")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example, as the folder in which commands run."""
    folder = tmp_path / "data"
    shutil.copytree(EXAMPLE, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    return folder


def agree(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["agree", *arguments, "--framework", "example"])
    return done.exit_code, done.stdout, done.stderr


def report(*arguments: str) -> Any:
    code, text, said = agree(*arguments, "--format", "json")
    assert (code, said) == (0, "")
    return json.loads(text)


def refused(*arguments: str) -> str:
    code, text, said = agree(*arguments)
    assert (code, text) == (2, "")
    return said


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


# ── reports ──


@pytest.mark.parametrize("more", [(), DECIDED])
def test_json_is_valid_against_the_schema_that_govaudit_publishes(more: tuple[str, ...]) -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema", "agree"]).stdout)
    jsonschema.validate(report(*BOTH, *more), schema)


def test_json_tells_agreement_disputes_and_what_was_decided() -> None:
    made = report(*BOTH, *DECIDED)
    assert made["schema"] == "govaudit.agree/1"
    assert [coding["coder"] for coding in made["codings"]] == ["A. First", "B. Second"]
    overall = made["agreement"][0]
    assert (overall["scope"], overall["n"], overall["percent"]) == ("overall", 18, 72.2222)
    assert overall["alpha_low"] < overall["alpha"] < overall["alpha_high"]
    scopes = {item["scope"]: item for item in made["agreement"]}
    assert scopes["secretariat"]["percent"] == 100
    assert (scopes["evaluated"]["ordinal"], scopes["evaluated"]["ordinal_n"]) == (None, 2)  # both say true
    disputes = {(item["forum"], item["fact"]): item for item in made["disputes"]}
    assert len(disputes) == 5
    minutes = disputes["harbour-council", "minutes"]
    assert [side["values"] for side in minutes["sides"]] == [["verbatim"], ["summary"]]
    assert minutes["sides"][1]["evidence"] == [{"source": "study", "at": "p. 12", "quote": None}]
    assert minutes["decision"]["values"] == ["summary"]
    assert not minutes["open"]
    found = disputes["hill-talks", "evaluated"]
    assert (found["sides"][0]["state"], found["sides"][0]["searched"]) == ("not-found", ["site", "study"])
    assert (found["open"], found["decision"]) == (True, None)
    scores = {item["forum"]: item for item in made["scores"]}
    assert scores["harbour-council"]["adjudicated"]["score"]["point"] == 87.5
    assert scores["hill-talks"]["adjudicated"] is None
    assert made["adjudication"] == {"by": "C. Third", "on": "2026-02-10"}


def test_the_same_input_gives_the_same_bytes_and_another_seed_another_interval(here: Path) -> None:
    def run(*more: str) -> bytes:
        command = [sys.executable, "-m", "govaudit", "agree", *BOTH, "--framework", "example", "--format", "json"]
        return subprocess.run([*command, *more], capture_output=True, check=True).stdout

    assert run() == run("--seed", "0")
    first, other = json.loads(run()), json.loads(run("--seed", "1"))
    assert first["agreement"][0]["alpha_low"] != other["agreement"][0]["alpha_low"]
    assert first["inputs_sha256"] == other["inputs_sha256"]
    edit(here / "codings/second/hill-talks.yaml", "at: p. 44", "at: p. 45")
    assert json.loads(run())["inputs_sha256"] != first["inputs_sha256"]
    assert json.loads(run(*DECIDED))["inputs_sha256"] != json.loads(run())["inputs_sha256"]


def test_every_format_runs_and_the_terminal_report_fits_eighty_columns() -> None:
    for style in FORMATS:
        for more in ((), ("--disputes",)):
            code, text, said = agree(*BOTH, *DECIDED, "--format", style, *more)
            assert (code, said) == (0, "")
            assert text
    code, text, _ = agree(*BOTH, *DECIDED)
    assert code == 0
    assert max(map(len, text.splitlines())) <= 80
    assert text.isascii()
    for said in (
        "overall    18  72.2 %   0.55   0.57   0.13 to 0.81     0.75",
        "river-forum, members  not scored",
        "  B. Second: true (low confidence) -> 75.0\n    Statutes of the bodies of Atlantis, 2001, Art. 28 [statutes]",
        "  C. Third decides: 22. Both lists leave out the member",
        "    The common web site of the bodies of Atlantis, 2025, News of December 2025\n",
    ):
        assert said in text


def test_disputes_alone() -> None:
    _, text, _ = agree(*BOTH, "--disputes")
    assert "\nDisputes\n" in text
    assert "\nAgreement\n" not in text
    _, table, _ = agree(*BOTH, "--disputes", "--format", "csv")
    assert table.count("\n") == 11
    assert table.startswith('"forum","fact","effect","coder"')
    _, page, _ = agree(*BOTH, "--disputes", "--format", "markdown")
    assert "## Disputes" in page
    assert "## Scores" not in page


def test_where_everything_agrees_nothing_is_disputed(here: Path) -> None:
    shutil.copytree(here / "forums", here / "codings/third")
    edit(here / "codings/third/hill-talks.yaml", "by: A. First", "by: D. Fourth")
    code, text, _ = agree("hill-talks", "codings/third/hill-talks.yaml")
    assert code == 0
    assert "Complete agreement on minutes, observers, complaints, evaluated, secretariat," in text
    assert "The same by every coder: hill-talks." in text
    assert text.rstrip().endswith("Disputes\nNone.")


def test_three_coders_have_the_kappa_of_fleiss(here: Path) -> None:
    shutil.copytree(here / "codings/second", here / "third")
    (here / "third/river-forum.yaml").unlink()
    for path in (here / "third").iterdir():
        edit(path, "by: B. Second", "by: [C. Third, D. Fourth]")
    made = report(*BOTH, "third")
    assert made["kappa_of"] == "fleiss"
    assert [coding["coder"] for coding in made["codings"]][2] == "C. Third, D. Fourth"
    overall = made["agreement"][0]
    assert (overall["n"], overall["kappa_n"]) == (18, 12)


# ── whose coding ──


def test_two_codings_by_one_coder_are_told_apart_and_one_without_a_name_bears_its_path(here: Path) -> None:
    edit(here / "codings/second/hill-talks.yaml", "by: B. Second", "by: A. First")
    made = report("hill-talks", "codings/second/hill-talks.yaml")
    names = [coding["coder"] for coding in made["codings"]]
    assert names == ["A. First (hill-talks)", "A. First (codings/second/hill-talks.yaml)"]
    edit(here / "codings/second/hill-talks.yaml", "coded: {by: A. First}\n", "")
    made = report("hill-talks", "codings/second/hill-talks.yaml")
    assert [coding["coder"] for coding in made["codings"]] == ["A. First", "codings/second/hill-talks.yaml"]
    made = report(*BOTH)
    assert made["codings"][1]["coder"] == "codings/second"  # its profiles do not all name one coder


def test_a_coding_may_lie_anywhere_and_bear_the_name_of_a_file_of_the_data(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(here / "codings/second", other / "forums")
    monkeypatch.chdir(other)
    for path in ("forums/hill-talks.yaml", str(other / "forums/hill-talks.yaml")):
        made = report("hill-talks", path, "--data", str(here))
        assert [item["fact"] for item in made["disputes"]] == ["evaluated", "observers"]


def test_a_forum_that_one_coder_alone_covers_is_named_and_left_out(here: Path) -> None:
    (here / "codings/second/hill-talks.yaml").unlink()
    edit(here / "codings/second/river-forum.yaml", "active: {from: 2001}", "active: {from: 2001, until: 2020}")
    code, text, _ = agree(*BOTH)
    assert code == 0
    assert "Left out: hill-talks, which A. First alone coded." in text
    assert "Left out: river-forum, which had ended (2020-01-01), says B. Second." in text


def test_what_one_coder_left_open_is_counted_and_not_compared(here: Path) -> None:
    edit(here / "codings/second/hill-talks.yaml", "  secretariat:\n    - {value: false, confidence: high, evidence: [{source: statutes, at: Art. 16}]}\n", "")  # fmt: skip
    _, text, _ = agree(*BOTH)
    assert "Coded by one coder alone, and so not compared: 1 fact." in text
    assert report(*BOTH)["coded_once"] == 1
    assert report(*BOTH)["agreement"][0]["n"] == 17


# ── drafts ──


def test_a_draft_is_a_file_of_decisions_once_it_is_filled_in_and_never_written_over(here: Path) -> None:
    code, _, said = agree(*BOTH, "--write", "decisions.yaml")
    assert (code, said) == (0, "decisions.yaml: a draft with 5 open disputes\n")
    path = here / "decisions.yaml"
    draft = path.read_text(encoding="utf-8")
    assert "GA603" in refused(*BOTH, "--write", "decisions.yaml")
    assert path.read_text(encoding="utf-8") == draft
    assert "$.by: expected words; found nothing" in refused(*BOTH, "--adjudication", "decisions.yaml")
    edit(path, "by: # who decides", "by: C. Third")
    edit(path, "on: # the day of the decisions, such as 2026-11-26", "on: 2026-02-01")
    assert report(*BOTH, "--adjudication", "decisions.yaml")["scores"][0]["adjudicated"] is None
    line = "  # - {forum: harbour-council, fact: minutes, decided: , reason: }"
    edit(path, line, "  - {forum: harbour-council, fact: minutes, decided: summary, reason: Because.}")
    made = report(*BOTH, "--adjudication", "decisions.yaml")
    assert sum(not item["open"] for item in made["disputes"]) == 1
    code, _, said = agree(*BOTH, "--adjudication", "decisions.yaml", "--write", "rest.yaml", "--quiet")
    assert (code, said) == (0, "")
    rest = (here / "rest.yaml").read_text(encoding="utf-8")
    assert "harbour-council, minutes" not in rest
    assert rest.count("decided: , reason: }") == 4


# ── bad input ──


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forums",), 'expected two codings or more; found only "forums" [GA608]'),
        (("hill-talks", "hill-talks"), 'found hill-talks.yaml in "hill-talks" and again in "hill-talks" [GA608]'),
        (("hill-talks", "./forums/hill-talks.yaml"), 'again in "forums/hill-talks.yaml" [GA608]'),
        (("forums", "hill-talks"), 'found hill-talks.yaml in "forums" and again in "hill-talks" [GA608]'),
        (("forums", "empty"), 'expected a folder of profiles; found none in "empty" [GA608]'),
        (("forums", "codings"), "$.by: unknown key"),
        (("forums", "nowhere.yaml"), 'found "nowhere.yaml" [GA306]'),
        (("forums", "hill-talk"), 'hint: did you mean "hill-talks"?'),
        (("hill-talks", "river-forum"), "found none: hill-talks codes hill-talks; river-forum codes river-forum [GA133]"),
        ((*BOTH, "--as-of", "2000-06-30"), "expected a forum that exists on 2000-06-30; harbour-council had not begun"),
        ((*BOTH, "--adjudication", "nowhere.yaml"), "nowhere.yaml: expected a file that can be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_in_a_clear_line(here: Path, arguments: tuple[str, ...], said: str) -> None:
    (here / "empty").mkdir()
    assert said in refused(*arguments)


def test_a_coding_is_read_as_strictly_as_a_profile_and_all_problems_are_told(here: Path) -> None:
    edit(here / "codings/second/hill-talks.yaml", "value: 7", "value: seven")
    edit(here / "codings/second/river-forum.yaml", "source: study, at: p. 58", "source: stdy, at: p. 58")
    said = refused("nowhere.yaml", "codings/second")
    assert 'codings/second/hill-talks.yaml:19:15: $.facts.members[0].value: expected a number; found "seven"' in said
    assert "codings/second/river-forum.yaml:19:57: $.facts.members[0].evidence[0].source: " in said
    assert 'did you mean "study"?' in said
    assert "GA306" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("fact: minutes", "fact: minuets", '$.decisions[0].fact: expected a fact of the codebook; found "minuets" [GA301]'),
        ("forum: harbour-council", "forum: harbor-council", 'found "harbor-council" [GA306]\n  hint: did you mean "harbour-council"?'),
        ("fact: minutes", "fact: secretariat", 'expected a fact that the codings dispute; found "secretariat" [GA134]\n  hint: disputed of harbour-council: minutes'),
        ("decided: summary", "decided: sumary", '[GA203]\n  hint: did you mean "summary"?'),
        ("decided: summary", "decided: uncoded", "leave the decision out: the dispute stays open"),
        ("decided: summary", "decided: {contested: [summary]}", "at least two different values"),
        ("decided: summary", "decided: none", "expected evidence for what no coder said; found none [GA401]"),
        ("decided: false", "decided: not-found", "expected evidence for what no coder said; found none [GA401]"),
        ("source: site", "source: sight", 'found "sight" [GA304]'),
        ("decided: 22", "decided: 2200", "expected a whole number from 0 to 200; found 2200 [GA207]"),
        ("fact: members", "fact: complaints", "expected one decision about complaints of river-forum; found another [GA309]"),
        ("by: C. Third", 'by: ""', "$.by: expected words"),
        ("decided: summary", "decides: summary", 'unknown key "decides"'),
        ("on: 2026-02-10", "on: soon", "[GA206]"),
    ],
)  # fmt: skip
def test_a_bad_decision_is_named_with_its_place(here: Path, old: str, new: str, said: str) -> None:
    edit(here / "codings/adjudication.yaml", old, new)
    told = refused(*BOTH, *DECIDED)
    assert told.startswith("codings/adjudication.yaml:")
    assert said in told


def test_a_decision_for_what_one_coder_said_needs_no_evidence(here: Path) -> None:
    path = here / "codings/adjudication.yaml"
    edit(path, "decided: false", "decided: {contested: [true, false]}")
    edit(path, "forum: harbour-council\n    fact: minutes\n    decided: summary", "forum: hill-talks\n    fact: evaluated\n    decided: not-found")  # fmt: skip
    made = report(*BOTH, *DECIDED)
    assert [item["decision"]["state"] for item in made["disputes"] if item["decision"]] == ["not-found", "contested", "known"]  # fmt: skip


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    assert "expected the extra `analysis`, to compare codings; it is not installed [GA605]" in refused(*BOTH)
