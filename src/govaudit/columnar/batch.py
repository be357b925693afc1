"""A frame scored: rows that columns can hold by columns, the others by the interpreter, and a small frame by the interpreter alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from govaudit.columnar.program import HANDED, Program

CROSSOVER = 32
"""Below so many rows the interpreter is faster; measured by benchmarks/engines.py."""
ROW = "/row"


def score_frame(
    program: Program, frame: nw.DataFrame[Any], keep: Sequence[str] = (), crossover: int = CROSSOVER
) -> nw.DataFrame[Any]:
    """The scores of an encoded frame, one row a unit in the same order.

    Parameters
    ----------
    keep
        Columns of the frame to carry over, before the scores.
    crossover
        Frames with fewer rows are left to the interpreter.

    Raises
    ------
    GovauditError
        As `Program.interpret`.
    """
    if len(frame) < crossover:
        indexed = frame.with_row_index(ROW)
        return _beside(indexed, _interpreted(program, indexed, program.shape.names())).select(
            *keep, *program.shape.names()
        )
    return finish(program, columns_of(program, frame.lazy(), keep).collect(), keep)


def columns_of(program: Program, frame: nw.LazyFrame[Any], keep: Sequence[str] = ()) -> nw.LazyFrame[Any]:
    """What columns make of a frame, beside all that `finish` needs: for engines that stream, batch by batch."""
    kept = dict.fromkeys((*keep, *program.reads()))
    return program.over(frame).select(*(nw.col(name) for name in (*kept, *sorted(program.columns), HANDED)))


def finish(program: Program, done: nw.DataFrame[Any], keep: Sequence[str] = ()) -> nw.DataFrame[Any]:
    """The scores of a batch of `columns_of`: what is left to the interpreter filled in, in the same order.

    Raises
    ------
    GovauditError
        As `Program.interpret`.
    """
    names, handed = program.shape.names(), done[HANDED]
    left = [name for name in names if name not in program.columns]
    if not left and not handed.any():
        return done.select(*keep, *names)
    indexed = done.with_row_index(ROW)
    parts = []
    for here, missing in ((~handed, left), (handed, names)):
        rows = indexed.filter(here)
        parts.append(
            _beside(rows.drop(*missing, strict=False), _interpreted(program, rows, missing)).select(ROW, *keep, *names)
        )
    return nw.concat(parts).sort(ROW).select(*keep, *names)


def _interpreted(program: Program, frame: nw.DataFrame[Any], names: Sequence[str]) -> nw.DataFrame[Any]:
    """These results of every row of a frame, by the interpreter."""
    cells = frame.select(ROW, *program.reads()) if names else frame.head(0)
    rows = list(program.interpret(cells.iter_rows(named=True)))
    types = program.shape.types()
    data = {name: [row[name] for row in rows] for name in names}
    return nw.from_dict(data, schema={name: types[name] for name in names}, backend=frame.implementation)


def _beside(left: nw.DataFrame[Any], right: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    return nw.concat([left, right], how="horizontal") if right.columns else left
