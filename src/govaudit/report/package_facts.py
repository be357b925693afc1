"""The tables of what is known: forums and their tags, the codebook, statements with their evidence, sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import get_args

from govaudit.model.base import DIGITS
from govaudit.model.codebook import Fact, FactType, shown_number, shown_value
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Confidence, Evidence, Period, Profile, Review, Search, Statement
from govaudit.model.source import Custom, Grade, Source
from govaudit.model.tag import Tag
from govaudit.report.model_schemas import described
from govaudit.report.numbers import trimmed
from govaudit.report.package_parts import (
    Export,
    PackageTable,
    Reference,
    answer,
    dated,
    day,
    key,
    listed,
    name_of,
    names,
    number,
    place,
    said,
    text,
    word,
)
from govaudit.report.profile_terminal import kind_of
from govaudit.report.tables import Cell

FORUM, FACT, SOURCE, STATEMENT = (
    Reference((name,), f"{name}s", ("id",)) for name in ("forum", "fact", "source", "statement")
)
KINDS = tuple(kind.value for kind in Kind if kind is not Kind.UNCODED)


def tables(export: Export) -> tuple[PackageTable, ...]:
    """All of them, each after those that it leads to."""
    told = tuple(_told(export.told))
    return (
        _forums(export), _tags(export), _forum_tags(export), _facts(export), _sources(export), _statements(export, told), _readings(export, told), _evidence(told),
        _searches(told),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A statement with its place in the data."""

    forum: str
    fact: str
    number: int
    statement: Statement

    @property
    def id(self) -> str:
        return f"{self.forum}/{self.fact}/{self.number}"


def _told(profiles: Sequence[Profile]) -> Iterator[Told]:
    for profile in profiles:
        for fact, group in profile.facts.items():
            for index, statement in enumerate(group, 1):
                yield Told(profile.id, fact, index, statement)


def _forums(export: Export) -> PackageTable:
    _, about = described(Profile)
    life, review = described(Period)[1], described(Review)[1]
    columns = (
        name_of("id", "The forum."),
        text("name", about["name"]),
        text("short_name", about["short_name"]),
        name_of("kind", about["kind"]),
        answer("generic", about["generic"]),
        answer("draft", "Nobody has reviewed its profile yet: it has no statements and no scores here."),
        text("scored_as", about["scored_as"]),
        day("active_from", life["from_"]),
        day("active_until", life["until"]),
        day("reviewed_on", review["on"]),
        text("reviewed_by", review["by"]),
        names("coded_by", about["coded"]),
    )
    rows = tuple(
        (
            item.id, item.name, item.short_name, item.kind, said(item.generic), said(item.draft), item.scored_as, dated(item.active.from_), dated(item.active.until),
            dated(item.reviewed.on) if item.reviewed else "", item.reviewed.by if item.reviewed else "", listed(item.coded.by if item.coded else ()),
        )
        for item in export.profiles
    )  # fmt: skip
    return PackageTable("forums", "The bodies that are audited, one a row.", columns, ("id",), (), rows)


def _tags(export: Export) -> PackageTable:
    kind, about = described(Tag)
    columns = (
        name_of("id", "The tag."),
        text("title", about["title"]),
        text("meaning", about["meaning"]),
        text("generic", about["generic"]),
    )
    borne = {tag for profile in export.profiles for tag in profile.tags}
    rows = (
        *((tag.id, tag.title, tag.meaning, tag.generic or "") for tag in export.tags.values()),
        *((tag, "", "", "") for tag in sorted(borne - set(export.tags))),
    )
    return PackageTable("tags", kind, columns, ("id",), (Reference(("generic",), "forums", ("id",)),), rows)


def _forum_tags(export: Export) -> PackageTable:
    columns = (name_of("forum", "The forum."), name_of("tag", "A tag that it bears."))
    rows = tuple((profile.id, tag) for profile in export.profiles for tag in profile.tags)
    references = (FORUM, Reference(("tag",), "tags", ("id",)))
    return PackageTable("forum_tags", "Which forum bears which tags.", columns, ("forum", "tag"), references, rows)


def _facts(export: Export) -> PackageTable:
    _, about = described(Fact)
    columns = (
        key("id", "The fact."),
        word("type", about["type"], get_args(FactType)),
        word("basis", about["basis"], ("law", "practice")),
        text("question", about["question"]),
        names("values", about["values"]),
        number("least", about["least"]),
        number("greatest", about["greatest"]),
        text("coding", about["coding"]),
    )
    rows = tuple(
        (
            fact.id, fact.type, fact.basis, fact.question, listed(fact.values), trimmed(fact.least, DIGITS), trimmed(fact.greatest, DIGITS), fact.coding,
        )
        for fact in export.codebook.values()
    )  # fmt: skip
    return PackageTable("facts", "The codebook: what is asked of every forum.", columns, ("id",), (), rows)


