"""From the rows of a table of answers to units with their knowledge. A bad row is reported, and the others are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic_core import PydanticCustomError

from govaudit.model.codebook import Codebook
from govaudit.model.decode import Decoder, decoder
from govaudit.model.head import Head, filled, ignored, read_head, refusal
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.model.table import Answers, Column
from govaudit.model.unit import Row, Unit
from govaudit.problems import Code, Collector, GovauditError, Path, Problem, did_you_mean, quote

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: of which fact, in which line, and what it makes known."""

    fact: str
    line: int
    knowledge: Knowledge


@dataclass(slots=True)
class Draft:
    """A unit whose rows are still being gathered; `bad` if one of them cannot be read."""

    line: int
    said: dict[str, Said] = field(default_factory=dict)
    bad: bool = False


class AnswerTable:
    """A table of answers, its head understood. Iterate `units` over its rows.

    Attributes
    ----------
    unread
        The units of the rows so far that cannot be read.
    """

    def __init__(self, names: Sequence[str], reading: Answers, codebook: Codebook, document: str = "") -> None:
        self.reading = reading
        self.codebook = codebook
        self.head: Head = read_head(names, reading, [column.column for column in reading.columns], document)
        self.columns = {column.column: column for column in reading.columns}
        self.decoders: dict[tuple[str, str], Decoder] = {}
        self.unread: set[Key] = set()

    def units(self, rows: Iterable[Row], problems: Collector) -> Iterator[Unit]:
        """Every unit that can be read, in the order of its first row; `problems` takes what is wrong with the others."""
        meant = self.head.rows(iter(rows), problems)
        yield from (self._gathered(meant, problems) if self.reading.gathers else self._one_by_one(meant, problems))

    def _one_by_one(self, rows: Iterator[Row], problems: Collector) -> Iterator[Unit]:
        seen: dict[Key, list[int]] = {}
        for row in rows:
            name = time = ""
            try:
                name, time = self._key(row)
                lines = seen.setdefault((name, time), [])
                lines.append(row.line)
                name = self._numbered(name, time, lines)
                yield Unit(name, time, {item.fact: item.knowledge for item in self._answers(row)}, row.line)
            except GovauditError as error:
                problems.take(error.problems)
                self.unread.add((name, time))

    def _numbered(self, name: str, time: str, lines: Sequence[int]) -> str:
        """The name of a unit that stands in these lines so far."""
        if len(lines) == 1 or self.reading.repeated == "numbered":
            return numbered(name, len(lines))
        raise GovauditError(again(name, time, lines[-1], lines[0]))

    def _gathered(self, rows: Iterator[Row], problems: Collector) -> Iterator[Unit]:
        drafts: dict[Key, Draft] = {}
        for row in rows:
            try:
                draft = drafts.setdefault(self._key(row), Draft(row.line))
            except GovauditError as error:
                problems.take(error.problems)
                continue
            try:
                for said in self._answers(row):
                    self._add(draft, said)
            except GovauditError as error:
                problems.take(error.problems)
                draft.bad = True
                self.unread.add(self._key(row))
        for (name, time), draft in drafts.items():
            if not draft.bad:
                yield Unit(name, time, {fact: said.knowledge for fact, said in draft.said.items()}, draft.line)

    def _add(self, draft: Draft, said: Said) -> None:
        before = draft.said.get(said.fact)
        if before is not None and self.reading.repeated != "contested":
            message = f"expected one answer to {said.fact}; line {before.line} gives one already"
            hint = "mend the table, or say `repeated: contested` in the reading"
            raise GovauditError(refusal(Code.REPEATED_ANSWER, message, said.line, hint))
        draft.said[said.fact] = (
            said if before is None else Said(said.fact, before.line, both(before.knowledge, said.knowledge))
        )

    def _key(self, row: Row) -> Key:
        return self.head.unit(row), self.head.time(row)

    def _answers(self, row: Row) -> Iterator[Said]:
        """What a row says, every column of it.

        Raises
        ------
        GovauditError
            With each cell that says nothing known.
        """
        words = self.head.words(row)
        problems: list[Problem] = []
        for column, fact, text in self._asked(row, words):
            try:
                yield Said(fact, row.line, self.said(column, fact, text, row.line))
            except GovauditError as error:
                problems += error.problems
        if problems:
            raise GovauditError(problems)

    def _asked(self, row: Row, words: Mapping[str, str]) -> Iterable[tuple[Column, str, str]]:
        """The cells of a row with the facts they answer. Not all is asked of all: with `by`, a cell is empty where there is no such fact."""
        if not words:
            return ((column, column.fact, text) for column, text in self._cells(row))
        cells = [(column, filled(column.fact, words), text) for column, text in self._cells(row)]
        asked = [cell for cell in cells if cell[2] or cell[1] in self.codebook]
        return asked or cells

    def said(self, column: Column, fact: str, text: str, line: int) -> Knowledge:
        """What a cell makes known of a fact.

        Raises
        ------
        GovauditError
            If it says nothing known.
        """
        found = self.decoder(column, fact, line)
        try:
            return found.knowledge(text)
        except PydanticCustomError as error:
            message = f"column {quote(column.column)}: {error.message()}"
            raise GovauditError(refusal(Code[error.type], message, line, found.hint(text))) from None

    def _cells(self, row: Row) -> Iterator[tuple[Column, str]]:
        """The columns of a row with their texts; in the long form, the one that the row names."""
        long = self.reading.long
        if long is None:
            for name, column in self.columns.items():
                yield column, row.cells[self.head.places[name]]
            return
        name = row.cells[self.head.places[long.name]]
        if name in self.columns:
            yield self.columns[name], row.cells[self.head.places[long.value]]
        elif not ignored(name, self.reading.ignore):
            hint = did_you_mean(name, self.columns) or "map it to a fact, or list it under `ignore`"
            message = f"column {quote(long.name)}: expected a name that the reading knows; found {quote(name)}"
            raise GovauditError(refusal(Code.UNMAPPED_COLUMN, message, row.line, hint))

    def decoder(self, column: Column, fact: str, line: int) -> Decoder:
        """How the cells of a column are read as a fact.

        Raises
        ------
        GovauditError
            If there is no such fact, or the coding does not fit it.
        """
        key = (column.column, fact)
        if key not in self.decoders:
            if fact not in self.codebook:
                message = f"column {quote(column.column)}: expected a fact of the codebook; found {quote(fact)}"
                hint = did_you_mean(fact, self.codebook)
                raise GovauditError(refusal(Code.UNKNOWN_FACT, message, line, hint))
            coding = self.reading.codings[column.coding] if column.coding else column
            try:
                self.decoders[key] = decoder(self.codebook[fact], coding, self.reading.decimal_mark, self.reading.strip)
            except PydanticCustomError as error:
                message = f"column {quote(column.column)}: {fact}: {error.message()}"
                raise GovauditError(refusal(Code[error.type], message, line)) from None
        return self.decoders[key]


