"""Why a node scores what it scores: rule by rule, fact by fact, source by source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from govaudit.audit import Audit
from govaudit.model.codebook import shown_value
from govaudit.model.framework import Indicator
from govaudit.model.scorecard import NodeScore
from govaudit.model.timeline import start
from govaudit.report.json import Json, dumps
from govaudit.report.layout import BLANK, Line, Paper, wrapped
from govaudit.report.numbers import percent
from govaudit.report.scorecard_json import Writer
from govaudit.report.sentences import citations, fact_sentence, finding, left_out
from govaudit.report.tables import escape_markdown as safe
from govaudit.report.view import named
from govaudit.report.view_json import block
from govaudit.report.walk import aggregation, ask, score_words, walk
from govaudit.rules.evaluate import Finding, View
from govaudit.rules.truth import FALSE, Truth


def below(audit: Audit, name: str) -> tuple[NodeScore, ...]:
    """A node and all nodes under it, parents first."""
    inside = {name}
    found = []
    for node in audit.card.nodes:
        if node.id in inside or node.parent in inside:
            inside.add(node.id)
            found.append(node)
    return tuple(found)


def render(audit: Audit, name: str, paper: Paper) -> list[Line]:
    """The explanation of a node and of everything under it."""
    card = audit.card
    lines = wrapped(f"{card.name} ({card.forum}) · {named(audit.plan)} · as of {card.as_of}", paper, style="title")
    if card.absent:
        return [*lines, BLANK, *wrapped(f"No score: the forum {card.absent}.", paper)]
    for node in below(audit, name):
        lines += [BLANK, *(_indicator(audit, node, paper) if node.kind == "indicator" else _group(audit, node, paper))]
    return lines


def _group(audit: Audit, node: NodeScore, paper: Paper) -> list[Line]:
    lines = wrapped(f"{node.heading} ({node.id}): {score_words(node)}", paper, style="head")
    spec = audit.plan.nodes[node.id].aggregate
    if spec is None:
        return lines
    if node.applies != "no":
        made = aggregation(spec, audit.plan.nodes[node.id].members)
        lines += wrapped(f"{made}; {percent(node.score.coverage)} of the weight is settled.", paper, indent=2)
    for sentence in taking_part(audit, node):
        lines += wrapped(sentence, paper, indent=2)
    if spec.rationale:
        lines += wrapped(" ".join(spec.rationale.split()), paper, indent=2, style="quiet")
    for cap in node.caps:
        lines += wrapped(
            f"Cap {cap.id}: {'holds' if cap.holds == 'yes' else 'does not hold' if cap.holds == 'no' else 'may hold'}. {' '.join(cap.reason.split())}",
            paper,
            indent=2,
        )
    return lines


def _indicator(audit: Audit, node: NodeScore, paper: Paper) -> list[Line]:
    authored = audit.plan.nodes[node.id].authored
    question = authored.question if isinstance(authored, Indicator) else ""
    lines = wrapped(f"{node.heading} ({node.id}): {score_words(node)}", paper, style="head")
    lines += wrapped(question, paper, indent=2) if question and question != node.heading else []
    lines += wrapped(f"Finding: {finding(audit, node.id)}.", paper, indent=2)
    for sentence in steps(audit, node):
        lines += wrapped(sentence, paper, ("- ", "quiet"), indent=4)
    for fact in node.facts:
        lines += wrapped(fact_sentence(fact, audit), paper, indent=4)
        for citation in citations(audit.facts[fact].statement if fact in audit.facts else None, audit.sources):
            lines += wrapped(citation, paper, ("> ", "quiet"), indent=6, style="quiet")
    return lines


def taking_part(audit: Audit, node: NodeScore) -> Iterator[str]:
    """Whether a group applies, and which of its members do not, in sentences; nothing where all do whatever the facts."""
    gate = audit.plan.nodes[node.id].gate
    if gate:
        yield f"{ask('Applies', gate, _view(audit)).sentence}."
    if node.applies == "no":
        yield from () if gate else ("None of its members applies.",)
    elif idle := left_out(audit, node):
        yield f"Does not apply, and is left out: {', '.join(member.id for member in idle)}."


def _view(audit: Audit) -> View:
    return View(audit.facts, lambda name: _found(audit, name))


def steps(audit: Audit, node: NodeScore) -> Iterator[str]:
    """The walk down a rubric, one sentence a level, as far as it went."""
    for stage in walk(audit.plan.nodes[node.id], _view(audit), applies=node.applies != "no"):
        yield stage.sentence


def _found(audit: Audit, name: str) -> Finding:
    node = audit.card.node(name)
    applies = {truth.value: truth for truth in Truth}[node.applies]
    return Finding(applies, node.score.low, node.score.high, node.possible_levels if applies is not FALSE else ())


def markdown(audit: Audit, name: str) -> str:
    """The explanation as Markdown: one item a line, indentation as nesting."""
    page = Paper(width=100_000, unicode=True)
    first, *lines = render(audit, name, page)
    parts = [f"{re.sub('[->] $', '', line[0][0])}- {safe(line[1][0])}" if line else "" for line in lines]
    return f"# {safe(first[1][0])}\n" + "\n".join(parts) + "\n"


def json_text(audit: Audit, name: str, inputs_sha256: str) -> str:
    """`govaudit.explain/1`: every node with its findings, rules, statements and evidence."""
    card = audit.card
    writer = Writer([card])
    nodes: list[Json] = [_node_json(audit, node, writer) for node in (below(audit, name) if not card.absent else ())]
    return dumps(
        {
            "schema": "govaudit.explain/1",
            "framework": block(audit.plan),
            "as_of": card.as_of.isoformat(),
            "missing": card.missing,
            "inputs_sha256": inputs_sha256,
            "forum": card.forum,
            "absent": card.absent or None,
            "nodes": nodes,
        }
    )


def _node_json(audit: Audit, node: NodeScore, writer: Writer) -> Json:
    return {
        "id": node.id,
        "kind": node.kind,
        "applies": node.applies,
        "score": writer.score(node.score),
        "finding": finding(audit, node.id) if node.kind == "indicator" else None,
        "walk": list(steps(audit, node)) if node.kind == "indicator" else [],
        "facts": [_fact_json(audit, fact) for fact in node.facts],
    }


def _fact_json(audit: Audit, fact: str) -> Json:
    knowledge = audit.facts[fact]
    statement = knowledge.statement
    evidence: list[Json] = [
        {"source": item.source, "at": item.at} for item in (statement.all_evidence() if statement else ())
    ]
    searched: list[Json] = list(statement.not_found.searched) if statement and statement.not_found else []
    return {
        "fact": fact,
        "knowledge": knowledge.kind.value,
        "values": [shown_value(value) for value in knowledge.values],
        "from": start(statement, audit.profile).isoformat() if statement else None,
        "until": statement.until.isoformat() if statement and statement.until else None,
        "confidence": statement.confidence if statement else None,
        "inferred": statement.inferred if statement else False,
        "note": statement.note if statement else "",
        "evidence": evidence,
        "searched": searched,
    }
