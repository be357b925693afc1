"""What a scale makes of knowledge: possible levels, rows of a table, positions between goalposts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from govaudit.model.codebook import read_codebook
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.rule import Asks, FactTest, Op
from govaudit.model.rule import Test as Comparison
from govaudit.problems import Code, GovauditError
from govaudit.rules.evaluate import Finding, View
from govaudit.scoring.scale import Line, Post, Reach, Rubric, Step, Table, extremes, position, reach, walk

FACTS = read_codebook(
    {
        "size": {"question": "?", "type": "number", "basis": "law", "least": 0, "greatest": 10},
        "loss": {"question": "?", "type": "number", "basis": "law", "least": -10, "greatest": 0},
        "minutes": {"question": "?", "type": "ordered", "basis": "law", "values": ["none", "some", "all"]},
    }
)


def view(**facts: Knowledge) -> View:
    def nothing(name: str) -> Finding:
        raise AssertionError(name)

    return View(facts, nothing)


def line(start: tuple[int, int], end: tuple[int, int], *, clamp: bool = False) -> Line:
    posts = [Post(Fraction(value), Fraction(score)) for value, score in (start, end)]
    return Line(FACTS["size"], posts[0], posts[1], clamp)


def exact(*numbers: int) -> tuple[Fraction, ...]:
    return tuple(map(Fraction, numbers))


def minutes(value: str) -> FactTest:
    return FactTest("minutes", Comparison(Op.IS, (value,), frozenset({value})))


RUBRIC = (
    Step("best", "Best", Fraction(3), minutes("all")),
    Step("known", "Known", Fraction(2), Asks(Kind.KNOWN, "minutes")),
    Step("rest", "Rest", Fraction(0), None),
)
TABLE = Table(FACTS["minutes"], {"none": Fraction(-1), "some": Fraction(0), "all": Fraction(2)})


@pytest.mark.parametrize(
    ("state", "levels"),
    [
        (known("all"), ["best"]),
        (known("none"), ["known"]),
        (Knowledge(Kind.CONTESTED, ("none", "some")), ["known", "rest"]),
        (Knowledge(Kind.CONTESTED, ("none", "all")), ["best", "known", "rest"]),
        (UNCODED, ["best", "known", "rest"]),
        (Knowledge(Kind.NOT_APPLICABLE), ["rest"]),
    ],
)
def test_the_walk_skips_false_keeps_unknown_and_ends_at_true(state: Knowledge, levels: list[str]) -> None:
    assert [step.id for step in walk(RUBRIC, view(minutes=state))] == levels


def test_the_walk_of_levels_none_of_which_holds_is_empty() -> None:
    assert walk(RUBRIC[:1], view(minutes=known("none"))) == ()


def test_reach_of_each_scale() -> None:
    assert reach(Rubric(RUBRIC), view()) == Reach(Fraction(0), Fraction(3), ("best", "known", "rest"))
    contested = view(minutes=Knowledge(Kind.CONTESTED, ("all", "some")))
    assert reach(TABLE, contested) == Reach(Fraction(0), Fraction(2), ("some", "all"))
    assert reach(TABLE, view()) == Reach(Fraction(-1), Fraction(2), ("none", "some", "all"))
    assert reach(line((0, 0), (10, 5)), view(size=known(Fraction(4)))) == Reach(Fraction(2), Fraction(2))
    assert reach(line((0, 0), (10, 5)), view()) == Reach(Fraction(0), Fraction(5))
    assert reach(line((10, 0), (0, 5)), view()) == Reach(Fraction(0), Fraction(5))


@pytest.mark.parametrize(
    ("start", "end", "value", "score"),
    [
        ((0, 0), (10, 5), 4, 2),
        ((2, 0), (6, 4), 0, 0),
        ((2, 0), (6, 4), 9, 4),
        ((6, 0), (2, 4), 9, 0),
        ((6, 0), (2, 4), 3, 3),
    ],
)
def test_a_number_earns_its_share_and_clamps_if_told(
    start: tuple[int, int], end: tuple[int, int], value: int, score: int
) -> None:
    assert position(line(start, end, clamp=True), Fraction(value)) == score


@pytest.mark.parametrize("value", [1, 7])
def test_a_number_outside_its_goalposts_is_an_error(value: int) -> None:
    with pytest.raises(GovauditError) as caught:
        position(line((2, 0), (6, 4)), Fraction(value))
    (found,) = caught.value.problems
    assert found.code is Code.OUTSIDE_GOALPOSTS
    assert found.message == f"expected a value of size between its goalposts 2 and 6; found {value}"
    assert (found.node, found.hint) == (("facts", "size"), "say `outside: clamp`, or move a goalpost")


@pytest.mark.parametrize("ends", [("least", ""), ("", "greatest"), ("least", "greatest")])
def test_a_goalpost_that_waits_for_a_table_scores_no_profile(ends: tuple[str, str]) -> None:
    closed = line((0, 0), (10, 5))
    start, end = (replace(post, end=name) for post, name in zip((closed.start, closed.end), ends, strict=True))
    with pytest.raises(GovauditError) as caught:
        reach(replace(closed, start=start, end=end), view(size=known(Fraction(4))))
    (found,) = caught.value.problems
    assert (found.code, found.node) == (Code.OPEN_GOALPOSTS, ("facts", "size"))
    assert found.message == "expected a table, whose data set the goalposts of size; found a single profile"
    assert found.hint == "score a table with `corpus score` or `verify`, or give the goalposts numbers"


def test_an_unknown_number_stays_between_goalposts_that_are_narrower_than_its_bounds() -> None:
    assert reach(line((2, 0), (6, 4)), view()) == Reach(Fraction(0), Fraction(4))


def test_extremes_of_each_scale() -> None:
    assert extremes(Rubric(RUBRIC)) == exact(0, 3)
    assert extremes(TABLE) == exact(-1, 2)
    assert extremes(line((10, 1), (0, 5))) == exact(1, 5)
    assert extremes(replace(line((-20, 0), (20, 4)), fact=FACTS["loss"])) == exact(1, 2)
