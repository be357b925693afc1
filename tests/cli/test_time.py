"""`history`, `diff` and `claims` as a user meets them."""

import json
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from .conftest import edit, git
from .test_commands import TOY, run, schema, toy

ENDS = ("point", "low", "high")


def loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("history", ("history", "alpha", "beta", "gamma")),
        ("history", ("history", "--all", "--from", "1999")),
        ("diff", ("diff", "2009-06-30", "2026-01-31")),
        ("diff", ("diff", "2019-06-30", "beta", "alpha")),
    ],
)
def test_json_is_valid_against_the_schema_that_govaudit_publishes(kind: str, arguments: tuple[str, ...]) -> None:
    done = toy(*arguments, "--format", "json")
    assert done.returncode == 0, done.stderr
    jsonschema.validate(json.loads(done.stdout), schema(kind))


def test_the_json_of_claims_is_valid_against_its_schema() -> None:
    jsonschema.validate(json.loads(run("claims", "--format", "json").stdout), schema("verdicts"))


def test_history_tells_every_day_on_which_something_changed() -> None:
    told = json.loads(toy("history", "alpha", "--format", "json").stdout)["history"]
    assert [moment["date"] for moment in told] == ["2000-01-01", "2005-01-01", "2010-01-01", "2012-01-01"]
    assert [change["fact"] for change in told[2]["changes"]] == ["minutes"]
    assert told[2]["changes"][0] == {
        "fact": "minutes", "cause": "world", "scored": True, "before": "none", "after": "verbatim",
    }  # fmt: skip


def test_history_ends_with_the_day_that_is_asked_for_and_with_the_forum() -> None:
    told = json.loads(toy("history", "alpha", "--as-of", "2009-12-31", "--format", "json").stdout)["history"]
    assert told[-1]["date"] == "2005-01-01"
    ended = json.loads(toy("history", "beta", "--format", "json").stdout)["history"][-1]
    assert (ended["date"], ended["absent"], ended["score"]["point"]) == ("2020-01-01", "had ended (2020-01-01)", None)


def test_history_scores_as_score_does_on_that_day() -> None:
    for moment in loads(toy("history", "alpha", "--format", "json").stdout)["history"]:
        card = loads(toy("score", "alpha", "--as-of", moment["date"], "--format", "json").stdout)["scorecards"][0]
        assert moment["score"] == card["score"]


@pytest.mark.parametrize("sides", [("--from", "first"), ("first",), ("--from", "first", "--to", "below")])
def test_revisions_and_folders_are_split_into_their_causes(repository: Path, sides: tuple[str, ...]) -> None:
    sides = tuple(str(repository) if side == "below" else side for side in sides)
    done = run("diff", *sides, "--framework", "toy", "--format", "json", data=repository)
    assert done.returncode == 0, done.stderr
    report = loads(done.stdout)
    causes = {(item["forum"], item["fact"]): item["cause"] for item in report["statements"]}
    assert causes == {("alpha", "members"): "correction", ("alpha", "staffed"): "evidence"}
    root = next(item for item in report["changes"] if (item["forum"], item["node"]) == ("alpha", "toy"))
    assert all(root["causes"][cause]["point"] for cause in ("correction", "criteria"))
    assert not root["causes"]["world"]["point"]


@pytest.mark.parametrize("arguments", [("2009-06-30", "2026-01-31"), ("2004-06-30", "2013-01-31", "alpha")])
def test_the_printed_parts_sum_to_the_printed_difference(arguments: tuple[str, ...]) -> None:
    for item in loads(toy("diff", *arguments, "--format", "json").stdout)["changes"]:
        if item["causes"]:
            for end in ENDS:
                parts = sum(part[end] for part in item["causes"].values())
                assert parts == item["after"][end] - item["before"][end]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2026-01-31", "had ended (2020-01-01)", "had ended (2020-01-01)"),
        ("2019-06-30", "0.0, bounds 0.0-33.3", "0.0, bounds 0.0-26.7"),
    ],
)
def test_a_forum_on_one_side_only_is_said_to_be_so(repository: Path, day: str, before: str, after: str) -> None:
    """What it is on the other side is its score there, or why it has none."""
    (repository / "forums/beta.yaml").rename(repository / "forums/delta.yaml")
    edit(repository / "forums/delta.yaml", "id: beta", "id: delta")
    done = run("diff", "first", "--framework", "toy", "--as-of", day, data=repository)
    assert done.returncode == 0, done.stderr
    assert f"beta: before: {before}; after: not in the data" in done.stdout
    assert f"delta: before: not in the data; after: {after}" in done.stdout


