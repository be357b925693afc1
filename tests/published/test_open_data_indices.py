"""Two published indices as criteria files alone: every figure comes out, and where it does not, that is what is said.

Open Knowledge, Global Open Data Index 2013-2015 (data in the public domain, PDDL). World Wide Web Foundation, Open Data Barometer, second edition, 2014 (CC BY 4.0).
Of both the tables as shipped under `examples/`, with personal columns and free text dropped.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app

EXAMPLES = Path(__file__).parents[2] / "examples"
ENTRIES, PLACES = (EXAMPLES / "godi/data" / name for name in ("entries.csv", "places.csv"))
DATASETS = EXAMPLES / "odb/data/datasets-scored-2014.csv"


def verify(framework: str, answers: Path, published: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of `govaudit verify`."""
    folder = answers.parents[1]
    tables = ["--answers", str(answers), "--published", str(published), "--data", str(folder)]
    done = CliRunner().invoke(app, ["verify", framework, *tables, *more, "--format", "json"])
    assert done.stderr == ""
    return done.exit_code, json.loads(done.stdout)


def counts(report: dict[str, Any]) -> dict[tuple[str, str], tuple[int, int]]:
    """By node and figure: how many are published, and how many follow."""
    return {(node["node"], node["figure"]): (node["published"], node["matched"]) for node in report["nodes"]}


def test_open_knowledge_global_open_data_index_2013_2015_all_entries() -> None:
    code, report = verify("godi-entry", ENTRIES, ENTRIES)
    assert code == 0
    assert counts(report) == {("godi-entry", "score"): (3153, 3153), ("open", "designation"): (3153, 3153)}
    assert report["mismatches"] == []


def test_open_knowledge_global_open_data_index_2015_places_and_ranks() -> None:
    code, report = verify("godi", ENTRIES, PLACES)
    assert code == 0
    assert counts(report) == {("godi", "score"): (122, 122), ("godi", "rank"): (122, 122)}
    assert report["ranks"] == [
        {
            "node": "godi",
            "published": 122,
            "matched": {"unrounded": 85, "rounded": 122, "published": 122},
            "unscored": 0,
            "follows": "rounded",
        }
    ]


@pytest.mark.parametrize(("edition", "published"), [("2013", 60), ("2014", 97)])
def test_open_knowledge_global_open_data_index_2013_and_2014_do_not_follow_with_thirteen_datasets(
    edition: str, published: int
) -> None:
    code, report = verify("godi", ENTRIES, PLACES, "--edition", edition)
    assert code == 1
    assert counts(report)["godi", "score"] == (published, 0)
    scores = {item["unit"]: item for item in report["mismatches"] if item["figure"] == "score"}
    assert len(scores) == published
    taiwan = scores["tw"]
    assert taiwan["answered"]
    assert sum(step["depth"] == 1 for step in taiwan["trace"]) == 13
    assert [len(step["answers"]) for step in taiwan["trace"] if step["depth"] == 2] == [1] * 13 * 9


def test_open_knowledge_global_open_data_index_2013_follows_with_ten_datasets_ranks_from_exact_scores() -> None:
    code, report = verify("godi-ten", ENTRIES, PLACES, "--edition", "2013")
    assert code == 0
    assert counts(report) == {("godi-ten", "score"): (60, 60), ("godi-ten", "rank"): (60, 60)}
    assert report["ranks"][0]["matched"] == {"unrounded": 60, "rounded": 49, "published": 49}
    assert report["ranks"][0]["follows"] == "unrounded"


def test_open_knowledge_global_open_data_index_2014_all_but_five_places_follow_with_ten_datasets() -> None:
    code, report = verify("godi-ten", ENTRIES, PLACES, "--edition", "2014")
    assert code == 1
    assert counts(report)["godi-ten", "score"] == (97, 92)
    scores = {item["unit"]: item for item in report["mismatches"] if item["figure"] == "score"}
    assert {unit: item["answered"] for unit, item in scores.items()} == {
        "gr": True, "mt": False, "pl": False, "sa": False, "sg": False,
    }  # fmt: skip
    assert (scores["gr"]["published"], scores["gr"]["recomputed"], scores["gr"]["difference"]) == (38, 33, 5)
    assert scores["sg"]["recomputed"] is None


def test_world_wide_web_foundation_open_data_barometer_2014_all_datasets() -> None:
    code, report = verify("odb", DATASETS, DATASETS)
    assert code == 0
    assert counts(report) == {("odb", "score"): (1290, 1290), ("open", "designation"): (1290, 1290)}


@pytest.mark.parametrize("folder", ["godi", "odb"])
def test_the_criteria_of_the_two_indices_pass_every_law(folder: str) -> None:
    done = CliRunner().invoke(app, ["check", "--strict", "--data", str(EXAMPLES / folder)])
    assert (done.exit_code, done.stderr) == (0, "")
