"""From dated statements to what is known on a day.

A statement holds over ``[from, until)``. Without `until` it ends where the next of its fact begins; without `from` it begins with
its forum. A gap is uncoded.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from pydantic_core import PydanticCustomError

from govaudit.model.codebook import Codebook, Fact, hint_for_value
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.profile import Profile, Statement
from govaudit.problems import Code, Collector, Path, did_you_mean, quote


def knowledge_at(profile: Profile, codebook: Codebook, day: date) -> dict[str, Knowledge]:
    """What is known of every fact of the codebook on a day.

    The profile has been checked (`check_profile`); facts without a statement in force are uncoded.
    """
    return {fact: _known(codebook[fact], in_force(profile.facts.get(fact, ()), profile, day)) for fact in codebook}


def in_force(statements: Sequence[Statement], profile: Profile, day: date) -> Statement | None:
    """The statement that holds on a day, if any."""
    begun = [statement for statement in statements if start(statement, profile) <= day]
    latest = max(begun, key=lambda statement: start(statement, profile), default=None)
    return latest if latest and (latest.until is None or day < latest.until) else None


def start(statement: Statement, profile: Profile) -> date:
    """The day a statement begins to hold."""
    return statement.from_ or profile.active.from_ or date.min


def turning_points(profile: Profile, until: date) -> tuple[date, ...]:
    """Every day up to `until` on which a statement begins or ends, or the forum itself does."""
    own = (profile.active.from_, profile.active.until)
    statements = [statement for group in profile.facts.values() for statement in group]
    days = {day for statement in statements for day in (statement.from_, statement.until)} | set(own)
    return tuple(sorted(day for day in days if day is not None and day <= until)) or (until,)


def _known(fact: Fact, statement: Statement | None) -> Knowledge:
    if statement is None:
        return UNCODED
    if statement.contested:
        return Knowledge(Kind.CONTESTED, tuple(fact.value(claim.value) for claim in statement.contested), statement)
    if statement.not_found:
        return Knowledge(Kind.NOT_FOUND, (), statement)
    if statement.not_applicable:
        return Knowledge(Kind.NOT_APPLICABLE, (), statement)
    return Knowledge(Kind.KNOWN, (fact.value(statement.value),), statement)


def check_profile(profile: Profile, codebook: Codebook, problems: Collector) -> None:
    """Collect what keeps a profile from being scored: unknown facts, values of the wrong type, periods that clash."""
    for name, statements in profile.facts.items():
        node: Path = ("facts", name)
        if name not in codebook:
            hint = did_you_mean(name, codebook) or "every fact is declared in criteria/codebook.yaml"
            problems.add(Code.UNKNOWN_FACT, f"expected a fact of the codebook; found {quote(name)}", node, hint)
            continue
        for index, statement in enumerate(statements):
            _check_statement(statement, codebook[name], (*node, index), problems)
        _check_periods(statements, profile, node, problems)


def _check_statement(statement: Statement, fact: Fact, node: Path, problems: Collector) -> None:
    given = [((*node, "value"), statement.value)] if "value" in statement.model_fields_set else []
    given += [((*node, "contested", i, "value"), claim.value) for i, claim in enumerate(statement.contested)]
    meant: set[object] = set()
    for place, raw in given:
        try:
            meant.add(fact.value(raw))
        except PydanticCustomError as error:
            meant.add(str(raw))
            problems.add(Code[error.type], error.message(), place, hint_for_value(fact, raw))
    if "contested" in statement.model_fields_set and len(meant) < 2:
        problems.add(
            Code.NOT_CONTESTED, "expected at least two different values in a contested statement", (*node, "contested")
        )
    if statement.from_ and statement.until and statement.until <= statement.from_:
        message = f"expected an end after {statement.from_}; found {statement.until}"
        problems.add(
            Code.REVERSED_PERIOD,
            message,
            (*node, "until"),
            "a period runs from its first day up to, not including, `until`",
        )


def _check_periods(statements: Sequence[Statement], profile: Profile, node: Path, problems: Collector) -> None:
    indexed = sorted(enumerate(statements), key=lambda pair: start(pair[1], profile))
    for (_, earlier), (index, later) in pairwise(indexed):
        begin = start(later, profile)
        if start(earlier, profile) == begin:
            message = f"expected statements that begin on different days; found two that begin {_spoken(later, begin)}"
            problems.add(
                Code.OVERLAP, message, (*node, index), "give each its own `from`, or make them one contested statement"
            )
        elif earlier.until and earlier.until > begin:
            message = f"expected the earlier statement to end by {begin}; it holds until {earlier.until}"
            problems.add(
                Code.OVERLAP,
                message,
                (*node, index),
                "periods of one fact may not overlap; shorten one, or make them contested",
            )


def _spoken(statement: Statement, begin: date) -> str:
    return f"on {begin}" if statement.from_ else "with the forum"
