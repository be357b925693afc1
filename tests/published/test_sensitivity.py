"""Sobol' indices of functions whose indices are known, and beside SALib (Herman & Usher 2017, doi:10.21105/joss.00097)."""

import math
from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from govaudit.analysis.robustness.sensitivity import Sensitivity, indices

Floats = NDArray[np.float64]
DRAWS = 8192


def found_for(
    function: Callable[[Floats], Floats], width: int, groups: dict[str, slice] | None = None
) -> dict[str, Sensitivity]:
    groups = groups or {str(i): slice(i, i + 1) for i in range(width)}
    return {item.choice: item for item in indices(lambda u: {"y": function(u)}, groups, width, DRAWS, 0, 100)}


def ishigami(u: Floats) -> Floats:
    x = (2 * u - 1) * math.pi
    y: Floats = np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    return y


def test_ishigami_and_homma_1990() -> None:
    """With a = 7, b = 0.1: S = (0.3139, 0.4424, 0), ST = (0.5576, 0.4424, 0.2437) (Ishigami & Homma 1990, doi:10.1109/ISUMA.1990.151285)."""
    found = found_for(ishigami, 3)
    assert [found[i].first.share for i in "012"] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert [found[i].total.share for i in "012"] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    for item in found.values():
        assert item.total.low <= item.total.share <= item.total.high
        assert item.first.low < item.first.high


def test_a_group_has_the_index_of_all_its_inputs_together() -> None:
    """The first and third input of Ishigami's function: S = S1 + S3 + S13 = 0.5576 = 1 - S2."""
    found = found_for(ishigami, 3, {"second": slice(1, 2), "rest": slice(0, 3, 2)})
    assert found["rest"].first.share == pytest.approx(0.5576, abs=0.01)
    assert found["rest"].total.share == pytest.approx(0.5576, abs=0.01)


def test_sobols_g_function() -> None:
    """Partial variances Vᵢ = 1/(3(1 + aᵢ)²) of ∏ (|4xᵢ - 2| + aᵢ)/(1 + aᵢ) (Saltelli & Sobol' 1995, doi:10.1016/0951-8320(95)00099-2)."""
    a = np.array([0.0, 1.0, 4.5, 9.0])
    parts = 1 / (3 * (1 + a) ** 2)
    whole = np.prod(1 + parts) - 1

    def g(u: Floats) -> Floats:
        y: Floats = np.prod((np.abs(4 * u - 2) + a) / (1 + a), axis=1)
        return y

    found = found_for(g, 4)
    assert [found[i].first.share for i in "0123"] == pytest.approx(parts / whole, abs=0.01)
    totals = parts * np.prod(1 + parts) / (1 + parts) / whole
    assert [found[i].total.share for i in "0123"] == pytest.approx(totals, abs=0.01)


def test_beside_salib() -> None:
    from SALib.analyze import sobol
    from SALib.sample import sobol as sample

    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    theirs = sobol.analyze(
        problem,
        ishigami(sample.sample(problem, DRAWS, calc_second_order=False, seed=1)),
        calc_second_order=False,
        seed=1,
    )
    ours = found_for(ishigami, 3)
    assert [ours[i].first.share for i in "012"] == pytest.approx(theirs["S1"], abs=0.02)
    assert [ours[i].total.share for i in "012"] == pytest.approx(theirs["ST"], abs=0.02)


def test_an_output_that_never_changes_has_no_index_and_the_others_keep_theirs() -> None:
    def outputs(u: Floats) -> dict[str, Floats]:
        return {"still": np.ones(len(u)), "moving": u[:, 0]}

    found = indices(outputs, {"first": slice(0, 1), "second": slice(1, 2)}, 2, 256, 0, 20)
    still, moving = found[:2], found[2:]
    assert all(math.isnan(item.first.share) and math.isnan(item.total.high) for item in still)
    assert moving[0].first.share == pytest.approx(1, abs=0.02)
    assert moving[1].total.share == 0


def test_the_same_seed_gives_the_same_intervals() -> None:
    assert found_for(ishigami, 3) == found_for(ishigami, 3)
