"""The smallest sets of unknown facts that settle the band: surely, whatever they turn out to be; or possibly, if they turn out well.

Settling more facts never unsettles a band (`scoring.md` §6, law 2), so both kinds of sets are closed upwards and the smallest are well defined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import TypeAlias

from govaudit.analysis.settling import Ground, open_facts, trials
from govaudit.model.codebook import Value
from govaudit.model.knowledge import UNCODED

LARGEST, MOST_TRIED = 6, 20_000
"""A set has at most six facts, and the search goes on to one fact more only if there are no more sets (or, where each value counts, ways to settle them) than so many."""


@dataclass(frozen=True, slots=True)
class Settling:
    """The smallest sets of facts that settle the band of the root.

    Attributes
    ----------
    bands
        In which the root may lie as long as nothing is settled; one if it is settled already, none if the framework has no bands.
    facts
        How many unknown facts the root depends on.
    surely
        All sets of the least size that settle the band, whatever the values.
    possibly
        All sets of the least size that settle it with some values, with the bands that they may settle it in.
    surely_up_to, possibly_up_to
        Of how many facts the largest sets were that were looked for; where none is found, there is none so small.
    """

    bands: tuple[str, ...]
    facts: int
    surely: tuple[tuple[str, ...], ...] = ()
    possibly: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    surely_up_to: int = 0
    possibly_up_to: int = 0


def settling(start: Ground) -> Settling:
    """The smallest sets of a forum, exactly; how far the search goes follows from `LARGEST` and `MOST_TRIED`."""
    plan = start.memory.plan
    names = open_facts(plan, start.facts)
    if len(start.possible) < 2:
        return Settling(start.possible, len(names))
    values = {name: trials(plan, name, start.facts.get(name, UNCODED)) for name in names}
    surely, first = _surely(start, names, values)
    possibly, second = _possibly(start, names, values)
    return Settling(start.possible, len(names), surely, possibly, first, second)


Values: TypeAlias = Mapping[str, Sequence[Value]]


def _surely(start: Ground, names: Sequence[str], values: Values) -> tuple[tuple[tuple[str, ...], ...], int]:
    """Sets of the least size that hit every conflict, and the size that was reached; a conflict is what a largest set that fails leaves out.

    Every set within one that fails fails too, so each set that settles has a fact outside each of those. This is the search for
    smallest hitting sets with conflicts found on the way (Reiter 1987, doi:10.1016/0004-3702(87)90062-2).
    """
    size = 0
    conflicts: list[frozenset[str]] = []
    while size < min(LARGEST, len(names)) and comb(len(names), size + 1) <= MOST_TRIED:
        size += 1
        found = []
        for chosen in combinations(names, size):
            if any(conflict.isdisjoint(chosen) for conflict in conflicts):
                continue
            failing = _open_end(start, chosen, values)
            if failing is None:
                found.append(chosen)
            else:
                conflicts.append(_grown(failing, [name for name in names if name not in chosen], values))
        if found:
            return tuple(found), size
    return (), size


def _open_end(here: Ground, chosen: Sequence[str], values: Values) -> Ground | None:
    """A way to settle these facts that leaves the band open; None if there is none."""
    if len(here.possible) == 1:
        return None
    if not chosen:
        return here
    ends = (_open_end(here.settle(chosen[0], value), chosen[1:], values) for value in values[chosen[0]])
    return next((end for end in ends if end is not None), None)


def _grown(here: Ground, names: Sequence[str], values: Values) -> frozenset[str]:
    """Settle all that can be settled while the band stays open; the facts that cannot."""
    left = []
    for name in names:
        settled = (here.settle(name, value) for value in values[name])
        still_open = next((end for end in settled if len(end.possible) > 1), None)
        if still_open is None:
            left.append(name)
        else:
            here = still_open
    return frozenset(left)


def _possibly(
    start: Ground, names: Sequence[str], values: Values
) -> tuple[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...], int]:
    """Sets of the least size that settle the band with some values, with these bands; and the size that was reached."""
    size = 0
    while size < min(LARGEST, len(names)) and _ways([len(values[name]) for name in names], size + 1) <= MOST_TRIED:
        size += 1
        found: dict[tuple[str, ...], set[str]] = {}
        for chosen, band in _settled(start, names, size, values):
            found.setdefault(chosen, set()).add(band)
        if found:
            bands = start.possible
            return tuple((chosen, tuple(filter(found[chosen].__contains__, bands))) for chosen in found), size
    return (), size


def _ways(counts: Sequence[int], size: int) -> int:
    """In how many ways `size` facts with so many values each can be settled: an elementary symmetric polynomial."""
    ways = [1] + [0] * size
    for count in counts:
        for taken in range(size, 0, -1):
            ways[taken] += ways[taken - 1] * count
    return ways[size]


def _settled(here: Ground, names: Sequence[str], size: int, values: Values) -> Iterator[tuple[tuple[str, ...], str]]:
    """Each way to settle `size` of these facts that settles the band, none of them with fewer: the facts, and the band."""
    for index, name in enumerate(names[: len(names) - size + 1]):
        for value in values[name]:
            settled = here.settle(name, value)
            if size > 1:
                for chosen, band in _settled(settled, names[index + 1 :], size - 1, values):
                    yield (name, *chosen), band
            elif len(settled.possible) == 1:
                yield (name,), settled.possible[0]
