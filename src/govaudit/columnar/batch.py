"""A frame scored: rows that columns can hold by columns, the others by the interpreter, and a small frame by the interpreter alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw

from govaudit.columnar.program import HANDED, Program

CROSSOVER = 32
"""Below so many rows the interpreter is faster; measured by benchmarks/engines.py."""
ROW = "row"


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
    names = program.shape.names()
    indexed = frame.with_row_index(ROW)
    if len(frame) < crossover:
        return _beside(indexed, _interpreted(program, indexed, names)).select(*keep, *names)
    found = program.over(indexed.lazy()).select(ROW, *keep, *sorted(program.columns), HANDED).collect()
    parts = []
    for handed, left in ((False, [name for name in names if name not in program.columns]), (True, names)):
        here = found[HANDED] == handed
        done, rest = found.filter(here).drop(*left, strict=False), indexed.filter(here)
        parts.append(_beside(done, _interpreted(program, rest, left)).select(ROW, *keep, *names))
    return nw.concat(parts).sort(ROW).select(*keep, *names)


def _interpreted(program: Program, frame: nw.DataFrame[Any], names: Sequence[str]) -> nw.DataFrame[Any]:
    """These results of every row of a frame, by the interpreter."""
    facts = [program.encoding.columns_of(program.encoding.codebook[fact]) for fact in program.facts]
    cells = frame.select(ROW, *(column for columns in facts for column in columns)) if names else frame.head(0)
    rows = list(program.interpret(cells.iter_rows(named=True)))
    data = {name: [row[name] for row in rows] for name in names}
    return nw.from_dict(data, schema={name: dtype(name) for name in names}, backend=frame.implementation)


def _beside(left: nw.DataFrame[Any], right: nw.DataFrame[Any]) -> nw.DataFrame[Any]:
    return nw.concat([left, right], how="horizontal") if right.columns else left


def dtype(name: str) -> type[nw.Int8 | nw.Int64 | nw.Boolean]:
    """The type of a column of results."""
    match name.rpartition(".")[2]:
        case "applies" | "holds":
            return nw.Int8
        case "withheld":
            return nw.Boolean
        case _:
            return nw.Int64
