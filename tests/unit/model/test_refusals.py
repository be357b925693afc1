"""What the authored models refuse, to the letter: the code, the place, what was expected and what was found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import BaseModel

from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.framework import MISSING, Derived, Framework, Indicator
from govaudit.model.knowledge import as_knowledge
from govaudit.model.profile import Profile
from govaudit.model.reform import Reform
from govaudit.model.rubric import Goalpost, Linear, Points
from govaudit.model.source import Source
from govaudit.model.suppression import SUPPRESSIBLE, Suppression
from govaudit.model.table import Column, Figure, TableReading
from govaudit.model.timeline import check_profile
from govaudit.model.translation import Translation
from govaudit.problems import Code, Collector, GovauditError, Problem

CODEBOOK = read_codebook(
    {
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
        "grade": {"question": "?", "type": "ordered", "values": ["low", "high"], "basis": "law"},
        "share": {"question": "?", "type": "number", "least": 0, "greatest": 1, "basis": "law"},
        "day": {"question": "?", "type": "date", "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b"], "basis": "law"},
    }
)
SOUND: dict[type[BaseModel], dict[str, Any]] = {
    Column: {"column": "c", "fact": "f"},
    Derived: {"id": "d"},
    Figure: {"column": "c"},
    Framework: {"id": "f", "version": "1"},
    Goalpost: {"score": 0},
    Indicator: {"id": "i"},
    Linear: {"fact": "f", "from": {"value": 0, "score": 0}, "to": {"value": 1, "score": 1}},
    Points: {"fact": "f"},
    Profile: {"id": "f", "name": "F", "kind": "k"},
    Reform: {"id": "r", "title": "R", "what": "?", "source": "s", "section": "1", "as-of": 2020},
    Source: {"id": "s", "type": "book", "title": "T", "accessed": 2020, "custom": {"grade": "press"}},
    Suppression: {"code": "GA407", "path": "a.yaml", "reason": "r", "until": 2020},
    TableReading: {"unit": "u"},
    Translation: {"language": "fr"},
}
"""What stands beside the mistake."""

POWER, KINDS = "a whole exponent from -64 to 64, not 0", "exactly one of score, rank, band, level, designation"
AGGREGATION = "one of mean, sum, product, geometric, harmonic, minimum, maximum, median, or {power: n}"
SCALE = "[GA202] $: expected exactly one of levels, rubric, points, linear; found nothing"
STATEMENT = "$.facts.flag[0]: expected"
KIND_OF = "exactly one of value, contested, not-found, not-applicable; found"
REFORM = "[GA202] $: expected either for, with at least one forum, or out-of-scope; found"
COST = "[GA202] $: expected a cost where it is for a forum, and only there; found"
FOR = {"forum": {"changes": {"flag": True}}}
ISSUED = "$.issued: expected a date in quotation marks as YYYY, YYYY-MM or YYYY-MM-DD, with ~ if about; found"
LAWS = f"the code of a law that may be suppressed, one of {', '.join(SUPPRESSIBLE)}"
PLACE = "$.node: expected a place in the file such as $.facts.minutes[0]; found"
NO_FACT = "expected a fact of the codebook; found"
DECLARED = "(every fact is declared in criteria/codebook.yaml)"
PERIOD = "(a period runs from its first day up to, not including, `until`)"
CLASH = "[GA403] $.facts.flag[1]: expected statements that begin on different days; found two that begin"
APART = "(give each its own `from`, or make them one contested statement)"
ALIKE = "[GA404] $.facts.flag[0].contested: expected at least two different values in a contested statement"
SHORTEN = "(periods of one fact may not overlap; shorten one, or make them contested)"
SIGNS = "signs that no number is made of: no digit, sign or decimal mark"


def said(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"[{problem.code.id}] {problem.pointer}: {problem.message}{hint}"


def refused(model: type[BaseModel], data: dict[str, Any]) -> list[str]:
    with pytest.raises(GovauditError) as caught:
        read(model, {**SOUND[model], **data})
    return [said(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("model", "data", "message"),
    [
        (Framework, {"aggregation": "modus"}, f'[GA203] $.aggregation: expected {AGGREGATION}; found "modus"'),
        (Framework, {"aggregation": ["power"]}, f"[GA203] $.aggregation: expected {AGGREGATION}; found a list"),
        (Framework, {"aggregation": {"power": 2, "of": 3}}, f"[GA203] $.aggregation: expected {AGGREGATION}; found a mapping"),
        (Framework, {"aggregation": {"power": 0}}, f"[GA207] $.aggregation: expected {POWER}; found 0"),
        (Framework, {"aggregation": {"power": 65}}, f"[GA207] $.aggregation: expected {POWER}; found 65"),
        (Framework, {"aggregation": {"power": -65}}, f"[GA207] $.aggregation: expected {POWER}; found -65"),
        (Framework, {"aggregation": {"power": Decimal("0.5")}}, f"[GA207] $.aggregation: expected {POWER}; found 0.5"),
        (Framework, {"missing": "nought"}, '[GA203] $.missing: expected one of zero-credit, full-credit, exclude; found "nought"'),
        (Framework, {"caps": [{"id": "c", "when": {}, "reason": "r"}]}, "[GA202] $.caps[0]: expected either at-most (a score) or band; found nothing"),
        (Framework, {"polarity": {"f": "upward"}}, '[GA203] $.polarity.f: expected one of up, down; found "upward"'),
        (Indicator, {}, SCALE),
        (Indicator, {"rubric": "r", "levels": [{"id": "l", "score": 1, "otherwise": True}]}, SCALE),
        (Goalpost, {"value": "most"}, '[GA204] $.value: expected a number, least or greatest; found "most"'),
        (Goalpost, {"value": True}, "[GA204] $.value: expected a number, least or greatest; found true"),
        (Linear, {"outside": "worse"}, '[GA203] $.outside: expected one of error, clamp; found "worse"'),
        (Profile, {"facts": {"flag": [{"note": "n", "until": 2000}]}}, f"[GA202] {STATEMENT} {KIND_OF} nothing"),
        (Profile, {"facts": {"flag": [{"not-applicable": "w", "value": True}]}}, f'[GA202] {STATEMENT} {KIND_OF} "value, not-applicable"'),
        (Profile, {"facts": {"flag": [{"not-found": None}]}},
         "[GA204] $.facts.flag[0].not-found: expected what was searched, as {searched: [source], on: DATE}; found nothing (leave the key out if there is nothing to say)"),
        (Profile, {"facts": {"flag": [{"not-applicable": " "}]}}, f'[GA203] {STATEMENT} why it does not apply, in words; found " "'),
        (Profile, {"facts": {"flag": [{"value": 1, "confidence": "sure"}]}},
         '[GA203] $.facts.flag[0].confidence: expected one of high, medium, low; found "sure"'),
        (Profile, {"facts": {"flag": [{"value": 1, "note": 3}]}}, "[GA204] $.facts.flag[0].note: expected text; found 3"),
        (Profile, {"research": {"rows": "12"}}, '[GA204] $.research.rows: expected a whole number; found "12"'),
        (Reform, {}, f"{REFORM} nothing"),
        (Reform, {"for": FOR, "cost": "law", "out-of-scope": "why"}, f'{REFORM} "for, out-of-scope"'),
        (Reform, {"for": FOR}, f"{COST} nothing"),
        (Reform, {"out-of-scope": "why", "cost": "law"}, f'{COST} "law"'),
        (Source, {"issued": 2016}, f"[GA206] {ISSUED} 2016"),
        (Source, {"issued": "~2016"}, f'[GA206] {ISSUED} "~2016"'),
        (Source, {"issued": "2016-02-30"}, f'[GA206] {ISSUED} "2016-02-30"'),
        (Source, {"custom": {"grade": "hearsay"}},
         '[GA203] $.custom.grade: expected one of primary-legal-text, official-document, scholarly, press, tertiary; found "hearsay"'),
        (Suppression, {"code": "GA401"}, f'[GA203] $.code: expected {LAWS}; found "GA401"'),
        (Suppression, {"code": 407}, f"[GA203] $.code: expected {LAWS}; found 407"),
        (Suppression, {"node": "facts.seat"}, f'[GA203] {PLACE} "facts.seat"'),
        (Suppression, {"node": "$facts"}, f'[GA203] {PLACE} "$facts"'),
        (Suppression, {"node": 3}, f"[GA203] {PLACE} 3"),
        (Suppression, {"reason": " "}, '[GA203] $.reason: expected words; found " "'),
        (Suppression, {"reason": 3}, "[GA204] $.reason: expected words; found 3"),
        (TableReading, {"strip": [","], "decimal-mark": ","}, f'[GA203] $: expected {SIGNS}; found ","'),
        (TableReading, {"strip": [""]}, f'[GA203] $: expected {SIGNS}; found ""'),
        (TableReading, {"strip": ["%", "1"]}, f'[GA203] $: expected {SIGNS}; found "1"'),
        (TableReading, {"separator": "/"}, '[GA203] $.separator: expected one of , ,, ;, \\t, |; found "/"'),
        (TableReading, {"decimal-mark": "/"}, '[GA203] $.decimal-mark: expected one of ., ,; found "/"'),
        (Column, {"coding": "c", "within": ";"}, '[GA201] $: expected a shared coding, or cells of the column\'s own; found "c"'),
        (Column, {"coding": "c", "cells": {}}, '[GA201] $: expected a shared coding, or cells of the column\'s own; found "c"'),
        (Column, {"coding": "c", "empty": "not-found"}, '[GA201] $: expected a shared coding, or cells of the column\'s own; found "c"'),
        (Figure, {}, f"[GA202] $: expected {KINDS}; found nothing"),
        (Figure, {"band": "b", "rank": "n"}, f'[GA202] $: expected {KINDS}; found "rank, band"'),
        (Figure, {"score": "n"}, "[GA202] $: expected `decimals`: to how many the score was published; found nothing"),
        (Figure, {"score": "n", "decimals": True}, "[GA204] $.decimals: expected a whole number; found true"),
        (Figure, {"rank": "n", "rounding": "even"}, '[GA203] $.rounding: expected one of nearest, down, up; found "even"'),
        (Figure, {"rank": "n", "ties": "worse"}, '[GA203] $.ties: expected one of better, dense; found "worse"'),
        (Figure, {"rank": "n", "first": "best"}, '[GA203] $.first: expected one of highest, lowest; found "best" (did you mean "lowest"?)'),
        (Translation, {"titles": {"n": " "}}, '[GA204] $.titles.n: expected a text; found " "'),
        (Translation, {"bands": {"n": 3}}, "[GA204] $.bands.n: expected a text; found 3"),
    ],
)  # fmt: skip
def test_what_is_refused_is_told_to_the_letter(model: type[BaseModel], data: dict[str, Any], message: str) -> None:
    assert refused(model, data) == [message]


ID = "expected a kebab-case id of at most 64 characters (a-z, 0-9, -); found"


@pytest.mark.parametrize(
    ("model", "data", "messages"),
    [
        (Derived, {"of": "a"}, ['[GA204] $.of: expected a list or a mapping; found "a"']),
        (Derived, {"of": {"a": -1}}, ["[GA208] $.of.a: expected a weight: a number of at least 0 and below 10^18; found -1"]),
        (Derived, {"of": ["a", "B"]}, [f'[GA205] $.of[1]: {ID} "B"']),
        (Derived, {"of": [3, "B"]}, [f"[GA205] $.of[0]: {ID} 3", f'[GA205] $.of[1]: {ID} "B"']),
        (Points, {"table": 3}, ["[GA204] $.table: expected text or a mapping; found 3"]),
        (Points, {"table": {"a": "x"}}, ['[GA204] $.table.a: expected a number; found "x"']),
        (Points, {"table": {3: 1}}, ["[GA204] $.table[3]: expected text; found 3"]),
        (Reform, {"for": {"Bad Key": {"changes": {3: 1}}}, "cost": "law"},
         [f'[GA205] $.for.Bad Key: {ID} "Bad Key"', "[GA204] $.for.Bad Key.changes[3]: expected text; found 3"]),
    ],
)  # fmt: skip
def test_what_has_two_forms_is_judged_by_the_one_that_it_has(
    model: type[BaseModel], data: dict[str, Any], messages: list[str]
) -> None:
    assert refused(model, data) == messages


@pytest.mark.parametrize("share", [-1, 2, "3/2"])
def test_the_least_coverage_is_a_share(share: object) -> None:
    found = f'"{share}"' if isinstance(share, str) else share
    assert refused(Framework, {"min-coverage": share}) == [
        f"[GA207] $.min-coverage: expected a share from 0 to 1; found {found}"
    ]


@pytest.mark.parametrize(
    ("model", "data", "place", "found"),
    [
        (Figure, {"score": "n", "decimals": -1}, "$.decimals", "-1"),
        (Figure, {"score": "n", "decimals": 31}, "$.decimals", "31"),
        (Profile, {"research": {"rows": -1}}, "$.research.rows", "-1"),
        (Reform, {"for": {"forum": {"changes": {}}}, "cost": "law"}, "$.for.forum.changes", "a mapping"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused_at_its_place(
    model: type[BaseModel], data: dict[str, Any], place: str, found: str
) -> None:
    (message,) = refused(model, data)
    assert message.startswith(f"[GA204] {place}: expected ")
    assert message.endswith(f"; found {found}")


@pytest.mark.parametrize(
    ("model", "data"),
    [
        *((Framework, {"aggregation": {"power": power}}) for power in (1, -1, 64, -64)),
        *((Framework, {"missing": missing}) for missing in MISSING),
        *((Framework, {"min-coverage": share}) for share in (0, 1)),
        (Figure, {"score": "n", "decimals": 0}),
        (Figure, {"score": "n", "decimals": 30}),
        *((Figure, {kind: "n"}) for kind in ("rank", "band", "level", "designation")),
        (Profile, {"research": {"rows": 0}}),
        (Profile, {"facts": None}),
        (Reform, {"for": FOR, "cost": "law", "out-of-scope": " "}),
        *((Source, {"issued": issued}) for issued in ("", "2016", "2016~", "2016-06-30")),
        *((Suppression, {"node": node}) for node in ("$", "$.facts", "$[0]")),
        (TableReading, {"strip": ["%", "=", ",", "XAF"]}),
        (TableReading, {"strip": ["."], "decimal-mark": ","}),
    ],
)
def test_what_lies_at_the_edge_is_taken(model: type[BaseModel], data: dict[str, Any]) -> None:
    read(model, {**SOUND[model], **data})


@pytest.mark.parametrize("end", ["least", "greatest"])
def test_a_goalpost_may_stand_at_an_end_of_the_data(end: str) -> None:
    assert read(Goalpost, {**SOUND[Goalpost], "value": end}).value == end


# ── profiles against the codebook ──


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"flagg": [{"value": 1}]}, f'[GA301] $.facts.flagg: {NO_FACT} "flagg" (did you mean "flag"?)'),
        ({"zzz": [{"value": 1}]}, f'[GA301] $.facts.zzz: {NO_FACT} "zzz" {DECLARED}'),
        ({"flag": [{"value": "yes"}]},
         '[GA203] $.facts.flag[0].value: expected one of true, false; found "yes" (write true or false)'),
        ({"grade": [{"contested": [{"value": "low"}, {"value": "hihg"}]}]},
         '[GA203] $.facts.grade[0].contested[1].value: expected one of low, high; found "hihg" (did you mean "high"?)'),
        ({"flag": [{"contested": [{"value": True}, {"value": True}]}]}, ALIKE),
        ({"flag": [{"contested": []}]}, ALIKE),
        ({"share": [{"contested": [{"value": 1}, {"value": Decimal("1.0")}]}]}, ALIKE.replace("flag", "share")),
        ({"day": [{"contested": [{"value": 2016}, {"value": "2016-01"}]}]}, ALIKE.replace("flag", "day")),
        ({"tongues": [{"contested": [{"value": ["a", "b"]}, {"value": ["b", "a"]}]}]}, ALIKE.replace("flag", "tongues")),
        ({"tongues": [{"contested": [{"value": ["a", "b"]}, {"value": ["a"]}]}]}, ""),
        ({"flag": [{"value": True, "from": 2001, "until": 2001}]},
         f"[GA402] $.facts.flag[0].until: expected an end after 2001-01-01; found 2001-01-01 {PERIOD}"),
        ({"flag": [{"value": True}, {"value": False}]}, f"{CLASH} with the forum {APART}"),
        ({"flag": [{"value": True, "from": 2000}, {"value": False, "from": "2000-01-01"}]}, f"{CLASH} on 2000-01-01 {APART}"),
        ({"flag": [{"value": False, "from": 2005}, {"value": True, "from": 2000, "until": "2005-01-02"}]},
         f"[GA403] $.facts.flag[0]: expected the earlier statement to end by 2005-01-01; it holds until 2005-01-02 {SHORTEN}"),
        ({"flag": [{"value": True, "until": "2005"}, {"value": False, "from": 2005, "until": "2005-01-02"}]}, ""),
    ],
)  # fmt: skip
def test_what_keeps_a_profile_from_being_scored_is_told_to_the_letter(facts: dict[str, Any], message: str) -> None:
    problems = Collector()
    check_profile(read(Profile, {**SOUND[Profile], "facts": facts}), CODEBOOK, problems)
    assert [said(problem) for problem in problems.problems] == ([message] if message else [])


@pytest.mark.parametrize(
    ("contested", "found"), [([], "0"), (["low"], "1"), (["low", "low"], "1"), (["low", "high"], "")]
)
def test_what_is_contested_has_two_values(contested: list[str], found: str) -> None:
    message = ""
    try:
        as_knowledge(CODEBOOK["grade"], {"contested": contested})
    except Exception as error:  # noqa: BLE001
        message = str(error)
    assert message == (f"expected at least two different values that are contested; found {found}" if found else "")


# ── suppressions ──


@pytest.mark.parametrize(
    ("code", "document", "node", "covered"),
    [
        (Code.UNCITED_SOURCE, "a.yaml", ("facts", "seat"), True),
        (Code.UNCITED_SOURCE, "a.yaml", ("facts", "seat", 0), True),
        (Code.UNCITED_SOURCE, "a.yaml", ("facts", "seat", "value"), True),
        (Code.UNCITED_SOURCE, "a.yaml", ("facts", "seats"), False),
        (Code.UNCITED_SOURCE, "a.yaml", ("facts",), False),
        (Code.UNCITED_SOURCE, "b.yaml", ("facts", "seat"), False),
        (Code.NO_ADDRESS, "a.yaml", ("facts", "seat"), False),
    ],
)
def test_a_suppression_covers_its_law_in_its_file_at_its_node_and_below(
    code: Code, document: str, node: tuple[str | int, ...], covered: bool
) -> None:
    made = read(Suppression, {**SOUND[Suppression], "node": "$.facts.seat"})
    assert made.covers(Problem(code=code, message="", document=document, node=node)) is covered


def test_a_suppression_without_a_node_covers_the_whole_file_until_its_day() -> None:
    made = read(Suppression, SOUND[Suppression])
    assert made.covers(Problem(code=Code.UNCITED_SOURCE, message="", document="a.yaml"))
    assert made.covers(Problem(code=Code.UNCITED_SOURCE, message="", document="a.yaml", node=(0, "id")))
    assert (made.node, made.reason) == ("$", "r")
    assert [made.expired(day) for day in (date(2019, 12, 31), date(2020, 1, 1))] == [False, True]
