"""The map of the field: forums and criteria, with bounds. A plain table, which a script sorts and filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from govaudit.report.compare_terminal import rank
from govaudit.report.html.parts import NodeShown, absence
from govaudit.report.numbers import trimmed
from govaudit.site.book import Book
from govaudit.site.live import texts
from govaudit.site.page import Press

STEPS = 7
"""Of colour, from the least score to the greatest."""
DIGITS = 9
"""Decimals by which a table is sorted."""


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """The first page."""
    plan = book.plan
    columns = [plan.root, *(name for name, _ in plan.nodes[plan.root].members)]
    borne = {tag for audit in book.audits for tag in audit.profile.tags}
    yield press.page(
        "index.html",
        "field.html.j2",
        downloads=("ranking.csv", "ranking.json"),
        heading=book.words.title(plan, plan.root),
        criteria=[(name, book.words.title(plan, name)) for name in columns[1:]],
        rows=list(_rows(book, columns)),
        tags=[tag for name, tag in book.tags.items() if name in borne],
        kinds=sorted({audit.profile.kind for audit in book.audits}),
        data={"words": texts(book.words, "field"), "columns": columns},
    )


def _rows(book: Book, columns: list[str]) -> Iterator[dict[str, Any]]:
    for audit, standing in zip(book.audits, book.comparison.standings, strict=True):
        shown = {node.id: node for node in book.sheets[audit.card.forum].nodes}
        yield {
            "rank": rank(standing),
            "id": audit.card.forum,
            "name": audit.card.name,
            "generic": audit.card.generic,
            "short": audit.profile.short_name,
            "absent": absence(audit, book.words),
            "tags": audit.profile.tags,
            "kind": audit.profile.kind,
            "cells": [_cell(shown[name]) for name in columns if name in shown],
        }


def _cell(node: NodeShown) -> dict[str, Any]:
    """A node with the step of its colour, None without a point, and what its column is sorted by."""
    place, score = node.bar.point, node.score
    return {
        "node": node,
        "step": None if place is None else min(int(place * STEPS / 100), STEPS - 1),
        "sorts": " ".join(str(trimmed(end, DIGITS)) for end in (score.point, score.low, score.high) if end is not None),
    }
