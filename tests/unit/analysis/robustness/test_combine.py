"""Groups over arrays give what the exact engine gives."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis.robustness.combine import combine, stepped
from govaudit.model.base import read
from govaudit.model.rubric import Step
from govaudit.scoring.aggregate import aggregate, is_mean
from govaudit.scoring.tables import entry_at

HOW = ("mean", "sum", "product", "geometric", "harmonic", "minimum", "maximum", "median", 2, -2, 3)
QUARTERS = st.integers(0, 40).map(lambda number: Fraction(number, 4))
MEMBERS = st.lists(
    st.tuples(st.integers(0, 8).map(lambda n: Fraction(n, 2)), st.none() | QUARTERS), min_size=1, max_size=6
)


@given(st.sampled_from(HOW), MEMBERS)
def test_every_aggregation_is_that_of_the_engine(
    how: str | int, members: list[tuple[Fraction, Fraction | None]]
) -> None:
    counting = [(w, x) for w, x in members if x is not None and (w or not is_mean(how))]
    points = np.array([[np.nan if x is None else float(x) for _, x in members]])
    found = combine(how, points, np.array([float(w) for w, _ in members]))[0]
    if not counting:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(float(aggregate(how, counting)), abs=1e-9)


STEPS = [
    read(Step, {"at-least": 6, "value": 3}),
    read(Step, {"at-least": 2, "value": 2}),
    read(Step, {"otherwise": True, "value": 1}),
]
FALLING = [read(Step, {"at-most": 2, "value": 9}), read(Step, {"otherwise": True, "value": 1})]


@pytest.mark.parametrize("steps", [STEPS, FALLING])
def test_steps_are_those_of_the_engine(steps: list[Step]) -> None:
    scores = [Fraction(number, 4) for number in range(40)]
    found = stepped(steps, np.array([float(score) for score in scores]))
    assert found.tolist() == [float(entry_at(steps, score).value) for score in scores]
    assert np.isnan(stepped(steps, np.array([np.nan]))[0])


def test_a_score_a_floats_last_digit_below_a_threshold_meets_it() -> None:
    assert stepped(STEPS, np.array([0.1 + 0.2 + 5.7 - 1e-15])).tolist() == [3.0]
