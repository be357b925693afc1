"""`check --fix`: names that are misspelt are mended where they stand; what a fact's value should be is for people to say."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    return folder


def spoil(path: Path, *changes: tuple[str, str]) -> str:
    sound = path.read_text(encoding="utf-8")
    text = sound
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return sound


def fix(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", "--fix", *arguments])


def test_names_are_mended_and_every_other_byte_stays(data: Path) -> None:
    alpha, whole = data / "forums/alpha.yaml", data / "criteria/toy/framework.yaml"
    sound = spoil(alpha, ("note: The", "nite: The"), ("tags: [global, un]", "tags: [globl, un]  # why"))
    criteria = spoil(whole, ("{records: {at-least: 50}}", "{recrods: {at-least: 50}}"))
    first = fix()
    assert "mended: criteria/toy/framework.yaml:" in first.stderr
    assert "recrods is now records" in first.stderr
    assert "nite is now note" in first.stderr
    second = fix()  # what could not be seen before the first mistake was mended
    assert second.exit_code == 0
    assert whole.read_text(encoding="utf-8") == criteria
    assert alpha.read_text(encoding="utf-8") == sound.replace("tags: [global, un]", "tags: [global, un]  # why")
    assert fix().stderr == ""


def test_a_value_is_left_to_people(data: Path) -> None:
    path = data / "forums/alpha.yaml"
    spoil(path, ("value: verbatim", "value: verbatm"))
    spoilt = path.read_bytes()
    done = fix()
    assert done.exit_code == 2
    assert 'did you mean "verbatim"?' in done.stderr
    assert "mended" not in done.stderr
    assert path.read_bytes() == spoilt


def test_a_source_is_left_to_people_though_another_is_near(data: Path) -> None:
    """Ids of sources may be one sign apart: a mended one could be the wrong document."""
    path = data / "forums/beta.yaml"
    spoil(path, ("source: book, at: p. 12", "source: boook, at: p. 12"))
    spoilt = path.read_bytes()
    done = fix()
    assert 'did you mean "book"?' in done.stderr
    assert path.read_bytes() == spoilt


def test_what_is_more_than_one_slip_away_is_left_to_people(data: Path) -> None:
    path = data / "forums/alpha.yaml"
    spoil(path, ("tags: [global, un]", "tags: [globbbal, un]"))
    assert 'did you mean "global"?' in fix().stderr
    assert "globbbal" in path.read_text(encoding="utf-8")


def test_a_suppression_that_covers_nothing_is_taken_out(data: Path) -> None:
    path = data / "forums/suppressions.yaml"
    entry = "  - {{code: GA413, path: forums/{}.yaml, reason: Closed archive., until: 2027}}\n"
    path.write_text("# accepted\nsuppressions:\n" + entry.format("alpha") + entry.format("beta"), encoding="utf-8")
    spoil(data / "forums/alpha.yaml", ("until: 2010", "until: 2009"))
    done = fix("--strict")
    assert done.exit_code == 0
    assert path.read_text(encoding="utf-8") == "# accepted\nsuppressions:\n" + entry.format("alpha")


def test_files_outside_of_the_data_are_not_touched(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "alpha.yaml"
    shutil.copy(data / "forums/alpha.yaml", other)
    spoil(other, ("note: The", "nite: The"))
    before = other.read_bytes()
    assert fix(str(other)).exit_code == 2
    assert other.read_bytes() == before


def test_a_link_that_leads_out_is_neither_read_nor_written(data: Path, tmp_path: Path) -> None:
    other = tmp_path / "secret.yaml"
    shutil.copy(data / "forums/alpha.yaml", other)
    spoil(other, ("note: The", "nite: The"))
    before = other.read_bytes()
    (data / "forums/outside.yaml").symlink_to(other)
    assert fix().exit_code == 2
    assert other.read_bytes() == before
