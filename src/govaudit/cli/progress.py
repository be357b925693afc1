"""Progress on long work: on stderr, and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def watched(
    items: Iterable[Item],
    total: int | None,
    *,
    quiet: bool,
    size: Callable[[Item], int] = lambda _: 1,
    done: str = "units scored",
) -> Iterator[Item]:
    """The items, counted as they pass by their size. `total`: how many there will be, if that is known. `done`: what was done to them."""
    if quiet or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # start-up
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    count = TextColumn(f"{{task.completed:,.0f}} {done}")
    columns = (count, *((BarColumn(), TimeRemainingColumn()) if total else ()), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        for item in items:
            yield item
            progress.advance(task, size(item))
