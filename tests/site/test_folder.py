"""Where a site is written: into an empty folder or over an earlier site, and never over anything else."""

import json
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from typer.testing import CliRunner, Result

from govaudit.cli.app import app

from .built import ROOT, TOY

MARK = "govaudit-site.json"


def build(out: Path, *more: str) -> Result:
    return CliRunner().invoke(app, ["site", "build", str(out), "--data", str(TOY), "--framework", "toy", *more])


def there(out: Path) -> set[str]:
    return {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}


def test_a_folder_with_anything_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    done = build(tmp_path)
    assert done.exit_code == 3
    assert done.stderr == f"{tmp_path}: expected an empty folder, or one with {MARK} from an earlier run; found one that holds something else [GA701]\n"  # fmt: skip
    assert there(tmp_path) == {"index.html"}
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("mark", ["{}", "[]", "no JSON", '{"files": 1}', '{"files": [1]}'])
def test_a_mark_that_says_nothing_is_none(mark: str, tmp_path: Path) -> None:
    (tmp_path / MARK).write_text(mark, encoding="utf-8")
    assert build(tmp_path).exit_code == 3
    assert there(tmp_path) == {MARK}


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    assert build(tmp_path / "out").exit_code == 3
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_what_an_earlier_site_left_is_taken_away_and_nothing_else(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    (out / ".git").mkdir()  # a branch that is published
    other.mkdir()
    (other / "x.html").write_text("mine", encoding="utf-8")
    assert build(out).exit_code == 0
    first = there(out)
    for name in ("forums/gone.html", "old/deep/gone.html", "forums/own.txt"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("stale", encoding="utf-8")
    (out / "linked").symlink_to(other)
    (out / ".git/config").write_text("mine", encoding="utf-8")
    mark = json.loads((out / MARK).read_text(encoding="utf-8"))
    mark["files"] += ["forums/gone.html", "old/deep/gone.html", "../other/x.html", str(other / "x.html"), "linked/x.html", ".git/config", "", "a//b", "forums/.."]  # fmt: skip
    (out / MARK).write_text(json.dumps(mark), encoding="utf-8")
    assert build(out).exit_code == 0
    assert there(out) == first | {"forums/own.txt", ".git/config"}
    assert not (out / "old").exists()
    assert (other / "x.html").read_text(encoding="utf-8") == "mine"
    assert json.loads((out / MARK).read_text(encoding="utf-8"))["files"] == sorted(first - {MARK})


def test_a_run_that_is_cut_off_can_be_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govaudit.files import renew, write

    def cut(folder: str, contents: dict[str, bytes]) -> None:
        if len(contents) > 1:
            write.write_tree(folder, dict([*contents.items()][:5]))
            raise KeyboardInterrupt
        write.write_tree(folder, contents)

    with monkeypatch.context() as patched:
        patched.setattr(renew, "write_tree", cut)
        assert build(tmp_path).exit_code == 130
    assert len(there(tmp_path)) == 6
    assert build(tmp_path).exit_code == 0


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
