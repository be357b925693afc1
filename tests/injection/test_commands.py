"""Every command in every format: whatever text stands in the data, the report has the structure that plain words give it."""

import io
import os
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import typer
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.cli.session import emit_lines
from govaudit.report.layout import CONTROL
from govaudit.report.tables import PLAIN_STYLES
from tests import hostile
from tests.skeletons import SKELETONS, STYLES, obeyed

from .commands import ASKED, SILENT, Asked

TOY = Path(__file__).parents[1] / "toy"
WORDS = hostile.payloads()
WHOLE = os.environ.get("INJECTION") == "whole"
"""Each payload once in each field, in every style of table: `nox -s injection`. Else each field once, in the styles that programs read."""
FIRST = range(len(WORDS)) if WHOLE else (0,)
PASSED_OVER = () if WHOLE else tuple(style for style in PLAIN_STYLES if style not in {"tsv", "github", "grid"})
WORDLESS = {"schema scorecard", "list coverage --framework toy"}
"""Reports that are the same whatever the data say."""
CASES = [
    pytest.param(asked, style, id=f"{asked.arguments} {style}".strip())
    for command in ASKED.values()
    for asked in command
    for style in asked.formats
    if style not in PASSED_OVER
]


@pytest.fixture(scope="module", params=FIRST)
def data(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The toy data with another string of a stranger in each text, in turn; and with plain words of the same lengths."""
    words = WORDS[request.param :] + WORDS[: request.param]
    folder = tmp_path_factory.mktemp("data")
    return hostile.write(folder / "strange", *words), hostile.write(folder / "plain", *hostile.masked(*words))


@pytest.mark.parametrize(("asked", "style"), CASES)
def test_no_text_becomes_structure(asked: Asked, style: str, data: tuple[Path, Path]) -> None:
    skeleton = SKELETONS[style] if style in SKELETONS and asked.arguments == "check" else STYLES[style or "text"]
    strange, plain = (asked.answer(folder, style) for folder in data)
    assert (strange != plain) >= (style in {"terminal", "text", ""} and asked.arguments not in WORDLESS)
    assert skeleton(strange) == skeleton(plain)
    if skeleton not in SKELETONS.values():
        assert obeyed(strange) == []


@pytest.fixture(scope="module")
def commanding(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy data, in which every text is what a build runner obeys."""
    return hostile.write(tmp_path_factory.mktemp("commanding"), "x\n ::add-mask::e\n##[error]forged")


@pytest.mark.parametrize(("asked", "style"), CASES)
def test_whatever_text_it_is_a_build_runner_obeys_nothing(asked: Asked, style: str, commanding: Path) -> None:
    if style != "github":  # which commands by itself
        assert obeyed(asked.answer(commanding, style)) == []


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_nothing_but_our_own_colours_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line as a report makes it: its texts are no longer what a loader has seen."""
    screen = Terminal()
    monkeypatch.setattr("sys.stdout", screen)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    strange = "a\x1b[2J\x1b]0;t\x07 [bold] :smile: \u202eb\nc"
    emit_lines([(("head ", "head"), (strange, ""))], "-", no_color=False)
    colours = re.compile(r"\x1b\[[0-9;]*m")
    assert colours.search(screen.getvalue())
    assert colours.sub("", screen.getvalue()) == "head a�[2J�]0;t� [bold] :smile: �b c\n"


def test_no_name_is_drawn_into_a_picture_but_as_a_text(data: tuple[Path, Path], tmp_path: Path) -> None:
    found = []
    for folder in data:
        out = tmp_path / folder.name
        Asked(f"robustness --all --draws 64 --framework toy --pictures {out}").answer(folder, "json")
        found.append({path.name: elements(ET.fromstring(path.read_bytes())) for path in out.glob("*.svg")})
    assert {*found[0]} == {"dominance.svg", "intervals.svg", "rank-acceptability.svg"}
    assert found[0] == found[1]


def elements(root: ET.Element) -> Any:
    """Elements with the names of their attributes."""
    return root.tag, sorted(root.attrib), [elements(child) for child in root]


def leaves(command: Any, name: str = "") -> dict[str, Any]:
    """Every command that does something, by its words."""
    if not hasattr(command, "commands"):
        return {name: command}
    inner = [leaves(item, f"{name} {word}".strip()) for word, item in command.commands.items()]
    return {words: leaf for found in inner for words, leaf in found.items()}


COMMANDS = leaves(typer.main.get_command(app))


def test_every_command_is_asked_or_prints_no_text_of_files() -> None:
    assert {*ASKED} | {*SILENT} == {*COMMANDS}
    assert not {*ASKED} & {*SILENT}
    assert {name for name in SILENT if any(option.name == "format" for option in COMMANDS[name].params)} == set()


@pytest.mark.parametrize("name", [name for name in ASKED if any(o.name == "format" for o in COMMANDS[name].params)])
def test_every_format_of_a_command_is_asked_for(name: str, data: tuple[Path, Path]) -> None:
    """A command that is asked for a format that is none says which there are."""
    for asked in ASKED[name][:1]:
        words = [word.format(data=data[1]) for word in asked.arguments.split()]
        done = CliRunner().invoke(app, [*words, "--format", "none", "--data", str(data[1])])
        (listed,) = re.findall(r"expected (?:a format among|--format(?: one of)?) (.*); found", done.stderr)
        assert {*re.split(r", | or ", listed)} - {"pdf", "parquet"} == {*asked.formats}


SPOKEN = ["::error::forged\n::stop-commands::t", "\x1b]0;t\x07 [/] ##[error]forged", "a\u202eb\u2028::error::x"]
"""Three words hold what each of the strings of payloads.yaml could do in a message."""


@pytest.mark.parametrize("word", [entry["s"] for entry in hostile.all_payloads()] if WHOLE else SPOKEN)
def test_a_word_of_the_command_line_stays_text(word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It went through no loader: the name of a file or folder, an id, a date, a format, a weight, a threshold."""
    toy = str(shutil.copytree(TOY, tmp_path / "toy"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GOVAUDIT_DATA", toy)
    asked = (
        ["score", word], ["score", "alpha", "--as-of", word], ["score", "alpha", "--weights", word], ["score", "alpha", "--weights", f"{word}=1"],
        ["score", "alpha", "--fail-under", word], ["score", "alpha", "--fail-under", f"{word}=1"], ["score", "alpha", "--baseline", word],
        ["score", "alpha", "--missing", word], ["score", "alpha", "--lang", word, "--format", "html"], ["score", "alpha", "--format", word],
        ["score", "alpha", "--framework", word], ["score", "alpha", "--output", f"{tmp_path}/{word}/x"], ["explain", "alpha", word],
        ["compare", "--tag", word], ["list", word], ["show", word], ["list", "facts", "--format", word], ["claims", word], ["claims", "--forum", word],
        ["history", "alpha", "--from", word], ["diff", word], ["diff", "--from", word], ["diff", "--report", word], ["agree", word, "alpha"], ["agree", "alpha", "alpha", "--adjudication", word],
        ["whatif", "alpha", "--set", word], ["whatif", "alpha", "--set", f"seat={word}"], ["whatif", "alpha", "--reform", word], ["reforms", word], ["reforms", "--since", word],
        ["plan", "alpha", "--target", word], ["plan", "alpha", "--target", "40", "--costs", word], ["views", word], ["views", "--tag", word],
        ["verify", word, "--answers", word, "--published", word], ["verify", "toy", "--answers", word, "--published", word, "--edition", word],
        ["corpus", "score", word], ["corpus", "score", f"{toy}/tables/answers.csv", "--node", word], ["corpus", "score", f"{toy}/tables/answers.csv", "--engine", word],
        ["check", word], ["check", "--fail-on", word], ["check", "--format", word], ["fmt", word], ["test", word], ["test", "--coverage-min", word], ["schema", word],
        ["new", "forum", word], ["new", "claim", word, word], [word], ["score", f"--{word}"],
    )  # fmt: skip
    for words in asked:
        framed = words[0] not in {"list", "claims", "views", "verify", "new"} and "--framework" not in words
        framed &= any(option.name == "framework" for option in _options(words))
        done = CliRunner().invoke(app, [*words, *(["--framework", "toy"] if framed else [])])
        said = done.stdout + done.stderr
        assert obeyed(said) == [], words
        assert not CONTROL.search(said), words
        assert done.exit_code != 70, (words, said)


def _options(words: list[str]) -> list[Any]:
    return next((leaf.params for name, leaf in COMMANDS.items() if words[: len(name.split())] == name.split()), [])
