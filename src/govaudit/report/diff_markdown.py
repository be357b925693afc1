"""What a change of the data does, as a comment on a pull request: Markdown that GitHub renders, the same bytes on every machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govaudit.analysis.change import Cause, Step
from govaudit.problems import Problem
from govaudit.report.diff import Report
from govaudit.report.numbers import NONE, percent, shown, signed, span
from govaudit.report.sentences import band_label, brief
from govaudit.report.tables import Cell, Table
from govaudit.report.tables import escape_markdown as safe
from govaudit.report.tables import render as render_table

LISTED = 40
"""At most so many lines a section; the rest is counted."""


def render(report: Report, problems: Sequence[Problem]) -> str:
    """New and missing forums, changed scores with their causes, ranks that move, unknowns settled and opened, problems."""
    title = f"# {safe(report.plan.framework.heading)}: what this change does\n\nFrom {safe(report.before)} to {safe(report.after)}.\n"
    parts = (_new(report), _gone(report), _scores(report), _statements(report), _ranks(report), _problems(problems))
    said = [part for part in parts if part]
    return "\n".join([title, *(said or ["No score, statement or rank changes, and `check` finds nothing.\n"])])


def _section(title: str, head: tuple[str, ...], rows: Sequence[tuple[Cell, ...]]) -> str:
    """A table under a heading; "" without rows."""
    if not rows:
        return ""
    more = f"\nAnd {len(rows) - LISTED} more.\n" if len(rows) > LISTED else ""
    return f"## {title}\n\n{render_table(Table(head, tuple(rows[:LISTED])), 'markdown')}{more}"


def _new(report: Report) -> str:
    criteria = [name for name, _ in report.plan.nodes[report.plan.root].members]
    heads = tuple(report.plan.nodes[name].authored.heading for name in criteria)
    rows: list[tuple[Cell, ...]] = []
    for name in sorted(report.difference.after.keys() - report.difference.before.keys()):
        audit = report.difference.after[name]
        score, nodes = audit.card.score, {node.id: node.score for node in audit.card.nodes}
        parts = (span(nodes[item].low, nodes[item].high, 0) if item in nodes else NONE for item in criteria)
        verdict = band_label(audit, audit.card.band) or audit.card.absent
        rows.append((name, shown(score.point), span(score.low, score.high), percent(score.coverage), verdict, *parts))
    return _section("New forums", ("forum", "point", "bounds", "settled", "band", *heads), rows)


def _gone(report: Report) -> str:
    gone = sorted(report.difference.before.keys() - report.difference.after.keys())
    return _section("Forums no longer there", ("forum",), [(name,) for name in gone])


def _scores(report: Report) -> str:
    rows: list[tuple[Cell, ...]] = []
    for item in report.difference.changes:
        for node in item.nodes:
            kind = report.plan.nodes[node.node].kind if node.node in report.plan.nodes else ""
            if kind in {"framework", "criterion"} and node.before != node.after:
                causes = (signed(node.causes[cause].point if node.causes else None) for cause in Cause)
                bounds = f"{span(node.before.low, node.before.high)} → {span(node.after.low, node.after.high)}"
                rows.append((item.forum, node.node, shown(node.before.point), shown(node.after.point), bounds, *causes))
    heads = ("forum", "node", "before", "after", "bounds", *(cause.value for cause in Cause))
    return _section("Scores that change, and why", heads, rows)


def _statements(report: Report) -> str:
    steps = [(item.forum, step) for item in report.difference.changes for step in item.steps]
    scored = report.plan.facts()
    rows: list[tuple[Cell, ...]] = [
        (
            forum,
            step.change.fact,
            f"{brief(step.change.before)} → {brief(step.change.after)}",
            step.change.cause.value,
            _unknown(step),
            signed(step.effect.point) if step.change.fact in scored else "not scored",
        )
        for forum, step in steps
    ]
    tally = Counter(_unknown(step) for _, step in steps)
    said = f"\n{tally['settled']} unknowns settled, {tally['opened']} opened.\n" if steps else ""
    return _section("Statements", ("forum", "fact", "change", "cause", "unknown", "points"), rows) + said


def _unknown(step: Step) -> str:
    """Whether a change settled an unknown fact or opened a known one."""
    before, after = step.change.before.unknown, step.change.after.unknown
    return "settled" if before and not after else "opened" if after and not before else ""


def _ranks(report: Report) -> str:
    rows = [(forum, old or NONE, new or NONE) for forum, old, new in report.difference.moved()]
    return _section("Ranks that move", ("forum", "before", "after"), rows)


def _problems(problems: Sequence[Problem]) -> str:
    ordered = sorted(dict.fromkeys(problems), key=Problem.sort_key)
    rows: list[tuple[Cell, ...]] = [
        (item.severity, item.code.id, f"{item.document}:{item.line or 1}", _sentence(item)) for item in ordered
    ]
    return _section("What `check` finds", ("severity", "code", "place", "problem"), rows)


def _sentence(problem: Problem) -> str:
    return f"{problem.message}{'. Hint: ' + problem.hint if problem.hint else ''}"
