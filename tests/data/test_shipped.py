"""The shipped data keeps every law, and the pages say what the data says."""

import json
import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest

import govaudit
from govaudit.files.check import Checker
from govaudit.model.base import ID
from govaudit.report import compare_terminal, scorecard_terminal
from govaudit.report.layout import Paper, plain

ROOT = Path(__file__).parents[2]
DATA = govaudit.open_data(str(ROOT))
FORUMS = set(DATA.forum_ids())
ADDED = {"quito-process"}
"""Forums that are not on the map of the founding article."""
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_law_holds() -> None:
    checker = Checker(DATA)
    checker.everything()
    assert [str(problem) for problem in checker.problems if problem.severity != "note"] == []


def test_what_the_data_leave_to_a_reviewer_is_press_and_holes_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "check", "--strict", "--format", "json"],
        capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8",
    )  # fmt: skip
    assert {problem["code"] for problem in json.loads(done.stdout)["problems"]} <= {"GA412", "GA413"}


def test_forty_one_bodies_of_the_articles_map_and_those_added_since_are_coded() -> None:
    assert len(FORUMS - ADDED) == 41
    assert ADDED <= FORUMS
    assert {"gfmd", "iom", "rcps", "cmw", "igc", "schengen", "labour-agreements"} <= FORUMS


def test_every_tag_is_borne_and_the_class_of_processes_stands_beside_them() -> None:
    assert DATA.tags
    assert DATA.tags["rcp"].generic == "rcps"
    borne = {tag for forum in FORUMS for tag in DATA.profile(forum).tags}
    assert borne == set(DATA.tags)


def test_the_framework_has_five_criteria_and_is_fed_by_the_codebook() -> None:
    plan = DATA.plan("accountability")
    criteria = [node.id for node in plan.nodes.values() if node.kind == "criterion"]
    assert criteria == ["binding-force", "records-kept", "civil-society-access", "human-rights-mandate", "oversight"]
    assert sum(node.kind == "indicator" for node in plan.nodes.values()) >= 30
    assert len(DATA.codebook) >= 40
    assert {fact.basis for fact in DATA.codebook.values()} == {"law", "practice"}


def test_every_indicator_says_why_on_what_ground_and_what_to_do() -> None:
    for node in DATA.plan("accountability").nodes.values():
        if node.kind == "indicator":
            authored = node.authored
            assert authored.rationale, node.id
            assert authored.references, node.id
            assert getattr(authored, "recommendation", ""), node.id
            assert getattr(authored, "example", ""), node.id


@pytest.mark.parametrize("forum", sorted(FORUMS))
def test_every_known_statement_says_how_sure_it_is(forum: str) -> None:
    for fact, statements in DATA.profile(forum).facts.items():
        for statement in statements:
            if "value" in statement.model_fields_set:
                assert statement.confidence, (forum, fact)


@pytest.mark.parametrize("forum", sorted(FORUMS))
def test_a_profile_says_what_is_scored_and_what_was_set_aside(forum: str) -> None:
    profile = DATA.profile(forum)
    assert profile.scored_as
    assert profile.set_aside
    assert all(item.row and item.why for item in profile.set_aside)


def test_only_classes_are_marked_as_such() -> None:
    generic = {forum for forum in FORUMS if DATA.profile(forum).generic}
    assert generic == {"rcps", "readmission-agreements", "labour-agreements"}


def test_the_readme_shows_the_scorecard_as_the_terminal_does() -> None:
    day, _ = DATA.latest_review()
    audit = govaudit.score(DATA.plan("accountability"), DATA.profile("gfmd"), DATA.sources, day)
    page = plain(scorecard_terminal.render(audit, Paper(80, unicode=True)))
    block = README.split("$ govaudit score gfmd\n")[1].split("\n  …")[0]
    assert page.startswith(block)


@pytest.mark.parametrize("day", ["2016-06-30", ""])
def test_the_readme_shows_the_comparison_as_the_terminal_does(day: str) -> None:
    command, names = re.findall(rf"\$ (govaudit compare ([a-z -]+?){f' --as-of {day}' if day else ''})\n", README)[0]
    plan, on = DATA.plan("accountability"), date.fromisoformat(day) if day else DATA.latest_review()[0]
    compared = govaudit.compare([govaudit.score(plan, DATA.profile(name), DATA.sources, on) for name in names.split()])
    page = plain(compare_terminal.render(compared, Paper(80, unicode=True)))
    block = README.split(f"$ {command}\n")[1].split("\n\n")[0].split("\n```")[0]
    assert block in page


def test_the_readme_counts_what_there_is() -> None:
    statements = sum(len(group) for forum in FORUMS for group in DATA.profile(forum).facts.values())
    claims = len(DATA.paper("crepeau-atak-2016")[0].claims)
    for words in (
        f"{len(FORUMS)} profiles, {statements:,} statements",
        f"{len(DATA.sources)} documents",
        f"the codebook of {len(DATA.codebook)} facts",
        f"{claims} claims of the founding article",
    ):
        assert words in README


def test_the_readme_counts_the_verdicts_as_the_command_does() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "claims"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        encoding="utf-8",
    )
    block = README.split("$ govaudit claims\n…\n")[1].split("\nChanged since")[0]
    assert block in done.stdout


def test_ci_runs_the_readmes_second_command_to_the_letter() -> None:
    commands = re.findall(r"```sh\n(.*)\n```", README)
    assert len(commands) == 2
    assert commands[0].endswith("govaudit score gfmd")
    assert commands[1] in (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()
    assert commands[1] in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def test_one_version_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation
    assert f"## {project['version']} " in changelog
    done = subprocess.run([sys.executable, "-m", "govaudit", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"govaudit {project['version']}\n"


def test_the_gfmds_score_of_2016_differs_from_todays_and_explain_says_why() -> None:
    texts = [
        subprocess.run(
            [sys.executable, "-m", "govaudit", "explain", "gfmd", "institutional-memory", "--as-of", day],
            capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8",
        ).stdout
        for day in ("2016-06-30", "2026-11-26")
    ]  # fmt: skip
    assert "permanent-secretariat: false (since 2007 until 2023" in texts[0]
    assert "permanent-secretariat: true (since 2023" in texts[1]


def test_every_source_id_is_kebab_case_and_has_an_address() -> None:
    for source in DATA.sources.values():
        assert ID.fullmatch(source.id)
        assert source.address, source.id
