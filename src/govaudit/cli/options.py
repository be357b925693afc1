"""The options that commands share, and the completion of names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer


def _forums(incomplete: str) -> Iterator[str]:
    """Ids of forums that begin with what was typed, from file names alone."""
    from govaudit.files.root import find_root  # only when completing
    from govaudit.files.workspace import Workspace

    yield from (name for name in Workspace(find_root()).forum_ids() if name.startswith(incomplete))


def frameworks(incomplete: str) -> Iterator[str]:
    """Ids of frameworks that begin with what was typed."""
    from govaudit.files.root import find_root  # only when completing
    from govaudit.files.workspace import Workspace

    yield from (name for name in Workspace(find_root()).framework_ids() if name.startswith(incomplete))


def reforms(incomplete: str) -> Iterator[str]:
    """Ids of reforms that begin with what was typed."""
    from govaudit.files.root import find_root  # only when completing
    from govaudit.files.workspace import Workspace

    yield from (name for name in Workspace(find_root()).reform_ids() if name.startswith(incomplete))


Forum = Annotated[str, typer.Argument(help="Id of a forum, such as gfmd.", autocompletion=_forums, show_default=False)]
Forums = Annotated[
    list[str], typer.Argument(help="Ids of forums, such as gfmd iom.", autocompletion=_forums, show_default=False)
]
SomeForums = Annotated[
    list[str] | None,
    typer.Argument(help="Ids of forums; see --all and --tag.", autocompletion=_forums, show_default=False),
]
Data = Annotated[
    str,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Data folder, with criteria/ and forums/.",
        envvar="GOVAUDIT_DATA",
        show_default=False,
    ),
]
Framework = Annotated[
    str, typer.Option("--framework", metavar="ID", help="Framework to apply.", autocompletion=frameworks)
]
AsOf = Annotated[
    str,
    typer.Option(
        "--as-of",
        metavar="DATE",
        help="Day of the score, YYYY-MM-DD. Default: the latest review in the data.",
        show_default=False,
    ),
]
Missing = Annotated[
    str,
    typer.Option(
        "--missing",
        metavar="POLICY",
        help="What unknowns count as: zero-credit, full-credit, exclude, or all side by side.",
        show_default=False,
    ),
]
OneMissing = Annotated[
    str,
    typer.Option(
        "--missing",
        metavar="POLICY",
        help="What unknowns count as: zero-credit, full-credit or exclude.",
        show_default=False,
    ),
]
Weights = Annotated[
    list[str] | None,
    typer.Option(
        "--weights",
        metavar="NODE=W,...",
        help="Your own weights, of criteria or indicators, in the place of the framework's. May be repeated.",
        show_default=False,
    ),
]
OLDER_THAN = 10
OlderThan = Annotated[
    int,
    typer.Option(
        "--older-than",
        metavar="YEARS",
        min=0,
        max=1000,
        help="From what age on a source is called old, beside the score.",
    ),
]
REVIEW_MONTHS = 18
ReviewMonths = Annotated[
    int,
    typer.Option(
        "--review-months",
        metavar="MONTHS",
        min=0,
        max=1200,
        help="How far a review may lie before the latest one in the data.",
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        max=64,
        help="Processes that read the profiles, if these are many. Default: one for each processor.",
        show_default=False,
    ),
]
Format = Annotated[
    str,
    typer.Option("--format", "-f", metavar="F", help="terminal, json, csv, markdown, latex, or a plain table style."),
]
PageFormat = Annotated[
    str,
    typer.Option(
        "--format", "-f", metavar="F", help="terminal, json, csv, markdown, html, pdf, latex, or a plain table style."
    ),
]
Lang = Annotated[
    str, typer.Option("--lang", metavar="L", help="Language of the interface in HTML and PDF: en, fr or es.")
]
Output = Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colour. NO_COLOR does the same.")]
