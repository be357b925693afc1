"""What is said of a mistyped command line holds nothing that a terminal or a build runner would obey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
import typer.core

UsageError: Any = typer.BadParameter.__base__


@contextmanager
def harmlessly() -> Iterator[None]:
    try:
        yield
    except UsageError as error:
        from govaudit.report.layout import disobeyed  # start-up

        error.message = disobeyed(error.message)
        raise


class Careful(typer.core.TyperGroup):
    """Commands whose mistakes are told harmlessly: a word of the command line went through no loader."""

    make_context = harmlessly()(typer.core.TyperGroup.make_context)
    invoke = harmlessly()(typer.core.TyperGroup.invoke)
