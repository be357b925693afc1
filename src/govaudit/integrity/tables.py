"""Laws of an edition: its columns lead to facts of the codebook and to nodes of the framework, its cells to their values."""

from __future__ import annotations

from govaudit.model.answers import check_answers
from govaudit.model.codebook import shown_value
from govaudit.model.table import Edition, Figure
from govaudit.problems import Code, Collector, Path, did_you_mean, one_of, quote
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Rubric, Table


def check_edition(edition: Edition, plan: Plan, problems: Collector) -> None:
    """Collect what keeps the tables of an edition from being read."""
    problems.problems += check_answers(edition.answers, plan.codebook)
    published = edition.published
    if published is None:
        return
    seen: set[tuple[str, str]] = set()
    for index, figure in enumerate(published.columns):
        place: Path = ("published", "columns", index)
        if (figure.kind, figure.target) in seen:
            message = f"expected one {figure.kind} of {figure.target}; found a second"
            hint = "list its column under `ignore`, or read it in an edition of its own"
            problems.add(Code.DUPLICATE_ID, message, (*place, figure.kind), hint)
        seen.add((figure.kind, figure.target))
        if not any(f"{{{name}}}" in figure.target for name in published.by):
            _check_figure(figure, plan, place, problems)


def _check_figure(figure: Figure, plan: Plan, place: Path, problems: Collector) -> None:
    words = words_of(plan, figure.kind, figure.target)
    if words is None:
        known = targets(plan, figure.kind)
        message = f"expected {KINDS[figure.kind]}; found {quote(figure.target)}"
        problems.add(Code.UNKNOWN_NODE, message, (*place, figure.kind), did_you_mean(figure.target, known))
        return
    for text, word in figure.cells.items():
        if word not in words:
            message = f"expected {one_of(words) or 'no cells: the figure is a number'}; found {quote(word)}"
            problems.add(Code.BAD_VALUE, message, (*place, "cells", text), did_you_mean(word, words))


KINDS = {
    "score": "a node of the framework",
    "rank": "a node of the framework",
    "band": "a node with bands",
    "level": "an indicator with levels or a table of points",
    "designation": "a designation of the framework",
}


def targets(plan: Plan, kind: str) -> tuple[str, ...]:
    """Everything in the framework of which such a figure can be published."""
    names = [item.id for item, _ in plan.designations] if kind == "designation" else list(plan.nodes)
    return tuple(name for name in names if words_of(plan, kind, name) is not None)


def words_of(plan: Plan, kind: str, target: str) -> tuple[str, ...] | None:
    """The words that such a figure may say of a target: none of a number; None if the framework has no such target."""
    if kind == "designation":
        known = any(item.id == target for item, _ in plan.designations)
        return ("yes", "no", "unknown") if known else None
    node = plan.nodes.get(target)
    if node is None:
        return None
    match kind:
        case "band":
            return tuple(band.id for band in node.authored.bands) or None
        case "level":
            match node.scale:
                case Rubric(steps):
                    return tuple(step.id for step in steps)
                case Table(_, points):
                    return tuple(map(shown_value, points))
            return None
        case _:
            return ()
