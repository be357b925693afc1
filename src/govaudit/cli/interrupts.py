"""Ctrl-C and SIGTERM where libraries work in threads of their own: noted when they come, obeyed between two batches."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

OBEYED = (signal.SIGINT, signal.SIGTERM)


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
            sys.exit(128 + seen[0])

    before = {number: signal.signal(number, take) for number in OBEYED}
    try:
        yield check
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
