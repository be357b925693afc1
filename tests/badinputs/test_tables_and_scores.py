"""The catalogue's tables (K20-K29), traps of scoring (S01-S10) and two of its rules (R11, R13), letter by letter, played to the commands over the toy."""

from __future__ import annotations

import csv
import io
import itertools
import json
import random
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.files import chunks
from tests.badinputs.whole import TOY
from tests.processes import Done, Launcher

ENGINES = pytest.mark.parametrize("engine", ["interpreter", "polars"])
FRAMEWORK, RECORDS, CODEBOOK = "criteria/toy/framework.yaml", "criteria/toy/records.yaml", "criteria/codebook.yaml"
ALPHA, EDITION, ANSWERS = "forums/alpha.yaml", "criteria/toy/tables/all.yaml", "tables/answers.csv"
UNSTAFFED = (ALPHA, "- not-found: {searched: [site], on: 2026-01-31}", "- {value: false, confidence: high, evidence: [{source: site, at: Staff}]}")  # fmt: skip
GAUGE = """
id: gauge
version: 1.0.0
title: A gauge
criteria:
  - id: all
    title: All
    rationale: One reading.
    indicators: [%s]
bands: [{id: high, label: High, at-least: 60}, {id: low, label: Low, otherwise: true}]
"""
READING = """
id: one
answers: {unit: council, columns: [{column: minutes, fact: minutes}]}
published: {unit: council, columns: [{column: total, score: gauge, decimals: %d, rounding: nearest}]}
"""
PROFILE = """
id: %s
name: %s
kind: council
tags: [global]
active: {from: 2000}
reviewed: {on: 2026-01-31, by: the testers}
facts: %s
"""


