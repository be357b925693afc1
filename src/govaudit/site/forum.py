"""A forum: who it is, its scorecard with everything it rests on, its history, what is claimed and asked of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from govaudit.analysis.claims import Judged, Verdict
from govaudit.audit import Audit
from govaudit.changes import Hindsight, Pursued
from govaudit.report import jsonld
from govaudit.report.claims import Reading
from govaudit.report.sentences import spoken
from govaudit.rules.truth import Truth
from govaudit.site.book import Book
from govaudit.site.page import Press


def pages(book: Book, press: Press) -> Iterator[tuple[str, str]]:
    """A page a forum."""
    claims, reforms = _claims(book), _reforms(book)
    (scored,) = book.export.scored
    by = jsonld.creators(book.export.citation) if book.export.citation else ()
    for audit in book.audits:
        name = audit.card.forum
        yield press.page(
            f"forums/{name}.html",
            "forum.html.j2",
            trail={"index.html": book.words("site.field")},
            downloads=(f"scorecards/{name}.json", "history.csv", "statements.csv"),
            linked=jsonld.text(jsonld.forum(audit, scored, by)),
            card=book.sheets[name],
            profile=audit.profile,
            life=_life(audit),
            tags=[book.tags[tag] for tag in audit.profile.tags if tag in book.tags],
            undeclared=[tag for tag in audit.profile.tags if tag not in book.tags],
            claims=claims.get(name, ()),
            reforms=reforms.get(name, ()),
        )


def _life(audit: Audit) -> tuple[str, str]:
    """The day it began and the day it ended; each "" if there is none."""
    begin, end = (
        spoken(day.isoformat()) if day else "" for day in (audit.profile.active.from_, audit.profile.active.until)
    )
    return begin, end


def _claims(book: Book) -> Mapping[str, Sequence[tuple[Reading, Judged, str, str]]]:
    """By forum, every claim that is about it: on its own day and today, with what it comes to for this forum alone."""
    found: dict[str, list[tuple[Reading, Judged, str, str]]] = {}
    for reading in book.readings:
        for judged in reading.judged:
            then, today = _answers(judged.then), _answers(judged.today)
            for forum in {**then, **today}:
                found.setdefault(forum, []).append((reading, judged, then.get(forum, ""), today.get(forum, "")))
    return found


def _answers(verdict: Verdict) -> dict[str, str]:
    """By forum: true, false or unknown; "absent" of one that did not exist."""
    return {
        answer.forum: (answer.truth or Truth.UNKNOWN).value if not answer.absent else "absent"
        for answer in verdict.answers
    }


def _reforms(book: Book) -> Mapping[str, Sequence[tuple[Hindsight, Pursued]]]:
    """By forum, the reforms that are addressed to it or looked for at it."""
    found: dict[str, list[tuple[Hindsight, Pursued]]] = {}
    for item in book.hindsights:
        for one in item.pursued:
            for forum in dict.fromkeys((one.forum, one.today.card.forum)):
                found.setdefault(forum, []).append((item, one))
    return found
