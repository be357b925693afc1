"""The tables of scores: frameworks with their nodes, scales and bands, and what every forum scores on each node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from govaudit.model.codebook import shown_number, shown_value
from govaudit.model.framework import MISSING, Aggregate, Designation, Framework, Group, Indicator
from govaudit.model.rubric import Band
from govaudit.model.scorecard import NodeScore
from govaudit.report.model_schemas import described
from govaudit.report.package_facts import FORUM
from govaudit.report.package_parts import (
    Export,
    PackageTable,
    Reference,
    Scored,
    answer,
    day,
    listed,
    name_of,
    names,
    number,
    place,
    said,
    text,
    word,
)
from govaudit.report.tables import Cell
from govaudit.scoring.node import NodeKind, PlanNode
from govaudit.scoring.scale import Line, Rubric
from govaudit.scoring.scale import Table as Points

FRAMEWORK = Reference(("framework",), "frameworks", ("id",))
NODE = Reference(("framework", "node"), "nodes", ("framework", "id"))
TRUTHS = ("yes", "no", "unknown")
IN = name_of("framework", "The framework.")
AT = name_of("node", "The node.")


def tables(export: Export) -> tuple[PackageTable, ...]:
    """All of them, each after those that it leads to."""
    return (_frameworks(export), _nodes(export), _members(export), _scales(export), _bands(export), _scores(export), _designations(export))  # fmt: skip


def _frameworks(export: Export) -> PackageTable:
    _, about = described(Framework)
    columns = (
        name_of("id", "The framework."),
        text("version", about["version"]),
        text("title", about["title"]),
        text("rationale", about["rationale"]),
        text("extends", "The framework whose values it overrides."),
        number("least", "The least score that a forum can have."),
        number("greatest", "The greatest score that a forum can have."),
    )
    rows = tuple(
        (
            one.plan.root, one.plan.framework.version, one.plan.framework.heading, one.plan.framework.rationale, one.extends,
            *(one.writer.number(end) for end in one.plan.ranges[one.plan.root]),
        )
        for one in export.scored
    )  # fmt: skip
    return PackageTable("frameworks", "What turns facts into scores.", columns, ("id",), (), rows)


def _nodes(export: Export) -> PackageTable:
    _, about = described(Indicator)
    columns = (
        IN,
        name_of("id", about["id"]),
        place("position", "Its place in the framework: parents first, depth-first, then derived nodes."),
        word("kind", "What it is; a derived node is a second view of others and counts in no total.", get_args(NodeKind)),
        text("parent", "The node it is a part of."),
        number("weight", about["weight"]),
        text("title", about["title"]),
        text("question", about["question"]),
        text("rationale", about["rationale"]),
        names("references", about["references"]),
        text("aggregation", described(Aggregate)[1]["aggregation"]),
        word("missing", about["missing"], MISSING),
        names("facts", "The facts that its scale and its applicability read."),
        text("recommendation", about["recommendation"]),
    )  # fmt: skip
    rows = tuple(
        (one.plan.root, *_node(one, node, index))
        for one in export.scored
        for index, node in enumerate(one.plan.nodes.values(), 1)
    )
    about_all = "The whole of each framework: itself, its criteria, indicators and derived nodes."
    return PackageTable("nodes", about_all, columns, ("framework", "id"), (FRAMEWORK,), rows)


def _node(one: Scored, node: PlanNode, index: int) -> tuple[Cell, ...]:
    authored, how = node.authored, node.aggregate.aggregation if node.aggregate else ""
    return (
        node.id, index, node.kind, node.parent or "", one.writer.number(node.weight), authored.heading,
        authored.question if isinstance(authored, Indicator | Group) else "", authored.rationale, listed(authored.references),
        how if isinstance(how, str) else f"power {how}", node.missing, listed(dict.fromkeys((*node.facts, *node.gate_facts))),
        authored.recommendation if isinstance(authored, Indicator) else "",
    )  # fmt: skip


def _members(export: Export) -> PackageTable:
    columns = (
        IN,
        AT,
        name_of("member", "A node whose score counts in its score."),
        number("weight", "With which weight."),
    )
    rows = tuple(
        (one.plan.root, node.id, member, one.writer.number(weight))
        for one in export.scored
        for node in one.plan.nodes.values()
        for member, weight in node.members
    )
    references = (FRAMEWORK, NODE, Reference(("framework", "member"), "nodes", ("framework", "id")))
    about = "What each score is made of: the members of a criterion, those of a pooled one one by one, and those of a derived node."
    return PackageTable("members", about, columns, ("framework", "node", "member"), references, rows)


def _scales(export: Export) -> PackageTable:
    columns = (
        IN,
        name_of("node", "The indicator."),
        place("position", "Its place in the scale; the levels of a rubric stand best first."),
        word("kind", "A level of a rubric, a value in a table of points, or a goalpost of a line.", ("level", "value", "goalpost")),
        text("step", "The id of the level, or the value."),
        text("label", "What reports say of a forum that reaches it."),
        number("score", "Its score."),
    )  # fmt: skip
    rows = tuple(
        (one.plan.root, node.id, index, *step)
        for one in export.scored
        for node in one.plan.nodes.values()
        for index, step in enumerate(_steps(one, node), 1)
    )
    about = "How each indicator is scored."
    return PackageTable("scales", about, columns, ("framework", "node", "position"), (FRAMEWORK, NODE), rows)


def _steps(one: Scored, node: PlanNode) -> Iterator[tuple[Cell, ...]]:
    match node.scale:
        case Rubric(steps):
            yield from (("level", step.id, step.label, one.writer.number(step.score)) for step in steps)
        case Points(_, points):
            yield from (("value", shown_value(value), "", one.writer.number(score)) for value, score in points.items())
        case Line(_, start, end):
            for post in (start, end):
                yield "goalpost", shown_number(post.value), "", one.writer.number(post.score)


def _bands(export: Export) -> PackageTable:
    kind, about = described(Band)
    columns = (
        IN,
        AT,
        place("position", "Its place in the list; the first that fits is the band."),
        name_of("band", about["id"]),
        text("label", about["label"]),
        number("at_least", "The least score in it; empty where it takes all that is left."),
        number("at_most", "The greatest score in it, where the list rises."),
    )
    rows = tuple(
        (one.plan.root, node.id, index, band.id, band.label, one.writer.number(band.at_least), one.writer.number(band.at_most))
        for one in export.scored
        for node in one.plan.nodes.values()
        for index, band in enumerate(node.authored.bands, 1)
    )  # fmt: skip
    return PackageTable("bands", kind, columns, ("framework", "node", "position"), (FRAMEWORK, NODE), rows)


SCORE = {
    "point": "The score, with unknowns counted as `missing` says.",
    "low": "The least that the score can be, however the unknown turns out.",
    "high": "The most that the score can be, however the unknown turns out.",
    "coverage": "The share of the weight that is settled, from 0 to 1.",
}


def _scores(export: Export) -> PackageTable:
    columns = (
        IN,
        name_of("forum", "The forum."),
        AT,
        day("as_of", "The day of the score.", required=True),
        word("missing", "What unknowns count as in the point.", MISSING),
        answer("generic", "The profile describes a class of forums."),
        text("absent", "Why the forum has no score on that day; then the framework alone has a row."),
        word("applies", "Whether the node applies to the forum.", TRUTHS, required=False),
        text("withheld", "Why the point is not shown."),
        *(number(name, about) for name, about in SCORE.items()),
        text("level", "The step of the scale that is reached, if only one is possible."),
        names("possible_levels", "The steps that are possible, best first."),
        text("band", "The band of the point."),
        names("possible_bands", "The bands that are possible."),
        number("contribution", "Its share in the point of the whole framework."),
    )  # fmt: skip
    rows = tuple(row for one in export.scored for row in _score_rows(one))
    about = "What every forum scores on every node of every framework."
    return PackageTable("scores", about, columns, ("framework", "forum", "node"), (FRAMEWORK, FORUM, NODE), rows)


def _score_rows(one: Scored) -> Iterator[tuple[Cell, ...]]:
    for audit in one.audits:
        card = audit.card
        fixed = (card.as_of.isoformat(), card.missing, said(card.generic), card.absent)
        if card.absent:
            nothing = listed(())
            yield (
                card.framework,
                card.forum,
                card.framework,
                *fixed,
                "",
                "",
                *(None,) * 4,
                "",
                nothing,
                "",
                nothing,
                None,
            )
        for node in card.nodes:
            yield (card.framework, card.forum, node.id, *fixed, *_score(one, node))


def _score(one: Scored, node: NodeScore) -> tuple[Cell, ...]:
    write, score = one.writer.number, node.score
    return (
        node.applies, node.withheld, write(score.point), write(score.low), write(score.high), write(score.coverage), node.level or "", listed(node.possible_levels),
        node.band or "", listed(node.possible_bands), write(node.contribution),
    )  # fmt: skip


def _designations(export: Export) -> PackageTable:
    kind, about = described(Designation)
    columns = (
        IN,
        name_of("forum", "The forum."),
        name_of("designation", about["id"]),
        text("label", about["label"]),
        word("answer", "Whether it is so.", TRUTHS),
    )
    rows = tuple(
        (one.plan.root, audit.card.forum, name, labels[name], truth)
        for one in export.scored
        for labels in [{item.id: item.label for item, _ in one.plan.designations}]
        for audit in one.audits
        for name, truth in audit.card.designations
    )
    return PackageTable("designations", kind, columns, ("framework", "forum", "designation"), (FRAMEWORK, FORUM), rows)
