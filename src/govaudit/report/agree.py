"""Agreement of codings, their disputes, and the scores that hang on them: as lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.agreement.codings import Coding, Shared
from govaudit.analysis.agreement.disputes import Dispute, ForumScores, Side
from govaudit.analysis.agreement.scopes import Agreement
from govaudit.model.adjudication import Adjudication, Decision
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.model.scorecard import Scorecard
from govaudit.model.source import Source
from govaudit.problems import inert
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import NONE, shown, span
from govaudit.report.sentences import brief, citations, cite, point_digits
from govaudit.scoring.plan import Plan

LONGEST_NAME = 34
"""Columns for who coded, in a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found, with what it was made from.

    Attributes
    ----------
    adjudication
        The decisions, if any were given.
    decided
        What they decide, by forum and fact.
    documents
        The files of the codings and of the decisions.
    """

    plan: Plan
    codings: tuple[Coding, ...]
    shared: Shared
    agreements: tuple[Agreement, ...]
    disputes: tuple[Dispute, ...]
    scores: tuple[ForumScores, ...]
    sources: Mapping[str, Source]
    seed: int
    adjudication: Adjudication | None
    decided: Mapping[tuple[str, str], Knowledge]
    documents: tuple[str, ...]

    @property
    def card(self) -> Scorecard:
        """Any of the scorecards: all share framework, day and policy."""
        return self.scores[0].undecided

    @property
    def kappa(self) -> str:
        """Whose kappa it is."""
        return "Cohen" if len(self.codings) == 2 else "Fleiss"

    @property
    def single(self) -> int:
        """Facts of shared forums that one coder alone coded."""
        return sum(len(unit.coded()) == 1 for unit in self.shared.units)

    def open(self) -> tuple[Dispute, ...]:
        """The disputes that nobody has decided."""
        return tuple(item for item in self.disputes if (item.forum, item.fact) not in self.decided)

    def decision(self, dispute: Dispute) -> Decision | None:
        """The decision about a dispute."""
        made = self.adjudication.decisions if self.adjudication else ()
        return next((item for item in made if (item.forum, item.fact) == (dispute.forum, dispute.fact)), None)


def render(report: Report, paper: Paper, *, disputes: bool) -> list[Line]:
    """How far the codings agree, what the scores are by each, and every dispute, the weightiest first; or the disputes alone."""
    rest = [] if disputes else [*_agreement(report, paper), *_scores(report, paper)]
    return [*_head(report, paper), *rest, *_disputes(report, paper)]


def _head(report: Report, paper: Paper) -> list[Line]:
    card, shared = report.card, report.shared
    names = ", ".join(coding.name for coding in report.codings)
    lines = wrapped(f"{len(report.codings)} codings: {names}", paper, style="title")
    what = f"{card.framework} {card.version} · as of {card.as_of} · unknowns: {card.missing} · seed {report.seed}"
    lines += [*wrapped(what, paper, style="quiet"), BLANK]
    lines += wrapped(f"Compared: {', '.join(shared.forums)}.", paper)
    if report.single:
        lines += wrapped(f"Coded by one coder alone, and so not compared: {counted(report.single, 'fact')}.", paper)
    for forum, coding in shared.alone:
        lines += wrapped(f"Left out: {forum}, which {report.codings[coding].name} alone coded.", paper)
    for forum, why in shared.absent:
        lines += wrapped(f"Left out: {forum}, which {why}.", paper)
    return lines


def counted(number: int, thing: str) -> str:
    """A number of things: `1 fact`, `2 facts`."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


# ── agreement ──


def _agreement(report: Report, paper: Paper) -> list[Line]:
    wide = [item for item in report.agreements if item.kind != "fact"]
    facts = [item for item in report.agreements if item.kind == "fact"]
    differ = sorted((item for item in facts if item.percent != 1), key=_least_first)
    same = [item.scope for item in facts if item.percent == 1]
    heads = ("", "n", "agree", "kappa", "alpha", "95 %", "ordinal\nalpha")
    lines = heading("Agreement")
    lines += columns(
        paper, heads, [[*_cells(item, paper, bounds=True)] for item in wide], frozenset(range(1, len(heads)))
    )
    if differ:
        narrow = tuple(head for head in heads if head != "95 %")
        rows = [[*_cells(item, paper, bounds=False)] for item in differ]
        lines += [BLANK, *columns(paper, narrow, rows, frozenset(range(1, len(narrow))))]
    if same:
        lines += [BLANK, *wrapped(f"Complete agreement on {', '.join(same)}.", paper)]
    said = f"n: facts of forums that two coders coded. Kappa is {report.kappa}'s, alpha Krippendorff's. – is undefined: only one value occurs, or nothing can be compared."
    return [*lines, BLANK, *wrapped(said, paper, style="quiet")]


def _least_first(item: Agreement) -> tuple[Fraction, float, str]:
    alpha = item.nominal.alpha
    return item.percent or Fraction(0), 1.0 if alpha is None else alpha, item.scope


def _cells(item: Agreement, paper: Paper, *, bounds: bool) -> Iterator[Line]:
    yield ((item.scope, "" if item.kind == "fact" else "number"),)
    share = NONE if item.percent is None else f"{shown(item.percent * 100)} %"
    texts = [str(item.n), share, coefficient(item.kappa), coefficient(item.nominal.alpha)]
    texts += [between(item)] if bounds else []
    for text in (*texts, coefficient(item.ordinal.alpha)):
        yield ((paper.ascii(text), ""),)


