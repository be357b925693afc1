"""Laws of the suppressions themselves: each is in use, and none outlives its day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from govaudit.model.suppression import Suppression
from govaudit.problems import Code, Collector, Problem, quote


def check_expiry(suppressions: Sequence[Suppression], day: date, problems: Collector) -> None:
    """Collect the suppressions that have ended by the data's latest review."""
    for index, item in enumerate(suppressions):
        if item.expired(day):
            message = f"expected an end after {day}, the data's latest review; found {item.until}"
            hint = "mend what it covers, or judge it anew and give it a later `until`"
            problems.add(Code.EXPIRED_SUPPRESSION, message, ("suppressions", index, "until"), hint)


def check_use(
    suppressions: Sequence[Suppression], day: date, suppressed: Collection[Problem], problems: Collector
) -> None:
    """Collect the suppressions still in force that cover none of the problems suppressed."""
    for index, item in enumerate(suppressions):
        if not item.expired(day) and not any(item.covers(problem) for problem in suppressed):
            place = f"{item.path} at {item.node}" if item.node != "$" else item.path
            message = f"expected a {item.code.id} to suppress in {quote(place)}; found none"
            problems.add(
                Code.UNUSED_SUPPRESSION, message, ("suppressions", index), "what it covered is gone: delete it"
            )
