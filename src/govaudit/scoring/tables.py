"""Tables over scores: bands and steps. Contiguous by construction: thresholds in order, closed by `otherwise`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

from govaudit.model.rubric import Band, Step, Threshold
from govaudit.problems import Code, Collector, Path, quote

Entry = TypeVar("Entry", bound=Threshold)


def check_table(entries: Sequence[Threshold], node: Path, problems: Collector) -> None:
    """Collect what is wrong with a table: mixed or disordered thresholds, a missing `otherwise`, steps that turn, a band twice."""
    if not entries:
        return
    *body, last = entries
    if not last.otherwise or any(entry.otherwise for entry in body):
        problems.add(Code.NO_OTHERWISE, "expected `otherwise: true` on the last entry, and only there", node)
        return
    ups = [entry.at_least for entry in body if entry.at_least is not None]
    downs = [entry.at_most for entry in body if entry.at_most is not None]
    extra = last.at_least is not None or last.at_most is not None
    if (ups and downs) or extra or len(ups) + len(downs) != len(body):
        problems.add(Code.MIXED_THRESHOLDS, "expected at-least on every entry, or at-most on every entry", node)
    elif ups != sorted(set(ups), reverse=True) or downs != sorted(set(downs)):
        problems.add(Code.RISING_LEVELS, "expected at-least thresholds falling, or at-most thresholds rising", node)
    values = [entry.value for entry in entries if isinstance(entry, Step)]
    if values and values not in (sorted(values), sorted(values, reverse=True)):
        problems.add(Code.RISING_LEVELS, "expected step values that only rise or only fall", node)
    check_ids("band", [entry.id for entry in entries if isinstance(entry, Band)], node, problems)


def check_ids(what: str, ids: Sequence[str], node: Path, problems: Collector) -> None:
    """Collect every id of a list, of bands or of levels, that stands there again."""
    seen: set[str] = set()
    for index, name in enumerate(ids):
        if name in seen:
            message = f"expected a {what} id used once; found {quote(name)} again"
            problems.add(Code.DUPLICATE_ID, message, (*node, index, "id"))
        seen.add(name)


def entry_at(entries: Sequence[Entry], score: Fraction) -> Entry:
    """The entry of a score: the first whose threshold it meets."""
    for entry in entries:
        if entry.at_least is not None and score >= entry.at_least:
            return entry
        if entry.at_most is not None and score <= entry.at_most:
            return entry
    return entries[-1]


def entries_over(entries: Sequence[Entry], low: Fraction, high: Fraction) -> tuple[Entry, ...]:
    """Every entry that some score of ``[low, high]`` meets, in the order of the table."""
    first, last = sorted((entries.index(entry_at(entries, low)), entries.index(entry_at(entries, high))))
    return tuple(entries[first : last + 1])


def falling(steps: Sequence[Step]) -> bool:
    """Whether a higher score gets a lower value."""
    if not steps:
        return False
    best_first = steps[0].at_least is not None
    first, last = steps[0].value, steps[-1].value
    return first < last if best_first else first > last


def ceiling(bands: Sequence[Band], band: Band, cap: str) -> Band:
    """A band under a cap on the band: the lower of the two."""
    limit = next(entry for entry in bands if entry.id == cap)
    lower = max if bands[0].at_least is not None else min
    return lower(band, limit, key=bands.index)