@dataclass(frozen=True, slots=True)
class Data:
    """A copy of the toy that a test changes, and the commands over it."""

    folder: Path
    framework: str = "toy"

    def path(self, name: str) -> Path:
        return self.folder / name

    def change(self, name: str, old: str, new: str) -> None:
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.path(name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def run(self, *arguments: str) -> Result:
        given = ["--framework", self.framework] if arguments[0] not in {"check", "verify", "claims"} else []
        return CliRunner().invoke(app, [*arguments, *given, "--data", str(self.folder)])

    def card(self, *more: str) -> dict[str, Any]:
        """Alpha's scorecard."""
        done = self.run("score", "alpha", "--format", "json", *more)
        assert done.exit_code == 0, done.stderr
        (card,) = json.loads(done.stdout)["scorecards"]
        return dict(card)

    def node(self, name: str) -> dict[str, Any]:
        return next(dict(node) for node in self.card()["nodes"] if node["id"] == name)

    def table(self, name: str, *more: str) -> Result:
        return self.run("corpus", "score", str(self.path(name)), *more)

    def verify(self, answers: str, published: str) -> Result:
        tables = ["--answers", str(self.path(answers)), "--published", str(self.path(published))]
        return self.run("verify", self.framework, *tables)

    def gauged(self, indicators: str, decimals: int = 1) -> Data:
        """The same data under a framework of these indicators alone."""
        self.write("criteria/gauge/framework.yaml", GAUGE % indicators)
        self.write("criteria/gauge/tables/one.yaml", READING % decimals)
        self.write("tables/one.csv", "council,minutes\nalpha,verbatim\n")
        return Data(self.folder, "gauge")

    def reading(self, number: str, decimals: int = 1) -> Data:
        """The same data under a framework that gives alpha this number."""
        points = f"{{verbatim: {number}, summary: -100, none: 100}}"
        return self.gauged(f"{{id: kept, question: Q?, points: {{fact: minutes, table: {points}}}}}", decimals)

    def state(self, forum: str = "alpha", **facts: str) -> None:
        """A profile that states these facts, as YAML, and nothing else."""
        stated = [
            f"{fact}: [{{value: {value}, confidence: high, evidence: [{{source: site, at: A}}]}}]"
            for fact, value in facts.items()
        ]
        self.write(f"forums/{forum}.yaml", PROFILE % (forum, forum, "{" + ", ".join(stated) + "}"))


@pytest.fixture
def data(tmp_path: Path) -> Data:
    return Data(Path(shutil.copytree(TOY, tmp_path / "data")))


@pytest.fixture(scope="module")
def launcher() -> Iterator[Launcher]:
    with Launcher() as running:
        yield running


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# S01 to S10


def test_s01_a_group_that_does_not_apply_is_left_out_and_said_to_be(data: Data) -> None:
    data.change(
        FRAMEWORK, "question: Can anyone ask?", "question: Can anyone ask?\n        applies-when: {staffed: true}"
    )
    data.change(*UNSTAFFED)
    answer, records = data.node("answer"), data.node("records")
    assert (answer["applies"], answer["score"]) == ("no", dict.fromkeys(answer["score"]))
    assert data.card()["score"] == records["score"]
    assert data.card()["score"]["point"] == 87.5
    for command in ("score", "explain"):
        assert re.search(r"Does\s+not\s+apply,\s+and\s+is\s+left\s+out:\s+[Aa]nswer", data.run(command, "alpha").stdout)
    for style in ("markdown", "html"):
        assert "left out: Answering" in data.run("score", "alpha", "--format", style).stdout
    assert "None of its members applies." in data.run("explain", "alpha").stdout
    (row,) = (row for row in rows(data.run("score", "alpha", "--format", "csv").stdout) if row["node"] == "answer")
    assert (row["applies"], row["point"], row["low"], row["high"]) == ("no", "", "", "")
    done = data.run("score", "alpha", "--fail-under", "answer=0")
    assert (done.exit_code, done.stderr) == (1, "falls short: alpha answer (no score)\n")


def test_s02_where_nothing_applies_there_is_no_score(data: Data) -> None:
    data.change(FRAMEWORK, "file: records,", "file: records, applies-when: {staffed: true},")
    data.change(FRAMEWORK, "title: Answering", "title: Answering\n    applies-when: {staffed: true}")
    data.change(*UNSTAFFED)
    assert data.card()["score"] == {"point": None, "low": None, "high": None, "coverage": None}
    assert (data.card()["band"], data.card()["designations"]) == (None, {"open": "no"})
    for style in ("terminal", "markdown", "html"):
        done = data.run("score", "alpha", "--format", style)
        assert done.exit_code == 0
        assert "No score: nothing of the framework applies." in done.stdout
    assert "Applies when staffed is true: no." in data.run("explain", "alpha").stdout
    done = data.run("score", "alpha", "--fail-under", "0")
    assert (done.exit_code, done.stderr) == (1, "falls short: alpha (no score)\n")
    compared = rows(data.run("compare", "alpha", "gamma", "--format", "csv").stdout)
    assert [(row["forum"], row["rank"]) for row in compared] == [("gamma", "1"), ("alpha", "")]
    for engine in ("interpreter", "polars"):
        scored = rows(data.table(ANSWERS, "--engine", engine).stdout)
        assert {row["toy.point"] for row in scored if row["records.point"] == ""} == {""}
        assert [row["toy.point"] for row in scored].count("") == 3


def test_s02_a_set_of_no_criteria_is_refused(data: Data) -> None:
    for empty in ("criteria: []", "criteria: [{id: all, title: All, rationale: None., indicators: []}]"):
        data.write("criteria/gauge/framework.yaml", f"id: gauge\nversion: 1.0.0\ntitle: A gauge\n{empty}\n")
        done = Data(data.folder, "gauge").run("score", "alpha", "--fail-under", "0")
        assert (done.exit_code, done.stdout) == (2, "")
        assert "criteria/gauge/framework.yaml:" in done.stderr
        assert "[GA515]" in done.stderr


def test_s03_a_score_just_below_a_threshold_is_shown_below_it(data: Data) -> None:
    gauge = data.reading("59.95")
    done = gauge.run("score", "alpha", "--fail-under", "60")
    assert (done.exit_code, done.stderr) == (1, "falls short: alpha (59.95 < 60)\n")
    assert gauge.run("score", "alpha", "--fail-under", "59.95").exit_code == 0
    assert "59.95 of 100 - Low" in done.stdout
    assert "**59.95, Low**; bounds 59.95" in gauge.run("score", "alpha", "--format", "markdown").stdout
    for command in (
        ["score", "alpha", "--format", "html"],
        ["compare", "alpha"],
        ["compare", "alpha", "--format", "markdown"],
        ["plan", "alpha", "--target", "high"],
        ["agree", "alpha", str(data.path("codings/second/alpha.yaml"))],
    ):
        assert "59.95" in gauge.run(*command).stdout
    assert (gauge.card()["score"]["point"], gauge.card()["band"]) == (59.95, "low")
    assert "60.0 of 100 - High" in data.reading("60").run("score", "alpha").stdout
    assert "60.0 of 100 - High" in data.reading("60.04").run("score", "alpha").stdout


@pytest.mark.parametrize(
    ("number", "shown"), [('"175/3"', "58.3 of 100 - High"), ("58.3333333333333", "58.3 of 100 - Low")]
)
def test_a_score_at_a_threshold_that_no_decimal_writes_is_shown(number: str, shown: str, data: Data) -> None:
    gauge = data.reading(number)
    gauge.change("criteria/gauge/framework.yaml", "at-least: 60", 'at-least: "175/3"')
    assert shown in gauge.run("score", "alpha").stdout


HALVES = {
    "0.5": ("1", "0.5", "0.50"), "1.5": ("2", "1.5", "1.50"), "2.5": ("3", "2.5", "2.50"), "2.675": ("3", "2.7", "2.68"), "0.125": ("0", "0.1", "0.13"),
}  # fmt: skip
"""By number: to no decimal, to one and to two, half away from zero."""


@pytest.mark.parametrize("sign", ["", "-"])
@pytest.mark.parametrize("number", HALVES)
def test_s04_one_rule_rounds_everywhere(number: str, sign: str, data: Data) -> None:
    gauge = data.reading(sign + number)
    whole, one, two = (sign + text if float(text) else text for text in HALVES[number])
    assert gauge.card()["score"]["point"] == float(sign + number)
    assert f"  {one} of 100 - Low" in gauge.run("score", "alpha").stdout
    assert f"A gauge (gauge): {one}\n" in gauge.run("explain", "alpha").stdout
    assert re.search(rf" {one} +{whole}-{whole} +100%", gauge.run("compare", "alpha").stdout)
    assert {row["point"] for row in rows(gauge.run("score", "alpha", "--format", "csv").stdout)} == {two}
    for engine in ("interpreter", "polars"):
        (row,) = rows(gauge.table("tables/one.csv", "--engine", engine).stdout)
        assert row["gauge.point"] == f"{sign}{float(number):.6f}"  # all of its digits: nothing is rounded


@pytest.mark.parametrize(
    ("number", "decimals", "follow", "fail"),
    [
        ("0.5", 0, ("0", "1"), ("2", "-1")), ("1.5", 0, ("1", "2"), ("0", "3")), ("2.5", 0, ("2", "3"), ("1", "4")),
        ("2.675", 2, ("2.67", "2.68"), ("2.66", "2.69")), ("0.125", 2, ("0.12", "0.13"), ("0.11", "0.14")),
    ],
)  # fmt: skip
def test_s04_of_a_tie_either_neighbour_follows(
    number: str, decimals: int, follow: Sequence[str], fail: Sequence[str], data: Data
) -> None:
    gauge = data.reading(number, decimals)
    for printed in (*follow, *fail):
        data.write("tables/total.csv", f"council,total\nalpha,{printed}\n")
        assert gauge.verify("tables/one.csv", "tables/total.csv").exit_code == (printed in fail), printed


@pytest.mark.parametrize("number", ["-0.0", "-0", "-0.04", "-0.0000001"])
def test_s05_zero_has_no_sign(number: str, data: Data) -> None:
    gauge = data.reading(number)
    assert "  0.0 of 100 - Low" in gauge.run("score", "alpha").stdout
    styles = ("terminal", "json", "csv", "markdown", "html", "latex")
    commands = [(command, "alpha", "--format", style) for command in ("score", "compare") for style in styles]
    for command in (*commands, ("explain", "alpha"), ("explain", "alpha", "--format", "json")):
        done = gauge.run(*command)
        assert done.exit_code == 0
        assert not re.search(r"(?<![\d.])[-−]0(\.0*)?(?![\d.])", done.stdout), command
    for engine in ("interpreter", "polars"):
        (row,) = rows(gauge.table("tables/one.csv", "--engine", engine).stdout)
        assert row["gauge.point"] == ("-0.040000" if number == "-0.04" else "0.000000")


def test_s06_equal_scores_share_a_rank_and_the_unscored_come_last(data: Data) -> None:
    gauge = data.reading("50")
    for forum, minutes in {"zeta": "verbatim", "alpha": "verbatim", "aaa": "summary"}.items():
        data.state(forum, minutes=minutes)
    told = set()
    for order in list(itertools.permutations(["zeta", "beta", "alpha", "aaa"]))[::5]:
        done = gauge.run("compare", *order, "--format", "csv")
        assert "nan" not in done.stdout.lower()
        told.add(done.stdout)
    (text,) = told
    assert [(row["rank"], row["forum"]) for row in rows(text)] == [
        ("1", "alpha"),
        ("1", "zeta"),
        ("3", "aaa"),
        ("", "beta"),
    ]


def test_s07_of_overlapping_intervals_neither_stands_above(data: Data) -> None:
    gauge = data.reading("0")
    data.state("alpha")
    data.state("aaa", minutes="verbatim")
    compared = rows(gauge.run("compare", "alpha", "aaa", "--missing", "full-credit", "--format", "csv").stdout)
    assert [(row["forum"], row["rank"], row["best rank"], row["worst rank"]) for row in compared] == [
        ("alpha", "1", "1", "2"),
        ("aaa", "2", "1", "2"),
    ]
    assert "2 (1-2)  aaa" in gauge.run("compare", "alpha", "aaa", "--missing", "full-credit").stdout
    claim = "{id: %s, claim: It stands higher., section: p. 1, about: [%s], higher-on: gauge, than: [%s]}"
    claims = ", ".join([claim % ("one", "alpha", "aaa"), claim % ("other", "aaa", "alpha")])
    paper = "id: doe-2012\ntitle: Doe\nsource: book\nas-of: 2020-01-01\nframework: gauge\nclaims: [%s]\n"
    data.write("claims/doe-2012.yaml", paper % claims)
    found = json.loads(data.run("claims", "doe-2012", "--format", "json").stdout)
    assert [claim["verdict"] for claim in found["claims"]] == ["undecided", "undecided"]


def test_s08_a_fact_read_twice_gives_a_bound(data: Data) -> None:
    rule = "{any: [{complaints: true}, {not: {complaints: true}}]}"
    gauge = data.gauged(
        f"{{id: asks, question: Q?, levels: [{{id: a, label: A, score: 100, when: {rule}}}, {{id: b, label: B, score: 0, otherwise: true}}]}}"
    )
    asks = gauge.node("asks")
    assert (asks["score"], asks["possible_levels"]) == ({"point": 0, "low": 0, "high": 100, "coverage": 0}, ["a", "b"])
    assert "At least 0.0, at most 100.0, once the unknown is known" in gauge.run("score", "alpha").stdout
    assert "complaints is true or not (complaints is true): unknown" in " ".join(
        gauge.run("explain", "alpha").stdout.split()
    )
    for value in ("true", "false"):
        data.state(complaints=value)
        assert gauge.card()["score"]["low"] == 100


KEPT = "{id: %s, question: Q?, weight: %s, %spoints: {fact: minutes, table: {verbatim: %s, summary: 0, none: 100}}}"
GATES = {"staffed": ("true", "false"), "complaints": ("true", "false"), "seat": ("own", "host")}
UNSURE = [(("", 40), ("staffed", 10), ("complaints", 90), ("seat", 50)), (("staffed", 10), ("complaints", 90), ("seat", 50)), (("", 40), ("staffed", 80), ("complaints", 20), ("seat", 41))]  # fmt: skip


def indicators(members: Sequence[tuple[str, int]], weights: Sequence[str]) -> str:
    """One for each: whether it applies is a question of its gate; its score is known."""
    gates = {"": "", **{fact: f"applies-when: {{{fact}: {values[0]}}}, " for fact, values in GATES.items()}}
    each = zip(members, weights, strict=False)
    return ", ".join(KEPT % (f"i-{gate or 'always'}", weight, gates[gate], score) for (gate, score), weight in each)


@pytest.mark.parametrize("members", UNSURE)
def test_s09_unknown_applicability_gives_the_extremes_over_all_choices(
    members: Sequence[tuple[str, int]], data: Data
) -> None:
    gauge = data.gauged(indicators(members, "1213"))
    data.state(minutes="verbatim")
    bounds = gauge.card()["score"]
    found = []
    for values in itertools.product(*GATES.values()):
        data.state(minutes="verbatim", **dict(zip(GATES, values, strict=True)))
        found.append(gauge.card()["score"])
    points = [score["point"] for score in found if score["point"] is not None]
    assert (bounds["low"], bounds["high"]) == (min(points), max(points))
    assert bounds["low"] < bounds["high"]
    assert all(score["low"] == score["high"] for score in found)


@pytest.mark.parametrize("weights", [["10", "20", "10", "30"], ["1/3", "2/3", "1/3", "1"]])
def test_s10_the_scale_of_weights_says_nothing(weights: Sequence[str], data: Data) -> None:
    told = []
    for scale in (["1", "2", "1", "3"], weights):
        gauge = data.gauged(indicators(UNSURE[0], scale))
        texts = [gauge.run("score", "alpha").stdout, gauge.run("compare", "--all").stdout]
        texts += [gauge.table("tables/one.csv", "--engine", engine).stdout for engine in ("interpreter", "polars")]
        card = gauge.card()
        told.append((texts, card["score"], card["contributions"], [node["score"] for node in card["nodes"]]))
    assert told[0] == told[1]


# R11 and R13


def test_r11_a_fact_that_nothing_reads_moves_no_score_and_a_slip_of_the_key_is_refused(data: Data) -> None:
    """The catalogue wants a warning: here the codebook is the list of facts, and what no criterion reads is still evidence."""
    before = data.card()
    said = "facts:\n  unread:\n    - {value: true, confidence: high, evidence: [{source: site, at: X}]}"
    data.change(ALPHA, "facts:", said)
    done = data.run("check")
    assert done.exit_code == 2
    assert (
        'forums/alpha.yaml:9:3: $.facts.unread: expected a fact of the codebook; found "unread" [GA301]' in done.stderr
    )
    with data.path(CODEBOOK).open("a", encoding="utf-8") as stream:
        stream.write("unread: {question: Q?, type: boolean, basis: law}\n")
    assert data.run("check").exit_code == 0
    assert data.card() == before
    covered = {row["id"]: row for row in rows(data.run("list", "coverage", "--format", "csv").stdout)}
    assert (covered["alpha"]["known"], covered["beta"]["uncoded"]) == (
        "5",
        "2",
    )  # a fact that no profile has is counted
    data.change(RECORDS, "{minutes: verbatim}", "{unheard: true}")
    assert "GA301" in data.run("check").stderr


ASKING = ["{known: complaints}", "{not: {known: complaints}}", "{uncoded: complaints}", "{not-found: complaints}", "{contested: complaints}",
          "{at-least: 2, of: [{known: complaints}, {known: staffed}, {known: members}]}"]  # fmt: skip


@pytest.mark.parametrize("rule", ASKING)
def test_r13_what_asks_for_knowledge_covers_all_completions(rule: str, data: Data) -> None:
    levels = f"[{{id: a, label: A, score: 100, when: {rule}}}, {{id: b, label: B, score: 0, otherwise: true}}]"
    gauge = data.gauged(f"{{id: asks, question: Q?, levels: {levels}}}")
    data.state(minutes="verbatim")
    bounds = gauge.card()["score"]
    assert (bounds["low"], bounds["high"]) == (0, 100)
    for complaints, staffed, members in itertools.product(["true", "false"], ["true", "false"], ["0", "9"]):
        data.state(complaints=complaints, staffed=staffed, members=members)
        score = gauge.card()["score"]
        assert bounds["low"] <= score["low"] <= score["high"] <= bounds["high"]


@pytest.mark.parametrize(
    "rule", ["{is_unknown: complaints}", "{default: [complaints, false]}", "{is-unknown: [complaints]}"]
)
def test_r13_there_are_no_functions_that_settle_what_is_unknown(rule: str, data: Data) -> None:
    data.change(FRAMEWORK, "{complaints: true}", rule)
    done = data.run("check")
    assert done.exit_code == 2
    assert "criteria/toy/framework.yaml:13:" in done.stderr


# K20 to K29

NAMES = ["council", "year", "status", "minutes", "complaints", "staffed", "tongues", "members", "seat"]
ALPHA_2015 = ["alpha", "2015", "final", "full", "Y", "Y", "EN", "5", "own"]


def lines(*changes: Mapping[str, str]) -> str:
    """A table of the toy, a row a change of alpha's."""
    each = [dict(zip(NAMES, ALPHA_2015, strict=True)) | dict(change) for change in changes]
    return "\n".join([",".join(NAMES), *(",".join(row.values()) for row in each), ""])


def problems(done: Result | Done) -> list[str]:
    return [line for line in done.stderr.splitlines() if not line.startswith("  hint")]


def test_k20_some_hundred_bytes_of_twenty_gigabytes(launcher: Launcher, data: Data) -> None:
    """Refused by the names of its columns; and where an edition reads the column, each row by its line."""
    same = pa.DictionaryArray.from_arrays(pa.array(np.zeros(20_000, "int32")), pa.array(["x" * 1_000_000]))
    bomb = data.path("bomb.parquet")
    pq.write_table(pa.table({"seat": same}), bomb, compression="zstd", store_schema=False)
    assert bomb.stat().st_size < 521
    data.write(
        "criteria/toy/tables/one.yaml", "id: one\nanswers: {unit: seat, columns: [{column: seat, fact: seat}]}\n"
    )
    whole, tables = ["--framework", "toy"], ["tables/answers.csv", "tables/published.csv"]
    runs = [
        ["corpus", "score", "bomb.parquet", *whole],
        ["corpus", "score", "bomb.parquet", *whole, "--edition", "one", "--engine", "polars"],
    ]
    runs += [
        ["verify", "toy", "--edition", "all", "--answers", one, "--published", other]
        for one, other in [("bomb.parquet", tables[1]), (tables[0], "bomb.parquet")]
    ]
    for run in runs:
        done = launcher.run(*run, cwd=data.folder)
        assert done.code == 2
        assert "bomb.parquet:1: expected " in done.stderr
        assert len(done.stderr) < 2_000
        assert done.mebibytes < 400
    done = launcher.run("check", "bomb.parquet", cwd=data.folder)
    assert (done.code, done.mebibytes < 100) == (0, True)  # that it is whole, and no more


def constant(path: Path, number: int, group: int) -> None:
    """A table in which every row is alpha's."""
    places = pa.array(np.zeros(group, "int32"))
    columns = [pa.DictionaryArray.from_arrays(places, pa.array([cell])) for cell in ALPHA_2015]
    table = pa.table(dict(zip(NAMES, columns, strict=True)))
    with pq.ParquetWriter(path, table.schema, store_schema=False) as out:
        for _ in range(number // group):
            out.write_table(table, group)


def test_k21_many_rows_in_a_small_file_are_a_stream(launcher: Launcher, data: Data) -> None:
    """Two million rows of one unit, of which the first are asked for, and a hundred thousand that are all scored."""
    constant(data.path("many.parquet"), 2_000_000, 1_000_000)
    assert data.path("many.parquet").stat().st_size < 100_000
    for engine in ("interpreter", "polars"):
        done = launcher.run(
            "corpus", "score", "many.parquet", "--framework", "toy", "--limit", "2", "--engine", engine, cwd=data.folder
        )
        assert (done.code, done.stderr, done.stdout.count("\n")) == (0, "", 3)
        assert done.mebibytes < 400
    constant(data.path("all.parquet"), 100_000, 50_000)
    done = launcher.run(
        "corpus", "score", "all.parquet", "--framework", "toy", "--node", "toy", "--output", "out.csv", cwd=data.folder
    )
    assert (done.code, done.stderr) == (0, "")
    assert data.path("out.csv").read_text(encoding="utf-8").count("\n") == 100_001
    assert done.mebibytes < 400


def test_k24_changed_bytes_are_found_or_the_file_says_what_it_was(data: Data) -> None:
    """One to five bytes anywhere but in the footer, which has no checksum: refused, or the same scores; the digest is another in any case."""
    names = [f"u{number}" for number in range(300)]
    columns = {name: [cell] * len(names) for name, cell in zip(NAMES, ALPHA_2015, strict=True)}
    source, output = data.path("t.parquet"), data.path("out.parquet")
    table = pa.table(columns | {"council": names, "members": [str(number % 200) for number in range(300)]})
    pq.write_table(table, source, write_page_checksum=True, compression="none")
    sound = source.read_bytes()

    def scored() -> tuple[pa.Table, bytes] | None:
        done = data.table("t.parquet", "--output", str(output))
        if done.exit_code:
            assert done.exit_code == 2
            assert all(re.search(r"\[GA\d+\]$", line) for line in problems(done))
            return None
        return pq.read_table(output), pq.read_metadata(output).metadata[b"inputs-sha256"]

    first = scored()
    assert first
    end = len(sound) - 8 - int.from_bytes(sound[-8:-4], "little")
    refused = 0
    for seed in range(20):
        rng, changed = random.Random(seed), bytearray(sound)
        for place in rng.sample(range(4, end), rng.randrange(1, 6)):
            changed[place] ^= rng.randrange(1, 256)
        source.write_bytes(changed)
        found = scored()
        refused += found is None
        assert found is None or (found[0] == first[0] and found[1] != first[1])
    assert refused > 10


WORDS = {"true": True, "false": True, '""': True, "": True, "True": False, "TRUE": False, "yes": False, "1": False, "0": False, "NA": False, "null": False}  # fmt: skip


@ENGINES
def test_k25_a_truth_is_true_false_or_empty(engine: str, data: Data) -> None:
    data.change(EDITION, "{column: staffed, fact: staffed, coding: yes-no}", "{column: staffed, fact: staffed}")
    data.write(
        ANSWERS, lines({"staffed": "true"}, *({"council": f"u{n}", "staffed": word} for n, word in enumerate(WORDS)))
    )
    done = data.table(ANSWERS, "--engine", engine)
    assert done.exit_code == 2
    bad = [
        f':{line}: column "staffed": expected one of false, true or an empty cell; found "{word}"'
        for line, word in enumerate(WORDS, 3)
        if not WORDS[word]
    ]
    said = problems(done)
    assert all(place in line for place, line in zip(bad, said, strict=True))
    scored = {row["unit"]: row for row in rows(done.stdout)}
    assert set(scored) == {"alpha", *(f"u{n}" for n, sound in enumerate(WORDS.values()) if sound)}
    assert {unit: row["answer.low"] == row["answer.high"] for unit, row in scored.items()} == {
        "alpha": True,
        "u0": True,
        "u1": True,
        "u2": False,
        "u3": False,
    }


@ENGINES
@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_k26_a_name_stays_text(kind: str, engine: str, data: Data) -> None:
    names = ["007", "7", "1e5", "100000", "NaN", "nan", "true", "True", "NO", "0x10", "1_000", "2024-02-30"]
    data.write("t.csv", lines(*({"council": name} for name in names)))
    if kind == "parquet":
        table = [list(row.values()) for row in rows(lines(*({"council": name} for name in names)))]
        pq.write_table(
            pa.table(dict(zip(NAMES, map(list, zip(*table, strict=True)), strict=True))), data.path("t.parquet")
        )
    done = data.table(f"t.{kind}", "--engine", engine)
    assert (done.exit_code, [row["unit"] for row in rows(done.stdout)]) == (0, names)


@ENGINES
def test_k27_only_the_order_of_rows_is_seen_in_the_scores(
    engine: str, data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same bytes whatever the order of columns, the batches, and the file a row stands in; the rows stand in the order of the table."""
    each = [
        {"council": f"u{n}", "members": str(n * 7 % 90), "staffed": "YN"[n % 2], "seat": ("own", "host", "")[n % 3]}
        for n in range(23)
    ]
    head, *body = lines(*each).splitlines()

    def scored(head: str, body: Sequence[str]) -> list[str]:
        data.write("t.csv", "\n".join([head, *body, ""]))
        done = data.table("t.csv", "--engine", engine)
        assert done.exit_code == 0
        return done.stdout.splitlines()

    first, *plain = scored(head, body)
    rng = random.Random(27)
    for _ in range(2):
        order = rng.sample(range(len(NAMES)), len(NAMES))
        moved = [",".join(line.split(",")[place] for place in order) for line in (head, *body)]
        assert scored(moved[0], moved[1:]) == [first, *plain]
        mixed = rng.sample(range(len(body)), len(body))
        assert scored(head, [body[place] for place in mixed]) == [first, *(plain[place] for place in mixed)]
        cut = rng.randrange(1, len(body))
        assert [*scored(head, body[:cut])[1:], *scored(head, body[cut:])[1:]] == plain
    columns = dict(zip(NAMES, map(list, zip(*(line.split(",") for line in body), strict=True)), strict=True))
    for size in (1, 4):
        monkeypatch.setattr(chunks, "ROWS", size)
        assert scored(head, body) == [first, *plain]
        pq.write_table(pa.table(columns), data.path("t.parquet"), row_group_size=size)
        assert data.table("t.parquet", "--engine", engine).stdout.splitlines() == [first, *plain]


COLUMNS: dict[str, tuple[Callable[[list[str]], list[str]], list[str]]] = {
    "missing": (lambda row: row[:-1], ['expected "seat" among the columns; the table has none [GA128]']),
    "extra": (lambda row: [*row, "seat_duplicated_0" if row == NAMES else "own"], ['found "seat_duplicated_0" [GA127]']),
    "renamed": (
        lambda row: [*row[:-1], "seat_duplicated_0" if row == NAMES else "own"],
        ['found "seat_duplicated_0" [GA127]', 'expected "seat" among the columns; the table has none [GA128]'],
    ),
    "twice": (lambda row: [*row, row[-1]], ['expected a head that names every column once; found "seat" twice [GA123]']),
}  # fmt: skip


@ENGINES
@pytest.mark.parametrize("kind", COLUMNS)
def test_k28_a_column_too_few_or_too_many_is_named(kind: str, engine: str, data: Data) -> None:
    change, said = COLUMNS[kind]
    data.write("t.csv", "".join(",".join(change(row)) + "\n" for row in (NAMES, ALPHA_2015)))
    done, against = data.table("t.csv", "--engine", engine), data.verify("t.csv", "tables/published.csv")
    for run in (done, against):
        assert (run.exit_code, run.stdout) == (2, "")
        assert len(problems(run)) == len(said)
        assert all(words in line and "t.csv:1: " in line for words, line in zip(said, problems(run), strict=True))
    assert data.run("check", str(data.path("t.csv"))).exit_code == (
        2 if kind == "twice" else 0
    )  # the edition is not asked


@pytest.mark.parametrize("kind", ["utf-16", "utf-16-le", "utf-16-be", ";"])
def test_k29_utf_16_and_semicolons_are_refused_with_a_hint(kind: str, data: Data) -> None:
    text = data.path(ANSWERS).read_text(encoding="utf-8")
    data.write("t.csv", text.replace(",", ";") if kind == ";" else text.encode(kind))
    runs = [data.table("t.csv", "--engine", engine) for engine in ("interpreter", "polars")]
    runs += [
        data.verify("t.csv", "tables/published.csv"),
        data.verify(ANSWERS, "t.csv"),
        data.run("check", str(data.path("t.csv"))),
    ]
    for done in runs:
        assert done.exit_code == 2
        assert len(problems(done)) == 1
        assert ('hint: it looks separated by ";"' if kind == ";" else "UTF-16") in done.stderr
        assert "\0" not in done.stderr
