"""What published indices have needed, each as criteria files alone with a small table; the page that shows them is made from the same files."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.files.yaml import parse

ROOT = Path(__file__).parents[2]
NEEDS = ROOT / "examples" / "needs"
PAGE = ROOT / "docs" / "how-to" / "carry-over-an-index.md"
MARK = "## One example for each need"
FIGURES = {
    "points": 3, "fixed-maximum": 2, "shares-of-maxima": 3, "another-aggregation": 6, "not-applicable": 8, "derived-nodes": 8, "pooled-groups": 6, "each": 8, "product": 2,
    "ratings": 12, "gates": 6, "goalposts": 9, "below-zero": 6, "rounded-bands": 12, "editions": 2, "long-form": 3, "rows-of-elements": 8,
    "signs-in-numbers": 6,
}  # fmt: skip
"""How many figures each example publishes, in the order of the page."""


def verify(folder: Path, name: str, *more: str) -> tuple[int, dict[str, Any]]:
    tables = ["--answers", str(folder / "answers.csv"), "--published", str(folder / "published.csv")]
    done = CliRunner().invoke(app, ["verify", name, *tables, "--data", str(folder), *more, "--format", "json"])
    assert done.stderr == ""
    return done.exit_code, json.loads(done.stdout)


def test_every_example_is_tested() -> None:
    assert {path.name for path in NEEDS.iterdir()} == set(FIGURES)


@pytest.mark.parametrize("name", FIGURES)
def test_every_published_figure_of_an_example_follows(name: str) -> None:
    for edition in (NEEDS / name / "criteria" / name / "tables").iterdir():
        code, report = verify(NEEDS / name, name, "--edition", edition.stem)
        assert (code, report["mismatches"]) == (0, [])
        assert sum(node["published"] for node in report["nodes"]) == FIGURES[name]


@pytest.mark.parametrize("name", FIGURES)
def test_an_example_passes_every_law(name: str) -> None:
    done = CliRunner().invoke(app, ["check", "--strict", "--data", str(NEEDS / name)])
    assert (done.exit_code, done.stderr) == (0, "")


@pytest.mark.parametrize("name", FIGURES)
def test_one_figure_changed_no_longer_follows(name: str, tmp_path: Path) -> None:
    shutil.copytree(NEEDS / name, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "published.csv"
    text = path.read_text(encoding="utf-8")
    last = re.compile(r"(\d)([^\d]*\n)$")  # the last digit of the last row
    assert last.search(text)
    path.write_text(last.sub(lambda match: f"{(int(match[1]) + 1) % 10}{match[2]}", text), encoding="utf-8")
    code, report = verify(tmp_path, name)
    assert (code, len(report["mismatches"])) == (1, 1)


def test_ranks_of_rounded_scores_are_told_from_ranks_of_exact_ones() -> None:
    _, report = verify(NEEDS / "rounded-bands", "rounded-bands")
    (ranks,) = report["ranks"]
    assert (ranks["matched"], ranks["follows"]) == ({"unrounded": 3, "rounded": 4, "published": 4}, "rounded")


def test_each_at_the_scale_of_324_elements_and_8_slots(tmp_path: Path) -> None:
    """The example `each` as it stands, its lists as long as those of the largest index that was carried over."""
    shutil.copytree(NEEDS / "each", tmp_path, dirs_exist_ok=True)
    elements = [f"element-{n}" for n in range(324)]
    slots = [f"slot-{n}" for n in range(8)]
    for path in tmp_path.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        text = text.replace("budget, title, location", ", ".join(elements)).replace(
            "published, dated", ", ".join(slots)
        )
        path.write_text(text, encoding="utf-8")
    columns = [f"{element}_{slot}" for element in elements for slot in slots]
    with (tmp_path / "answers.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["organisation", *columns])
        writer.writerow(["org-1", *("y" if n % 4 == 0 else "n" for n in range(len(columns)))])
    with (tmp_path / "published.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["organisation", "index", *elements])
        writer.writerow(["org-1", "0.25", *("0.25" for _ in elements)])
    edition = tmp_path / "criteria/each/tables/all.yaml"
    edition.write_text(edition.read_text(encoding="utf-8").replace("decimals: 1", "decimals: 2"), encoding="utf-8")
    code, report = verify(tmp_path, "each")
    assert (code, report["mismatches"]) == (0, [])
    assert sum(node["matched"] for node in report["nodes"]) == 325


def examples() -> str:
    """The part of the page that shows the examples."""
    parts = []
    for name in FIGURES:
        folder = NEEDS / name
        framework = folder / "criteria" / name / "framework.yaml"
        parts.append(f"### {parse(framework.read_text(encoding='utf-8'))['title']}\n\n")
        editions = sorted((framework.parent / "tables").iterdir())
        for path in (
            folder / "criteria/codebook.yaml",
            framework,
            *editions,
            folder / "answers.csv",
            folder / "published.csv",
        ):
            body = path.read_text(encoding="utf-8")
            parts.append(f"`{path.relative_to(ROOT)}`:\n\n```{path.suffix[1:]}\n{body}```\n\n")
    return "".join(parts).rstrip() + "\n"


def test_the_page_shows_every_example() -> None:
    page = PAGE.read_text(encoding="utf-8")
    head = page[: page.index("\n\n", page.index(MARK) + len(MARK) + 2) + 2]
    if os.environ.get("GOLDEN") == "write":
        PAGE.write_text(head + examples(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == head + examples()
