"""Tables of strangers: the same rows by every reader of ours and by Python's own, or a refusal at a line that is there."""

from __future__ import annotations

import csv
import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from govaudit.files.editions import open_edition
from govaudit.files.parquet import ParquetRows
from govaudit.files.rows import Rows
from govaudit.files.table_file import TableFile
from govaudit.files.tables import check_table
from govaudit.files.workspace import Workspace
from govaudit.model.answers import AnswerTable
from govaudit.model.codebook import Codebook
from govaudit.model.table import Answers
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, Problem
from tests.fuzz.folder import TOY
from tests.fuzz.refusals import well_said

CHILD_BYTES, CHILD_SECONDS = 4 << 30, 5
MOST = 10_000
"""Rows that are read of a table: a changed footer may speak of more than there are seconds for."""


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="govaudit-fuzz-")


@cache
def _reading() -> tuple[Answers, Codebook]:
    """How the toy reads tables of answers."""
    workspace = Workspace(TOY)
    answers = open_edition(workspace, "toy").answers
    assert answers
    return answers, workspace.codebook


def put(name: str, data: bytes) -> Path:
    """A file with these bytes, in a folder that goes when the process ends."""
    path = Path(_folder().name) / name
    path.write_bytes(data)
    return path


def separated(data: bytes) -> None:
    """CSV and TSV: `check` and the reader refuse the same; what is read is what Python's reader makes of the whole text; columns are the rows."""
    name, body = ("t.tsv" if data[:1] == b"\t" else "t.csv"), data[1:]
    path = put(name, body)
    checked = _refused(path)
    try:
        table = Rows(str(path))
        found = list(table)
    except GovauditError as error:
        _placed(error.problems, body)
        assert [str(problem) for problem in checked] == [str(problem) for problem in error.problems] or _seen_before(
            checked
        )
        return
    text = body.decode("utf-8").removeprefix("\ufeff")
    theirs = list(csv.reader(io.StringIO(text, newline="\n"), delimiter=table.separator, strict=True))
    assert [list(table.head), *(row.cells for row in found)] == theirs
    ragged = any(len(row.cells) != len(table.head) for row in found)
    assert bool(checked) == (ragged or _twice([column.lower() for column in table.head], found))
    _placed(checked, body)
    _answers(table, found)


def _refused(path: Path) -> tuple[Problem, ...]:
    try:
        check_table(path)
    except GovauditError as error:
        return error.problems
    return ()


def _seen_before(problems: tuple[Problem, ...]) -> bool:
    """Whether `check` stopped before the reader did: at a row that the reader leaves to others to judge."""
    return any(it.code is Code.DUPLICATE_ID or "cells, as in the head" in it.message for it in problems)


def _twice(head: list[str], rows: list[Row]) -> bool:
    """Whether a name stands twice in the first column that is called as one of names is, where no column tells times apart."""
    places = [place for place, column in enumerate(head) if column in {"id", "slug"}]
    if not places or {"date", "time", "year"} & set(head):
        return False
    names = [row.cells[places[0]] for row in rows]
    return len(set(names)) < len(names)


def _placed(problems: tuple[Problem, ...], body: bytes) -> None:
    well_said(problems)
    assert all(1 <= (problem.line or 1) <= body.count(b"\n") + 1 for problem in problems), problems


def _answers(table: TableFile, found: list[Row]) -> None:
    """The units of the toy's reading, where the head fits it: read, or a problem; and the same cells by columns as by rows."""
    (reading, codebook), problems = _reading(), Collector()
    try:
        answers = AnswerTable(table.head, reading, codebook, "t")
        names = list(answers.head.places)
        table.want(names)
    except GovauditError as error:
        well_said(error.problems)
        return
    units = list(answers.units(found, problems))
    well_said(problems.problems)
    assert len(units) <= len(found)
    by_columns = [
        dict(zip(names, cells, strict=True))
        for chunk in table.chunks(names, answers.head, Collector())
        for cells in zip(
            *([texts.words[place] for place in texts.places.to_pylist()] for texts in chunk.columns.values()),
            strict=True,
        )
    ]
    by_rows = [
        {name: row.cells[answers.head.places[name]] for name in names}
        for row in answers.head.rows(iter(found), Collector())
    ]
    if isinstance(table, Rows):
        assert by_columns == by_rows


