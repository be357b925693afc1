"""What tells one problem from another, on any day: the same after lines were added above it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from govaudit.problems import Checked, Problem
from govaudit.report.problems import ordered

POSITION = re.compile(r"\b(line|row) \d+")


def fingerprints(found: Checked) -> dict[Problem, str]:
    """A hash a problem, suppressed or not: of its code, file, node and what is said; of the n-th that is alike, also of n."""
    times: Counter[str] = Counter()
    hashes = {}
    for problem in ordered([*found.problems, *found.suppressed]):
        said = POSITION.sub(r"\1", problem.message)
        body = f"{problem.code.id}\0{problem.document}\0{problem.pointer}\0{said}"
        times[body] += 1
        hashes[problem] = hashlib.sha256(f"{body}\0{times[body]}".encode()).hexdigest()[:32]
    return hashes
