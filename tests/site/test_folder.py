"""Where a site is written: into an empty folder or over an earlier site, and never over anything else."""

import zipfile
from pathlib import Path

from hatchling.builders.wheel import WheelBuilder
from typer.testing import CliRunner, Result

from govaudit.cli.app import app

from .built import ROOT, TOY


def build(out: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["site", "build", str(out), "--data", str(TOY), "--framework", "toy", *more])


def there(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_folder_with_anything_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    done = build(tmp_path)
    assert done.exit_code == 2
    assert 'expected a new or empty folder, or one that an earlier run wrote; found "index.html" in it' in done.stderr
    assert there(tmp_path) == {"index.html"}
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert build(tmp_path / "out").exit_code == 3
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_an_earlier_site_gives_way(tmp_path: Path) -> None:
    assert build(tmp_path / "out", "--lang", "fr").exit_code == 0
    (tmp_path / "out/.nojekyll").touch()
    assert build(tmp_path / "out").exit_code == 0
    assert build(tmp_path / "other").exit_code == 0
    assert there(tmp_path / "out") == there(tmp_path / "other") | {".nojekyll"}


def test_an_unknown_language_is_named(tmp_path: Path) -> None:
    done = build(tmp_path / "out", "--lang", "de")
    assert done.exit_code == 2
    assert "expected --lang one of en, fr, es" in done.stderr
    assert not (tmp_path / "out").exists()


def test_all_that_pages_are_made_of_ships_in_the_wheel(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for folder in ("site/templates", "site/assets", "report/html/templates", "report/html/assets", "report/html/words"):
        made = {f"govaudit/{folder}/{path.name}" for path in (ROOT / "src/govaudit" / folder).iterdir()}
        assert made
        assert made <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.endswith("licenses/LICENSES/Apache-2.0.txt") for name in names)
