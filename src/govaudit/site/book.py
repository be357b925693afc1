"""All that the site tells, read and scored before a page is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from govaudit.audit import Audit, Comparison
from govaudit.changes import Hindsight, Moment
from govaudit.model.codebook import Codebook
from govaudit.model.cost import CostClass
from govaudit.model.extension import Lineage
from govaudit.model.source import Source
from govaudit.model.tag import Tag
from govaudit.report.claims import Reading
from govaudit.report.html.scorecard import Beside, Sheet, sheet
from govaudit.report.html.wording import Words
from govaudit.report.package_parts import Export
from govaudit.scoring.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Book:
    """One framework on one day, all forums.

    Attributes
    ----------
    plan
        The framework, compiled.
    views, lineages
        The frameworks that extend it, and what each of them overrides.
    comparison
        All forums, best first; those that do not live on the day stand at the end.
    histories
        By forum, every day on which something changed, the first first.
    years
        By forum, the end of each year.
    beside
        By forum, what its page says beside the scorecard: its history and other choices.
    hindsights
        The reforms looked back upon.
    costs
        The classes of costs, cheapest first.
    digest
        Of all inputs.
    export
        What a data package of the same would tell, claims and sources among it.
    command
        What makes the site again.
    """

    plan: Plan
    views: tuple[Plan, ...]
    lineages: Mapping[str, Lineage]
    comparison: Comparison
    histories: Mapping[str, Sequence[Moment]]
    years: Mapping[str, Sequence[Moment]]
    beside: Mapping[str, Beside]
    hindsights: Sequence[Hindsight]
    costs: Mapping[str, CostClass]
    digest: str
    export: Export
    command: str
    words: Words

    @property
    def codebook(self) -> Codebook:
        return self.plan.codebook

    @property
    def as_of(self) -> date:
        return self.export.as_of

    @property
    def readings(self) -> Sequence[Reading]:
        """The claims of papers, judged."""
        return self.export.readings

    @property
    def sources(self) -> Mapping[str, Source]:
        return self.export.sources

    @property
    def tags(self) -> Mapping[str, Tag]:
        return self.export.tags

    @property
    def audits(self) -> tuple[Audit, ...]:
        """Each forum, in the order of the comparison."""
        return self.comparison.audits

    @property
    def missing(self) -> str:
        """What unknowns count as in the points."""
        return self.audits[0].card.missing

    @cached_property
    def sheets(self) -> Mapping[str, Sheet]:
        """By forum, what its page says."""
        return {audit.card.forum: sheet(audit, self.words, self.beside[audit.card.forum]) for audit in self.audits}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What each forum is called for short; those that are not there have no page."""
        return {audit.card.forum: audit.profile.short_name or audit.card.name for audit in self.audits}
