"""The types of fields to their bounds, what is said of each thing wrong, and plain data for JSON."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from govaudit.model.base import (
    json_number,
    json_raw,
    parse_address,
    parse_date,
    parse_exact,
    parse_id,
    parse_names,
    parse_number,
    parse_weight,
    parse_words,
    read,
)
from govaudit.model.claim import Paper
from govaudit.model.cost import Costs
from govaudit.model.diff_report import Problems
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile
from govaudit.model.table import Answers
from govaudit.problems import GovauditError

DEVICES = ["con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))]


def refusal(parse: Callable[[object], object], value: object) -> str:
    """What a field type says of a value."""
    with pytest.raises(PydanticCustomError) as caught:
        parse(value)
    return f"{caught.value.type}: {caught.value.message()}"


@pytest.mark.parametrize("name", ["0", "a-", "a" * 64, "com0", "com10", "lpt0", "lpt10", "console"])
def test_an_id_is_taken_as_it_is(name: str) -> None:
    assert parse_id(name) == name


def test_a_weight_is_taken_up_to_its_bound() -> None:
    assert [parse_weight(weight) for weight in (0, 10**18 - 1)] == [0, 10**18 - 1]


def test_what_is_left_out_is_written_as_nothing() -> None:
    profile = read(Profile, {**PROFILE, "active": {"until": 2000}})
    assert profile.model_dump(mode="json", by_alias=True)["active"] == {"from": None, "until": "2000-01-01"}


@pytest.mark.parametrize("name", DEVICES)
def test_an_id_is_no_device_of_windows(name: str) -> None:
    assert refusal(parse_id, name).startswith("BAD_ID: ")


@pytest.mark.parametrize(
    ("parse", "value", "words"),
    [
        (parse_id, "A", 'BAD_ID: expected a kebab-case id of at most 64 characters (a-z, 0-9, -); found "A"'),
        (parse_date, "x", 'BAD_DATE: expected a date as YYYY, YYYY-MM or YYYY-MM-DD; found "x"'),
        (parse_number, "3", 'WRONG_TYPE: expected a number; found "3"'),
        (parse_exact, "1/0", 'WRONG_TYPE: expected a number; found "1/0"'),
        (parse_exact, 0.5, "WRONG_TYPE: expected a number; found 0.5"),
        (parse_weight, -1, "BAD_WEIGHT: expected a weight: a number of at least 0 and below 10^18; found -1"),
        (
            parse_weight,
            10**18,
            f"BAD_WEIGHT: expected a weight: a number of at least 0 and below 10^18; found {10**18}",
        ),
        (parse_weight, "x", 'BAD_WEIGHT: expected a weight: a number of at least 0 and below 10^18; found "x"'),
        (parse_address, "x", 'BAD_ADDRESS: expected an http or https address without user name; found "x"'),
        (parse_words, " ", 'BAD_VALUE: expected words; found " "'),
        (parse_words, None, "WRONG_TYPE: expected words; found nothing"),
        (parse_names, 3, "WRONG_TYPE: expected a name or a list of names; found 3"),
        (parse_names, [], "WRONG_TYPE: expected a name or a list of names; found a list"),
        (parse_names, ["a", " "], "WRONG_TYPE: expected a name or a list of names; found a list"),
        (parse_names, ["a", 3], "WRONG_TYPE: expected a name or a list of names; found a list"),
        (parse_names, "", 'WRONG_TYPE: expected a name or a list of names; found ""'),
    ],
)
def test_what_is_refused_is_shown_with_what_was_expected(
    parse: Callable[[object], object], value: object, words: str
) -> None:
    assert refusal(parse, value) == words


def test_a_month_or_a_day_that_is_left_out_is_the_first() -> None:
    assert [parse_date(text) for text in (2016, "2016", "2016-09", "2016-09-30")] == [
        date(2016, 1, 1),
        date(2016, 1, 1),
        date(2016, 9, 1),
        date(2016, 9, 30),
    ]


def test_exact_numbers() -> None:
    assert [parse_exact(value) for value in ("1/3", "-2/4", 3, Decimal("0.5"), Fraction(2, 7), "1/100")] == [
        Fraction(1, 3),
        Fraction(-1, 2),
        3,
        Fraction(1, 2),
        Fraction(2, 7),
        Fraction(1, 100),
    ]
    nines = "9" * 18
    assert parse_exact(f"{nines}/{nines}") == 1
    for text in (f"1{nines}/1", f"1/1{nines}", "1/01", "1 / 3", "+1/3", "1/-3"):
        assert refusal(parse_exact, text).startswith("WRONG_TYPE")


def test_a_weight_may_be_nothing_or_small() -> None:
    assert [parse_weight(value) for value in (0, Decimal("0.001"), "1/3")] == [0, Fraction(1, 1000), Fraction(1, 3)]


def test_one_name_or_several() -> None:
    assert [parse_names(value) for value in ("a", ["a"], ("a", "b c"))] == [("a",), ("a",), ("a", "b c")]


@pytest.mark.parametrize("address", ["http://h.org", "https://h.org/a?b=c#d", "HTTP://H.org", "https://[::1]:1/é"])
def test_an_address_is_taken_as_it_is(address: str) -> None:
    assert parse_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "ftp://h.org", "https:h.org", "https:///a", "https://u:p@h.org", "https://@h.org", "https://h.org:0", "https://h.org:x/",
        "https://h.org/\x1f", "https://h.org/\u2028", "https://h.org/<", "https://h.org/>", 'https://h.org/"', "https://h.org/\\", " https://h.org", "https://h.org\n",
    ],
)  # fmt: skip
def test_an_address_that_may_do_harm_is_refused(address: str) -> None:
    assert refusal(parse_address, address).startswith("BAD_ADDRESS")


def test_numbers_for_json_are_whole_or_floats() -> None:
    shown = [json_number(Fraction(number)) for number in ("3", "1/2", "0.1", "-4/2")]
    assert shown == [3, 0.5, 0.1, -2]
    assert [type(number) for number in shown] == [int, float, float, int]


def test_plain_data_for_json() -> None:
    raw = {"a": Decimal("0.5"), "b": [Decimal(3), {"c": (Decimal("1.5"), "x")}], "d": None, "e": True, "f": "1.5"}
    plain = json_raw(raw)
    assert plain == {"a": 0.5, "b": [3, {"c": [1.5, "x"]}], "d": None, "e": True, "f": "1.5"}
    assert [type(item) for item in (plain["a"], plain["b"][0], plain["b"][1]["c"])] == [float, int, list]


PROFILE = {"id": "f", "name": "F", "kind": "forum", "reviewed": {"on": 2020, "by": "us"}}
PAPER = {"id": "p", "title": "P", "source": "s", "as-of": 2011, "framework": "f", "claims": []}
READING = {"unit": "u", "columns": []}
COST = {"id": "a", "label": "A", "meaning": "M"}


@pytest.mark.parametrize(
    ("model", "data", "lines"),
    [
        (Paper, [], ["expected a mapping; found a list [GA204]"]),
        (Paper, {**PAPER, "title": 3}, ["$.title: expected words; found 3 [GA204]"]),
        (Paper, {**PAPER, "voices": "a"}, ['$.voices: expected a list; found "a" [GA204]']),
        (Paper, {**PAPER, "titel": "x"}, ['$.titel: unknown key "titel" [GA201]\n  hint: did you mean "title"?']),
        (Paper, {**PAPER, "voices": ["a", "B"]}, ['$.voices[1]: expected a kebab-case id of at most 64 characters (a-z, 0-9, -); found "B" [GA205]']),
        (
            Paper,
            {key: value for key, value in PAPER.items() if key not in {"title", "as-of"}},
            ['expected the key "title"; found none [GA202]', 'expected the key "as-of"; found none [GA202]'],
        ),
        (
            Paper,
            {**PAPER, "x": 1},
            ['$.x: unknown key "x" [GA201]\n  hint: allowed here: as-of, claims, framework, id, source, title, voices'],
        ),
        (Profile, {**PROFILE, "facts": []}, ["$.facts: expected a mapping; found a list [GA204]"]),
        (Profile, {**PROFILE, "reviewed": 3}, ["$.reviewed: expected a mapping; found 3 [GA204]"]),
        (Profile, {**PROFILE, "reviewed": {"by": "us"}}, ['$.reviewed: expected the key "on"; found none [GA202]']),
        (Profile, {**PROFILE, "generic": 1}, ["$.generic: expected true or false; found 1 [GA204]"]),
        (Profile, {**PROFILE, "name": None}, ["$.name: expected words; found nothing [GA204]"]),
        (Profile, {**PROFILE, "scored-as": None}, ["$.scored-as: expected text; found nothing [GA204]\n  hint: leave the key out if there is nothing to say"]),
        (Profile, {**PROFILE, "active": {"x": 1}}, ['$.active.x: unknown key "x" [GA201]\n  hint: allowed here: from, until']),
        (Answers, {**READING, "long": {"name": "n", "value": "v", "x": 1}}, ['$.long.x: unknown key "x" [GA201]\n  hint: allowed here: name, value']),
        (
            Profile,
            {**PROFILE, "facts": {"value": [{"value": 1, "evidence": [{"source": "s", "at": "1", "x": 1}]}]}},
            ['$.facts.value[0].evidence[0].x: unknown key "x" [GA201]\n  hint: allowed here: at, quote, source'],
        ),
        (
            Framework,
            {"id": "f", "version": "1", "criteria": [{"id": "a", "criteria": [{"id": "b", "caps": [{"id": "c", "when": {}, "reason": "r", "band": "b", "x": 1}]}]}]},
            ['$.criteria[0].criteria[0].caps[0].x: unknown key "x" [GA201]\n  hint: allowed here: at-most, band, id, reason, references, when'],
        ),
        (Answers, {**READING, "repeated": "contest"}, ['$.repeated: expected one of refused, numbered, contested; found "contest" [GA203]\n  hint: did you mean "contested"?']),
        (Answers, {**READING, "repeated": 3}, ["$.repeated: expected one of refused, numbered, contested; found 3 [GA203]"]),
        (Costs, {"classes": [{**COST, "cost": "1"}]}, ['$.classes[0].cost: expected a whole number; found "1" [GA204]']),
        (Costs, {"classes": [{**COST, "cost": 0}]}, ["$.classes[0].cost: expected a number of at least 1; found 0 [GA204]"]),
        (Costs, {"classes": [{**COST, "cost": 1001}]}, ["$.classes[0].cost: expected a number of at most 1000; found 1001 [GA204]"]),
        (Costs, {"classes": []}, ["$.classes: expected at least 1 entry; found a list [GA204]"]),
        (Problems, {"suppressed_before": 0, "suppressed_after": 0, "found": [], "x": 1}, ['$.x: unknown key "x" [GA201]\n  hint: allowed here: found, suppressed_after, suppressed_before']),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_to_the_letter(model: Any, data: object, lines: list[str]) -> None:
    with pytest.raises(GovauditError) as caught:
        read(model, data)
    assert [str(problem) for problem in caught.value.problems] == lines


def test_problems_stand_below_the_place_that_was_read() -> None:
    with pytest.raises(GovauditError) as caught:
        read(Paper, {**PAPER, "id": "A", "x": 1, "claims": [{}]}, ("papers", 0))
    pointers = [problem.pointer for problem in caught.value.problems]
    assert pointers[0] == "$.papers[0].id"
    assert pointers[-1] == "$.papers[0].x"
    assert set(pointers[1:-1]) == {"$.papers[0].claims[0]"}


@pytest.mark.parametrize(
    ("model", "data", "key"), [(Paper, PAPER, "as-of"), (Answers, {**READING, "decimal-mark": ","}, "decimal-mark")]
)
def test_a_key_has_one_spelling(model: Any, data: dict[str, Any], key: str) -> None:
    other = key.replace("-", "_")
    wrong = {other if name == key else name: value for name, value in data.items()}
    with pytest.raises(GovauditError) as caught:
        read(model, wrong)
    assert f'$.{other}: unknown key "{other}" [GA201]\n  hint: did you mean "{key}"?' in map(str, caught.value.problems)
