"""Rows of a CSV or TSV table, one by one: UTF-8, by the strict rules of the csv module. The whole is never in memory."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from govaudit.files.read import cannot_read, decode, open_regular, shown
from govaudit.model.unit import Row
from govaudit.problems import Code, Collector, GovauditError, Problem, quote

if TYPE_CHECKING:
    from govaudit.files.chunks import Chunk
    from govaudit.model.head import Head

LONGEST_LINE = 16 * 1024 * 1024
RIVALS = (";", "\t", "|", ",")


class Rows:
    """A CSV or TSV file as `table_file.TableFile`. In its digest line ends and a byte-order mark make no difference."""

    def __init__(self, name: str, separator: str = "") -> None:
        self.shown = shown(name)
        self.path = Path(name)
        self.separator = separator or ("\t" if self.path.suffix.lower() == ".tsv" else ",")
        self.digest = ""
        self.total: int | None = None
        with self._open() as stream:
            records = self._records(stream, len)
            self.head = self._checked(next(records, Row(1, [])).cells)

    def __iter__(self) -> Iterator[Row]:
        """Every row below the head.

        Raises
        ------
        GovauditError
            At the line from which on the rest cannot be told into rows: no text, a quotation that is not closed.
        """
        total = hashlib.sha256()
        with self._open() as stream:
            records = self._records(stream, total.update)
            next(records, None)
            yield from records
        self.digest = total.hexdigest()

    def want(self, names: Sequence[str]) -> None:
        """Every column is read; nothing to refuse."""

    def chunks(self, names: Sequence[str], head: Head, problems: Collector) -> Iterator[Chunk]:
        """As `table_file.TableFile`; needs the extra `corpus`."""
        from govaudit.files.chunks import chunks_of  # start-up

        yield from chunks_of(head.rows(iter(self), problems), names, head.places)

    def _open(self) -> BinaryIO:
        try:
            return open_regular(self.path, root=self.path.parent)
        except GovauditError as error:
            raise self._named(error) from None

    def _records(self, stream: BinaryIO, note: Callable[[bytes], object]) -> Iterator[Row]:
        reader = csv.reader(self._lines(stream, note), delimiter=self.separator, strict=True)
        begin = 1
        try:
            for cells in reader:
                yield Row(begin, cells)
                begin = reader.line_num + 1
        except csv.Error as error:
            message = f"expected a well-formed table; found {quote(str(error))} in the row that begins here"
            hint = "is a quotation mark not closed, or not doubled? No row from here on was read"
            raise self._bad(message, begin, hint) from None
        except OSError as error:
            raise self._named(cannot_read(error)) from None

    def _lines(self, stream: BinaryIO, note: Callable[[bytes], object]) -> Iterator[str]:
        number = 0
        while raw := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(raw) > LONGEST_LINE:
                raise self._bad(f"expected lines of at most {LONGEST_LINE} bytes; found a longer one", number)
            try:
                line = decode(raw)
            except GovauditError as error:
                raise self._named(error, number) from None
            if "\0" in line:
                message, hint = "expected no control character; found U+0000", "is it UTF-16? Save it as UTF-8"
                problem = Problem(code=Code.CONTROL_CHAR, message=message, hint=hint)
                raise self._named(GovauditError(problem), number)
            line = line.removeprefix("\ufeff") if number == 1 else line
            note(line.rstrip("\r\n").encode() + b"\n")
            yield line

    def _checked(self, head: list[str]) -> tuple[str, ...]:
        """The head, if it names every column once."""
        twice = [name for name, other in pairwise(sorted(head)) if name == other]
        if not head or twice or not all(map(str.strip, head)):
            what = f"{quote(twice[0])} twice" if twice else "a column without a name" if head else "an empty file"
            raise self._bad(f"expected a head that names every column once; found {what}", 1)
        rival = next((sign for sign in RIVALS if sign != self.separator and sign in head[0]), "")
        if len(head) == 1 and rival:
            hint = (
                f"it looks separated by {quote(rival)}: say so in the reading of the table, `separator: {quote(rival)}`"
            )
            raise self._bad(f"expected columns separated by {quote(self.separator)}; found one column", 1, hint)
        return tuple(head)

    def _bad(self, message: str, line: int, hint: str = "") -> GovauditError:
        problem = Problem(code=Code.BAD_TABLE, message=message, line=line, hint=hint)
        return self._named(GovauditError(problem))

    def _named(self, error: GovauditError, line: int | None = None) -> GovauditError:
        """The same error with the name of the file, and the line where the file was read by lines."""
        placed = [
            replace(item, document=self.shown, line=line if line is not None else item.line) for item in error.problems
        ]
        return type(error)(placed)
