"""`govaudit.diff/1`: what two sides differ in, as the document that other programs, and our own Markdown, are made from."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from govaudit.analysis.change import NodeChange as Node
from govaudit.analysis.change import Parts as Split
from govaudit.analysis.change import Step
from govaudit.analysis.ranking import Standing
from govaudit.audit import Audit
from govaudit.integrity.progress import Progress
from govaudit.model import diff_report as wire
from govaudit.model.knowledge import Kind, Knowledge
from govaudit.model.scorecard import Score
from govaudit.problems import CONTROL, Problem
from govaudit.report.diff import ENDS, Report, changed
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import rounded, telling
from govaudit.report.sentences import band_label, brief, citations


def json_text(report: wire.DiffReport) -> str:
    """The document as JSON text."""
    return dumps(_plain(report.model_dump(by_alias=True)))


def _plain(value: Any) -> Json:  # of a model, where a list is a tuple
    match value:
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case tuple():
            return [_plain(item) for item in value]
        case _:
            return value  # type: ignore[no-any-return]


def document(report: Report, progress: Progress | None) -> wire.DiffReport:
    """The document. The printed parts sum to the printed difference exactly: what is rounded are the stages between them."""
    numbers = _Rounded(report)
    framework = report.plan.framework
    before, after = report.difference.ranks()
    new = sorted(after.keys() - before.keys())
    gone = sorted(before.keys() - after.keys())
    return wire.DiffReport(
        framework=wire.FrameworkName(
            id=report.plan.root, version=text(framework.version), title=text(framework.heading)
        ),
        criteria=tuple(
            wire.Criterion(id=name, title=text(report.plan.nodes[name].authored.heading)) for name in _criteria(report)
        ),
        from_=text(report.before),
        to=text(report.after),
        as_of=report.as_of[1],
        as_of_before=report.as_of[0],
        new=tuple(_new(report, report.difference.after[name], after[name], numbers) for name in new),
        gone=tuple(_gone(report.difference.before[name], before[name], numbers) for name in gone),
        unread=report.unread,
        changes=tuple(_changes(report, numbers)),
        ranks=tuple(
            wire.Moved(forum=last.forum, before=_rank(first), after=_rank(last))
            for first, last in report.difference.moved()
        ),
        statements=tuple(
            _statement(report, item.forum, step, numbers) for item in report.difference.changes for step in item.steps
        ),
        problems=_problems(progress) if progress else None,
    )


def text(words: str) -> str:
    """Text as a report may hold it: not too long, and nothing in it that hides."""
    plain = CONTROL.sub("\N{REPLACEMENT CHARACTER}", words)
    return plain if len(plain) <= wire.LONGEST else plain[: wire.LONGEST - 1] + "…"


def _maybe(words: str) -> str | None:
    return text(words) if words else None


def _criteria(report: Report) -> list[str]:
    return [name for name, _ in report.plan.nodes[report.plan.root].members]


def _new(report: Report, audit: Audit, standing: Standing, numbers: _Rounded) -> wire.NewForum:
    nodes = {node.id: node.score for node in audit.card.nodes}
    known = [(fact, found) for fact, found in audit.facts.items() if found.kind is not Kind.UNCODED]
    scored = report.plan.facts()
    return wire.NewForum(
        forum=audit.card.forum,
        name=text(audit.card.name),
        generic=audit.card.generic,
        absent=_maybe(audit.card.absent),
        band=_maybe(band_label(audit, audit.card.band)),
        score=numbers.score(audit.card.score),
        rank=_rank(standing),
        criteria=tuple(
            wire.CriterionScore(id=name, score=numbers.score(nodes[name]))
            for name in _criteria(report)
            if name in nodes
        ),
        statements=tuple(
            wire.Held(
                fact=fact,
                state=found.kind.value,
                value=text(brief(found)),
                scored=fact in scored,
                evidence=_evidence(report, found),
            )
            for fact, found in known
        ),
        uncoded=len(audit.facts) - len(known),
    )


def _gone(audit: Audit, standing: Standing, numbers: _Rounded) -> wire.GoneForum:
    card = audit.card
    return wire.GoneForum(forum=card.forum, name=text(card.name), score=numbers.score(card.score), rank=_rank(standing))


def _rank(standing: Standing) -> wire.Rank:
    return wire.Rank(rank=standing.rank, rank_low=standing.rank_low, rank_high=standing.rank_high)


def _changes(report: Report, numbers: _Rounded) -> Iterator[wire.NodeChange]:
    for item, node in changed(report):
        plans = (report.plan, report.difference.before[item.forum].plan) if item.nodes else ()
        yield wire.NodeChange(
            forum=item.forum,
            node=node.node,
            kind=next(plan.nodes[node.node].kind for plan in plans if node.node in plan.nodes),
            before=numbers.score(node.before),
            after=numbers.score(node.after),
            absent=wire.Absent(before=_maybe(item.before), after=_maybe(item.after)),
            causes=numbers.causes(node),
        )


def _statement(report: Report, forum: str, step: Step, numbers: _Rounded) -> wire.StatementChange:
    change, statement = step.change, step.change.after.statement
    sources = [item.source for item in statement.all_evidence()] if statement else []
    return wire.StatementChange(
        forum=forum,
        fact=change.fact,
        cause=change.cause.value,
        before=text(brief(change.before)),
        after=text(brief(change.after)),
        before_state=change.before.kind.value,
        after_state=change.after.kind.value,
        scored=change.fact in report.plan.facts(),
        effect=numbers.parts(step.effect),
        sources=tuple(dict.fromkeys(sources)),
        evidence=_evidence(report, change.after),
    )


def _evidence(report: Report, found: Knowledge) -> tuple[str, ...]:
    return tuple(text(item) for item in citations(found.statement, report.sources))


def _problems(progress: Progress) -> wire.Problems:
    found = (
        *(_found("new", item) for item in progress.new),
        *(_found("suppressed", item) for item in progress.suppressed),
        *(_found("mended", item) for item in progress.mended),
        *(_found("remaining", item) for item in progress.remaining),
    )
    before, after = progress.accepted
    return wire.Problems(suppressed_before=before, suppressed_after=after, found=found)


def _found(status: wire.Status, problem: Problem) -> wire.Found:
    return wire.Found(
        status=status,
        code=problem.code.id,
        severity=problem.severity,
        path=_maybe(problem.document),
        line=problem.line,
        column=problem.column,
        node=text(problem.pointer),
        message=text(problem.message),
        hint=_maybe(problem.hint),
    )


class _Rounded:
    """All numbers of a report with the same decimals."""

    def __init__(self, report: Report) -> None:
        nodes = [node for item in report.difference.changes for node in item.nodes]
        scores = [score for node in nodes for score in (node.before, node.after)]
        for side in (report.difference.before, report.difference.after):
            scores += [node.score for audit in side.values() for node in audit.card.nodes]
        found = [getattr(score, end) for score in scores for end in ENDS]
        self.digits = telling(amount for amount in found if amount is not None)

    def number(self, amount: Fraction | None) -> Decimal | None:
        return None if amount is None else rounded(amount, self.digits)

    def score(self, score: Score) -> wire.Numbers:
        return wire.Numbers(
            point=self.number(score.point),
            low=self.number(score.low),
            high=self.number(score.high),
            coverage=self.number(score.coverage),
        )

    def parts(self, parts: Split) -> wire.Parts:
        return wire.Parts(point=self.number(parts.point), low=self.number(parts.low), high=self.number(parts.high))

    def causes(self, node: Node) -> wire.Causes | None:
        if node.causes is None:
            return None
        split: dict[str, wire.Parts] = {}
        reached = {end: getattr(node.before, end) for end in ENDS}
        for cause, parts in node.causes.items():
            entry: dict[str, Decimal | None] = {}
            for end in ENDS:
                part, stage = getattr(parts, end), reached[end]
                if part is None or stage is None:
                    entry[end] = None
                    continue
                entry[end] = rounded(stage + part, self.digits) - rounded(stage, self.digits)
                reached[end] = stage + part
            split[cause.value] = wire.Parts(**entry)
        return wire.Causes(**split)
