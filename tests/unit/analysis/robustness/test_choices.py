"""Random numbers become choices: each as likely as it should be."""

import numpy as np
import pytest

from govaudit.analysis.robustness.choices import (
    ALONE,
    CONCENTRATION,
    EVERYTHING,
    Menu,
    Vary,
    choose,
    design,
    weights_from,
)

MENU = Menu(
    weights=(1.0, 1.0, 2.0, 0.0),
    aggregations=("mean", "geometric", "minimum"),
    policies=3,
    completions=4,
    members=4,
    indicators=6,
)
NUMBERS = design(MENU, 4096, 0)


def test_nothing_varied_is_as_given() -> None:
    found = choose(MENU, Vary(), NUMBERS[:8])
    assert found.weights.tolist() == [[0.25, 0.25, 0.5, 0.0]] * 8
    assert (found.aggregation == 0).all()
    assert (found.scenario == 0).all()
    assert (found.left_out == 0).all()


def test_choices_come_as_often_as_they_should() -> None:
    found = choose(MENU, EVERYTHING, NUMBERS)
    share = {name: np.bincount(getattr(found, name)) / 4096 for name in ("aggregation", "scenario", "left_out")}
    assert np.allclose(share["aggregation"], 1 / 3, atol=0.01)
    assert np.allclose(share["scenario"], [0] + [1 / 6] * 3 + [1 / 8] * 4, atol=0.01)
    assert np.allclose(share["left_out"], [1 / 3, *[1 / 12] * 4, *[1 / 18] * 6], atol=0.01)
    policies = choose(MENU, ALONE["policies"], NUMBERS)
    assert set(policies.scenario.tolist()) == {1, 2, 3}
    assert set(choose(MENU, ALONE["completions"], NUMBERS).scenario.tolist()) == {4, 5, 6, 7}


def test_weights_around_the_given_ones_have_the_moments_of_dirichlets_distribution() -> None:
    """Mean aᵢ/a, variance (aᵢ/a)(1 - aᵢ/a)/(a + 1), where a is the sum of the parameters (N. Balakrishnan & V. Nevzorov, A Primer on Statistical Distributions, 2003, ch. 27)."""
    found = weights_from(MENU.weights, "around", NUMBERS[:, :5])
    assert np.allclose(found.sum(axis=1), 1)
    assert (found[:, 3] == 0).all()
    mean = np.array([0.25, 0.25, 0.5])
    total = CONCENTRATION * 3
    assert np.allclose(found[:, :3].mean(axis=0), mean, atol=0.002)
    assert np.allclose(found[:, :3].var(axis=0), mean * (1 - mean) / (total + 1), rtol=0.05)


def test_weights_anywhere_are_even_over_the_simplex() -> None:
    found = weights_from((1.0, 1.0, 5.0), "anywhere", NUMBERS[:, :4])
    for threshold in (0.1, 0.3, 0.6):  # P(w > t) = (1 - t)²
        assert (found > threshold).mean(axis=0) == pytest.approx([(1 - threshold) ** 2] * 3, abs=0.02)


def test_a_seed_gives_the_same_and_another_gives_another_and_zero_is_a_seed() -> None:
    assert (design(MENU, 64, 0) == design(MENU, 64, 0)).all()
    assert (design(MENU, 64, 0) != design(MENU, 64, 1)).any()
