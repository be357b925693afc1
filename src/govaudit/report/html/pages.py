"""Scorecards and comparisons as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from govaudit.audit import Audit, Comparison
from govaudit.model.framework import MISSING
from govaudit.report.compare_terminal import rank
from govaudit.report.html.environment import allowance, asset, disobeyed, environment
from govaudit.report.html.parts import absence, nodes
from govaudit.report.html.scorecard import Beside, sheet
from govaudit.report.html.wording import Words
from govaudit.report.policies import side_by_side
from govaudit.report.view import named


def scores(
    audits: Sequence[Audit],
    words: Words,
    command: str,
    digest: str,
    beside: Mapping[str, Beside] | None = None,
    *,
    printed: bool = False,
) -> str:
    """Scorecards of one run as one page; `command` makes the same again, `beside` is what more is known of each forum."""
    cards = [sheet(audit, words, (beside or {}).get(audit.card.forum)) for audit in audits]
    return _page("score.html.j2", words, command, digest, printed=printed, cards=cards)


def comparison(compared: Comparison, words: Words, command: str, digest: str, *, printed: bool = False) -> str:
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
                "generic": audit.card.generic,
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
        printed=printed,
        **_head(first, words),
        missing=words(f"policy.{first.card.missing}"),
        greatest=plan.ranges[plan.root][1],
        criteria=[words.title(plan, name) for name in members],
        rows=rows,
        generic=any(audit.card.generic for audit in compared.audits),
        group=compared.group if compared.group and compared.group.nodes else None,
        headings={name: words.title(plan, name) for name in plan.nodes},
    )


def policies(
    audits: Sequence[Audit], words: Words, command: str, digest: str, *, deep: bool, printed: bool = False
) -> str:
    """The points under every policy side by side; `deep`: of the criteria too."""
    rows = [
        {
            "name": row.audit.card.name,
            "generic": row.audit.card.generic,
            "absent": absence(row.audit, words),
            "node": row.node,
            "heading": words.title(row.audit.plan, row.node.id) if row.node else "",
            "points": row.points,
        }
        for row in side_by_side(audits, deep=deep)
    ]
    head = _head(audits[0], words)
    return _page("policies.html.j2", words, command, digest, printed=printed, **head, policies=MISSING, rows=rows)


def _head(audit: Audit, words: Words) -> dict[str, Any]:
    return {
        "heading": words.title(audit.plan, audit.plan.root),
        "framework": named(audit.plan),
        "as_of": audit.card.as_of.isoformat(),
    }


def _page(template: str, words: Words, command: str, digest: str, *, printed: bool, **values: Any) -> str:
    """`printed`: for a printer that knows no styles inside pictures."""
    style = asset("govaudit.report.html", "style.css")
    policy = f"default-src 'none'; style-src {allowance(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    text = (
        environment()
        .get_template(template)
        .render(
            words=words,
            version=version("govaudit"),
            style=style,
            policy=policy,
            command=command,
            digest=digest,
            printed=printed,
            **values,
        )
    )
    return disobeyed(text)
