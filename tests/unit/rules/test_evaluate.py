"""A comparison with a score that is only known to lie between two bounds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govaudit.model.rule import Op, ScoreTest
from govaudit.model.rule import Test as Comparison
from govaudit.rules.evaluate import Finding, View, evaluate
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth


def judged(low: int | None, high: int | None, op: Op, *operands: int, applies: Truth = TRUE) -> Truth:
    least, most = (None if end is None else Fraction(end) for end in (low, high))
    finding = Finding(applies, least, most)
    return evaluate(ScoreTest("node", Comparison(op, tuple(map(Fraction, operands)))), View({}, lambda _: finding))


@pytest.mark.parametrize(
    ("low", "high", "truth"),
    [(0, 1, FALSE), (1, 2, UNKNOWN), (1, 5, UNKNOWN), (2, 6, TRUE), (1, 7, UNKNOWN), (6, 8, UNKNOWN), (7, 8, FALSE)],
)
def test_both_ends_of_between_are_in(low: int, high: int, truth: Truth) -> None:
    assert judged(low, high, Op.BETWEEN, 2, 6) is truth


@pytest.mark.parametrize(
    ("low", "high", "truth"),
    [(0, 1, FALSE), (1, 2, UNKNOWN), (2, 3, UNKNOWN), (3, 7, FALSE), (7, 9, UNKNOWN), (9, 10, FALSE)],
)
def test_one_of_several_values_that_a_score_can_still_take_is_enough_to_doubt(
    low: int, high: int, truth: Truth
) -> None:
    assert judged(low, high, Op.IN, 2, 8) is truth


@pytest.mark.parametrize(
    ("op", "below", "within", "above"),
    [
        (Op.AT_LEAST, FALSE, UNKNOWN, TRUE),
        (Op.AT_MOST, TRUE, UNKNOWN, FALSE),
        (Op.IS, FALSE, UNKNOWN, FALSE),
    ],
)
def test_an_order_is_decided_where_both_ends_agree(op: Op, below: Truth, within: Truth, above: Truth) -> None:
    assert [judged(low, high, op, 5) for low, high in ((1, 4), (4, 6), (6, 9))] == [below, within, above]


def test_a_node_that_does_not_apply_or_has_no_score_passes_nothing() -> None:
    assert judged(5, 5, Op.IS, 5) is TRUE
    assert judged(5, 5, Op.IS, 5, applies=UNKNOWN) is UNKNOWN
    assert judged(5, 5, Op.IS, 5, applies=FALSE) is FALSE
    assert judged(None, None, Op.AT_LEAST, 0) is FALSE
