"""What a reviewer would ask about a profile that can be scored: press alone, days left uncoded, a review of nothing, an old one, one coder only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from govaudit.model.profile import Profile, Statement
from govaudit.model.source import Source
from govaudit.model.timeline import start
from govaudit.problems import Code, Collector, Path, quote

REVIEW_MONTHS = 18
"""How long after its review a profile is still fresh."""


def review(
    profile: Profile, sources: Mapping[str, Source], latest: date | None, months: int, problems: Collector
) -> None:
    """Collect what a reviewer would ask. `latest`: the data's latest review; None if there is none to compare with."""
    for name, statements in profile.facts.items():
        for index, statement in enumerate(statements):
            _check_press(statement, ("facts", name, index), sources, problems)
        _check_holes(statements, profile, ("facts", name), problems)
    if profile.reviewed is None:
        coded = f"{len(profile.facts)} fact{'s' * (len(profile.facts) != 1)}"
        message = f"expected a profile that was reviewed; found a draft, with {coded} coded"
        hint = "a reviewer who reads it against its sources adds reviewed: {on: DAY, by: NAME}"
        problems.add(Code.DRAFT, message, (), hint)
        return
    if not any(profile.facts.values()) and not profile.generic:  # the profile of a class may be there to name it
        hint = "what was looked for in vain is not-found, with what was searched; what nobody has read is a draft"
        problems.add(Code.EMPTY_PROFILE, "expected a fact that was reviewed; found none", ("reviewed",), hint)
    if latest and _months_after(profile.reviewed.on, months) < (latest.year * 12 + latest.month, latest.day):
        message = f"expected a review at most {months} months before the latest in the data, {latest}; found {profile.reviewed.on}"
        problems.add(Code.OLD_REVIEW, message, ("reviewed", "on"), "read the profile against its sources again")
    if profile.coded and {_alike(name) for name in profile.coded.by} == {_alike(profile.reviewed.by)}:
        message = f"expected a reviewer who is not the only coder; found {quote(profile.reviewed.by)} as both"
        problems.add(Code.OWN_REVIEW, message, ("reviewed", "by"), "let somebody else read it against its sources")


def _check_press(statement: Statement, node: Path, sources: Mapping[str, Source], problems: Collector) -> None:
    """A value with nothing beneath it but one source, and that one press."""
    cited = {item.source for item in statement.evidence} if "value" in statement.model_fields_set else set()
    if len(cited) == 1:
        (name,) = cited
        if name in sources and sources[name].custom.grade == "press":
            message = f"expected a second source beside the press; found {quote(name)} alone"
            problems.add(Code.PRESS_ALONE, message, node, "the document that the press reports on is better evidence")


def _check_holes(statements: Sequence[Statement], profile: Profile, node: Path, problems: Collector) -> None:
    """Days of the forum's life between two statements, on which neither holds."""
    indexed = sorted(enumerate(statements), key=lambda pair: start(pair[1], profile))
    for (_, earlier), (index, later) in pairwise(indexed):
        if earlier.until is None or earlier.until <= start(earlier, profile):
            continue
        begin = start(later, profile)
        end = min(begin, profile.active.until or begin)
        if earlier.until < end:
            days = (end - earlier.until).days
            last = end - timedelta(days=1)
            spoken = f"{earlier.until} to {last} are" if days > 1 else f"{last} is"
            message = f"expected a beginning on {earlier.until}, where the statement before ends; found {begin}, so {spoken} uncoded"
            hint = f"if nothing is known of {'these days' if days > 1 else 'this day'}, say not-found with what was searched"
            problems.add(Code.HOLE, message, (*node, index), hint)


def _months_after(day: date, months: int) -> tuple[int, int]:
    """A day some months later, as months since year 0 and day: comparable where no such date exists."""
    return day.year * 12 + day.month + months, day.day


def _alike(name: str) -> str:
    return " ".join(name.split()).casefold()
