"""Every report of the toy forums in every format, as it is published. Regenerate with GOLDEN=write, and read the difference."""

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app

TOY = Path(__file__).parents[1] / "toy"
GOLDEN = Path(__file__).parent / "reports"
FORMATS = ("terminal", "json", "csv", "markdown", "latex", "github", "plain", "tsv", "rst")
COMMANDS = {
    **{
        f"score-{style}": ("score", "alpha", "beta", "gamma", "--framework", "toy", "--format", style)
        for style in FORMATS
    },
    **{f"compare-{style}": ("compare", "--all", "--framework", "toy", "--format", style) for style in FORMATS},
    **{
        f"compare-2015-{style}": ("compare", "--all", "--framework", "toy", "--as-of", "2015-06-30", "--format", style)
        for style in ("terminal", "json")
    },
    **{
        f"explain-{style}": ("explain", "alpha", "--framework", "toy", "--format", style)
        for style in ("terminal", "json", "markdown")
    },
    **{
        f"score-missing-all-{style}": ("score", "alpha", "--missing", "all", "--framework", "toy", "--format", style)
        for style in ("terminal", "json")
    },
    **{
        f"show-{name}": ("show", name, "--framework", "toy")
        for name in ("alpha", "beta", "minutes-kept", "minutes", "book", "toy")
    },
    **{f"show-alpha-{style}": ("show", "alpha", "--format", style) for style in ("json", "csv", "markdown")},
    **{f"list-sources-{style}": ("list", "sources", "--format", style) for style in ("csv", "json")},
    **{
        f"list-{kind}": ("list", kind, "--framework", "toy")
        for kind in ("forums", "frameworks", "criteria", "indicators", "facts", "sources", "tags", "claims", "reforms")
    },
    **{f"claims-{style}": ("claims", "--format", style) for style in ("terminal", "json", "csv", "markdown", "latex")},
    **{
        f"history-{style}": ("history", "alpha", "beta", "--framework", "toy", "--format", style)
        for style in ("terminal", "json", "csv")
    },
    **{
        f"history-all-{style}": ("history", "--all", "--from", "2008", "--framework", "toy", "--format", style)
        for style in ("terminal", "csv")
    },
    **{
        f"diff-{style}": ("diff", "2009-06-30", "2026-01-31", "--framework", "toy", "--format", style)
        for style in ("terminal", "json", "csv", "markdown")
    },
    **{
        f"compare-tag-{style}": (
            "compare",
            "--tag",
            "regional",
            "--as-of",
            "2015-06-30",
            "--framework",
            "toy",
            "--format",
            style,
        )
        for style in ("terminal", "json", "csv", "markdown")
    },
    **{
        f"{command[0]}-{style}": (*command, "--framework", "toy", "--format", style)
        for command in (
            ("unknowns", "--all"),
            ("whatif", "alpha", "--reform", "hear-complaints", "--set", "staffed=true", "--set", "minutes=uncoded"),
            ("reforms",),
        )
        for style in ("terminal", "json", "csv", "markdown", "latex")
    },
    **{
        f"plan-{style}": (
            "plan",
            "beta",
            "--target",
            "high",
            "--as-of",
            "2015-06-30",
            "--framework",
            "toy",
            "--format",
            style,
        )
        for style in ("terminal", "json", "csv", "markdown", "latex")
    },
    "plan-weights": ("plan", "gamma", "--target", "high", "--framework", "toy", "--weights", "answer=3"),
    "unknowns-alpha": ("unknowns", "alpha", "gamma", "--framework", "toy"),
    "show-hear-complaints": ("show", "hear-complaints", "--framework", "toy"),
    **{f"list-sources-{style}": ("list", "sources", "--format", style) for style in ("csl-json", "bibtex")},
    **{
        f"agree-{style}": (
            "agree",
            "alpha",
            str(TOY / "codings/second"),
            "--adjudication",
            str(TOY / "codings/adjudication.yaml"),
            "--framework",
            "toy",
            "--format",
            style,
        )
        for style in ("terminal", "csv", "markdown", "latex")
    },
    "agree-disputes-csv": (
        "agree",
        "alpha",
        str(TOY / "codings/second"),
        "--disputes",
        "--framework",
        "toy",
        "--format",
        "csv",
    ),
    "compare-missing-all-terminal": ("compare", "--all", "--missing", "all", "--framework", "toy"),
    "list-facts-json": ("list", "facts", "--format", "json"),
    "list-forums-json": ("list", "forums", "--format", "json"),
    "check": ("check",),
    "check-json": ("check", "--format", "json"),
    "test": ("test", "toy"),
    "test-json": ("test", "toy", "--format", "json"),
}


def run(*arguments: str) -> bytes:
    done = CliRunner().invoke(app, [*arguments, "--data", str(TOY)])
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


@pytest.mark.parametrize("name", COMMANDS)
def test_report_is_as_published(name: str) -> None:
    report, path = run(*COMMANDS[name]), GOLDEN / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(report)
    assert report.decode() == path.read_bytes().decode()


def test_every_report_of_a_forum_fits_eighty_columns() -> None:
    for name in (
        "score-terminal",
        "compare-terminal",
        "compare-tag-terminal",
        "explain-terminal",
        "show-alpha",
        "claims-terminal",
        "history-terminal",
        "history-all-terminal",
        "diff-terminal",
        "agree-terminal",
    ):
        assert max(map(len, run(*COMMANDS[name]).decode().splitlines())) <= 80


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in GOLDEN.iterdir()} == set(COMMANDS)
