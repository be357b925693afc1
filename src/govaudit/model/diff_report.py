"""A report of `diff` as JSON, version 1: what it may hold, whoever wrote it.

A comment on a pull request is made from such a report alone, in a place where the report itself comes from a stranger. So nothing
here is converted, every text is short and without control characters, and every number is small.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from govaudit.model.base import ID, ID_SCHEMA, Flag, refuse
from govaudit.problems import CONTROL, Code, Severity

SCHEMA = "govaudit.diff/1"
LONGEST = 2000
"""Characters of one text."""
LARGEST = 10**20
DECIMALS = 1000
CODE = re.compile(r"GA\d{3}")


def parse_name(value: object) -> str:
    """An id, of a thing that need not be: a file that cannot be read has a name too."""
    if isinstance(value, str) and ID.fullmatch(value):
        return value
    raise refuse(Code.BAD_ID, "an id of at most 64 characters (a-z, 0-9, -)", value)


def parse_text(value: object) -> str:
    if isinstance(value, str) and len(value) <= LONGEST and not CONTROL.search(value):
        return value
    raise refuse(Code.BAD_VALUE, f"text of at most {LONGEST} characters, none of them a control character", value)


def parse_day(value: object) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise refuse(Code.BAD_DATE, "a date YYYY-MM-DD", value)


def parse_amount(value: object) -> Decimal:
    """An exact number. The exponent is bounded first: a million zeros fit in nine characters."""
    number = Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(number, Decimal) and number.is_finite() and number.copy_abs() <= LARGEST:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent >= -DECIMALS:
            return number
    raise refuse(Code.BAD_NUMBER, f"a number of at most {LARGEST} and {DECIMALS} decimals", value)


def parse_share(value: object) -> Decimal:
    share = parse_amount(value)
    if 0 <= share <= 1:
        return share
    raise refuse(Code.BAD_NUMBER, "a share between 0 and 1", value)


def parse_count(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
        return value
    raise refuse(Code.BAD_NUMBER, f"a whole number between 0 and {LARGEST}", value)


def parse_place(value: object) -> int:
    if count := parse_count(value):
        return count
    raise refuse(Code.BAD_NUMBER, "a whole number of at least 1", value)


def parse_code(value: object) -> str:
    if isinstance(value, str) and CODE.fullmatch(value):
        return value
    raise refuse(Code.BAD_VALUE, "a problem code such as GA203", value)


Id = Annotated[str, PlainValidator(parse_name), WithJsonSchema(ID_SCHEMA)]
Text = Annotated[str, PlainValidator(parse_text), WithJsonSchema({"type": "string", "maxLength": LONGEST})]
IsoDay = Annotated[str, PlainValidator(parse_day), WithJsonSchema({"type": "string", "format": "date"})]
_SPAN = {"type": "number", "minimum": -LARGEST, "maximum": LARGEST}
Amount = Annotated[Decimal, PlainValidator(parse_amount), WithJsonSchema(_SPAN)]
Share = Annotated[Decimal, PlainValidator(parse_share), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
Count = Annotated[
    int, PlainValidator(parse_count), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": LARGEST})
]
Place = Annotated[
    int, PlainValidator(parse_place), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LARGEST})
]
CodeId = Annotated[str, PlainValidator(parse_code), WithJsonSchema({"type": "string", "pattern": "^GA[0-9]{3}$"})]
State = Literal["known", "contested", "not-found", "uncoded", "not-applicable"]
CauseName = Literal["evidence", "correction", "world", "criteria"]
NodeKind = Literal["framework", "criterion", "indicator", "derived"]
Status = Literal["new", "suppressed", "mended", "remaining"]


class Reported(BaseModel):
    """Base of all that a report holds: frozen, unknown keys refused, nothing converted but a list to a tuple."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True, populate_by_name=True)


class Numbers(Reported):
    """The four numbers of a score; null is "no score"."""

    point: Amount | None
    low: Amount | None
    high: Amount | None
    coverage: Share | None


