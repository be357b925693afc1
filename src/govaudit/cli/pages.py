"""Reports as pages, HTML or PDF, in a language of the interface."""

from __future__ import annotations

from dataclasses import replace
from shlex import join
from typing import TYPE_CHECKING

from govaudit.cli import options
from govaudit.cli.session import Session, emit, emit_bytes
from govaudit.files.extras import need
from govaudit.problems import GovauditError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.changes import Moment
    from govaudit.report.html.scorecard import Beside
    from govaudit.report.html.wording import Words


def scores(session: Session, audits: Sequence[Audit], format: str, output: str, lang: str) -> None:
    """Scorecards as one page, each with its history and with what other choices would do to it."""
    _need(format)
    from govaudit.report.html import pages  # an extra

    views = _views(session)
    more = {audit.card.forum: beside(session, audit, views, _told(session, audit)) for audit in audits}
    digest = _digest(session, audits, views)
    command = again("score", session, [item.card.forum for item in audits])
    page = pages.scores(audits, words_in(session, lang, views), command, digest, more, printed=format == "pdf")
    _write(page, format, output)


def comparison(session: Session, audits: Sequence[Audit], tag: str, format: str, output: str, lang: str) -> None:
    """Forums side by side as one page."""
    _need(format)
    from govaudit.audit import compare  # start-up
    from govaudit.report.html import pages  # an extra

    command = again("compare", session, ["--tag", tag] if tag else [item.card.forum for item in audits])
    compared, digest = compare(audits, tag), _digest(session, audits)
    _write(
        pages.comparison(compared, words_in(session, lang), command, digest, printed=format == "pdf"),
        format,
        output,
    )


def policies(session: Session, audits: Sequence[Audit], format: str, output: str, lang: str, *, deep: bool) -> None:
    """The points under every policy side by side as one page."""
    _need(format)
    from govaudit.report.html import pages  # an extra

    forums = list(dict.fromkeys(item.card.forum for item in audits))
    command = again("score" if deep else "compare", session, forums, "all")
    digest = _digest(session, audits)
    page = pages.policies(audits, words_in(session, lang), command, digest, deep=deep, printed=format == "pdf")
    _write(page, format, output)


def words_in(session: Session, lang: str, views: Sequence[str] = ()) -> Words:
    """The words of a language, with what the framework and these views of it are called."""
    from govaudit.files.translations import names_in  # an extra
    from govaudit.report.html.wording import words_of

    words, workspace = words_of(lang), session.workspace
    frameworks = (session.framework, *views)
    return words.knowing({name: names_in(workspace, name, lang) for name in frameworks})


def again(command: str, session: Session, forums: Sequence[str], missing: str = "") -> str:
    """The command line that makes the same report again from the same data."""
    words = ["govaudit", command, *forums]
    words += ["--framework", session.framework, "--as-of", session.as_of.isoformat()]
    policy = missing or session.missing
    words += ["--missing", policy] if policy else []
    words += ["--older-than", str(session.years)] if session.years != options.OLDER_THAN else []
    changed = ",".join(f"{name}={weight}" for name, weight in sorted(session.weights.items()))
    return join([*words, *(["--weights", changed] if changed else [])])


def _need(format: str) -> None:
    need("pdf" if format == "pdf" else "report", f"write {format.upper()}")


def _write(page: str, format: str, output: str) -> None:
    if format == "html":
        emit(page, output)
        return
    from govaudit.report.html.printer import pdf  # an extra

    emit_bytes(pdf(page), output)


def _digest(session: Session, audits: Sequence[Audit], views: Sequence[str] = ()) -> str:
    """The digest of all that was read: also of the frameworks that extend the one that was named."""
    forums = [item.card.forum for item in audits]
    names = {name for framework in (session.framework, *views) for name in session.workspace.inputs(framework, forums)}
    return session.workspace.documents.digest(sorted(names))


def _views(session: Session) -> tuple[str, ...]:
    """The frameworks that extend the one that was named. What is wrong with one of them is told, and hides no score."""
    try:
        names = session.workspace.extensions(session.framework)
        for name in names:
            session.workspace.plan(name)
    except GovauditError as error:
        session.problems += error.problems
        return ()
    return names


def beside(session: Session, audit: Audit, views: Sequence[str], moments: Sequence[Moment]) -> Beside:
    """What a forum's page says beside the scorecard, with its history as told."""
    from govaudit.analysis.otherwise import otherwise
    from govaudit.audit import score
    from govaudit.report.html.scorecard import Beside

    plans = [session.workspace.plan(name) for name in views]
    return Beside(
        moments=tuple(moments),
        otherwise=None if audit.card.absent else otherwise(audit.plan, audit.facts, session.missing),
        views=tuple(score(view, audit.profile, audit.sources, session.as_of, session.missing) for view in plans),
        ranks=again("robustness", replace(session, years=options.OLDER_THAN), ["--all"]),
    )


def _told(session: Session, audit: Audit) -> Sequence[Moment]:
    from govaudit.changes import history

    return history(audit.plan, audit.profile, audit.sources, session.as_of, session.missing)
