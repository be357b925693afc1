"""Every report on the toy tables in every format, as it is published. Regenerate with GOLDEN=write, and read the difference."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from govaudit.report.schemas import report_schema

TOY = Path(__file__).parents[1] / "toy"
GOLDEN = Path(__file__).parent / "tables"
VERIFY = ("verify", "toy", "--answers", "tables/answers.csv", "--published", "tables/published.csv", "--data", ".")
SCORE = ("corpus", "score", "tables/answers.csv", "--framework", "toy", "--data", ".")
COMMANDS = {
    **{f"verify-{style}": (*VERIFY, "--format", style) for style in ("terminal", "json", "csv", "markdown", "latex")},
    "verify-full-credit": (*VERIFY, "--missing", "full-credit"),
    "score-wide": SCORE,
    "score-wide-tsv": (*SCORE, "--format", "tsv", "--node", "toy", "--limit", "2"),
    "score-long": (*SCORE, "--shape", "long", "--node", "toy", "--node", "asks"),
}


def run(*arguments: str) -> bytes:
    done = subprocess.run([sys.executable, "-m", "govaudit", *arguments], capture_output=True, check=False, cwd=TOY)
    assert (done.returncode, done.stderr.decode()) == (int(arguments[0] == "verify"), "")
    return done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_report_is_as_published(name: str) -> None:
    report, path = run(*COMMANDS[name]), GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report)
    assert report.decode() == path.read_bytes().decode()


def test_the_report_of_a_verification_fits_eighty_columns() -> None:
    assert max(map(len, run(*COMMANDS["verify-terminal"]).decode().splitlines())) <= 80


def test_the_json_of_a_verification_is_what_its_schema_says() -> None:
    report = json.loads(run(*COMMANDS["verify-json"]))
    Draft202012Validator(report_schema("verify")).validate(report)


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(COMMANDS)
