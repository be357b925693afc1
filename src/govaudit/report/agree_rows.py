"""Agreement of codings as tables: one of scopes, one of scores, one of what each side of a dispute says."""

from __future__ import annotations

from fractions import Fraction

from govaudit.analysis.agreement.disputes import Dispute, Side
from govaudit.analysis.agreement.scopes import Agreement
from govaudit.report.agree import Report, cards
from govaudit.report.numbers import rounded
from govaudit.report.rows import number
from govaudit.report.sentences import brief, citations
from govaudit.report.tables import Cell, Table, escape_markdown
from govaudit.report.tables import render as styled

DIGITS = 4
"""Decimals of a coefficient."""


def agreement(report: Report) -> Table:
    """One row a scope."""
    head = (
        "scope", "kind", "n", "percent", "kappa", "kappa n", "alpha", "alpha low", "alpha high", "ordinal", "ordinal low", "ordinal high", "ordinal n",
    )  # fmt: skip
    return Table(head, tuple(_scope(item) for item in report.agreements))


def _scope(item: Agreement) -> tuple[Cell, ...]:
    share = None if item.percent is None else item.percent * 100
    return (
        item.scope, item.kind, item.n, number(share), coefficient(item.kappa), item.kappa_n, *map(coefficient, item.nominal),
        *map(coefficient, item.ordinal), item.ordinal_n,
    )  # fmt: skip


def coefficient(value: Fraction | float | None) -> Cell:
    """A coefficient to four decimals; None where it is undefined."""
    return None if value is None else rounded(Fraction(value), DIGITS)


def scores(report: Report) -> Table:
    """One row a forum and coding, and one for what is undecided or adjudicated."""
    rows: list[tuple[Cell, ...]] = [
        (item.forum, who, number(card.score.point), number(card.score.low), number(card.score.high), card.band)
        for item in report.scores
        for who, card in cards(report, item)
    ]
    return Table(("forum", "by", "point", "low", "high", "band"), tuple(rows))


def disputes(report: Report) -> Table:
    """One row for what each coder says of each disputed fact."""
    head = (
        "forum", "fact", "effect", "coder", "known", "confidence", "point", "low", "high", "evidence", "note", "decided", "by", "reason",
    )  # fmt: skip
    return Table(head, tuple(_side(dispute, side, report) for dispute in report.disputes for side in dispute.sides))


def _side(dispute: Dispute, side: Side, report: Report) -> tuple[Cell, ...]:
    statement, score, decision = side.known.statement, side.score, report.decision(dispute)
    note = (statement.note or statement.not_applicable) if statement else ""
    made: tuple[Cell, ...] = (None, None, None)
    if decision and report.adjudication:
        made = (brief(report.decided[dispute.forum, dispute.fact]), report.adjudication.by, decision.reason)
    return (
        dispute.forum, dispute.fact, number(dispute.effect), report.codings[side.coding].name, brief(side.known),
        statement.confidence if statement else None, number(score.point), number(score.low), number(score.high),
        "; ".join(citations(statement, report.sources)), note, *made,
    )  # fmt: skip


def markdown(report: Report, *, only_disputes: bool) -> str:
    """All three tables under their headings, or that of the disputes alone."""
    card = report.card
    names = escape_markdown(", ".join(coding.name for coding in report.codings))
    framework = escape_markdown(f"{card.framework} {card.version}")
    head = f"# Agreement of {names}\n\n{framework}, as of {card.as_of}\n"
    parts = {} if only_disputes else {"Agreement": agreement, "Scores": scores}
    parts["Disputes"] = disputes
    return head + "".join(f"\n## {title}\n\n{styled(make(report), 'markdown')}" for title, make in parts.items())
