"""Whole tables scored by an engine, some thousand rows at a time; whichever it is, the frames are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import narwhals as nw
import polars as pl

from govaudit.columnar.batch import columns_of, finish, score_frame
from govaudit.columnar.encoding import Cell
from govaudit.columnar.program import Program, compile_program
from govaudit.files.encode import KEPT, LINE, TIME, UNIT, Encoder, encoding_for, unit_frames
from govaudit.files.table_file import TableFile
from govaudit.model.answers import AnswerTable
from govaudit.problems import Collector, GovauditError
from govaudit.scoring.units import Request, placed_at

Engine: TypeAlias = Literal["interpreter", "polars", "duckdb"]
DECIMALS = (6, 4, 2, 0)
"""Decimals of the numbers in columns, tried in turn until every node can be worked out in 64 bits."""
NEVER = 1 << 62


@dataclass(slots=True)
class Run:
    """A table, and what is asked of it.

    Attributes
    ----------
    limit
        So many units are scored; 0 for all.
    """

    request: Request
    file: TableFile
    table: AnswerTable
    problems: Collector
    limit: int = 0

    def program(self) -> Program:
        """The framework compiled for the columns of the table."""
        plan = self.request.plan
        programs = (
            compile_program(
                plan, encoding_for(self.table, plan.codebook, digits), self.request.nodes, self.request.missing
            )
            for digits in DECIMALS
        )
        best = next(programs)
        if any(fact.type == "number" for fact in plan.codebook.values()):
            for program in programs:
                if not best.beyond:
                    break
                best = min(best, program, key=lambda one: len(one.beyond))
        return best

    def scores(self, program: Program, engine: Engine) -> Iterator[pl.DataFrame]:
        """Unit, time, line and the scores of every unit that can be scored, in the order of the table."""
        for frame in self._limited(self._frames(program)):
            done = ENGINES[engine](program, frame, self._refuse)
            yield done.to_native()

    def _frames(self, program: Program) -> Iterator[pl.DataFrame]:
        if self.table.reading.gathers:
            units = self.table.units(self.file, self.problems)
            return unit_frames(units, program.encoding, program.facts)
        return Encoder(self.file, self.table, program.encoding, program.facts).frames(self.problems)

    def _limited(self, frames: Iterable[pl.DataFrame]) -> Iterator[pl.DataFrame]:
        """No more units than the limit, and no problems of the rows below them."""
        left = self.limit or NEVER
        for frame in frames:
            yield frame.head(left)
            left -= len(frame)
            if left <= 0:
                last = frame[LINE][left - 1]
                self.problems.problems = [item for item in self.problems.problems if item.line <= last]
                return

    def _refuse(self, row: Mapping[str, Cell], error: GovauditError) -> None:
        shown = f"{row[UNIT]} {row[TIME]}" if row[TIME] else str(row[UNIT])
        self.problems.take(placed_at(error, shown, int(row[LINE] or 0)))


Refuse: TypeAlias = Callable[[Mapping[str, Cell], GovauditError], None]


def _by_rows(program: Program, frame: pl.DataFrame, refuse: Refuse) -> nw.DataFrame[Any]:
    return score_frame(program, nw.from_native(frame, eager_only=True), KEPT, NEVER, refuse)


def _by_polars(program: Program, frame: pl.DataFrame, refuse: Refuse) -> nw.DataFrame[Any]:
    return finish(program, columns_of(program, nw.from_native(frame.lazy()), KEPT).collect(), KEPT, refuse)


def _by_duckdb(program: Program, frame: pl.DataFrame, refuse: Refuse) -> nw.DataFrame[Any]:
    import duckdb  # an engine of its own, with an extra of its own

    relation = nw.from_native(duckdb.from_arrow(frame.to_arrow()))
    done = columns_of(program, relation, KEPT).collect("polars").sort(LINE)  # it may return rows in another order
    return finish(program, done, KEPT, refuse)


ENGINES: dict[Engine, Callable[[Program, pl.DataFrame, Refuse], nw.DataFrame[Any]]] = {
    "interpreter": _by_rows,
    "polars": _by_polars,
    "duckdb": _by_duckdb,
}
