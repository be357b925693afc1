"""Agreement: the coefficients against their definitions and against another implementation; what is undefined; what is reproducible."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations
from typing import Any, Literal, TypeAlias

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govaudit.analysis.agreement import alpha, kappa, ratings
from govaudit.analysis.agreement.alpha import Metric
from govaudit.analysis.agreement.codings import Unit
from govaudit.analysis.agreement.ratings import MISSING, Row, Stratum
from govaudit.model.codebook import Codebook, read_codebook
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known

SIZE = 4


@st.composite
def strata(draw: Any, *, missing: bool = True, most: int = 3, coders: int | None = None) -> tuple[Stratum, ...]:
    """Up to `most` strata of the same coders, each unit with two ratings or more."""
    width = coders or draw(st.integers(2, 5))
    rating = st.integers(MISSING if missing else 0, SIZE - 1)
    row = st.tuples(*[rating] * width).filter(lambda item: len(item) - item.count(MISSING) > 1)
    return tuple(Stratum(tuple(draw(st.lists(row, min_size=1, max_size=8))), SIZE) for _ in range(draw(st.integers(1, most))))  # fmt: skip


Level: TypeAlias = Literal["nominal", "ordinal"]
METRICS: list[tuple[Level, Metric]] = [("nominal", alpha.nominal), ("ordinal", alpha.ordinal)]


@pytest.mark.parametrize(("level", "metric"), METRICS)
@given(found=strata(most=1))
def test_alpha_is_that_of_the_package_krippendorff(found: tuple[Stratum, ...], level: Level, metric: Metric) -> None:
    values = {rating for row in found[0].rows for rating in row} - {MISSING}
    assume(len(values) > 1)  # that package refuses a single value
    matrix = np.array([[np.nan if rating == MISSING else rating for rating in row] for row in found[0].rows]).T
    theirs = krippendorff.alpha(reliability_data=matrix, level_of_measurement=level)
    assert alpha.alpha(found, metric) == pytest.approx(theirs, abs=1e-12)


def by_definition(found: tuple[Stratum, ...], *, ordered: bool) -> Fraction | None:
    """Alpha pair by pair: disagreement within units, and within strata among all ratings."""
    observed = expected = Fraction(0)
    for stratum in found:
        counts = Counter(rating for row in stratum.rows for rating in row if rating != MISSING)

        def apart(one: int, other: int, counts: Counter[int] = counts) -> Fraction:
            if one == other or not ordered:
                return Fraction(one != other)
            between = [counts[item] for item in range(min(one, other), max(one, other) + 1)]
            ends = [counts[item] for item in (min(counts), max(counts))]
            steps = sum(between) - Fraction(counts[one] + counts[other], 2)
            return (steps / (counts.total() - Fraction(sum(ends), 2))) ** 2

        for row in stratum.rows:
            there = [rating for rating in row if rating != MISSING]
            observed += sum((apart(*pair) for pair in permutations(there, 2)), Fraction(0)) / (len(there) - 1)
        everything = [*counts.elements()]
        pairs = sum((apart(*pair) for pair in permutations(everything, 2)), Fraction(0))
        expected += pairs / (len(everything) - 1)
    return 1 - observed / expected if expected else None


@pytest.mark.parametrize(("level", "metric"), METRICS)
@given(found=strata())
def test_alpha_over_strata_is_its_definition(found: tuple[Stratum, ...], level: Level, metric: Metric) -> None:
    wanted, made = by_definition(found, ordered=level == "ordinal"), alpha.alpha(found, metric)
    assert (wanted is None) == (made is None)
    if wanted is not None:
        assert made == pytest.approx(float(wanted), abs=1e-12)


@given(found=strata(coders=2, missing=False))
def test_cohen_is_its_definition_over_strata(found: tuple[Stratum, ...]) -> None:
    agreed = chance = Fraction(0)
    for stratum in found:
        firsts, seconds = zip(*stratum.rows, strict=True)
        agreed += sum(first == second for first, second in stratum.rows)
        chance += Fraction(sum(first == second for first in firsts for second in seconds), len(stratum.rows))
    total = sum(len(stratum.rows) for stratum in found)
    assert kappa.cohen(found) == (None if chance == total else (agreed - chance) / (total - chance))


@given(found=strata(missing=False))
def test_fleiss_is_its_definition_over_strata(found: tuple[Stratum, ...]) -> None:
    agreed = chance = Fraction(0)
    for stratum in found:
        everything = [rating for row in stratum.rows for rating in row]
        for row in stratum.rows:
            pairs = [*permutations(row, 2)]
            agreed += Fraction(sum(one == other for one, other in pairs), len(pairs))
        same = sum(one == other for one in everything for other in everything)  # drawn with replacement
        chance += len(stratum.rows) * Fraction(same, len(everything) ** 2)
    total = sum(len(stratum.rows) for stratum in found)
    assert kappa.fleiss(found) == (None if chance == total else (agreed - chance) / (total - chance))
    assert kappa.agreement(found) == agreed / total


@given(found=strata(), data=st.data())
def test_neither_the_order_of_coders_and_units_nor_the_names_of_categories_mean_anything(
    found: tuple[Stratum, ...], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(found[0].rows[0]))))
    names = data.draw(st.permutations(range(SIZE)))

    def turned(row: Row) -> Row:
        return tuple(MISSING if row[i] == MISSING else names[row[i]] for i in order)

    other = tuple(Stratum(tuple(turned(row) for row in reversed(item.rows)), SIZE) for item in reversed(found))
    assert alpha.alpha(other, alpha.nominal) == pytest.approx(alpha.alpha(found, alpha.nominal))
    assert kappa.agreement(other) == kappa.agreement(found)
    whole, again = kappa.complete(found), kappa.complete(other)
    assert kappa.fleiss(again) == kappa.fleiss(whole)


def test_complete_agreement_is_1_and_systematic_disagreement_below_0() -> None:
    same = (Stratum(((0, 0), (1, 1), (0, 0), (2, 2)) * 3, 3),)
    assert (kappa.agreement(same), kappa.cohen(same), kappa.fleiss(same)) == (1, 1, 1)
    assert alpha.interval(same, alpha.nominal, 0) == (1, 1, 1)
    crossed = (Stratum(((0, 1), (1, 0), (0, 1), (1, 0)), 2),)
    assert kappa.cohen(crossed) == -1
    assert alpha.alpha(crossed, alpha.ordinal) == -0.75


def test_a_single_value_is_undefined_and_not_1() -> None:
    alike = (Stratum(((0, 0), (0, 0), (0, 0)), 1),)
    assert kappa.agreement(alike) == 1
    assert kappa.cohen(alike) is None
    assert kappa.fleiss(alike) is None
    assert alpha.interval(alike, alpha.nominal, 0) == (None, None, None)
    assert alpha.interval(alike, alpha.ordinal, 0) == (None, None, None)


def test_without_a_unit_everything_is_undefined() -> None:
    assert (kappa.agreement(()), kappa.cohen(()), kappa.fleiss(())) == (None, None, None)
    assert alpha.interval((), alpha.nominal, 0) == (None, None, None)


def test_an_interval_is_undefined_where_too_many_samples_hold_one_value_alone() -> None:
    rare = (Stratum(((0, 0),) * 9 + ((1, 1),), 2),)
    assert alpha.interval(rare, alpha.nominal, 0) == (1, None, None)


MIXED = (Stratum(((0, 0, 1), (1, 1, 1), (0, 2, 2), (2, 2, 2), (0, 0, 0), (1, MISSING, 0)), 3), Stratum(((0, 1, 1), (1, 1, 1), (0, 0, 0), (0, 0, 1)), 2))  # fmt: skip


@pytest.mark.parametrize("metric", [metric for _, metric in METRICS])
def test_the_interval_holds_the_samples_as_they_are_drawn_one_by_one(metric: Metric) -> None:
    units = [(index, row) for index, stratum in enumerate(MIXED) for row in stratum.rows]
    found = []
    for sample in np.random.default_rng(7).integers(len(units), size=(200, len(units))):
        drawn = [units[i] for i in sample]
        groups = [tuple(row for index, row in drawn if index == wanted) for wanted in range(len(MIXED))]
        again = tuple(Stratum(rows, 3) for rows in groups if rows)
        found.append(alpha.alpha(again, metric))
    defined = [value for value in found if value is not None]
    low, high = np.quantile(defined, (0.025, 0.975))
    assert alpha.interval(MIXED, metric, 7, 200)[1:] == (pytest.approx(low), pytest.approx(high))


def test_the_same_seed_gives_the_same_interval_and_another_gives_another() -> None:
    first, again, other = (alpha.interval(MIXED, alpha.nominal, seed) for seed in (0, 0, 1))
    assert first == again
    assert first.alpha == other.alpha
    assert first != other
    assert first.low is not None
    assert first.high is not None
    assert first.alpha is not None
    assert first.low < first.alpha < first.high


# ── ratings ──

CODEBOOK: Codebook = read_codebook(
    {
        "open": {"question": "?", "type": "boolean", "basis": "law"},
        "shut": {"question": "?", "type": "boolean", "basis": "law"},
        "minutes": {"question": "?", "type": "ordered", "values": ["none", "summary", "all"], "basis": "law"},
        "access": {"question": "?", "type": "ordered", "values": ["nobody", "some", "any"], "basis": "law"},
        "seat": {"question": "?", "type": "category", "values": ["own", "host"], "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["en", "fr"], "basis": "law"},
        "members": {"question": "?", "type": "integer", "least": 0, "greatest": 9, "basis": "law"},
    }
)
NOT_FOUND, NOT_APPLICABLE = Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)


def contested(*values: Any) -> Knowledge:
    return Knowledge(Kind.CONTESTED, values)


def unit(fact: str, *answers: Knowledge | None) -> Unit:
    return Unit("forum", fact, answers)


def test_facts_of_one_shape_share_their_chance_by_position_and_others_do_not() -> None:
    units = [
        unit("open", known(True), known(False)),
        unit("shut", known(True), known(True)),
        unit("minutes", known("none"), known("all")),
        unit("access", known("nobody"), known("some")),
        unit("seat", known("own"), known("host")),
        unit("tongues", known(frozenset({"en"})), known(frozenset({"en", "fr"}))),
        unit("members", known(Fraction(3)), known(Fraction(4))),
    ]
    found = [stratum.rows for stratum in ratings.nominal(units, CODEBOOK)]
    assert found == [((1, 0), (1, 1)), ((0, 2), (0, 1)), ((1, 0),), ((0, 1),), ((0, 1),)]
    assert [stratum.rows for stratum in ratings.ordinal(units, CODEBOOK)] == [*found[:2], ((0, 1),)]


def test_every_kind_of_knowledge_is_a_category_but_uncoded_is_missing() -> None:
    units = [
        unit("minutes", known("none"), NOT_FOUND, NOT_APPLICABLE, contested("none", "all")),
        unit("minutes", contested("all", "none"), UNCODED, None, known("all")),
        unit("minutes", UNCODED, None, known("all"), UNCODED),
    ]
    (found,) = ratings.nominal(units, CODEBOOK)
    assert found.rows == ((1, 4, 3, 0), (0, MISSING, MISSING, 2))
    assert found.size == 5
    assert ratings.ordinal(units, CODEBOOK) == ()


@pytest.mark.parametrize(
    ("answers", "disputed"),
    [
        ((known("none"), known("none")), False),
        ((known("none"), UNCODED), False),
        ((known("none"), None), False),
        ((contested("none", "all"), contested("all", "none")), False),
        ((known("none"), contested("none", "all")), True),
        ((known("none"), NOT_FOUND), True),
        ((NOT_FOUND, NOT_APPLICABLE), True),
        ((known("none"), UNCODED, known("all")), True),
    ],
)
def test_a_fact_is_disputed_if_two_coders_say_different_things(
    answers: tuple[Knowledge | None, ...], disputed: bool
) -> None:
    assert unit("minutes", *answers).disputed is disputed
