"""Why scores changed, split into causes: as lines, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.change import Cause, ForumChange, NodeChange, Parts, Step
from govaudit.audit import Audit
from govaudit.changes import Difference
from govaudit.model.source import Source
from govaudit.report.layout import BLANK, Line, Paper, heading, table, wrapped
from govaudit.report.numbers import NONE, shown, signed, span
from govaudit.report.rows import number
from govaudit.report.sentences import brief, citations
from govaudit.report.tables import Cell, Table
from govaudit.scoring.plan import Plan

LABELS = {
    Cause.EVIDENCE: "became known, or unknown",
    Cause.CORRECTION: "was corrected",
    Cause.WORLD: "changed in the world",
    Cause.CRITERIA: "criteria and policy",
}
HEADINGS = {
    Cause.EVIDENCE: "What became known, or unknown",
    Cause.CORRECTION: "What was corrected",
    Cause.WORLD: "What changed in the world",
    Cause.CRITERIA: "What the codebook declares anew or otherwise",
}
ENDS = ("point", "low", "high")


@dataclass(frozen=True, slots=True)
class Report:
    """What two sides differ in. `before`, `after`: how the sides are called; `as_of`: the day of each; `unread`: forums left out."""

    before: str
    after: str
    as_of: tuple[str, str]
    plan: Plan
    difference: Difference
    sources: Mapping[str, Source]
    unread: tuple[str, ...] = ()


def moved(item: ForumChange) -> bool:
    """Whether anything at all is not what it was."""
    return bool(item.steps) or any(node.before != node.after for node in item.nodes) or item.before != item.after


def render(report: Report, paper: Paper) -> list[Line]:
    """Each forum that changed: the split of its score, criterion by criterion, then statement by statement."""
    lines = wrapped(f"{report.plan.framework.heading}: what changed, and why", paper, style="title")
    lines += wrapped(f"from {report.before} to {report.after}", paper, style="quiet")
    for item in report.difference.changes:
        if moved(item):
            lines += [BLANK, *_forum(item, report, paper)]
    lines += _ranks(report, paper)
    same = [item.forum for item in report.difference.changes if not moved(item)]
    return lines + ([BLANK, *wrapped(f"No change: {', '.join(same)}.", paper)] if same else [])


def _ranks(report: Report, paper: Paper) -> list[Line]:
    """The forums whose rank among those compared has changed."""
    moved = report.difference.moved()
    said = [f"{new.forum} {old.rank or NONE} → {new.rank or NONE}" for old, new in moved]
    return [*heading("Ranks that move"), *wrapped("; ".join(said) + ".", paper, indent=2)] if said else []


def _forum(item: ForumChange, report: Report, paper: Paper) -> list[Line]:
    root = next((node for node in item.nodes if node.node == report.plan.root), None)
    if root is None or root.causes is None:
        return [*_unsplit(item, report, paper), *_steps(item, report, paper)]
    before, after = root.before, root.after
    words = f"{item.forum}: {shown(before.point)} → {shown(after.point)}; bounds {span(before.low, before.high)} → {span(after.low, after.high)}"
    lines = [*wrapped(paper.ascii(words), paper, style="head"), BLANK, *_causes(root, paper), BLANK]
    return [*lines, *_nodes(item, report, paper), *_steps(item, report, paper)]


def _unsplit(item: ForumChange, report: Report, paper: Paper) -> list[Line]:
    before = _side(item.before, report.difference.before.get(item.forum))
    after = _side(item.after, report.difference.after.get(item.forum))
    lines = wrapped(paper.ascii(f"{item.forum}: before: {before}; after: {after}"), paper, style="head")
    return lines + wrapped("No split, for there is no score on one side.", paper, indent=2)


def _side(said: str, audit: Audit | None) -> str:
    """What a forum is on one side, in words: what was said of it, or why it has no score, or its score with its bounds."""
    if said or audit is None:
        return said or NONE
    score = audit.card.score
    return audit.card.absent or f"{shown(score.point)}, bounds {span(score.low, score.high)}"


def _causes(root: NodeChange, paper: Paper) -> list[Line]:
    assert root.causes is not None
    rows = [_cells(LABELS[cause], parts, paper) for cause, parts in root.causes.items()]
    whole = Parts(*(_less(getattr(root.after, end), getattr(root.before, end)) for end in ENDS))
    rows.append(_cells("together", whole, paper))
    return table(paper, ("  because what", *ENDS), rows, frozenset({1, 2, 3}))


def _less(after: Fraction | None, before: Fraction | None) -> Fraction | None:
    return None if after is None or before is None else after - before


def _cells(label: str, parts: Parts, paper: Paper) -> list[Line]:
    numbers = (parts.point, parts.low, parts.high)
    return [((f"  {label}", ""),), *(((paper.ascii(signed(amount)), "number"),) for amount in numbers)]


def _nodes(item: ForumChange, report: Report, paper: Paper) -> list[Line]:
    """The criteria that changed: their points, and the parts."""
    rows = []
    for node in item.nodes:
        known = report.plan.nodes.get(node.node)
        if known is None or known.kind not in {"criterion", "derived"} or node.before.point == node.after.point:
            continue
        parts = [signed(node.causes[cause].point if node.causes else None) for cause in Cause]
        words = (shown(node.before.point), shown(node.after.point), *parts)
        rows.append([((f"  {known.authored.heading}", ""),), *(((paper.ascii(word), ""),) for word in words)])
    heads = ("  point of", "before", "after", *(cause.value for cause in Cause))
    return table(paper, heads, rows, frozenset(range(1, len(heads)))) if rows else []


def _steps(item: ForumChange, report: Report, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for cause in Cause:
        steps = [step for step in item.steps if step.change.cause is cause]
        if steps:
            lines += heading(f"  {HEADINGS[cause]}")
            for step in steps:
                lines += _step(step, report, paper)
    return lines


def _step(step: Step, report: Report, paper: Paper) -> list[Line]:
    change = step.change
    amount = signed(step.effect.point) if change.fact in report.plan.facts() else "n/a"
    words = f"{change.fact}: {brief(change.before)} → {brief(change.after)}"
    lines = wrapped(words, paper, (f"{amount:>5}  ", "number"), indent=2)
    cited = list(citations(change.after.statement, report.sources))
    more = f" (+{len(cited) - 2} more)" if len(cited) > 2 else ""
    return lines + (wrapped("; ".join(cited[:2]) + more, paper, indent=9, style="quiet") if cited else [])


def rows(report: Report) -> Table:
    """One row a node that changed, with the parts of its point, low and high by cause."""
    causes = [f"{cause.value} {end}" for cause in Cause for end in ENDS]
    sides = [f"{side} {end}" for side in ("before", "after") for end in ENDS]
    head = ("forum", "node", *sides, *causes)
    found: list[tuple[Cell, ...]] = []
    for item, node in changed(report):
        numbers = [number(getattr(score, end)) for score in (node.before, node.after) for end in ENDS]
        parts = [number(getattr(node.causes[cause], end)) if node.causes else None for cause in Cause for end in ENDS]
        found.append((item.forum, node.node, *numbers, *parts))
    return Table(head, tuple(found))


def changed(report: Report) -> Iterator[tuple[ForumChange, NodeChange]]:
    """Every node that changed, and the root of every forum."""
    for item in report.difference.changes:
        for node in item.nodes:
            if node.before != node.after or node.node == report.plan.root:
                yield item, node
