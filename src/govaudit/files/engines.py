"""Whole tables scored by an engine, some thousand rows at a time; whichever it is, the frames are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from tempfile import TemporaryDirectory
from threading import Condition
from typing import Any, Literal, TypeAlias

import narwhals as nw
import polars as pl
import pyarrow.parquet as pq
from polars.io.plugins import register_io_source

from govaudit.columnar.batch import columns_of, finish, score_frame
from govaudit.columnar.encoding import Cell
from govaudit.columnar.program import Program, compile_program
from govaudit.files.chunks import ROWS
from govaudit.files.encode import Encoder
from govaudit.files.encoded import KEPT, LINE, TIME, UNIT, encoding_for, unit_frames
from govaudit.files.table_file import TableFile
from govaudit.model.answers import AnswerTable
from govaudit.model.codebook import Fact
from govaudit.model.table import Column
from govaudit.problems import Collector, GovauditError
from govaudit.scoring.units import Request, placed_at

Engine: TypeAlias = Literal["interpreter", "polars", "duckdb"]
MOST_DECIMALS = 6
"""A number with more decimals is left to the interpreter, with its row."""
NEVER = 1 << 62
MORSEL = 1 << 14
"""Rows that polars works out at a time: hundreds of columns of more take more memory and no less time."""
MOST_AHEAD, PATIENCE = 4 * ROWS, 1.0
"""Rows that may be read and not yet scored, and seconds to wait for them."""


@dataclass(slots=True)
class Run:
    """A table, and what is asked of it.

    Attributes
    ----------
    limit
        So many units are scored; 0 for all.
    check
        Called before each batch of rows is read; what it raises ends the run.
    """

    request: Request
    file: TableFile
    table: AnswerTable
    problems: Collector
    limit: int = 0
    check: Callable[[], None] = lambda: None

    def program(self, most: int | None = None) -> Program:
        """The framework compiled for the columns of the table.

        Parameters
        ----------
        most
            Decimals of numbers; None for those that the table has. They are fewer if else not every node could be worked out.
        """
        most = self._decimals() if most is None else most
        best = self._compiled(most)
        for digits in range(most - 1, -1, -1):
            if not best.beyond:
                break
            best = min(best, self._compiled(digits), key=lambda program: len(program.beyond))
        return best

    def _compiled(self, digits: int) -> Program:
        request = self.request
        encoding = encoding_for(self.table, request.plan.codebook, digits)
        return compile_program(request.plan, encoding, request.nodes, request.missing)

    def _decimals(self) -> int:
        """How many decimals the numbers of the table have, as far as columns hold them."""
        codebook = self.request.plan.codebook
        exact = [name for name, column in self.table.columns.items() if _is_number(codebook.get(column.fact))]
        if not exact or self.table.reading.gathers:
            return MOST_DECIMALS if exact else 0
        most = 0
        for chunk in self.file.chunks(exact, self.table.head, Collector(most=0)):
            self.check()
            for name, texts in chunk.columns.items():
                column = self.table.columns[name]
                most = max(most, max((self._decimals_of(column, word) for word in texts.words), default=0))
            if most >= MOST_DECIMALS:
                break
        return min(most, MOST_DECIMALS)

    def _decimals_of(self, column: Column, text: str) -> int:
        try:
            values = self.table.said(column, column.fact, text, 0).values
        except GovauditError:  # it is said where the row is read
            return 0
        below = Fraction(values[0]).denominator if values else 1  # type: ignore[arg-type]  # of a numeric fact
        return next((digits for digits in range(MOST_DECIMALS) if 10**digits % below == 0), MOST_DECIMALS)

    def scores(self, program: Program, engine: Engine) -> Iterator[pl.DataFrame]:
        """Unit, time, line and the scores of every unit that can be scored, in the order of the table."""
        for done in ENGINES[engine](program, self._limited(self._frames(program)), self._refuse):
            self.check()
            yield done.to_native()

    def _frames(self, program: Program) -> Iterator[pl.DataFrame]:
        if self.table.reading.gathers:
            units = self.table.units(self.file, self.problems)
            return unit_frames(units, program.encoding, program.facts)
        return Encoder(self.table, program.encoding, program.facts).frames(self.file, self.problems, self.check)

    def _limited(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """No more units than the limit, and no problems of the rows below them."""
        left = self.limit or NEVER
        for frame in frames:
            self.check()
            yield frame.head(left)
            left -= len(frame)
            if left <= 0:
                last = frame[LINE][left - 1]
                self.problems.problems = [item for item in self.problems.problems if item.line <= last]
                return

    def _refuse(self, row: Mapping[str, Cell], error: GovauditError) -> None:
        shown = f"{row[UNIT]} {row[TIME]}" if row[TIME] else str(row[UNIT])
        self.problems.take(placed_at(error, shown, int(row[LINE] or 0)))


def _is_number(fact: Fact | None) -> bool:
    return fact is not None and fact.type == "number"


Refuse: TypeAlias = Callable[[Mapping[str, Cell], GovauditError], None]
Frames: TypeAlias = Iterator[pl.DataFrame]
Scores: TypeAlias = Iterator[nw.DataFrame[Any]]


def _by_rows(program: Program, frames: Frames, refuse: Refuse) -> Scores:
    for frame in frames:
        yield score_frame(program, nw.from_native(frame, eager_only=True), KEPT, NEVER, refuse)


class Pace:
    """Holds the reading of rows back to the writing of scores: polars reads ahead as far as there is memory."""

    def __init__(self) -> None:
        self.ahead, self.ended = 0, False
        self.changed = Condition()

    def made(self, rows: int) -> None:
        """So many rows were read; wait while too many are, but never for long: polars may want more before it gives any."""
        with self.changed:
            self.ahead += rows
            while self.ahead > MOST_AHEAD and not self.ended and self.changed.wait(PATIENCE):
                pass

    def used(self, rows: int) -> None:
        """So many were scored and are being written."""
        with self.changed:
            self.ahead -= rows
            self.changed.notify()

    def end(self) -> None:
        """Nobody wants more."""
        with self.changed:
            self.ended = True
            self.changed.notify()


def _by_polars(program: Program, frames: Frames, refuse: Refuse) -> Scores:
    """One plan for the whole stream: to plan is slow where there are hundreds of columns."""
    first = next(frames, None)
    if first is None:
        return
    failed: list[BaseException] = []
    pace = Pace()

    def source(names: list[str] | None, *_: object) -> Frames:
        try:
            for frame in chain([first], frames):
                if pace.ended:
                    return
                pace.made(len(frame))
                yield from (frame if names is None else frame.select(names)).iter_slices(MORSEL)
        except BaseException as error:  # noqa: BLE001  # polars would wrap it; it is raised below
            failed.append(error)

    stream = register_io_source(source, schema=first.schema)
    lazy = columns_of(program, nw.from_native(stream), KEPT).to_native()
    batches = lazy.collect_batches(chunk_size=MORSEL, maintain_order=True)
    try:
        for done in batches:
            pace.used(len(done))
            yield finish(program, nw.from_native(done, eager_only=True), KEPT, refuse)
    finally:  # the threads of polars must not be reading still when Python ends
        pace.end()
        for _ in batches:
            pass
    if failed:
        raise failed[0]


def _by_duckdb(program: Program, frames: Frames, refuse: Refuse) -> Scores:
    """One query over a file of the encoded rows, for the same reason."""
    import duckdb  # an engine of its own, with an extra of its own

    with spooled(frames) as path:
        if path is None:
            return
        relation = nw.from_native(duckdb.read_parquet(path))
        reader = columns_of(program, relation, KEPT).sort(LINE).to_native().fetch_arrow_reader(ROWS)
        for batch in reader:
            done = pl.from_arrow(batch)
            yield finish(program, nw.from_native(done, eager_only=True), KEPT, refuse)


@contextmanager
def spooled(frames: Frames) -> Iterator[str | None]:
    """A Parquet file of all frames, for as long as the block lasts; None if there is none."""
    first = next(frames, None)
    if first is None:
        yield None
        return
    types = first.to_arrow().schema
    with TemporaryDirectory(prefix="govaudit-") as folder:
        path = f"{folder}/encoded.parquet"
        with pq.ParquetWriter(path, types) as out:
            for frame in chain([first], frames):
                out.write_table(frame.to_arrow().cast(types))
        yield path


ENGINES: dict[Engine, Callable[[Program, Frames, Refuse], Scores]] = {
    "interpreter": _by_rows,
    "polars": _by_polars,
    "duckdb": _by_duckdb,
}
