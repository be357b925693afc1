"""What can be wrong with a file, a command or a machine: problems, their closed list of codes, and the exceptions.

Nothing here reads, prints or decides an exit code by itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal, TypeAlias

LONGEST_WORD = 200
Severity: TypeAlias = Literal["error", "warning", "note"]
Path: TypeAlias = tuple[str | int, ...]
CONTROL = re.compile(  # and U+2028/9, at which libyaml counts a line and an editor does not
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Signs that no text of a stranger may hold: they hide, reorder or command."""


class Code(Enum):
    """The closed list of problem codes: id, slug, severity and meaning. A code is never reused."""

    # 1xx: the file cannot be read as data
    UNREADABLE = ("GA101", "unreadable", "error", "The file cannot be opened or read.")
    OUTSIDE_ROOT = ("GA102", "outside-root", "error", "The path leaves the data folder, directly or through a link.")
    NOT_REGULAR_FILE = ("GA103", "not-regular-file", "error", "The path is a folder, pipe or device, not a file.")
    FILE_TOO_LARGE = ("GA104", "file-too-large", "error", "The file is larger than the limit for its kind.")
    BAD_ENCODING = ("GA105", "bad-encoding", "error", "The file is not UTF-8 text.")
    EMPTY = ("GA106", "empty", "error", "The file holds no data.")
    SYNTAX = ("GA107", "syntax", "error", "The file is not well-formed YAML.")
    CONTROL_CHAR = ("GA108", "control-char", "error", "A control character, raw or escaped, stands in the text.")
    BIDI = ("GA109", "bidi", "error", "A bidirectional control character hides how the text reads.")
    TAG = ("GA110", "tag", "error", "YAML tags are not used here.")
    ALIAS = ("GA111", "alias", "error", "YAML anchors and aliases are not used here.")
    MERGE = ("GA112", "merge", "error", "YAML merge keys are not used here.")
    DIRECTIVE = ("GA113", "directive", "error", "YAML directives are not used here.")
    MULTI_DOCUMENT = ("GA114", "multi-document", "error", "The file holds a second YAML document.")
    NOT_A_MAPPING = ("GA115", "not-a-mapping", "error", "The file must be a mapping of keys to values.")
    DUPLICATE_KEY = ("GA116", "duplicate-key", "error", "A key stands twice in one mapping.")
    BAD_KEY = ("GA117", "bad-key", "error", "A key is not plain text of at most 256 visible characters.")
    NON_FINITE = ("GA118", "non-finite", "error", "A number is infinite or not a number.")
    BIG_INT = ("GA119", "big-int", "error", "A number has more than 18 digits.")
    TOO_DEEP = ("GA120", "too-deep", "error", "The data is nested deeper than 32 levels.")
    TOO_LARGE = ("GA121", "too-large", "error", "A text, mapping, file or folder has more parts than the limits allow.")
    BAD_NAME = ("GA122", "bad-name", "error", "A file name is not a kebab-case id.")
    BAD_TABLE = ("GA123", "bad-table", "error", "A table is ragged, cut off, or names a column twice.")
    BAD_BASELINE = (
        "GA124",
        "bad-baseline",
        "error",
        "A baseline is no report that govaudit wrote, or one of another framework.",
    )
    BAD_REPORT = (
        "GA126",
        "bad-report",
        "error",
        "A report is none that govaudit wrote, or holds what it never writes.",
    )
    UNMAPPED_COLUMN = ("GA127", "unmapped-column", "error", "A column that the reading of the table does not name.")
    MISSING_COLUMN = ("GA128", "missing-column", "error", "A column that the reading names, but the table has not.")
    UNMAPPED_CELL = ("GA129", "unmapped-cell", "error", "A cell says what the reading of the table does not know.")
    BAD_UNIT = ("GA130", "bad-unit", "error", "A row names no unit or time, or one that cannot be shown.")
    REPEATED_ANSWER = (
        "GA131",
        "repeated-answer",
        "error",
        "Two rows answer one fact, or print one figure, of one unit.",
    )
    NO_EDITION = (
        "GA132",
        "no-edition",
        "error",
        "No such edition of the framework, or none that says how tables are read.",
    )
    NOTHING_SHARED = ("GA133", "nothing-shared", "error", "Codings that are to be compared have no forum in common.")
    NOT_DISPUTED = ("GA134", "not-disputed", "error", "A decision about a fact on which the codings do not differ.")
    # 2xx: a value has the wrong shape
    UNKNOWN_KEY = ("GA201", "unknown-key", "error", "A key that means nothing here.")
    MISSING_KEY = ("GA202", "missing-key", "error", "A key that must be there is not.")
    BAD_VALUE = ("GA203", "bad-value", "error", "A value is none of those allowed.")
    WRONG_TYPE = ("GA204", "wrong-type", "error", "A value is of another type than expected.")
    BAD_ID = ("GA205", "bad-id", "error", "An id is not kebab-case, is reserved, or is not its file's name.")
    BAD_DATE = ("GA206", "bad-date", "error", "A date is not a year, month or day that exists.")
    BAD_NUMBER = ("GA207", "bad-number", "error", "A number lies outside what is allowed.")
    BAD_WEIGHT = ("GA208", "bad-weight", "error", "A weight is negative or not a number.")
    BAD_RULE = ("GA209", "bad-rule", "error", "A rule is not written in the rule language.")
    BAD_ADDRESS = ("GA210", "bad-address", "error", "An address is not a plain http or https address.")
    # 3xx: a name leads nowhere
    UNKNOWN_FACT = ("GA301", "unknown-fact", "error", "No such fact in the codebook.")
    UNKNOWN_LEVEL = ("GA302", "unknown-level", "error", "No such level in the rubric.")
    UNKNOWN_NODE = ("GA303", "unknown-node", "error", "No such criterion, indicator or derived node.")
    UNKNOWN_SOURCE = ("GA304", "unknown-source", "error", "No such source in the bibliography.")
    UNKNOWN_NAME = ("GA305", "unknown-name", "error", "No such named rule, rubric, table, band or file.")
    UNKNOWN_FORUM = ("GA306", "unknown-forum", "error", "No such forum.")
    UNKNOWN_FRAMEWORK = ("GA307", "unknown-framework", "error", "No such framework.")
    UNKNOWN_ID = ("GA308", "unknown-id", "error", "Nothing has this id.")
    DUPLICATE_ID = ("GA309", "duplicate-id", "error", "Two things bear one id.")
    CYCLE = ("GA310", "cycle", "error", "Rules or nodes read each other in a circle.")
    UNKNOWN_TAG = ("GA311", "unknown-tag", "error", "No such tag in the list of tags, or no forum bears it.")
    UNKNOWN_REVISION = ("GA312", "unknown-revision", "error", "No such revision of the data.")
    UNKNOWN_REFORM = ("GA313", "unknown-reform", "error", "No such reform in forums/reforms/.")
    UNMATCHED_OVERRIDE = (
        "GA314",
        "unmatched-override",
        "error",
        "An override matches nothing in the framework that is extended.",
    )
    OTHER_BASE = ("GA315", "other-base", "error", "A framework extends a version that is not the one that is there.")
    DEAD_LINK = ("GA316", "dead-link", "warning", "An address leads to no public page.")
    # 4xx: a law of the data is broken
    NO_EVIDENCE = ("GA401", "no-evidence", "error", "A statement rests on no evidence.")
    REVERSED_PERIOD = ("GA402", "reversed-period", "error", "A period ends before it starts.")
    OVERLAP = ("GA403", "overlap", "error", "Two statements of one fact hold on the same day.")
    NOT_CONTESTED = ("GA404", "not-contested", "error", "A contested statement needs two different values.")
    NO_SEARCH = ("GA405", "no-search", "error", "A fact is not-found, but no search is recorded.")
    OVERCONFIDENT = ("GA406", "overconfident", "error", "An inferred statement claims high confidence.")
    UNCITED_SOURCE = ("GA407", "uncited-source", "warning", "A source that no statement cites.")
    LONG_QUOTE = ("GA408", "long-quote", "error", "A quotation is longer than a few words.")
    OUTSIDE_LIFE = ("GA409", "outside-life", "warning", "A statement begins after its forum had ended.")
    BEFORE_LIFE = ("GA410", "before-life", "error", "A date lies before the forum began.")
    NO_ADDRESS = ("GA411", "no-address", "warning", "A source says nowhere where it can be read.")
    PRESS_ALONE = ("GA412", "press-alone", "note", "A value rests on one source only, and that is press.")
    HOLE = ("GA413", "hole", "note", "Days between two statements of one fact are left uncoded.")
    OLD_REVIEW = ("GA414", "old-review", "note", "A profile was reviewed long before the latest review in the data.")
    OWN_REVIEW = ("GA415", "own-review", "warning", "A profile was reviewed by its only coder.")
    UNUSED_SUPPRESSION = ("GA416", "unused-suppression", "warning", "A suppression that suppresses nothing.")
    EXPIRED_SUPPRESSION = ("GA417", "expired-suppression", "error", "A suppression has ended.")
    DRAFT = ("GA418", "draft", "warning", "A profile that nobody has reviewed.")
    IDLE_REFORM = ("GA419", "idle-reform", "warning", "A reform asks for what was so already on the day it was argued.")
    EMPTY_PROFILE = ("GA420", "empty-profile", "warning", "A profile that was reviewed, and states no fact.")
    # 5xx: a law of the criteria is broken
    UNREACHABLE_LEVEL = ("GA501", "unreachable-level", "error", "A level that nothing can reach.")
    RISING_LEVELS = ("GA502", "rising-levels", "error", "Scores rise down a rubric, or thresholds are out of order.")
    NO_OTHERWISE = ("GA503", "no-otherwise", "error", "A rubric or table is not closed by one last `otherwise`.")
    MIXED_THRESHOLDS = ("GA504", "mixed-thresholds", "error", "A table mixes at-least and at-most.")
    FALSE_POLARITY = ("GA505", "false-polarity", "error", "The rules do not confirm a declared polarity.")
    NEGATIVE_MEMBER = (
        "GA506",
        "negative-member",
        "error",
        "An aggregation that cannot take scores below zero is given one.",
    )
    OUTSIDE_GOALPOSTS = ("GA507", "outside-goalposts", "error", "A number lies outside its goalposts.")
    FAILED_CASE = ("GA508", "failed-case", "error", "A case does not come out as it says.")
    MISSING_CASE = ("GA509", "missing-case", "error", "A level, or the unknown, is shown by no case.")
    TYPE_CLASH = ("GA510", "type-clash", "error", "A comparison does not fit the type of its fact.")
    IDLE_WEIGHT = ("GA511", "idle-weight", "warning", "A weight that the aggregation does not use.")
    INCOMPLETE_TABLE = ("GA512", "incomplete-table", "error", "A table of points lacks a row for an allowed value.")
    CONSTANT_RULE = (
        "GA513",
        "constant-rule",
        "warning",
        "A comparison that is true, or false, of every allowed value.",
    )
    POOLED_EXTRAS = ("GA514", "pooled-extras", "error", "A pooled group has caps, steps or applicability of its own.")
    EMPTY_GROUP = ("GA515", "empty-group", "error", "A group has no members.")
    RULE_TOO_LARGE = ("GA516", "rule-too-large", "error", "A rule or framework is larger than the limits allow.")
    UNSEEN_TRUTH = ("GA517", "unseen-truth", "note", "A truth value of a predicate that no case shows.")
    NO_CASES = ("GA518", "no-cases", "error", "Criteria without a single case.")
    OPEN_GOALPOSTS = (
        "GA519",
        "open-goalposts",
        "error",
        "Goalposts are taken from the data of a table, and there is none, or its values do not set them apart in their order.",
    )
    IDLE_OVERRIDE = ("GA520", "idle-override", "error", "An override changes nothing.")
    UNKNOWN_COST = (
        "GA521",
        "unknown-cost",
        "error",
        "The cost of changing a fact is no class of costs, is not said, or is said beside a reason why it is fixed.",
    )
    UNTRANSLATED = (
        "GA522",
        "untranslated",
        "note",
        "A translation lacks the text of something that the framework names.",
    )
    LOOSE_BAND = ("GA523", "loose-band", "error", "One text translates bands that the framework calls differently.")
    # 6xx: the command
    USAGE = ("GA601", "usage", "error", "The command cannot be understood.")
    NO_DATA = ("GA602", "no-data", "error", "No data folder with criteria/ and forums/.")
    EXISTS = ("GA603", "exists", "error", "What is to be written anew is there already.")
    CANNOT_EDIT = ("GA604", "cannot-edit", "error", "A file is written in a way that the tool cannot add to.")
    NOT_INSTALLED = ("GA605", "not-installed", "error", "A part that the command needs is not installed.")
    TOO_FEW_CODINGS = (
        "GA608",
        "too-few-codings",
        "error",
        "Agreement needs two codings or more, each with a profile and none given twice.",
    )
    NOT_ADDRESSED = ("GA609", "not-addressed", "error", "A reform asks nothing of the forum that was named.")
    UNREACHABLE_TARGET = ("GA606", "unreachable-target", "error", "No change of facts reaches the target of a plan.")
    OVER_BUDGET = ("GA607", "over-budget", "error", "The cheapest plan costs more than the budget.")
    # 7xx: the machine; 9xx: us
    CANNOT_WRITE = ("GA701", "cannot-write", "error", "The output cannot be written.")
    NOT_CHECKED = ("GA702", "not-checked", "error", "A file was not checked: the process that read it was killed.")
    UNREACHED_LINK = (
        "GA703",
        "unreached-link",
        "warning",
        "An address was not reached, which may be the fault of a network, or was not tried.",
    )
    BUG = ("GA901", "bug", "error", "A bug of govaudit.")

    def __init__(self, id: str, slug: str, severity: Severity, meaning: str) -> None:
        self.id = id
        self.slug = slug
        self.severity: Severity = severity
        self.meaning = meaning

    @property
    def suppressible(self) -> bool:
        """Whether the data may accept it: a law of the data, no error, and not about suppressions."""
        return self.id.startswith("GA4") and self.severity != "error" and self is not Code.UNUSED_SUPPRESSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in one place. The core names the node; `files/` adds file, line and column (both from 1)."""

    code: Code
    message: str
    node: Path = ()
    hint: str = ""
    document: str = ""
    line: int | None = None
    column: int | None = None

    @property
    def severity(self) -> Severity:
        return self.code.severity

    @property
    def pointer(self) -> str:
        """The node as text: ``$.facts.minutes[0]``."""
        return "$" + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.node)

    def sort_key(self) -> tuple[object, ...]:
        return (self.document, self.line or 0, self.column or 0, self.code.id, self.pointer, self.message)

    def __str__(self) -> str:
        place = ":".join([self.document, *(str(n) for n in (self.line, self.column) if n is not None)])
        node = f"{self.pointer}: " if self.node else ""
        head = f"{place}: " if self.document else ""
        hint = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{head}{node}{self.message} [{self.code.id}]{hint}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What `check` found: the problems, those that the data accept with the reason for each, and the files looked at."""

    problems: tuple[Problem, ...]
    suppressed: Mapping[Problem, str]
    files: tuple[str, ...]


