"""A spreadsheet program opens the CSV of every command: it finds no formula in it, and shows the texts that stand there."""

import csv
import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from govaudit.report.tables import Table, render
from tests import hostile
from tests.injection.commands import ASKED
from tests.injection.test_markup import WORDS

pytestmark = pytest.mark.consumer
TABLE, OFFICE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("table", "office", "text"))
PLAIN = re.compile(r"-?[0-9.]+|\d{4}-\d\d-\d\d|true|false", re.IGNORECASE)
"""What the program may take for a number, a day or a truth value."""


def opened(files: list[Path], folder: Path) -> list[list[list[ET.Element]]]:
    """The cells of each file, row by row, as LibreOffice opens a CSV that somebody clicks on."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--infilter=CSV:44,34,76,1"]  # fmt: skip
    subprocess.run(
        [*command, "--convert-to", "fods", "--outdir", folder / "opened", *files], check=True, capture_output=True, timeout=300
    )  # fmt: skip
    return [
        [row.findall(f"{TABLE}table-cell") for row in ET.parse(path).iter(f"{TABLE}table-row")]
        for path in (folder / "opened" / f"{file.stem}.fods" for file in files)
    ]


def formulas(rows: list[list[ET.Element]]) -> list[str]:
    return [cell.attrib[f"{TABLE}formula"] for row in rows for cell in row if f"{TABLE}formula" in cell.attrib]


def texts(row: list[ET.Element]) -> list[str | None]:
    """What a row shows, cell by cell; None for a number, a day or a truth value."""
    found: list[str | None] = []
    for cell in row:
        kind, said = (
            cell.get(f"{OFFICE}value-type", ""),
            "\n".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p")),
        )
        found += [said if kind in {"", "string"} else None] * int(cell.get(f"{TABLE}number-columns-repeated", 1))
    return found


def written(rows: list[str], path: Path) -> Path:
    path.write_text("".join(rows), encoding="utf-8", newline="")
    return path


def test_no_command_writes_a_formula(tmp_path: Path) -> None:
    data = hostile.write(tmp_path / "data", *WORDS)
    reports = [asked.answer(data, "csv") for command in ASKED.values() for asked in command if "csv" in asked.formats]
    reports.append(render(Table(("word",), tuple((word,) for word in WORDS)), "csv"))
    files = [written([report], tmp_path / f"{number}.csv") for number, report in enumerate(reports)]
    seen = 0
    for report, rows in zip(reports, opened(files, tmp_path), strict=True):
        assert formulas(rows) == []
        for said, row in zip(csv.reader(report.splitlines()), rows, strict=False):
            shown = texts(row)[: len(said)]
            for cell, shows in zip(said, [*shown, *[""] * (len(said) - len(shown))], strict=True):
                assert shows == cell or (shows is None and PLAIN.fullmatch(cell)), (cell, shows)
                seen += shows == cell != ""
    assert seen > 1_000


def test_a_formula_would_be_found(tmp_path: Path) -> None:
    (rows,) = opened([written(['"a"\r\n', '"=1+1"\r\n'], tmp_path / "a.csv")], tmp_path)
    assert formulas(rows) == ["of:=1+1"]
