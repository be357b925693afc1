"""What the pages show of a forum, made ready for the templates: bars, nodes, facts with their evidence, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govaudit.analysis.strength import MARKS, marks_of
from govaudit.audit import Audit
from govaudit.model.framework import Indicator
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.profile import Evidence, Statement
from govaudit.model.scorecard import NodeScore, Score
from govaudit.model.source import Source
from govaudit.model.timeline import start
from govaudit.report.explain import steps, taking_part
from govaudit.report.html.wording import Words
from govaudit.report.numbers import trimmed
from govaudit.report.sentences import digits_of, finding, knowledge_words, spoken
from govaudit.report.walk import aggregation

HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """Bounds and point of a score as places on a line from 0 to 100; None where there is no score."""

    low: Decimal | None
    point: Decimal | None
    high: Decimal | None


def bar(score: Score, scale: tuple[Fraction, Fraction]) -> Bar:
    """Where a score lies between the least and the greatest that its node can have."""
    least, greatest = scale

    def place(number: Fraction | None) -> Decimal | None:
        if number is None:
            return None
        share = (number - least) / (greatest - least) if greatest > least else Fraction(1)
        return trimmed(min(max(share, Fraction(0)), Fraction(1)) * HUNDRED, 2)

    return Bar(place(score.low), place(score.point), place(score.high))


def absence(audit: Audit, words: Words) -> str:
    """Why a forum has no score on the day, in a sentence; "" if it lives."""
    if not audit.card.absent:
        return ""
    begin, end = audit.profile.active.from_, audit.profile.active.until
    early = begin is not None and audit.card.as_of < begin
    key, day = ("absent.not-begun", begin) if early else ("absent.ended", end)
    return words("score.absent", why=words(key, day=day))


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a source, and the value it gives where sources disagree; `at` "" where the whole source was searched."""

    source: str
    at: str
    quote: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FactShown:
    """A fact of a forum: what is known, since when, how surely, on which evidence; and how strong that is, in a few words each."""

    id: str
    question: str
    kind: str
    known: str
    asides: tuple[str, ...]
    note: str
    citations: tuple[Citation, ...]
    strength: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NodeShown:
    """A node with its numbers.

    Attributes
    ----------
    depth
        How many nodes stand above it.
    way
        How an indicator came to its level, in sentences; how a group makes one score of its members.
    contribution
        How many points of the whole come from an indicator; None if it has no share of its own.
    digits
        Decimals of its point, so many that it stays on its side of the thresholds of its bands.
    """

    id: str
    kind: str
    heading: str
    depth: int
    weight: Fraction
    score: Score
    bar: Bar
    band: str
    applies: str
    question: str
    finding: str
    way: tuple[str, ...]
    facts: tuple[FactShown, ...]
    parent: str | None
    contribution: Fraction | None = None
    digits: int = 1


def nodes(audit: Audit, words: Words) -> tuple[NodeShown, ...]:
    """All nodes of a scorecard, parents first."""
    depth: dict[str | None, int] = {None: -1}
    found = []
    for node in audit.card.nodes:
        depth[node.id] = depth[node.parent] + 1
        found.append(_node(audit, node, depth[node.id], words))
    return tuple(found)


def _node(audit: Audit, node: NodeScore, depth: int, words: Words) -> NodeShown:
    planned = audit.plan.nodes[node.id]
    authored, leaf = planned.authored, node.kind == "indicator"
    made = (
        (f"{aggregation(planned.aggregate, planned.members)}.",) if planned.aggregate and node.applies != "no" else ()
    )
    return NodeShown(
        id=node.id,
        kind=node.kind,
        heading=words.title(audit.plan, node.id),
        depth=depth,
        weight=node.weight,
        score=node.score,
        bar=bar(node.score, audit.plan.ranges[node.id]),
        band=words.band(audit.plan, node.id, node.band),
        applies=node.applies,
        question=authored.question if isinstance(authored, Indicator) and authored.title else "",
        finding=finding(audit, node.id) if leaf else "",
        way=tuple(steps(audit, node)) if leaf else (*made, *taking_part(audit, node)),
        facts=tuple(fact(name, audit, words) for name in node.facts) if leaf else (),
        parent=node.parent,
        contribution=node.contribution if leaf else None,
        digits=digits_of(audit, node),
    )


def fact(name: str, audit: Audit, words: Words) -> FactShown:
    """A fact as the forum's profile states it on the day."""
    knowledge = audit.facts.get(name, UNCODED)
    statement = knowledge.statement
    return FactShown(
        id=name,
        question=audit.plan.codebook[name].question,
        kind=knowledge.kind.value,
        known=known_words(knowledge, words),
        asides=tuple(_asides(statement, audit, words)) if statement else (),
        note=(statement.note or statement.not_applicable) if statement else "",
        citations=tuple(citations(statement)),
        strength=tuple(_strength(knowledge, audit, words)),
    )


def known_words(knowledge: Knowledge, words: Words) -> str:
    """What is known: the value, in the words of the codebook, or which kind of not knowing it is."""
    if knowledge.kind is Kind.KNOWN:
        return words.data(knowledge_words(knowledge))
    if knowledge.kind is Kind.CONTESTED:
        values = knowledge_words(knowledge).removesuffix(" (contested)")
        return words.markup("known.contested", values=words.data(values))
    return words(f"known.{knowledge.kind.value}")


def brief_words(knowledge: Knowledge, words: Words) -> str:
    """The same without the explanation."""
    said = known_words(knowledge, words)
    return said.partition(":")[0].rstrip() if knowledge.kind is Kind.UNCODED else said


def _asides(statement: Statement, audit: Audit, words: Words) -> Iterator[str]:
    if statement.not_found:
        yield words("fact.searched-on", day=statement.not_found.on.isoformat())
    else:
        begin = start(statement, audit.profile)
        yield words("fact.since", day=spoken(begin.isoformat())) if begin.year > 1 else words("fact.from-beginning")
        if statement.until:
            yield words("fact.until", day=spoken(statement.until.isoformat()))
    if statement.confidence:
        yield words(f"confidence.{statement.confidence}")
    if statement.inferred:
        yield words("fact.inferred")


def _strength(knowledge: Knowledge, audit: Audit, words: Words) -> Iterator[str]:
    found = marks_of(knowledge, audit.card, audit.sources, audit.years)
    yield from (words(f"strength.{mark}", years=audit.years) for mark in MARKS if mark in found)


def citations(statement: Statement | None) -> Iterator[Citation]:
    """The evidence of a statement, piece by piece."""
    if statement is None:
        return
    if statement.not_found:
        yield from (Citation(source, "", "") for source in statement.not_found.searched)
    yield from (_cited(item) for item in statement.evidence)
    for reading in statement.contested:
        value = str(reading.value).lower() if isinstance(reading.value, bool) else str(reading.value)
        yield from (_cited(item, value) for item in reading.evidence)


def _cited(item: Evidence, value: str = "") -> Citation:
    return Citation(item.source, item.at, item.quote, value)


def cited(shown: Sequence[NodeShown], sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """The sources that the facts of these nodes rest on, by their ids."""
    names = {item.source for node in shown for fact in node.facts for item in fact.citations}
    return tuple(sources[name] for name in sorted(names) if name in sources)
