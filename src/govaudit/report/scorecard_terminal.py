"""The scorecard as the terminal shows it."""

from __future__ import annotations

from fractions import Fraction

from govaudit.audit import Audit
from govaudit.model.scorecard import NodeScore
from govaudit.report import evidence
from govaudit.report.layout import BLANK, Line, Paper, bar, cell_width, heading, table, wrapped
from govaudit.report.numbers import percent, shown, signed
from govaudit.report.sentences import (
    WORDS,
    band_label,
    bounds_words,
    citations,
    fact_sentence,
    finding,
    left_out,
    point_words,
    recommendation,
)
from govaudit.report.view import named

REASONS, CHANGES, OPEN = 3, 3, 3
NARROWEST_BAR, WIDEST_BAR = 10, 60
ROOMY = 100
"""From this width on, bands of criteria are shown."""


def render(audit: Audit, paper: Paper) -> list[Line]:
    """The whole scorecard, as lines no wider than the paper."""
    card, root = audit.card, audit.card.root
    lines = wrapped(f"{card.name} ({card.forum})", paper, style="title")
    lines += wrapped(f"{named(audit.plan)} · as of {card.as_of} · unknowns: {card.missing}", paper, style="quiet")
    if card.generic:
        lines += wrapped("† A profile of a class of forums, not of one: never rank it against single forums.", paper)
    if card.draft:
        lines += wrapped("A draft: nobody has reviewed this profile against its sources yet.", paper)
    if root is None:
        return [*lines, BLANK, *wrapped(f"No score: the forum {card.absent}.", paper)]
    lines += [BLANK, *_headline(audit, root, paper), BLANK, *_criteria(audit, paper)]
    for part in (_reasons, _changes, _open, _caps, _levels, _designations):
        lines += part(audit, paper)
    strength = evidence.sentence(audit)
    if strength:
        lines += [
            *heading("Strength of the evidence"),
            *wrapped(f"Of the settled weight: {strength}.", paper, indent=2),
        ]
    cited = len({source for node in card.nodes for source in node.sources})
    lines += [
        BLANK,
        *wrapped(
            f"Rests on {cited} sources. Every step: govaudit explain {card.forum} · sources: govaudit show {card.forum}",
            paper,
            style="quiet",
        ),
    ]
    return lines


def _headline(audit: Audit, root: NodeScore, paper: Paper) -> list[Line]:
    score, (_, most) = root.score, audit.plan.ranges[root.id]
    if score.point is None:
        if root.applies == "no":
            return wrapped("No score: nothing of the framework applies.", paper, indent=2, style="number")
        why = root.withheld or "nothing is settled, and unknowns are left out"
        return wrapped(
            f"No score: {why}. Between {shown(score.low)} and {shown(score.high)}.", paper, indent=2, style="number"
        )
    verdict = f" — {band_label(audit, root.band)}" if root.band else ""
    lines = wrapped(
        f"of {shown(most, 0)}{verdict}", paper, (f"{point_words(audit, root)} ", "number"), indent=2, style="number"
    )
    if score.low == score.high:
        said = "Everything it rests on is known"
    else:
        said = f"At least {shown(score.low)}, at most {shown(score.high)}, once the unknown is known"
        others = [band_label(audit, band) for band in root.possible_bands if band != root.band]
        said += f" (then perhaps: {', '.join(others)})" if others else ""
    outside = score.low is not None and score.high is not None and not score.low <= score.point <= score.high
    said += "; the score of what is known lies outside these bounds" if outside else ""
    said += f". {percent(score.coverage)} of the weight is settled."
    idle = ", ".join(member.heading for member in left_out(audit, root))
    said += f" Does not apply, and is left out: {idle}." if idle else ""
    return lines + wrapped(said, paper, indent=2)


def _criteria(audit: Audit, paper: Paper) -> list[Line]:
    """One row a criterion; indented below it, a nested one."""
    depth = {node.id: 0 for node in audit.card.nodes if node.parent is None}
    shown_nodes = []
    for node in audit.card.nodes:
        if node.parent is not None:
            depth[node.id] = depth[node.parent] + 1
        if node.kind in {"criterion", "derived"} or (node.kind == "indicator" and node.parent == audit.plan.root):
            shown_nodes.append(node)
    names = [("  " * max(depth[node.id] - 1, 0)) + node.heading for node in shown_nodes]
    bands = [band_label(audit, node.band, node.id) for node in shown_nodes]
    widest = max([cell_width(band) for band in bands] or [0]) if paper.width >= ROOMY else 0
    room = (
        paper.width
        - 2
        - max([cell_width(name) for name in names] or [0])
        - sum((2, 7, 13, 8, widest + 2 * bool(widest)))
    )
    cells = min(max(room, NARROWEST_BAR), WIDEST_BAR)
    rows = []
    for name, node, band in zip(names, shown_nodes, bands, strict=True):
        scale, score = audit.plan.ranges[node.id], node.score
        words = (paper.ascii(bounds_words(audit, node)) if node.applies != "no" else "n/a", "")
        rows.append(
            [
                (("  " + name, ""),),
                bar(paper, cells, scale, score.low, score.high, score.point),
                ((paper.ascii(point_words(audit, node)), "number"),),
                (words,),
                ((percent(score.coverage).replace(" ", ""), ""),),
                *([((band, ""),)] if widest else []),
            ]
        )
    heads = ("", "", "point", "bounds", "settled", *(["band"] if widest else []))
    body = table(paper, heads, rows, frozenset({2, 3, 4}))
    signs = "█ shown  ▒ possible  · ruled out" if paper.unicode else "# shown  = possible  . ruled out"
    return [*body, (("  " + signs, "quiet"),)]


