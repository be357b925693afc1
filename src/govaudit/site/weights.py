"""Your weights: the ranking as a reader weighs the criteria, on the day and in the years before."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from govaudit.report.compare_terminal import rank
from govaudit.report.html.parts import bar
from govaudit.report.view import named
from govaudit.site import live
from govaudit.site.book import Book
from govaudit.site.page import Press

POSITIONS = 50
"""Of a slider. The greatest weight of the framework stands at the tenth."""
TENTH = 10


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """The page, and a script with the years."""
    plan = book.plan
    members = plan.nodes[plan.root].members
    found = [(named(view), weights) for view, weights in live.presets(book)]
    others = sorted(set(map(named, book.views)) - {name for name, _ in found})
    yield press.page(
        "weights.html",
        "weights.html.j2",
        weighted=live.weighted(plan),
        criteria=[(name, book.words.title(plan, name)) for name, _ in members],
        positions=POSITIONS,
        policies=[(each or "", book.words(f"policy.{each or 'own'}")) for each in live.policies(plan)],
        presets=[name for name, _ in found],
        others=others,
        years=live.years(book),
        rows=[
            {
                "id": audit.card.forum,
                "name": audit.card.name,
                "generic": audit.card.generic,
                "absent": audit.card.absent,
                "rank": rank(standing),
                "score": audit.card.score,
                "bar": bar(audit.card.score, plan.ranges[plan.root]),
                "band": book.words.band(plan, plan.root, audit.card.band),
            }
            for audit, standing in zip(book.audits, book.comparison.standings, strict=True)
        ],
        data=_data(book, [dict(members), *(dict(weights) for _, weights in found)]),
    )
    yield "live/years.js", live.script("years", live.through_the_years(book))


def _data(book: Book, presets: list[dict[str, Fraction]]) -> dict[str, Any]:
    """`presets`: the weights of the framework, then those of each preset."""
    plan = book.plan
    names = [name for name, _ in plan.nodes[plan.root].members]
    unit = max(presets[0].values(), default=Fraction(1)) / TENTH or Fraction(1, TENTH)
    policies = live.policies(plan)
    return {
        "words": live.texts(book.words, "head", "live", "number", "score", "weights"),
        "plan": live.upper(plan),
        "root": plan.root,
        "criteria": names,
        "given": sorted(plan.depends[plan.root].nodes),
        "unit": str(unit),
        "presets": [[str(weights[name]) for name in names] for weights in presets],
        "policies": [each or "" for each in policies],
        "policy": live.policy(plan, book.audits[0].missing if book.audits else None) or "",
        "row": list(live.ROW),
        "now": live.now(book),
        "day": book.as_of.isoformat(),
        "years": live.years(book),
        "range": [float(end) for end in plan.ranges[plan.root]],
        "bands": {band.id: live.spoken(book.words.band(plan, plan.root, band.id)) for band in plan.framework.bands},
        "design": {"size": live.DESIGN, "bits": live.BITS, "steps": live.spread(max(len(names) - 1, 0))},
    }
