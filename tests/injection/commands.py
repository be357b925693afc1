"""Every command that prints texts of files, how it is asked, and in which formats it answers."""

from dataclasses import dataclass
from pathlib import Path

from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.report.bibliography import FORMATS as BIBLIOGRAPHIES
from govaudit.report.check import PROGRAMS
from govaudit.report.tables import FORMATS as TABLES

PLAIN = ("terminal", "json", *TABLES)
PAGES = (*PLAIN, "html")
"""Of `pdf`, which is the same page, the tests of PDF see to the text."""


@dataclass(frozen=True)
class Asked:
    """A command line, without its format and data folder, and the exit code that it ends with."""

    arguments: str
    formats: tuple[str, ...] = PLAIN
    code: int = 0

    def answer(self, data: Path, style: str) -> str:
        """What is printed; beside a report for people also what stands on stderr."""
        words = [word.format(data=data) for word in self.arguments.split()]
        done = CliRunner().invoke(app, [*words, *(["--format", style] if style else []), "--data", str(data)])
        assert done.exit_code == self.code, f"{done.stderr}\n{done.exception!r}"
        return done.stdout_bytes.decode() + (done.stderr if style in {"terminal", "text"} else "")


ASKED = {
    "score": (
        Asked("score alpha beta gamma --framework toy", PAGES),
        Asked("score alpha --explain --framework toy", ("terminal",)),
        Asked("score alpha --missing all --framework toy", PAGES),
        Asked("score alpha --framework toy --lang fr", ("html",)),
    ),
    "compare": (
        Asked("compare --all --framework toy", PAGES),
        Asked("compare --tag regional --framework toy", PAGES),
        Asked("compare --all --missing all --framework toy", PAGES),
    ),
    "explain": (Asked("explain alpha --framework toy", ("terminal", "json", "markdown")),),
    "claims": (Asked("claims"),),
    "history": (Asked("history alpha beta --framework toy"),),
    "diff": (Asked("diff 2009-06-30 2026-01-31 --framework toy"),),
    "robustness": (Asked("robustness --all --draws 256 --framework toy"),),
    "agree": (
        Asked("agree alpha {data}/codings/second --framework toy"),
        Asked("agree alpha {data}/codings/second --framework toy --adjudication {data}/codings/adjudication.yaml"),
        Asked("agree alpha {data}/codings/second --framework toy --disputes", ("",)),
    ),
    "whatif": (
        Asked("whatif alpha --reform hear-complaints --framework toy"),
        Asked("whatif beta --reform hear-complaints --framework toy --as-of 2015-01-01"),
    ),
    "reforms": (Asked("reforms --framework toy"),),
    "unknowns": (Asked("unknowns --all --framework toy"),),
    "views": (Asked("views --framework toy --framework toy-view --weights answer=2"),),
    "plan": (Asked("plan gamma --target 40 --framework toy"), Asked("plan alpha --target high --framework toy")),
    "list": (
        *(Asked(f"list {kind} --framework toy") for kind in ("forums", "frameworks", "criteria", "indicators", "facts", "tags", "claims", "reforms", "coverage")),
        Asked("list sources", (*PLAIN, *BIBLIOGRAPHIES)),
    ),
    "show": (
        Asked("show alpha"),
        *(Asked(f"show {name} --framework toy", ("terminal", "json")) for name in ("odd", "minutes", "asks", "records", "toy", "toy-view", "global", "no-minutes", "hear-complaints", "kinder-states")),
    ),
    "verify": (Asked("verify toy --answers {data}/tables/answers.csv --published {data}/tables/published.csv", code=1),),
    "check": (Asked("check", ("text", "json", *PROGRAMS)),),
    "test": (Asked("test", ("text", "json")),),
    "schema": (Asked("schema forum", ("",)), Asked("schema framework", ("",)), Asked("schema scorecard", ("",))),
    "corpus score": (
        Asked("corpus score {data}/tables/answers.csv --framework toy", ("csv", "tsv")),
        Asked("corpus score {data}/tables/answers.csv --framework toy --engine polars", ("csv", "tsv")),
    ),
}  # fmt: skip
"""By command. A format "" is that of a command that has but one."""
SILENT = {
    "export": "writes a folder: tests/cli/test_export.py",
    "site build": "writes a folder: tests/site/test_payloads.py",
    "fmt": "prints names of files",
    "new forum": "prints the name of a file", "new source": "prints the name of a file", "new framework": "prints names of files",
    "new criterion": "prints names of files", "new claim": "prints the name of a file",
}  # fmt: skip
"""Commands that print no texts of files, and what they do instead."""
