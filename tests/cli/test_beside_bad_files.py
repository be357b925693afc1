"""What a bad or missing file leaves of the commands that look, and of those that write drafts."""

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app

TOY = Path(__file__).parents[1] / "toy"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "data"))


def run(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--data", str(data)])


@pytest.mark.parametrize(("bad", "kind", "left"), [
    ("forums/beta.yaml", "forums", "alpha"), ("forums/beta.yaml", "tags", "global"), ("forums/beta.yaml", "coverage", "alpha"),
    ("forums/reforms/kinder-states.yaml", "reforms", "hear-complaints"),
])  # fmt: skip
def test_a_list_has_what_can_be_read_and_names_the_rest(bad: str, kind: str, left: str, data: Path) -> None:
    (data / bad).write_text("[", encoding="utf-8")
    done = run(data, "list", kind)
    assert (done.exit_code, left in done.stdout, bad in done.stderr) == (2, True, True)


def test_one_thing_is_shown_beside_a_bad_profile(data: Path) -> None:
    (data / "forums/beta.yaml").write_text("[", encoding="utf-8")
    done = run(data, "show", "book", "--framework", "toy")
    assert (done.exit_code, "alpha" in done.stdout, done.stderr.count("forums/beta.yaml")) == (2, True, 1)


def test_an_open_end_is_shown_as_open(data: Path) -> None:
    shown = run(data, "show", "book", "--framework", "toy").stdout
    assert "None" not in shown
    assert "alpha | minutes | none | ... | 2010-01-01 | p. 3" in shown


def test_without_a_bibliography_one_line_says_so_and_a_source_begins_one(data: Path) -> None:
    (data / "forums/sources.yaml").unlink()
    done = run(data, "score", "alpha", "--framework", "toy")
    assert done.exit_code == 2
    assert done.stderr == (
        "forums/sources.yaml: expected a bibliography; the file is not there [GA101]\n  hint: govaudit new source begins one\n"
    )
    made = run(data, "new", "source", "paper", "--title", "A paper", "--grade", "press", "--accessed", "2026-01-01")
    assert made.exit_code == 0
    assert "id: paper" in (data / "forums/sources.yaml").read_text(encoding="utf-8")
    assert run(data, "list", "sources").exit_code == 0


def test_one_fact_is_one_fact(data: Path) -> None:
    made = run(data, "new", "criterion", "mine", "--fact", "minutes", "--framework", "toy")
    assert "for 1 fact, in toy" in made.stdout


def test_the_first_year_there_is_has_a_history(data: Path) -> None:
    assert run(data, "history", "alpha", "--framework", "toy", "--as-of", "0001-01-01").exit_code == 0


@pytest.mark.parametrize("word", ["yesterday", "nan", "inf", "1e400", "99999999999999"])
def test_a_clock_that_is_none_is_named(word: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", word)
    done = run(data, "new", "source", "paper", "--title", "A paper", "--grade", "press")
    assert (done.exit_code, "expected SOURCE_DATE_EPOCH" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "name", ["forums/tags.yaml", "forums/suppressions.yaml", "criteria/none.yaml", "criteria/toy/none.yaml", "claims/none.yaml"]
)  # fmt: skip
def test_a_file_that_was_named_and_is_not_there_is_an_error(name: str, data: Path) -> None:
    (data / name).unlink(missing_ok=True)
    done = run(data, "check", str(data / name))
    assert (done.exit_code, name in done.stderr) == (2, True)


def test_a_file_that_no_framework_names_must_be_data_too(data: Path) -> None:
    (data / "criteria/toy/spare.yaml").write_text("[", encoding="utf-8")
    assert "criteria/toy/spare.yaml:1:1:" in run(data, "check").stderr


@pytest.mark.parametrize("named", [(), ("criteria/lost",), ("criteria/lost/records.yaml",)])
def test_criteria_that_belong_to_no_framework_are_not_passed_over(named: tuple[str, ...], data: Path) -> None:
    (data / "criteria/lost").mkdir()
    (data / "criteria/lost/records.yaml").write_bytes((data / "criteria/toy/records.yaml").read_bytes())
    done = run(data, "check", *(str(data / name) for name in named))
    assert done.exit_code == 2
    assert done.stderr.startswith("criteria/lost/framework.yaml: expected the framework of the criteria in this folder")
    assert run(data, "score", "alpha", "--framework", "toy").exit_code == 0


def test_a_folder_of_criteria_without_any_is_no_framework(data: Path) -> None:
    (data / "criteria/notes").mkdir()
    assert run(data, "check").exit_code == 0


@pytest.mark.parametrize(
    "name", ["forums/delta.yml", "forums/delta.YAML", "claims/roe-2020.yml", "criteria/toy/asks.yml", "criteria/lost.Yaml"]
)  # fmt: skip
def test_what_looks_like_data_and_is_not_read_is_told_of(name: str, data: Path) -> None:
    (data / name).write_text("id: delta\n", encoding="utf-8")
    done = run(data, "check")
    assert done.exit_code == 2
    assert done.stderr.startswith(f"{name}: expected a file name that ends in .yaml; found ")
