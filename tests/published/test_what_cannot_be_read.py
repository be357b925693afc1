"""What cannot be read of a table is said, and nothing is said of the figures it concerns."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app

NEEDS = Path(__file__).parents[2] / "examples" / "needs"


def verify(folder: Path, name: str, style: str = "json") -> tuple[int, str, str]:
    tables = ["--answers", str(folder / "answers.csv"), "--published", str(folder / "published.csv")]
    done = CliRunner().invoke(app, ["verify", name, *tables, "--data", str(folder), "--format", style])
    return done.exit_code, done.stdout, done.stderr


def changed(folder: Path, name: str, table: str, before: str, after: str) -> Path:
    """A copy of an example, one thing changed in a file of it."""
    shutil.copytree(NEEDS / name, folder, dirs_exist_ok=True)
    text = (folder / table).read_text(encoding="utf-8")
    assert before in text
    (folder / table).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def counts(stdout: str) -> dict[str, tuple[int, int]]:
    """By kind of figure: how many are published, and how many follow."""
    found: dict[str, tuple[int, int]] = {}
    for node in json.loads(stdout)["nodes"]:
        published, matched = found.get(node["figure"], (0, 0))
        found[node["figure"]] = (published + node["published"], matched + node["matched"])
    return found


def test_figures_of_a_unit_whose_row_cannot_be_read_are_not_judged(tmp_path: Path) -> None:
    folder = changed(tmp_path, "rounded-bands", "answers.csv", "Drum,40,", "Drum,fourty,")
    code, out, err = verify(folder, "rounded-bands")
    assert (code, counts(out)) == (2, {"score": (3, 3), "band": (3, 3), "rank": (3, 3)})
    assert json.loads(out)["mismatches"] == []
    assert 'answers.csv:5: column "first": expected a whole number' in err
    assert "that could be read follows" in verify(folder, "rounded-bands", "terminal")[1]


def test_figures_of_gathered_rows_that_cannot_be_read_are_not_judged(tmp_path: Path) -> None:
    folder = changed(tmp_path, "rows-of-elements", "answers.csv", "org-2,Budget,,100", "org-2,Budget,,many")
    code, out, _ = verify(folder, "rows-of-elements")
    assert (code, counts(out)) == (2, {"score": (4, 4)})


def test_a_unit_without_answers_is_said_to_shift_the_ranks_below_it(tmp_path: Path) -> None:
    folder = changed(tmp_path, "rounded-bands", "answers.csv", "Aland,80,81,81\n", "")
    code, out, _ = verify(folder, "rounded-bands", "terminal")
    assert code == 1
    assert "Aland  there are no answers" in out
    assert "1 ranked unit has no recomputed score" in " ".join(out.split())
    (ranks,) = json.loads(verify(folder, "rounded-bands")[1])["ranks"]
    assert ranks["unscored"] == 1


def test_a_published_table_without_figures_is_an_error(tmp_path: Path) -> None:
    folder = changed(tmp_path, "product", "published.csv", "org-1,50.00\norg-2,6.25\n", "")
    code, _, err = verify(folder, "product")
    assert code == 2
    assert "published.csv:1: expected published figures; found none [GA106]" in err


def test_a_mistake_that_many_rows_share_is_named_five_times_and_counted(tmp_path: Path) -> None:
    folder = changed(tmp_path, "product", "answers.csv", "org-1,standard,quarterly\n", "")
    with (folder / "answers.csv").open("a", encoding="utf-8") as stream:
        stream.writelines(f"x-{n},standard,wekly\n" for n in range(40))
    _, _, err = verify(folder, "product")
    assert err.count("wekly") == 5
    assert "35 problems more are not shown" in err


def test_with_by_a_cell_is_empty_where_no_such_fact_is_asked_and_nowhere_else_is_a_fact_missing(tmp_path: Path) -> None:
    folder = changed(tmp_path, "rows-of-elements", "answers.csv", "org-1,Strategy,PDF,\n", "org-1,Strategy,PDF,20\n")
    code, _, err = verify(folder, "rows-of-elements")
    assert code == 2
    assert 'column "share": expected a fact of the codebook; found "strategy-share"' in err
    reading = "criteria/rows-of-elements/tables/all.yaml"
    folder = changed(tmp_path, "rows-of-elements", reading, "Strategy: strategy}", "Strategy: strategys}")
    _, _, err = verify(folder, "rows-of-elements")
    assert 'answers.csv:7: column "format": expected a fact of the codebook; found "strategys-format"' in err


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('"1,234"', 'strip: [","]'), ("50 %", 'strip: [" %"]'), ("=50", 'strip: ["="]'), ("$50", 'strip: ["$"]'),
        ('"50,5"', 'decimal-mark: ","'), ("n/a", "listed under `none`"),
    ],
)  # fmt: skip
def test_a_number_that_is_dressed_otherwise_is_told_how_to_be_read(text: str, hint: str, tmp_path: Path) -> None:
    folder = changed(tmp_path, "product", "published.csv", "org-1,50.00", f"org-1,{text}")
    _, _, err = verify(folder, "product")
    assert hint in err


@pytest.mark.parametrize("sign", ["5", "-", ".", "", "e"])
def test_no_sign_is_stripped_that_a_number_is_made_of(sign: str, tmp_path: Path) -> None:
    reading = "criteria/signs-in-numbers/tables/all.yaml"
    folder = changed(tmp_path, "signs-in-numbers", reading, '["%", "="]', json.dumps(["%", sign]))
    code, _, err = verify(folder, "signs-in-numbers")
    assert code == 2
    assert "expected signs that no number is made of" in err


@pytest.mark.parametrize(
    ("text", "follow"), [("88.00000000000001", 2), ("86.99999999999999", 2), ("88.0001", 1), ("86.9999", 1)]
)
def test_what_floats_add_to_a_published_number_is_left_out(text: str, follow: int, tmp_path: Path) -> None:
    """Of 87.5, a tie, both whole neighbours are roundings."""
    folder = changed(tmp_path, "fixed-maximum", "published.csv", "87.5", text)
    reading = folder / "criteria/fixed-maximum/tables/all.yaml"
    reading.write_text(reading.read_text(encoding="utf-8").replace("decimals: 1", "decimals: 0"), encoding="utf-8")
    code, out, _ = verify(folder, "fixed-maximum")
    assert (code, counts(out)) == (int(follow < 2), {"score": (2, follow)})
