"""The report of `check` in the formats of other programs. Each has a module of its own; none is loaded before it is asked for."""

from __future__ import annotations

from collections.abc import Collection

from govaudit.problems import Checked, Code, GovauditError, Problem, did_you_mean, one_of, quote

PROGRAMS = ("github", "sarif", "junit", "gitlab")
FORMATS = ("text", "json", *PROGRAMS)


def expect_format(name: str) -> None:
    """Refuse what is no format of `check`.

    Raises
    ------
    GovauditError
        If there is no such format.
    """
    if name not in {*FORMATS, "terminal"}:
        message = f"expected --format {one_of(FORMATS)}; found {quote(name)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(name, FORMATS)))


def render(found: Checked, name: str, *, on: Collection[str]) -> str:
    """The report in one of the formats of `PROGRAMS`. `on`: the severities and codes on which `check` fails."""
    match name:
        case "github":
            from govaudit.report.problems_github import github

            return github(found)
        case "sarif":
            from govaudit.report.problems_sarif import sarif

            return sarif(found)
        case "junit":
            from govaudit.report.problems_junit import junit

            return junit(found, on=on)
        case _:
            from govaudit.report.problems_gitlab import gitlab

            return gitlab(found)
