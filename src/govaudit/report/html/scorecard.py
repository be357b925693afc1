"""What a page says of one forum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from govaudit.analysis.otherwise import Otherwise
from govaudit.analysis.strength import MARKS
from govaudit.audit import Audit
from govaudit.changes import Moment
from govaudit.model.source import Source
from govaudit.report.html.choices import Choices, choices
from govaudit.report.html.course import Course, course
from govaudit.report.html.naming import said
from govaudit.report.html.parts import NodeShown, absence, cited, nodes
from govaudit.report.html.wording import Words
from govaudit.report.sentences import finding, left_out, recommendation
from govaudit.report.view import named

LISTED = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a list.

    Attributes
    ----------
    amount
        Points, with a sign where it is a difference; or "".
    text
        What the data say, in their own language.
    lead, aside
        What the interface says before and after it, in the reader's.
    node
        The node it is about, or "".
    """

    text: str
    amount: str = ""
    lead: str = ""
    aside: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list under a title."""

    title: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is worked out for a page beside the scorecard.

    Attributes
    ----------
    moments
        The forum's history up to the day of the score.
    views
        The same forum under the frameworks that extend its own.
    ranks
        The command that tells what becomes of the ranks under other choices.
    """

    moments: tuple[Moment, ...]
    otherwise: Otherwise | None
    views: tuple[Audit, ...]
    ranks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All that a page says of one forum.

    Attributes
    ----------
    scored_as
        What exactly is scored, where the name leaves it open.
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
    scored_as: str = ""
    course: Course | None = None
    choices: Choices | None = None


def sheet(audit: Audit, words: Words, beside: Beside | None = None) -> Sheet:
    """What a page says of one forum; its history and what other choices do to it, where they were worked out."""
    card = audit.card
    moments, found = (beside.moments, beside.otherwise) if beside else ((), None)
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
        scored_as=audit.profile.scored_as,
        course=course(moments, card.as_of, words) if moments else None,
        choices=choices(audit, found, beside.views, beside.ranks, words) if beside and found else None,
    )


def _remarks(audit: Audit, words: Words) -> Iterator[str]:
    if audit.card.draft:
        yield words("score.draft")
    if audit.card.generic:
        yield words("score.generic")
    if audit.card.absent:
        yield absence(audit, words)


def _said(audit: Audit, words: Words) -> Iterator[str]:
    root = audit.card.root
    if root is None:
        return
    low, high, point = root.score.low, root.score.high, root.score.point
    ends = {"low": words.number(low), "high": words.number(high)}
    if root.applies == "no":
        yield words("score.inapplicable")
        return
    if point is None:
        why = _withheld(audit, words) if root.withheld else words("score.nothing")
        yield words("score.withheld", why=why, **ends)
        return
    yield words("score.certain") if low == high else words("score.bounds", **ends)
    others = [words.band(audit.plan, root.id, band) for band in root.possible_bands if band != root.band]
    if others:
        yield words.markup("score.perhaps", bands=Markup(", ").join(map(said, others)))
    if low is not None and high is not None and not low <= point <= high:
        yield words("score.outside")
    yield words("score.settled", share=words.percent(root.score.coverage))
    if idle := left_out(audit, root):
        names = Markup(", ").join(said(words.title(audit.plan, member.id)) for member in idle)
        yield words.markup("score.left-out", names=names)


def _withheld(audit: Audit, words: Words) -> str:
    """Why the whole has no point: too little of it is settled."""
    aggregate, root = audit.plan.nodes[audit.plan.root].aggregate, audit.card.root
    least = aggregate.min_coverage if aggregate else None
    return words("score.thin", share=words.percent(root.score.coverage if root else None), least=words.percent(least))


def _lists(audit: Audit, words: Words) -> Iterator[Listing]:
    found = audit.influence
    yield Listing(words("section.caps"), "", tuple(_caps(audit, words)))
    yield Listing(
        words("section.reasons"),
        words("section.reasons-note"),
        tuple(
            Entry(amount=words.signed(item.weight), text=finding(audit, item.node), node=item.node)
            for item in found.reasons[:LISTED]
        ),
    )
    yield Listing(
        words("section.changes"),
        "",
        tuple(
            Entry(
                amount=words.signed(item.gain),
                text=recommendation(audit, item.node),
                aside=words.markup("open.now", finding=words.data(finding(audit, item.node))),
                node=item.node,
            )
            for item in found.changes[:LISTED]
        ),
    )
    yield Listing(
        words("section.open"),
        "",
        tuple(
            Entry(
                amount=words.number(item.high - item.low),
                text=audit.plan.codebook[item.fact].question,
                aside=words("open.range", low=words.number(item.low), high=words.number(item.high)),
            )
            for item in found.open_facts[:LISTED]
        ),
    )
    yield Listing(
        words("section.designations"),
        "",
        tuple(
            Entry(lead=f"{words.designation(audit.plan, name)}:", text="", aside=words(f"answer.{told}"))
            for name, told in audit.card.designations
        ),
    )
    yield Listing(words("section.evidence"), words("section.evidence-note"), tuple(_evidence(audit, words)))


def _evidence(audit: Audit, words: Words) -> Iterator[Entry]:
    for mark in MARKS:
        share = getattr(audit.strength, mark)
        if share is not None:
            yield Entry(amount=words.percent(share), text="", aside=words(f"share.{mark}", years=audit.years))


def _caps(audit: Audit, words: Words) -> Iterator[Entry]:
    for node in audit.card.nodes:
        ceilings = {cap.id: cap for cap, _ in audit.plan.nodes[node.id].caps}
        for state in node.caps:
            if state.holds != "no":
                cap = ceilings[state.id]
                limit = words.band(audit.plan, node.id, cap.band) if cap.band else words.number(cap.at_most, 0)
                holds = words("cap.holds" if state.holds == "yes" else "cap.perhaps")
                lead = words.markup("cap.why", what=words.markup("cap.at-most", limit=limit), cap=cap.id, holds=holds)
                yield Entry(lead=lead, text=" ".join(cap.reason.split()))
