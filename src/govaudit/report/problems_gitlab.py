"""Problems as GitLab's report of code quality: what a merge request shows beside its changes."""

from __future__ import annotations

from govaudit.problems import Checked, Problem, Severity
from govaudit.report.fingerprints import fingerprints
from govaudit.report.json import Json, dumps
from govaudit.report.problems import ordered

SEVERITY: dict[Severity, str] = {"error": "major", "warning": "minor", "note": "info"}


def gitlab(found: Checked) -> str:
    """An array, one entry a problem. GitLab wants a file and a line of each: without a line it is the first, without a file the folder."""
    hashes = fingerprints(found)
    return dumps([_entry(problem, hashes[problem]) for problem in ordered(found.problems)])


def _entry(problem: Problem, fingerprint: str) -> Json:
    node = f"{problem.pointer}: " if problem.node else ""
    hint = f" (hint: {problem.hint})" if problem.hint else ""
    return {
        "description": " ".join(f"{node}{problem.message}{hint}".split()),
        "check_name": f"{problem.code.id} {problem.code.slug}",
        "fingerprint": fingerprint,
        "severity": SEVERITY[problem.severity],
        "location": {"path": problem.document or ".", "lines": {"begin": problem.line or 1}},
    }
