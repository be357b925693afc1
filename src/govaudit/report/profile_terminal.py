"""One profile in full: every statement with its period and evidence, and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping

from govaudit.model.codebook import shown_value
from govaudit.model.knowledge import Kind
from govaudit.model.profile import Profile, Statement
from govaudit.model.source import Source
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, Paper, wrapped
from govaudit.report.sentences import citations, spoken
from govaudit.report.tables import Cell, Table


def render(profile: Profile, sources: Mapping[str, Source], paper: Paper) -> list[Line]:
    """The profile as lines."""
    lines = wrapped(f"{profile.name} ({profile.id})", paper, style="title")
    begin, end = profile.active.from_, profile.active.until
    life = f"{spoken(begin.isoformat()) if begin else 'always'} to {spoken(end.isoformat()) if end else 'today'}"
    review = f"reviewed {profile.reviewed.on} by {profile.reviewed.by}" if profile.reviewed else "a draft, not reviewed"
    said = [profile.kind, ", ".join(profile.tags), life, review]
    lines += wrapped(" · ".join(word for word in said if word), paper, style="quiet")
    lines += wrapped(" ".join(profile.scored_as.split()), paper) if profile.scored_as else []
    for fact, statements in profile.facts.items():
        lines += [BLANK, ((fact, "head"),)]
        for statement in statements:
            lines += wrapped(_sentence(statement), paper, indent=2)
            for citation in citations(statement, sources):
                lines += wrapped(citation, paper, ("> ", "quiet"), indent=4, style="quiet")
    if profile.set_aside:
        lines += [BLANK, (("Set aside: rows of the research notes that became no statement", "head"),)]
        for item in profile.set_aside:
            lines += wrapped(f"{item.row}. {item.why}", paper, ("- ", "quiet"), indent=2)
    return lines


def kind_of(statement: Statement) -> Kind:
    """Which kind of knowledge a statement claims."""
    if statement.contested:
        return Kind.CONTESTED
    if statement.not_found:
        return Kind.NOT_FOUND
    return Kind.NOT_APPLICABLE if statement.not_applicable else Kind.KNOWN


def _values(statement: Statement) -> list[str]:
    if statement.contested:
        return [_word(claim.value) for claim in statement.contested]
    return [_word(statement.value)] if kind_of(statement) is Kind.KNOWN else []


def _word(raw: object) -> str:
    return shown_value(raw) if isinstance(raw, bool) else str(raw)


def _sentence(statement: Statement) -> str:
    kind = kind_of(statement)
    said = " or ".join(_values(statement)) or kind.value.replace("-", " ")
    begin = f"from {spoken(statement.from_.isoformat())}" if statement.from_ else "from the beginning"
    end = f" until {spoken(statement.until.isoformat())}" if statement.until else ""
    asides = [
        begin + end,
        *([f"{statement.confidence} confidence"] if statement.confidence else []),
        *(["inferred"] if statement.inferred else []),
    ]
    contested = " (contested)" if kind is Kind.CONTESTED else ""
    note = statement.not_applicable or statement.note
    return f"{said}{contested}: {', '.join(asides)}.{' ' + note if note else ''}"


def table(profile: Profile) -> Table:
    """One row a statement."""
    head = ("fact", "knowledge", "values", "from", "until", "confidence", "inferred", "note", "evidence", "searched")
    rows: list[tuple[Cell, ...]] = []
    for fact, statements in profile.facts.items():
        for item in statements:
            begin, end = (day.isoformat() if day else "" for day in (item.from_, item.until))
            evidence = "; ".join(f"{piece.source}: {piece.at}" for piece in item.all_evidence())
            searched = ", ".join(item.not_found.searched) if item.not_found else ""
            rows.append((
                fact, kind_of(item).value, " or ".join(_values(item)), begin, end, item.confidence or "", "yes" if item.inferred else "no",
                item.note or item.not_applicable, evidence, searched,
            ))  # fmt: skip
    return Table(head, tuple(rows))


def json_text(profile: Profile) -> str:
    """`govaudit.show/1` of a forum."""
    facts: dict[str, Json] = {
        fact: [_statement(statement) for statement in statements] for fact, statements in profile.facts.items()
    }
    return dumps(
        {
            "schema": "govaudit.show/1",
            "kind": "forum",
            "id": profile.id,
            "name": profile.name,
            "short_name": profile.short_name or None,
            "forum_kind": profile.kind,
            "tags": list(profile.tags),
            "generic": profile.generic,
            "scored_as": " ".join(profile.scored_as.split()) or None,
            "active": {
                "from": profile.active.from_.isoformat() if profile.active.from_ else None,
                "until": profile.active.until.isoformat() if profile.active.until else None,
            },
            "reviewed": {"on": profile.reviewed.on.isoformat(), "by": profile.reviewed.by}
            if profile.reviewed
            else None,
            "facts": facts,
            "set_aside": [{"row": item.row, "why": item.why} for item in profile.set_aside],
        }
    )


def _statement(statement: Statement) -> Json:
    searched: list[Json] = list(statement.not_found.searched) if statement.not_found else []
    return {
        "knowledge": kind_of(statement).value,
        "values": list(_values(statement)),
        "from": statement.from_.isoformat() if statement.from_ else None,
        "until": statement.until.isoformat() if statement.until else None,
        "confidence": statement.confidence,
        "inferred": statement.inferred,
        "note": statement.note or statement.not_applicable,
        "evidence": [{"source": item.source, "at": item.at} for item in statement.all_evidence()],
        "searched": searched,
    }
