"""Severities, exit codes and suppressions as a user of `check` meets them."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.problems import Code
from govaudit.report.schemas import report_schema

TOY = Path(__file__).parents[1] / "toy"
HOLE = '{code: GA413, path: forums/alpha.yaml, node: "$.facts.minutes", reason: Closed archive., until: 2027}'


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy data with a hole in the minutes of alpha, which is a note."""
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    edit(folder / "forums/alpha.yaml", "until: 2010", "until: 2009")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def accept(data: Path, *entries: str) -> None:
    text = "suppressions:\n" + "".join(f"  - {entry}\n" for entry in entries)
    (data / "forums/suppressions.yaml").write_text(text, encoding="utf-8")


def check(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments])


def codes(done: Result) -> list[str]:
    return [line.rpartition("[")[2].rstrip("]") for line in done.stderr.splitlines() if line.endswith("]")]


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("arguments", [(), ("--strict",), ("forums/alpha.yaml", "--strict"), ("forums", "--strict")])
def test_a_note_is_printed_and_counted_and_never_changes_the_exit_code(arguments: tuple[str, ...]) -> None:
    done = check(*arguments)
    assert done.exit_code == 0
    assert done.stderr.startswith("note: forums/alpha.yaml:11:7: $.facts.minutes[1]: ")
    assert done.stdout.endswith(" checked: 1 note\n")


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("what", "code"), [("error", 0), ("warning", 0), ("note", 1), ("GA413", 1), ("GA412", 0), ("nte", 2), ("GA999", 2)]
)
def test_a_check_fails_on_a_severity_or_a_code_that_is_named(what: str, code: int) -> None:
    done = check("--fail-on", what)
    assert done.exit_code == code
    assert ("fails on" in done.stderr) is (code == 1)
    assert ("expected --fail-on error, warning, note or a code" in done.stderr) is (code == 2)


def test_strict_counts_a_warning_beside_a_note(data: Path) -> None:
    edit(data / "forums/sources.yaml", 'URL: "https://example.org/book", ', "")
    assert check().exit_code == 0
    assert check("forums/sources.yaml", "--strict").exit_code == 1
    done = check("--strict")
    assert (done.exit_code, codes(done)) == (1, ["GA413", "GA411"])
    assert done.stdout == "16 files checked: 1 warning, 1 note\n"


@pytest.mark.usefixtures("data")
def test_the_months_of_a_review_are_an_option() -> None:
    done = check("--review-months", "0", "--strict")
    assert (done.exit_code, codes(done)) == (0, ["GA413", "GA414", "GA414"])
    assert codes(check("forums/beta.yaml", "--review-months", "0")) == ["GA414"]
    assert check("--review-months", "-1").exit_code == 2


@pytest.mark.parametrize("arguments", [(), ("forums/alpha.yaml",), ("forums",), ("forums", "forums/alpha.yaml")])
def test_a_suppressed_problem_is_not_printed_but_counted(data: Path, arguments: tuple[str, ...]) -> None:
    accept(data, HOLE)
    done = check(*arguments, "--strict")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith(" checked: no problems, 1 suppressed\n")
    report = json.loads(check(*arguments, "--format", "json").stdout)
    jsonschema.validate(report, report_schema("problems"))
    assert report["counts"] == {"error": 0, "warning": 0, "note": 0, "suppressed": 1}
    assert report["problems"] == []


@pytest.mark.parametrize("node", ["$", "$.facts", "$.facts.minutes", "$.facts.minutes[1]"])
def test_a_suppression_covers_its_place_and_what_lies_below(data: Path, node: str) -> None:
    accept(data, HOLE.replace("$.facts.minutes", node))
    assert check("--strict").stdout == "17 files checked: no problems, 1 suppressed\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("$.facts.minutes", "$.facts.minute"),
        ("$.facts.minutes", "$.facts.minutes[0]"),
        ("$.facts.minutes", "$.facts.minutes[1].from"),
        ("GA413", "GA412"),
        ("alpha.yaml", "beta.yaml"),
    ],
)
def test_a_suppression_of_another_place_law_or_file_suppresses_nothing(data: Path, old: str, new: str) -> None:
    accept(data, HOLE.replace(old, new))
    done = check("--strict")
    assert (done.exit_code, codes(done)) == (1, ["GA413", "GA416"])


