"""A frame scored: rows that columns can hold by columns, the others by the interpreter, and a small frame by the interpreter alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import narwhals as nw

from govaudit.columnar.encoding import Cell
from govaudit.columnar.program import HANDED, Program
from govaudit.problems import GovauditError

Refuse: TypeAlias = Callable[[Mapping[str, Cell], GovauditError], None]

CROSSOVER = 64
"""Below so many rows the interpreter is faster, though columns are loaded and compiled: `python benchmarks/engines.py single`."""
ROW = "/row"


def score_frame(
    program: Program,
    frame: nw.DataFrame[Any],
    keep: Sequence[str] = (),
    crossover: int = CROSSOVER,
    refuse: Refuse | None = None,
) -> nw.DataFrame[Any]:
    """The scores of an encoded frame, one row a unit in the same order.

    Parameters
    ----------
    keep
        Columns of the frame to carry over, before the scores.
    crossover
        Frames with fewer rows are left to the interpreter.
    refuse
        As in `finish`.

    Raises
    ------
    GovauditError
        As `finish`.
    """
    if len(frame) < crossover:
        indexed, names = frame.with_row_index(ROW), program.shape.names()
        found = _interpreted(program, indexed, names, keep, refuse)
        return indexed.join(found, on=ROW, how="inner").sort(ROW).select(*keep, *names)
    return finish(program, columns_of(program, frame.lazy(), keep).collect(), keep, refuse)


def columns_of(program: Program, frame: nw.LazyFrame[Any], keep: Sequence[str] = ()) -> nw.LazyFrame[Any]:
    """What columns make of a frame, beside all that `finish` needs: for engines that stream, batch by batch."""
    kept = dict.fromkeys((*keep, *program.reads()))
    return program.over(frame).select(*(nw.col(name) for name in (*kept, *sorted(program.columns), HANDED)))


def finish(
    program: Program, done: nw.DataFrame[Any], keep: Sequence[str] = (), refuse: Refuse | None = None
) -> nw.DataFrame[Any]:
    """The scores of a batch of `columns_of`: what is left to the interpreter filled in, in the same order.

    Parameters
    ----------
    refuse
        Takes a row that cannot be scored, and why; the row is left out.

    Raises
    ------
    GovauditError
        As `Program.interpret`, if nothing takes what is refused.
    """
    names, handed = program.shape.names(), done[HANDED]
    left = [name for name in names if name not in program.columns]
    if not left and not handed.any():
        return done.select(*keep, *names)
    indexed = done.with_row_index(ROW)
    parts = []
    for here, missing in ((~handed, left), (handed, names)):
        rows = indexed.filter(here)
        if missing:
            rows = rows.drop(*missing, strict=False)
            rows = rows.join(_interpreted(program, rows, missing, keep, refuse), on=ROW, how="inner")
        parts.append(rows.select(ROW, *keep, *names))
    return nw.concat(parts).sort(ROW).select(*keep, *names)


def _interpreted(
    program: Program,
    frame: nw.DataFrame[Any],
    names: Sequence[str],
    keep: Sequence[str] = (),
    refuse: Refuse | None = None,
) -> nw.DataFrame[Any]:
    """These results of every row of a frame that can be scored, by the interpreter."""
    found: list[dict[str, int | bool | None]] = []
    for row in frame.select(ROW, *dict.fromkeys((*keep, *program.reads()))).iter_rows(named=True):
        try:
            found.append({ROW: row[ROW], **next(program.interpret([row]))})
        except GovauditError as error:
            if refuse is None:
                raise
            refuse(row, error)
    types = {ROW: frame.schema[ROW], **program.shape.types()}
    data = {name: [row[name] for row in found] for name in (ROW, *names)}
    return nw.from_dict(data, schema={name: types[name] for name in data}, backend=frame.implementation)
