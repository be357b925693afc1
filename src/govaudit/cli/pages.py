"""Reports as HTML, in a language of the interface."""

from __future__ import annotations

from shlex import join
from typing import TYPE_CHECKING

from govaudit.files.extras import need
from govaudit.report.numbers import trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.audit import Audit
    from govaudit.cli.session import Session
    from govaudit.report.html.wording import Words

DIGITS = 6


def scores(session: Session, audits: Sequence[Audit], digest: str, lang: str) -> str:
    """Scorecards as one page."""
    need("report", "write HTML")
    from govaudit.report.html import pages  # an extra

    return pages.scores(audits, words_in(session, lang), again("score", session, audits), digest)


def comparison(session: Session, audits: Sequence[Audit], tag: str, digest: str, lang: str) -> str:
    """Forums side by side as one page."""
    need("report", "write HTML")
    from govaudit.audit import compare  # start-up
    from govaudit.report.html import pages  # an extra

    return pages.comparison(compare(audits, tag), words_in(session, lang), again("compare", session, audits), digest)


def words_in(session: Session, lang: str) -> Words:
    """The words of a language, with what the framework and those that extend it are called."""
    from govaudit.files.translations import names_in  # start-up, and an extra
    from govaudit.report.html.wording import words_of

    words, workspace = words_of(lang), session.workspace
    frameworks = (session.framework, *workspace.extensions(session.framework))
    return words.knowing({name: names_in(workspace, name, lang) for name in frameworks})


def again(command: str, session: Session, audits: Sequence[Audit]) -> str:
    """The command line that makes the same report again from the same data."""
    words = ["govaudit", command, *(item.card.forum for item in audits)]
    words += ["--framework", session.framework, "--as-of", session.as_of.isoformat()]
    words += ["--missing", session.missing] if session.missing else []
    changed = ",".join(f"{name}={trimmed(weight, DIGITS)}" for name, weight in sorted(session.weights.items()))
    return join([*words, *(["--weights", changed] if changed else [])])
