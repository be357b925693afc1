"""What a page says of one forum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.model.source import Source
from govaudit.report import evidence
from govaudit.report.html.parts import NodeShown, cited, nodes
from govaudit.report.html.wording import Words
from govaudit.report.sentences import band_label, finding, recommendation
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
        missing=card.missing,
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
        yield words("score.absent", why=audit.card.absent)


def _said(audit: Audit, words: Words) -> Iterator[str]:
    root = audit.card.root
    if root is None:
        return
    low, high, point = root.score.low, root.score.high, root.score.point
    ends = {"low": words.number(low), "high": words.number(high)}
    if point is None:
        yield words("score.withheld", why=root.withheld or words("score.nothing"), **ends)
        return
    yield words("score.certain") if low == high else words("score.bounds", **ends)
    others = [band_label(audit, band) for band in root.possible_bands if band != root.band]
    if others:
        yield words("score.perhaps", bands=", ".join(others))
    if low is not None and high is not None and not low <= point <= high:
        yield words("score.outside")
    yield words("score.settled", share=words.percent(root.score.coverage))


def _lists(audit: Audit, words: Words) -> Iterator[Listing]:
    found, shares = audit.influence, evidence.sentence(audit)
    yield Listing(words("section.caps"), "", tuple(_caps(audit, words)))
    yield Listing(
        words("section.reasons"),
        words("section.reasons-note"),
        tuple(
            Entry(words.signed(item.weight), finding(audit, item.node), item.node) for item in found.reasons[:LISTED]
        ),
    )
    yield Listing(
        words("section.changes"),
        "",
        tuple(
            Entry(
                words.signed(item.gain),
                f"{recommendation(audit, item.node)} {words('open.now', finding=finding(audit, item.node))}",
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
                f"{audit.plan.codebook[item.fact].question} "
                + words("open.range", low=words.number(item.low), high=words.number(item.high)),
            )
            for item in found.open_facts[:LISTED]
        ),
    )
    labels = {item.id: item.label or item.id for item, _ in audit.plan.designations}
    yield Listing(
        words("section.designations"),
        "",
        tuple(Entry("", f"{labels[name]}: {answer}") for name, answer in audit.card.designations),
    )
    yield Listing(
        words("section.evidence"),
        "",
        (Entry("", words("section.evidence-note", shares=shares)),) if shares else (),
    )


def _caps(audit: Audit, words: Words) -> Iterator[Entry]:
    for node in audit.card.nodes:
        ceilings = {cap.id: cap for cap, _ in audit.plan.nodes[node.id].caps}
        for state in node.caps:
            if state.holds != "no":
                cap = ceilings[state.id]
                limit = band_label(audit, cap.band) if cap.band else words.number(cap.at_most, 0)
                holds = words("cap.holds" if state.holds == "yes" else "cap.perhaps")
                reason = " ".join(cap.reason.split())
                yield Entry("", f"{words('cap.at-most', limit=limit)} ({cap.id}, {holds}): {reason}")
