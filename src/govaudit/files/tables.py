"""Whether a table that is handed to `check` is well-formed: one name a column, as many cells in every row, nothing cut off."""

from __future__ import annotations

import hashlib
from pathlib import Path

from govaudit.files.read import read_bytes, shown
from govaudit.files.rows import Rows
from govaudit.problems import Code, GovauditError, Problem, quote

LIMIT = 64 * 1024 * 1024
MAGIC = b"PAR1"
SMALLEST_PARQUET = 12

NAMES = frozenset({"id", "slug"})
"""What a column is called whose cells each name one thing: no reading is known to `check`, which could say so."""
TIMES = frozenset({"date", "time", "year"})
"""Beside a column of such a name a thing may stand in several rows."""
MOST_NAMES = 1_000_000


def check_table(path: Path) -> None:
    """Check a `.csv`, `.tsv` or `.parquet` file.

    Raises
    ------
    GovauditError
        With the first thing wrong, at its line.
    """
    if path.suffix == ".parquet":
        _check_parquet(read_bytes(path, root=path.parent, limit=LIMIT))
        return
    rows = Rows(str(path))
    name = next((index for index, column in enumerate(rows.head) if column.lower() in NAMES), None)
    if TIMES & {column.lower() for column in rows.head}:
        name = None
    seen: dict[bytes, int] = {}
    for row in rows:
        if len(row.cells) != len(rows.head):
            message = f"expected {len(rows.head)} cells, as in the head; found {len(row.cells)}"
            raise _bad(message, row.line, shown(path))
        if name is None:
            continue
        digest = hashlib.sha256(row.cells[name].encode()).digest()  # a name may be long
        first = seen.setdefault(digest, row.line) if len(seen) < MOST_NAMES else row.line
        if first != row.line:
            message = f"expected in {quote(rows.head[name])} each name once; found {quote(row.cells[name], 40)} again, first on line {first}"
            hint = "which of the rows is meant? Call the column otherwise if a thing may have several"
            raise GovauditError(
                Problem(code=Code.DUPLICATE_ID, message=message, line=row.line, document=shown(path), hint=hint)
            )


def _check_parquet(data: bytes) -> None:
    length = int.from_bytes(data[-8:-4], "little")
    if data[:4] != MAGIC or data[-4:] != MAGIC or not 0 < length <= len(data) - SMALLEST_PARQUET:
        raise _bad("expected a whole Parquet file; its beginning or end is missing", 1)


def _bad(message: str, line: int, document: str = "") -> GovauditError:
    return GovauditError(Problem(code=Code.BAD_TABLE, message=message, line=line, document=document))
