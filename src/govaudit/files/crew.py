"""One work on many items, done by several processes in chunks. What they return comes in the order of the items."""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 64
FEW = 256
"""With fewer items a second process costs more than it saves."""
MOST = 64
ENDING = (signal.SIGINT, signal.SIGTERM)


def processors() -> int:
    """How many this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MOST)


def spread(
    work: Callable[[Sequence[Item]], Result], items: Sequence[Item], jobs: int
) -> Generator[tuple[Sequence[Item], Result | None]]:
    """The items chunk by chunk, each with what `work` makes of it, done by as many as `jobs` processes; by this one alone if the items are few.

    A process that is killed is replaced, and the chunk that it was at is tried once more, each item by itself. Of an item at which a process is
    killed again there is no result. Close the generator: that ends the processes.
    """
    with _Crew(work, items, jobs if jobs > 1 and len(items) >= FEW else 0) as crew:
        start = 0
        while start < len(items):
            end, result = crew.result(start)
            yield items[start:end], result
            start = end


@dataclass(slots=True)
class _Worker:
    """A process, our end of the pipe to it, and the items it is at: from the first to the one after the last."""

    process: BaseProcess
    pipe: Connection[Any, Any]
    at: tuple[int, int] | None = None


class _Crew(Generic[Item, Result]):
    """The processes, what is to be done, and what is done and not fetched yet, by the place of its first item; and the items at which one was killed."""

    def __init__(self, work: Callable[[Sequence[Item]], Result], items: Sequence[Item], hands: int) -> None:
        self.work = work
        self.items = items
        self.todo = deque((at, min(at + CHUNK, len(items))) for at in range(0, len(items), CHUNK))
        self.done: dict[int, tuple[int, Result | None]] = {}
        self.again: set[int] = set()
        self.hands = hands
        self.workers: list[_Worker] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers:
            worker.process.kill()
        for worker in self.workers:
            self._dismiss(worker)

    def result(self, start: int) -> tuple[int, Result | None]:
        """Where the chunk ends that begins there, and what was made of it."""
        while start not in self.done:
            self._assign()
            if self.workers:
                self._wait()
            else:
                here, end = self.todo.popleft()
                self.done[here] = end, self.work(self.items[here:end])
        return self.done.pop(start)

    def _assign(self) -> None:
        """Give what is to be done to those who have nothing to do, and to new ones as long as there may be more."""
        while self.todo and len(self.workers) < self.hands:
            self._hire()
        for worker in self.workers:
            if self.todo and worker.at is None:
                worker.at = self.todo.popleft()
                with suppress(OSError):  # it is dead: seen when its answer is waited for
                    worker.pipe.send(worker.at)

    def _hire(self) -> None:
        """Start a process. Where the system gives no more, those that there are do the work, or this one."""
        from multiprocessing import get_context  # start-up: few commands need it

        context: Any = get_context("fork" if sys.platform == "linux" else "spawn")
        try:
            ours, theirs = context.Pipe()
            with closing(theirs), _held():
                process = context.Process(target=_serve, args=(ours, theirs, self.work, self.items), daemon=True)
                process.start()
                self.workers.append(_Worker(process, ours))
        except OSError:
            self.hands = len(self.workers)

    def _wait(self) -> None:
        from multiprocessing.connection import wait

        ready = wait([worker.pipe for worker in self.workers])
        for worker in [worker for worker in self.workers if worker.pipe in ready]:
            try:
                result = worker.pipe.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if isinstance(result, Exception):
                raise result
            assert worker.at is not None
            start, end = worker.at
            self.done[start], worker.at = (end, result), None

    def _bury(self, worker: _Worker) -> None:
        """Without one that was killed: what it was at is tried again by itself, or given up."""
        self.workers.remove(worker)
        self._dismiss(worker)
        if worker.at is None:
            return
        start, end = worker.at
        if start in self.again:
            self.done[start] = end, None
        else:
            self.again.update(range(start, end))
            self.todo.extendleft((at, at + 1) for at in reversed(range(start, end)))

    @staticmethod
    def _dismiss(worker: _Worker) -> None:
        worker.process.join()
        worker.process.close()
        worker.pipe.close()


def _serve(
    theirs: Connection[Any, Any],
    ours: Connection[Any, Any],
    work: Callable[[Sequence[Item]], Result],
    items: Sequence[Item],
) -> None:
    """What a worker does until it is killed or left alone."""
    theirs.close()  # else it would never see that nobody is there any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; who hired the workers ends them
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    with suppress(EOFError, OSError, MemoryError):  # alone, or as if killed
        while True:
            start, end = ours.recv()
            ours.send(_answer(work, items[start:end]))


def _answer(work: Callable[[Sequence[Item]], Result], chunk: Sequence[Item]) -> Result | Exception:
    """What was made of a chunk, or the bug that was met, which is raised where the answer is read."""
    try:
        return work(chunk)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001
        return error


@contextmanager
def _held() -> Iterator[None]:
    """In the block no signal to end is taken, so that a new process is not ended before it knows what to do then."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
