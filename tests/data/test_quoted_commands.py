"""Every `govaudit …` that a page quotes is a command of the program: it is there, with these options and no more arguments than it takes."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from govaudit.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *(page for folder in ("docs", "examples", "conformance") for page in (ROOT / folder).rglob("*.md")),
]
IN_TEXT = re.compile(r"(?<!`)`(?:\$ )?govaudit ([^`\n]+)`(?!`)")
IN_BLOCK = re.compile(r"^ *(?:- run: |- )?(?:\$ )?(?:\S*/)?govaudit (.+(?:\\\n.+)*)$", re.MULTILINE)
BLOCK = re.compile(r"^ *```(?:sh|console|yaml|groovy|)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
END = re.compile(r"\s(?:\||>|&&|;|#)(?:\s|$)|;|…")
"""Where the shell, or the writer, goes on to something else."""
VERSION = re.compile(r"[.(0-9]")
"""Beginning of what names a format or a version, not a command."""


def quoted(page: Path) -> Iterator[str]:
    text = page.read_text(encoding="utf-8")
    blocks = "".join(BLOCK.findall(text))
    for found in (*IN_TEXT.findall(BLOCK.sub("", text)), *IN_BLOCK.findall(blocks)):
        if not VERSION.match(found):
            yield END.split(found.replace("\\\n", " "))[0]


def parse(words: list[str]) -> list[str]:
    """Parse a command line as the program does, but demand nothing; what it could not place is left."""
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        assert words[0] in command.commands, words[0]
        command, words = command.commands[words[0]], words[1:]
    _, left, _ = command.make_parser(command.context_class(command)).parse_args(words)
    return list(left)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_a_page_quotes_commands_that_there_are(page: Path) -> None:
    for line in quoted(page):
        try:
            left = parse(shlex.split(line))
        except Exception as error:  # noqa: BLE001  # whatever it is, the page is wrong
            pytest.fail(f"govaudit {line}: {error}")
        assert left == [], line


def test_what_is_no_command_is_found_out(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("`govaudit scor`, `govaudit score a --nope`\n```sh\ngovaudit score a | x\n```\n", encoding="utf-8")
    assert [*quoted(page)] == ["scor", "score a --nope", "score a"]
    with pytest.raises(AssertionError):
        parse(["scor"])
    with pytest.raises(Exception, match="--nope"):
        parse(["score", "a", "--nope"])
    assert parse(["explain", "a", "b", "c"]) == ["c"]


def test_the_pages_quote_many() -> None:
    assert sum(len([*quoted(page)]) for page in PAGES) > 150
