"""What a page says of one forum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from govaudit.audit import Audit
from govaudit.model.source import Source
from govaudit.report import evidence
from govaudit.report.html.naming import said
from govaudit.report.html.parts import NodeShown, absence, cited, nodes
from govaudit.report.html.wording import Words
from govaudit.report.sentences import finding, recommendation
from govaudit.report.view import named

LISTED = 7


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: an amount with its sign or "", a text, and the node it is about or ""."""

    amount: str
    text: str
    node: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title."""

    title: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a page says of one forum.

    Attributes
    ----------
    said
        Sentences below the headline: bounds, other bands, how much is settled.
    remarks
        What a reader must know first: a draft, a class of forums, no score.
    """

    forum: str
    name: str
    framework: str
    as_of: str
    missing: str
    greatest: Fraction
    remarks: tuple[str, ...]
    said: tuple[str, ...]
    root: NodeShown | None
    criteria: tuple[NodeShown, ...]
    nodes: tuple[NodeShown, ...]
    lists: tuple[Listing, ...]
    sources: Mapping[str, Source]


def sheet(audit: Audit, words: Words) -> Sheet:
    """What a page says of one forum."""
    card = audit.card
    shown = nodes(audit, words)
    return Sheet(
        forum=card.forum,
        name=card.name,
        framework=named(audit.plan),
        as_of=card.as_of.isoformat(),
        missing=words(f"policy.{card.missing}"),
        greatest=audit.plan.ranges[audit.plan.root][1],
        remarks=tuple(_remarks(audit, words)),
        said=tuple(_said(audit, words)),
        root=shown[0] if shown else None,
        criteria=tuple(node for node in shown[1:] if node.kind != "indicator" or node.depth == 1),
        nodes=shown,
        lists=tuple(_lists(audit, words)),
        sources={source.id: source for source in cited(shown, audit.sources)},
    )


def _remarks(audit: Audit, words: Words) -> Iterator[str]:
    if audit.card.draft:
        yield words("score.draft")
    if audit.card.generic:
        yield words("score.generic")
    if audit.card.absent:
        yield words("score.absent", why=absence(audit, words))


def _said(audit: Audit, words: Words) -> Iterator[str]:
    root = audit.card.root
    if root is None:
        return
    low, high, point = root.score.low, root.score.high, root.score.point
    ends = {"low": words.number(low), "high": words.number(high)}
    if point is None:
        yield words("score.withheld", why=_withheld(audit, words) if root.withheld else words("score.nothing"), **ends)
        return
    yield words("score.certain") if low == high else words("score.bounds", **ends)
    others = [words.band(audit.plan, root.id, band) for band in root.possible_bands if band != root.band]
    if others:
        yield words.markup("score.perhaps", bands=Markup(", ").join(map(said, others)))
    if low is not None and high is not None and not low <= point <= high:
        yield words("score.outside")
    yield words("score.settled", share=words.percent(root.score.coverage))


def _withheld(audit: Audit, words: Words) -> str:
    """Why the whole has no point: too little of it is settled."""
    aggregate, root = audit.plan.nodes[audit.plan.root].aggregate, audit.card.root
    least = aggregate.min_coverage if aggregate else None
    return words("score.thin", share=words.percent(root.score.coverage if root else None), least=words.percent(least))


def _lists(audit: Audit, words: Words) -> Iterator[Listing]:
    found, shares = audit.influence, evidence.sentence(audit)
    yield Listing(words("section.caps"), "", tuple(_caps(audit, words)))
    yield Listing(
        words("section.reasons"),
        words("section.reasons-note"),
        tuple(
            Entry(words.signed(item.weight), words.data(finding(audit, item.node)), item.node)
            for item in found.reasons[:LISTED]
        ),
    )
    yield Listing(
        words("section.changes"),
        "",
        tuple(
            Entry(
                words.signed(item.gain),
                _both(
                    words.data(recommendation(audit, item.node)),
                    words.markup("open.now", finding=words.data(finding(audit, item.node))),
                ),
                item.node,
            )
            for item in found.changes[:LISTED]
        ),
    )
    yield Listing(
        words("section.open"),
        "",
        tuple(
            Entry(
                words.number(item.high - item.low),
                _both(
                    words.data(audit.plan.codebook[item.fact].question),
                    words("open.range", low=words.number(item.low), high=words.number(item.high)),
                ),
            )
            for item in found.open_facts[:LISTED]
        ),
    )
    yield Listing(
        words("section.designations"),
        "",
        tuple(
            Entry("", words.markup(f"answer.{answer}", what=words.designation(audit.plan, name)))
            for name, answer in audit.card.designations
        ),
    )
    yield Listing(
        words("section.evidence"),
        "",
        (Entry("", words.markup("section.evidence-note", shares=words.data(shares))),) if shares else (),
    )


def _caps(audit: Audit, words: Words) -> Iterator[Entry]:
    for node in audit.card.nodes:
        ceilings = {cap.id: cap for cap, _ in audit.plan.nodes[node.id].caps}
        for state in node.caps:
            if state.holds != "no":
                cap = ceilings[state.id]
                limit = words.band(audit.plan, node.id, cap.band) if cap.band else words.number(cap.at_most, 0)
                holds = words("cap.holds" if state.holds == "yes" else "cap.perhaps")
                reason = " ".join(cap.reason.split())
                why = words.markup("cap.why", what=words.markup("cap.at-most", limit=limit), cap=cap.id, holds=holds)
                yield Entry("", _both(why, words.data(reason)))


def _both(first: str, second: str) -> Markup:
    """Two sentences, each in its language."""
    return Markup("{} {}").format(said(first), said(second))