def test_a_file_that_is_bad_on_one_side_is_named_with_its_side(repository: Path) -> None:
    edit(repository / "forums/alpha.yaml", "kind: council", "kin: council")
    done = run("diff", "--from", "first", "--framework", "toy", data=repository)
    assert done.returncode == 2
    assert "the data as they stand: forums/alpha.yaml:3:1" in done.stderr
    assert "No change: beta, gamma." in done.stdout.replace("\n", " ")


def test_a_link_in_a_revision_is_followed_inside_its_data_alone(repository: Path) -> None:
    forums = repository / "forums"
    (forums / "sources.yaml").rename(repository / "criteria/sources.yaml")
    (forums / "sources.yaml").symlink_to("../criteria/sources.yaml")
    (forums / "outside.yaml").symlink_to("/etc/passwd")
    git(repository, "add", "-A")
    git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "links")
    git(repository, "tag", "links")
    (forums / "outside.yaml").unlink()
    done = run("diff", "--from", "links", "--framework", "toy", data=repository)
    assert done.returncode == 2
    assert (
        done.stderr
        == "links: forums/outside.yaml: expected a file inside its data folder; the path leads out of it [GA102]\n"
    )
    assert "No change: alpha, beta, gamma." in done.stdout.replace("\n", " ")


@pytest.mark.parametrize(
    ("target", "told"),
    [
        (b"", 'expected a link that leads to a file in revision "HEAD"; found one to ""'),
        (b"a\0b", 'expected a link that leads to a file in revision "HEAD"; found one to "a\\x00b"'),
        (b"x" * 5000, 'expected a link that leads to a file in revision "HEAD"; found one to "xxx'),
        (b"\xff", "expected a file that can be read; no such file"),
    ],
    ids=["nothing", "nul", "long", "no-utf-8"],
)
def test_a_link_that_no_disk_can_hold_is_told_in_one_line(target: bytes, told: str, repository: Path) -> None:
    """Git takes any bytes for the target of a link."""
    hashed = ["git", "hash-object", "-w", "--stdin"]
    blob = subprocess.run(hashed, cwd=repository, input=target, capture_output=True, check=True).stdout.decode()
    entry = f"120000,{blob.strip()},{repository.name}/forums/made.yaml"
    git(repository, "update-index", "--add", "--cacheinfo", entry)
    git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "a link")
    done = run("diff", "--from", "HEAD", "--framework", "toy", data=repository)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"forums/made.yaml: {told}" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("diff",), "expected what to compare; found nothing"),
        (("diff", "nowhere"), 'expected a date or a data folder; found "nowhere"'),
        (("diff", "--from", "--output=/etc/x"), "found"),
        (("diff", "2016-06-31"), 'expected a date YYYY-MM-DD, a day that exists; found "2016-06-31"'),
        (("diff", "2016-06-30", "2026-01-31", "alfa"), 'expected a forum; found "alfa"'),
        (("history",), "expected forums, or --all; found neither"),
        (("history", "alpha", "--all"), "expected forums, or --all; found both"),
        (("history", "alhpa"), 'did you mean "alpha"?'),
    ],
)
def test_what_cannot_be_compared_is_named_in_one_line(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    done = run(*arguments, "--framework", "toy", data=data)
    assert done.returncode == 2
    assert words in done.stderr
    assert not done.stdout


def test_an_unknown_revision_of_a_repository_is_said_to_be_one(repository: Path) -> None:
    done = run("diff", "no-such", "--framework", "toy", data=repository)
    assert done.returncode == 2
    assert 'expected a date, a data folder, or a revision of its git repository; found "no-such"' in done.stderr


def test_a_revision_before_there_were_data_is_refused(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "bare")
    git(repository, "rm", "-rfq", "--cached", ".")
    git(repository, "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "bare", "--allow-empty")
    done = run("diff", "bare", "--framework", "toy", data=repository)
    assert done.returncode == 2
    assert "expected criteria/ and forums/ in revision" in done.stderr


def test_claims_about_one_forum() -> None:
    found = json.loads(run("claims", "--forum", "beta", "--format", "json").stdout)["claims"]
    assert {claim["id"] for claim in found} == {"nobody-writes", "most-are-deaf", "regional-forums-unstaffed"}


def test_claims_that_changed_since() -> None:
    report = json.loads(run("claims", "--changed", "--format", "json").stdout)
    assert [claim["id"] for claim in report["claims"]] == report["changed"]
    assert report["changed"][0] == "no-minutes"


def test_claims_on_the_day_that_is_asked_for() -> None:
    found = json.loads(run("claims", "--as-of", "2009-06-30", "--format", "json").stdout)["claims"][0]
    assert (found["id"], found["verdict"], found["today"]) == ("no-minutes", "upheld", "upheld")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rule: {minutes: none}", "rule: {minuts: none}", 'found "minuts" [GA301]'),
        (
            "about: [alpha]\n    rule: {minutes: none}",
            "about: [alhpa]\n    rule: {minutes: none}",
            'found "alhpa" [GA306]',
        ),
        ("{tag: regional}", "{tag: regionl}", 'found "regionl" [GA311]'),
        ("source: book", "source: bok", 'found "bok" [GA304]'),
        ("id: nobody-writes", "id: no-minutes", 'found "no-minutes" again [GA309]'),
        ("as-of: 2009", "as-of: 1999", "on or after 2000-01-01, when the forum began; found 1999-01-01 [GA410]"),
        ("framework: toy", "framework: toi", 'found "toi" [GA307]'),
        ("id: doe-2011", "id: doe", 'found "doe" [GA205]'),
    ],
)
def test_a_bad_claim_is_named_with_its_place(old: str, new: str, words: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(TOY, data)
    edit(data / "claims/doe-2011.yaml", old, new)
    for command in (("claims",), ("check",), ("check", str(data / "claims/doe-2011.yaml"))):
        done = run(*command, data=data)
        assert done.returncode == 2
        assert "claims/doe-2011.yaml:" in done.stderr
        assert words in done.stderr


def test_without_claims_there_is_nothing_to_judge(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    shutil.rmtree(tmp_path / "data/claims")
    done = run("claims", data=tmp_path / "data")
    assert done.returncode == 2
    assert "expected a file of claims in claims/; found none" in done.stderr


def test_a_reworded_question_is_no_change_of_the_criteria(repository: Path) -> None:
    text = (repository / "criteria/codebook.yaml").read_text(encoding="utf-8")
    (repository / "criteria/codebook.yaml").write_text(text.replace("question: ", "question: Well "), encoding="utf-8")
    report = loads(run("diff", "first", "--framework", "toy", "--format", "json", data=repository).stdout)
    assert {item["cause"] for item in report["statements"]} == {"correction", "evidence"}


def test_no_claim_is_judged_while_a_profile_cannot_be_read(tmp_path: Path) -> None:
    shutil.copytree(TOY, tmp_path / "data")
    edit(tmp_path / "data/forums/beta.yaml", "kind: forum\n", "")
    done = run("claims", data=tmp_path / "data")
    assert (done.returncode, done.stdout) == (2, "")
    assert "forums/beta.yaml" in done.stderr
