"""Worked examples of agreement from the literature, to the digits that were printed."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pytest

from govaudit.analysis.agreement import alpha
from govaudit.analysis.agreement.alpha import Floats, Metric
from govaudit.analysis.agreement.kappa import agreement, cohen, fleiss
from govaudit.analysis.agreement.ratings import MISSING, Stratum


def interval(counts: Floats) -> Floats:
    """Squared differences of the values 1, 2, …"""
    values = np.arange(1.0, counts.shape[1] + 1)
    return np.broadcast_to((values[:, None] - values) ** 2, (*counts.shape, counts.shape[1]))


def ratio(counts: Floats) -> Floats:
    values = np.arange(1.0, counts.shape[1] + 1)
    return np.broadcast_to(
        ((values[:, None] - values) / (values[:, None] + values)) ** 2, (*counts.shape, counts.shape[1])
    )


FOUR_OBSERVERS = """
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 .
"""


@pytest.mark.parametrize(
    ("metric", "printed"), [(alpha.nominal, 0.743), (alpha.ordinal, 0.815), (interval, 0.849), (ratio, 0.797)]
)
def test_krippendorff_2011_computing_alpha_reliability_four_observers_twelve_units(
    metric: Metric, printed: float
) -> None:
    observers = [line.split() for line in FOUR_OBSERVERS.strip().splitlines()]
    units = [tuple(MISSING if item == "." else int(item) - 1 for item in unit) for unit in zip(*observers, strict=True)]
    rated = tuple(unit for unit in units if len(unit) - unit.count(MISSING) > 1)
    assert len(rated) == 11  # unit 12 was rated once
    found = alpha.alpha([Stratum(rated, 5)], metric)
    assert found is not None
    assert round(found, 3) == printed


def test_cohen_1960_two_judges_two_hundred_cases() -> None:
    counts = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    rows = tuple((i, j) for i, line in enumerate(counts) for j, count in enumerate(line) for _ in range(count))
    found = cohen([Stratum(rows, 3)])
    assert agreement([Stratum(rows, 3)]) == Fraction(7, 10)
    assert found is not None
    assert round(float(found), 3) == 0.492


def rated(counts: Sequence[Sequence[int]]) -> list[Stratum]:
    """Subjects by category, and how many raters chose it."""
    rows = tuple(tuple(i for i, count in enumerate(line) for _ in range(count)) for line in counts)
    return [Stratum(rows, len(counts[0]))]


DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""


def test_fleiss_1971_thirty_patients_six_psychiatrists_five_diagnoses() -> None:
    counts = [[int(digit) for digit in word] for word in DIAGNOSES.split()]
    assert [sum(column) for column in zip(*counts, strict=True)] == [26, 26, 30, 55, 43]
    found, share = fleiss(rated(counts)), agreement(rated(counts))
    assert found is not None
    assert share is not None
    assert round(float(share), 3) == 0.556
    assert round(float(found), 3) == 0.430
