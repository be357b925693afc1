"""Start-up is a feature: what a command imports, counted, not timed."""

import subprocess
import sys

import pytest

SCRIPT = """
import sys
from govaudit.cli.main import main
sys.argv = ["govaudit", *{arguments!r}]
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
print("\\n".join(sys.modules), file=sys.stderr)
"""
HEAVY = {
    "numpy",
    "scipy",
    "polars",
    "pandas",
    "jinja2",
    "narwhals",
    "requests",
    "httpx",
    "socket",
    "ssl",
    "asyncio",
    "http",
    "multiprocessing",
}


def modules(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=list(arguments))],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    return set(done.stderr.split())


def top(names: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize("arguments", [("--help",), ("score", "--help"), ("--version",)])
def test_help_and_version_load_no_model_and_no_data(arguments: tuple[str, ...]) -> None:
    loaded = modules(*arguments)
    assert not top(loaded) & (
        {"pydantic", "rich", "yaml", "tabulate"} | (HEAVY - {"socket"})
    )  # the standard library's own, for --version
    assert not {name for name in loaded if name.startswith(("govaudit.files", "govaudit.model", "govaudit.scoring"))}


def test_score_in_a_pipe_imports_only_what_it_needs() -> None:
    loaded = modules("score", "gfmd")
    assert not top(loaded) & ({"rich", "tabulate"} | (HEAVY - {"socket"}))  # pydantic reads its version through email
    ours = {name for name in loaded if name.startswith("govaudit.report")}
    assert ours == {
        f"govaudit.report{tail}"
        for tail in ("", ".evidence", ".layout", ".numbers", ".scorecard_terminal", ".sentences", ".view")
    }
    assert not {
        name
        for name in loaded
        if name.startswith(
            (
                "govaudit.integrity.cases",
                "govaudit.integrity.criteria",
                "govaudit.integrity.claims",
                "govaudit.analysis.claims",
                "govaudit.changes",
                "govaudit.files.check",
            )
        )
    }


def test_only_known_packages_are_loaded_to_score() -> None:
    ours = {"govaudit", "typer", "yaml", "pydantic"}
    theirs = {
        "shellingham",
        "annotated_doc",
        "pydantic_core",
        "annotated_types",
        "typing_extensions",
        "typing_inspection",
        "sitecustomize",  # of the machine
    }
    foreign = {
        name
        for name in top(modules("score", "gfmd"))
        if name not in sys.stdlib_module_names and not name.startswith(("_", "cython"))
    }
    assert foreign - ours <= theirs
