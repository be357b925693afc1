"""Every report that there is, made in one process, as a digest each: `python -m tests.faults.reports DATA SEED DAY [FORMAT ...]`.

The order in which folders are listed is shuffled by the seed, and the clock stands still on the day, in seconds since 1970. Without formats: all that there are.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

FRAMED = ("--framework", "toy")
TABLE = "{data}/tables/answers.csv"
REPORTS: dict[str, tuple[str, ...]] = {
    "score": ("alpha", "beta", "gamma", "--explain", *FRAMED),
    "score, all policies": ("alpha", "--missing", "all", *FRAMED),
    "compare": ("--all", *FRAMED),
    "compare, all policies": ("--all", "--missing", "all", *FRAMED),
    "explain": ("alpha", *FRAMED),
    "claims": (),
    "history": ("--all", *FRAMED),
    "diff": ("2009-06-30", "2026-01-31", *FRAMED),
    "robustness": ("--all", "--draws", "64", "--completions", "4", *FRAMED),
    "agree": ("alpha", "{data}/codings/second", "--adjudication", "{data}/codings/adjudication.yaml", *FRAMED),
    "whatif": ("alpha", "--reform", "hear-complaints", *FRAMED),
    "reforms": FRAMED,
    "unknowns": ("--all", *FRAMED),
    "views": ("--weights", "answer=2", *FRAMED),
    "plan": ("beta", "--target", "high", "--as-of", "2015-06-30", *FRAMED),
    "list, forums": ("forums", *FRAMED),
    "list, sources": ("sources", *FRAMED),
    "show": ("alpha",),
    "show, a criterion": ("records", *FRAMED),
    "verify": ("toy", "--answers", TABLE, "--published", "{data}/tables/published.csv"),
    "check": (),
    "test": ("toy",),
    "corpus score": (TABLE, *FRAMED),
    "corpus score, polars": (TABLE, *FRAMED, "--engine", "polars"),
    "schema": ("forum",),
    "schema, a report": ("scorecard",),
}
"""What each command that writes a report is asked; a name may have more after a comma."""
WRITTEN: dict[str, tuple[str, ...]] = {
    "export": ("package",),
    "site build": ("site", *FRAMED),
    "robustness, pictures": ("--all", "--draws", "64", "--completions", "4", "--pictures", "pictures", *FRAMED),
    "corpus score, Parquet": (TABLE, *FRAMED, "--output", "out.parquet"),
    "agree, a draft": ("alpha", "{data}/codings/second", "--write", "draft.yaml", *FRAMED),
    "new forum": ("fresh",),
    "new source": ("fresh", "--title", "T", "--grade", "press", "--accessed", "2026-01-31"),
    "new framework": ("fresh", "--fact", "minutes", "--fact", "languages"),
    "new criterion": ("anew", "--fact", "minutes", *FRAMED),
    "new claim": ("anew", "one", "--claim", "C", "--rule", "{{minutes: none}}", "--section", "1", "--source", "book", "--as-of", "2016-01-01", *FRAMED),
    "fmt": (),
}  # fmt: skip
"""What commands write into files, into the working folder or the data."""
MORE = {"list, sources": ("csl-json", "bibtex")}
"""Formats that a command has for one thing alone."""
ELSEWHERE = {"pdf"}
"""What an extra writes that needs more of the system; `tests/browser_reports/test_pdf.py` makes it at two times and places."""


def command(name: str) -> list[str]:
    return name.partition(",")[0].split()


def invoke(arguments: list[str], data: str) -> Any:
    from typer.testing import CliRunner

    from govaudit.cli.app import app

    return CliRunner().invoke(app, [*(part.format(data=data) for part in arguments), "--data", data])


def offered(name: str, data: str) -> tuple[str, ...]:
    """The formats that a command says it has; none if it has no choice of them."""
    if command(name) == ["schema"]:
        return ()
    said = invoke([*command(name), *REPORTS[name], "--format", "none-such"], data).stderr
    found = re.match(r"expected (?:a format among|--format(?: one of)?) (.*); found", said)
    assert found, said
    return (*re.split(r", | or ", found[1]), *MORE.get(name, ()))


def digests(data: str, only: frozenset[str]) -> Iterator[tuple[str, str]]:
    for name, arguments in REPORTS.items():
        for format in offered(name, data) or ("",):
            if format in ELSEWHERE or format == "parquet" or (only and format not in only and format):
                continue
            asked = ["--format", format] if format else []
            done = invoke([*command(name), *arguments, *asked], data)
            yield f"{name} {format}".strip(), digest(done)
    before = contents(Path(data)) | contents(Path.cwd())
    for name, arguments in WRITTEN.items():
        done = invoke([*command(name), *arguments], data)
        after = contents(Path(data)) | contents(Path.cwd())
        yield name, digest(done, *(part for file in sorted(after.items() - before.items()) for part in file))
        before = after


def digest(done: Any, *files: bytes) -> str:
    assert done.exit_code in {0, 1}, done.output
    return sha256(b"\0".join([done.stdout_bytes, done.stderr_bytes, *files])).hexdigest()


def contents(folder: Path) -> dict[bytes, bytes]:
    """All files of a folder, by name."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix().encode(): path.read_bytes() for path in files}


class Shuffled:
    """What `os.scandir` returns, in another order."""

    def __init__(self, entries: Any, dice: random.Random) -> None:
        with entries:
            self.entries = list(entries)
        dice.shuffle(self.entries)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.entries)

    def __enter__(self) -> Iterator[Any]:
        return iter(self.entries)

    def __exit__(self, *_: object) -> None:
        pass

    def close(self) -> None:
        pass


def shuffle(seed: int) -> None:
    """List folders in another order from now on."""
    dice, scandir, listdir = random.Random(seed), os.scandir, os.listdir

    def listed(*arguments: Any) -> list[Any]:
        names = listdir(*arguments)
        dice.shuffle(names)
        return names

    os.scandir = lambda *arguments: Shuffled(scandir(*arguments), dice)  # type: ignore[assignment]
    os.listdir = listed  # type: ignore[assignment]


def main() -> None:
    data, seed, day, *only = sys.argv[1:]
    time.time = lambda: float(day)  # date.today() asks it too
    shuffle(int(seed))
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as here:
        shutil.copytree(data, f"{here}/data")
        for path in [Path(here), *Path(here).rglob("*")]:
            os.utime(path, (float(day) + 1e8, float(day) + 1e8))  # in the future
        (Path(here) / "below").mkdir()
        os.chdir(f"{here}/below")
        found = dict(digests("../data", frozenset(only)))
        os.chdir(data)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
