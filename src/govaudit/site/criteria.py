"""What is asked: the framework, its criteria with their indicators, and who stands where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.model.codebook import shown_number, shown_value
from govaudit.model.framework import Group, Indicator
from govaudit.model.rubric import Threshold
from govaudit.model.scorecard import NodeScore
from govaudit.report.html.naming import Name
from govaudit.report.html.parts import NodeShown
from govaudit.report.sentences import level_label
from govaudit.report.walk import aggregation
from govaudit.rules.explain import phrase
from govaudit.scoring.node import PlanNode
from govaudit.scoring.scale import Line, Rubric, Table
from govaudit.site.book import Book
from govaudit.site.page import Press


@dataclass(frozen=True, slots=True)
class LevelShown:
    """A level of an indicator: what it scores, when it is reached, and by whom. `when`: "" if it holds otherwise."""

    id: str
    label: str
    score: Fraction
    when: str
    forums: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorShown:
    """An indicator, and where all forums stand on it.

    Attributes
    ----------
    gate
        The rule under which it applies; "" if it always does.
    line
        How a number becomes a score; "" if it is no number.
    open
        Forums of which more than one level is possible, with these.
    scored
        Of a number: each forum with its score.
    excepted
        Forums to which it does not apply.
    """

    node: PlanNode
    authored: Indicator
    heading: Name
    gate: str
    line: str
    facts: tuple[str, ...]
    levels: tuple[LevelShown, ...]
    open: tuple[tuple[str, str], ...]
    scored: tuple[tuple[str, NodeShown], ...]
    excepted: tuple[str, ...]


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """The tree of the framework; then a page for the whole, for each criterion and each derived node."""
    plan = book.plan
    groups = [node for node in plan.nodes.values() if node.kind != "indicator"]
    yield press.page("criteria.html", "criteria.html.j2", nodes=[_listed(book, node) for node in groups])
    for node in groups:
        above = node.parent and plan.nodes[node.parent].parent and plan.nodes[node.parent]
        yield press.page(
            f"criteria/{node.id}.html",
            "criterion.html.j2",
            trail={"criteria.html": book.words("site.criteria")}
            | ({f"criteria/{above.id}.html": book.words.title(plan, above.id)} if above else {}),
            downloads=("ranking.csv", "ranking.json"),
            node=node,
            heading=book.words.title(plan, node.id),
            spec=node.aggregate,
            question=node.authored.question if isinstance(node.authored, Group) else "",
            gate=phrase(node.gate) if node.gate else "",
            made=aggregation(node.aggregate, node.members) if node.aggregate else "",
            members=[_listed(book, plan.nodes[name]) | {"weight": weight} for name, weight in node.members],
            bands=[(book.words.band(plan, node.id, band.id), threshold(band)) for band in node.authored.bands],
            steps=[(step.value, threshold(step)) for step in node.aggregate.steps] if node.aggregate else [],
            caps=[(cap, phrase(rule), _ceiling(book, node, cap.band, cap.at_most)) for cap, rule in node.caps],
            designations=[
                (item, book.words.designation(plan, item.id), phrase(rule)) for item, rule in plan.designations
            ]
            if node.kind == "framework"
            else [],
            indicators=tuple(_indicators(book, node)),
            standing=_standing(book, node.id),
        )


def _listed(book: Book, node: PlanNode) -> dict[str, object]:
    depth, above = 0, node.parent
    while above:
        depth, above = depth + 1, book.plan.nodes[above].parent
    return {
        "id": node.id,
        "kind": node.kind,
        "heading": book.words.title(book.plan, node.id),
        "weight": node.weight,
        "depth": depth,
        "page": way(node),
        "indicators": sum(other.parent == node.id and other.kind == "indicator" for other in book.plan.nodes.values()),
    }


def way(node: PlanNode) -> str:
    """Where a node is told of."""
    return f"criteria/{node.parent}.html#{node.id}" if node.kind == "indicator" else f"criteria/{node.id}.html"


def threshold(entry: Threshold) -> str:
    """From where on, or up to where, an entry of a table holds; "" if it takes what is left."""
    if entry.at_least is not None:
        return f"≥ {shown_number(entry.at_least)}"
    return f"≤ {shown_number(entry.at_most)}" if entry.at_most is not None else ""


def _ceiling(book: Book, node: PlanNode, band: str | None, most: Fraction | None) -> str:
    return book.words.band(book.plan, node.id, band) if band else book.words.number(most, 0)


def _indicators(book: Book, group: PlanNode) -> Iterator[IndicatorShown]:
    cards = [audit.card for audit in book.audits if not audit.card.absent]
    for node in book.plan.nodes.values():
        if node.parent == group.id and isinstance(node.authored, Indicator):
            yield _indicator(book, node, node.authored, {card.forum: card.node(node.id) for card in cards})


def _indicator(book: Book, node: PlanNode, authored: Indicator, found: Mapping[str, NodeScore]) -> IndicatorShown:
    def label(level: str) -> str:
        return level_label(book.audits[0], node.id, level)

    at: dict[str, list[str]] = {}
    unsettled, scored = [], []
    for forum, score in found.items():
        if score.applies == "no":
            continue
        if score.level:
            at.setdefault(score.level, []).append(forum)
        elif score.possible_levels:
            unsettled.append((forum, " / ".join(map(label, score.possible_levels))))
        else:
            scored.append(forum)
    return IndicatorShown(
        node=node,
        authored=authored,
        heading=book.words.title(book.plan, node.id),
        gate=phrase(node.gate) if node.gate else "",
        line=_line(node.scale) if isinstance(node.scale, Line) else "",
        facts=tuple(dict.fromkeys((*node.facts, *node.gate_facts))),
        levels=tuple(
            LevelShown(name, text, score, when, tuple(at.get(name, ()))) for name, text, score, when in _levels(node)
        ),
        open=tuple(unsettled),
        scored=tuple((forum, shown) for forum, shown in _standing(book, node.id) if forum in scored),
        excepted=tuple(forum for forum, score in found.items() if score.applies == "no"),
    )


def _levels(node: PlanNode) -> Iterator[tuple[str, str, Fraction, str]]:
    match node.scale:
        case Rubric(steps):
            for step in steps:
                yield step.id, step.label or step.id, step.score, phrase(step.rule) if step.rule else ""
        case Table(fact, points):
            for value, score in points.items():
                yield shown_value(value), shown_value(value), score, f"{fact.id} is {shown_value(value)}"


def _line(scale: Line) -> str:
    ends = (
        f"{post.end or shown_number(post.value)} scores {shown_number(post.score)}" for post in (scale.start, scale.end)
    )
    return f"linear in {scale.fact.id}: {', '.join(ends)}"


def _standing(book: Book, name: str) -> Sequence[tuple[str, NodeShown]]:
    """Every forum that lives, with a node of it, best first; those to which it does not apply come last."""
    found = [
        (forum, node) for forum, shown in book.sheets.items() for node in shown.nodes if node.id == name
    ]  # fmt: skip
    return sorted(found, key=lambda pair: (*_worth(pair[1]), pair[0]))


def _worth(node: NodeShown) -> tuple[bool, Fraction, Fraction]:
    point, high = node.score.point, node.score.high
    return point is None, -(point or Fraction(0)), -(high or Fraction(0))