def _caps(audit: Audit, paper: Paper) -> list[Line]:
    """The caps that hold or may hold, with what they hold down to."""
    lines: list[Line] = []
    for node in audit.card.nodes:
        ceilings = {cap.id: cap for cap, _ in audit.plan.nodes[node.id].caps}
        for state in node.caps:
            cap = ceilings[state.id]
            limit = f"band at most {band_label(audit, cap.band)}" if cap.band else f"at most {shown(cap.at_most, 0)}"
            if state.holds != "no":
                words = f"{'Perhaps ' if state.holds == 'unknown' else ''}{limit} ({cap.id})"
                lines += wrapped(f"{words[0].upper()}{words[1:]}: {' '.join(cap.reason.split())}", paper, indent=2)
    return [*heading("Ceilings, whatever the rest"), *lines] if lines else []


def _reasons(audit: Audit, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for reason in audit.influence.reasons[:REASONS]:
        node = audit.card.node(reason.node)
        lines += wrapped(f"{finding(audit, reason.node)} ({reason.node})", paper, _amount(reason.weight), indent=2)
        for fact in node.facts[:2]:
            lines += _fact(audit, fact, paper)
    return [*heading("Why: the weightiest reasons, in points above or below the middle"), *lines] if lines else []


def _fact(audit: Audit, fact: str, paper: Paper) -> list[Line]:
    statement = audit.facts[fact].statement
    cited = list(citations(statement, audit.sources))
    more = f" (+{len(cited) - 2} more)" if len(cited) > 2 else ""
    lines = wrapped(fact_sentence(fact, audit), paper, indent=9)
    return lines + (
        wrapped("; ".join(cited[:2]) + more, paper, ("Source: ", "quiet"), indent=9, style="quiet") if cited else []
    )


def _changes(audit: Audit, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for change in audit.influence.changes[:CHANGES]:
        now = f"{recommendation(audit, change.node)} Now: {finding(audit, change.node)} ({change.node})."
        lines += wrapped(now, paper, _amount(change.gain), indent=2)
    held = audit.card.root is not None and any(cap.holds != "no" for cap in audit.card.root.caps)
    if not lines and held:
        lines = wrapped("Nothing else, until the cap is lifted.", paper, indent=2)
    return [*heading("What would raise it most"), *lines] if lines else []


def _open(audit: Audit, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for item in audit.influence.open_facts[:OPEN]:
        question = audit.plan.codebook[item.fact].question
        state = WORDS.get(item.kind, "contested").split(":")[0]
        text = f"{question} ({item.fact}: {state}) Settled, the score would lie between {shown(item.low)} and {shown(item.high)}."
        lines += wrapped(text, paper, _amount(item.high - item.low, sign=False), indent=2)
    return [*heading("Worth finding out"), *lines] if lines else []


def _levels(audit: Audit, paper: Paper) -> list[Line]:
    """The level that each indicator reached, one paragraph a group."""
    lines: list[Line] = []
    for group in audit.card.nodes:
        reached = [
            f"{node.id} {_reached(node)}"
            for node in audit.card.nodes
            if node.parent == group.id and node.kind == "indicator"
        ]
        lines += wrapped(f"{group.heading}: {'; '.join(reached)}.", paper, indent=2) if reached else []
    return [*heading("Levels reached"), *lines]


def _reached(node: NodeScore) -> str:
    """A level; the score where there are no levels; a question mark where it is open."""
    if node.applies == "no":
        return "n/a"
    if node.score.low != node.score.high or node.applies == "unknown":
        return "?"
    return node.level or shown(node.score.point)


def _designations(audit: Audit, paper: Paper) -> list[Line]:
    labels = {item.id: item.label or item.id for item, _ in audit.plan.designations}
    said = [f"{labels[name]}: {answer}" for name, answer in audit.card.designations]
    return [*heading("Designations"), *wrapped(" · ".join(said), paper, indent=2)] if said else []


def _amount(number: Fraction, *, sign: bool = True) -> tuple[str, str]:
    return (f"{signed(number) if sign else shown(number):>5}  ", "number")
