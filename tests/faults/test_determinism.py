"""The same data make the same bytes: whatever the hash seed, the time, its zone, the language, the order of folders, the place and the user. So does the same source, of the packages."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from govaudit.cli.app import app

from .reports import MORE, REPORTS, WRITTEN, command, offered

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests/toy"
FEW = ("terminal", "text", "json", "html", "sarif", "csl-json")
"""Formats of the run by default; `nox -s faults` makes all."""
PLACES: tuple[tuple[int, dict[str, str]], ...] = (
    (1_000_000_000, {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}),
    (2_000_000_000, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "SOURCE_DATE_EPOCH": "1"}),
    (1_800_000_000, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Pago_Pago", "LC_ALL": "tr_TR.UTF-8", "PYTHONIOENCODING": "cp1252", "COLUMNS": "200", "POLARS_MAX_THREADS": "1"}),
)  # fmt: skip
"""Days and environments; each has a working folder and a home of its own too."""


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("GOVAUDIT", "LC_", "LANG", "PYTHON", "COV"))}  # fmt: skip
    return {**kept, "HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


def made(folder: Path, seed: int, day: int, formats: tuple[str, ...], settings: dict[str, str]) -> dict[str, str]:
    """The digest of every report, made there and then."""
    folder.mkdir()
    asked = [sys.executable, "-m", "tests.faults.reports", str(TOY), str(seed), str(day), *formats]
    done = subprocess.run(asked, cwd=folder, env=environment(folder, **settings), capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found: dict[str, str] = json.loads(done.stdout)
    return found


ALIKE = {
    "corpus score, polars csv": "corpus score csv",
    "corpus score, polars tsv": "corpus score tsv",
    "check github": "check text",
}
"""Reports that are the same by right: both engines say the same, and where nothing is wrong there is nothing to annotate."""


def same(reports: list[dict[str, str]]) -> None:
    first, *others = reports
    apart = [digest for name, digest in first.items() if name not in ALIKE]
    assert len(apart) == len(set(apart)) > 40
    assert [name for name, other in ALIKE.items() if name in first and first[name] != first[other]] == []
    for other in others:
        assert [name for name in first if first[name] != other.get(name)] == []


def test_every_report_is_the_same_bytes_everywhere(tmp_path: Path) -> None:
    same([made(tmp_path / str(at), at, day, FEW, settings) for at, (day, settings) in enumerate(PLACES)])


@pytest.mark.long
def test_every_report_in_every_format_is_the_same_bytes_under_every_seed(tmp_path: Path) -> None:
    reports = []
    for seed in range(21):
        day, settings = PLACES[seed % len(PLACES)]
        reports.append(made(tmp_path / str(seed), seed, day + seed, (), {**settings, "PYTHONHASHSEED": str(seed)}))
    same(reports)


def leaves(group: Any, *path: str) -> dict[str, Any]:
    """The commands of the program."""
    if not hasattr(group, "commands"):
        return {" ".join(path): group}
    return {name: leaf for word, below in group.commands.items() for name, leaf in leaves(below, *path, word).items()}


def test_every_command_that_writes_is_asked() -> None:
    assert {" ".join(command(name)) for name in (*REPORTS, *WRITTEN)} == set(leaves(get_command(app)))


def test_every_format_is_asked_for() -> None:
    every = {name: offered(name, str(TOY)) for name in REPORTS}
    leaf = leaves(get_command(app))
    for name, formats in every.items():
        assert bool(formats) == any(option.name == "format" for option in leaf[" ".join(command(name))].params)
        assert len(formats) != 1
    assert len(every["score"]) == 25
    assert set(MORE) <= set(every)


def test_no_module_asks_what_day_it_is_but_the_one_that_writes_drafts() -> None:
    clocks = re.compile(
        r"(time|date|datetime)\.(time|time_ns|localtime|gmtime|today|now|utcnow)|.*(getmtime|st_.time.*)"
    )
    found = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and clocks.fullmatch(ast.unparse(node)):
                found.add((path.stem, ast.unparse(node)))
    assert found == {("new", "time.time")}


BUILDS: tuple[tuple[int, dict[str, str]], ...] = (
    (0o022, {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}),
    (0o077, {"TZ": "Pacific/Kiritimati", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1"}),
)


@pytest.mark.parametrize("epoch", ["", "1790000000"])
@pytest.mark.parametrize("kind", ["wheel", "sdist"])
def test_the_same_source_makes_the_same_package(kind: str, epoch: str, tmp_path: Path) -> None:
    packages = set()
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for at, (umask, settings) in enumerate(BUILDS):
        source = tmp_path / str(at) / ("a" * (at + 1))
        before = os.umask(umask)
        try:
            for name in tracked.split("\0")[
                :: 1 - 2 * at
            ]:  # written in another order, so that folders list them in another
                if name and (ROOT / name).is_file():
                    (source / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(ROOT / name, source / name)
            when = {"SOURCE_DATE_EPOCH": epoch} if epoch else {}
            asked = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path / f"to{at}")]
            subprocess.run(
                asked, cwd=source, env=environment(tmp_path, **settings, **when), capture_output=True, check=True
            )
        finally:
            os.umask(before)
        (package,) = (tmp_path / f"to{at}").iterdir()
        packages.add((package.name, sha256(package.read_bytes()).hexdigest()))
    assert len(packages) == 1