def columns(data: bytes) -> None:
    """Parquet: rows or a refusal; what Arrow or the system says is never an exception of another kind.

    Arrow may end its process, as the program knows, which reads tables in one of its own (`cli/child.py`): so does this.
    """
    path = put("t.parquet", data)
    if _contained(path):
        _columns(path)


def _contained(path: Path) -> bool:
    """Whether a process that reads the table lives to say what it found."""
    reader = _reader()
    assert reader.stdin
    assert reader.stdout
    reader.stdin.write(f"{path}\n")
    reader.stdin.flush()
    ended = int(reader.stdout.readline())
    assert ended in {0, -signal.SIGABRT, -signal.SIGSEGV}, f"the reader ended with {ended}"
    return not ended


@cache
def _reader() -> subprocess.Popen[str]:
    command, root = [sys.executable, "-m", "tests.fuzz.tabular"], Path(__file__).parents[2]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=root
    )


def _serve() -> None:
    """Read the tables that the lines of stdin name, each in a process of its own that has little memory and time; say how it ended."""
    _columns(put("first.parquet", next(columns_seeds())))  # what is loaded once is loaded before there are children
    for line in sys.stdin:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            resource.setrlimit(resource.RLIMIT_AS, (CHILD_BYTES, CHILD_BYTES))
            resource.setrlimit(resource.RLIMIT_CPU, (CHILD_SECONDS, CHILD_SECONDS))
            with suppress(Exception):  # who asked meets it again
                _columns(Path(line.rstrip("\n")))
            os._exit(0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _columns(path: Path) -> None:
    try:
        table = ParquetRows(str(path))
        table.want(table.head)
        if (table.total or 0) > MOST:
            return
        found = list(table)
    except GovauditError as error:
        well_said(error.problems)
        return
    assert len(found) == table.total
    assert all(isinstance(cell, str) for row in found for cell in row.cells)
    _answers(table, found)


HEAD = "council,year,status,name,minutes,complaints,staffed,tongues,members,seat,comment_1"
ROWS = (
    "alpha,2015,final,N,full,Y,Y,EN+FR,5,own,",
    "beta,2016,corrected,N,short,-9,N,EN,200,host,x",
    "gamma,,draft,,,,,,,,",
)


def separated_seeds() -> Iterator[bytes]:
    for path in sorted((TOY / "tables").glob("*.csv")):
        yield b"," + path.read_bytes()
    text = "\n".join([HEAD, *ROWS, ""])
    yield from (first + text.replace(",", first.decode()).encode() for first in (b",", b"\t"))
    yield b"," + text.replace("\n", "\r\n").replace("alpha", '"a ""b"", c"').encode("utf-8-sig")
    yield from (b"," + path.read_bytes() for path in sorted((TOY.parent / "badinputs/files").glob("*.csv")))


def columns_seeds() -> Iterator[bytes]:
    texts = dict(zip(HEAD.split(","), zip(*(row.split(",") for row in ROWS), strict=True), strict=True))
    typed = {
        **texts,
        "year": pa.array([2015, None, 2016], pa.int32()),
        "members": pa.array([5.0, 1.5, None]),
        "complaints": pa.array([True, False, None]),
    }
    more = {
        **typed,
        "seat": pa.array(["own", "own", None]).dictionary_encode(),
        "name": pa.array([0, 1, None], pa.timestamp("us")),
    }
    for made in (texts, typed, more):
        for options in (
            {"write_page_checksum": True},
            {"compression": "none", "use_dictionary": False},
            {"version": "1.0", "row_group_size": 2},
        ):
            sink = io.BytesIO()
            pq.write_table(pa.table(made), sink, **options)
            yield sink.getvalue()


if __name__ == "__main__":
    _serve()
