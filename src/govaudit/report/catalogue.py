"""What there is: forums, frameworks, criteria, indicators, facts, sources; as lists and one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from govaudit.model.claim import Paper
from govaudit.model.codebook import Codebook, shown_number, shown_value
from govaudit.model.extension import Lineage, Overridden
from govaudit.model.framework import Indicator
from govaudit.model.profile import Profile, Statement
from govaudit.model.reform import Address, Reform
from govaudit.model.source import Source
from govaudit.model.tag import Tag
from govaudit.report.json import Json, dumps
from govaudit.report.layout import Line, cell_width, wrapped
from govaudit.report.layout import Paper as Sheet
from govaudit.report.layout import table as columns
from govaudit.report.tables import Cell, Table
from govaudit.scoring.node import PlanNode
from govaudit.scoring.plan import Plan
from govaudit.scoring.scale import Line as Linear
from govaudit.scoring.scale import Rubric
from govaudit.scoring.scale import Table as Points

Entry: TypeAlias = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one kind of thing, and the framework it belongs to, if any."""

    kind: str
    entries: tuple[Entry, ...]
    plan: Plan | None = None


def facts(codebook: Codebook) -> tuple[Entry, ...]:
    return tuple(
        {
            "id": fact.id,
            "type": fact.type,
            "values": list(fact.values) or None,
            "least": None if fact.least is None else shown_number(fact.least),
            "greatest": None if fact.greatest is None else shown_number(fact.greatest),
            "basis": fact.basis,
            "question": fact.question,
            "coding": fact.coding,
        }
        for fact in codebook.values()
    )


def forums(profiles: Sequence[Profile]) -> tuple[Entry, ...]:
    return tuple(
        {
            "id": profile.id,
            "name": profile.name,
            "kind": profile.kind,
            "tags": list(profile.tags),
            "active": {
                "from": profile.active.from_.isoformat() if profile.active.from_ else None,
                "until": profile.active.until.isoformat() if profile.active.until else None,
            },
            "generic": profile.generic,
            "reviewed": profile.reviewed.on.isoformat() if profile.reviewed else None,
            "facts": len(profile.facts),
        }
        for profile in profiles
    )


def frameworks(plans: Sequence[Plan], lineages: Mapping[str, Lineage]) -> tuple[Entry, ...]:
    """`lineages`: by framework, what it extends and what it overrides."""
    return tuple(
        {
            "id": plan.root,
            "version": plan.framework.version,
            "title": plan.framework.heading,
            "criteria": sum(node.kind == "criterion" for node in plan.nodes.values()),
            "indicators": sum(node.kind == "indicator" for node in plan.nodes.values()),
            "extends": [{"id": base, "version": version} for base, version in lineages[plan.root].bases.items()],
            "overrides": [_override(item) for item in lineages[plan.root].overridden],
        }
        for plan in plans
    )


def _override(item: Overridden) -> Json:
    return {
        "framework": item.framework,
        "node": item.node,
        "value": item.value,
        "before": item.before,
        "after": item.after,
        "reason": item.reason,
        "references": list(item.references),
        "path": item.document,
    }


def nodes(plan: Plan, kind: str) -> tuple[Entry, ...]:
    return tuple(_node(node) for node in plan.nodes.values() if node.kind == kind)


def _node(node: PlanNode) -> Entry:
    authored = node.authored
    entry: Entry = {
        "id": node.id,
        "parent": node.parent,
        "weight": shown_number(node.weight),
        "title": authored.heading,
    }
    if isinstance(authored, Indicator):
        entry |= {
            "question": authored.question,
            "facts": list(node.facts),
            "scale": _scale(node),
            "recommendation": authored.recommendation,
        }
    return entry | {"rationale": " ".join(authored.rationale.split()), "references": list(authored.references)}


def _scale(node: PlanNode) -> Json:
    match node.scale:
        case Rubric(steps):
            return [{"level": step.id, "label": step.label, "score": shown_number(step.score)} for step in steps]
        case Points(fact, points):
            return [
                {"value": str(value), "fact": fact.id, "score": shown_number(score)} for value, score in points.items()
            ]
        case Linear(fact, start, end):
            return [
                {"value": shown_number(post.value), "fact": fact.id, "score": shown_number(post.score)}
                for post in (start, end)
            ]
    return None


