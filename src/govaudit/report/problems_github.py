"""Problems as workflow commands of GitHub Actions: annotations beside the lines of a pull request.

A runner obeys a line that starts with `::`, and `##[` anywhere in a line. Here only our own commands start so.
"""

from __future__ import annotations

from govaudit.problems import Checked, Problem, Severity
from govaudit.report.layout import harmless
from govaudit.report.problems import SEVERITIES, headline, ordered

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "note": "notice"}
SHOWN = 10
"""How many annotations of one severity GitHub shows for a step."""
DATA = str.maketrans({"%": "%25", "\n": "%0A"})
PROPERTY = DATA | str.maketrans({":": "%3A", ",": "%2C"})


def github(found: Checked) -> str:
    """The first ten of each severity as commands, gravest first; the others as lines of the log; the summary."""
    commands: list[str] = []
    lines: list[str] = []
    for severity in SEVERITIES:
        problems = [problem for problem in ordered(found.problems) if problem.severity == severity]
        commands += map(command, problems[:SHOWN])
        lines += map(line, problems[SHOWN:])
    last = headline(len(found.files), ordered(found.problems), len(found.suppressed))
    if lines:
        last += f"; {len(lines)} of them as lines, for GitHub shows {SHOWN} annotations of a severity"
    return "".join(f"{text}\n" for text in (*commands, *lines, last))


def command(problem: Problem) -> str:
    """One annotation; without a file it belongs to the whole run."""
    properties = {
        "file": problem.document,
        "line": problem.line,
        "col": problem.column,
        "title": f"{problem.code.id} {problem.code.slug}",
    }
    given = ",".join(f"{key}={harmless(str(value)).translate(PROPERTY)}" for key, value in properties.items() if value)
    node = f"{problem.pointer}: " if problem.node else ""
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    return f"::{COMMANDS[problem.severity]} {given}::{harmless(node + problem.message + hint).translate(DATA)}"


def line(problem: Problem) -> str:
    """One line that no runner obeys: it starts with the severity."""
    return harmless(f"{problem.severity}: {' '.join(str(problem).split())}")
