"""What the scripts of the live views are fed with: the framework above its criteria, and what the criteria came to, on the day and in each year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.changes import Moment
from govaudit.model.framework import MISSING, Missing
from govaudit.problems import GovauditError
from govaudit.report.compiled_json import compiled_json, facts_json, given_json
from govaudit.report.html.environment import island
from govaudit.report.html.naming import Name
from govaudit.report.html.wording import Words
from govaudit.report.json import Json, dumps
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.plan import Plan
from govaudit.scoring.reweigh import reweigh
from govaudit.site.book import Book

ROW = ("applies", "counts", "low", "high", "coverage", "levels")
"""What is said of a criterion, in this order; then, for each policy, what it earned."""
DESIGN = 4096
"""Weightings in the design."""
BITS = 32
"""Places of 2 of a coordinate of the design."""


def weighted(plan: Plan) -> bool:
    """Whether a reader may set the weights of the criteria: they mean something to the whole, and let no node fall below zero that cannot."""
    try:
        _equal(plan)
    except GovauditError:
        return False
    return True


def _equal(plan: Plan) -> Plan:
    """The framework with all criteria of one weight.

    Raises
    ------
    GovauditError
        As `reweigh`.
    """
    return reweigh(plan, dict.fromkeys((name for name, _ in plan.nodes[plan.root].members), Fraction(1)))


def policies(plan: Plan) -> tuple[Missing | None, ...]:
    """Each policy for the unknown; first, if the framework has several, None, which is its own."""
    mixed = len({node.missing for node in plan.nodes.values()}) > 1
    return (None, *MISSING) if mixed else MISSING


def policy(plan: Plan, missing: Missing | None) -> Missing | None:
    """The policy of a run, which may have set none."""
    return missing or (plan.nodes[plan.root].missing if policies(plan)[0] else None)


def upper(plan: Plan) -> dict[str, Json]:
    """`govaudit.compiled/1` of the whole and of nothing below it: the engine is given what the criteria came to."""
    document = compiled_json(plan)
    nodes = document["nodes"]
    assert isinstance(nodes, list)
    below: list[Json] = [
        {
            "id": name,
            "kind": plan.nodes[name].kind,
            "parent": plan.root,
            "missing": plan.nodes[name].missing,
            "depends": [],
            "applies_when": None,
            "bands": [],
            "aggregation": "mean",
            "members": [],
            "steps": [],
            "caps": [],
            "min_coverage": "0",
        }
        for name in _given(plan)
    ]
    whole: list[Json] = [node for node in nodes if isinstance(node, dict) and node["id"] == plan.root]
    return {**document, "nodes": [*below, *whole], "designations": []}


def _given(plan: Plan) -> list[str]:
    return sorted(plan.depends[plan.root].nodes)


@dataclass
class States:
    """What is known of forums, as small as it goes: the same facts are listed once.

    Attributes
    ----------
    facts
        What is known of the facts that the whole reads itself, each different one once.
    """

    plan: Plan
    facts: dict[str, Json] = field(default_factory=dict)

    def of(self, audit: Audit) -> Json:
        """A forum on a day: the place of its facts, and a row for each node that the whole reads; None if it does not live."""
        if audit.card.absent:
            return None
        plan = self.plan
        own = {name: known for name, known in audit.facts.items() if name in plan.depends[plan.root].facts}
        known = facts_json(own)
        key = dumps(known)
        self.facts.setdefault(key, known)
        place = list(self.facts).index(key)
        found = [given_json(Evaluation(plan, audit.facts, each).run(), _given(plan)) for each in policies(plan)]
        return [place, *(_row([results[name] for results in found]) for name in _given(plan))]

    def listed(self) -> list[Json]:
        return list(self.facts.values())


def _row(results: Sequence[Json]) -> Json:
    rows = [result for result in results if isinstance(result, dict)]
    return [*(rows[0][key] for key in ROW), *(row["earned"] for row in rows)]


def now(book: Book) -> dict[str, Json]:
    """All forums on the day of the book."""
    states = States(book.plan)
    forums = {audit.card.forum: states.of(audit) for audit in book.audits}
    return {"facts": states.listed(), "forums": forums}


def years(book: Book) -> list[int]:
    """The years of the book from the first in which a forum lives."""
    living = [day.year for moments in book.years.values() for day in _days(moments)]
    return list(range(min(living), book.as_of.year + 1)) if living else []


def _days(moments: Sequence[Moment]) -> list[date]:
    return [moment.audit.card.as_of for moment in moments if not moment.audit.card.absent]


def through_the_years(book: Book) -> dict[str, Json]:
    """All forums at the end of each year: their states, and by year which of them it is; null where the forum does not live."""
    states, first = States(book.plan), min(years(book), default=0)
    forums = {
        name: _changing([moment for moment in moments if moment.audit.card.as_of.year >= first], states)
        for name, moments in book.years.items()
    }
    return {"facts": states.listed(), "forums": forums}


def _changing(moments: Sequence[Moment], states: States) -> Json:
    found: list[Json] = []
    at: list[Json] = []
    for moment in moments:
        if moment.audit.card.absent:
            at.append(None)
            continue
        if moment.changes or not at or at[-1] is None:
            found.append(states.of(moment.audit))
        at.append(len(found) - 1)
    return {"states": found, "at": at}


def script(name: str, data: Json) -> str:
    """Data as a classic script, which a page opened as a file may load: `live.NAME = …`."""
    return f'"use strict";\n(globalThis.live ??= {{}})[{dumps(name).strip()}] = {island(data)};\n'


def spread(dimensions: int) -> list[int]:
    """By how much each coordinate of the design moves from one weighting to the next, in units of 2⁻³².

    The additive recurrence of the generalised golden ratio (M. Roberts, "The Unreasonable Effectiveness of Quasirandom Sequences", 2018).
    """
    ratio = 2.0
    for _ in range(64):
        ratio = (1 + ratio) ** (1 / (dimensions + 1))
    return [int(2**BITS / ratio ** (index + 1)) for index in range(dimensions)]


def weighting(place: int, steps: Sequence[int]) -> tuple[int, ...]:
    """A weighting of the design, of `len(steps) + 1` criteria: whole numbers that sum to 2³².

    The gaps between sorted points that lie evenly in [0, 1] are uniform over all weightings.
    """
    size = 2**BITS
    points = sorted((size // 2 + (place + 1) * step) % size for step in steps)
    return tuple(high - low for low, high in zip([0, *points], [*points, size], strict=True))


def presets(book: Book) -> Iterator[tuple[Plan, Mapping[str, Fraction]]]:
    """The frameworks that extend this one and change the weights of its criteria alone, with these."""
    for view in book.views:
        if weighted(book.plan) and _neutral(view) == _neutral(book.plan):
            yield view, dict(view.nodes[view.root].members)


def _neutral(plan: Plan) -> str:
    """All that decides a score, but for the weights of the criteria and the name of the whole."""
    try:
        equal = _equal(plan)
    except GovauditError:  # a view may aggregate otherwise
        return ""
    return dumps({**compiled_json(equal), "framework": None, "facts": None}).replace(f'"{plan.root}"', '"the whole"')


def texts(words: Words, *sections: str) -> dict[str, Json]:
    """The words that scripts need: whole sections of the catalogue."""
    return {key: text for key, text in words.texts.items() if key.partition(".")[0] in sections}


def spoken(name: Name) -> list[Json]:
    """A name and its language, "" if that is the page's."""
    return [str(name), name.lang]
