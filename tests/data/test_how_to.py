"""The page for newcomers, followed to the letter: its commands run, its snippets are filled in, and what it promises comes out."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.files.workspace import open_data

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/how-to/add-a-forum.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(sh|yaml)\n(.*?)```", PAGE, re.DOTALL)


def test_a_newcomer_who_follows_the_page_has_a_draft_that_is_scored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in ("criteria", "forums", "claims"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    said = ""
    for kind, block in BLOCKS:
        for line in block.splitlines():
            if kind == "yaml":
                fill(tmp_path / "forums/example-forum.yaml", line)
                continue
            command = shlex.split(line)
            assert command[0] == "govaudit"
            done = CliRunner().invoke(app, command[1:])
            assert done.exit_code == 0, (line, done.output)
            said += done.output
    assert "forums/example-forum.yaml: a draft with 72 questions" in said
    assert "2 files checked: 1 warning\n" in said
    assert "A draft: nobody has reviewed this profile" in said
    profile = open_data().profile("example-forum")
    assert len(profile.facts) == 5
    assert {statement.not_applicable for statement in profile.facts["state-parties"]} != {""}


def fill(path: Path, line: str) -> None:
    """Put a line of a snippet where its key stands, as a comment or with nothing said yet."""
    key = line.partition(":")[0]
    text = path.read_text(encoding="utf-8")
    filled, times = re.subn(
        rf"^( *)(?:# )?{key}: [^\n]*$", lambda match: match[1] + line, text, count=1, flags=re.MULTILINE
    )
    assert times == 1, key
    path.write_text(filled, encoding="utf-8")


def test_who_hands_over_a_report_has_the_files_that_the_page_promises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (ROOT / "docs/how-to/hand-over-a-report.md").read_text(encoding="utf-8")
    lines = [line for block in re.findall(r"```sh\n(.*?)```", page, re.DOTALL) for line in block.splitlines()]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVAUDIT_DATA", str(ROOT))
    for line in lines:
        program, *arguments = shlex.split(line)
        if program == "pip" or "pdf" in arguments:  # PDF needs the system's Pango: tests/browser_reports
            continue
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, (line, done.output)
        written = Path(arguments[-1]).read_text(encoding="utf-8")
        assert written.endswith("\\end{tabular}\n" if "latex" in arguments else "</html>\n")
    assert 'lang="fr"' in Path("gfmd.fr.html").read_text(encoding="utf-8")


def test_every_fact_and_command_that_the_pages_name_is_there() -> None:
    pages = [*(ROOT / "docs/how-to").glob("*.md")]
    assert len(pages) >= 6
    names = {command.name or "" for command in app.registered_commands}
    names |= {group.name or "" for group in app.registered_groups}
    for page in pages:
        told = set(re.findall(r"`govaudit ([a-z]+)", page.read_text(encoding="utf-8")))
        assert told <= names, page.name
