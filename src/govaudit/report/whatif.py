"""A forum as it is and as it would be: as lines, as rows, as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.reform import Reform
from govaudit.model.scorecard import NodeScore
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, Paper, heading, wrapped
from govaudit.report.layout import table as columns
from govaudit.report.numbers import shown, signed, span
from govaudit.report.rows import number
from govaudit.report.schema_blocks import TEXT, TEXTS, closed
from govaudit.report.schemas import CARD, DAY, DIGEST
from govaudit.report.scorecard_json import Writer, evidence_json
from govaudit.report.sentences import band_label, brief, finding
from govaudit.report.tables import Cell, Table
from govaudit.report.view import named
from govaudit.report.view_json import FRAMEWORK, block


@dataclass(frozen=True)
class Supposed:
    """A forum before and after, with the reforms that were made and the facts that were set beside them."""

    before: Audit
    after: Audit
    reforms: tuple[Reform, ...]
    settings: tuple[str, ...]

    def changes(self) -> Iterator[tuple[str, Knowledge, Knowledge, tuple[str, ...]]]:
        """Each fact that was asked for: what is known of it, what would be known, and by which reforms or `--set`."""
        forum = self.before.card.forum
        for fact in self.before.plan.codebook:
            by = tuple(reform.id for reform in self.reforms if fact in reform.for_[forum].changes)
            by += ("set",) if fact in self.settings else ()
            if by:
                yield fact, self.before.facts.get(fact, UNCODED), self.after.facts.get(fact, UNCODED), by


def render(supposed: Supposed, paper: Paper) -> list[Line]:
    """What changes, then criteria and changed indicators before and after."""
    before, after = supposed.before, supposed.after
    card = before.card
    lines = wrapped(f"{card.name} ({card.forum})", paper, style="title")
    aside = f"{named(before.plan)} · as of {card.as_of} · unknowns: {card.missing}"
    lines += wrapped(aside, paper, style="quiet")
    lines += heading("What if")
    scored = before.plan.facts_below(before.plan.root)
    for fact, old, new, by in supposed.changes():
        idle = (old.kind, old.values) == (new.kind, new.values)
        words = f"{fact}: {brief(old)}, as it is" if idle else f"{fact}: {brief(old)} → {brief(new)}"
        words += "" if fact in scored else ", not scored here"
        lines += wrapped(f"{words} ({', '.join(by)})", paper, indent=2)
    lines += [BLANK, *_nodes(supposed, paper), *_bands(before, after, paper), *_levels(supposed, paper)]
    turned = [
        f"{name}: {old} → {new}"
        for (name, old), (_, new) in zip(card.designations, after.card.designations, strict=True)
        if old != new
    ]
    return lines + ([*heading("Designations"), *wrapped(" · ".join(turned), paper, indent=2)] if turned else [])


def _pairs(supposed: Supposed) -> Iterator[tuple[NodeScore, NodeScore]]:
    yield from zip(supposed.before.card.nodes, supposed.after.card.nodes, strict=True)


def _same(old: NodeScore, new: NodeScore) -> bool:
    return (old.score, old.applies, old.possible_levels) == (new.score, new.applies, new.possible_levels)


def _nodes(supposed: Supposed, paper: Paper) -> list[Line]:
    """The root, criteria and derived nodes, and below them the indicators that change."""
    rows, left = [], 0
    for old, new in _pairs(supposed):
        if old.kind == "indicator" and _same(old, new):
            left += 1
            continue
        name = f"  {'  ' if old.kind == 'indicator' else ''}{old.id}"
        moved = _moved(old.score.point, new.score.point)
        rows.append([((name, ""),), *(((paper.ascii(text), style),) for text, style in (*_cells(old), *_cells(new))), ((paper.ascii(signed(moved)), "number"),)])  # fmt: skip
    heads = ("", "before", "bounds", "after", "bounds", "change")
    lines = columns(paper, heads, rows, frozenset({1, 2, 3, 4, 5}))
    return [*lines, *wrapped(f"{left} indicators are as they were.", paper, indent=2, style="quiet")]


def _cells(node: NodeScore) -> tuple[tuple[str, str], tuple[str, str]]:
    bounds = "n/a" if node.applies == "no" else span(node.score.low, node.score.high)
    return (shown(node.score.point), "number"), (bounds, "")


def _moved(old: Fraction | None, new: Fraction | None) -> Fraction | None:
    return None if old is None or new is None else new - old


def _bands(before: Audit, after: Audit, paper: Paper) -> list[Line]:
    if before.card.band is None and after.card.band is None:
        return []
    old, new = (band_label(item, item.card.band) or "none" for item in (before, after))
    words = f"Still {old}." if old == new else f"{old} → {new}."
    possible = [band_label(after, band) for band in after.card.nodes[0].possible_bands if band != after.card.band]
    words += f" Once the unknown is known, perhaps: {', '.join(possible)}." if possible else ""
    return [*heading("Band"), *wrapped(words, paper, indent=2)]


def _levels(supposed: Supposed, paper: Paper) -> list[Line]:
    lines: list[Line] = []
    for old, new in _pairs(supposed):
        if old.kind == "indicator" and not _same(old, new):
            words = f"{old.id}: {finding(supposed.before, old.id)} → {finding(supposed.after, new.id)}"
            lines += wrapped(words, paper, indent=2)
    return [*heading("Levels"), *lines] if lines else []


def table(supposed: Supposed) -> Table:
    """One row a node."""
    head = (
        "forum", "node", "kind", "parent", "point before", "low before", "high before", "level before", "band before",
        "point after", "low after", "high after", "level after", "band after", "change",
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for old, new in _pairs(supposed):
        sides = [cell for node in (old, new) for cell in (number(node.score.point), number(node.score.low), number(node.score.high), node.level or "", node.band or "")]  # fmt: skip
        change = number(_moved(old.score.point, new.score.point))
        rows.append((supposed.before.card.forum, old.id, old.kind, old.parent or "", *sides, change))
    return Table(head, tuple(rows))


def json_text(supposed: Supposed, inputs_sha256: str) -> str:
    """`govaudit.whatif/1`."""
    before, after = supposed.before, supposed.after
    writer, card = Writer([before.card, after.card]), before.card
    changes: list[Json] = [
        {"fact": fact, "before": brief(old), "after": brief(new), "by": list(by)}
        for fact, old, new, by in supposed.changes()
    ]
    return dumps(
        {
            "schema": "govaudit.whatif/1",
            "framework": block(before.plan),
            "as_of": card.as_of.isoformat(),
            "missing": card.missing,
            "inputs_sha256": inputs_sha256,
            "reforms": [item.id for item in supposed.reforms],
            "changes": changes,
            "before": [{**writer.card(before), "evidence": evidence_json(before)}],
            "scorecards": [{**writer.card(after), "evidence": evidence_json(after)}],
        }
    )


WHATIF = closed(
    {
        "schema": {"const": "govaudit.whatif/1"},
        "framework": FRAMEWORK,
        "as_of": DAY,
        "missing": TEXT,
        "inputs_sha256": DIGEST,
        "reforms": TEXTS,
        "changes": {"type": "array", "items": closed({"fact": TEXT, "before": TEXT, "after": TEXT, "by": TEXTS})},
        "before": {"type": "array", "minItems": 1, "maxItems": 1, "items": CARD},
        "scorecards": {"type": "array", "minItems": 1, "maxItems": 1, "items": CARD},
    }
)
