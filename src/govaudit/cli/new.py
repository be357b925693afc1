"""`new`: drafts of a forum, a source, a framework, a criterion and a claim."""

from __future__ import annotations

import os
import time
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import guarded, parse_day
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govaudit.files.workspace import Workspace

app = typer.Typer(
    help="Write a draft: of a forum, a source, a framework, a criterion or a claim.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
NewId = Annotated[
    str, typer.Argument(metavar="ID", help="A new kebab-case id, by which files name it.", show_default=False)
]
Title = Annotated[str, typer.Option("--title", help="Title; made of the id if left out.", show_default=False)]
Facts = Annotated[
    list[str] | None,
    typer.Option("--fact", metavar="FACT", help="A fact that it reads; may be repeated.", show_default=False),
]


@app.command("forum")
@guarded
def forum(
    id: NewId,
    name: Annotated[
        str, typer.Option("--name", help="Name of the forum; made of the id if left out.", show_default=False)
    ] = "",
    kind: Annotated[str, typer.Option("--kind", help="What it is, in one word, such as treaty-body.")] = "forum",
    coder: Annotated[str, typer.Option("--by", metavar="NAME", help="Who codes it.", show_default=False)] = "",
    interactive: Annotated[
        bool, typer.Option("--interactive", "-i", help="Ask question by question; the same command goes on later.")
    ] = False,
    data: options.Data = "",
) -> None:
    """Write the draft of a profile: every fact of the codebook as a question, and how to answer it."""
    from govaudit.files.drafts import Head  # start-up
    from govaudit.files.new import new_forum, titled

    workspace = _workspace(data)
    if interactive:
        from govaudit.cli.interview import Interview

        Interview(workspace, id, today()).run(name, kind, coder)
        return
    document = new_forum(workspace, Head(id=id, name=name or titled(id), kind=kind, coder=coder))
    _say(workspace, document, f"a draft with {len(workspace.codebook)} questions")


@app.command("source")
@guarded
def source(
    id: NewId,
    title: Annotated[str, typer.Option("--title", help="Title of the document.", show_default=False)],
    grade: Annotated[
        str,
        typer.Option(
            "--grade",
            help="primary-legal-text, official-document, scholarly, press or tertiary.",
            show_default=False,
        ),
    ],
    url: Annotated[str, typer.Option("--url", help="Official address.", show_default=False)] = "",
    read_at: Annotated[
        str, typer.Option("--read-at", help="Address of the copy that was read, if another.", show_default=False)
    ] = "",
    kind: Annotated[
        str, typer.Option("--type", help="One of CSL's types, such as report, legislation, article-journal.")
    ] = "webpage",
    publisher: Annotated[str, typer.Option("--publisher", help="Who publishes it.", show_default=False)] = "",
    issued: Annotated[
        str, typer.Option("--issued", metavar="DATE", help="YYYY, YYYY-MM or YYYY-MM-DD.", show_default=False)
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="FORUM", help="The forum whose own word it is.", show_default=False)
    ] = "",
    accessed: Annotated[
        str, typer.Option("--accessed", metavar="DATE", help="When it was read; today if left out.", show_default=False)
    ] = "",
    data: options.Data = "",
) -> None:
    """Add a document to the bibliography."""
    from govaudit.files.drafts import source as entry  # start-up
    from govaudit.files.new import new_source

    workspace, day = _workspace(data), parse_day(accessed, "--accessed") if accessed else today()
    more = {"publisher": publisher, "issued": issued, "URL": url, "by": by, "read-at": read_at}
    document = new_source(workspace, entry(id, kind, title, grade, day, more))
    _say(workspace, document, f"{id} added")


@app.command("framework")
@guarded
def framework(
    id: NewId,
    title: Title = "",
    criterion: Annotated[
        str, typer.Option("--criterion", metavar="ID", help="Id of its first criterion.")
    ] = "first-criterion",
    facts: Facts = None,
    data: options.Data = "",
) -> None:
    """Write the draft of a framework with one criterion and its cases."""
    from govaudit.files.new import chosen_facts, new_framework, titled  # start-up

    workspace = _workspace(data)
    chosen = chosen_facts(workspace, facts or [])
    folder = new_framework(workspace, id, title or titled(id), criterion, chosen)
    _say(workspace, folder, f"a draft with indicators for {_counted(chosen)}")


