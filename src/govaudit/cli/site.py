"""`site build`."""

from __future__ import annotations

from shlex import join
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import Session, guarded, note, open_session

if TYPE_CHECKING:
    from govaudit.site.book import Book

app = typer.Typer(help="Build a static web site of all forums.", no_args_is_help=True)
FIRST_YEAR_BACK = 20


@app.callback()
def site() -> None:
    """Build a static web site of all forums."""


@app.command("build")
@guarded
def build(
    out: Annotated[
        str,
        typer.Argument(
            metavar="OUT",
            help="Folder to write the site into: a new or empty one, or that of an earlier site.",
            show_default=False,
        ),
    ],
    data: options.Data = "",
    framework: options.Framework = "accountability",
    as_of: options.AsOf = "",
    missing: options.OneMissing = "",
    lang: options.Lang = "en",
    quiet: options.Quiet = False,
) -> None:
    """Build a static web site of all forums: every score leads down to its sources. It works from a folder as from a server."""
    from govaudit.files.extras import need  # start-up

    need("report", "build the site")
    from govaudit.files.folder import write_folder
    from govaudit.site.build import whole  # an extra

    session = open_session(data, framework, as_of, missing)
    count = write_folder(out, whole(gathered(session, lang, quiet=quiet)), "index.html")
    note(f"{count} files in {out}", quiet=quiet)
    session.finish()


def gathered(session: Session, lang: str, *, quiet: bool) -> Book:
    """Everything the site tells."""
    from govaudit.audit import compare  # start-up
    from govaudit.changes import history
    from govaudit.cli.export import collected
    from govaudit.cli.pages import beside, words_in
    from govaudit.cli.reforms import looked_back
    from govaudit.report.history import years_between
    from govaudit.site.book import Book

    workspace, plan = session.workspace, session.plan
    views = workspace.extensions(plan.root)
    export = collected(session, [plan.root], quiet=quiet)
    audits = export.scored[0].audits
    years = years_between(session.as_of.year - FIRST_YEAR_BACK, session.as_of)
    told = {item.card.forum: (item.plan, item.profile, item.sources, session.as_of, session.missing) for item in audits}
    histories = {forum: history(*given) for forum, given in told.items()}
    return Book(
        plan=plan,
        views=tuple(workspace.plan(name) for name in views),
        lineages={name: workspace.lineage(name) for name in views},
        comparison=compare(audits),
        histories=histories,
        beside={item.card.forum: beside(session, item, views, histories[item.card.forum]) for item in audits},
        years={
            forum: history(*given, years, [moment.audit for moment in histories[forum]])
            for forum, given in told.items()
        },
        hindsights=[looked_back(session, name, None) for name in workspace.reform_ids()],
        costs=workspace.costs,
        digest=workspace.documents.digest(workspace.documents.texts),
        export=export,
        command=_again(session, lang),
        words=words_in(session, lang, views),
    )


def _again(session: Session, lang: str) -> str:
    """The command line that builds the same site from the same data."""
    words = ["govaudit", "site", "build", "OUT", "--framework", session.framework, "--as-of", session.as_of.isoformat()]
    words += ["--missing", session.missing] if session.missing else []
    return join([*words, *(["--lang", lang] if lang != "en" else [])])
