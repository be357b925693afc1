"""The entry point."""

from __future__ import annotations

import os
import sys

from govaudit.cli.ends import Stopped, ending, obey, open_closed_streams


def main() -> None:
    """Run `govaudit`. `--version` answers without loading anything."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # no plugin of the machine may touch what is audited
    open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    with ending():
        code = _run()
    sys.exit(code)


def _run() -> int | str | None:
    if sys.argv[1:] in (["--version"], ["-V"]):
        from importlib.metadata import version  # start-up

        sys.stdout.write(f"govaudit {version('govaudit')}\n")
        return 0
    if sys.argv[1:2] in (["corpus"], ["verify"]) and "spark" not in sys.argv:  # Spark bounds its own processes
        from govaudit.cli.child import contain  # start-up

        contain()
    obey()
    from govaudit.cli.app import app  # start-up

    stdout = sys.stdout
    try:
        app(prog_name="govaudit")
    except Stopped:
        raise
    except SystemExit as left:
        if sys.stdout is not stdout:  # typer puts one in its place that hides a broken pipe
            raise BrokenPipeError from None
        return left.code
    return 0