class GovauditError(Exception):
    """Bad input or usage: exit code 2. Carries every problem found, not the first."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class EnvironmentFailure(GovauditError):
    """The machine refused to read or write: exit code 3."""

    exit_code = 3


@dataclass(slots=True)
class Collector:
    """Collects problems while a file is walked, so that one run reports them all.

    `document` is given to each that names none. `most`: how many are kept, and `alike`: how many that say the same, in other places; the others are counted in `dropped`.
    """

    problems: list[Problem] = field(default_factory=list)
    document: str = ""
    most: int | None = None
    alike: int | None = None
    dropped: int = 0
    _said: Counter[tuple[Code, str]] = field(default_factory=Counter)

    def add(self, code: Code, message: str, node: Path = (), hint: str = "") -> None:
        self.take([Problem(code=code, message=message, node=node, hint=hint)])

    def take(self, problems: Iterable[Problem]) -> None:
        """Add problems that were found elsewhere."""
        for problem in problems:
            said = (problem.code, problem.message)
            if (self.most is None or len(self.problems) < self.most) and (
                self.alike is None or self._said[said] < self.alike
            ):
                self._said[said] += 1
                named = problem.document or not self.document
                self.problems.append(problem if named else replace(problem, document=self.document))
            else:
                self.dropped += 1

    def raise_if_any(self) -> None:
        """Raise `GovauditError` with all problems of severity error, if there is one."""
        if any(problem.severity == "error" for problem in self.problems):
            raise GovauditError(self.problems)


def did_you_mean(word: object, choices: Iterable[str]) -> str:
    """A hint naming the nearest choice, or "" if none is near."""
    if len(str(word)) > LONGEST_WORD:  # comparing takes the square of its length
        return ""
    from difflib import get_close_matches  # start-up: only a mistake needs it

    near = get_close_matches(str(word), [*choices], n=1, cutoff=0.6)
    return f"did you mean {quote(near[0])}?" if near else ""


def one_of(choices: Sequence[str], limit: int = 12) -> str:
    """The choices as text for an error: `one of a, b, c`, cut after `limit`."""
    shown = ", ".join(choices[:limit])
    more = f", … ({len(choices)} in all)" if len(choices) > limit else ""
    return f"one of {shown}{more}" if len(choices) > 1 else shown


def quote(value: object, limit: int = 80) -> str:
    """A value from a file as it may be shown in a message: one line, printable, at most `limit` characters."""
    text = inert(value if isinstance(value, str) else _plain(value), limit)
    return f'"{text}"' if isinstance(value, str) else text


def inert(text: str, limit: int) -> str:
    """Text as `quote` shows it, without quotation marks."""
    text = text if len(text) <= limit else text[: limit - 1] + "…"
    text = "".join(ch if ch.isprintable() else ch.encode("unicode_escape").decode() for ch in text)
    return text.replace("##[", "#\\x23[")  # a build runner would obey it anywhere in a line


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    return str(value)


def unknown(code: Code, what: str, name: object, choices: Iterable[str]) -> GovauditError:
    """The error for a name on the command line that leads nowhere."""
    known = sorted(choices)
    hint = did_you_mean(name, known) or f"there are: {', '.join(known[:12])}{', …' if len(known) > 12 else ''}"
    return GovauditError(Problem(code=code, message=f"expected {what}; found {quote(name)}", hint=hint))
