"""A process that writes for as long as it lives, or up to its n-th call of the system: `python -m tests.faults.writing FOLDER file|folder [N]`."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from itertools import count
from pathlib import Path

from govaudit.files.folder import write_folder
from govaudit.files.write import write_text

from .failing import CALLS, REMOVING, failing, killed

LINES = 20_000


def content(number: int) -> str:
    """A text from which every part tells of which one it is."""
    return f"{number:08d}\n" * LINES


def write(folder: Path, what: str, number: int) -> None:
    if what == "file":
        write_text(str(folder / "out"), content(number))
        return
    files = {name: content(number).encode() for name in ("a.txt", "b/c.txt", "b/d.txt")}
    write_folder(str(folder / "out"), files, "a.txt")


def whole(folder: Path, what: str) -> int:
    """The number of what stands there; wrong if it is of two."""
    paths = [folder / "out"] if what == "file" else [folder / "out" / name for name in ("a.txt", "b/c.txt", "b/d.txt")]
    texts = {path.read_text(encoding="utf-8") for path in paths}
    (text,) = texts
    number = int(text[:8])
    assert text == content(number)
    return number


def main() -> None:
    folder, what, *at = sys.argv[1:]
    calls = frozenset(CALLS | REMOVING)
    with failing(int(at[0]), calls=calls, strike=killed) if at else nullcontext():
        for number in [1] if at else count(1):
            write(Path(folder), what, number)
            sys.stdout.write("written\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
