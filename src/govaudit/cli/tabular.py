"""One run over a table: the framework, its edition, the table of answers, and the problems met on the way."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from govaudit.cli.session import note
from govaudit.problems import Code, Collector, GovauditError, Problem, did_you_mean, one_of, quote

if TYPE_CHECKING:
    from govaudit.files.table_file import TableFile
    from govaudit.files.workspace import Workspace
    from govaudit.model import table as model
    from govaudit.model.answers import AnswerTable
    from govaudit.model.published import Printed
    from govaudit.model.unit import Unit
    from govaudit.scoring.plan import Plan

MOST_PROBLEMS = 1_000
MOST_ALIKE = 5
Choice = TypeVar("Choice", bound=str)
Item = TypeVar("Item")
Edition = Annotated[
    str,
    typer.Option(
        "--edition",
        metavar="ID",
        help="How the tables are read: an edition of the framework. Default: its only one, or the one it names.",
        show_default=False,
    ),
]


@dataclass(slots=True)
class Tabular:
    """A table of answers and how it is read. Each pass reads the rows anew, so that they need not fit in memory."""

    workspace: Workspace
    plan: Plan
    edition: model.Edition
    rows: TableFile
    table: AnswerTable
    problems: Collector
    figures: TableFile | None = None
    others: list[Collector] = field(default_factory=list)
    limit: int = 0
    quiet: bool = False

    def units(self) -> Iterator[Unit]:
        """Every unit of the answers that can be read; the problems of the others are kept."""
        yield from self.some(self.table.units(self.rows, self.problems))

    def some(self, items: Iterable[Item]) -> Iterator[Item]:
        """What was made of the rows; a problem if there were none."""
        nothing = True
        for item in items:
            nothing = False
            yield item
        if nothing and not self.problems.problems:
            message = f"expected rows of edition {self.edition.id}; found none"
            hint = "does `where` name what stands in the table?" if self.edition.answers.where else ""
            self.problems.take([Problem(code=Code.EMPTY, message=message, line=1, hint=hint)])

    def placed(self) -> Plan:
        """The framework; where the data set its goalposts, after a first pass over them."""
        from govaudit.scoring.goalposts import open_facts, placed, spread_of  # start-up

        facts = open_facts(self.plan)
        if not facts:
            return self.plan
        return placed(self.plan, spread_of(self.table.units(self.rows, Collector(most=0)), facts))

    def printed(self, name: str) -> list[Printed]:
        """Every figure of a published table that can be read."""
        from govaudit.files.table_file import open_table  # start-up
        from govaudit.integrity.tables import words_of
        from govaudit.model.published import PublishedTable

        reading = self.edition.published
        if reading is None:
            message = f"expected edition {self.edition.id} of {self.plan.root} to say how published figures are read"
            hint = "give it `published`; docs/how-to/carry-over-an-index.md shows how"
            raise GovauditError(Problem(code=Code.NO_EDITION, message=message, hint=hint))
        self.figures = rows = open_table(name, reading.separator)
        table = PublishedTable(rows.head, reading, lambda kind, target: words_of(self.plan, kind, target), rows.shown)
        rows.want(tuple(table.head.places))
        problems = Collector(document=rows.shown, most=MOST_PROBLEMS, alike=MOST_ALIKE)
        self.others.append(problems)
        return list(table.figures(rows, problems))

    def digest(self) -> str:
        """SHA-256 over the framework, its edition and the tables that were read to their ends."""
        from govaudit.files.criteria import CODEBOOK
        from govaudit.files.editions import edition_document  # start-up

        names = {CODEBOOK, edition_document(self.plan.root, self.edition.id)}
        names |= {document for _, document, _ in self.workspace.tree(self.plan.root).origins}
        read = [self.rows.digest, *([self.figures.digest] if self.figures else [])]
        return self.workspace.documents.digest(names, read)

    def said(self) -> dict[str, str]:
        """What a file of scores says of itself, once all of the answers have been read."""
        from importlib.metadata import version  # start-up

        return {
            "govaudit": version("govaudit"),
            "framework": f"{self.plan.root} {self.plan.framework.version}",
            "edition": self.edition.id,
            "inputs-sha256": self.digest(),
        }

    @property
    def expected(self) -> int | None:
        """How many units there may be at most; None if only a pass over the table can tell."""
        total = self.rows.total
        return min(self.limit, total) if self.limit and total is not None else self.limit or total

    def fewer_than(self, count: int) -> bool:
        """Whether the table has fewer rows."""
        if self.rows.total is not None:
            return self.rows.total < count
        return sum(1 for _ in islice(self.rows, count)) < count

    def nodes(self, named: Sequence[str]) -> tuple[str, ...]:
        """The nodes that were named, or all but the indicators."""
        if not named:
            return tuple(name for name, node in self.plan.nodes.items() if node.kind != "indicator")
        for name in named:
            if name not in self.plan.nodes:
                message = f"expected a node of {self.plan.root}; found {quote(name)}"
                hint = did_you_mean(name, self.plan.nodes)
                raise GovauditError(Problem(code=Code.UNKNOWN_NODE, message=message, hint=hint))
        return tuple(dict.fromkeys(named))

    @property
    def unread(self) -> int:
        """How many problems there are so far, shown or not."""
        return sum(len(problems.problems) + problems.dropped for problems in (self.problems, *self.others))

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """What stops the reading of a table is said after what was wrong before it."""
        try:
            yield
        except GovauditError as error:
            if type(error) is not GovauditError:  # the machine's refusal has an exit code of its own
                raise
            self.problems.most = self.problems.alike = None
            self.problems.take(error.problems)
            self.finish()

    def finish(self) -> None:
        """Print what went wrong beside what went well: exit 2 if anything did."""
        found = [self.problems, *self.others]
        dropped = sum(problems.dropped for problems in found)
        if any(problems.problems for problems in found):
            sys.stdout.flush()
            note(f"{dropped} problems more are not shown", quiet=not dropped)
            raise GovauditError([problem for problems in found for problem in problems.problems])


def chosen(word: str, choices: Sequence[Choice], option: str) -> Choice:
    """A word of an option that is one of its choices."""
    for choice in choices:
        if choice == word:
            return choice
    message = f"expected {option} {one_of(choices)}; found {quote(word)}"
    raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(word, choices)))


def open_tabular(data: str, framework: str, edition: str, answers: str, *, spark: bool = False) -> Tabular:
    """Open a table of answers under a framework, here or where Spark finds it.

    Raises
    ------
    GovauditError
        If framework, edition or the head of the table cannot be understood.
    """
    from govaudit.files.editions import open_edition  # start-up
    from govaudit.files.root import find_root
    from govaudit.files.table_file import open_on_spark, open_table
    from govaudit.files.workspace import Workspace
    from govaudit.model.answers import AnswerTable

    workspace = Workspace(find_root(data))
    plan = workspace.plan(framework)
    reading = open_edition(workspace, framework, edition)
    rows = open_on_spark(answers) if spark else open_table(answers, reading.answers.separator)
    table = AnswerTable(rows.head, reading.answers, plan.codebook, rows.shown)
    rows.want(tuple(table.head.places))
    problems = Collector(document=rows.shown, most=MOST_PROBLEMS, alike=MOST_ALIKE)
    return Tabular(workspace, plan, reading, rows, table, problems)
