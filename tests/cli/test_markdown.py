"""Markdown of every command, as GitHub's parser reads it: tables are tables, and no stranger's text becomes markup."""

from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from govaudit.cli.app import app
from tests import hostile
from tests.skeletons import html

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


def _tags(tree: Any) -> list[Any]:
    return [tree[0], *(_tags(child) for child in tree[3])]
