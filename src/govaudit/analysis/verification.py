"""Whether published figures follow from published answers. What does not is never called wrong: it does not follow, and here is why.

A score follows if the published figure is a rounding of the exact one. Ranks are in `analysis.published_ranks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TypeAlias

from govaudit.analysis.published_ranks import Ranking, rankings
from govaudit.model.codebook import shown_value
from govaudit.model.knowledge import UNCODED, Knowledge
from govaudit.model.published import Printed
from govaudit.model.rule import Asks, FactTest, predicates
from govaudit.model.scorecard import NodeScore, Score
from govaudit.model.table import Rounding
from govaudit.model.unit import Unit
from govaudit.problems import Collector, GovauditError
from govaudit.scoring.evaluate import Evaluation
from govaudit.scoring.scale import Rubric, Table
from govaudit.scoring.scorecard import designations, node_score
from govaudit.scoring.units import Request, evaluate_unit

UNSCORED = Score()
HALF = Fraction(1, 2)
Answer: TypeAlias = tuple[str, Knowledge]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One node on the way from the answers to a figure.

    Attributes
    ----------
    depth
        How far below the figure's own node it stands, which is at 0.
    weight
        Its weight in the node above.
    how
        The aggregation of its members; "" of an indicator.
    stepped
        Whether steps turn what is aggregated into another value.
    members
        The ids of what it is made of.
    answers
        The facts it reads itself, and what is known of them.
    """

    node: NodeScore
    depth: int
    weight: Fraction
    how: str
    stepped: bool
    members: tuple[str, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A published figure beside the recomputed one.

    Attributes
    ----------
    answered
        Whether the table of answers has the unit at all.
    value, word
        What was recomputed: of a score or rank the number, of a band, level or designation the word; None and "" if there is none.
    score
        The recomputed score of the node.
    trace, answers
        Of what does not follow: the nodes below the figure's; and the facts that a designation reads.
    """

    printed: Printed
    follows: bool
    answered: bool = True
    value: Fraction | None = None
    word: str = ""
    score: Score = UNSCORED
    trace: tuple[Step, ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def difference(self) -> Fraction | None:
        """Published less recomputed; None of words."""
        if self.value is None or self.printed.value is None:
            return None
        return self.printed.value - self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """All figures, in the order in which they were published.

    Attributes
    ----------
    units
        How many units have answers.
    unpublished
        How many of them have no published figure.
    """

    checks: tuple[Check, ...]
    rankings: tuple[Ranking, ...]
    units: int
    unpublished: int

    @property
    def mismatches(self) -> tuple[Check, ...]:
        """What does not follow."""
        return tuple(check for check in self.checks if not check.follows)


def verify(
    request: Request,
    units: Iterable[Unit],
    printed: Sequence[Printed],
    problems: Collector,
    unread: Collection[tuple[str, str]] = (),
) -> Verification:
    """Recompute every published figure. `problems` takes what keeps a unit from being scored.

    Parameters
    ----------
    unread
        Unit and time of the rows that could not be read, once `units` are at their end: their figures are not judged.
    """
    wanted: dict[tuple[str, str], list[int]] = {}
    for position, figure in enumerate(printed):
        wanted.setdefault((figure.unit, figure.time), []).append(position)
    found: dict[int, Check] = {}
    failed: set[int] = set()
    count = unpublished = 0
    for unit in units:
        positions = wanted.pop((unit.name, unit.time), [])
        count, unpublished = count + 1, unpublished + (not positions)
        try:
            evaluation = evaluate_unit(request, unit)
        except GovauditError as error:
            problems.take(error.problems)
            failed |= set(positions)
            continue
        found |= {position: check(evaluation, printed[position]) for position in positions}
    for key, positions in wanted.items():
        if key in unread:
            failed |= set(positions)
        found |= {position: Check(printed=printed[position], follows=False, answered=False) for position in positions}
    checks = {position: found[position] for position in range(len(printed)) if position not in failed}
    exact = {
        (item.printed.target, (item.printed.unit, item.printed.time)): item.score.point
        for item in checks.values()
        if item.score.point is not None
    }
    lost = Counter(printed[position].target for position in failed if printed[position].figure.kind == "rank")
    ranked = rankings([item.printed for item in checks.values()], exact, lost)
    done = tuple(_ranked(item, ranked) for item in checks.values())
    return Verification(checks=done, rankings=ranked, units=count, unpublished=unpublished)


def check(evaluation: Evaluation, printed: Printed) -> Check:
    """One figure of one unit; a rank is judged when all units are scored."""
    if printed.figure.kind == "designation":
        word = dict(designations(evaluation))[printed.target]
        if word == printed.word:
            return Check(printed=printed, follows=True, word=word)
        return _of_designation(evaluation, printed, word)
    node = node_score(printed.target, evaluation)
    if printed.figure.kind == "rank":
        return Check(printed=printed, follows=False, score=node.score)
    word, value, follows = "", node.score.point, False
    match printed.figure.kind:
        case "band":
            value, word = None, node.band or ""
            follows = word == printed.word
        case "level":
            value, word = None, _level(evaluation, node)
            follows = word == printed.word
        case "score":
            follows = value is not None and _rounded(value, printed)
    trace = () if follows else tuple(steps(evaluation, printed.target))
    return Check(printed=printed, follows=follows, value=value, word=word, score=node.score, trace=trace)


def _level(evaluation: Evaluation, node: NodeScore) -> str:
    """The level that the point stands for: of several possible ones the lowest or the highest, as the missing policy has it; "" under `exclude`."""
    scale, policy = evaluation.plan.nodes[node.id].scale, evaluation.missing or evaluation.plan.nodes[node.id].missing
    if len(node.possible_levels) < 2 or policy == "exclude":
        return node.level or ""
    scores: dict[str, Fraction] = {}
    match scale:
        case Rubric(levels):
            scores = {level.id: level.score for level in levels}
        case Table(_, points):
            scores = {shown_value(value): score for value, score in points.items()}
    end = max if policy == "full-credit" else min
    return end(node.possible_levels, key=lambda level: scores[level])


def _rounded(value: Fraction, printed: Printed) -> bool:
    assert printed.value is not None  # a score is a number
    assert printed.figure.decimals is not None  # and says to how many
    return rounds_to(value, printed.value, printed.figure.decimals, printed.figure.rounding)


def _of_designation(evaluation: Evaluation, printed: Printed, word: str) -> Check:
    rule = next(rule for item, rule in evaluation.plan.designations if item.id == printed.target)
    leaves = predicates(rule)
    facts = dict.fromkeys(leaf.fact for leaf in leaves if isinstance(leaf, FactTest | Asks))
    nodes = dict.fromkeys(leaf.node for leaf in leaves if not isinstance(leaf, FactTest | Asks))
    return Check(
        printed=printed,
        follows=False,
        word=word,
        answers=tuple((fact, evaluation.facts.get(fact, UNCODED)) for fact in facts),
        trace=tuple(step for node in nodes for step in steps(evaluation, node)),
    )


def _ranked(item: Check, ranked: Sequence[Ranking]) -> Check:
    """A rank judged on the base that most ranks of its node follow from."""
    if item.printed.figure.kind != "rank" or not item.answered:
        return item
    ranking = next(ranking for ranking in ranked if ranking.target == item.printed.target)
    rank = ranking.ranks.get((item.printed.unit, item.printed.time))
    follows = rank == item.printed.value
    return replace(item, follows=follows, value=None if rank is None else Fraction(rank))


def steps(evaluation: Evaluation, name: str) -> Iterator[Step]:
    """A node and all it is made of, each once, parents first."""
    seen: set[str] = set()
    waiting = [(name, 0, Fraction(1))]
    while waiting:
        here, depth, weight = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        node = evaluation.plan.nodes[here]
        yield Step(
            node=node_score(here, evaluation),
            depth=depth,
            weight=weight,
            stepped=bool(node.aggregate and node.aggregate.steps),
            how=str(node.aggregate.aggregation) if node.aggregate else "",
            members=tuple(member for member, _ in node.members),
            answers=tuple(
                (fact, evaluation.facts.get(fact, UNCODED)) for fact in dict.fromkeys((*node.facts, *node.gate_facts))
            ),
        )
        waiting += [(member, depth + 1, share) for member, share in reversed(node.members)]


def rounds_to(exact: Fraction, published: Fraction, decimals: int, rounding: Rounding) -> bool:
    """Whether a published figure is a rounding of the exact one to so many decimals; of a tie, either neighbour is.

    >>> rounds_to(Fraction(5, 2), Fraction(2), 0, "nearest"), rounds_to(Fraction(7, 2), Fraction(4), 0, "down")
    (True, False)
    """
    unit = Fraction(1, 10**decimals)
    match rounding:
        case "nearest":
            return abs(exact - published) <= unit * HALF
        case "down":
            return 0 <= exact - published < unit
        case "up":
            return 0 <= published - exact < unit
