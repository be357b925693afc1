"""`govaudit robustness` as people and programs see it."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.schemas import report_schema

QUICK = ["--draws", "256", "--completions", "16"]
NAMED = ["ilo", "iom", "gfmd", "un-hld", "rcps", "--as-of", "2016-06-30", *QUICK]


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["robustness", *arguments])
    return done.exit_code, done.stdout, done.stderr


def report(*arguments: str) -> dict[str, object]:
    code, out, err = run(*arguments, "--format", "json")
    assert code == 0, err
    found: dict[str, object] = json.loads(out, parse_float=Decimal)
    return found


def test_json_keeps_its_promises() -> None:
    found = report(*NAMED)
    jsonschema.validate(json.loads(run(*NAMED, "--format", "json")[1]), report_schema("robustness"))
    forums: list[dict[str, object]] = found["forums"]  # type: ignore[assignment]
    assert [item["forum"] for item in forums] == ["ilo", "un-hld", "iom", "gfmd", "rcps"]
    for item in forums:
        taken: list[Decimal] = item["rank_acceptability"]  # type: ignore[assignment]
        assert len(taken) == 5
        assert sum(taken) == 1
        assert item["rank_p5"] <= item["rank_median"] <= item["rank_p95"]  # type: ignore[operator]
    pairs: list[dict[str, object]] = found["pairs"]  # type: ignore[assignment]
    assert len(pairs) == 10
    assert all(pair["share"] + pair["turned"] <= 1 for pair in pairs)  # type: ignore[operator]
    assert {item["choice"] for item in found["sensitivity"]} == {"weights", "aggregation", "unknowns", "left-out"}  # type: ignore[attr-defined]


def test_what_is_proven_never_flips_when_only_weights_are_varied() -> None:
    found = report(*NAMED)
    proven = {(pair["above"], pair["below"]) for pair in found["pairs"] if pair["proven"]}  # type: ignore[attr-defined]
    assert ("ilo", "iom") in proven
    ends = {item["forum"]: item["alone"]["weights-anywhere"] for item in found["forums"]}  # type: ignore[attr-defined]
    for above, below in proven:
        assert ends[above]["rank_p5"] <= ends[below]["rank_p5"]
        assert ends[above]["rank_p95"] <= ends[below]["rank_p95"]


def test_the_same_seed_gives_the_same_bytes_and_another_does_not() -> None:
    first, again, zero, other = (
        run(*NAMED, "--format", "json", *seed)[1] for seed in ([], [], ["--seed", "0"], ["--seed", "1"])
    )
    assert first == again == zero
    assert first != other


def test_the_report_fits_eighty_columns_and_says_with_what_it_was_made() -> None:
    code, out, _ = run(*NAMED)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    assert out.isascii()
    assert "256 draws | 16 completions | seed 0" in " ".join(out.split())
    assert "rcps*" in out
    assert "describes a class of forums" in out


def test_forums_without_a_score_are_named_with_the_reason() -> None:
    _, out, _ = run("ilo", "iom", "gmg", *QUICK)
    assert "Left out, no score: gmg (had ended (2018-05-23))." in " ".join(out.split())
    assert report("ilo", "iom", "gmg", *QUICK)["without_score"] == [{"forum": "gmg", "why": "had ended (2018-05-23)"}]


def test_a_table_has_the_share_of_every_rank() -> None:
    _, out, _ = run(*NAMED, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["forum"] for row in rows] == ["ilo", "un-hld", "iom", "gfmd", "rcps"]
    assert sum(Decimal(rows[0][f"rank {place}"]) for place in range(1, 6)) == 1


def test_pictures_are_drawn_and_say_what_they_show(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "pictures"
    code, _, err = run(*NAMED, "--pictures", str(folder))
    assert code == 0
    assert "rank-acceptability.svg" in err
    assert sorted(path.name for path in folder.iterdir()) == [
        f"{name}.{kind}" for name in ("dominance", "intervals", "rank-acceptability") for kind in ("png", "svg")
    ]
    for path in folder.glob("*.png"):
        assert path.read_bytes().startswith(b"\x89PNG")
    for path in folder.glob("*.svg"):
        text = path.read_text(encoding="utf-8")
        root = ET.fromstring(text)
        assert [child.tag.partition("}")[2] for child in root[:2]] == ["title", "desc"]
        assert "gfmd" in text
        assert "http" not in text.replace("http://www.w3.org/", "")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    run(*NAMED, "--pictures", str(folder))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--all", "--draws", "1000"], ["expected a power of two for --draws; found 1000", "try 512 or 1024"]),
        (["ilo"], ["expected two or more forums with a score", "found 1"]),
        (["ilo", "gmg"], ["found 1", "gmg had ended (2018-05-23)"]),
        ([], ["expected forums to compare; found none"]),
        (["ilo", "iomm"], ['did you mean "iom"?']),
        (["--tag", "rpc"], ['did you mean "rcp"?']),
    ],
)
def test_mistakes_get_a_clear_line(arguments: list[str], said: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == 2
    for words in said:
        assert words in err
