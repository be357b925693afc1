"""Published figures beside recomputed ones: as lines and as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from govaudit.analysis.published_ranks import Base, Ranking
from govaudit.analysis.verification import Answer, Check, Step, Verification
from govaudit.model.codebook import shown_number
from govaudit.model.framework import Missing
from govaudit.model.table import Edition
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import shown, trimmed
from govaudit.report.sentences import brief
from govaudit.report.tables import Cell, Table
from govaudit.scoring.plan import Plan

DIGITS = 2
EXACT = 6
BASES: dict[Base, str] = {
    "unrounded": "the exact scores",
    "rounded": "the scores rounded as published",
    "published": "the published scores",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A verification with what it was made from.

    Attributes
    ----------
    unread
        How many problems kept rows, cells or units from being read or scored.
    """

    found: Verification
    plan: Plan
    unread: int = 0
    edition: Edition
    missing: Missing


# ── as lines ──


def render(report: Report, paper: Paper) -> list[Line]:
    """What follows, what does not, and for each figure that does not the way from the answers to it."""
    found, plan, edition = report.found, report.plan, report.edition
    lines = wrapped(f"{plan.framework.heading}: {edition.title or edition.id}", paper, style="title")
    lines += wrapped(f"{plan.root} {plan.framework.version} · edition {edition.id} · unknowns: {report.missing}", paper, style="quiet")  # fmt: skip
    lines += [BLANK, *_summary(report, paper)]
    for ranking in found.rankings:
        lines += [BLANK, *wrapped(_ranks(ranking), paper)]
    lines += [BLANK, *wrapped(_verdict(report), paper, style="number")]
    if report.unread:
        lines += wrapped(_unread(report.unread), paper)
    if found.unpublished:
        lines += wrapped(f"{found.unpublished} of {found.units} units with answers have no published figure.", paper)
    if found.mismatches:
        lines += heading("Does not follow from the published answers")
        for _, checks in groupby(found.mismatches, key=lambda check: (check.printed.unit, check.printed.time)):
            lines += [BLANK, *_unit_lines(tuple(checks), paper)]
    return lines


def _summary(report: Report, paper: Paper) -> list[Line]:
    rows = []
    for kind, target, checks in by_figure(report.found.checks):
        largest = largest_difference(checks)
        digits = 0 if kind == "rank" else max(map(_digits, checks))
        follows = sum(check.follows for check in checks)
        counts = [str(len(checks)), str(follows), str(len(checks) - follows)]
        cells = (f"{target} {kind}", *counts, paper.ascii(shown(largest, digits)))
        rows.append([((cell, ""),) for cell in cells])
    head = ("figure", "published", "follow", "do not", "largest\ndifference")
    return columns(paper, head, rows, frozenset({1, 2, 3, 4}))


def _digits(check: Check) -> int:
    """Decimals enough to see how far a figure lies from its rounding."""
    return max(DIGITS, (check.printed.figure.decimals or 0) + 1)


def _ranks(ranking: Ranking) -> str:
    """How many published ranks follow from which scores."""
    parts = [f"{count} follow{'s' if count == 1 else ''} from {BASES[base]}" for base, count in ranking.matched.items()]
    said = f"Ranks of {ranking.target}, {ranking.total} published: {', '.join(parts)}."
    if not ranking.unscored:
        return said
    count = f"{ranking.unscored} ranked unit{'s have' if ranking.unscored > 1 else ' has'}"
    return f"{said} {count} no recomputed score, so that the ranks of those below come out better by up to {ranking.unscored}."


def _unread(count: int) -> str:
    what = f"{count} problem{'s' if count > 1 else ''}"
    return f"{what} kept rows or figures from being read; nothing is said of them, and the ranks of others may differ for their lack."


def _verdict(report: Report) -> str:
    found = report.found
    total, bad = len(found.checks), len(found.mismatches)
    if not total:
        return "No figure is published."
    if not bad:
        which = "Every published figure that could be read" if report.unread else "Every published figure"
        return f"{which} follows from the published answers."
    return f"{bad} of {total} published figures do not follow from the published answers."


def _unit_lines(checks: Sequence[Check], paper: Paper) -> list[Line]:
    """What does not follow of one unit, and below it once the way to each recomputed node."""
    lead = (f"{_unit(checks[0])}  ", "number")
    if not checks[0].answered:
        said = ", ".join(f"{_figure(check)} {check.printed.text}" for check in checks)
        return wrapped(f"there are no answers; published: {said}.", paper, lead)
    lines = [line for check in checks for line in wrapped(f"{_said_of(check)}.", paper, lead)]
    seen: set[str] = set()
    for check in checks:
        lines += wrapped(_answers(check.answers), paper, indent=2) if check.answers else []
        by_id = {step.node.id: step for step in check.trace}
        for step in check.trace:
            if step.how and step.node.id not in seen:
                lines += wrapped(_group(step, by_id), paper, indent=2 + min(step.depth, 4))
            elif step.depth == 0 and step.node.id not in seen:
                lines += wrapped(f"{_scored(step)}: {_answers(step.answers)}", paper, indent=2)
            seen.add(step.node.id)
    return lines


