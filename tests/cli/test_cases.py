"""`govaudit test` as a user meets it: what failed and why, what was not seen, exit codes."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from govaudit.files.yaml import parse
from govaudit.problems import GovauditError
from govaudit.report.layout import CONTROL

TOY = Path(__file__).parents[1] / "toy"
FRAMEWORK, CASES = "criteria/toy/framework.yaml", "criteria/toy/framework.cases.yaml"
PAYLOADS = (Path(__file__).parents[1] / "badinputs/payloads.yaml").read_text(encoding="utf-8")


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "govaudit", "test", *arguments, "--data", str(data)],
        capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_all_hold() -> None:
    done = run(TOY, "toy", "--coverage-min", "100")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("\n29 passed, 0 failed\n")


def test_a_failed_indicator_shows_each_level_its_rule_its_answer_and_what_it_saw(toy: Path) -> None:
    edit(toy / "criteria/toy/records.cases.yaml", "{minutes: summary}, level: some", "{minutes: {contested: [summary, none]}}, level: some")  # fmt: skip
    done = run(toy, "toy")
    assert (done.returncode, done.stderr) == (1, "")
    assert (
        """
criteria/toy/records.cases.yaml:3:5: minutes-kept: expected level some; found some or nothing
  given minutes: summary or none (contested)
  - Every word is kept (100) when minutes is verbatim: no
    > minutes: summary or none (contested)
  - A summary is kept (40) when minutes is at least summary: unknown
    > minutes: summary or none (contested)
  - Nothing is kept (0) otherwise
"""
        in done.stdout
    )
    assert done.stdout.endswith("\n28 passed, 1 failed\n")


def test_a_failed_group_shows_its_members_and_its_caps(toy: Path) -> None:
    edit(toy / CASES, "score: 40\n    band: middle", "score: 66\n    band: high")
    done = run(toy, "toy")
    assert done.returncode == 1
    assert (
        """
criteria/toy/framework.cases.yaml:23:5: toy: expected score 66; found 40; band high; found middle
  The records come to 50 and the answer to 100, so the whole to 200/3; without
  minutes no more than 40.
  given complaints: true; minutes: none; languages: english, french; members:
        100; staffed: false
  - The mean of 2 weighted members
  - records (weight 2): 50.0
  - answer (weight 1): 100.0
  - cap silent: at most 40 when minutes is none: yes
    > minutes: none
"""
        in done.stdout
    )


def test_a_failed_designation_shows_the_nodes_it_read(toy: Path) -> None:
    edit(toy / CASES, "{complaints: false, minutes: verbatim}, truth: false", "{complaints: false, minutes: verbatim}, truth: unknown")  # fmt: skip
    assert (
        """: open: expected truth unknown; found false
  given complaints: false; minutes: verbatim
  - holds when the level of asks is anyone and the score of records is at least
    50: no
    > the level of asks is anyone: no (asks: nobody)
    > the score of records is at least 50: yes (records: 50.0-100.0)
"""
        in run(toy, "toy").stdout
    )


def test_a_failed_case_below_a_closed_gate_shows_the_gate(toy: Path) -> None:
    edit(toy / FRAMEWORK, "title: Answering", "title: Answering\n    applies-when: {staffed: true}")
    done = run(toy, "toy")
    assert """: asks: expected level anyone; found anyone; """ not in done.stdout
    edit(toy / CASES, "{complaints: true}, level: anyone", '{complaints: true, staffed: false}, applies: "yes"')
    assert (
        """: asks: expected applies yes; found no
  given complaints: true; staffed: false
  - answer applies when staffed is true: no
    > staffed: false
"""
        in run(toy, "toy").stdout
    )


def test_steps_and_tables_and_lines_are_told_too(toy: Path) -> None:
    edit(toy / FRAMEWORK, "of: [records, asks], aggregation: minimum}", "of: [records, asks], aggregation: minimum, steps: [{at-least: 50, value: 1}, {otherwise: true, value: 0}]}")  # fmt: skip
    edit(toy / CASES, "{seat: own, staffed: true}, score: 10", "{seat: own, staffed: true}, score: 11")
    edit(toy / "criteria/toy/records.cases.yaml", "{members: 25}, score: 25", "{members: 25}, score: 26")
    page = run(toy, "toy").stdout
    assert "- The minimum of 2 equally weighted members, then its steps\n" in page
    assert "- points by seat: own 10, host 5, nobody -5\n" in page
    assert "- linear in members: 0 scores 0, 100 scores 100\n" in page


def test_what_was_not_seen_is_listed_with_its_place(toy: Path) -> None:
    edit(toy / CASES, "  - {facts: {minutes: not-found}, truth: unknown}\n", "")
    done = run(toy, "toy")
    assert (done.returncode, done.stderr) == (0, "")
    assert (
        """
  file                             seen    share
  criteria/toy/framework.yaml  14 of 15   93.3 %
  criteria/toy/records.yaml      9 of 9  100.0 %
  all                          23 of 24   95.8 %

