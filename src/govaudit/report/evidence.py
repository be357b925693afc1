"""How strong the evidence beneath a score is, in words and columns."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.report.layout import Line, Paper, table, wrapped
from govaudit.report.numbers import NONE, percent
from govaudit.report.sentences import mark


def shares(audit: Audit) -> tuple[Fraction | None, ...]:
    """The shares in the order of `heads`."""
    found = audit.strength
    return found.primary, found.single, found.own, found.older, found.undated


def heads(years: int) -> tuple[str, ...]:
    """What the shares are, in a few words each."""
    return ("primary law", "one source", "own word", f"over {years} years", "undated")


def sentence(audit: Audit) -> str:
    """The shares in one sentence; "" without evidence."""
    first, *_ = found = shares(audit)
    if first is None:
        return ""
    words = (
        "on primary legal texts",
        "on one source only",
        "on the forum's own word alone",
        f"on sources more than {audit.years} years old",
        "on undated sources",
    )
    return ", ".join(f"{percent(part)} {word}" for part, word in zip(found, words, strict=True))


def block(audits: Sequence[Audit], paper: Paper) -> list[Line]:
    """One row a forum: what share of the settled weight rests on what."""
    rows = [
        [((paper.ascii(mark(item)), ""),), *(((paper.ascii(_cell(part)), ""),) for part in shares(item))]
        for item in audits
    ]
    titles = ("evidence", *(head.replace(" ", "\n", 1) for head in heads(audits[0].years)))
    return table(paper, titles, rows, frozenset(range(1, len(titles)))) + wrapped(
        "Shares of the settled weight; never part of the score.", paper, style="quiet"
    )


def _cell(part: Fraction | None) -> str:
    return NONE if part is None else percent(part).replace(" ", "")
