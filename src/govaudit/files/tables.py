"""Whether a table that is handed to `check` is well-formed: one name a column, as many cells in every row, nothing cut off."""

from __future__ import annotations

import csv
import io
from itertools import pairwise
from pathlib import Path

from govaudit.files.read import decode, read_bytes
from govaudit.problems import Code, GovauditError, Problem, quote

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
    data = read_bytes(path, root=path.parent, limit=LIMIT)
    if path.suffix == ".parquet":
        length = int.from_bytes(data[-8:-4], "little") if len(data) >= SMALLEST_PARQUET else -1
        if data[:4] != MAGIC or data[-4:] != MAGIC or not 0 < length <= len(data) - SMALLEST_PARQUET:
            raise _bad("expected a whole Parquet file; its beginning or end is missing", 1)
        return
    _check_rows(decode(data).removeprefix("\ufeff"), "\t" if path.suffix == ".tsv" else ",")


def _check_rows(text: str, separator: str) -> None:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begin = 1
    try:
        head = next(reader, [])
        twice = [name for name, other in pairwise(sorted(head)) if name == other]
        if not head or not all(map(str.strip, head)) or twice:
            what = f"{quote(twice[0])} twice" if twice else "a column without a name"
            raise _bad(f"expected a head that names every column once; found {what}", 1)
        begin = reader.line_num + 1
        for row in reader:
            if len(row) != len(head):
                raise _bad(f"expected {len(head)} cells, as in the head; found {len(row)}", begin)
            begin = reader.line_num + 1
    except csv.Error as error:
        raise _bad(f"expected a well-formed table; found {quote(str(error))}", begin) from None


def _bad(message: str, line: int) -> GovauditError:
    return GovauditError(Problem(code=Code.BAD_TABLE, message=message, line=line))
