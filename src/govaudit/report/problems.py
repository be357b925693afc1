"""Problems as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from govaudit.problems import Problem, Severity
from govaudit.report.json import Json, dumps
from govaudit.report.layout import harmless

SCHEMA = "govaudit.problems/1"
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def ordered(problems: Sequence[Problem]) -> list[Problem]:
    """By file, line and column; each once."""
    return sorted(dict.fromkeys(problems), key=Problem.sort_key)


def fails(problem: Problem, on: Collection[str]) -> bool:
    """Whether `check` fails on a problem: on its severity or its code."""
    return problem.severity in on or problem.code.id in on


def text(problems: Sequence[Problem]) -> str:
    """One line a problem, its hint below; a warning and a note say so."""
    said = (f"{'' if item.severity == 'error' else item.severity + ': '}{item}\n" for item in ordered(problems))
    return harmless("".join(said))  # a node may be named by a key that a stranger chose


def summary(problems: Sequence[Problem], suppressed: int = 0) -> str:
    """How many of each severity: `2 errors, 1 warning, 3 suppressed`."""
    counts = Counter(problem.severity for problem in problems)
    said = [f"{counts[name]} {name}{'s' * (counts[name] != 1)}" for name in SEVERITIES if counts[name]]
    return ", ".join([*(said or ["no problems"]), *([f"{suppressed} suppressed"] if suppressed else [])])


def headline(files: int, problems: Sequence[Problem], suppressed: int = 0) -> str:
    """How many files were checked, and the summary."""
    return f"{files} file{'s' * (files != 1)} checked: {summary(problems, suppressed)}"


def json_text(problems: Sequence[Problem], suppressed: int = 0) -> str:
    """`govaudit.problems/1`."""
    counts = Counter(problem.severity for problem in ordered(problems))
    entries: list[Json] = [
        {
            "code": item.code.id,
            "severity": item.severity,
            "path": item.document or None,
            "line": item.line,
            "column": item.column,
            "node": item.pointer,
            "message": item.message,
            "hint": item.hint or None,
        }
        for item in ordered(problems)
    ]
    tally: dict[str, Json] = {**{name: counts[name] for name in SEVERITIES}, "suppressed": suppressed}
    return dumps({"schema": SCHEMA, "problems": entries, "counts": tally})
