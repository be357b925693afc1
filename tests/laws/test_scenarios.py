"""Scenarios over arrays: as the evaluator has them under every policy, and every completion within the bounds."""

from __future__ import annotations

import numpy as np
from hypothesis import given

from govaudit.analysis.robustness.choices import Vary, choose, design
from govaudit.analysis.robustness.space import Space, span_space
from govaudit.model.framework import MISSING, Missing
from govaudit.rules.truth import TRUE
from govaudit.scoring.evaluate import Evaluation

from .brute import Brute, completions
from .frameworks import FEWER, Example, examples

CLOSE = 1e-6
ENOUGH = 40
"""Completions that are all drawn with near certainty, if there are few."""


def scores(space: Space, vary: Vary, draws: int) -> list[float | None]:
    found = space.scores(choose(space.menu, vary, design(space.menu, draws, 0)))[:, 0]
    return [None if np.isnan(score) else float(score) for score in found]


def same(found: float | None, wanted: float | None) -> bool:
    if found is None or wanted is None:
        return found is wanted
    return abs(found - wanted) <= CLOSE * max(1.0, abs(wanted))


@given(examples())
def test_scenarios_are_those_of_the_evaluator(example: Example) -> None:
    policies: tuple[Missing | None, ...] = (None, *MISSING)
    for policy in policies:
        result = Evaluation(example.plan, example.facts, policy).run()[example.plan.root]
        space = span_space(example.plan, {"one": example.facts}, policy, 0, 0)
        (score, _) = scores(space, Vary(), 2)
        assert same(score, None if result.point is None else float(result.point))


@FEWER
@given(examples(budget=4))
def test_completions_have_the_scores_of_the_naive_reference(example: Example) -> None:
    space = span_space(example.plan, {"one": example.facts}, None, ENOUGH, 0)
    wanted = []
    for complete in completions(example.codebook, example.facts):
        score = Brute(example.framework, example.codebook, complete).score(example.plan.root)
        wanted.append(None if score is None else float(score))
    for found in scores(space, Vary(unknowns="completions"), 128):
        assert any(same(found, one) for one in wanted)


@FEWER
@given(examples())
def test_completions_lie_within_the_bounds(example: Example) -> None:
    result = Evaluation(example.plan, example.facts).run()[example.plan.root]
    space = span_space(example.plan, {"one": example.facts}, None, ENOUGH, 0)
    for score in scores(space, Vary(unknowns="completions"), 64):
        if score is None:
            assert result.effective is not TRUE
            continue
        assert result.low is not None
        assert result.high is not None
        slack = CLOSE * max(1.0, abs(score))
        assert float(result.low) - slack <= score <= float(result.high) + slack