def sources(bibliography: Mapping[str, Source]) -> tuple[Entry, ...]:
    return tuple(
        {
            "id": source.id,
            "type": source.type,
            "title": source.title,
            "author": "; ".join(name.literal or f"{name.family}, {name.given}" for name in source.author) or None,
            "publisher": source.publisher or source.container_title,
            "issued": source.issued or None,
            "number": source.number or None,
            "grade": source.custom.grade,
            "by": source.custom.by,
            "address": source.address or None,
            "read_at": source.custom.read_at,
            "accessed": source.accessed.isoformat(),
        }
        for source in bibliography.values()
    )


def tags(declared: Mapping[str, Tag], profiles: Sequence[Profile]) -> tuple[Entry, ...]:
    """Every tag that is declared or borne, with the forums that bear it."""
    borne = [tag for profile in profiles for tag in profile.tags]
    listed = [*declared, *sorted(set(borne) - set(declared))]
    return tuple(_tag(name, declared.get(name), profiles) for name in listed)


def _tag(name: str, tag: Tag | None, profiles: Sequence[Profile]) -> Entry:
    return {
        "id": name,
        "title": tag.title if tag else "",
        "meaning": " ".join(tag.meaning.split()) if tag else "",
        "generic": tag.generic if tag else None,
        "forums": [profile.id for profile in profiles if name in profile.tags],
    }


def claims(papers: Sequence[Paper]) -> tuple[Entry, ...]:
    return tuple(
        {
            "id": claim.id,
            "paper": paper.id,
            "section": claim.section,
            "as_of": (claim.as_of or paper.as_of).isoformat(),
            "claim": claim.claim,
            "note": claim.note,
        }
        for paper in papers
        for claim in paper.claims
    )


def reforms(declared: Sequence[Reform]) -> tuple[Entry, ...]:
    return tuple(
        {
            "id": reform.id,
            "title": reform.title,
            "source": reform.source,
            "section": reform.section,
            "as_of": reform.as_of.isoformat(),
            "cost": reform.cost,
            "inferred": reform.inferred,
            "for": list(reform.for_),
            "out_of_scope": reform.out_of_scope or None,
            "what": reform.what,
            "addresses": {forum: _address(address) for forum, address in reform.for_.items()},
            "note": reform.note,
        }
        for reform in declared
    )


def _address(address: Address) -> Entry:
    heir = address.succeeded_by
    return {
        "changes": {fact: _asked(raw) for fact, raw in address.changes.items()},
        "note": address.note or None,
        "succeeded_by": {"forum": heir.forum, "reason": heir.reason} if heir else None,
    }


def _asked(raw: Json) -> Json:
    """A value as it stands in the file."""
    match raw:
        case bool():
            return "true" if raw else "false"
        case list():
            return [str(item) for item in raw]
        case _:
            return str(raw)


def uses(source: str, profiles: Sequence[Profile], papers: Sequence[Paper]) -> Entry:
    """What rests on a source: statements, searches that looked in it, and papers whose claims are judged."""
    statements: list[Json] = []
    searches: list[Json] = []
    for profile in profiles:
        for fact, group in profile.facts.items():
            for statement in group:
                if statement.not_found and source in statement.not_found.searched:
                    searches.append({"forum": profile.id, "fact": fact})
                statements += _resting(source, profile.id, fact, statement)
    forums: list[Json] = [*dict.fromkeys(str(item["forum"]) for item in statements if isinstance(item, dict))]
    named: list[Json] = [paper.id for paper in papers if source in (paper.source, *paper.voices)]
    return {"forums": forums, "statements": statements, "searched_for": searches, "papers": named}


def _resting(source: str, forum: str, fact: str, statement: Statement) -> list[Json]:
    readings = [(statement.value, statement.evidence), *((item.value, item.evidence) for item in statement.contested)]
    return [
        {
            "forum": forum,
            "fact": fact,
            "value": "contested" if value is None else shown_value(value),
            "from": statement.from_.isoformat() if statement.from_ else None,
            "until": statement.until.isoformat() if statement.until else None,
            "at": item.at,
        }
        for value, evidence in readings
        for item in evidence
        if item.source == source
    ]


COLUMNS = {
    "coverage": (
        "id",
        "rows",
        "set_aside",
        "statements",
        "known",
        "contested",
        "not_found",
        "uncoded",
        "not_applicable",
    ),
    "tags": ("id", "title", "forums"),
    "claims": ("id", "section", "as_of", "claim"),
    "forums": ("id", "name", "kind", "tags", "facts"),
    "reforms": ("id", "section", "cost", "for", "title"),
    "frameworks": ("id", "version", "criteria", "indicators", "title"),
    "criteria": ("id", "parent", "weight", "title"),
    "indicators": ("id", "parent", "weight", "question"),
    "facts": ("id", "type", "basis", "values", "question"),
    "sources": ("id", "issued", "grade", "title"),
}