def _figure(check: Check) -> str:
    return f"{check.printed.target} {check.printed.figure.kind}"


def _said_of(check: Check) -> str:
    return f"{_figure(check)}: published {check.printed.text} (line {check.printed.line}); {_recomputed(check)}"


def _unit(check: Check) -> str:
    printed = check.printed
    return f"{printed.unit} {printed.time}" if printed.time else printed.unit


def _recomputed(check: Check) -> str:
    """What came out instead, how far off, and between which bounds if some answers are unknown."""
    if check.printed.figure.kind in {"band", "level", "designation"}:
        return f"recomputed {check.word or 'none'}"
    if check.value is None:
        return "recomputed none"
    digits, score = _digits(check), check.score
    if check.printed.figure.kind == "rank":
        return f"recomputed {shown(check.value, 0)}, by a score of {shown(score.point, digits)}"
    difference = check.difference or Fraction(0)
    which = f"which is {shown(abs(difference), digits)} {'less' if difference > 0 else 'more'}"
    open_ = score.low != score.high
    bounds = f"; once all is known between {shown(score.low, digits)} and {shown(score.high, digits)}" if open_ else ""
    return f"recomputed {shown(check.value, digits)}, {which}{bounds}"


def _group(step: Step, by_id: Mapping[str, Step]) -> str:
    """A group as one paragraph: its score, how it is made, and its members with their answers."""
    members = [by_id[name] for name in step.members]
    groups = [_member(item, step) for item in members if item.how]
    indicators: dict[str, list[str]] = {}
    for item in members:
        if not item.how:
            indicators.setdefault(_said(item), []).append(_member(item, step))
    said = [", ".join(groups)] if groups else []
    said += [f"{', '.join(names)} ({words})" for words, names in indicators.items()]
    caps = "".join(f"; capped: {cap.id}" for cap in step.node.caps if cap.holds == "yes")
    return (
        f"{_scored(step)} = {'step of ' if step.stepped else ''}{step.how} of {len(members)}: {'; '.join(said)}{caps}"
    )


def _said(step: Step) -> str:
    """What an indicator was answered; a fact is named unless it is the only one and the indicator's id holds its name."""
    alone = len(step.answers) == 1 and step.answers[0][0] in step.node.id
    return brief(step.answers[0][1]) if alone else _answers(step.answers)


def _scored(step: Step) -> str:
    if step.node.applies == "no":
        return f"{step.node.id} does not apply"
    return f"{step.node.id} {shown(step.node.score.point, DIGITS).removesuffix('.00')}"


def _member(step: Step, group: Step) -> str:
    """A member by the part of its id that its group does not say, its score, and its weight if it is not 1."""
    times = f" × {shown_number(step.weight)}" if step.weight != 1 else ""
    return f"{_scored(step).removeprefix(f'{group.node.id}-')}{times}"


def _answers(answers: Sequence[Answer]) -> str:
    return ", ".join(f"{fact} {brief(known)}" for fact, known in answers)


# ── what the formats share ──


def by_figure(checks: Sequence[Check]) -> Iterator[tuple[str, str, list[Check]]]:
    """The figures of one kind and target together, in the order in which they were first published."""
    found: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        found.setdefault((check.printed.figure.kind, check.printed.target), []).append(check)
    for (kind, target), group in found.items():
        yield kind, target, group


def largest_difference(checks: Sequence[Check]) -> Fraction | None:
    """The largest difference, either way, of those that have one."""
    return max((abs(check.difference) for check in checks if check.difference is not None), default=None)


# ── as rows ──


def table(report: Report) -> Table:
    """One row a figure."""
    head = ("unit", "time", "figure", "node", "published", "recomputed", "low", "high", "difference", "follows", "line")
    rows: list[tuple[Cell, ...]] = []
    for check in report.found.checks:
        printed, score = check.printed, check.score
        bounds = (score.low, score.high) if printed.figure.kind == "score" else (None, None)
        recomputed = check.word if check.value is None else _exact(check.value)
        rows.append((
            printed.unit, printed.time, printed.figure.kind, printed.target, printed.text, recomputed, *map(_exact, bounds), _exact(check.difference),
            "yes" if check.follows else "no" if check.answered else "no answers", printed.line,
        ))  # fmt: skip
    return Table(head, tuple(rows))


def _exact(number: Fraction | None) -> Cell:
    return trimmed(number, EXACT)