Not seen
  criteria/toy/framework.yaml:25:24: minutes is none: unknown
"""
        in done.stdout
    )


@pytest.mark.parametrize(("least", "code"), [("100", 1), ("95.834", 1), ("2300/24", 0), ("95.833", 0), ("0", 0)])
def test_the_least_coverage_is_compared_exactly(toy: Path, least: str, code: int) -> None:
    edit(toy / CASES, "  - {facts: {minutes: not-found}, truth: unknown}\n", "")
    done = run(toy, "--coverage-min", least)
    assert done.returncode == code
    assert done.stderr == (f"toy: leaf coverage is below {least} %\n" if code else "")


@pytest.mark.parametrize("least", ["101", "-1", "all", "1/0", "1e2", "nan"])
def test_a_least_coverage_that_means_nothing_is_refused(least: str) -> None:
    done = run(TOY, f"--coverage-min={least}")
    assert (done.returncode, done.stdout) == (2, "")
    assert "expected --coverage-min PERCENT, a number from 0 to 100" in done.stderr


def test_a_framework_misspelt_gets_a_hint() -> None:
    done = run(TOY, "toi")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'expected a framework; found "toi" [GA307]\n  hint: did you mean "toy"?' in done.stderr


def test_a_format_misspelt_gets_a_hint() -> None:
    done = run(TOY, "--format", "jsn")
    assert (done.returncode, done.stdout) == (2, "")
    assert 'did you mean "json"?' in done.stderr


def test_no_cases_are_said_and_are_a_failure(toy: Path) -> None:
    (toy / CASES).unlink()
    (toy / "criteria/toy/records.cases.yaml").unlink()
    done = run(toy)
    assert done.returncode == 1
    assert done.stderr.startswith("criteria/toy/framework.yaml: expected cases of toy; found none [GA518]\n")
    assert done.stderr.count("[GA") == 1
    assert done.stdout.endswith("0 passed, 0 failed\n")


def test_no_framework_is_said_and_is_a_failure(toy: Path) -> None:
    shutil.rmtree(toy / "criteria/toy")
    done = run(toy)
    assert done.returncode == 1
    assert "expected a framework with cases; found no framework [GA518]" in done.stderr


def test_a_file_of_cases_that_is_missing_or_beside_nothing_is_named(toy: Path) -> None:
    (toy / "criteria/toy/records.cases.yaml").rename(toy / "criteria/toy/recrods.cases.yaml")
    done = run(toy)
    assert done.returncode == 2
    assert 'expected cases beside a file of toy; found no "criteria/toy/recrods.yaml" [GA305]\n  hint: did you mean "criteria/toy/records.cases.yaml"?' in done.stderr  # fmt: skip
    assert "criteria/toy/records.cases.yaml: expected cases for minutes-kept, tongues, breadth…; the file is not there [GA509]" in done.stderr  # fmt: skip


def test_a_framework_that_cannot_be_read_stops_no_other(toy: Path) -> None:
    shutil.copytree(toy / "criteria/toy", toy / "criteria/zoo")
    done = run(toy)
    assert done.returncode == 2
    assert 'criteria/zoo/framework.yaml:1:5: $.id: expected the id to be the file\'s name, "zoo"' in done.stderr
    assert done.stdout.endswith("\n29 passed, 0 failed\n")


def test_a_case_that_cannot_be_read_is_bad_input(toy: Path) -> None:
    edit(toy / CASES, "silent:", "slient:")
    done = run(toy)
    assert done.returncode == 2
    assert 'criteria/toy/framework.cases.yaml:10:1: $.slient: expected a node, named rule, cap or designation; found "slient" [GA303]\n  hint: did you mean "silent"?' in done.stderr  # fmt: skip


def test_an_id_that_two_things_bear_cannot_be_cased(toy: Path) -> None:
    edit(toy / FRAMEWORK, "{id: open, label: Open", "{id: silent, label: Open")
    done = run(toy)
    assert done.returncode == 2
    assert 'expected an id that one thing bears; "silent" is a cap and a designation [GA309]' in done.stderr


def test_json_is_valid_against_its_schema_and_tells_the_same(toy: Path) -> None:
    edit(toy / CASES, "  - {facts: {minutes: not-found}, truth: unknown}\n", "")
    edit(toy / CASES, "{minutes: summary}, truth: false", "{minutes: summary}, truth: true")
    done = run(toy, "--format", "json", "--coverage-min", "100", "--quiet")
    assert (done.returncode, done.stderr) == (1, "")
    report = json.loads(done.stdout)
    schema = subprocess.run(
        [sys.executable, "-m", "govaudit", "schema", "test"], capture_output=True, check=True
    ).stdout
    jsonschema.validate(report, json.loads(schema))
    (failed,) = [case for case in report["cases"] if not case["passed"]]
    assert (failed["subject"], failed["kind"], failed["path"], failed["line"], failed["column"]) == (
        "silent",
        "cap",
        CASES,
        12,
        5,
    )
    assert failed["checks"] == [{"what": "truth", "expected": "true", "found": "false"}]
    assert failed["trace"] == [
        {
            "sentence": "holds when minutes is none: no",
            "predicates": [{"predicate": "minutes is none", "answer": "no", "saw": "minutes: summary"}],
        }
    ]
    assert report["unseen"] == [
        {
            "framework": "toy",
            "path": FRAMEWORK,
            "line": 25,
            "column": 24,
            "predicate": "minutes is none",
            "unseen": ["unknown"],
        }
    ]
    assert report["counts"] == {"passed": 27, "failed": 1}
    assert report["frameworks"][0]["coverage"] == {"seen": 23, "possible": 24, "share": 0.958333}


def payloads() -> list[str]:
    found = []
    for block in PAYLOADS.split("\n- ")[1:]:
        try:
            entry: dict[str, Any] = parse("".join(f"{line}\n" for line in block.replace("\n  ", "\n").splitlines()))
        except GovauditError:
            continue
        found.append(entry["s"])
    return found


def test_text_from_files_stays_text(toy: Path) -> None:
    """Every payload in a note, a label and a value of a failed case: no line that a terminal or a build runner obeys."""
    cases, codebook = toy / CASES, toy / "criteria/codebook.yaml"
    words = json.dumps(["own", "host", "nobody", *payloads()])
    codebook.write_text(codebook.read_text(encoding="utf-8").replace("[own, host, nobody]", words), encoding="utf-8")
    levels = [{"id": f"l{n}", "label": text, "score": 9, "when": {"seat": text}} for n, text in enumerate(payloads())]
    rubric = json.dumps([*levels, {"id": "rest", "label": payloads()[-1], "score": 0, "otherwise": True}])
    edit(toy / FRAMEWORK, "points: {fact: seat, table: {own: 10, host: 5, nobody: -5}}", f"levels: {rubric}")
    lines = [
        f"  - {{facts: {{seat: {json.dumps(text)}}}, score: 77, note: {json.dumps('word ' * 15 + text)}}}\n"
        for text in payloads()[1:]
    ]
    lines += [f"  - {{facts: {{seat: host}}, level: {json.dumps(text)}}}\n" for text in payloads()]
    edit(cases, "seat-points:\n", f"seat-points:\n{''.join(lines)}")
    edit(cases, "{seat: own}, applies: unknown", "{seat: host}, applies: unknown")
    edit(cases, "{staffed: true}, score: [-5, 10]", "{staffed: true, seat: host}, score: 0")
    edit(cases, '{staffed: false}, applies: "no"', '{staffed: false, seat: host}, applies: "no"')
    done = run(toy)
    assert done.returncode == 1, done.stderr
    assert done.stdout.count(": unknown\n") >= len(payloads())
    for line in (done.stdout + done.stderr).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert not CONTROL.search(line)
    report = run(toy, "--format", "json")
    assert {case["note"] for case in json.loads(report.stdout)["cases"]} >= {
        "word " * 15 + text for text in payloads()[1:]
    }
    assert report.stdout.isascii()