WIDE: dict[str, tuple[str, ...]] = {
    "sources": (
        "id",
        "type",
        "title",
        "author",
        "publisher",
        "issued",
        "number",
        "grade",
        "by",
        "address",
        "read_at",
        "accessed",
    ),
    "claims": ("id", "paper", "section", "as_of", "claim", "note"),
    "tags": ("id", "title", "meaning", "generic", "forums"),
    "reforms": ("id", "title", "source", "section", "as_of", "cost", "inferred", "for", "out_of_scope", "what"),
    "frameworks": ("id", "version", "title", "criteria", "indicators", "extends", "overrides"),
}
"""Columns for files; the terminal has room for those of `COLUMNS` only."""


def table(listing: Listing, *, wide: bool = False) -> Table:
    """The main columns of a list; `wide`: more of them, where there are more."""
    columns = WIDE.get(listing.kind, COLUMNS[listing.kind]) if wide else COLUMNS[listing.kind]
    head = tuple(column.replace("_", " ") for column in columns)
    return Table(head, tuple(tuple(_cell(entry.get(column)) for column in columns) for entry in listing.entries))


HEADS = {"statements": "state-\nments", "contested": "con-\ntested", "not applicable": "n/a"}


def render(listing: Listing, paper: Sheet) -> list[Line]:
    """The list as a table; where that is too wide, a paragraph for each entry, so that nothing is cut."""
    made = table(listing)
    cells = [[str(cell if cell is not None else "") for cell in row] for row in made.rows]
    heads = [HEADS.get(head, head.replace(" ", "\n")) for head in made.head]
    numeric = {i for i in range(len(heads)) if made.rows and all(isinstance(row[i], int | None) for row in made.rows)}
    lines = columns(paper, heads, [[((cell, ""),) for cell in row] for row in cells], frozenset(numeric))
    if max(sum(cell_width(text) for text, _ in line) for line in lines) <= paper.width:
        return lines
    lines = []
    for first, *middle, last in cells:
        aside = " · ".join(filter(None, middle))
        beside = cell_width(first) + cell_width(aside) + 2 <= paper.width
        lines += wrapped(aside, paper, (f"{first}  ", "head"), style="quiet") if beside else [((first, "head"),)]
        lines += wrapped(last if beside else f"{aside} · {last}", paper, indent=2)
    return lines


def _cell(value: Json) -> Cell:
    if isinstance(value, list):
        return (
            "; ".join(map(_joined, value))
            if any(isinstance(item, dict) for item in value)
            else ", ".join(map(str, value))
        )
    return str(value) if isinstance(value, bool | dict) else value


def _joined(item: Json) -> str:
    """The values of a mapping, lists in it comma by comma."""
    values = item.values() if isinstance(item, dict) else [item]
    return " ".join(", ".join(map(str, value)) if isinstance(value, list) else str(value) for value in values)


def json_text(listing: Listing) -> str:
    """`govaudit.list/1`: one list, named for what it holds."""
    body: Entry = {"schema": "govaudit.list/1"}
    if listing.plan:
        body["framework"] = {"id": listing.plan.root, "version": listing.plan.framework.version}
    return dumps({**body, listing.kind: list(listing.entries)})


def lines(entry: Entry, indent: int = 0) -> list[str]:
    """One entry as `key: value` lines."""
    written = []
    for key, value in entry.items():
        if value in (None, "", []):
            continue
        written += _line(key, value, indent)
    return written


def _line(key: str, value: Json, indent: int) -> list[str]:
    pad = " " * indent
    match value:
        case dict():
            return [f"{pad}{key}:", *lines(value, indent + 2)]
        case list() if any(isinstance(item, dict) for item in value):
            listed = [
                " · ".join("…" if v is None else f"{v}" for v in item.values()) if isinstance(item, dict) else str(item)
                for item in value
            ]
            return [f"{pad}{key}:", *(f"{pad}  - {item}" for item in listed)]
        case list():
            return [f"{pad}{key}: {', '.join(map(str, value))}"]
        case bool():
            return [f"{pad}{key}: {'yes' if value else 'no'}"]
        case _:
            return [f"{pad}{key}: {value}"]
