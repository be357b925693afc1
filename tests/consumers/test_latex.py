"""LaTeX compiles the tables, whatever a stranger wrote into a cell."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.tables import Table, render
from tests import hostile

pytestmark = pytest.mark.consumer
TOY = Path(__file__).parents[1] / "toy"
COMMANDS = (
    ("score", "alpha", "beta", "gamma"),
    ("compare", "--all"),
    ("history", "alpha", "beta"),
    ("robustness", "--all", "--draws", "256"),
    ("unknowns", "--all"),
    ("reforms",),
    ("claims",),
)
BEGIN = r"\documentclass{article}\begin{document}"


def compiled(folder: Path, *tables: str) -> None:
    """Compile a document that holds tables as they are, each in a paragraph of its own."""
    (folder / "all.tex").write_text("\n\n".join([BEGIN, *tables, r"\end{document}"]), encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-halt-on-error", "-interaction=nonstopmode", "-no-shell-escape", "all.tex"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:].decode(errors="replace")


@pytest.fixture(autouse=True)
def latex() -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("no LaTeX here: apt install texlive-latex-base")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_report_compiles(command: tuple[str, ...], tmp_path: Path) -> None:
    frame = () if command[0] == "claims" else ("--framework", "toy")
    done = CliRunner().invoke(app, [*command, *frame, "--format", "latex", "--data", str(TOY)])
    assert done.exit_code == 0, done.stderr
    compiled(tmp_path, done.stdout)


def test_texts_of_strangers_compile(tmp_path: Path) -> None:
    """In the first cell of a row, where a bracket would be an argument of the line end above; and in the head."""
    texts = [
        text for text in [*hostile.payloads(), "*", "[1cm]", r"\input{/etc/passwd}", "~^_&%$#{}|\"'`"] if text.isascii()
    ]
    assert len(texts) > 20
    compiled(tmp_path, *(render(Table((text, "b"), ((text, 1), (text, 2), ("x", 3))), "latex") for text in texts))
