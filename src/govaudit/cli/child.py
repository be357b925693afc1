"""Tables of strangers are read in a process of their own, with a limit on memory: a library that gives up takes only that process with it."""

from __future__ import annotations

import os
import signal
import sys

from govaudit.cli.ends import SIGNALS

MEMORY = 12 << 30
"""Addresses, not memory in use: libraries reserve several times what they touch."""


def contain() -> None:
    """Go on in a child process; in the parent, wait for it and leave with its exit code.

    Where a process cannot be divided, go on as before.
    """
    if not hasattr(os, "fork"):
        return
    import resource  # not on every system

    _, most = resource.getrlimit(resource.RLIMIT_AS)
    here = MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most)
    child = os.fork()
    if not child:
        os.setpgid(0, 0)  # else a terminal would send Ctrl-C to both, and the second one would disturb the cleaning up
        resource.setrlimit(resource.RLIMIT_AS, (here, most))
        return
    for number in (*SIGNALS, signal.SIGCONT):
        signal.signal(number, lambda number, _: os.kill(child, number))
    signal.signal(signal.SIGTSTP, lambda *_: _stop_both(child))
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if -code in SIGNALS:
        code = 128 - code
    elif code < 0:
        from govaudit.cli.session import BAD_INPUT, say  # start-up
        from govaudit.problems import Code, Problem

        message = (
            f"expected a table that can be read within {here / (1 << 30):.0f} GiB; what read it ended by signal {-code}"
        )
        hint = "nothing was written; if the table is sound, write it with smaller row groups or shorter texts"
        say([Problem(code=Code.FILE_TOO_LARGE, message=message, hint=hint)])
        code = BAD_INPUT
    sys.stdout.flush()
    os._exit(code)


def _stop_both(child: int) -> None:
    """What Ctrl-Z does to a process, to both; `fg` and `bg` wake the parent, which wakes the child."""
    os.kill(child, signal.SIGSTOP)
    os.kill(os.getpid(), signal.SIGSTOP)
