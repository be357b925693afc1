"""Reforms, looked back upon: as lines, as rows, as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from govaudit.analysis.reforms import Asked, Outcome, Verdict
from govaudit.changes import PARTS, Hindsight, Pursued
from govaudit.model.codebook import shown_value
from govaudit.model.timeline import start
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.numbers import shown, signed
from govaudit.report.rows import number
from govaudit.report.sentences import brief, cite_short, mark, spoken
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named

WORDS = {
    Verdict.WHOLLY: "came about wholly",
    Verdict.PARTLY: "came about in part",
    Verdict.NOT: "did not come about",
    Verdict.UNKNOWN: "not known",
    Verdict.ALREADY: "so before",
    Verdict.ENDED: "forum ended",
    Verdict.NOT_BEGUN: "forum not begun",
    Verdict.OUT_OF_SCOPE: "out of scope",
}
OUTCOMES = {
    Outcome.HAPPENED: "done",
    Outcome.PARTLY: "moved",
    Outcome.NOT: "not done",
    Outcome.OPPOSITE: "opposite",
    Outcome.UNKNOWN: "unknown",
    Outcome.ALREADY: "so before",
    Outcome.ENDED: "ended",
    Outcome.NOT_BEGUN: "not begun",
}
CAUSES = {
    "reform": "by what the reform asks for",
    "others": "by other changes",
    "evidence": "by what was found out",
    "correction": "by corrections",
}
SHOWN_SOURCES = 2


def counts(found: Sequence[Hindsight]) -> dict[Verdict, int]:
    """How many reforms came to each verdict."""
    tally = Counter(item.verdict for item in found)
    return {verdict: tally[verdict] for verdict in Verdict}


def render(found: Sequence[Hindsight], today: date, paper: Paper) -> list[Line]:
    """Each reform with what became of it at each forum; then those out of scope, and the count."""
    lines = wrapped("Reforms, looked back upon", paper, style="title")
    scored = next((item.pursued[0].then for item in found if item.pursued), None)
    aside = f"on {today}" + (f" · {named(scored.plan)} · unknowns: {scored.card.missing}" if scored else "")
    lines += wrapped(aside, paper, style="quiet")
    for item in found:
        if item.pursued:
            lines += [BLANK, *_reform(item, paper)]
    outside = [item for item in found if item.reform.out_of_scope]
    lines += heading("Out of scope: no fact of a forum can express them") if outside else []
    for item in outside:
        lines += wrapped(f"{item.reform.id} ({item.reform.section}): {item.reform.title}.", paper, indent=2)
        lines += wrapped(item.reform.out_of_scope, paper, indent=4, style="quiet")
    return [*lines, BLANK, *wrapped(summary(found), paper, style="number")]


def summary(found: Sequence[Hindsight]) -> str:
    """`Of 21 reforms, 2 came about wholly, 5 came about in part, ...`."""
    tally = counts(found)
    outside = tally.pop(Verdict.OUT_OF_SCOPE)
    said = [f"{count} {WORDS[verdict]}" for verdict, count in tally.items() if count]
    beside = f" {outside} more {'is' if outside == 1 else 'are'} out of scope." if outside else ""
    total = sum(tally.values())
    return f"Of {total} reform{'' if total == 1 else 's'}: {', '.join(said) or 'none to look for'}.{beside}"


def _reform(item: Hindsight, paper: Paper) -> list[Line]:
    reform = item.reform
    lines = wrapped(f"{reform.id} ({reform.section})", paper, (f"{WORDS[item.verdict]}  ", "number"))
    aside = " The paper names the lack, not the remedy." if reform.inferred else ""
    lines += wrapped(f"{reform.title}. Since {item.since}.{aside}", paper, indent=2)
    for pursued in item.pursued:
        lines += _pursued(item, pursued, paper)
    return lines


def _pursued(item: Hindsight, pursued: Pursued, paper: Paper) -> list[Line]:
    name = f"{mark(pursued.today)}, which took over from {pursued.forum}" if pursued.succeeded else mark(pursued.today)
    absent = pursued.then.card.absent or pursued.today.card.absent
    lines = wrapped(absent or WORDS[pursued.verdict], paper, (f"{name}: ", "head"), indent=2)
    if pursued.succeeded:
        heir = item.reform.for_[pursued.forum].succeeded_by
        lines += wrapped(heir.reason if heir else "", paper, indent=4, style="quiet")
    for asked in pursued.asked:
        lead = f"{OUTCOMES[asked.outcome]:<9} "
        lines += wrapped(_fact(asked, pursued), paper, (lead, "number"), indent=4)
    return lines + _score(pursued, paper)


def _fact(asked: Asked, pursued: Pursued) -> str:
    plan = pursued.then.plan
    aside = "" if asked.fact in plan.facts_below(plan.root) else " (not scored here)"
    words = f"{asked.fact}{aside}: asked {shown_value(asked.value)}; then {brief(asked.before)}"
    if asked.outcome in {Outcome.ENDED, Outcome.NOT_BEGUN}:
        return f"{words}."
    statement = asked.today.statement
    since, cited = "", ""
    if statement:
        begin = start(statement, pursued.today.profile)
        since = f" since {spoken(begin.isoformat())}" if statement.all_evidence() and begin.year > 1 else ""
        sources = shown_by(asked)
        more = f" (+{len(sources) - SHOWN_SOURCES})" if len(sources) > SHOWN_SOURCES else ""
        named = "; ".join(cite_short(name, pursued.today.sources) for name in sources[:SHOWN_SOURCES])
        cited = f" {named}{more}." if named else ""
        cited = f" Looked for on {statement.not_found.on}." if statement.not_found else cited
    return f"{words}; today {brief(asked.today)}{since}.{cited}"


def shown_by(asked: Asked) -> list[str]:
    """The sources of what is known today."""
    statement = asked.today.statement
    return [*dict.fromkeys(item.source for item in statement.all_evidence())] if statement else []


def _score(pursued: Pursued, paper: Paper) -> list[Line]:
    if pursued.predicted is None or pursued.succeeded:
        today = pursued.today.card.score.point
        words = (
            f"The score of {pursued.today.card.forum} today is {shown(today)}; scores of two forums are not compared."
        )
        return wrapped(words, paper, indent=4, style="quiet") if pursued.succeeded else []
    then, predicted, today = (item.card.score.point for item in (pursued.then, pursued.predicted, pursued.today))
    words = f"Score {shown(then)} then; predicted {shown(predicted)} ({signed(_less(predicted, then))})"
    if pursued.today.card.absent:
        return wrapped(f"{words}; none today.", paper, indent=4)
    words += f"; today {shown(today)} ({signed(_less(today, then))})"
    if pursued.parts:
        said = [f"{signed(pursued.parts[name].point)} {CAUSES[name]}" for name in PARTS if pursued.parts[name].point]
        words += f": {', '.join(said)}" if said else ""
    return wrapped(f"{words}.", paper, indent=4)


def _less(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def table(found: Sequence[Hindsight]) -> Table:
    """One row a fact of a reform at a forum; one row for a reform out of scope."""
    head = (
        "reform", "section", "cost", "verdict", "since", "forum", "at", "fact", "asked", "before", "today", "outcome", "sources",
        "point before", "point predicted", "point today", *(f"by {name}" for name in PARTS),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for item in found:
        lead = (item.reform.id, item.reform.section, item.reform.cost or "", item.verdict.value, item.since.isoformat())
        if not item.pursued:
            rows.append((*lead, *("",) * 8, *(None,) * (3 + len(PARTS))))
        for pursued in item.pursued:
            cards = (pursued.then, pursued.predicted, pursued.today)
            points = [number(audit.card.score.point) if audit else None for audit in cards]
            parts = [number(pursued.parts[name].point) if pursued.parts else None for name in PARTS]
            rows += [
                (
                    *lead,
                    pursued.forum,
                    pursued.today.card.forum,
                    asked.fact,
                    shown_value(asked.value),
                    brief(asked.before),
                    brief(asked.today),
                    asked.outcome.value,
                    " ".join(shown_by(asked)),
                    *points,
                    *parts,
                )
                for asked in pursued.asked
            ]
    return Table(head, tuple(rows))