class Parts(Reported):
    """A share of a change, in points; null where there is no number to split."""

    point: Amount | None
    low: Amount | None
    high: Amount | None


class Rank(Reported):
    """The rank by point, and the best and worst that the bounds allow; null without a score."""

    rank: Place | None
    rank_low: Place | None
    rank_high: Place | None


class FrameworkName(Reported):
    id: Id
    version: Text
    title: Text


class Criterion(Reported):
    """A member of the framework, in its order."""

    id: Id
    title: Text


class CriterionScore(Reported):
    id: Id
    score: Numbers


class Held(Reported):
    """What is known of a fact of a new forum. `evidence`: short citations, or where it was searched."""

    fact: Id
    state: State
    value: Text
    scored: Flag
    evidence: tuple[Text, ...]


class NewForum(Reported):
    """A forum that the earlier side has not. `absent`: why it has no score; `uncoded`: the facts that nobody has looked for."""

    forum: Id
    name: Text
    generic: Flag
    absent: Text | None
    band: Text | None
    score: Numbers
    rank: Rank
    criteria: tuple[CriterionScore, ...]
    statements: tuple[Held, ...]
    uncoded: Count


class GoneForum(Reported):
    """A forum that the later side has not, with what it scored."""

    forum: Id
    name: Text
    score: Numbers
    rank: Rank


class Absent(Reported):
    """Why there is no score on a side; null if there is one."""

    before: Text | None
    after: Text | None


class Causes(Reported):
    """A change split into its causes; they sum to the difference."""

    evidence: Parts
    correction: Parts
    world: Parts
    criteria: Parts


class NodeChange(Reported):
    """A node that changed, and the root of every forum."""

    forum: Id
    node: Id
    kind: NodeKind
    before: Numbers
    after: Numbers
    absent: Absent
    causes: Causes | None


class Moved(Reported):
    """A forum whose rank is not what it was."""

    forum: Id
    before: Rank
    after: Rank


class StatementChange(Reported):
    """A fact of which something else is known than before, and what that did to the root. `sources`, `evidence`: of the later side."""

    forum: Id
    fact: Id
    cause: CauseName
    before: Text
    after: Text
    before_state: State
    after_state: State
    scored: Flag
    effect: Parts
    sources: tuple[Id, ...]
    evidence: tuple[Text, ...]

    @property
    def unknown(self) -> Literal["settled", "opened", ""]:
        """Whether an unknown was settled, or a known fact opened."""
        before, after = (state in UNKNOWN for state in (self.before_state, self.after_state))
        return "settled" if before and not after else "opened" if after and not before else ""


UNKNOWN = frozenset({"contested", "not-found", "uncoded"})


class Found(Reported):
    """A problem that `check` finds on the later side, or, if mended, on the earlier one; suppressed: newly accepted by the data."""

    status: Status
    code: CodeId
    severity: Severity
    path: Text | None
    line: Place | None
    column: Place | None
    node: Text
    message: Text
    hint: Text | None


class Problems(Reported):
    """What `check` says of both sides, and how many problems the data of each accept."""

    suppressed_before: Count
    suppressed_after: Count
    found: tuple[Found, ...]


class DiffReport(Reported):
    """`govaudit.diff/1`. `unread`: forums that cannot be read on a side, and so are compared on neither.

    `problems` is null where both sides are the same data on two days.
    """

    schema_: Annotated[Literal["govaudit.diff/1"], Field(alias="schema")] = "govaudit.diff/1"
    framework: FrameworkName
    criteria: tuple[Criterion, ...]
    from_: Annotated[Text, Field(alias="from")]
    to: Text
    as_of: IsoDay
    as_of_before: IsoDay
    new: tuple[NewForum, ...]
    gone: tuple[GoneForum, ...]
    unread: tuple[Id, ...]
    changes: tuple[NodeChange, ...]
    ranks: tuple[Moved, ...]
    statements: tuple[StatementChange, ...]
    problems: Problems | None
