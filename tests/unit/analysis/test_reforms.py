"""What became of one fact, and of a reform as a whole."""

from fractions import Fraction

import pytest

from govaudit.analysis.reforms import Outcome, Verdict, judge, reached, supposed, whole
from govaudit.model.codebook import Value, read_codebook
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN, Truth

BOOK = read_codebook(
    {
        "record": {"question": "?", "type": "ordered", "values": ["none", "summary", "minutes", "verbatim"], "basis": "law"},
        "open": {"question": "?", "type": "boolean", "basis": "law"},
        "seat": {"question": "?", "type": "category", "values": ["own", "host"], "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["en", "fr", "es"], "basis": "law"},
        "members": {"question": "?", "type": "integer", "least": 0, "greatest": 9, "basis": "law"},
    }
)  # fmt: skip
NOT_FOUND, NOT_APPLICABLE = Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)


def contested(*values: Value) -> Knowledge:
    return Knowledge(Kind.CONTESTED, values)


@pytest.mark.parametrize(
    ("fact", "before", "today", "asked", "outcome"),
    [
        ("record", known("none"), known("minutes"), "minutes", Outcome.HAPPENED),
        ("record", known("none"), known("verbatim"), "minutes", Outcome.HAPPENED),
        ("record", known("none"), known("summary"), "minutes", Outcome.PARTLY),
        ("record", known("summary"), known("summary"), "minutes", Outcome.NOT),
        ("record", known("summary"), known("none"), "minutes", Outcome.OPPOSITE),
        ("record", known("minutes"), known("verbatim"), "minutes", Outcome.ALREADY),
        ("record", known("verbatim"), known("none"), "minutes", Outcome.OPPOSITE),
        ("record", known("none"), NOT_FOUND, "minutes", Outcome.UNKNOWN),
        ("record", known("minutes"), UNCODED, "minutes", Outcome.UNKNOWN),
        ("record", known("none"), contested("summary", "minutes"), "minutes", Outcome.UNKNOWN),
        ("record", known("none"), contested("minutes", "verbatim"), "minutes", Outcome.HAPPENED),
        ("record", contested("none", "summary"), contested("none", "summary"), "minutes", Outcome.NOT),
        ("record", contested("none", "summary"), known("summary"), "minutes", Outcome.NOT),
        ("record", contested("none", "minutes"), known("minutes"), "minutes", Outcome.HAPPENED),
        ("record", NOT_FOUND, known("verbatim"), "minutes", Outcome.HAPPENED),
        ("record", UNCODED, known("summary"), "minutes", Outcome.NOT),
        ("record", known("none"), NOT_APPLICABLE, "minutes", Outcome.NOT),
        ("open", known(False), known(True), True, Outcome.HAPPENED),
        ("open", known(False), known(False), True, Outcome.NOT),
        ("open", known(True), known(False), True, Outcome.OPPOSITE),
        ("seat", known("host"), known("own"), "own", Outcome.HAPPENED),
        ("tongues", known(frozenset({"en"})), known(frozenset({"en", "fr", "es"})), frozenset({"fr"}), Outcome.HAPPENED),
        ("members", known(Fraction(2)), known(Fraction(4)), Fraction(5), Outcome.PARTLY),
    ],
)  # fmt: skip
def test_what_became_of_one_fact(
    fact: str, before: Knowledge, today: Knowledge, asked: Value, outcome: Outcome
) -> None:
    assert judge(BOOK[fact], before, today, asked) is outcome


@pytest.mark.parametrize(
    ("now", "truth"),
    [
        (known("verbatim"), TRUE),
        (known("none"), FALSE),
        (contested("none", "verbatim"), UNKNOWN),
        (NOT_FOUND, UNKNOWN),
        (NOT_APPLICABLE, FALSE),
    ],
)
def test_what_is_not_known_is_not_short_of_anything(now: Knowledge, truth: Truth) -> None:
    assert reached(BOOK["record"], now, "minutes") is truth


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (known("none"), known("minutes")),
        (known("verbatim"), known("verbatim")),
        (NOT_FOUND, known("minutes")),
        (UNCODED, known("minutes")),
        (NOT_APPLICABLE, known("minutes")),
        (contested("none", "summary"), known("minutes")),
        (contested("none", "verbatim"), contested("minutes", "verbatim")),
        (contested("minutes", "verbatim"), contested("minutes", "verbatim")),
    ],
)
def test_a_reform_raises_and_never_lowers(now: Knowledge, then: Knowledge) -> None:
    assert supposed(BOOK["record"], now, "minutes") == then


H, P, N, O, U, A, E = (  # noqa: E741  # as the letters of the table below
    Outcome.HAPPENED, Outcome.PARTLY, Outcome.NOT, Outcome.OPPOSITE, Outcome.UNKNOWN, Outcome.ALREADY, Outcome.ENDED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([H, H], Verdict.WHOLLY),
        ([H, A], Verdict.WHOLLY),
        ([A, A], Verdict.ALREADY),
        ([H, N], Verdict.PARTLY),
        ([P], Verdict.PARTLY),
        ([P, U], Verdict.PARTLY),
        ([N, O], Verdict.NOT),
        ([N, U], Verdict.UNKNOWN),
        ([U], Verdict.UNKNOWN),
        ([E, E], Verdict.ENDED),
        ([E, N], Verdict.NOT),
        ([Outcome.NOT_BEGUN], Verdict.NOT_BEGUN),
    ],
)
def test_what_became_of_the_whole(outcomes: list[Outcome], verdict: Verdict) -> None:
    assert whole(outcomes) is verdict
