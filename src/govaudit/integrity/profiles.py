"""Laws of a forum profile: evidence, sources, searches, confidence, quotations."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING

from govaudit.model.codebook import Codebook
from govaudit.model.profile import Evidence, Profile, Statement
from govaudit.model.source import Source
from govaudit.model.tag import Tag
from govaudit.model.timeline import check_profile
from govaudit.problems import Code, Collector, Path, did_you_mean, quote

if TYPE_CHECKING:
    from govaudit.model.claim import Paper

LONGEST_QUOTE = 150
"""Characters; a quotation is a few words."""


def check_forum(
    profile: Profile, codebook: Codebook, sources: Collection[str], tags: Collection[str] | None, problems: Collector
) -> None:
    """Collect everything wrong with one profile. `tags`: those that are declared; None if the data declare none."""
    check_profile(profile, codebook, problems)
    check_tags(profile, tags, problems)
    for name, statements in profile.facts.items():
        for index, statement in enumerate(statements):
            _check_statement(statement, profile, ("facts", name, index), sources, problems)


def check_tags(profile: Profile, tags: Collection[str] | None, problems: Collector) -> None:
    """Collect tags that are not declared."""
    for index, tag in enumerate(profile.tags):
        if tags is not None and tag not in tags:
            hint = did_you_mean(tag, tags) or "every tag is declared in forums/tags.yaml"
            problems.add(Code.UNKNOWN_TAG, f"expected a declared tag; found {quote(tag)}", ("tags", index), hint)


def _check_statement(
    statement: Statement, profile: Profile, node: Path, sources: Collection[str], problems: Collector
) -> None:
    if "value" in statement.model_fields_set:
        _check_evidence(statement.evidence, (*node, "evidence"), node, sources, problems)
    for index, claim in enumerate(statement.contested):
        here = (*node, "contested", index)
        _check_evidence(claim.evidence, (*here, "evidence"), here, sources, problems)
    if statement.not_found:
        if not statement.not_found.searched:
            problems.add(Code.NO_SEARCH, "expected the sources that were searched; found none", (*node, "not-found"))
        for index, source in enumerate(statement.not_found.searched):
            _check_source(source, (*node, "not-found", "searched", index), sources, problems)
    if statement.inferred and statement.confidence == "high":
        message = "expected at most medium confidence of an inferred statement; found high"
        problems.add(Code.OVERCONFIDENT, message, (*node, "confidence"))
    begin, end = profile.active.from_, profile.active.until
    if begin and statement.from_ and statement.from_ < begin:
        message = f"expected a beginning on or after {begin}, the forum's own; found {statement.from_}"
        problems.add(Code.BEFORE_LIFE, message, (*node, "from"), "leave out `from` for what held from the beginning")
    if end and statement.from_ and statement.from_ >= end:
        message = f"expected a beginning before the forum ended on {end}; found {statement.from_}"
        problems.add(Code.OUTSIDE_LIFE, message, (*node, "from"))


def _check_evidence(
    evidence: Sequence[Evidence], node: Path, owner: Path, sources: Collection[str], problems: Collector
) -> None:
    if not evidence:
        hint = "add evidence: [{source: …, at: …}], or say not-found with what was searched"
        problems.add(Code.NO_EVIDENCE, "expected at least one piece of evidence; found none", owner, hint)
    check_citations(evidence, node, sources, problems)


def check_citations(evidence: Sequence[Evidence], node: Path, sources: Collection[str], problems: Collector) -> None:
    """Collect sources that are not in the bibliography, and quotations that are too long."""
    for index, item in enumerate(evidence):
        _check_source(item.source, (*node, index, "source"), sources, problems)
        if len(item.quote) > LONGEST_QUOTE:
            message = f"expected a quotation of at most {LONGEST_QUOTE} characters; found {len(item.quote)}"
            problems.add(Code.LONG_QUOTE, message, (*node, index, "quote"), "say it in your own words, in the note")


def _check_source(source: str, node: Path, sources: Collection[str], problems: Collector) -> None:
    if source not in sources:
        hint = did_you_mean(source, sources) or "every source is listed in forums/sources.yaml"
        problems.add(Code.UNKNOWN_SOURCE, f"expected a source of the bibliography; found {quote(source)}", node, hint)


def cited(profiles: Iterable[Profile], papers: Iterable[Paper] = ()) -> frozenset[str]:
    """Every source that a statement or a search of some profile names, and the papers whose claims are judged."""
    statements = [statement for profile in profiles for group in profile.facts.values() for statement in group]
    evidence = {item.source for statement in statements for item in statement.all_evidence()}
    searched = {source for statement in statements if statement.not_found for source in statement.not_found.searched}
    return frozenset(evidence | searched | {source for paper in papers for source in (paper.source, *paper.voices)})


def check_sources(sources: Sequence[Source], problems: Collector) -> None:
    """Collect sources listed twice, and those that say nowhere where they can be read."""
    seen: set[str] = set()
    for index, source in enumerate(sources):
        if source.id in seen:
            message = f"expected a source id used once; found {quote(source.id)} again"
            problems.add(Code.DUPLICATE_ID, message, ("references", index, "id"))
        seen.add(source.id)
        if not source.address:
            message = f"expected URL, DOI or custom.read-at; found no address of {quote(source.id)}"
            hint = "custom.read-at is for the copy that was read, where there is no official address"
            problems.add(Code.NO_ADDRESS, message, ("references", index), hint)


def check_cited(sources: Sequence[Source], used: Collection[str], problems: Collector) -> None:
    """Collect sources that nobody cites."""
    for index, source in enumerate(sources):
        if source.id not in used:
            message = f"expected a source that some statement cites; nobody cites {quote(source.id)}"
            problems.add(Code.UNCITED_SOURCE, message, ("references", index, "id"))


def check_tag_list(tags: Sequence[Tag], forums: Collection[str]) -> None:
    """Tags are declared once, and a generic profile exists.

    Raises
    ------
    GovauditError
        With each that is not.
    """
    problems = Collector()
    seen: set[str] = set()
    for index, tag in enumerate(tags):
        if tag.id in seen:
            message = f"expected a tag declared once; found {quote(tag.id)} again"
            problems.add(Code.DUPLICATE_ID, message, ("tags", index, "id"))
        seen.add(tag.id)
        if tag.generic and tag.generic not in forums:
            message = f"expected a forum; found {quote(tag.generic)}"
            hint = did_you_mean(tag.generic, forums)
            problems.add(Code.UNKNOWN_FORUM, message, ("tags", index, "generic"), hint)
    problems.raise_if_any()
