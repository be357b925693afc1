"""What a refuted candidate teaches an integer program: how the nodes that it only knows in outline score under that candidate, and near it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from govaudit.analysis.planning.encode import YES, Encoded, Encoder
from govaudit.analysis.planning.groups import leans, touch
from govaudit.analysis.planning.program import ZERO, Literal, constant, total, value_of
from govaudit.problems import Code, GovauditError, Problem
from govaudit.rules.truth import FALSE, TRUE
from govaudit.scoring.aggregate import Member, is_mean
from govaudit.scoring.bounds import bound
from govaudit.scoring.evaluate import Result
from govaudit.scoring.plan import Plan

ROUNDS = 3000
"""After so many refuted candidates the search gives up, and says so."""
NEAR = Fraction(1, 10**6)
SMALL = Fraction(1, 1000)


@dataclass(slots=True)
class Lessons:
    """Adds to an encoder's program what each refuted candidate shows.

    Attributes
    ----------
    cuts
        How many there were.
    """

    plan: Plan
    encoder: Encoder
    cuts: int = 0

    def learn(self, taken: Mapping[str, Literal], results: Mapping[str, Result]) -> None:
        """Tell the program what the nodes that it only knows in outline come to under these options of the facts.

        Raises
        ------
        GovauditError
            If it was told too often.
        """
        self.cuts += 1
        if self.cuts > ROUNDS:
            message = f"expected a plan within {ROUNDS} rounds of refuted candidates; found none"
            hint = "means with doubtful members and products are only searched by trial; try a nearer target"
            raise GovauditError(Problem(code=Code.TOO_LARGE, message=message, hint=hint))
        for name, node in self.encoder.nodes.items():
            if node.raw is not None and results[name].applies is not FALSE:
                self._outline(name, node, taken, results)

    def _outline(self, name: str, node: Encoded, taken: Mapping[str, Literal], results: Mapping[str, Result]) -> None:
        """Both bounds of a node as they are, loosened by each option that is another."""
        assert node.raw is not None  # only such come here
        literals = [taken[fact] for fact in self.plan.facts_below(name)]
        away = total(
            [constant(Fraction(len(literals))), *(value_of(literal).times(Fraction(-1)) for literal in literals)]
        )
        for expr, score in zip(node.raw, self._raw(name, results), strict=True):
            span = max(expr.high - score, score - expr.low, ZERO)
            self.encoder.program.no_more(expr, total([constant(score), away.times(span)]))
            self.encoder.program.no_more(total([constant(score), away.times(-span)]), expr)
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
            touch(self.encoder.program, how, made, parts)
