"""`fmt`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govaudit.cli import options
from govaudit.cli.session import FAILED, guarded, note
from govaudit.problems import GovauditError, Problem


@guarded
def fmt(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files or folders; all of the data if left out.", show_default=False)
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if a file is not in this layout.")
    ] = False,
    data: options.Data = "",
    quiet: options.Quiet = False,
) -> None:
    """Bring files into one layout. Comments, order and what is said stay as they are."""
    from govaudit.files.fmt import format_files  # start-up
    from govaudit.files.root import find_root, own_root

    problems: list[Problem] = []
    root = find_root(data) if check or paths else own_root(data)
    named = [Path(path) for path in paths or []] or [root / part for part in ("criteria", "forums", "claims")]
    changed, files = format_files(root, named, problems, write=not check)
    for name in changed:
        typer.echo(f"{'not formatted' if check else 'formatted'}: {name}")
    note(f"{len(changed)} of {files} files {'would change' if check else 'changed'}", quiet=quiet)
    if problems:
        raise GovauditError(problems)
    if check and changed:
        raise typer.Exit(FAILED)
