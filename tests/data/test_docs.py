"""The pages are true: the example data folder of the reference passes every law, and every law is on its page."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace
from govaudit.integrity.profiles import LONGEST_QUOTE
from govaudit.integrity.review import REVIEW_MONTHS
from govaudit.problems import Code
from govaudit.report.check import FORMATS
from govaudit.site.page import POLICY
from tests.following import follow, in_a_terminal

DOCS = Path(__file__).parents[2] / "docs"


def test_the_examples_of_the_reference_make_a_sound_data_folder(tmp_path: Path) -> None:
    page = (DOCS / "reference/files.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, encoding="utf-8")
    checker = Checker(Workspace(tmp_path))
    checker.everything()
    assert [str(problem) for problem in checker.problems] == []
    assert checker.files == 18
    assert checker.suppressed == 1


def test_every_law_is_one_sentence_with_its_code_and_severity() -> None:
    page = (DOCS / "reference/laws.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+\.) \| (GA\d{3}) \| (\w+) \| (\w+) \|$", page, re.MULTILINE)
    laws = [code for code in Code if code.id < "GA600"]
    assert [row[1:] for row in rows] == [
        (code.id, code.severity, "yes" if code.suppressible else "no") for code in laws
    ]
    assert page.count("| GA") == len(rows)
    sentences = {code: sentence for sentence, code, *_ in rows}
    assert len(set(sentences.values())) == len(laws)
    assert f" {LONGEST_QUOTE} characters" in sentences["GA408"]
    assert f" {REVIEW_MONTHS} months" in sentences["GA414"]


def test_how_to_write_a_criterion_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forums").mkdir()
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "how-to/write-a-criterion.md").read_text(encoding="utf-8")
    assert follow(page) == page.count("$ govaudit ") == 6


def test_how_to_compare_two_codings_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(DOCS.parent / "examples/agreement", folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    page = (DOCS / "how-to/compare-two-codings.md").read_text(encoding="utf-8")
    assert follow(page) == page.count("$ govaudit ") == 4
    assert CliRunner().invoke(app, ["check"]).output == "7 files checked: no problems\n"


def test_how_to_publish_a_site_can_be_followed_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(DOCS.parent / "examples/agreement", folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    page = (DOCS / "how-to/publish-a-site.md").read_text(encoding="utf-8")
    assert follow(page) == page.count("$ govaudit ") == 3
    assert POLICY in page


def test_every_format_of_check_is_on_its_page_in_order() -> None:
    page = (DOCS / "reference/check.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == FORMATS


def test_the_tutorial_can_be_followed_to_the_letter_in_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    assert follow(page, in_a_terminal) == page.count("$ govaudit ") == 26
    assert Checker(Workspace(tmp_path / "my-audit")).problems == []
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    begun = re.search(r"python3 -m venv .venv && .venv/bin/pip install -q ", page)
    assert begun is not None
    assert begun[0] in readme  # which CI runs on every Python
    assert page.index(begun[0]) < page.index("$ govaudit ")


def test_a_page_that_shows_what_is_not_printed_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page = "```console\n$ mkdir -p a/b\n$ cd a\n$ govaudit --version\n{}```\n"
    assert follow(page.format("…\n")) == 1
    assert follow(page.format("…\n"), in_a_terminal) == 1
    assert Path.cwd() == tmp_path / "a/a"
    for wrong in ("govaudit 9.9\n", "", "…\nmore\n"):
        with pytest.raises(AssertionError, match="version"):
            follow(page.format(wrong))
    with pytest.raises(AssertionError, match="rm"):
        follow("```console\n$ rm x\n```\n")
