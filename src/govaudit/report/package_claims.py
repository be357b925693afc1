"""The tables of papers: their claims with verdicts, and the reforms they argue for."""

from __future__ import annotations

from govaudit.analysis.claims import WORDS
from govaudit.model.claim import Claim, Paper
from govaudit.model.reform import Reform
from govaudit.report.claims import about as spoken_of
from govaudit.report.claims import rule_words
from govaudit.report.model_schemas import described
from govaudit.report.package_facts import FACT, FORUM, SOURCE, written
from govaudit.report.package_parts import (
    Export,
    PackageTable,
    Reference,
    answer,
    dated,
    day,
    key,
    name_of,
    said,
    text,
    word,
)

VERDICTS = tuple(WORDS.values())


def tables(export: Export) -> tuple[PackageTable, ...]:
    """All of them, each after those that it leads to."""
    return (_papers(export), _claims(export), _reforms(export), _changes(export))


def _papers(export: Export) -> PackageTable:
    kind, about = described(Paper)
    columns = (
        name_of("id", "The paper."),
        text("title", about["title"]),
        name_of("source", about["source"]),
        day("as_of", about["as_of"], required=True),
    )
    rows = tuple(
        (item.paper.id, item.paper.title, item.paper.source, dated(item.paper.as_of)) for item in export.readings
    )
    return PackageTable("papers", kind, columns, ("id",), (SOURCE,), rows)


def _claims(export: Export) -> PackageTable:
    _, about = described(Claim)
    columns = (
        name_of("paper", "The paper."),
        name_of("id", about["id"]),
        text("section", about["section"]),
        text("claim", about["claim"]),
        text("about", about["about"]),
        text("rule", "What the claim asks of each of them, in words."),
        name_of("framework", "The framework whose levels, scores and named rules it may use."),
        day("as_of", about["as_of"], required=True),
        word("verdict", "Whether the claim holds on that day.", VERDICTS),
        word("verdict_today", "Whether it holds on the day of the scores; of a dated claim, the same.", VERDICTS),
        answer("dated", about["dated"]),
        answer("own_word", "The verdict rests on nothing but the paper and its authors' other documents."),
        answer("own_word_today", "The same of the verdict on the day of the scores."),
        text("note", about["note"]),
    )
    rows = tuple(
        (
            reading.paper.id, claim.id, claim.section, claim.claim, spoken_of(item), rule_words(item), item.ready.plan.root, dated(item.then.on), item.then.word,
            item.today.word, said(claim.dated), said(reading.own_word(item.then)), said(reading.own_word(item.today)), claim.note,
        )
        for reading in export.readings
        for item in reading.judged
        for claim in [item.ready.claim]
    )  # fmt: skip
    references = (Reference(("paper",), "papers", ("id",)),)
    return PackageTable(
        "claims", "What papers say of forums, judged by the facts.", columns, ("paper", "id"), references, rows
    )


def _reforms(export: Export) -> PackageTable:
    _, about = described(Reform)
    columns = (
        name_of("id", "The reform."),
        text("title", about["title"]),
        text("what", about["what"]),
        name_of("source", about["source"]),
        text("section", about["section"]),
        day("as_of", about["as_of"], required=True),
        answer("inferred", about["inferred"]),
        text("out_of_scope", about["out_of_scope"]),
        text("note", about["note"]),
    )
    rows = tuple(
        (item.id, item.title, item.what, item.source, item.section, dated(item.as_of), said(item.inferred), item.out_of_scope, item.note)
        for item in export.reforms
    )  # fmt: skip
    return PackageTable("reforms", "What papers argue for.", columns, ("id",), (SOURCE,), rows)


def _changes(export: Export) -> PackageTable:
    columns = (
        name_of("reform", "The reform."),
        name_of("forum", "The forum that it addresses."),
        key("fact", "A fact that it would change."),
        text("value", "The value that the fact would have then; of a set, a list in JSON."),
    )
    rows = tuple(
        (reform.id, forum, fact, written(export.codebook[fact], raw))
        for reform in export.reforms
        for forum, address in reform.for_.items()
        for fact, raw in address.changes.items()
    )
    references = (Reference(("reform",), "reforms", ("id",)), FORUM, FACT)
    return PackageTable(
        "changes", "What each reform would change.", columns, ("reform", "forum", "fact"), references, rows
    )
