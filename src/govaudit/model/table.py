"""How tables are read, as people write it beside the criteria: which column says what, and what its cells mean.

An edition has a reading of the answers and may have one of the published figures. Nothing is guessed: what no entry names is an error when a table is read.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal, Self, TypeAlias, get_args

from pydantic import Field, Strict, model_validator

from govaudit.model.base import Authored, Day, Flag, Id, Maybe, Names, Raw, refuse
from govaudit.problems import Code

Rounding: TypeAlias = Literal["nearest", "down", "up"]
FigureKind: TypeAlias = Literal["score", "rank", "band", "level", "designation"]
KINDS: tuple[FigureKind, ...] = get_args(FigureKind)
MAX_DECIMALS = 30


class Long(Authored):
    """The long form: a row says one thing.

    Attributes
    ----------
    name
        The column that names what the row is about.
    value
        The column that says it.
    """

    name: str
    value: str


class TableReading(Authored):
    """How the rows of a table become units.

    Attributes
    ----------
    unit
        The column that names the unit; or several, whose texts are joined with a stroke.
    time
        The column that tells the times of a unit apart.
    where
        The rows that are meant, by the texts of some columns; the others are passed over.
    by
        Columns that tell several rows of one unit apart. Their texts, or the words given for them, fill {column} in names of facts and nodes.
    long
        The two columns of the long form.
    ignore
        Columns that are known and not read; * at the end of a name stands for any ending.
    separator
        What stands between cells, if it is not a comma, or in a file .tsv a tab.
    decimal_mark
        What stands before the decimals of a number.
    strip
        Signs that mean nothing in a number, such as %, the = of a shared rank, or what parts thousands.
    """

    unit: Names
    time: str = ""
    where: dict[str, Names] = Field(default_factory=dict)
    by: dict[str, dict[str, str]] = Field(default_factory=dict)
    long: Maybe[Long] = None
    ignore: tuple[str, ...] = ()
    separator: Literal["", ",", ";", "\t", "|"] = ""
    decimal_mark: Literal[".", ","] = "."
    strip: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _strips_no_number(self) -> Self:
        for sign in self.strip:
            if not sign or set(sign) & {*"0123456789+-eE", self.decimal_mark}:
                raise refuse(Code.BAD_VALUE, "signs that no number is made of: no digit, sign or decimal mark", sign)
        return self


class Coding(Authored):
    """What the texts of cells mean. An allowed value as it stands, a number or a date of such a fact, need no entry.

    Attributes
    ----------
    cells
        By text: a value of the fact, not-found, uncoded, not-applicable, or {contested: [values]}.
    empty
        The same of an empty cell.
    within
        What separates the values of a set in one cell.
    """

    cells: dict[str, Raw] = Field(default_factory=dict)
    empty: Raw = "uncoded"
    within: str = ""


class Column(Coding):
    """A column of answers, or in the long form a name.

    Attributes
    ----------
    column
        Its name in the table.
    fact
        The fact that it answers.
    coding
        The name of a shared coding, in the place of cells of its own.
    """

    column: str
    fact: str
    coding: str = ""

    @model_validator(mode="after")
    def _one_coding(self) -> Self:
        if self.coding and {"cells", "empty", "within"} & self.model_fields_set:
            raise refuse(Code.UNKNOWN_KEY, "a shared coding, or cells of the column's own", self.coding)
        return self


class Answers(TableReading):
    """The reading of a table of answers.

    Attributes
    ----------
    columns
        The columns that are read.
    codings
        Shared codings by name.
    repeated
        What a unit, or an answer of it, that comes again is: an error (refused), a unit of its own (numbered), or a source that may contradict the first (contested).
    """

    columns: tuple[Column, ...]
    codings: dict[str, Coding] = Field(default_factory=dict)
    repeated: Literal["refused", "numbered", "contested"] = "refused"

    @property
    def gathers(self) -> bool:
        """Whether a unit is made of several rows, which may stand anywhere."""
        return self.long is not None or bool(self.by) or self.repeated == "contested"


class Figure(Authored):
    """A published column: the score, rank or band of a node, the level of an indicator, or a designation.

    Attributes
    ----------
    column
        Its name in the table.
    score
        The node whose score it prints.
    rank
        The node by whose score it ranks.
    band
        The node whose band it prints.
    level
        The indicator whose level it prints.
    designation
        The designation whose answer it prints.
    decimals
        To how many decimals scores were published; of a rank, on which it may rest.
    rounding
        Whether scores were rounded to the nearest number, or down or up.
    ties
        Whether equal scores share the better rank and leave a gap (better), or leave none (dense).
    first
        Which score has rank 1.
    cells
        What its texts mean: the id of a band or level, or yes, no, unknown.
    none
        Texts of this column that are no figure, as an empty cell is.
    """

    column: str
    score: str = ""
    rank: str = ""
    band: str = ""
    level: str = ""
    designation: str = ""
    decimals: Maybe[Annotated[int, Strict(), Field(ge=0, le=MAX_DECIMALS)]] = None
    rounding: Rounding = "nearest"
    ties: Literal["better", "dense"] = "better"
    first: Literal["highest", "lowest"] = "highest"
    cells: dict[str, str] = Field(default_factory=dict)
    none: tuple[str, ...] = ()

    @cached_property
    def kind(self) -> FigureKind:
        """What is published."""
        return next(kind for kind in KINDS if getattr(self, kind))

    @cached_property
    def target(self) -> str:
        """The node or designation it is published of."""
        return str(getattr(self, self.kind))

    @model_validator(mode="after")
    def _one_target(self) -> Self:
        named = [kind for kind in KINDS if getattr(self, kind)]
        if len(named) != 1:
            raise refuse(Code.MISSING_KEY, f"exactly one of {', '.join(KINDS)}", ", ".join(named) or None)
        if self.score and self.decimals is None:
            raise refuse(Code.MISSING_KEY, "`decimals`: to how many the score was published", None)
        return self


class Published(TableReading):
    """The reading of a table of published figures.

    Attributes
    ----------
    columns
        The columns that are read.
    none
        Texts that are no figure, as an empty cell is.
    repeated
        What a unit that comes again is: an error (refused), or a unit of its own (numbered).
    """

    columns: tuple[Figure, ...]
    none: tuple[str, ...] = ()
    repeated: Literal["refused", "numbered"] = "refused"


class Edition(Authored):
    """One edition of an index: how its answers are read, and its published figures.

    Attributes
    ----------
    id
        Its id: the name of the file.
    title
        What reports call it.
    as_of
        The day that the answers speak of.
    default
        It is read if none is named; needed only where there are several.
    references
        Where the tables come from.
    answers
        How a table of answers is read.
    published
        How a table of published figures is read.
    """

    id: Id
    title: str = ""
    as_of: Maybe[Day] = None
    default: Flag = False
    references: tuple[str, ...] = ()
    answers: Answers
    published: Maybe[Published] = None
