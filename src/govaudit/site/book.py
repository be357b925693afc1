"""All that the site tells, read and scored before a page is made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from govaudit.audit import Audit, Comparison
from govaudit.changes import Hindsight, Moment
from govaudit.model.codebook import Codebook
from govaudit.model.source import Source
from govaudit.model.tag import Tag
from govaudit.report.claims import Reading
from govaudit.report.html.wording import Words
from govaudit.scoring.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Book:
    """One framework on one day, all forums.

    Attributes
    ----------
    plan
        The framework, compiled.
    views
        The frameworks that extend it.
    comparison
        All forums, best first; those that do not live on the day stand at the end.
    histories
        By forum, every day on which something changed, the first first.
    years
        By forum, the end of each year.
    readings, hindsights
        The claims of papers, and the reforms looked back upon.
    digest
        Of all inputs.
    """

    plan: Plan
    views: tuple[Plan, ...]
    as_of: date
    comparison: Comparison
    histories: Mapping[str, Sequence[Moment]]
    years: Mapping[str, Sequence[Moment]]
    readings: Sequence[Reading]
    hindsights: Sequence[Hindsight]
    tags: Mapping[str, Tag]
    sources: Mapping[str, Source]
    digest: str
    words: Words

    @property
    def codebook(self) -> Codebook:
        return self.plan.codebook

    @property
    def audits(self) -> tuple[Audit, ...]:
        """Each forum, in the order of the comparison."""
        return self.comparison.audits
