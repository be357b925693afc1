"""Laws of translations: every text is of something, one text stands for one thing, and what lacks a text is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from govaudit.model.translation import Translation
from govaudit.problems import Code, Collector, Path, did_you_mean, quote
from govaudit.scoring.plan import Plan

NAMED = 3
"""How many of the things that lack a text are named."""


def check_translation(own: Translation, whole: Translation, plan: Plan, problems: Collector) -> None:
    """Collect what is wrong with a translation. `whole`: with what it inherits."""
    labels = _labels(plan)
    bands = {band for _, band in labels}
    for name in own.titles:
        _check(Code.UNKNOWN_NODE, "a node", name, plan.nodes, ("titles", name), problems)
    for name in own.bands:
        _check(Code.UNKNOWN_NAME, "a band", name, bands, ("bands", name), problems)
        _check_loose(name, whole, labels, problems)
    for node, texts in own.bands_of.items():
        if _check(Code.UNKNOWN_NODE, "a node", node, plan.nodes, ("bands-of", node), problems):
            known = [band for owner, band in labels if owner == node]
            for name in texts:
                _check(Code.UNKNOWN_NAME, f"a band of {node}", name, known, ("bands-of", node, name), problems)
    designations = [item.id for item, _ in plan.designations]
    for name in own.designations:
        _check(Code.UNKNOWN_ID, "a designation", name, designations, ("designations", name), problems)


def check_lacking(whole: Translation, plan: Plan, problems: Collector, node: Path = ()) -> None:
    """Collect, as notes, what has a title or label in the framework and no text in the language; at `node`, if one is given."""
    for part, names in _lacking(whole, plan):
        listed = list(names)
        if listed:
            more = f", … ({len(listed)} in all)" if len(listed) > NAMED else ""
            message = f"expected {part} in {quote(whole.language)} of {', '.join(listed[:NAMED])}{more}; found none"
            problems.add(Code.UNTRANSLATED, message, node or (part,))


def _lacking(whole: Translation, plan: Plan) -> Iterator[tuple[str, Iterable[str]]]:
    yield "titles", (name for name in plan.nodes if name not in whole.titles)
    bands = (
        f"{band} ({node})" for (node, band), label in _labels(plan).items() if label and not whole.band(node, band)
    )
    yield "bands", bands
    named = (item.id for item, _ in plan.designations if item.label and item.id not in whole.designations)
    yield "designations", named


def _labels(plan: Plan) -> dict[tuple[str, str], str]:
    """The label of every band, by node and band."""
    return {(node.id, band.id): band.label for node in plan.nodes.values() for band in node.authored.bands}


def _check(code: Code, what: str, name: str, known: Iterable[str], place: Path, problems: Collector) -> bool:
    if name in known:
        return True
    problems.add(code, f"expected {what}; found {quote(name)}", place, did_you_mean(name, known))
    return False


def _check_loose(band: str, whole: Translation, labels: dict[tuple[str, str], str], problems: Collector) -> None:
    """One text for bands that the framework itself calls differently would say something else of one of them."""
    covered = {
        label: node
        for (node, name), label in labels.items()
        if name == band and band not in whole.bands_of.get(node, {})
    }
    if len(covered) > 1:
        said = " and ".join(f"{quote(label)} in {node}" for label, node in sorted(covered.items()))
        message = f"expected one text for one label; {quote(band)} is {said}"
        problems.add(Code.LOOSE_BAND, message, ("bands", band), "say what each node calls it under bands-of")
