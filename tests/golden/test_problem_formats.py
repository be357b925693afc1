"""What `check` writes of bad data, in each format, as it is published. Regenerate with GOLDEN=write, and read the difference."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from govaudit.report.check import FORMATS
from tests.golden.bad import write_bad_data

GOLDEN = Path(__file__).parent / "problems"


def run(folder: Path, style: str) -> bytes:
    environment = {key: value for key, value in os.environ.items() if key != "GOVAUDIT_DATA"}
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "check", "--data", "data", "--format", style],
        cwd=folder, env=environment, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr.decode()
    assert (style == "text") == bool(done.stderr)
    return done.stdout.replace(f'"version": "{version("govaudit")}"'.encode(), b'"version": "VERSION"')


@pytest.mark.parametrize("style", FORMATS)
def test_report_is_as_published(style: str, tmp_path: Path) -> None:
    write_bad_data(tmp_path / "data")
    report, path = run(tmp_path, style), GOLDEN / f"{style}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report)
    assert report.decode() == path.read_bytes().decode()


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(FORMATS)
