"""`diff` as a comment on a pull request, and the report that the comment is made from."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from .conftest import edit, git
from .test_commands import TOY, run, schema
from .test_time import loads

COMMENT = Path(__file__).with_name("comment.md")
ARGUMENTS = ("diff", "--base", "first", "--framework", "toy")
SPARE = "  - {id: spare, type: book, title: S, accessed: 2026, custom: {grade: press}}\n"


@pytest.fixture
def change(repository: Path) -> Path:
    """A pull request of every kind: a forum new, one gone, one broken; problems new, mended and accepted; ranks that move."""
    forums = repository / "forums"
    edit(forums / "alpha.yaml", "note: The book and the site disagree.", "note: The site is newer.")
    delta = (TOY / "forums/beta.yaml").read_text(encoding="utf-8").replace(", until: 2020", "")
    (forums / "delta.yaml").write_text(delta.replace("id: beta\nname: Beta Forum", "id: delta\nname: Delta <b>"))
    edit(forums / "delta.yaml", "at: p. 12", 'at: "p. 12 of @octocat, #7"')
    epsilon = (forums / "delta.yaml").read_text(encoding="utf-8").replace("id: delta", "id: epsilon")
    (forums / "epsilon.yaml").write_text(epsilon.replace("kind: forum", "kin: forum"), encoding="utf-8")
    (forums / "gamma.yaml").unlink()
    edit(forums / "tags.yaml", ", generic: gamma", "")
    edit(forums / "sources.yaml", "references:\n", f"references:\n{SPARE}")
    return repository


def comment(data: Path, *arguments: str) -> str:
    return run(*ARGUMENTS, "--format", "markdown", *arguments, data=data).stdout


def report(data: Path) -> Any:
    return loads(run(*ARGUMENTS, "--format", "json", data=data).stdout)


def test_the_comment_says_what_the_change_does_as_published(change: Path) -> None:
    """Regenerate with GOLDEN=write, and read the difference."""
    page = comment(change)
    if os.environ.get("GOLDEN") == "write":
        COMMENT.write_text(page, encoding="utf-8")
    assert page == COMMENT.read_text(encoding="utf-8")
    assert comment(change, "--output", "-") == page


def test_the_same_bytes_whatever_the_hash_seed(change: Path) -> None:
    arguments = (*ARGUMENTS, "--format", "json")
    first, second = (run(*arguments, data=change, PYTHONHASHSEED=seed).stdout for seed in ("1", "2"))
    assert first == second


def test_a_report_read_back_gives_the_same_comment(change: Path, tmp_path: Path) -> None:
    run(*ARGUMENTS, "--format", "json", "--output", str(tmp_path / "diff.json"), data=change)
    again = run("diff", "--report", str(tmp_path / "diff.json"), "--format", "markdown", data=None)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout == comment(change)


def test_the_report_is_valid_against_its_schema_and_holds_what_the_comment_shows(change: Path) -> None:
    found = report(change)
    jsonschema.validate(json.loads(json.dumps(found, default=float)), schema("diff"))
    assert found["unread"] == ["epsilon"]
    assert [item["forum"] for item in found["gone"]] == ["gamma"]
    (delta,) = found["new"]
    assert delta["rank"] == {"rank": 2, "rank_low": 2, "rank_high": 2}
    assert [item["id"] for item in delta["criteria"]] == ["records", "answer"]
    assert {item["fact"]: item["state"] for item in delta["statements"]}["languages"] == "not-found"
    assert delta["statements"][0]["evidence"] == ["Doe, 2011, p. 12 of @octocat, #7 [book]"]
    staffed = next(item for item in found["statements"] if item["fact"] == "staffed")
    assert (staffed["before_state"], staffed["after_state"], staffed["scored"]) == ("not-found", "known", True)


def statuses(data: Path) -> set[tuple[str, str]]:
    """Of the laws of the data; a criterion reweighed fails its cases."""
    found = [(item["status"], item["code"]) for item in report(data)["problems"]["found"]]
    return {(status, code) for status, code in found if code.startswith("GA4")}


def commit(data: Path) -> None:
    """Make what stands there the base."""
    git(data, "add", "-A")
    git(data, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "more")
    git(data, "tag", "-f", "first")


def test_problems_are_new_then_remain_wherever_they_move_then_are_mended(repository: Path) -> None:
    sources = repository / "forums/sources.yaml"
    edit(sources, "references:\n", f"references:\n{SPARE}")
    assert statuses(repository) == {("new", "GA407"), ("new", "GA411")}
    commit(repository)
    edit(sources, "references:\n", f"references:\n{SPARE.replace('spare', 'one-more')}")
    both = {(status, code) for status in ("new", "remaining") for code in ("GA407", "GA411")}
    assert statuses(repository) == both
    edit(sources, SPARE, "")
    edit(sources, SPARE.replace("spare", "one-more"), "")
    assert statuses(repository) == {("mended", "GA407"), ("mended", "GA411")}


def test_what_a_change_suppresses_is_said_and_is_not_mended(repository: Path) -> None:
    edit(repository / "forums/sources.yaml", "references:\n", f"references:\n{SPARE}")
    commit(repository)
    accepted = "{code: GA411, path: forums/sources.yaml, reason: A book of a library., until: 2030-01-01}"
    (repository / "forums/suppressions.yaml").write_text(f"suppressions:\n  - {accepted}\n", encoding="utf-8")
    assert statuses(repository) == {("suppressed", "GA411"), ("remaining", "GA407")}
    page = comment(repository)
    assert "Suppressed by the data: 0 before, 1 after." in page
    assert (
        "Newly suppressed:\n\n| severity | code | place | problem |\n| --- | --- | --- | --- |\n| warning | GA411 |"
        in page
    )


def test_two_days_of_the_same_data_have_no_problems_to_compare() -> None:
    done = run("diff", "2009-06-30", "2026-01-31", "--framework", "toy", "--format", "json")
    assert json.loads(done.stdout)["problems"] is None
    same = run("diff", "2026-01-31", "2026-01-31", "--framework", "toy", "--format", "markdown").stdout
    assert same.splitlines()[-1] == "**No score, statement or rank changes.**"


def test_a_forum_whose_id_no_profile_may_bear_is_no_bug(repository: Path) -> None:
    (repository / "forums/con.yaml").write_text("id: con\n", encoding="utf-8")
    assert report(repository)["unread"] == ["con"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "json"), "[GA601]"),
        ((), "expected --report FILE alone with --format markdown"),
        (("--format", "markdown", "--base", "first"), "[GA601]"),
        (("first", "--format", "markdown"), "[GA601]"),
    ],
)
def test_a_report_is_read_alone_and_becomes_markdown(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    done = run("diff", "--report", str(tmp_path / "diff.json"), *arguments, data=None)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_report_is_read_without_any_data(change: Path, tmp_path: Path) -> None:
    (tmp_path / "diff.json").write_text(run(*ARGUMENTS, "--format", "json", data=change).stdout, encoding="utf-8")
    shutil.rmtree(change)
    done = run("diff", "--report", str(tmp_path / "diff.json"), "--format", "markdown", data=tmp_path / "nowhere")
    assert done.returncode == 0
    assert "### Delta" in done.stdout
