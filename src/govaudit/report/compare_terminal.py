"""Forums side by side, as the terminal shows them."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from govaudit.analysis.ranking import Standing
from govaudit.audit import Audit, Comparison
from govaudit.report import evidence
from govaudit.report.layout import BLANK, Line, Paper, bar, cell_width, table, wrapped
from govaudit.report.numbers import NONE, percent, shown, span
from govaudit.report.sentences import band_label, mark, point_words
from govaudit.report.view import named

NARROWEST_BAR, WIDEST_BAR = 8, 60


def render(comparison: Comparison, paper: Paper) -> list[Line]:
    """Ranks with their ranges, intervals as bars, and a column for each criterion."""
    first = comparison.audits[0]
    card, plan = first.card, first.plan
    lines = wrapped(f"{plan.framework.heading}", paper, style="title")
    lines += wrapped(f"{named(plan)} · as of {card.as_of} · unknowns: {card.missing}", paper, style="quiet")
    scored = [item for item in comparison.audits if item.card.nodes]
    lines += [BLANK, *_ranks(comparison, paper)]
    if scored:
        lines += [BLANK, *_criteria(scored, paper), BLANK, *evidence.block(scored, paper)]
    lines += [*_group(comparison, paper), BLANK]
    lines += wrapped(
        "Ranks go by point; the range beside a rank says where the forum may stand once the unknown is known.",
        paper,
        style="quiet",
    )
    if any(item.card.generic for item in comparison.audits):
        lines += wrapped(
            "† describes a class of forums, not one forum: do not read its rank as one.", paper, style="quiet"
        )
    absent = [f"{item.card.forum} {item.card.absent}" for item in comparison.audits if item.card.absent]
    return lines + (wrapped(f"No score: {'; '.join(absent)}.", paper, style="quiet") if absent else [])


def _ranks(comparison: Comparison, paper: Paper) -> list[Line]:
    """One row a forum. Where the column of bands leaves no room for the bars, the bands become headings."""
    bands = [band_label(item, item.card.band) for item in comparison.audits]
    lines = _rank_table(comparison, paper, bands)
    if max(sum(cell_width(text) for text, _ in line) for line in lines) <= paper.width:
        return lines
    head, *rows = _rank_table(comparison, paper, None)
    found: list[Line] = [head]
    last = None
    for band, row in zip(bands, rows, strict=True):
        found += [((band or "No score", "head"),)] if band != last else []
        found.append(row)
        last = band
    return found


def _rank_table(comparison: Comparison, paper: Paper, bands: Sequence[str] | None) -> list[Line]:
    names = [paper.ascii(mark(item)) for item in comparison.audits]
    ranks = [paper.ascii(rank(standing)) for standing in comparison.standings]
    texts = [["forum", *names], ["rank", *ranks], ["point"], ["bounds", "100–100"], ["known"]]
    fixed = [max(map(cell_width, column)) + len("  ") for column in texts]
    widest = max(map(cell_width, bands)) + 2 if bands else 0
    cells = min(max(paper.width - widest - sum(fixed), NARROWEST_BAR), WIDEST_BAR)
    rows = []
    for index, (item, name, place) in enumerate(zip(comparison.audits, names, ranks, strict=True)):
        score = item.card.score
        between = f"{shown(score.low, 0)}–{shown(score.high, 0)}" if score.low is not None else NONE
        rows.append(
            [
                ((place, "number"),),
                ((name, ""),),
                bar(paper, cells, item.plan.ranges[item.plan.root], score.low, score.high, score.point),
                ((paper.ascii(point_words(item, item.card.root)), "number"),),
                ((paper.ascii(between), ""),),
                ((paper.ascii(percent(score.coverage)).replace(" ", ""), ""),),
                *([((bands[index], ""),)] if bands else []),
            ]
        )
    heads = ("rank", "forum", "", "point", "bounds", "known", *(["band"] if bands else []))
    return table(paper, heads, rows, frozenset({3, 4, 5}))


def _criteria(audits: Sequence[Audit], paper: Paper) -> list[Line]:
    """Bounds by criterion, in whole points; as many columns as there are criteria."""
    plan = audits[0].plan
    criteria = [name for name, _ in plan.nodes[plan.root].members]
    widest = max(cell_width(mark(item)) for item in audits)
    each = max((paper.width - widest) // max(len(criteria), 1) - 2, 8)
    heads = ["\n".join(textwrap.wrap(plan.nodes[name].authored.heading, each)) for name in criteria]
    rows = []
    for item in audits:
        scores = {node.id: node.score for node in item.card.nodes}
        words = [span(scores[name].low, scores[name].high, 0) if name in scores else NONE for name in criteria]
        rows.append([((paper.ascii(mark(item)), ""),), *(((paper.ascii(word), ""),) for word in words)])
    return table(paper, ("bounds", *heads), rows, frozenset(range(1, len(heads) + 1)))


def _group(comparison: Comparison, paper: Paper) -> list[Line]:
    """The group as a whole, beside its members: median and range, node by node, and the profile of the class if there is one."""
    group, plan = comparison.group, comparison.audits[0].plan
    if group is None:
        return []
    if not group.nodes:
        return [BLANK, *wrapped(f"Group {group.tag}: no single forum with a score.", paper)]
    classes = [item for item in comparison.audits if item.card.generic and item.card.nodes]
    rows = []
    for summary in group.nodes:
        median = summary.median
        words = [
            shown(median.point),
            span(median.low, median.high, 0),
            span(summary.least, summary.greatest),
            *(_whole(item, summary.node) for item in classes),
        ]
        name = plan.nodes[summary.node].authored.heading if summary.node != plan.root else "All"
        rows.append([((name, ""),), *(((paper.ascii(word), ""),) for word in words)])
    titles = (f"group {group.tag}", "median", "its bounds", "range", *(mark(item) for item in classes))
    members = f"{len(group.members)} forums; classes of forums are left out of median and range."
    numeric = frozenset(range(1, len(titles)))
    return [BLANK, *table(paper, titles, rows, numeric), *wrapped(members, paper, style="quiet")]


def _whole(item: Audit, name: str) -> str:
    """Point and bounds of one node, for a column beside the group."""
    score = item.card.node(name).score
    return f"{shown(score.point)} ({span(score.low, score.high, 0)})"


def rank(standing: Standing) -> str:
    """`3 (2–5)`: the rank and its range."""
    if standing.rank is None:
        return NONE
    if standing.rank_low == standing.rank_high:
        return str(standing.rank)
    return f"{standing.rank} ({standing.rank_low}–{standing.rank_high})"
