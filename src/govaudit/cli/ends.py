"""How a run ends that is stopped from outside: with the exit code that is promised, and no half of a line on stdout."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED, BROKEN_PIPE, HUNG_UP, TERMINATED = 130, 141, 129, 143
SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""What asks a run to end. SIGHUP is what a terminal sends that is closed; not every system has it."""


class Stopped(SystemExit):
    """A signal asked the run to end. It leaves as after an error, so that nothing half-written stays."""


@contextmanager
def ending() -> Iterator[None]:
    """Run to the end, with all of it on stdout; or leave with the exit code of what is in the way."""
    try:
        yield
        sys.stdout.flush()
    except KeyboardInterrupt:
        raise Stopped(INTERRUPTED) from None
    except BrokenPipeError:
        silence()
        sys.exit(BROKEN_PIPE)
    except (OSError, MemoryError) as error:
        silence()
        from govaudit.cli.session import say  # start-up
        from govaudit.problems import Code, EnvironmentFailure, Problem

        reason = error.strerror if isinstance(error, OSError) else "no memory is left"
        with contextlib.suppress(OSError):  # stderr may be what cannot be written
            say([Problem(code=Code.CANNOT_WRITE, message=f"cannot write: {reason}")])
        sys.exit(EnvironmentFailure.exit_code)


def silence() -> None:
    """Let what waits to be written to stdout go nowhere: the interpreter would try once more at its end, and complain."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def obey() -> None:
    """End in order when a signal asks for it, but for those that the run was started to ignore, as `nohup` does."""
    for number in SIGNALS[1:]:  # Python makes an exception of the first
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _stop)


def _stop(number: int, _: object) -> None:
    raise Stopped(128 + number)


def open_closed_streams() -> None:
    """Put something in the place of a standard stream that was closed, lest the next file that is opened become it. What is written to stdout then fails."""
    for name, flags, mode in (("stdin", os.O_RDONLY, "r"), ("stdout", os.O_RDONLY, "w"), ("stderr", os.O_WRONLY, "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))
