"""The cheapest changes that reach a target, each candidate verified by the interpreter.

The program never asks more of a plan than the framework does. So its minimum is no dearer than the cheapest plan; and if the interpreter
confirms it, it is that plan. If it does not, the program is told what the interpreter saw, and asked again: cuts in the manner of
J. N. Hooker & G. Ottosson, Logic-based Benders decomposition, Mathematical Programming 96, 2003, doi:10.1007/s10107-003-0375-9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.planning.encode import YES, Encoded, Encoder
from govaudit.analysis.planning.groups import leans, touch
from govaudit.analysis.planning.moves import Option
from govaudit.analysis.planning.program import ZERO, Expr, Literal, Program, Row, constant, total, value_of
from govaudit.analysis.planning.solve import minimise
from govaudit.analysis.planning.target import Target, keeps_below, reached
from govaudit.model.knowledge import Knowledge
from govaudit.problems import Code, GovauditError, Problem
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.aggregate import Member, is_mean
from govaudit.scoring.bounds import bound
from govaudit.scoring.evaluate import Evaluation, Result
from govaudit.scoring.plan import Plan

ROUNDS = 3000
"""After so many refuted candidates the search gives up, and says so."""
BLOCK = 100
FEW = 6
NEAR = Fraction(1, 10**6)
SMALL = Fraction(1, 1000)
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
        self.cuts = 0
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

        The aims are taken one after the other, in small whole numbers: one sum that ranks all of them at once takes HiGHS a hundred times as long.
        """
        price = self._sum(lambda place, index: self.choices[place][index].cost)
        found = self._least(price, ())
        if found is None:
            return None
        held = [_over(price, self._worth(price, found))]
        far = (len(self.names) + 1) ** 3
        order = self._sum(lambda place, index: far + (place + 1) ** 2 + index if index else 0)
        found = self._least(order, held)
        assert found is not None  # the one before is one
        held.append(_over(order, self._worth(order, found)))
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
            held.append(_over(order, self._worth(order, found)))
        return found

    def _worth(self, expr: Expr, found: Assignment) -> Fraction:
        """What a sum over the options comes to."""
        taken = set(self._literals(found, self.names))
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
            self._refute(found, results)
            self.program.rows.append(self._other(found))

    def _read(self, values: Sequence[float]) -> Assignment:
        """The option of each fact. The solver's numbers are near 0 or 1; what they stand for is judged anew."""
        return tuple(
            max(range(len(chosen)), key=lambda index: _at(values, chosen[index]))
            for chosen in map(self.encoder.chosen.__getitem__, self.names)
        )

    def _other(self, found: Assignment) -> Row:
        """Any assignment but this one."""
        return _over(total(map(value_of, self._literals(found, self.names))), Fraction(len(self.names) - 1))

    def _literals(self, found: Assignment, names: Sequence[str]) -> list[Literal]:
        taken = dict(zip(self.names, found, strict=True))
        return [self.encoder.chosen[name][taken[name]] for name in names]

    def after(self, found: Assignment) -> dict[str, Knowledge]:
        """What is known once these options are taken."""
        options = (choices[index] for choices, index in zip(self.choices, found, strict=True))
        return {**self.facts, **{name: option.knowledge for name, option in zip(self.names, options, strict=True)}}

    def _results(self, found: Assignment) -> dict[str, Result]:
        return Evaluation(self.plan, self.after(found)).run(self.needed)

    # what a refuted candidate teaches

    def _refute(self, found: Assignment, results: Mapping[str, Result]) -> None:
        """Tell the program what the nodes that it only knows in outline come to under this assignment."""
        self.cuts += 1
        if self.cuts > ROUNDS:
            message = f"expected a plan within {ROUNDS} rounds of refuted candidates; found none"
            hint = "means with doubtful members and products are only searched by trial; try a nearer target"
            raise GovauditError(Problem(code=Code.TOO_LARGE, message=message, hint=hint))
        for name, node in self.encoder.nodes.items():
            if node.raw is not None and results[name].applies is not FALSE:
                self._outline(name, node, found, results)

    def _outline(self, name: str, node: Encoded, found: Assignment, results: Mapping[str, Result]) -> None:
        assert node.raw is not None  # only such come here
        literals = self._literals(found, self.plan.facts_below(name))
        away = total(
            [constant(Fraction(len(literals))), *(value_of(literal).times(Fraction(-1)) for literal in literals)]
        )
        for expr, score in zip(node.raw, self._raw(name, results), strict=True):
            span = max(expr.high - score, score - expr.low, ZERO)
            self.program.no_more(expr, total([constant(score), away.times(span)]))
            self.program.no_more(total([constant(score), away.times(-span)]), expr)
        how = self.plan.nodes[name].aggregate
        if how is not None and leans(how.aggregation):
            self._touch(name, how.aggregation, node, results)

    def _raw(self, name: str, results: Mapping[str, Result]) -> tuple[Fraction, Fraction]:
        """A group's bounds before steps and caps."""
        node = self.plan.nodes[name]
        spec = node.aggregate
        assert spec is not None  # a group
        inside = []
        for member, weight in sorted(node.members):
            result = results[member]
            applies = result.effective if node.kind == "derived" else result.applies
            if applies is not FALSE and (weight or not is_mean(spec.aggregation)):
                inside.append((applies is TRUE, weight, result))
        ends = []
        for lowest in (True, False):
            sides: dict[bool, list[Member]] = {True: [], False: []}
            for certain, weight, result in inside:
                score = result.low if lowest else result.high
                assert score is not None  # it may apply
                sides[certain].append((weight, score))
            extreme = bound(spec.aggregation, sides[True], sides[False], lowest=lowest)
            assert extreme is not None  # the group may apply
            ends.append(extreme.score)
        return ends[0], ends[1]

    def _touch(self, name: str, how: str | int, node: Encoded, results: Mapping[str, Result]) -> None:
        """A plane that touches a power mean where the candidate stands: ``∂M/∂xᵢ = wᵢ/W · (M/xᵢ)^(1-p)``."""
        members = [
            (self.encoder.nodes[member], weight, results[member])
            for member, weight in self.plan.nodes[name].members
            if weight
        ]
        if node.raw is None or any(part.effective != YES for part, *_ in members):
            return
        power = {"geometric": 0, "harmonic": -1}.get(str(how), how)
        whole = sum((weight for _, weight, _ in members), ZERO)
        for lowest, made in zip((True, False), node.raw, strict=True):
            ends = [part.low if lowest else part.high for part, *_ in members]
            least = max(end.high for end in ends) * SMALL
            scores = [max((result.low if lowest else result.high) or ZERO, least) for *_, result in members]
            extreme = bound(
                how, [(weight, score) for (_, weight, _), score in zip(members, scores, strict=True)], [], lowest=lowest
            )
            if extreme is None or least <= 0:
                return
            outward = 1 + (NEAR if int(power) < 1 else -NEAR) / 100  # what the slope loses as a machine number
            slopes = [Fraction(float(extreme.score / score) ** (1 - int(power))) * outward for score in scores]
            parts = [
                end.times((weight / whole * slope).limit_denominator(10**12))
                for end, (_, weight, _), slope in zip(ends, members, slopes, strict=True)
            ]
            touch(self.program, how, made, parts)

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
            self._refute(found, results)
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
