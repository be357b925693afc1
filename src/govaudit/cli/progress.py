"""Progress on long work: on stderr, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def watched(
    items: Iterable[Item], total: int | None, *, quiet: bool, size: Callable[[Item], int] = lambda _: 1
) -> Iterator[Item]:
    """The items, their units counted as they pass. `total`: how many there will be, if that is known."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # start-up
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    count = TextColumn("{task.completed:,.0f} units scored")
    columns = (count, *((BarColumn(), TimeRemainingColumn()) if total else ()), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for item in items:
            yield item
            progress.advance(task, size(item))
