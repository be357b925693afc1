"""Problems as SARIF 2.1.0, for code scanning and editors.

No times, no machine, no absolute path: the same data give the same bytes. What code scanning would refuse or cut is cut here, and the
log says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from urllib.parse import quote as percent

from govaudit.problems import Checked, Problem
from govaudit.report.fingerprints import fingerprints
from govaudit.report.json import Json, dumps
from govaudit.report.problems import SEVERITIES, ordered
from govaudit.report.rules_sarif import rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ACCEPTED = 25_000
"""How many results of a run code scanning takes."""
SHOWN = 5_000
"""How many of them it shows."""
LEFT_OUT, NOT_SHOWN = "results-left-out", "results-not-shown"
MESSAGE = str.maketrans({"\\": "\\\\", "[": "\\[", "]": "\\]", "{": "{{", "}": "}}"})
"""In the text of a message brackets make links, and braces are filled in."""


def sarif(found: Checked) -> str:
    """One run, with the rules that its results name."""
    every = ordered([*found.problems, *found.suppressed])
    kept = _kept(every, found)
    rules = sorted({problem.code for problem in kept}, key=lambda code: code.id)
    hashes = fingerprints(found)
    notifications = _notifications(every, kept)
    driver: dict[str, Json] = {"name": "govaudit", "version": version("govaudit"), "rules": [rule(c) for c in rules]}
    if notifications:
        driver["notifications"] = [_notification_rule(name) for name in (LEFT_OUT, NOT_SHOWN)]
    run: Json = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notifications}],
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(problem, rules.index(problem.code), hashes[problem], found.suppressed.get(problem))
            for problem in kept
        ],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _kept(every: Sequence[Problem], found: Checked) -> list[Problem]:
    """As many as a run may have, in their order; the suppressed go first, then the lighter."""
    if len(every) <= ACCEPTED:
        return list(every)
    grave = sorted(every, key=lambda item: (item in found.suppressed, SEVERITIES.index(item.severity)))
    chosen = set(grave[:ACCEPTED])
    return [problem for problem in every if problem in chosen]


def _result(problem: Problem, index: int, fingerprint: str, reason: str | None) -> Json:
    hint = f" (hint: {problem.hint})" if problem.hint else ""
    accepted: Json = {"kind": "external", "status": "accepted", "justification": reason}
    return {
        "ruleId": problem.code.id,
        "ruleIndex": index,
        "level": problem.severity,
        "message": {"text": f"{problem.message}{hint}".translate(MESSAGE)},
        "locations": [_location(problem)] if problem.document else [],
        "partialFingerprints": {"govaudit/v1": fingerprint},
        "suppressions": [] if reason is None else [accepted],  # either no result has the key or all have
    }


def _location(problem: Problem) -> Json:
    """The place; code scanning wants a line of every result, so a problem of the whole file is put on the first."""
    region: dict[str, Json] = {"startLine": problem.line or 1}
    if problem.column:
        region["startColumn"] = problem.column
    place: dict[str, Json] = {
        "physicalLocation": {"artifactLocation": {"uri": percent(problem.document)}, "region": region}
    }
    if problem.node:
        place["logicalLocations"] = [{"fullyQualifiedName": problem.pointer}]
    return place


def _notification_rule(name: str) -> Json:
    """What a notification means; code scanning wants it said three times."""
    means = {
        LEFT_OUT: f"Code scanning takes {ACCEPTED} results of a run; the lightest are left out.",
        NOT_SHOWN: f"Code scanning shows {SHOWN} results of a run, the gravest first.",
    }
    text: Json = {"text": means[name]}
    return {"id": name, "shortDescription": text, "fullDescription": text, "help": text}


def _notifications(every: Sequence[Problem], kept: Sequence[Problem]) -> list[Json]:
    """What is said where results are left out, here or by code scanning."""
    said: list[Json] = []
    if len(kept) < len(every):
        missing = Counter(problem.code.id for problem in every) - Counter(problem.code.id for problem in kept)
        by_rule = ", ".join(f"{count} of {code}" for code, count in sorted(missing.items()))
        text = f"{len(every)} problems were found, {len(every) - len(kept)} are left out: {by_rule}."
        said.append(_notification(0, LEFT_OUT, "warning", text))
    if len(kept) > SHOWN:
        text = f"Of {len(kept)} results code scanning shows {SHOWN}, the gravest first."
        said.append(_notification(1, NOT_SHOWN, "note", text))
    return said


def _notification(index: int, name: str, level: str, text: str) -> Json:
    return {"descriptor": {"id": name, "index": index}, "level": level, "message": {"text": text}}
