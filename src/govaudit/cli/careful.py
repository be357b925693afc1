"""A mistyped command line is told as all problems are: one line, with a hint, and nothing that a terminal or a build runner would obey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import typer
import typer.core

from govaudit.cli.session import say

UsageError: Any = typer.BadParameter.__base__


@contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        from govaudit.cli.usage import problem  # start-up

        if type(error).__name__ != "NoArgsIsHelpError":  # which holds the help
            error.show = partial(say, [problem(error)])
        raise


class Careful(typer.core.TyperGroup):
    """Commands whose mistakes are told as all problems are."""

    make_context = told()(typer.core.TyperGroup.make_context)
    invoke = told()(typer.core.TyperGroup.invoke)
