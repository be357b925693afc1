"""Ctrl-C and its like where libraries work in threads of their own: noted when they come, obeyed between two batches."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from govaudit.cli.ends import SIGNALS, Stopped


@contextmanager
def deferred() -> Iterator[Callable[[], None]]:
    """In the block a signal only makes the function that it is given raise, whoever calls that next."""
    seen: list[int] = []

    def take(number: int, _: FrameType | None) -> None:
        seen.append(number)

    def check() -> None:
        if signal.SIGINT in seen:
            raise KeyboardInterrupt
        if seen:
            raise Stopped(128 + seen[0])

    before = {number: signal.signal(number, take) for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN}
    try:
        yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
