"""How far the profiles go: rows of the research notes, statements, facts known and unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from govaudit.model.codebook import Codebook
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Profile
from govaudit.model.timeline import knowledge_at
from govaudit.report.catalogue import Entry, Listing, table
from govaudit.report.tables import escape_markdown, render

INTRODUCTION = """\
# Coverage

Made from the profiles by `tests/data/test_coverage.py`; `govaudit list coverage` prints the table. *Rows* are the rows of
facts in the research notes a profile was coded from; each became part of a statement or is set aside below, with the reason.
*Statements* counts every period of every fact. The last five columns say what is known of the codebook's {facts} facts on
{day}, the data's own date: for a forum that had ended by then, on its last day.
"""


def entries(profiles: Sequence[Profile], codebook: Codebook, day: date) -> tuple[Entry, ...]:
    """One entry a forum."""
    return tuple(_entry(profile, codebook, day) for profile in profiles)


def _entry(profile: Profile, codebook: Codebook, day: date) -> Entry:
    end = profile.active.until
    last = min(day, date.fromordinal(end.toordinal() - 1)) if end else day
    kinds = Counter(knowledge.kind for knowledge in knowledge_at(profile, codebook, last).values())
    return {
        "id": profile.id,
        "rows": profile.research.rows if profile.research else None,
        "set_aside": len(profile.set_aside),
        "statements": sum(map(len, profile.facts.values())),
        **{kind.value.replace("-", "_"): kinds[kind] for kind in Kind},
    }


def page(profiles: Sequence[Profile], codebook: Codebook, day: date) -> str:
    """The page `docs/data/coverage.md`."""
    listing = Listing("coverage", entries(profiles, codebook, day))
    head = INTRODUCTION.format(facts=len(codebook), day=day)
    return "\n".join([head, render(table(listing), "markdown"), *_set_aside(profiles)])


def _set_aside(profiles: Sequence[Profile]) -> Iterator[str]:
    yield "## Rows set aside, and why\n"
    for profile in profiles:
        if profile.set_aside:
            yield f"### {profile.id}\n"
            yield "".join(f"- {escape_markdown(item.row)}: {escape_markdown(item.why)}\n" for item in profile.set_aside)