@app.command("criterion")
@guarded
def criterion(
    id: NewId,
    title: Title = "",
    facts: Facts = None,
    data: options.Data = "",
    framework: options.Framework = "accountability",
) -> None:
    """Write the draft of a criterion with its cases, and put it into a framework, with weight 0."""
    from govaudit.files.new import chosen_facts, new_criterion, titled  # start-up

    workspace = _workspace(data)
    chosen = chosen_facts(workspace, facts or [])
    document = new_criterion(workspace, framework, id, title or titled(id), chosen)
    _say(
        workspace, document, f"a draft with indicators for {_counted(chosen)}, in {framework}", f"criteria/{framework}"
    )


@app.command("claim")
@guarded
def claim(
    paper: Annotated[str, typer.Argument(help="A paper of claims/, or a new id.", show_default=False)],
    id: NewId,
    said: Annotated[str, typer.Option("--claim", help="What the paper claims, in your own words.", show_default=False)],
    test: Annotated[
        str, typer.Option("--rule", help="The rule that tests it, such as '{minutes: none}'.", show_default=False)
    ],
    section: Annotated[str, typer.Option("--section", help="Where the paper says so.", show_default=False)],
    about: Annotated[
        list[str] | None,
        typer.Option("--about", metavar="FORUM", help="A forum; may be repeated. All if left out.", show_default=False),
    ] = None,
    cited: Annotated[
        str, typer.Option("--source", metavar="ID", help="Of a new paper: its source.", show_default=False)
    ] = "",
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of", metavar="DATE", help="Of a new paper: the day it speaks of, YYYY-MM-DD.", show_default=False
        ),
    ] = "",
    data: options.Data = "",
    framework: options.Framework = "accountability",
) -> None:
    """Add a claim to the claims of a paper; a new paper gets a file of its own."""
    from govaudit.files import drafts, new  # start-up

    workspace = _workspace(data)
    begun = ""
    if new.known_id(paper) not in workspace.paper_ids():
        begun = drafts.paper(paper, new.titled(paper), _source(workspace, cited), parse_day(as_of), framework)
    entry = drafts.claim(new.known_id(id), said, section, about or "all", new.rule(test))
    _say(workspace, new.new_claim(workspace, paper, begun, entry), f"{id} added", check=f"govaudit claims {paper}")


def today() -> date:
    """The day on which somebody reads a source or looks for a fact, in UTC: SOURCE_DATE_EPOCH, else the clock. No score depends on it.

    Raises
    ------
    GovauditError
        If SOURCE_DATE_EPOCH is no such time.
    """
    named = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(float(named or time.time()), tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f"expected SOURCE_DATE_EPOCH to be seconds since 1970; found {quote(named)}"
        raise GovauditError(Problem(code=Code.USAGE, message=message, hint="leave it out, or see date +%s")) from None


def _counted(facts: Sequence[object]) -> str:
    return f"{len(facts)} fact{'s' * (len(facts) != 1)}"


def _workspace(data: str) -> Workspace:
    from govaudit.files.root import own_root  # start-up
    from govaudit.files.workspace import Workspace

    return Workspace(own_root(data))


def _source(workspace: Workspace, name: str) -> str:
    """The source of a new paper."""
    if name in workspace.sources:
        return name
    hint = did_you_mean(name, workspace.sources) or "govaudit new source adds one"
    message = f"expected --source, a source of the bibliography; found {quote(name)}"
    raise GovauditError(Problem(code=Code.UNKNOWN_SOURCE, message=message, hint=hint))


def _say(workspace: Workspace, document: str, what: str, folder: str = "", check: str = "") -> None:
    """What was written, and what to do next."""
    from govaudit.files.read import shown

    place = shown(os.path.relpath(workspace.root / document))
    next_ = check or f"govaudit check {shown(os.path.relpath(workspace.root / (folder or document)))}"
    typer.echo(f"{place}: {what}\nnext: {next_}")
