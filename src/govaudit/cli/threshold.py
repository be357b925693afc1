"""`--fail-under` and `--baseline`: which nodes fall short; `--fail-on`: which problems fail a check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from govaudit.audit import Audit
    from govaudit.files.baseline import Baseline

SEVERITIES = ("error", "warning", "note")
"""Gravest first."""
NUMBER = re.compile(r"-?\d{1,18}([./]\d{1,18})?")


def parse(texts: Sequence[str]) -> dict[str, Fraction]:
    """The exact numbers of `--fail-under`, by node; "" for the score as a whole.

    Raises
    ------
    GovauditError
        If one is neither a number nor NODE=NUMBER.
    """
    found = {}
    for text in texts:
        node, _, number = text.rpartition("=")
        if not NUMBER.fullmatch(number) or re.search(r"/0+$", number):
            message = f"expected --fail-under NUMBER or NODE=NUMBER; found {quote(text)}"
            raise GovauditError(Problem(code=Code.USAGE, message=message))
        found[node] = Fraction(number)
    return found


def severities_and_codes(texts: Sequence[str]) -> frozenset[str]:
    """What `--fail-on` names: a severity with all that is graver, or the code of a problem; an error always.

    Raises
    ------
    GovauditError
        If one is neither.
    """
    codes = {code.id for code in Code}
    found = {"error"}
    for text in texts:
        if text not in SEVERITIES and text not in codes:
            message = f"expected --fail-on {', '.join(SEVERITIES)} or a code such as GA412; found {quote(text)}"
            hint = did_you_mean(text, (*SEVERITIES, *codes))
            raise GovauditError(Problem(code=Code.USAGE, message=message, hint=hint))
        found |= set(SEVERITIES[: SEVERITIES.index(text) + 1]) if text in SEVERITIES else {text}
    return frozenset(found)


def short(audits: Sequence[Audit], thresholds: Mapping[str, Fraction], baseline: Baseline | None) -> list[str]:
    """What falls short, as words: `alpha (59.95 < 60)`.

    With thresholds: every named node below its own, or without a score. A baseline excuses what it had below as well, resting on
    the same facts and evidence. With a baseline alone: the whole and every criterion that has a lower point than it had.
    """
    found = []
    for audit in audits:
        plan = audit.plan
        for node in thresholds:
            if node and node not in plan.nodes:
                message = f"expected a node of {plan.root}; found {quote(node)}"
                hint = did_you_mean(node, plan.nodes)
                raise GovauditError(Problem(code=Code.UNKNOWN_NODE, message=message, hint=hint))
        wanted = {node or plan.root: least for node, least in thresholds.items()}
        below = {
            node: f" ({_beside(_point(audit, node), least)})"
            for node, least in wanted.items()
            if _below(audit, node, least) and not _excused(audit, node, least, baseline)
        }
        if not thresholds and baseline is not None:
            below = {
                name: "" for name, node in plan.nodes.items() if node.kind in COMPARED and _worse(audit, name, baseline)
            }
        forum = audit.card.forum
        found += [f"{forum} {node}{why}" if node != plan.root else f"{forum}{why}" for node, why in below.items()]
    return found


COMPARED = frozenset({"framework", "criterion"})


def _point(audit: Audit, name: str) -> Fraction | None:
    return next((node.score.point for node in audit.card.nodes if node.id == name), None)


def _below(audit: Audit, name: str, least: Fraction) -> bool:
    point = _point(audit, name)
    return point is None or point < least


def _beside(point: Fraction | None, least: Fraction) -> str:
    """A point beside what it falls short of, with decimals enough to see that it does: `59.95 < 60`."""
    if point is None:
        return "no score"
    from govaudit.report.numbers import telling, trimmed

    digits = telling((point, least))
    return f"{trimmed(point, digits):f} < {trimmed(least, digits):f}"


def _worse(audit: Audit, name: str, baseline: Baseline) -> bool:
    """Whether a node has a lower point than the baseline prints, to as many decimals as a report prints."""
    from govaudit.report.numbers import LEAST_DIGITS, rounded

    before, _ = baseline.get((audit.card.forum, name), (None, ""))
    if before is None:
        return False
    point = _point(audit, name)
    digits = max(LEAST_DIGITS, -int(before.as_tuple().exponent))
    return point is None or rounded(point, digits) < before


def _excused(audit: Audit, node: str, least: Fraction, baseline: Baseline | None) -> bool:
    """Whether the baseline fell short here too, on the same facts and evidence."""
    if baseline is None or (audit.card.forum, node) not in baseline:
        return False
    from govaudit.analysis.footing import rests_on

    point, footing = baseline[audit.card.forum, node]
    return (point is None or Fraction(point) < least) and footing == rests_on(audit.plan, audit.facts, node)
