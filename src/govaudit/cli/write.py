"""Reports in the format that was asked for, to where they were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govaudit.cli.session import Session, emit, emit_lines, paper
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.report.layout import Line, Paper

PAGES = ("html", "pdf")
"""Formats that need extras and have a language."""


def check_language(lang: str, format: str) -> None:
    """Refuse a language that is not there, and one for a format that is in English only."""
    if lang == "en":
        return
    from govaudit.files.extras import need  # start-up

    need("report", "write HTML")
    from govaudit.report.html.wording import words_of  # an extra

    words_of(lang)
    if format not in PAGES:
        message = f"expected --format {' or '.join(PAGES)} with --lang {lang}; found {quote(format)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="the other formats are in English"))


def _digest(session: Session, audits: Sequence[Audit]) -> str:
    names = session.workspace.inputs(session.framework, [item.card.forum for item in audits])
    return session.workspace.documents.digest(names)


def scores(
    session: Session, audits: Sequence[Audit], format: str, output: str, *, explain: bool, no_color: bool, lang: str
) -> None:
    if format == "terminal":
        from govaudit.report import scorecard_terminal  # start-up

        page = paper(output)
        lines = []
        for index, item in enumerate(audits):
            lines += [*([(), ()] if index else []), *scorecard_terminal.render(item, page)]
            lines += [(), *_trace(item, page)] if explain else []
        emit_lines(lines, output, no_color=no_color)
    elif format == "json":
        from govaudit.report import scorecard_json  # start-up

        emit(scorecard_json.render(audits, _digest(session, audits)), output)
    elif format == "markdown":
        from govaudit.report import scorecard_markdown  # start-up

        emit(scorecard_markdown.render(audits), output)
    elif format in PAGES:
        from govaudit.cli import pages  # start-up, and an extra

        pages.scores(session, audits, format, output, lang)
    else:
        from govaudit.report import rows, tables  # start-up

        emit(tables.render(rows.scorecards(audits), format, (*tables.OTHERS, *PAGES)), output)


def _trace(audit: Audit, page: Paper) -> list[Line]:
    from govaudit.report import explain as explained

    return explained.render(audit, audit.plan.root, page)


def comparison(
    session: Session, audits: Sequence[Audit], tag: str, format: str, output: str, *, no_color: bool, lang: str
) -> None:
    if format in PAGES:
        from govaudit.cli import pages  # start-up, and an extra

        pages.comparison(session, audits, tag, format, output, lang)
        return
    from govaudit.audit import compare as ranked  # start-up

    compared = ranked(audits, tag)
    if format == "terminal":
        from govaudit.report import compare_terminal  # start-up

        emit_lines(compare_terminal.render(compared, paper(output)), output, no_color=no_color)
    elif format == "json":
        from govaudit.report import scorecard_json  # start-up

        emit(scorecard_json.render(compared.audits, _digest(session, audits), compared), output)
    elif format == "markdown":
        from govaudit.report import scorecard_markdown  # start-up

        emit(scorecard_markdown.comparison(compared), output)
    else:
        from govaudit.report import rows, tables  # start-up

        emit(tables.render(rows.comparison(compared), format, (*tables.OTHERS, *PAGES)), output)


def policies(
    session: Session, audits: Sequence[Audit], format: str, output: str, *, deep: bool, no_color: bool, lang: str
) -> None:
    """The points under every policy side by side; `deep`: of the criteria too."""
    if format in PAGES:
        from govaudit.cli import pages  # start-up, and an extra

        pages.policies(session, audits, format, output, lang, deep=deep)
        return
    from govaudit.report import policies as side_by_side  # start-up
    from govaudit.report import scorecard_json, tables

    if format == "terminal":
        emit_lines(side_by_side.render(audits, paper(output), deep=deep), output, no_color=no_color)
    elif format == "json":
        emit(scorecard_json.render(audits, _digest(session, audits)), output)
    else:
        emit(tables.render(side_by_side.table(audits, deep=deep), format), output)


def explanation(session: Session, audit: Audit, name: str, format: str, output: str, *, no_color: bool) -> None:
    """A node explained."""
    from govaudit.report import explain  # start-up

    match format:
        case "terminal":
            emit_lines(explain.render(audit, name, paper(output)), output, no_color=no_color)
        case "json":
            emit(explain.json_text(audit, name, _digest(session, [audit])), output)
        case "markdown":
            emit(explain.markdown(audit, name), output)
        case _:
            choices = ("terminal", "json", "markdown")
            message = f"expected --format {', '.join(choices)}; found {quote(format)}"
            raise GovauditError(Problem(code=Code.USAGE, message=message, hint=did_you_mean(format, choices)))
