"""Scorecards and comparisons as Markdown that GitHub renders. All text from data is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govaudit.audit import Audit, Comparison
from govaudit.model.scorecard import NodeScore
from govaudit.report import evidence
from govaudit.report.compare_terminal import rank
from govaudit.report.numbers import percent, shown, signed, span
from govaudit.report.sentences import (
    band_label,
    bounds_words,
    citations,
    fact_sentence,
    finding,
    left_out,
    mark,
    point_words,
    recommendation,
)
from govaudit.report.tables import Table
from govaudit.report.tables import escape_markdown as safe
from govaudit.report.tables import render as render_table
from govaudit.report.view import named

LISTED = 5


def render(audits: Sequence[Audit]) -> str:
    """One section a forum."""
    return "\n".join("\n".join(_scorecard(audit)) + "\n" for audit in audits)


def _scorecard(audit: Audit) -> Iterator[str]:
    card, root = audit.card, audit.card.root
    yield f"# {safe(card.name)}"
    yield ""
    yield f"{safe(named(audit.plan))}, as of {card.as_of}, unknowns: {safe(card.missing)}."
    if card.draft:
        yield "\nA draft: nobody has reviewed this profile against its sources yet."
    if root is None:
        yield f"\nNo score: the forum {safe(card.absent)}."
        return
    verdict = f", {safe(band_label(audit, root.band))}" if root.band else ""
    if root.applies == "no":
        yield "\nNo score: nothing of the framework applies.\n"
    else:
        idle = ", ".join(member.heading for member in left_out(audit, root))
        out = f" Does not apply, and is left out: {safe(idle)}." if idle else ""
        yield f"\n**{point_words(audit, root)}{verdict}**; bounds {bounds_words(audit, root)}; {percent(root.score.coverage)} settled.{out}\n"
    yield f"Of the settled weight: {evidence.sentence(audit) or 'nothing rests on evidence'}.\n"
    members = [node for node in card.nodes if node.kind in {"criterion", "derived"}]
    rows = tuple((node.heading, *_numbers(audit, node), band_label(audit, node.band, node.id)) for node in members)
    yield render_table(Table(("criterion", "point", "bounds", "settled", "band"), rows), "markdown")
    yield from _section(
        "Why",
        (
            f"{signed(item.weight)} {finding(audit, item.node)} ({item.node})"
            for item in audit.influence.reasons[:LISTED]
        ),
    )
    raised = (
        f"{signed(item.gain)} {recommendation(audit, item.node)} ({item.node})"
        for item in audit.influence.changes[:LISTED]
    )
    yield from _section("What would raise it most", raised)
    found = (
        f"{audit.plan.codebook[item.fact].question} ({item.fact}): {shown(item.low)} to {shown(item.high)}"
        for item in audit.influence.open_facts[:LISTED]
    )
    yield from _section("Worth finding out", found)
    indicators = [node for node in card.nodes if node.kind == "indicator"]
    reached = tuple((node.id, *_numbers(audit, node), finding(audit, node.id)) for node in indicators)
    head = ("indicator", "point", "bounds", "settled", "finding")
    yield from ("## Levels reached", "", render_table(Table(head, reached), "markdown"))
    yield from _section("Facts and sources", _facts(audit))


def _numbers(audit: Audit, node: NodeScore) -> tuple[str, str, str]:
    return point_words(audit, node), bounds_words(audit, node), percent(node.score.coverage)


def _facts(audit: Audit) -> Iterator[str]:
    for fact in audit.plan.facts():
        cited = "; ".join(citations(audit.facts[fact].statement, audit.sources))
        yield f"{fact_sentence(fact, audit)} {cited}".strip()


def _section(title: str, items: Iterator[str]) -> Iterator[str]:
    listed = [f"- {safe(item)}" for item in items]
    if listed:
        yield from (f"## {title}", "", *listed, "")


def comparison(compared: Comparison) -> str:
    """A table of forums, best first."""
    first = compared.audits[0]
    criteria = [name for name, _ in first.plan.nodes[first.plan.root].members]
    head = (
        "rank",
        "forum",
        "point",
        "bounds",
        "settled",
        "band",
        *(first.plan.nodes[name].authored.heading for name in criteria),
        *evidence.heads(first.years),
    )
    rows = []
    for audit, standing in zip(compared.audits, compared.standings, strict=True):
        score, nodes = audit.card.score, {node.id: node.score for node in audit.card.nodes}
        parts = (span(nodes[name].low, nodes[name].high) if name in nodes else "–" for name in criteria)
        verdict = band_label(audit, audit.card.band) or audit.card.absent
        rows.append(
            (
                rank(standing),
                mark(audit),
                point_words(audit, audit.card.root),
                span(score.low, score.high),
                percent(score.coverage),
                verdict,
                *parts,
                *map(percent, evidence.shares(audit)),
            )
        )
    card = first.card
    title = f"# {safe(first.plan.framework.heading)}\n\n{safe(named(first.plan))}, as of {card.as_of}, unknowns: {safe(card.missing)}.\n\n"
    generic = (
        "\n† describes a class of forums, not one forum.\n"
        if any(item.card.generic for item in compared.audits)
        else ""
    )
    return title + render_table(Table(head, tuple(rows)), "markdown") + generic + _group(compared)


def _group(compared: Comparison) -> str:
    """The group as a whole: median and range of its single forums."""
    group = compared.group
    if group is None or not group.nodes:
        return ""
    rows = tuple(
        (item.node, shown(item.median.point), span(item.median.low, item.median.high), span(item.least, item.greatest))
        for item in group.nodes
    )
    head = ("node", "median", "its bounds", "range")
    return f"\n## {safe(group.tag)}: {len(group.members)} forums\n\n" + render_table(Table(head, rows), "markdown")
