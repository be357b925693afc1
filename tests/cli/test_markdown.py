"""Markdown of every command, as GitHub's parser reads it: tables are tables, and no stranger's text becomes markup."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from govaudit.cli.app import app
from tests import hostile
from tests.skeletons import html

TOY = Path(__file__).parents[1] / "toy"
COMMANDS = {
    "score": ("alpha", "beta", "gamma"),
    "compare": ("alpha", "beta", "gamma"),
    "explain": ("alpha",),
    "history": ("alpha", "beta"),
    "robustness": ("--all", "--draws", "256"),
    "plan": ("gamma", "--target", "40"),
    "unknowns": ("--all",),
    "whatif": ("alpha", "--reform", "hear-complaints"),
    "reforms": (),
    "views": ("--framework", "toy", "--weights", "answer=2"),
    "agree": ("alpha", "{data}/codings/second"),
    "diff": ("2009-06-30", "2026-01-31"),
    "claims": (),
}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The toy data with all strings of strangers in every text, one after the other; and with a plain word."""
    word = " ".join(hostile.payloads())
    return hostile.write(tmp_path_factory.mktemp("strange"), word), hostile.write(tmp_path_factory.mktemp("plain"), "AAAA")  # fmt: skip


def rendered(folder: Path, command: str) -> str:
    arguments = [part.format(data=folder) for part in COMMANDS[command]]
    frame = [] if command in {"claims", "views"} else ["--framework", "toy"]
    done = CliRunner().invoke(app, [command, *arguments, *frame, "--format", "markdown", "--data", str(folder)])
    assert done.exit_code == 0, done.stderr
    return str(MarkdownIt("gfm-like").render(done.stdout))


@pytest.mark.parametrize("command", COMMANDS)
def test_markdown_is_what_it_looks_like(command: str, data: tuple[Path, Path]) -> None:
    strange, plain = (rendered(folder, command) for folder in data)
    assert html(strange) == html(plain)
    tags = str(_tags(html(plain)))
    assert ("'table'" in tags) or command == "explain"
    assert "| ---" not in strange


def said(*arguments: str, data: Path = TOY) -> str:
    done = CliRunner().invoke(app, [*arguments, "--framework", "toy", "--format", "markdown", "--data", str(data)])
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_a_scorecard_without_a_point_and_a_draft_say_so(tmp_path: Path) -> None:
    folder = shutil.copytree(TOY, tmp_path / "toy")
    text = (TOY / "forums/gamma.yaml").read_text(encoding="utf-8")
    reviewed = "reviewed: {on: 2026-01-29, by: the testers}\n"
    assert reviewed in text
    (folder / "forums/gamma.yaml").write_text(text.replace(reviewed, ""), encoding="utf-8")
    head = "# Gamma processes\n\ntoy 0.3.0, as of 2026-01-31, unknowns: exclude.\n"
    draft = "\nA draft: nobody has reviewed this profile against its sources yet.\n"
    score = (
        "\n**–**; bounds -0.8–100.0; 0 % settled.\n\nOf the settled weight: nothing rests on evidence.\n\n| criterion |"
    )
    gamma = ("score", "gamma", "--missing", "exclude", "--as-of", "2026-01-31")
    assert said(*gamma).startswith(head + score)
    assert said(*gamma, data=folder).startswith(head + draft + score)


def test_one_forum_is_compared_with_none() -> None:
    shown = said("compare", "alpha")
    head, rule, row = shown.splitlines()[-3:]
    assert shown.startswith("# A toy framework\n\ntoy 0.3.0, as of 2026-01-31, unknowns: ")
    assert head.startswith("| rank | forum | point |")
    assert rule.startswith("| --- |")
    assert row.startswith("| 1 | alpha | 58.3 |")


def _tags(tree: Any) -> list[Any]:
    return [tree[0], *(_tags(child) for child in tree[3])]
