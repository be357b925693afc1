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
    assert checker.files == 16
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


BLOCK = re.compile(r"```yaml\n(# (\S+)\n.*?)```|<!-- (\S+): (.*?) => (.*?) -->|```console\n(.*?)```", re.DOTALL)
COMMAND = re.compile(r"^\$ govaudit (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def follow(page: str, folder: Path) -> int:
    """Do what a page says: write its files, make its edits, run its commands, and hold what they print to what it shows."""
    ran = 0
    for body, name, file, old, new, console in (match.groups() for match in BLOCK.finditer(page)):
        if name:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(body, encoding="utf-8")
        if file:
            text = (folder / file).read_text(encoding="utf-8")
            assert text.count(old.replace("⏎", "\n")) == 1, old
            changed = text.replace(old.replace("⏎", "\n"), new.replace("⏎", "\n"))
            (folder / file).write_text(changed, encoding="utf-8")
        for command, shown in COMMAND.findall(console or ""):
            done = CliRunner().invoke(app, command.split())
            lines = re.escape(shown).replace("…\\\n", "(?:.*\n)*?")  # … stands for any lines
            assert re.fullmatch(lines, done.stderr + done.stdout), (command, done.stderr + done.stdout)
            ran += 1
    return ran


def test_how_to_write_a_criterion_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "forums").mkdir()
    monkeypatch.chdir(tmp_path)
    page = (DOCS / "how-to/write-a-criterion.md").read_text(encoding="utf-8")
    assert follow(page, tmp_path) == page.count("$ govaudit ") == 6


def test_how_to_compare_two_codings_can_be_followed_to_the_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(DOCS.parent / "examples/agreement", folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    page = (DOCS / "how-to/compare-two-codings.md").read_text(encoding="utf-8")
    assert follow(page, folder) == page.count("$ govaudit ") == 4
    assert CliRunner().invoke(app, ["check"]).output == "7 files checked: no problems\n"


def test_how_to_publish_a_site_can_be_followed_to_the_letter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(DOCS.parent / "examples/agreement", folder)
    monkeypatch.chdir(folder)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    page = (DOCS / "how-to/publish-a-site.md").read_text(encoding="utf-8")
    assert follow(page, folder) == page.count("$ govaudit ") == 3
    assert POLICY in page


def test_every_format_of_check_is_on_its_page_in_order() -> None:
    page = (DOCS / "reference/check.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == FORMATS
