"""Worked examples of weighted means, as printed by others. Each figure is compared at the decimals of its source."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from govaudit.scoring.aggregate import aggregate


def mean(how: str | int, scores: list[str], weights: list[str]) -> Fraction:
    pairs = zip(weights, scores, strict=True)
    return aggregate(how, [(Fraction(weight), Fraction(score)) for weight, score in pairs])


def at_the_decimals_of(printed: str, value: Fraction) -> str:
    step = Decimal(printed)
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return str(exact.quantize(step, rounding=ROUND_HALF_UP))


def test_undp_hdr_2020_technical_note_1_geometric_mean_of_three_dimension_indices() -> None:
    """The worked Human Development Index: (0.6971 · 0.3447 · 0.5506)^(1/3) = 0.510.

    UNDP, Human Development Report 2020, Technical notes, technical note 1 (hdr2020_technical_notes.pdf).
    """
    value = mean("geometric", ["0.6971", "0.3447", "0.5506"], ["1", "1", "1"])
    assert at_the_decimals_of("0.510", value) == "0.510"


@pytest.mark.parametrize(
    ("how", "scores", "weights", "printed"),
    [
        ("geometric", "1 4", "1 1", "2.0"),
        ("geometric", "1 2 3 4 5 6 7", "1 1 1 1 1 1 1", "3.3800151591412964"),
        ("geometric", "1 4 7", "3 1 3", "2.80668351922014"),
        ("harmonic", "1 2 3 4 5 6 7", "1 1 1 1 1 1 1", "2.6997245179063363"),
        ("harmonic", "1 4 7", "3 1 3", "1.9029126213592233"),
        (-1, "1 4 7", "3 1 3", "1.9029126213592233"),
        (-2, "1 4 7", "3 1 3", "1.4969684896631954"),
    ],
)
def test_scipy_reference_gmean_hmean_pmean(how: str | int, scores: str, weights: str, printed: str) -> None:
    """SciPy API reference, `scipy.stats.gmean`, `hmean` and `pmean`, section Examples (printed as 64-bit floats)."""
    assert at_the_decimals_of(printed[:15], mean(how, scores.split(), weights.split())) == _rounded(printed)


def _rounded(printed: str) -> str:
    return str(Decimal(printed).quantize(Decimal(printed[:15]), rounding=ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("how", "scores", "weights", "printed"),
    [
        ("mean", "3.5 4.0 5.25", "1 1 1", "4.25"),
        ("mean", "85 92 83 91", "0.20 0.20 0.30 0.30", "87.6"),
        ("geometric", "54 24 36", "1 1 1", "36.0"),
        ("harmonic", "40 60", "1 1", "48.0"),
        ("harmonic", "40 60", "5 30", "56.0"),
        ("median", "1 3 5", "1 1 1", "3"),
        ("median", "1 3 5 7", "1 1 1 1", "4.0"),
    ],
)
def test_python_library_reference_statistics(how: str, scores: str, weights: str, printed: str) -> None:
    """Python Standard Library reference, module `statistics`: the printed examples; here they come out exactly."""
    assert mean(how, scores.split(), weights.split()) == Fraction(printed)
