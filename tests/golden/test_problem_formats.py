"""What `check` writes of bad data, in each format, as it is published. Regenerate with GOLDEN=write, and read the difference."""

import os
from importlib.metadata import version
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.check import FORMATS
from tests.golden.bad import write_bad_data

GOLDEN = Path(__file__).parent / "problems"


def run(folder: Path, style: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, ["check", "--data", "data", "--format", style])
    assert done.exit_code == 2, done.stderr
    assert (style == "text") == bool(done.stderr)
    return done.stdout_bytes.replace(f'"version": "{version("govaudit")}"'.encode(), b'"version": "VERSION"')


@pytest.mark.parametrize("style", FORMATS)
def test_report_is_as_published(style: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bad_data(tmp_path / "data")
    report, path = run(tmp_path, style, monkeypatch), GOLDEN / f"{style}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report)
    assert report.decode() == path.read_bytes().decode()


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(FORMATS)