def test_one_used_and_one_unused(data: Path) -> None:
    accept(data, HOLE, HOLE.replace("GA413", "GA412"))
    done = check()
    assert (done.exit_code, codes(done)) == (0, ["GA416"])
    assert ":3:5: $.suppressions[1]: " in done.stderr
    assert done.stdout == "17 files checked: 1 warning, 1 suppressed\n"


@pytest.mark.parametrize("arguments", [("forums/beta.yaml",), ("forums/suppressions.yaml",)])
def test_a_suppression_of_what_was_not_checked_is_not_called_unused(data: Path, arguments: tuple[str, ...]) -> None:
    accept(data, HOLE)
    assert check(*arguments, "--strict").stdout == "1 file checked: no problems\n"


def test_a_suppression_is_not_called_unused_while_a_profile_cannot_be_read(data: Path) -> None:
    accept(data, HOLE)
    edit(data / "forums/alpha.yaml", "kind: council\n", "")
    assert codes(check()) == ["GA202"]


@pytest.mark.parametrize(("until", "ended"), [("2026-01-31", True), ("2026-02-01", False), ("1990", True)])
def test_a_suppression_ends_by_the_latest_review_in_the_data(data: Path, until: str, *, ended: bool) -> None:
    accept(data, HOLE.replace("2027", until))
    done = check()
    assert (done.exit_code, codes(done)) == ((2, ["GA413", "GA417"]) if ended else (0, []))
    assert codes(check("forums/alpha.yaml")) == (["GA413"] if ended else [])
    assert codes(check("forums/suppressions.yaml")) == (["GA417"] if ended else [])


def test_what_is_no_warning_or_note_of_the_data_cannot_be_suppressed(data: Path) -> None:
    """Every code is tried: none but the laws of the data below error is taken."""
    taken = set()
    for code in Code:
        accept(data, HOLE.replace("GA413", code.id))
        done = check("forums/suppressions.yaml")
        assert (done.exit_code, codes(done)) in ((0, []), (2, ["GA203"]))
        taken |= {code} if done.exit_code == 0 else set()
    laws = {"GA407", "GA409", "GA411", "GA412", "GA413", "GA414", "GA415", "GA418", "GA419", "GA420"}
    assert {code.id for code in taken} == laws


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("reason: Closed archive., ", "", "GA202"),
        ("Closed archive.", '" "', "GA203"),
        (", until: 2027", "", "GA202"),
        ("2027", "soon", "GA206"),
        ("$.facts.minutes", "facts.minutes", "GA203"),
        ("$.facts.minutes", "$facts", "GA203"),
        ("GA413", "[GA413]", "GA203"),
        ("code:", "codes:", "GA201"),
    ],
)
def test_a_bad_suppression_is_an_error_and_suppresses_nothing(data: Path, old: str, new: str, code: str) -> None:
    accept(data, HOLE, HOLE.replace(old, new))
    for arguments in ((), ("forums/alpha.yaml",)):
        done = check(*arguments)
        assert done.exit_code == 2
        assert {"GA413", code} <= set(codes(done))
        assert ":3:" in done.stderr
        assert " suppressed" not in done.stdout


def test_a_file_outside_the_data_is_not_covered(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accept(data, HOLE)
    stranger = tmp_path / "stranger/forums/alpha.yaml"
    stranger.parent.mkdir(parents=True)
    shutil.copy(data / "forums/alpha.yaml", stranger)
    monkeypatch.chdir(tmp_path / "stranger")
    done = check("forums/alpha.yaml", "--data", str(data))
    assert codes(done) == ["GA413"]
    assert done.stdout == "1 file checked: 1 note\n"


def test_suppressions_are_no_forum_and_change_no_score(data: Path) -> None:
    def reports() -> list[str]:
        commands = (["compare", "--all", "--format", "json"], ["score", "alpha", "--format", "json"])
        done = [CliRunner().invoke(app, [*command, "--framework", "toy"]) for command in commands]
        assert [item.exit_code for item in done] == [0, 0]
        return [item.stdout for item in done]

    before = reports()
    accept(data, HOLE)
    assert reports() == before
    (data / "forums/suppressions.yaml").write_text("suppressions: nonsense\n", encoding="utf-8")
    assert reports() == before


@pytest.mark.usefixtures("data")
def test_a_file_named_twice_is_counted_once() -> None:
    report = json.loads(check("forums/alpha.yaml", "forums/alpha.yaml", "--format", "json").stdout)
    assert report["counts"]["note"] == len(report["problems"]) == 1
