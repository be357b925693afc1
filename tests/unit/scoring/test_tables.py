"""Tables over scores: what is refused, which entry a score gets, which entries an interval meets."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govaudit.model.rubric import Band, Step
from govaudit.problems import Code, Collector
from govaudit.scoring.tables import ceiling, check_ids, check_table, entries_over, entry_at, falling


def step(value: int, *, least: int | None = None, most: int | None = None, otherwise: bool = False) -> Step:
    ends = {"at_least": least, "at_most": most}
    given = {end: Fraction(number) for end, number in ends.items() if number is not None}
    return Step(value=Fraction(value), otherwise=otherwise, **given)


def band(name: str, *, least: int | None = None, otherwise: bool = False) -> Band:
    return Band(id=name, otherwise=otherwise, **({} if least is None else {"at_least": Fraction(least)}))


UP = (step(3, least=20), step(2, least=10), step(1, otherwise=True))
DOWN = (step(1, most=10), step(2, most=20), step(3, otherwise=True))


@pytest.mark.parametrize(
    ("entries", "code", "message"),
    [
        ((step(1, least=1),), Code.NO_OTHERWISE, "expected `otherwise: true` on the last entry, and only there"),
        (
            (step(2, otherwise=True), step(1, otherwise=True)),
            Code.NO_OTHERWISE,
            "expected `otherwise: true` on the last entry, and only there",
        ),
        (
            (step(3, least=2), step(2, most=1), step(1, otherwise=True)),
            Code.MIXED_THRESHOLDS,
            "expected at-least on every entry, or at-most on every entry",
        ),
        (
            (step(3), step(1, otherwise=True)),
            Code.MIXED_THRESHOLDS,
            "expected at-least on every entry, or at-most on every entry",
        ),
        (
            (step(3, least=2), step(1, least=1, otherwise=True)),
            Code.MIXED_THRESHOLDS,
            "expected at-least on every entry, or at-most on every entry",
        ),
        (
            (step(3, least=1), step(2, least=2), step(1, otherwise=True)),
            Code.RISING_LEVELS,
            "expected at-least thresholds falling, or at-most thresholds rising",
        ),
        (
            (step(3, most=2), step(2, most=2), step(1, otherwise=True)),
            Code.RISING_LEVELS,
            "expected at-least thresholds falling, or at-most thresholds rising",
        ),
        (
            (step(1, least=2), step(3, least=1), step(2, otherwise=True)),
            Code.RISING_LEVELS,
            "expected step values that only rise or only fall",
        ),
    ],
)
def test_a_wrong_table_is_refused(entries: tuple[Step, ...], code: Code, message: str) -> None:
    problems = Collector()
    check_table(entries, ("steps",), problems)
    assert [(item.code, item.node, item.message) for item in problems.problems] == [(code, ("steps",), message)]


def test_a_band_twice_is_refused_where_it_stands_again() -> None:
    problems = Collector()
    entries = (band("good", least=60), band("poor", least=30), band("good", least=20), band("poor", otherwise=True))
    check_table(entries, ("bands",), problems)
    assert [(item.code, item.node, item.message) for item in problems.problems] == [
        (Code.DUPLICATE_ID, ("bands", 2, "id"), 'expected a band id used once; found "good" again'),
        (Code.DUPLICATE_ID, ("bands", 3, "id"), 'expected a band id used once; found "poor" again'),
    ]


class Compared(str):
    """An id that counts how often it is compared with another."""

    times = 0
    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Compared.times += 1
        return str.__eq__(self, str(other))


def test_very_many_ids_are_not_compared_with_each_other() -> None:
    check_ids("level", [Compared(number) for number in range(1000)], (), Collector())
    assert Compared.times < 1000


@pytest.mark.parametrize("entries", [(), UP, DOWN, (band("all", otherwise=True),)])
def test_a_right_table_passes(entries: tuple[Step, ...]) -> None:
    problems = Collector()
    check_table(entries, ("steps",), problems)
    assert not problems.problems


@pytest.mark.parametrize(
    ("score", "up", "down"),
    [(9, 1, 1), (10, 2, 1), (11, 2, 2), (19, 2, 2), (20, 3, 2), (21, 3, 3), (-5, 1, 1)],
)
def test_a_threshold_belongs_to_its_own_entry(score: int, up: int, down: int) -> None:
    assert entry_at(UP, Fraction(score)).value == up
    assert entry_at(DOWN, Fraction(score)).value == down


@pytest.mark.parametrize(("low", "high", "values"), [(0, 9, [1]), (0, 10, [2, 1]), (12, 15, [2]), (0, 99, [3, 2, 1])])
def test_every_entry_an_interval_meets_is_possible(low: int, high: int, values: list[int]) -> None:
    assert [entry.value for entry in entries_over(UP, Fraction(low), Fraction(high))] == values


def test_falling() -> None:
    assert not falling(())
    assert not falling(UP)
    assert not falling(DOWN)
    assert falling((step(1, least=20), step(2, otherwise=True)))
    assert falling((step(2, most=20), step(1, otherwise=True)))
    assert falling((step(1, least=20), step(1, least=10), step(2, otherwise=True)))
    assert not falling((step(1, least=20), step(1, otherwise=True)))
    assert not falling((step(1, most=20), step(1, otherwise=True)))


def test_a_cap_on_a_band_is_the_lower_of_the_two() -> None:
    best_first = (band("good", least=20), band("fair", least=10), band("poor", otherwise=True))
    assert [ceiling(best_first, entry, "fair").id for entry in best_first] == ["fair", "fair", "poor"]
    worst_first = (
        Band(id="poor", at_most=Fraction(10)),
        Band(id="fair", at_most=Fraction(20)),
        Band(id="good", otherwise=True),
    )
    assert [ceiling(worst_first, entry, "fair").id for entry in worst_first] == ["poor", "fair", "fair"]
