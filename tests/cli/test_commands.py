"""Commands as a user meets them: exit codes, streams, options, mistakes."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest

TOY = Path(__file__).parents[1] / "toy"
ENVIRONMENT = {
    key: value
    for key, value in os.environ.items()
    if not key.startswith(("GOVAUDIT", "NO_COLOR", "FORCE_COLOR", "LC_", "LANG"))
}


def run(*arguments: str, data: Path | None = TOY, **environment: str) -> subprocess.CompletedProcess[str]:
    where = ["--data", str(data)] if data else []
    return subprocess.run(
        [sys.executable, "-m", "govaudit", *arguments, *where],
        capture_output=True, text=True, check=False, encoding="utf-8", env={**ENVIRONMENT, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


def toy(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(*arguments, "--framework", "toy", data=TOY, **environment)


def schema(kind: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run("schema", kind, data=None).stdout)
    return loaded


@pytest.mark.parametrize(
    "arguments",
    [("score", "alpha", "gamma"), ("score", "beta"), ("compare", "--all"), ("score", "alpha", "--missing", "all")],
)
def test_json_is_valid_against_the_schema_that_govaudit_publishes(arguments: tuple[str, ...]) -> None:
    done = toy(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), schema("scorecard"))


def test_problems_json_is_valid_against_its_schema(tmp_path: Path) -> None:
    bad = tmp_path / "nine.yaml"
    bad.write_text(
        "id: nine\nname: Nine\nkind: forum\nreviewed: {on: 2026-01-01, by: us}\nfacts: {minuts: [{value: none}]}\n",
        encoding="utf-8",
    )
    done = run("check", str(bad), "--format", "json")
    assert done.returncode == 2
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema("problems"))
    found = [
        (item["code"], item["line"], item["column"], item["hint"].partition(":")[0]) for item in report["problems"]
    ]
    assert found == [("GA301", 5, 9, 'did you mean "minutes"?'), ("GA401", 5, 18, "add evidence")]


def test_the_schema_of_a_file_is_that_of_the_data(tmp_path: Path) -> None:
    facts = json.loads(run("schema", "forum").stdout)["properties"]["facts"]["properties"]
    assert list(facts) == ["minutes", "complaints", "languages", "members", "seat", "staffed"]
    assert run("schema", "forum", "-o", str(tmp_path / "forum.json")).stdout == ""
    assert (
        json.loads((tmp_path / "forum.json").read_text(encoding="utf-8"))["properties"]["facts"]["properties"] == facts
    )
    assert "un-relation" in schema("forum")["properties"]["facts"]["properties"]  # the shipped data


def test_an_unknown_kind_of_schema_is_named_with_a_hint() -> None:
    done = run("schema", "forums")
    assert done.returncode == 2
    assert done.stderr.startswith("expected a kind of file or report, one of forum, framework, criterion,")
    assert 'found "forums" [GA601]\n  hint: did you mean "forum"?' in done.stderr


def test_a_schema_that_needs_no_data_helps_to_mend_it(tmp_path: Path) -> None:
    broken = tmp_path / "data"
    shutil.copytree(TOY, broken)
    (broken / "criteria/codebook.yaml").write_text("minutes: {type: ordinal}\n", encoding="utf-8")
    assert run("schema", "codebook", data=broken).returncode == 0
    done = run("schema", "forum", data=broken)
    assert done.returncode == 2
    assert "criteria/codebook.yaml:1:17: $.minutes.type" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("score", "alhpa"), 2, 'expected a forum; found "alhpa" [GA306]\n  hint: did you mean "alpha"?'),
        (("score", "../../etc/passwd"), 2, "expected a forum"),
        (("score", "alpha", "--as-of", "2016"), 2, 'expected --as-of YYYY-MM-DD, a day that exists; found "2016" [GA206]\n  hint: a year is not a day: try 2016-06-30'),
        (("score", "alpha", "--as-of", "2023-02-29"), 2, "[GA206]"),
        (("score", "alpha", "--missing", "zero"), 2, "[GA601]"),
        (("score", "alpha", "--format", "jsn"), 2, "[GA601]"),
        (("score", "alpha", "--fail-under", "many"), 2, "[GA601]"),
        (("score", "alpha", "--fail-under", "1/0"), 2, "[GA601]"),
        (("score", "alpha", "--fail-under", "1e999999999"), 2, "[GA601]"),
        (("explain", "alpha", "minutes-kep"), 2, 'did you mean "minutes-kept"?'),
        (("compare",), 2, "expected forums to compare"),
        (("list", "forms"), 2, 'did you mean "forums"?'),
        (("show", "bok"), 2, 'did you mean "book"?'),
    ],
)  # fmt: skip
def test_a_mistake_is_one_clear_line_with_a_hint(arguments: tuple[str, ...], code: int, said: str) -> None:
    done = toy(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_tag_that_nobody_bears_is_named() -> None:
    done = toy("compare", "--tag", "globl")
    assert done.returncode == 2
    assert 'expected a tag of some forum; found "globl" [GA311]\n  hint: did you mean "global"?' in done.stderr


def test_explain_takes_one_policy() -> None:
    done = toy("explain", "alpha", "--missing", "all")
    assert done.returncode == 2
    assert "hint: score and compare put all side by side" in done.stderr


def test_all_policies_stand_side_by_side_and_a_bad_forum_stops_none() -> None:
    done = toy("score", "alpha", "alhpa", "--missing", "all", "--format", "tsv")
    assert done.returncode == 2
    assert done.stderr.count("[GA306]") == 1
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["forum", "node", "zero-credit", "full-credit", "exclude", "low", "high"]
    assert rows[1] == ["alpha", "toy", "58.33", "91.67", "87.50", "58.33", "91.67"]


def test_an_unknown_framework_is_named() -> None:
    done = run("score", "alpha", "--framework", "toi")
    assert done.returncode == 2
    assert 'expected a framework; found "toi" [GA307]\n  hint: did you mean "toy"?' in done.stderr


def test_a_folder_without_data_is_refused(tmp_path: Path) -> None:
    done = run("score", "alpha", data=tmp_path)
    assert done.returncode == 2
    assert "[GA602]" in done.stderr


def test_one_bad_forum_does_not_stop_the_others() -> None:
    done = toy("score", "alpha", "alhpa")
    assert done.returncode == 2
    assert "Alpha Council" in done.stdout
    assert "[GA306]" in done.stderr


@pytest.mark.parametrize(("threshold", "code"), [("58.33", 0), ("175/3", 0), ("58.34", 1)])
def test_fail_under_compares_the_exact_point(threshold: str, code: int) -> None:
    assert toy("score", "alpha", "--fail-under", threshold).returncode == code


def test_no_score_fails_a_threshold() -> None:
    assert toy("score", "beta", "--fail-under", "0").returncode == 1


def test_bad_input_wins_over_a_failed_threshold() -> None:
    assert toy("score", "alpha", "alhpa", "--fail-under", "99").returncode == 2


def test_output_goes_to_a_file_whole(tmp_path: Path) -> None:
    target = tmp_path / "report.json"
    done = toy("score", "alpha", "--format", "json", "--output", str(target))
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(target.read_text(encoding="utf-8"))["scorecards"][0]["forum"] == "alpha"


def test_an_output_that_cannot_be_written_is_exit_three(tmp_path: Path) -> None:
    done = toy("score", "alpha", "--output", str(tmp_path / "no" / "such" / "folder.txt"))
    assert done.returncode == 3
    assert "[GA701]" in done.stderr


def test_a_full_device_is_exit_three() -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        command = [sys.executable, "-m", "govaudit", "score", "alpha", "--framework", "toy", "--data", str(TOY)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, encoding="utf-8")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_broken_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m govaudit list facts --data {TOY} --format json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode in {0, 141}  # 0 where the report fitted into the pipe before it broke
    assert not done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("compare", "--all", "--format", "json"), ("score", "alpha"), ("explain", "alpha", "--format", "markdown")],
)
def test_reports_are_the_same_bytes_everywhere(arguments: tuple[str, ...], tmp_path: Path) -> None:
    settings = [
        {},
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "7", "TZ": "Pacific/Pago_Pago", "HOME": str(tmp_path), "COLUMNS": "200"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONHASHSEED": "42"} if "markdown" not in arguments else {},
    ]
    reports = {toy(*arguments, **setting).stdout for setting in settings}
    assert len(reports) == 1
    assert reports != {""}


def test_data_is_found_by_environment_and_by_folder() -> None:
    by_environment = run("score", "alpha", "--framework", "toy", data=None, GOVAUDIT_DATA=str(TOY))
    command = [sys.executable, "-m", "govaudit", "score", "alpha", "--framework", "toy"]
    by_folder = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=TOY / "forums", encoding="utf-8", env=ENVIRONMENT
    )
    assert by_environment.stdout == by_folder.stdout == toy("score", "alpha").stdout


def test_completion_offers_forums_by_name() -> None:
    environment = {
        "_GOVAUDIT_COMPLETE": "complete_bash",
        "COMP_WORDS": "govaudit score al",
        "COMP_CWORD": "2",
        "GOVAUDIT_DATA": str(TOY),
    }
    done = run(data=None, **environment)
    assert done.stdout.split() == ["alpha"]


def test_a_bug_is_one_line_and_seventy(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys, govaudit.audit\n"
        "def boom(*a): raise RuntimeError('boom')\n"
        "govaudit.audit.score = boom\n"
        "from govaudit.cli.main import main\n"
        f"sys.argv = ['govaudit', 'score', 'alpha', '--framework', 'toy', '--data', {str(TOY)!r}]\n"
        "main()\n"
    )
    monkeypatch.delenv("GOVAUDIT_DEBUG", raising=False)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 70
    assert "a bug of govaudit: RuntimeError" in done.stderr
    assert "Traceback" not in done.stderr


def test_python_api_loads_scores_and_ranks() -> None:
    import govaudit

    data = govaudit.open_data(str(TOY))
    day, problems = data.latest_review()
    audits = [govaudit.score(data.plan("toy"), data.profile(name), data.sources, day) for name in data.forum_ids()]
    assert problems == ()
    assert [item.card.forum for item in govaudit.compare(audits).audits] == ["alpha", "gamma", "beta"]
    with pytest.raises(AttributeError):
        govaudit.nonsense  # noqa: B018


def test_fail_under_of_a_criterion() -> None:
    assert toy("score", "alpha", "--fail-under", "records=87.5", "--fail-under", "1").returncode == 0
    done = toy("score", "alpha", "--fail-under", "records=87.6", "--fail-under", "1")
    assert (done.returncode, done.stderr) == (1, "falls short: alpha records (87.5 < 87.6)\n")
    unknown = toy("score", "alpha", "--fail-under", "recrods=1")
    assert unknown.returncode == 2
    assert 'did you mean "records"?' in unknown.stderr


def baseline(folder: Path) -> str:
    """The report of the toy data as they are, in a file."""
    path = folder / "base.json"
    assert toy("score", "alpha", "--format", "json", "--output", str(path)).returncode == 0
    return str(path)


def changed(folder: Path, old: str, new: str) -> Path:
    """The toy data with one change."""
    data = folder / "data"
    shutil.copytree(TOY, data)
    text = (data / "forums/alpha.yaml").read_text(encoding="utf-8")
    assert text.count(old) == 1
    (data / "forums/alpha.yaml").write_text(text.replace(old, new), encoding="utf-8")
    return data


def test_a_baseline_alone_fails_on_what_got_worse(tmp_path: Path) -> None:
    base = baseline(tmp_path)
    assert toy("score", "alpha", "--baseline", base).returncode == 0
    done = run(
        "score", "alpha", "--framework", "toy", "--baseline", base, data=changed(tmp_path, "value: 50", "value: 40")
    )
    assert (done.returncode, done.stderr) == (1, "falls short: alpha, alpha records\n")


def test_a_baseline_passes_what_got_better(tmp_path: Path) -> None:
    data = changed(tmp_path, "value: 50", "value: 60")
    assert run("score", "alpha", "--framework", "toy", "--baseline", baseline(tmp_path), data=data).returncode == 0


def test_a_baseline_excuses_only_what_rests_on_the_same(tmp_path: Path) -> None:
    base = baseline(tmp_path)
    assert toy("score", "alpha", "--fail-under", "99").returncode == 1
    assert toy("score", "alpha", "--fail-under", "99", "--baseline", base).returncode == 0
    data = changed(tmp_path, "at: Members", "at: Elsewhere")
    done = run("score", "alpha", "--framework", "toy", "--fail-under", "99", "--baseline", base, data=data)
    assert done.returncode == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"schema": "govaudit.scorecard/1"}', "[" * 9999, "\xff"])
def test_what_is_no_baseline_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "base.json"
    path.write_text(text, encoding="utf-8")
    done = toy("score", "alpha", "--baseline", str(path))
    assert done.returncode == 2
    assert "[GA124]" in done.stderr
    assert toy("score", "alpha", "--baseline", str(tmp_path / "none.json")).returncode == 2
