"""Scorecards and comparisons as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

from govaudit.audit import Audit, Comparison
from govaudit.report.compare_terminal import rank
from govaudit.report.html.environment import allowance, asset, environment
from govaudit.report.html.parts import absence, nodes
from govaudit.report.html.scorecard import sheet
from govaudit.report.html.wording import Words
from govaudit.report.view import named


def scores(audits: Sequence[Audit], words: Words, command: str, digest: str) -> str:
    """Scorecards of one run as one page; `command` makes the same again."""
    return _page("score.html.j2", words, command, digest, cards=[sheet(audit, words) for audit in audits])


def comparison(compared: Comparison, words: Words, command: str, digest: str) -> str:
    """Forums side by side, best first."""
    first = compared.audits[0]
    plan = first.plan
    members = [name for name, _ in plan.nodes[plan.root].members]
    rows = []
    for audit, standing in zip(compared.audits, compared.standings, strict=True):
        shown = {node.id: node for node in nodes(audit, words)}
        rows.append(
            {
                "rank": rank(standing),
                "name": audit.card.name,
                "absent": absence(audit, words),
                "root": shown.get(plan.root),
                "criteria": [shown[name] for name in members if name in shown],
            }
        )
    return _page(
        "compare.html.j2",
        words,
        command,
        digest,
        heading=words.title(plan, plan.root),
        framework=named(plan),
        as_of=first.card.as_of.isoformat(),
        missing=words(f"policy.{first.card.missing}"),
        greatest=plan.ranges[plan.root][1],
        criteria=[words.title(plan, name) for name in members],
        rows=rows,
    )


def _page(template: str, words: Words, command: str, digest: str, **values: Any) -> str:
    style = asset("govaudit.report.html", "style.css")
    policy = f"default-src 'none'; style-src {allowance(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    return (
        environment()
        .get_template(template)
        .render(
            words=words,
            version=version("govaudit"),
            style=style,
            policy=policy,
            command=command,
            digest=digest,
            **values,
        )
    )
