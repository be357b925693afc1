"""The entry point."""

from __future__ import annotations

import os
import signal
import sys

TERMINATED = 128 + signal.SIGTERM


def main() -> None:
    """Run `govaudit`. `--version` answers without loading anything."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no plugin of the machine may touch what is audited
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if sys.argv[1:] in (["--version"], ["-V"]):
        from importlib.metadata import version  # start-up

        sys.stdout.write(f"govaudit {version('govaudit')}\n")
        return
    if sys.argv[1:2] in (["corpus"], ["verify"]) and "spark" not in sys.argv:  # Spark bounds its own processes
        from govaudit.cli.child import contain  # start-up

        contain()
    signal.signal(signal.SIGTERM, _end)
    from govaudit.cli.app import app  # start-up

    app(prog_name="govaudit")


def _end(*_: object) -> None:
    """Leave as after an error, so that nothing half-written stays."""
    sys.exit(TERMINATED)
