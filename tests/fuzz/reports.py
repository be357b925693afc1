"""Texts of strangers in every report: what a program makes of a report has the same structure whatever the text."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from dataclasses import replace
from functools import cache, partial
from typing import Any

from govaudit.audit import Audit, compare
from govaudit.cli import pages
from govaudit.cli.session import Session
from govaudit.files.workspace import Workspace
from govaudit.problems import Checked, Code, GovauditError, Problem
from govaudit.report import bibliography, explain, rows, scorecard_json, scorecard_markdown, scorecard_terminal, tables
from govaudit.report.check import PROGRAMS, render
from govaudit.report.layout import CONTROL, Paper, plain
from tests import hostile, skeletons
from tests.fuzz.folder import TOY
from tests.fuzz.material import Material
from tests.fuzz.refusals import well_said

Shown = tuple[Session, Sequence[Audit]]


def _page(shown: Shown, write: Callable[..., None], *more: str) -> str:
    page = io.BytesIO()
    with redirect_stdout(io.TextIOWrapper(page, encoding="utf-8", newline="\n", write_through=True)):
        write(*shown, *more)
        return page.getvalue().decode()


def _terminal(text: str) -> int:
    assert not CONTROL.search(text.replace("\n", ""))
    assert "##[" not in text
    assert not any(line.lstrip().startswith("::") for line in text.split("\n"))
    return 0


def _cells(text: str) -> Any:
    """What each cell is: a word may be a number."""
    return [[kind.replace("number", "text") for kind in row] for row in skeletons.STYLES["csv"](text)]


FORMATS: tuple[tuple[Callable[[Shown], str], Callable[[str], Any]], ...] = (
    (lambda shown: _page(shown, pages.scores, "html", "-", "en"), skeletons.html),
    (
        lambda shown: _page(shown, partial(pages.comparison, tag="", format="html", output="-", lang="fr")),
        skeletons.html,
    ),
    (lambda shown: scorecard_markdown.render(shown[1]), skeletons.markdown),
    (lambda shown: scorecard_markdown.comparison(compare(shown[1])), skeletons.markdown),
    (lambda shown: explain.markdown(shown[1][0], "toy"), skeletons.markdown),
    (lambda shown: tables.render(rows.scorecards(shown[1]), "csv"), _cells),
    (lambda shown: tables.render(rows.comparison(compare(shown[1])), "csv"), _cells),
    (lambda shown: tables.render(rows.comparison(compare(shown[1])), "latex"), skeletons.latex),
    (lambda shown: bibliography.bibtex(shown[0].workspace.sources.values()), skeletons.bibtex),
    (
        lambda shown: bibliography.csl_json(shown[0].workspace.sources.values()),
        lambda text: skeletons.shape(skeletons.loads(text)),
    ),
    (lambda shown: scorecard_json.render(shown[1], ""), lambda text: skeletons.shape(skeletons.loads(text))),
    (
        lambda shown: plain([line for audit in shown[1] for line in scorecard_terminal.render(audit, Paper())]),
        _terminal,
    ),
)


def scorecards(data: bytes) -> None:
    """A text in every field that takes one leaves the skeleton of a report as it is."""
    material = Material(data)
    number = material.byte() % len(FORMATS)
    write, skeleton = FORMATS[number]
    try:
        made = shown(material.rest().decode("utf-8", "replace"))
    except GovauditError as error:
        well_said(error.problems)
        return
    page = write(made)
    assert skeleton(page) == _plain(number), page


def shown(word: str) -> Shown:
    """The toy's forums, scored, with this word for every free text.

    Raises
    ------
    GovauditError
        If the word is refused.
    """
    workspace = Workspace(TOY)
    workspace.documents.texts |= hostile.spoilt(word)
    session = Session(workspace, "toy", workspace.latest_review()[0], None)
    audits = session.audits(workspace.forum_ids())
    session.finish()
    return session, audits


@cache
def _plain(number: int) -> Any:
    write, skeleton = FORMATS[number]
    return skeleton(write(shown("AAAA")))


PROBLEM = Problem(
    code=Code.PRESS_ALONE, message="m", node=("facts", 0), hint="h", document="forums/a.yaml", line=3, column=2
)


def problems(data: bytes) -> None:
    """A text in a message, hint, place, file name or reason leaves the report of `check` as it is, in every format of other programs."""
    material = Material(data)
    style = material.pick(PROGRAMS)
    texts = [material.text() for _ in range(4)]
    texts = [text.encode("utf-8", "replace").decode() for text in texts]
    skeleton = skeletons.SKELETONS[style]
    assert skeleton(render(_checked(*texts), style, on=("error",))) == skeleton(
        render(_checked(*["AAAA"] * 4), style, on=("error",))
    )


def _checked(message: str, hint: str, node: str, reason: str) -> Checked:
    problem = replace(PROBLEM, message=message, hint=hint or "h", node=("facts", node))
    crowd = [replace(problem, code=Code.BAD_VALUE, line=line) for line in range(5, 17)]
    return Checked(problems=(problem, *crowd), suppressed={replace(problem, line=99): reason}, files=("forums/a.yaml",))


SIGNS = (
    "<script>", "</td>", "&lt;", "]]>", "<!--", "[x](y)", "![", "`", "**", "| ", "\\", "\\input{", "@octocat", "#7", "www.a.b", "https://", "=cmd|", "'", '"', "::error::",
    "##[error]", "%0A", "{{", "}}", "}", "$", "&", "%", "~", "^", "\u2028", "\u202e", "\ufeff", "\ufffe", "\x1b[", "\r\n", "\t", "1.", "- ", "> ",
)  # fmt: skip


def texts() -> Iterator[bytes]:
    """What strangers have tried, each in some format."""
    for number, payload in enumerate(hostile.payloads()):
        yield bytes([number % len(FORMATS)]) + payload.encode("utf-8", "replace")


def crowds() -> Iterator[bytes]:
    for number, payload in enumerate(hostile.payloads()):
        text = payload.encode("utf-8", "replace")[:63]
        yield bytes([number]) + (bytes([len(text)]) + text) * 4