def coefficient(number: Fraction | float | None) -> str:
    """A coefficient for people: two decimals."""
    return shown(None if number is None else Fraction(number), 2)


def between(item: Agreement) -> str:
    """The interval of the nominal alpha."""
    low, high = item.nominal.low, item.nominal.high
    return coefficient(None) if low is None else f"{coefficient(low)} to {coefficient(high)}"


# ── scores ──


def _scores(report: Report, paper: Paper) -> list[Line]:
    rows: list[list[Line]] = []
    same = []
    for scores in report.scores:
        found = [*cards(report, scores)]
        if len({card.score for _, card in found}) == 1:
            same.append(scores.forum)
            continue
        rows.append([((scores.forum, "number"),), (), (), ()])
        for who, card in found:
            point, bounds, band = _verdict(report, card)
            texts = (f"  {inert(who, LONGEST_NAME)}", point, bounds, band)
            rows.append([((paper.ascii(text), ""),) for text in texts])
    lines = heading("Scores")
    if rows:
        lines += columns(paper, ("by", "point", "bounds", "band"), rows, frozenset({1, 2}))
        said = "Undecided: every dispute left open. Adjudicated: as decided, the other disputes left open."
        lines += [BLANK, *wrapped(said, paper, style="quiet")]
    if same:
        lines += [*([BLANK] if rows else []), *wrapped(f"The same by every coder: {', '.join(same)}.", paper)]
    return lines


def cards(report: Report, scores: ForumScores) -> Iterator[tuple[str, Scorecard]]:
    """Each scorecard of a forum, and by whom it is."""
    for coding, card in scores.by_coding:
        yield report.codings[coding].name, card
    yield "(undecided)", scores.undecided
    if scores.adjudicated:
        yield "(adjudicated)", scores.adjudicated


def _verdict(report: Report, card: Scorecard) -> tuple[str, str, str]:
    """Point, bounds and band of a whole score."""
    bands, score = report.plan.nodes[report.plan.root].authored.bands, card.score
    labels, digits = {band.id: band.label or band.id for band in bands}, point_digits(bands, score.point)
    return shown(score.point, digits), span(score.low, score.high, digits), labels.get(card.band or "", card.band or "")


# ── disputes ──


def _disputes(report: Report, paper: Paper) -> list[Line]:
    lines = heading("Disputes")
    if not report.disputes:
        return [*lines, *wrapped("None.", paper)]
    if report.adjudication:
        made = counted(len(report.adjudication.decisions), "decision")
        said = f"{made} by {report.adjudication.by} on {report.adjudication.on}; {len(report.open())} of {len(report.disputes)} are open."
        lines += wrapped(said, paper)
    for dispute in report.disputes:
        lines += [BLANK, *_dispute(dispute, report, paper)]
    said = "After each answer stands the score if it alone is right, all other disputes left open."
    return [*lines, BLANK, *wrapped(said, paper, style="quiet")]


def _dispute(dispute: Dispute, report: Report, paper: Paper) -> list[Line]:
    lines = wrapped(_weight(dispute, report), paper, (f"{dispute.forum}, {dispute.fact}  ", "number"))
    lines += wrapped(report.plan.codebook[dispute.fact].question, paper, indent=2, style="quiet")
    scored = _scored(dispute, report)
    for side in dispute.sides:
        lines += _side(side, report, paper, scored=scored)
    decision = report.decision(dispute)
    if decision and report.adjudication:
        answer = brief(report.decided[dispute.forum, dispute.fact])
        said = f"{report.adjudication.by} decides: {answer}. {decision.reason}"
        lines += wrapped(said, paper, indent=2, style="number")
        for item in decision.evidence:
            lines += wrapped(cite(item, report.sources), paper, indent=4, style="quiet")
    return lines


def _scored(dispute: Dispute, report: Report) -> bool:
    """Whether the score depends on the fact at all."""
    return dispute.fact in report.plan.facts_below(report.plan.root)


def _weight(dispute: Dispute, report: Report) -> str:
    if not _scored(dispute, report):
        return "not scored"
    return (
        f"moves the score by {shown(dispute.effect)}"
        if dispute.effect
        else "makes no difference to the score while the others are open"
    )


def _side(side: Side, report: Report, paper: Paper, *, scored: bool) -> list[Line]:
    score, statement = side.score, side.known.statement
    bounds = f", between {span(score.low, score.high)}" if score.low != score.high else ""
    worth = f" → {shown(score.point)}{bounds}" if scored else ""
    lines = wrapped(f"{_answer(side.known)}{worth}", paper, (f"{report.codings[side.coding].name}: ", ""), indent=2)
    for citation in citations(statement, report.sources):
        lines += wrapped(citation, paper, indent=4, style="quiet")
    if statement and statement.note:
        lines += wrapped(statement.note, paper, indent=4)
    return lines


def _answer(known: Knowledge) -> str:
    """What a coder says, how sure, and why if the fact does not apply."""
    statement = known.statement
    if known.kind is Kind.NOT_APPLICABLE and statement:
        return f"{brief(known)}: {statement.not_applicable}"
    asides = [f"{statement.confidence} confidence"] if statement and statement.confidence else []
    asides += ["inferred"] if statement and statement.inferred else []
    return f"{brief(known)} ({', '.join(asides)})" if asides else brief(known)
