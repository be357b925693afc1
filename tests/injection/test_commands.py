"""Every command in every format: whatever text stands in the data, the report has the structure that plain words give it."""

import os
from pathlib import Path

import click
import pytest
import typer
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.tables import PLAIN_STYLES
from tests import hostile
from tests.skeletons import SKELETONS, STYLES, obeyed

from .commands import ASKED, SILENT, Asked

WORDS = hostile.payloads()
WHOLE = os.environ.get("INJECTION") == "whole"
"""Each payload once in each field, in every style of table: `nox -s injection`. Else each field once, in the styles that programs read."""
FIRST = range(len(WORDS)) if WHOLE else (0,)
PASSED_OVER = () if WHOLE else tuple(style for style in PLAIN_STYLES if style not in {"tsv", "github", "grid"})
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
    assert strange != plain or style not in {"terminal", "text", ""} or asked.arguments == "schema scorecard"
    assert skeleton(strange) == skeleton(plain)
    if skeleton not in SKELETONS.values():
        assert obeyed(strange) == []
