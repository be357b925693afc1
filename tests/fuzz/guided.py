"""One target under atheris: `python -m tests.fuzz.guided TARGET [libFuzzer's options]`, in a process of its own, which a crash may end."""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["govaudit"]):
    from tests.fuzz.targets import TARGETS, run


def main() -> None:
    _, name, *options = sys.argv
    assert name in TARGETS, name
    atheris.Setup([name, *options], lambda data: run(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    main()
