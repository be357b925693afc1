"""What a change does to the problems of the data: which it brings, which it mends, which remain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from govaudit.problems import Checked, Problem


@dataclass(frozen=True, slots=True)
class Progress:
    """The problems of two states of the data, each by place. `suppressed`: those that only the later state accepts."""

    new: tuple[Problem, ...]
    suppressed: tuple[Problem, ...]
    mended: tuple[Problem, ...]
    remaining: tuple[Problem, ...]
    accepted: tuple[int, int]
    """How many problems the data accept, before and after."""


def progress(before: Checked, after: Checked) -> Progress:
    """Tell what became of the problems.

    A problem is the same if code, file, place and message are; else, since lists grow in the middle, if all but the indices of its
    place are; else, for a place without indices, whatever the message, which may name a day that has moved.
    """
    remaining, gone, new = _match(before.problems, after.problems)
    _, _, suppressed = _match(before.suppressed, after.suppressed)
    _, mended, _ = _match(gone, suppressed)  # what the data accept now is not mended
    accepted = (len(before.suppressed), len(after.suppressed))
    return Progress(_ordered(new), _ordered(suppressed), _ordered(mended), _ordered(remaining), accepted)


def _ordered(problems: Collection[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=Problem.sort_key))


def _match(
    before: Collection[Problem], after: Collection[Problem]
) -> tuple[list[Problem], list[Problem], list[Problem]]:
    """Those of `after` that were there before, those of `before` that are gone, and those of `after` that are new."""
    remaining: list[Problem] = []
    gone, new = dict.fromkeys(_ordered(before)), list(_ordered(after))
    for same in (_exact, _moved, _reworded):
        waiting: dict[object, list[Problem]] = defaultdict(list)
        for problem in gone:
            waiting[same(problem)].append(problem)
        waiting[None].clear()
        unmatched = []
        for problem in new:
            if found := waiting[same(problem)]:
                del gone[found.pop(0)]
                remaining.append(problem)
            else:
                unmatched.append(problem)
        new = unmatched
    return remaining, list(gone), new


def _exact(problem: Problem) -> object:
    return problem.code, problem.document, problem.node, problem.message


def _moved(problem: Problem) -> object:
    names = tuple(part for part in problem.node if isinstance(part, str))
    return problem.code, problem.document, names, problem.message


def _reworded(problem: Problem) -> object:
    """None for a place with indices: something else may stand there now."""
    indexed = any(isinstance(part, int) for part in problem.node)
    return None if indexed else (problem.code, problem.document, problem.node)
