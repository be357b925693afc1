"""The cheapest changes that reach a target, each candidate verified by the interpreter.

The program never asks more of a plan than the framework does. So its minimum is no dearer than the cheapest plan; and if the interpreter
confirms it, it is that plan. If it does not, the program is told what the interpreter saw, and asked again: cuts in the manner of
J. N. Hooker & G. Ottosson, Logic-based Benders decomposition, Mathematical Programming 96, 2003, doi:10.1007/s10107-003-0375-9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.planning.encode import Encoder
from govaudit.analysis.planning.lessons import NEAR, Lessons
from govaudit.analysis.planning.moves import Option
from govaudit.analysis.planning.program import ZERO, Expr, Literal, Program, Row, total, value_of
from govaudit.analysis.planning.solve import minimise
from govaudit.analysis.planning.target import Target, keeps_below, reached
from govaudit.model.knowledge import Knowledge
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan

BLOCK = 100
FEW = 6
Assignment = tuple[int, ...]
"""The place of the option taken, fact by fact in the order of the codebook; 0 leaves a fact as it is."""


@dataclass(frozen=True, slots=True)
class Found:
    """A verified plan: the option of every fact that changes, in the order of the codebook, and what they cost together."""

    changes: Mapping[str, Option]
    cost: int


class Search:
    """The plans for one forum, one target, and one meaning of reaching it.

    Parameters
    ----------
    choices
        The options of every fact that the target rests on.
    certain
        Whether the target must be reached whatever the unknown turns out to be, or may be.
    """

    def __init__(
        self,
        plan: Plan,
        facts: Mapping[str, Knowledge],
        choices: Mapping[str, tuple[Option, ...]],
        target: Target,
        *,
        certain: bool,
    ) -> None:
        self.plan, self.facts, self.target, self.certain = plan, facts, target, certain
        self.names = plan.facts_below(target.node)
        self.choices = [choices[name] for name in self.names]
        self.encoder = Encoder(plan, choices)
        self.root = self.encoder.encode(target.node)
        self.program: Program = self.encoder.program
        self.needed = plan.nodes_below(target.node)
        self.aimed = len(self.program.rows)
        self.lessons = Lessons(plan, self.encoder)
        self._demand()

    @property
    def end(self) -> Expr:
        return self.root.low if self.certain else self.root.high

    def _demand(self) -> None:
        """The rows of the target."""
        program, root = self.program, self.root
        program.holds(root.effective.certain if self.certain else root.effective.possible)
        self.aimed = len(program.rows)
        program.holds(program.reaches(self.end, self.target.least, strictly=self.target.strictly))
        for place, _ in keeps_below(self.plan, self.target):
            cap = root.caps[place]
            program.holds((cap.possible if self.certain else cap.certain) ^ 1)

    def plans(self, most: int) -> Iterator[Found]:
        """Up to `most` plans, cheapest first; none changes all the facts that an earlier one does."""
        for _ in range(most):
            found = self._cheapest()
            if found is None:
                return
            changed = [place for place, option in enumerate(found) if option]
            taken = {self.names[place]: self.choices[place][found[place]] for place in changed}
            yield Found(taken, sum(option.cost for option in taken.values()))
            if not changed:
                return
            kept = [value_of(self.encoder.chosen[self.names[place]][0]) for place in changed]
            self.program.at_least(total(kept), Fraction(1))

    def _cheapest(self) -> Assignment | None:
        """The cheapest assignment; of those the one with the fewest changes; of those the one whose facts stand earliest in the codebook.

        The aims are taken one after the other, in small whole numbers: one sum that ranks all of them at once takes HiGHS a hundred times as long. What is least
        is then held to, from above and, which shortens the proof that nothing else is alike, from below.
        """
        price = self._sum(lambda place, index: self.choices[place][index].cost)
        found = self._least(price, ())
        if found is None:
            return None
        held = self._exactly(price, found)
        few = self._sum(lambda _, index: 1 if index else 0)
        early = self._sum(lambda place, index: (place + 1) ** 2 + index if index else 0)
        order = total([few.times(Fraction((len(self.names) + 1) ** 3)), early])
        found = self._least(order, held)
        assert found is not None  # the one before is one
        held += [*self._exactly(few, found), *self._exactly(early, found)]
        alike = [found]
        while len(alike) <= FEW:
            another = self._least(order, [*held, *map(self._other, alike)])
            if another is None:
                return min(alike)
            alike.append(another)
        return self._first(held, min(alike))

    def _first(self, held: list[Row], found: Assignment) -> Assignment:
        """Of many assignments alike, the first, option by option, a few facts at a time."""
        for block in self._blocks():
            weights, power = {}, 1
            for place in reversed(block):
                weights[place], power = power, power * len(self.choices[place])
            order = self._sum(lambda place, index, weights=weights: weights.get(place, 0) * index)  # type: ignore[misc]
            if any(found[place] for place in block):  # else nothing comes before it
                better = self._least(order, held)
                assert better is not None  # the one before is one
                found = better
            held += self._exactly(order, found)
        return found

    def _exactly(self, expr: Expr, least: Assignment) -> list[Row]:
        """A sum over the options as it is for an assignment of which it is the least."""
        worth = self._worth(expr, least)
        return [_over(expr, worth), _over(expr.times(Fraction(-1)), -worth)]

    def _worth(self, expr: Expr, found: Assignment) -> Fraction:
        """What a sum over the options comes to."""
        taken = set(self._taken(found).values())
        return expr.constant + sum((value for variable, value in expr.terms.items() if 2 * variable + 2 in taken), ZERO)

    def _blocks(self) -> Iterator[list[int]]:
        """The facts that may change, in order, so few at a time that their order can be one whole number."""
        block: list[int] = []
        size = 1
        for place, options in enumerate(self.choices):
            if block and size * len(options) > BLOCK:
                yield block
                block, size = [], 1
            if len(options) > 1:
                block.append(place)
                size *= len(options)
        if block:
            yield block

    def _sum(self, weight: Callable[[int, int], int]) -> Expr:
        """A weight for each option that is taken."""
        parts = [
            value_of(literal).times(Fraction(weight(place, index)))
            for place, name in enumerate(self.names)
            for index, literal in enumerate(self.encoder.chosen[name])
        ]
        return total(parts)

    def _least(self, aim: Expr, more: Sequence[Row]) -> Assignment | None:
        """The assignment with the least sum that the interpreter confirms; None if there is none."""
        while True:
            values = minimise(self.program, aim.terms, more)
            if values is None:
                return None
            found = self._read(values)
            results = self._results(found)
            if reached(self.plan, self.target, results[self.target.node], certain=self.certain):
                return found
            self.lessons.learn(self._taken(found), results)
            self.program.rows.append(self._other(found))

    def _read(self, values: Sequence[float]) -> Assignment:
        """The option of each fact. The solver's numbers are near 0 or 1; what they stand for is judged anew."""
        return tuple(
            max(range(len(chosen)), key=lambda index: _at(values, chosen[index]))
            for chosen in map(self.encoder.chosen.__getitem__, self.names)
        )

    def _other(self, found: Assignment) -> Row:
        """Any assignment but this one."""
        return _over(total(map(value_of, self._taken(found).values())), Fraction(len(self.names) - 1))

    def _taken(self, found: Assignment) -> dict[str, Literal]:
        """The literal of the option taken, by fact."""
        return {name: self.encoder.chosen[name][index] for name, index in zip(self.names, found, strict=True)}

    def after(self, found: Assignment) -> dict[str, Knowledge]:
        """What is known once these options are taken."""
        options = (choices[index] for choices, index in zip(self.choices, found, strict=True))
        return {**self.facts, **{name: option.knowledge for name, option in zip(self.names, options, strict=True)}}

    def _results(self, found: Assignment) -> dict[str, Result]:
        return Evaluation(self.plan, self.after(found)).run(self.needed)

    # if nothing reaches it

    def best(self) -> tuple[Assignment, Fraction] | None:
        """The best score that any plan reaches, caps on the band left aside; None if the node cannot be made to apply."""
        self.program.rows = self.program.rows[: self.aimed]
        best: tuple[Assignment, Fraction] | None = None
        aim = self.end.times(Fraction(-1))
        while True:
            values = minimise(self.program, aim.terms)
            if values is None:
                return best
            found = self._read(values)
            results = self._results(found)
            result = results[self.target.node]
            score = result.low if self.certain else result.high
            if score is not None and (best is None or score > best[1]):
                best = found, score
            claimed = sum(
                (value * Fraction(float(values[variable])) for variable, value in self.end.terms.items()),
                self.end.constant,
            )
            if best is not None and claimed <= best[1] + NEAR * max(Fraction(1), abs(best[1])):
                return best
            self.lessons.learn(self._taken(found), results)
            self.program.rows.append(self._other(found))


def _at(values: Sequence[float], literal: Literal) -> float:
    """What the solver makes of a literal."""
    if literal <= 1:
        return float(literal)
    value = float(values[(literal - 2) // 2])
    return 1 - value if literal & 1 else value


def _over(expr: Expr, most: Fraction) -> Row:
    """``expr ≤ most``, of whole numbers."""
    return Row({variable: -value for variable, value in expr.terms.items()}, expr.constant - most - Fraction(1, 2))
