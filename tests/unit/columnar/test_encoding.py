"""What stands in a cell, and what a cell says."""

from datetime import date
from fractions import Fraction

import pytest

from govaudit.columnar.encoding import Encoding
from govaudit.model.codebook import read_codebook
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.problems import GovauditError

BODIES: dict[str, dict[str, object]] = {
    "open": {"type": "boolean"},
    "record": {"type": "ordered", "values": ["none", "summary", "full"]},
    "seat": {"type": "category", "values": ["geneva", "vienna"]},
    "members": {"type": "integer", "least": 0, "greatest": 300},
    "share": {"type": "number", "least": 0, "greatest": 1},
    "since": {"type": "date"},
    "topics": {"type": "set", "values": ["labour", "asylum"]},
}
CODEBOOK = read_codebook({name: {"question": "?", "basis": "law", **body} for name, body in BODIES.items()})
COLUMNS = frozenset(
    column
    for fact in CODEBOOK.values()
    for column in (*Encoding(CODEBOOK, frozenset()).value_columns(fact), f"{fact.id}#", f"{fact.id}?")
)
FULL = Encoding(CODEBOOK, COLUMNS, {"share": 2})
BARE = Encoding(CODEBOOK, frozenset(name for name in COLUMNS if not name.endswith(("#", "?"))), {"share": 2})
KNOWN = {
    "open": known(False),
    "record": known("full"),
    "seat": known("geneva"),
    "members": known(Fraction(175)),
    "share": known(Fraction(1, 4)),
    "since": known(date(1951, 12, 5)),
    "topics": known(frozenset({"asylum"})),
}


def test_known_values_in_cells() -> None:
    assert BARE.write(KNOWN) == {
        "open": False,
        "record": 2,
        "seat": 0,
        "members": 175,
        "share": 25,
        "since": 712561,
        "topics=labour": False,
        "topics=asylum": True,
    }


def test_kinds_in_cells() -> None:
    row = FULL.write(
        {"open": Knowledge(Kind.NOT_FOUND), "record": Knowledge(Kind.NOT_APPLICABLE), "seat": known("vienna")}
    )
    assert [row[f"{name}#"] for name in ("seat", "open", "members", "record")] == [0, 2, 3, 4]
    assert row["open"] is row["record"] is row["members"] is row["topics=labour"] is None


@pytest.mark.parametrize(
    ("fact", "now", "text"),
    [
        ("record", Knowledge(Kind.CONTESTED, ("none", "full")), '["none", "full"]'),
        ("open", Knowledge(Kind.CONTESTED, (True, False)), "[true, false]"),
        ("topics", Knowledge(Kind.CONTESTED, (frozenset(), frozenset({"asylum"}))), '[[], ["asylum"]]'),
        ("since", Knowledge(Kind.CONTESTED, (date(1951, 1, 1), date(1952, 1, 1))), '["1951-01-01", "1952-01-01"]'),
        ("members", Knowledge(Kind.CONTESTED, (Fraction(3), Fraction(4))), '["3", "4"]'),
        ("share", known(Fraction(1, 3)), '["1/3"]'),
    ],
)
def test_what_a_cell_cannot_hold_is_written_out(fact: str, now: Knowledge, text: str) -> None:
    row = FULL.write({fact: now})
    assert (row[f"{fact}#"], row[f"{fact}?"]) == (1, text)
    assert FULL.read(row, [fact]) == {fact: now}


def test_numbers_in_a_list_may_be_numbers() -> None:
    row = {"share": None, "share#": 1, "share?": "[0.5, 1]"}
    assert FULL.read(row, ["share"])["share"].values == (Fraction(1, 2), Fraction(1))


def test_without_kinds_null_is_uncoded() -> None:
    row = BARE.write(KNOWN) | {"members": None, "topics=labour": None, "topics=asylum": None}
    found = BARE.read(row, CODEBOOK)
    assert found == KNOWN | {"members": UNCODED, "topics": UNCODED}


@pytest.mark.parametrize("encoding", [FULL, BARE])
def test_what_is_written_is_read(encoding: Encoding) -> None:
    assert encoding.read(encoding.write(KNOWN), CODEBOOK) == KNOWN


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"open": None, "open#": 0}, "expected a kind of knowledge from 0 to 4, and a value where it is 0; found 0"),
        ({"open": True, "open#": 2}, "expected a kind of knowledge from 0 to 4, and a value where it is 0; found 2"),
        ({"open": None, "open#": 9}, "expected a kind of knowledge from 0 to 4, and a value where it is 0; found 9"),
        ({"open": 1, "open#": 0}, "expected a value of type boolean; found 1"),
        ({"open": None, "open#": 1}, "expected a JSON list of the values of a contested fact; found nothing"),
        ({"open": None, "open#": 1, "open?": '["maybe"]'}, 'expected a JSON list of the values of a contested fact; found "["maybe"]"'),
        ({"open": None, "open#": 1, "open?": "[]"}, 'expected a JSON list of the values of a contested fact; found "[]"'),
    ],
)  # fmt: skip
def test_a_cell_that_says_nothing_is_refused(row: dict[str, bool | int | str | None], message: str) -> None:
    with pytest.raises(GovauditError) as caught:
        FULL.read(row, ["open"])
    assert [(problem.pointer, problem.message) for problem in caught.value.problems] == [("$.facts.open", message)]


@pytest.mark.parametrize(("fact", "cell"), [("record", 3), ("record", -1), ("members", "7"), ("since", True)])
def test_a_value_that_its_fact_cannot_have_is_refused(fact: str, cell: int | str) -> None:
    with pytest.raises(GovauditError, match=f"expected a value of type {CODEBOOK[fact].type}; found"):
        FULL.read({fact: cell, f"{fact}#": 0}, [fact])
