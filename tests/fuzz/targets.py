"""Every target by its name: a law about any bytes, and the bytes to begin with. Coverage-guided fuzzing, Hypothesis and the replay run the same."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.fuzz import folder, reports, returned, rules, tabular, texts, words

TESTS = Path(__file__).parents[1]
CRASHERS = Path(__file__).parent / "crashers"
SECONDS = 5
"""Of the processor's time, for one input; an input has some kilobytes."""


@dataclass(frozen=True)
class Target:
    """A law, inputs to begin with, pieces that mean something there, how long an input may be, and how many times as long as others it takes."""

    law: Callable[[bytes], None]
    seeds: Callable[[], Iterable[bytes]] = tuple
    words: tuple[str, ...] = ()
    longest: int = 4096
    slow: int = 1


def _yaml() -> Iterable[bytes]:
    folders = (TESTS / "toy", TESTS / "badinputs/files", TESTS.parent / "forums")
    yield from (path.read_bytes() for folder in folders for path in sorted(folder.rglob("*.yaml")))


SIGNS = (
    "- ", ": ", "? ", "{", "}", "[", "]", ", ", "'", '"', "|\n", ">-\n", " #", "&a ", "*a", "!!str ", "<<: ", "%YAML 1.1", "---\n", "...\n", "\t",
    "\r\n", "\ufeff", "\u0085", "\u2028", "\u00a0", "\\u2066", "\\ud800", "\\x1b", "no", "12:30", "0777", "0x1F", "1e999", ".nan", "~", "\n  ",
)  # fmt: skip
CELLS = (
    ",",
    "\t",
    ";",
    '"',
    '""',
    "\r\n",
    "\r",
    "\ufeff",
    "\u2028",
    "-9",
    "EN+FR",
    "full",
    "short",
    "final",
    "2015",
    "1e3",
    "1,5",
    "N",
    "Y",
)
TARGETS = {
    "yaml": Target(texts.read, _yaml, SIGNS),
    "fmt": Target(texts.layout, _yaml, SIGNS),
    "rules": Target(rules.parsing, rules.deep, longest=512),
    "folder": Target(folder.checking, folder.seeds, slow=5),
    "csv": Target(tabular.separated, tabular.separated_seeds, CELLS),
    "parquet": Target(tabular.columns, tabular.columns_seeds, longest=16_384, slow=3),
    "reports": Target(reports.scorecards, reports.texts, reports.SIGNS, longest=512, slow=5),
    "problems": Target(reports.problems, reports.crowds, reports.SIGNS, longest=512),
    "words": Target(words.parsing, words.seeds, longest=256),
    "returned": Target(returned.reading, returned.seeds, longest=16_384),
}


def run(name: str, data: bytes) -> None:
    """One input: its target's law holds, and it takes no longer than the limit."""
    start = time.process_time()
    TARGETS[name].law(data)
    taken = time.process_time() - start
    assert taken < SECONDS, f"{name}: {taken:.1f} s of processor time for {len(data)} bytes"


if __name__ == "__main__":
    _, chosen, file = sys.argv
    run(chosen, Path(file).read_bytes())
