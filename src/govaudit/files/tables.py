"""Whether a table that is handed to `check` is well-formed: one name a column, as many cells in every row, nothing cut off."""

from __future__ import annotations

from pathlib import Path

from govaudit.files.read import read_bytes, shown
from govaudit.files.rows import Rows
from govaudit.problems import Code, GovauditError, Problem

LIMIT = 64 * 1024 * 1024
MAGIC = b"PAR1"
SMALLEST_PARQUET = 12


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
    for row in rows:
        if len(row.cells) != len(rows.head):
            message = f"expected {len(rows.head)} cells, as in the head; found {len(row.cells)}"
            raise _bad(message, row.line, shown(path))


def _check_parquet(data: bytes) -> None:
    length = int.from_bytes(data[-8:-4], "little")
    if data[:4] != MAGIC or data[-4:] != MAGIC or not 0 < length <= len(data) - SMALLEST_PARQUET:
        raise _bad("expected a whole Parquet file; its beginning or end is missing", 1)


def _bad(message: str, line: int, document: str = "") -> GovauditError:
    return GovauditError(Problem(code=Code.BAD_TABLE, message=message, line=line, document=document))
