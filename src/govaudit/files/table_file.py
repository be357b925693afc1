"""Tables on disk, whatever their format: CSV and TSV by rows, Parquet by columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from govaudit.files.extras import need
from govaudit.files.rows import Rows
from govaudit.model.unit import Row
from govaudit.problems import Collector

if TYPE_CHECKING:
    from govaudit.files.chunks import Chunk
    from govaudit.model.head import Head

PARQUET = frozenset({".parquet", ".pq"})


class TableFile(Protocol):
    """A table on disk. Each pass over it reads the file anew.

    Attributes
    ----------
    shown
        The table's name as it may be printed.
    head
        The names of the columns, each once.
    digest
        SHA-256 of what was read by the latest whole pass.
    total
        How many rows it has; None if only a pass can tell.
    """

    shown: str
    head: tuple[str, ...]
    total: int | None

    @property
    def digest(self) -> str: ...

    def __iter__(self) -> Iterator[Row]: ...

    def want(self, names: Sequence[str]) -> None:
        """Say which columns will be read.

        Raises
        ------
        GovauditError
            If one of them cannot be.
        """
        ...

    def chunks(self, names: Sequence[str], head: Head, problems: Collector) -> Iterator[Chunk]:
        """The rows in order, by columns; those of a wrong length go to the problems. Needs the extra `corpus`."""
        ...


def is_parquet(name: str) -> bool:
    """Whether a file is Parquet by its name."""
    return Path(name).suffix.lower() in PARQUET


def open_table(name: str, separator: str = "") -> TableFile:
    """A table by its name: Parquet, TSV, or else CSV.

    Raises
    ------
    GovauditError
        If it cannot be read, or what reads it is not installed.
    """
    if not is_parquet(name):
        return Rows(name, separator)
    need("corpus", f"read {Path(name).suffix} files")
    from govaudit.files.parquet import ParquetRows  # start-up, and an extra

    return ParquetRows(name)


def open_on_spark(name: str) -> TableFile:
    """A table by the address that Spark knows it by.

    Raises
    ------
    GovauditError
        If it cannot be read, or Spark is not installed.
    """
    need("spark", "use --engine spark")
    from govaudit.files.spark import SparkTable  # start-up, and an extra

    return SparkTable(name)
