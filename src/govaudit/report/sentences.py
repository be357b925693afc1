"""What the reports have in common: statements, evidence and levels in plain sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from govaudit.audit import Audit
from govaudit.model.codebook import shown_value
from govaudit.model.framework import Indicator
from govaudit.model.knowledge import UNCODED, Kind, Knowledge
from govaudit.model.profile import Evidence, Statement
from govaudit.model.rubric import Band
from govaudit.model.scorecard import NodeScore
from govaudit.model.source import Source
from govaudit.model.timeline import start
from govaudit.report.numbers import NONE, rounded, shown, span
from govaudit.scoring.scale import Rubric
from govaudit.scoring.tables import entry_at

WORDS = {
    Kind.NOT_FOUND: "not found",
    Kind.UNCODED: "not coded yet: nobody has looked",
    Kind.NOT_APPLICABLE: "does not apply",
}


MOST_DIGITS = 30
"""Decimals beyond which no point is told from a threshold; roots have no more."""


def knowledge_words(knowledge: Knowledge) -> str:
    """What is known, in a few words: `none`, `none or summary (contested)`, `not found`."""
    values = " or ".join(shown_value(value) for value in knowledge.values)
    match knowledge.kind:
        case Kind.KNOWN:
            return values
        case Kind.CONTESTED:
            return f"{values} (contested)"
        case _:
            return WORDS[knowledge.kind]


def brief(knowledge: Knowledge) -> str:
    """The same without our own explanation: `not coded yet`."""
    words = knowledge_words(knowledge)
    return words.partition(":")[0] if knowledge.kind is Kind.UNCODED else words


def fact_sentence(fact: str, audit: Audit) -> str:
    """A fact with its value, period, confidence and note."""
    knowledge = audit.facts.get(fact, UNCODED)
    statement = knowledge.statement
    if statement is None:
        return f"{fact}: {knowledge_words(knowledge)}."
    asides = [_period(statement, audit)]
    asides += [f"{statement.confidence} confidence"] if statement.confidence else []
    asides += ["inferred"] if statement.inferred else []
    asides += [_stale(statement, audit)] if statement.all_evidence() else []
    reason = f": {statement.not_applicable}" if statement.not_applicable else ""
    note = f" {statement.note}" if statement.note else ""
    return f"{fact}: {knowledge_words(knowledge)}{reason.rstrip('.')} ({', '.join(filter(None, asides))}).{note}"


def _period(statement: Statement, audit: Audit) -> str:
    begin = start(statement, audit.profile)
    since = f"since {spoken(begin.isoformat())}" if begin.year > 1 else "since the beginning"
    if statement.not_found:
        return f"looked for on {statement.not_found.on}"
    return since + (f" until {spoken(statement.until.isoformat())}" if statement.until else "")


def spoken(day: str) -> str:
    """A day as people write it: `2016` for the first of January."""
    return day.removesuffix("-01").removesuffix("-01") if day.endswith("-01-01") else day


def _stale(statement: Statement, audit: Audit) -> str:
    """How old the newest source of a statement is on the day of the score; never part of the score."""
    years = [
        source.issued[:4]
        for item in statement.all_evidence()
        if (source := audit.sources.get(item.source)) and source.issued[:4].isdigit()
    ]
    age = audit.card.as_of.year - int(max(years)) if years else 0
    return f"newest source {age} years old" if age > 5 else ""  # said, not scored


def citations(statement: Statement | None, sources: Mapping[str, Source]) -> Iterator[str]:
    """Each piece of evidence of a statement as a citation."""
    if statement is None:
        return
    if statement.not_found:
        yield "searched: " + "; ".join(cite_short(item, sources) for item in statement.not_found.searched)
    for item in statement.evidence:
        yield cite(item, sources)
    for claim in statement.contested:
        for item in claim.evidence:
            yield f"{claim.value if not isinstance(claim.value, bool) else str(claim.value).lower()}: {cite(item, sources)}"


def cite_short(name: str, sources: Mapping[str, Source]) -> str:
    """A source by who and when: `Crépeau & Atak, 2016 [crepeau-atak-2016]`."""
    return f"{_who(name, sources)} [{name}]"


def cite(evidence: Evidence, sources: Mapping[str, Source]) -> str:
    """A short citation with its locator: `Crépeau & Atak, 2016, §3.2.1`."""
    quoted = f" “{evidence.quote}”" if evidence.quote else ""
    return f"{_who(evidence.source, sources)}, {evidence.at}{quoted} [{evidence.source}]"


def _who(name: str, sources: Mapping[str, Source]) -> str:
    source = sources.get(name)
    return source.short if source else name


def level_label(audit: Audit, name: str, level: str) -> str:
    """The label of a level of an indicator."""
    scale = audit.plan.nodes[name].scale
    labels = {step.id: step.label for step in scale.steps} if isinstance(scale, Rubric) else {}
    return labels.get(level, level)


def finding(audit: Audit, name: str) -> str:
    """What an indicator found, in a few words."""
    node = audit.card.node(name)
    if node.applies == "no":
        return "does not apply"
    if node.level:
        return level_label(audit, name, node.level)
    if node.possible_levels:
        return "open between: " + " / ".join(level_label(audit, name, level) for level in node.possible_levels)
    facts = "; ".join(f"{fact} is {knowledge_words(audit.facts.get(fact, UNCODED))}" for fact in node.facts)
    return facts or "unknown"


def recommendation(audit: Audit, name: str) -> str:
    """The step that would raise an indicator."""
    authored = audit.plan.nodes[name].authored
    step = (authored.recommendation if isinstance(authored, Indicator) else "") or f"Raise {name}"
    return f"{step.rstrip('.')}."


def band_label(audit: Audit, band: str | None, name: str = "") -> str:
    """The label of a band of a node; of the root, without a name."""
    bands = audit.plan.nodes[name or audit.plan.root].authored.bands
    labels = {item.id: item.label or item.id for item in bands}
    return labels.get(band or "", band or "")


def point_words(audit: Audit, node: NodeScore | None) -> str:
    """The point of a node, with as many decimals as its band needs."""
    return shown(node.score.point, digits_of(audit, node)) if node else NONE


def bounds_words(audit: Audit, node: NodeScore) -> str:
    """The bounds of a node, with as many decimals as its point."""
    return span(node.score.low, node.score.high, digits_of(audit, node))


def digits_of(audit: Audit, node: NodeScore) -> int:
    """Decimals that the band of a node needs."""
    return point_digits(audit.plan.nodes[node.id].authored.bands, node.score.point)


def point_digits(bands: Sequence[Band], point: Fraction | None) -> int:
    """Decimals of a point, one or as many more as it takes to stand in the same band rounded: 59.95 beside a band from 60 on.

    One as well where none can tell: at a threshold that no decimal writes, such as 175/3.
    """
    if not bands or point is None:
        return 1
    band, tried = entry_at(bands, point), range(1, MOST_DIGITS + 1)
    return next((digits for digits in tried if entry_at(bands, Fraction(rounded(point, digits))) is band), 1)


def left_out(audit: Audit, node: NodeScore) -> tuple[NodeScore, ...]:
    """The members of a group that do not apply, so that the others make up its score."""
    members = (audit.card.node(name) for name, _ in audit.plan.nodes[node.id].members)
    return tuple(member for member in members if member.applies == "no")


def mark(item: Audit) -> str:
    """The forum's id; a dagger marks a class of forums."""
    return item.card.forum + ("†" if item.card.generic else "")
