"""Adjudications: read, and drafted from what is still disputed."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govaudit.analysis.agreement.codings import Coding, Shared
from govaudit.analysis.agreement.disputes import Dispute
from govaudit.files.codings import document_of
from govaudit.files.drafts import allowed
from govaudit.files.flow import comment, flow, lines
from govaudit.files.read import shown
from govaudit.files.workspace import Workspace
from govaudit.files.write import write_text
from govaudit.integrity.adjudication import check_adjudication
from govaudit.model.adjudication import Adjudication
from govaudit.model.base import read
from govaudit.model.codebook import Codebook
from govaudit.model.knowledge import Knowledge
from govaudit.problems import Code, Collector, GovauditError, Problem, quote


def read_adjudication(
    workspace: Workspace, name: str, shared: Shared
) -> tuple[Adjudication, Mapping[tuple[str, str], Knowledge], str]:
    """An adjudication from a file, what it decides by forum and fact, and the name of its document.

    Raises
    ------
    GovauditError
        With everything wrong in it.
    """
    document, root = document_of(workspace, Path(name))
    data = workspace.documents.data(document, root=root)
    problems = Collector()
    try:
        adjudication = read(Adjudication, data)
        decided = check_adjudication(adjudication, shared, workspace.codebook, workspace.sources, problems)
        problems.raise_if_any()
    except GovauditError as error:
        raise workspace.documents.placed(error, document) from None
    return adjudication, decided, document


def write_draft(name: str, disputes: Sequence[Dispute], codings: Sequence[Coding], codebook: Codebook) -> None:
    """Write a draft of an adjudication: each dispute as comment, with both sides and a line to fill in.

    Raises
    ------
    GovauditError
        If there is such a file.
    """
    if os.path.lexists(name):
        message = f"expected a file that is not there yet; found {quote(shown(name))}"
        raise GovauditError(Problem(code=Code.EXISTS, message=message, hint="nothing was written"))
    write_text(name, draft(disputes, codings, codebook))


def draft(disputes: Sequence[Dispute], codings: Sequence[Coding], codebook: Codebook) -> str:
    """A file of decisions with none made yet."""
    head = comment(
        f"What is disputed between {' and '.join(coding.name for coding in codings)}, the weightiest first. To decide one, take the # "
        "from the line below it and fill it in: a value, {contested: [values]}, not-found or not-applicable; then why. What no coder "
        "said needs evidence: [{source: SOURCE, at: § 3}]. What is not decided stays open."
    )
    body = ["by: # who decides", "on: # the day of the decisions, such as 2026-11-26", "decisions:"]
    for dispute in disputes:
        fact = codebook[dispute.fact]
        body += ["", *comment(f"── {dispute.forum}, {fact.id}: {fact.question}", 2, 3)]
        body += comment(f"Answer: {allowed(fact)}.", 2, 3)
        for side in dispute.sides:
            body += comment(f"{codings[side.coding].name}: {flow(_said(side.known))}", 2, 3)
        body.append(f"  # - {{forum: {dispute.forum}, fact: {fact.id}, decided: , reason: }}")
    return lines([*head, *body])


def _said(known: Knowledge) -> Mapping[str, Any]:
    """The statement of a coder as it was written, as far as an adjudicator needs it."""
    assert known.statement is not None  # what is uncoded is no side
    written: Mapping[str, Any] = known.statement.model_dump(by_alias=True, exclude_unset=True)
    return written
