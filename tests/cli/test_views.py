"""`govaudit views`, `--weights` and `list frameworks` as people and programs see them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.schemas import report_schema

BASE, VIEWS = "accountability", ["authors-view", "civil-society-view", "state-led-view"]
DAY = ["--as-of", "2016-06-30"]
FEW = ["gfmd", "iom", "ilo", "rcps", *DAY]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [*arguments])
    return done.exit_code, done.stdout, done.stderr


def said(*arguments: str) -> str:
    code, out, err = run(*arguments)
    assert code == 0, err
    return out


def report(kind: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*arguments, "--format", "json"))
    jsonschema.validate(found, report_schema(kind))
    return found


def test_every_view_answers_every_conclusion_and_ranks_every_forum() -> None:
    found = report("views", "views", *FEW)
    assert [item["view"] for item in found["views"]] == [BASE, *VIEWS]
    assert len(found["conclusions"]) >= 8
    for item in found["conclusions"]:
        assert [verdict["view"] for verdict in item["verdicts"]] == [BASE, *VIEWS]
        for verdict in item["verdicts"]:  # what is certain holds by points too
            assert verdict["verdict"] in {verdict["by_point"], "undecided"}
    assert {item["forum"] for item in found["forums"]} == {"gfmd", "iom", "ilo", "rcps"}
    assert [item["generic"] for item in found["forums"] if item["forum"] == "rcps"] == [True]
    assert len(found["pairs"]) == 6
    for pair in found["pairs"]:
        assert pair["above"] + pair["tied"] + pair["below"] == 4
        assert not pair["certain"] or pair["above"] == 4


def test_scores_of_a_view_are_those_of_its_framework() -> None:
    found = report("views", "views", *FEW)
    for view in [BASE, *VIEWS]:
        cards = report("scorecard", "compare", *FEW, "--framework", view)["scorecards"]
        points = {card["forum"]: card["score"]["point"] for card in cards}
        for item in found["forums"]:
            (place,) = (place for place in item["ranks"] if place["view"] == view)
            assert place["point"] == pytest.approx(points[item["forum"]], abs=1e-9)


def test_a_readers_weights_are_one_more_view_and_say_so() -> None:
    found = report("views", "views", *FEW, "--framework", BASE, "--weights", "oversight=3")
    assert [item["view"] for item in found["views"]] == [BASE, "your-weights"]
    assert [item["framework"].get("weights") for item in found["views"]] == [None, {"oversight": 3}]
    card = report("scorecard", "score", "iom", *DAY, "--weights", "oversight=3")["scorecards"][0]
    (iom,) = (item for item in found["forums"] if item["forum"] == "iom")
    assert iom["ranks"][1]["point"] == pytest.approx(card["score"]["point"], abs=1e-9)
    assert iom["ranks"][0]["point"] != iom["ranks"][1]["point"]


@pytest.mark.parametrize("more", [[], ["--weights", "oversight=3"]])
def test_the_report_fits_eighty_columns_and_names_every_column(more: list[str]) -> None:
    out = said("views", *FEW, *more)
    assert max(map(len, out.splitlines())) <= 80
    assert out.isascii()
    assert "rcps*" in out
    heads = [f"V{number}  {name}" for number, name in enumerate([BASE, *VIEWS, "your-weights"], 1)]
    assert all((head in out) == bool(more) for head in heads)
    matrix = out.partition("Conclusions from the scores\n")[2].partition("\n\n")[0].splitlines()
    rows = [line for line in matrix if re.search(r"(yes|no|open)\??$", line)]
    assert len(rows) == 14
    assert ("weights changed: oversight 3" in out) == bool(more)


def test_a_table_has_a_row_for_every_conclusion_and_every_forum() -> None:
    rows = list(csv.DictReader(io.StringIO(said("views", *FEW, "--format", "csv"))))
    assert next(row["id"] for row in rows if row["kind"] == "rank") == "ilo"
    kinds = [row["kind"] for row in rows]
    assert (kinds.count("conclusion"), kinds.count("rank")) == (14, 4)
    assert {row["agreement"] for row in rows if row["kind"] == "conclusion"} <= {"all", "none", "differs", "open"}
    assert said("views", *FEW, "--format", "markdown").count("\n") >= 18


def test_without_conclusions_ranks_and_pairs_remain() -> None:
    found = report("views", "views", *FEW, "--framework", "governance-functions", "--weights", "standard-setting=2")
    assert found["conclusions"] == []
    assert len(found["forums"]) == 4
    out = said("views", *FEW, "--framework", "governance-functions", "--weights", "standard-setting=2")
    assert "Ranks" in out
    assert "Holds" not in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--framework", BASE], ["expected two views or more; found accountability", "there are: authors-view"]),
        (["--framework", "governance-functions"], ["write a framework that extends it, or give --weights"]),
        (["--framework", "authors-vew"], ['did you mean "authors-view"?']),
        (
            ["--framework", "authors-view", "--framework", "governance-functions"],
            ["expected views of one framework; found authors-view of accountability, governance-functions"],
        ),
        (["gfdm"], ['did you mean "gfmd"?']),
        (["--tag", "rpc"], ['did you mean "rcp"?']),
        (["--weights", "recordskept=2"], ['did you mean "records-kept"?']),
    ],
)
def test_mistakes_get_a_clear_line(arguments: list[str], words: list[str]) -> None:
    code, out, err = run("views", *arguments, *DAY)
    assert (code, out) == (2, "")
    for word in words:
        assert word in " ".join(err.split())


# ── weights ──


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("oversight=-1", 'expected a weight of oversight: a number of at least 0; found "-1" [GA208]'),
        ("oversight=x", 'expected a weight of oversight: a number of at least 0; found "x" [GA208]'),
        ("oversight=1e9", 'expected a weight of oversight: a number of at least 0; found "1e9" [GA208]'),
        ("oversight=nan", 'expected a weight of oversight: a number of at least 0; found "nan" [GA208]'),
        ("oversight=1/0", 'expected a weight of oversight: a number of at least 0; found "1/0" [GA208]'),
        ("oversight", 'expected --weights NODE=W; found "oversight" [GA601]'),
        ("", 'expected --weights NODE=W; found "" [GA601]'),
        ("oversight=1,oversight=2", "expected one weight of oversight; found two [GA601]"),
        ("oversigth=1", 'expected a criterion or indicator of accountability to weigh; found "oversigth" [GA303]'),
        ("accountability=1", 'expected a node that counts in another; "accountability" does not, it is the whole [GA208]'),
        (
            "binding-force=0,records-kept=0,civil-society-access=0,human-rights-mandate=0,oversight=0",
            "expected a weight above 0 in accountability; found 0 for all of it [GA208]",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [["score", "gfmd"], ["robustness", "gfmd", "iom", "--draws", "64"]])
def test_bad_weights_get_one_clear_line(command: list[str], text: str, message: str) -> None:
    code, out, err = run(*command, "--weights", text)
    assert (code, out) == (2, "")
    assert err.splitlines()[0] == message


@pytest.mark.parametrize(
    "command",
    [
        ["score", "iom"],
        ["score", "iom", "--missing", "all"],
        ["score", "iom", "--format", "markdown"],
        ["compare", "iom", "gfmd"],
        ["compare", "iom", "gfmd", "--format", "markdown"],
        ["explain", "iom"],
        ["history", "iom"],
        ["robustness", "iom", "gfmd", "--draws", "64", "--completions", "4"],
    ],
)
def test_a_report_says_that_weights_were_changed(command: list[str]) -> None:
    told = "weights changed: oversight 2, records-kept 1/2".replace("1/2", "0.5")
    out = said(*command, *DAY, "--weights", "oversight=2", "--weights", "records-kept=1/2")
    assert told in " ".join(out.replace("&#58;", ":").split())
    assert "weights changed" not in said(*command, *DAY)


@pytest.mark.parametrize("command", [["score", "iom"], ["robustness", "iom", "gfmd", "--draws", "64"]])
def test_weights_as_they_were_are_no_change(command: list[str]) -> None:
    plain = said(*command, *DAY, "--format", "json")
    assert said(*command, *DAY, "--format", "json", "--weights", "oversight=1,binding-force=1.0") == plain
    assert said(*command, *DAY, "--format", "json", "--weights", "oversight=2") != plain


def test_other_weights_give_the_mean_of_other_weights() -> None:
    """IOM by hand: the given criteria with oversight counted twice."""
    plain = report("scorecard", "score", "iom", *DAY)
    nodes = {node["id"]: node["score"]["point"] for node in plain["scorecards"][0]["nodes"]}
    five = ["binding-force", "records-kept", "civil-society-access", "human-rights-mandate", "oversight"]
    more = report("scorecard", "score", "iom", *DAY, "--weights", "oversight=2")
    assert more["framework"]["weights"] == {"oversight": 2}
    wanted = (sum(nodes[name] for name in five) + nodes["oversight"]) / 6
    assert more["scorecards"][0]["score"]["point"] == pytest.approx(wanted, abs=1e-6)
    # the cap that nothing and nobody reaches is a matter of the band, not of the score


def test_a_baseline_of_other_weights_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    run("score", "iom", *DAY, "--weights", "oversight=2", "--format", "json", "--output", str(path))
    code, _, err = run("score", "iom", *DAY, "--fail-under", "1", "--baseline", str(path))
    assert code == 2
    assert "of the framework accountability" in err
    code, _, _ = run("score", "iom", *DAY, "--fail-under", "1", "--baseline", str(path), "--weights", "oversight=2")
    assert code == 0


# ── where overridden values come from ──


def test_a_list_of_frameworks_names_the_origin_of_every_overridden_value() -> None:
    found = json.loads(said("list", "frameworks", "--format", "json"))
    by_id = {item["id"]: item for item in found["frameworks"]}
    assert by_id[BASE]["extends"] == by_id[BASE]["overrides"] == []
    for name in VIEWS:
        assert by_id[name]["extends"] == [{"id": BASE, "version": by_id[BASE]["version"]}]
        assert by_id[name]["overrides"]
        for item in by_id[name]["overrides"]:
            assert item["path"] == f"criteria/{name}/framework.yaml"
            assert item["reason"]
            assert item["before"] != item["after"]
    (dropped,) = (item for item in by_id["state-led-view"]["overrides"] if item["value"].startswith("caps."))
    assert dropped["after"] == "dropped"
    out = said("list", "frameworks")
    assert "cso-standing levels.invited: 33 -> 0" in out
    assert max(map(len, out.splitlines())) <= 80
    assert "records" not in said("show", BASE).partition("extends")[2]
    assert "extends accountability 1.0.0" in said("show", "authors-view")
