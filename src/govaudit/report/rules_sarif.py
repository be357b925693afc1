"""Problem codes as SARIF rules: what each means, what to do about it, whether it can be accepted."""

from __future__ import annotations

from govaudit.problems import Code, Severity
from govaudit.report.json import Json

ADVICE = {
    "1": "Mend the file, or its name: until it can be read, nothing else in it is checked.",
    "2": "Change the value to what the message says was expected. `docs/reference/files.md` explains every kind of file.",
    "3": "Correct the name, or declare what it names. `govaudit list` shows which names there are.",
    "4": "Read the source again, and mend the statement, its evidence or its dates. What was looked for and not found is `not-found`, never a guess.",
    "5": "Mend the criteria or their cases; `govaudit test` runs the cases. `docs/reference/files.md` explains rubrics, tables and rules.",
}
"""What to do, by the hundred of the code: each hundred is one kind of problem."""
ELSE = "Do what the message says was expected."
EFFECT: dict[Severity, str] = {
    "error": "An error: `govaudit check` ends with 2.",
    "warning": "A warning: `govaudit check --strict` ends with 1.",
    "note": "A note for a reviewer: it never changes how `govaudit check` ends.",
}
ACCEPT = "It can be accepted in one place, with a reason and an end, in `forums/suppressions.yaml`."
NEVER = "It cannot be suppressed."
LOOK = "govaudit's page of problem codes, `docs/reference/problems.md`, has an example."


def rule(code: Code) -> Json:
    """One rule."""
    means = f"{code.meaning} {EFFECT[code.severity]}"
    do = f"{ADVICE.get(code.id[2], ELSE)} {ACCEPT if code.suppressible else NEVER} {LOOK}"
    return {
        "id": code.id,
        "name": "".join(word.capitalize() for word in code.slug.split("-")),
        "shortDescription": {"text": _plain(code.meaning)},
        "fullDescription": {"text": _plain(means)},
        "help": {
            "text": _plain(f"What it means. {means}\n\nWhat to do. {do}"),
            "markdown": f"**What it means.** {means}\n\n**What to do.** {do}",
        },
        "defaultConfiguration": {"level": code.severity},
    }


def _plain(text: str) -> str:
    """Text where code is not set apart."""
    return text.replace("`", "")