def both(first: Knowledge, second: Knowledge) -> Knowledge:
    """What two sources make known together: one that knows nothing leaves it to the other; two different values contest each other."""
    values = tuple(dict.fromkeys((*first.values, *second.values)))
    if values:
        return Knowledge(Kind.CONTESTED if len(values) > 1 else Kind.KNOWN, values)
    kinds = (Kind.NOT_APPLICABLE, Kind.NOT_FOUND, Kind.UNCODED)
    return min(first, second, key=lambda item: kinds.index(item.kind))


def numbered(name: str, count: int) -> str:
    """The name of a unit that stands in the table for the `count`-th time."""
    return f"{name} ({count})" if count > 1 else name


def again(name: str, time: str, line: int, before: int) -> Problem:
    """A unit that stands in the table again."""
    what = f"{name} {time}" if time else name
    message = f"expected a row for each unit once; found {quote(what)} again, first on line {before}"
    hint = "the first is scored; mend the table, or say in the reading what `repeated` units are"
    return refusal(Code.DUPLICATE_ID, message, line, hint)


def check_answers(reading: Answers, codebook: Codebook) -> list[Problem]:
    """What is wrong with a reading itself: unknown facts and codings, cells that are no values, two columns of one name or fact."""
    problems: list[Problem] = []
    columns: set[str] = set()
    facts: set[str] = set()
    for index, column in enumerate(reading.columns):
        place: Path = ("answers", "columns", index)
        if column.column in columns or column.fact in facts:
            which = column.column if column.column in columns else column.fact
            message = f"expected each column and each fact once; found {quote(which)} again"
            problems.append(Problem(code=Code.DUPLICATE_ID, message=message, node=place))
        columns.add(column.column)
        facts.add(column.fact)
        if column.coding and column.coding not in reading.codings:
            hint = did_you_mean(column.coding, reading.codings)
            message = f"expected a shared coding; found {quote(column.coding)}"
            problems.append(Problem(code=Code.UNKNOWN_NAME, message=message, node=(*place, "coding"), hint=hint))
            continue
        if column.fact not in codebook:
            if not any(f"{{{name}}}" in column.fact for name in reading.by):
                hint = did_you_mean(column.fact, codebook)
                message = f"expected a fact of the codebook; found {quote(column.fact)}"
                problems.append(Problem(code=Code.UNKNOWN_FACT, message=message, node=(*place, "fact"), hint=hint))
            continue
        coding = reading.codings.get(column.coding, column)
        where: Path = ("answers", "codings", column.coding) if column.coding else place
        try:
            decoder(codebook[column.fact], coding, reading.decimal_mark, reading.strip)
        except PydanticCustomError as error:
            problems.append(Problem(code=Code[error.type], message=f"{column.fact}: {error.message()}", node=where))
    return problems
