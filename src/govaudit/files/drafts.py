"""Drafts of the files about forums: a profile with every question of the codebook, a source, a claim. Each passes `check`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from govaudit.files.edit import append, first_line, insert
from govaudit.files.flow import Bare, comment, flow, lines
from govaudit.files.yaml import parse
from govaudit.model.codebook import Codebook, Fact

BLANK = Bare("")
SOME = [Bare("…")]
STATEMENTS: Mapping[str, Mapping[str, object]] = {
    "one value is known": {
        "value": True,
        "from": Bare("2019-05"),
        "until": Bare("2023"),
        "confidence": "high",
        "evidence": [{"source": "SOURCE", "at": "§ 3"}],
    },
    "no source says it, but it follows": {
        "value": True,
        "inferred": True,
        "confidence": "medium",
        "note": "Why.",
        "evidence": SOME,
    },
    "sources disagree": {"contested": [{"value": True, "evidence": SOME}, {"value": False, "evidence": SOME}]},
    "nothing was found": {"not-found": {"searched": ["SOURCE", "SOURCE"], "on": Bare("2026-11-26")}},
    "it cannot apply": {"not-applicable": "Why not."},
}
"""The kinds of statement, each with an example."""
EMPTY = {"value": BLANK, "from": BLANK, "confidence": BLANK, "evidence": [{"source": BLANK, "at": BLANK}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a profile says of its forum before any fact; "" where nothing is said yet."""

    id: str
    name: str
    kind: str = "forum"
    tags: tuple[str, ...] = ()
    scored_as: str = ""
    begins: str = ""
    ends: str = ""
    coder: str = ""


def forum(head: Head, codebook: Codebook, tags: Sequence[str] = (), *, schema: str = "") -> str:
    """A profile with nothing stated yet: its head, and each fact as a question above a line to fill in.

    Parameters
    ----------
    tags
        Those that are declared.
    schema
        Address of a JSON Schema for editors; "" for none.
    """
    life = {key: Bare(day) for key, day in (("from", head.begins), ("until", head.ends)) if day}
    width = max(map(len, STATEMENTS))
    text = [
        *([f"# yaml-language-server: $schema={schema}"] if schema else []),
        *comment(
            f"A draft until somebody has reviewed it. What is wrong with it: govaudit check forums/{head.id}.yaml"
        ),
        "#",
        *comment(
            "Every fact of the codebook stands below as a question. To answer it, take the # from the line that begins "
            "with its name, and fill in one statement, or several that follow one another in time:"
        ),
        *(f"#   {what:<{width}}  - {flow(example)}" for what, example in STATEMENTS.items()),
        *comment(
            "Silence is not false: what no source says is not-found. A source is declared once, in forums/sources.yaml; "
            "govaudit new source adds it. Without `from` a statement holds from the beginning of the forum, without "
            "`until` to where the next one begins. Notes are in your own words."
        ),
        f"id: {head.id}",
        f"name: {flow(head.name)}",
        f"kind: {head.kind} # what it is, in one word: regional-process, treaty-body, regional-organisation, …",
        *comment(f"The tags there are: {', '.join(tags)}." if tags else "Tags are the groups it belongs to."),
        f"tags: {flow(head.tags)}",
        f"scored-as: {flow(head.scored_as)} # what exactly is described, and what is not",
        f"active: {flow(life)} # {{from: 2019-05, until: 2023}}",
        f"coded: {{by: {flow(head.coder)}}}" if head.coder else "# coded: {by: YOUR NAME}",
        "# reviewed: {on: 2026-11-26, by: NAME} # by the reviewer, who is not the only coder; then it is no draft any more",
        "facts:",
        *(line for fact in codebook.values() for line in _question(fact)),
    ]
    return lines(text)


def _question(fact: Fact) -> list[str]:
    """A fact as comment: the question, what an answer may be, how to code it, and the line to fill in."""
    said = [
        "",
        *comment(f"── {fact.id} ({fact.basis}): {fact.question}", 2, 3),
        *comment(f"Answer: {allowed(fact)}.", 2, 3),
    ]
    said += comment(fact.coding, 2, 3) if fact.coding else []
    return [*said, f"  # {fact.id}: [{flow(EMPTY)}]"]


def allowed(fact: Fact) -> str:
    """What a value may be, all values listed."""
    listed = ", ".join(fact.values)
    match fact.type:
        case "ordered":
            return f"{listed} (least first)"
        case "category":
            return listed
        case "set":
            return f"a list with any of {listed}"
        case _:
            return fact.expects


def answered(text: str, fact: str, statement: Mapping[str, Any], order: Sequence[str]) -> str:
    """The text of a profile with one statement about a fact that had none: in the place of its empty line, else in the codebook's order."""
    entry = f"{fact}:\n  - {flow(statement)}"
    empty = re.search(rf"^( *)# {re.escape(fact)}: \[.*\]\r?\n", text, re.MULTILINE)
    if empty:
        rest = text[: empty.start()] + text[empty.end() :]
        return insert(rest, text.count("\n", 0, empty.start()), len(empty[1]), entry)
    there = parse(text).get("facts") or {}
    later = next((name for name in order[order.index(fact) + 1 :] if name in there), None)
    return insert(text, first_line(text, ("facts", later)), 2, entry) if later else append(text, ("facts",), entry)


def source(name: str, kind: str, title: str, grade: str, accessed: date, more: Mapping[str, str]) -> str:
    """An entry of the bibliography. `more`: publisher, issued, URL, by, read-at, as far as they are known."""
    known = {key: value for key, value in more.items() if value}
    custom = {"grade": grade} | {key: known.pop(key) for key in ("by", "read-at") if key in known}
    entry: dict[str, object] = {"id": name, "type": kind, "title": title, "accessed": accessed}
    entry |= known
    body = [*(f"{key}: {flow(value)}" for key, value in entry.items()), "custom:"]
    return "- " + "\n  ".join([*body, *(f"  {key}: {flow(value)}" for key, value in custom.items())]) + "\n"


def paper(name: str, title: str, cited: str, day: date, framework: str) -> str:
    """A file for the claims of a paper, with none yet."""
    head = comment("What the paper says of forums, as rules over facts, levels and scores.")
    body = [
        f"id: {name}",
        f"title: {flow(title)}",
        f"source: {cited}",
        f"as-of: {day} # the day its claims speak of",
        f"framework: {framework} # whose levels, scores and named rules the claims may use",
        "claims: []",
    ]
    return lines([*head, *body])


def claim(name: str, said: str, section: str, about: object, rule: object) -> str:
    """An entry of a file of claims."""
    body = {"claim": said, "section": section, "about": about, "rule": rule}
    return f"- id: {name}\n" + lines(f"  {key}: {flow(value)}" for key, value in body.items())