def _statements(export: Export, told: Sequence[Told]) -> PackageTable:
    _, about = described(Statement)
    columns = (
        key("id", "Forum, fact and place in the profile."),
        name_of("forum", "The forum it is about."),
        key("fact", "The fact it is about."),
        word("knowledge", "Known, contested between sources, looked for and not found, or not applicable. What has no row is uncoded: nobody has looked.", KINDS),
        text("value", "The value that is known; of a set, a list in JSON. Of a contested statement, see readings."),
        day("from", about["from_"]),
        day("until", about["until"]),
        word("confidence", about["confidence"], get_args(Confidence), required=False),
        answer("inferred", about["inferred"]),
        text("not_applicable", about["not_applicable"]),
        day("searched_on", described(Search)[1]["on"]),
        text("note", about["note"]),
    )  # fmt: skip
    rows = []
    for item in told:
        one, kind = item.statement, kind_of(item.statement)
        value = written(export.codebook[item.fact], one.value) if kind is Kind.KNOWN else ""
        rows.append((
            item.id, item.forum, item.fact, kind.value, value, dated(one.from_), dated(one.until), one.confidence or "", said(one.inferred), one.not_applicable,
            dated(one.not_found.on) if one.not_found else "", one.note,
        ))  # fmt: skip
    return PackageTable(
        "statements", "What is known of a fact of a forum, over a period.", columns, ("id",), (FORUM, FACT), tuple(rows)
    )


def written(fact: Fact, raw: object) -> Cell:
    """A value as it stands in the data: a number as a number, a set as a list."""
    if fact.type == "date":
        return str(raw)  # a year stays a year
    match fact.value(raw):
        case Fraction() as exact:
            written = shown_number(exact)
            return written if "/" in written else Decimal(written)
        case frozenset() as members:
            return listed(sorted(members))
        case value:
            return shown_value(value)


def _readings(export: Export, told: Sequence[Told]) -> PackageTable:
    columns = (
        key("id", "The statement, and the place of the reading in it."),
        key("statement", "The contested statement."),
        text("value", "One of the values between which the sources disagree."),
    )
    rows = tuple(
        (f"{item.id}/{index}", item.id, written(export.codebook[item.fact], reading.value))
        for item in told
        for index, reading in enumerate(item.statement.contested, 1)
    )
    return PackageTable("readings", "The values of contested statements.", columns, ("id",), (STATEMENT,), rows)


def _evidence(told: Sequence[Told]) -> PackageTable:
    kind, about = described(Evidence)
    columns = (
        key("statement", "The statement it supports."),
        place("number", "Its place among the evidence of the statement."),
        text("reading", "Of a contested statement, the reading it supports."),
        name_of("source", "The source."),
        text("at", about["at"]),
        text("quote", about["quote"]),
    )
    rows = tuple(
        (item.id, index, reading, piece.source, piece.at, piece.quote)
        for item in told
        for index, (reading, piece) in enumerate(_pieces(item), 1)
    )
    references = (STATEMENT, Reference(("reading",), "readings", ("id",)), SOURCE)
    return PackageTable("evidence", kind, columns, ("statement", "number"), references, rows)


def _pieces(told: Told) -> Iterator[tuple[str, Evidence]]:
    """Each piece of evidence, with the reading that it supports."""
    yield from (("", piece) for piece in told.statement.evidence)
    for index, reading in enumerate(told.statement.contested, 1):
        yield from ((f"{told.id}/{index}", piece) for piece in reading.evidence)


def _searches(told: Sequence[Told]) -> PackageTable:
    columns = (
        key("statement", "The statement that it was not found."),
        name_of("source", "A source that was searched."),
    )
    rows = tuple(
        (item.id, source)
        for item in told
        if item.statement.not_found
        for source in dict.fromkeys(item.statement.not_found.searched)
    )
    about = "Where a fact was looked for that was not found."
    return PackageTable("searches", about, columns, ("statement", "source"), (STATEMENT, SOURCE), rows)


def _sources(export: Export) -> PackageTable:
    _, about = described(Source)
    custom = described(Custom)[1]
    plain = ("publisher", "container_title", "volume", "issue", "page", "number", "issued", "url", "doi")
    columns = (
        name_of("id", "The source."),
        text("type", about["type"]),
        text("title", about["title"]),
        names("author", about["author"]),
        *(text(name, about[name]) for name in plain),
        day("accessed", about["accessed"], required=True),
        word("grade", custom["grade"], get_args(Grade)),
        text("by", custom["by"]),
        text("read_at", custom["read_at"]),
    )
    rows = tuple(
        (
            item.id, item.type, item.title, listed(name.literal or ", ".join(filter(None, (name.family, name.given))) for name in item.author),
            *(getattr(item, name) or "" for name in plain), dated(item.accessed), item.custom.grade, item.custom.by or "", item.custom.read_at or "",
        )
        for item in export.sources.values()
    )  # fmt: skip
    about_all = "The documents that evidence cites; the same as sources.csl.json and sources.bib."
    return PackageTable("sources", about_all, columns, ("id",), (), rows)
