"""A data folder in which a stranger changed one file: `check` says what is wrong, and what is not wrong is scored and reported."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bibtexparser.entrypoint import parse_string

from govaudit.audit import Audit, compare, score
from govaudit.files.check import Checker
from govaudit.files.read import decode
from govaudit.files.workspace import Workspace
from govaudit.files.yaml import parse
from govaudit.model.framework import MISSING, Missing
from govaudit.problems import GovauditError
from govaudit.report import (
    bibliography,
    compiled_json,
    explain,
    rows,
    scorecard_json,
    scorecard_markdown,
    scorecard_terminal,
    tables,
)  # fmt: skip
from govaudit.report.check import PROGRAMS, render
from govaudit.report.json import dumps
from govaudit.report.layout import Paper, plain
from tests.fuzz.material import Material, words_of
from tests.fuzz.refusals import well_said
from tests.skeletons import SKELETONS, loads

TOY = Path(__file__).parents[1] / "toy"
RAW = 0
MORE = (
    "each", "extends", "weight", "missing", "exclude", "pooled", "steps", "at-least", "at-most", "otherwise", "value", "product", "geometric", "harmonic",
    "power", "median", "rubric", "rubrics", "rules", "rule", "min-coverage", "suppressions", "uncoded", "not-applicable", "custom", "read-at", "DOI",
)  # fmt: skip
"""What the toy leaves out."""


@cache
def files() -> dict[str, str]:
    """The toy's files of YAML that belong to the data folder."""
    paths = sorted(path for part in ("criteria", "forums", "claims") for path in (TOY / part).rglob("*.yaml"))
    return {path.relative_to(TOY).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@cache
def words() -> tuple[str, ...]:
    """Every word of the toy's files, and some more."""
    return tuple(sorted(set(MORE).union(*(words_of(parse(text)) for text in files().values()))))


def checking(data: bytes) -> None:
    """Every problem is said of a line that is there, in every format; a folder without an error is scored within its bounds, and reported."""
    material = Material(data)
    name = material.pick(tuple(files()))
    if material.byte() % 4 != RAW:
        text = written(material.changed(parse(files()[name]), words()))
    else:
        try:
            text = decode(material.rest())
        except GovauditError:
            return
    _check(name, text, material.pick((None, *MISSING)))


@cache
def _folder() -> TemporaryDirectory[str]:
    """The toy's folder once more, which goes when the process ends."""
    made = TemporaryDirectory()
    shutil.copytree(TOY, made.name, dirs_exist_ok=True)
    return made


def _check(name: str, text: str, missing: Missing | None) -> None:
    root = Path(_folder().name)
    try:
        (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        _judge(root, missing)
    finally:
        shutil.copy(TOY / name, root / name)


def _judge(root: Path, missing: Missing | None) -> None:
    workspace = Workspace(root)
    checker = Checker(workspace)
    checker.everything()
    for problem in checker.problems:
        placed = problem.document and problem.line is not None
        well_said([problem], (root / problem.document).read_bytes().decode() if placed else None)
    found = checker.seen_from_here()
    for style in PROGRAMS:
        SKELETONS[style](render(found, style, on=("error",)))
    if not any(problem.severity == "error" for problem in checker.problems):
        _report(workspace, missing)


def _report(workspace: Workspace, missing: Missing | None) -> None:
    plan, day = workspace.plan("toy"), workspace.latest_review()[0]
    audits = [score(plan, workspace.profile(name), workspace.sources, day, missing) for name in workspace.forum_ids()]
    compared = compare(audits)
    loads(scorecard_json.render(audits, "", compared))
    loads(dumps(compiled_json.compiled_json(plan)))
    scorecard_markdown.render(audits)
    tables.render(rows.scorecards(audits), "latex")
    for audit in audits:
        _bounded(audit)
        plain(scorecard_terminal.render(audit, Paper()))
        plain(explain.render(audit, plan.root, Paper()))
    library = parse_string(bibliography.bibtex(workspace.sources.values()))
    assert not library.failed_blocks
    loads(bibliography.csl_json(workspace.sources.values()))


def _bounded(audit: Audit) -> None:
    for node in audit.card.nodes:
        low, high = node.score.low, node.score.high
        least, greatest = audit.plan.ranges[node.id]
        if low is not None and high is not None:
            assert least <= low <= high <= greatest, (node.id, low, high)


def written(value: Any) -> str:
    """Plain data as JSON, which is YAML; numbers as they stand."""
    match value:
        case dict():
            return f"{{{', '.join(f'{written(key)}: {written(item)}' for key, item in value.items())}}}"
        case list():
            return f"[{', '.join(map(written, value))}]"
        case Decimal():
            return str(value)
        case _:
            return json.dumps(value, ensure_ascii=False)


def seeds() -> Iterator[bytes]:
    """Each file as it stands, and with changes of each kind."""
    for number, text in enumerate(files().values()):
        yield bytes([number, RAW]) + text.encode()
        yield from (bytes([number, 1, 0, 7 * kind, kind, 2]) for kind in range(6))
