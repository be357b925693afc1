"""Heads of tables, and published figures: where each column stands, what a cell says, and what is said of what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from govaudit.model.base import read
from govaudit.model.head import filled
from govaudit.model.published import Printed, PublishedTable, as_printed
from govaudit.model.table import Published
from govaudit.model.unit import Row, Unit
from govaudit.problems import Collector, GovauditError

HEAD = ["unit", "year", "total", "place", "mark"]
COLUMNS: list[dict[str, Any]] = [
    {"column": "total", "score": "all", "decimals": 1},
    {"column": "place", "rank": "all"},
    {"column": "mark", "band": "all"},
]
WIDE: dict[str, Any] = {"unit": "unit", "time": "year", "columns": COLUMNS}
LONG = {**WIDE, "long": {"name": "what", "value": "says"}}
NO_FIGURE = "\n  hint: a text that stands for no figure is listed under `none`"
WORDS = {"score": (), "rank": (), "band": ("weak", "strong")}
"""What the framework has, of its node `all`."""


def words_of(kind: str, target: str) -> Sequence[str] | None:
    return WORDS.get(kind) if target == "all" else None


def table(reading: dict[str, Any], head: Sequence[str] = HEAD) -> PublishedTable:
    return PublishedTable(head, read(Published, reading), words_of, "figures.csv")


def figures(reading: dict[str, Any], *rows: str, head: Sequence[str] = HEAD) -> tuple[list[Printed], list[str]]:
    """What is read of a table whose first row stands in line 2, and what is said; each problem after its line."""
    problems = Collector()
    lines = [Row(line, row.split(",")) for line, row in enumerate(rows, 2)]
    found = [*table(reading, head).figures(lines, problems)]
    return found, [f"{problem.line}: {problem}" for problem in problems.problems]


def told(reading: dict[str, Any], *rows: str, head: Sequence[str] = HEAD) -> list[str]:
    return figures(reading, *rows, head=head)[1]


def refused(reading: dict[str, Any], head: Sequence[str]) -> list[str]:
    """What is said of a head."""
    with pytest.raises(GovauditError) as caught:
        table(reading, head)
    assert {(problem.document, problem.line) for problem in caught.value.problems} == {("figures.csv", 1)}
    return [str(problem).removeprefix("figures.csv:1: ") for problem in caught.value.problems]


def brief(found: Sequence[Printed]) -> list[tuple[str, str, str, str, object]]:
    return [(it.unit, it.time, it.figure.kind, it.target, it.word if it.value is None else it.value) for it in found]


# ── the head ──


def test_a_column_that_is_missing_and_one_that_nobody_named_are_told_with_the_nearest_name() -> None:
    assert refused({**WIDE, "where": {"kind": "country"}}, ["unit", "year", "totl", "place", "seat", "zone"]) == [
        'expected "total" among the columns; the table has none [GA128]\n  hint: did you mean "totl"?',
        'expected "kind", "mark" among the columns; the table has none [GA128]\n  hint: the head has: "unit", "year", "totl", "place", "seat", "zone"',
        'expected columns that the reading names; found "totl" [GA127]\n  hint: did you mean "total"?',
        'expected columns that the reading names; found "seat", "zone" [GA127]\n  hint: map it to a fact, or list it under `ignore`',
    ]  # fmt: skip


def test_columns_are_looked_for_in_the_order_of_the_reading() -> None:
    reading = {**LONG, "where": {"aaa": "x"}, "by": {"bbb": {}}}
    shown = '"unit", "year", "aaa", "bbb", "what", "says"'
    assert refused(reading, ["@"])[0].startswith(f"expected {shown} among the columns; the table has none")


@pytest.mark.parametrize(
    ("count", "shown"), [(12, ', "z112"'), (13, ', "z112", … (13 in all)'), (14, ', "z112", … (14 in all)')]
)
def test_of_many_columns_twelve_are_named(count: int, shown: str) -> None:
    (said,) = refused(WIDE, [*HEAD, *(f"z{101 + index}" for index in range(count))])
    assert said.split("\n")[0].endswith(f'"z111"{shown} [GA127]')


def test_a_long_name_of_a_column_is_cut_after_forty_signs() -> None:
    assert f'found "{"z" * 39}…" [GA127]' in refused(WIDE, [*HEAD, "z" * 41])[0]
    assert f'found "{"z" * 40}" [GA127]' in refused(WIDE, [*HEAD, "z" * 40])[0]


def test_a_star_at_the_end_ignores_every_ending() -> None:
    assert table({**WIDE, "ignore": ["note*", "seat"]}, [*HEAD, "note", "notes-2", "seat"]).head.width == 8


def test_a_column_of_another_name_is_not_ignored() -> None:
    said = refused({**WIDE, "ignore": ["note*", "seat"]}, [*HEAD, "a-note", "not", "nought", "seat-2", "sea"])
    assert 'found "a-note", "not", "nought", "seat-2", "sea" [GA127]' in said[0]


def test_in_the_long_form_no_column_of_a_figure_is_needed() -> None:
    found = table(LONG, ["says", "what", "year", "unit"]).head
    assert (found.width, dict(found.places)) == (4, {"unit": 3, "year": 2, "what": 1, "says": 0})


# ── the rows ──


def test_figures_of_a_row() -> None:
    found, said = figures(WIDE, "Aland,2015,80.5,1,strong", "Boria,2015,60,2,weak")
    assert said == []
    assert brief(found) == [
        ("Aland", "2015", "score", "all", Fraction("80.5")),
        ("Aland", "2015", "rank", "all", 1),
        ("Aland", "2015", "band", "all", "strong"),
        ("Boria", "2015", "score", "all", 60),
        ("Boria", "2015", "rank", "all", 2),
        ("Boria", "2015", "band", "all", "weak"),
    ]
    assert [(it.line, it.text) for it in found[:4]] == [(2, "80.5"), (2, "1"), (2, "strong"), (3, "60")]


def test_a_table_without_times_has_none() -> None:
    found, _ = figures({"unit": "unit", "columns": COLUMNS[:1]}, "Aland,1", head=["unit", "total"])
    assert brief(found) == [("Aland", "", "score", "all", 1)]


def test_several_columns_that_name_the_unit_are_joined() -> None:
    found, _ = figures({**WIDE, "unit": ["unit", "year"], "time": ""}, "Aland,2015,1,,")
    assert [it.unit for it in found] == ["Aland/2015"]


def test_rows_of_a_wrong_length_are_told_and_others_that_are_not_meant_passed_over() -> None:
    reading = {**WIDE, "where": {"mark": ["weak", "strong"], "year": "2015"}, "columns": COLUMNS[:2]}
    rows = ["A,2015,1,,weak", "B,2016,1,,weak", "C,2015,1,,none", "D,2015,1", "E,2015,1,,strong"]
    found, said = figures(reading, *rows)
    assert [it.unit for it in found] == ["A", "E"]
    assert said == ["5: expected 5 cells, as in the head; found 3 [GA123]"]


VISIBLE = "the name of a unit: 1 to 256 visible characters, without blanks around them; found"


@pytest.mark.parametrize(
    ("unit", "year", "said"),
    [
        ("", "2015", f'"unit" {VISIBLE} ""'),
        ("A ", "2015", f'"unit" {VISIBLE} "A "'),
        ("A\tb", "2015", f'"unit" {VISIBLE} "A\\tb"'),
        ("A" * 257, "2015", f'"unit" {VISIBLE} "{"A" * 39}…"'),
        ("A" * 256, "2015", ""),
        ("A", "", '"year" a time; found ""'),
        ("A", "  ", '"year" a time; found "  "'),
        ("A", "20\t15", '"year" a time; found "20\\t15"'),
        ("A", "2" * 257, f'"year" a time; found "{"2" * 39}…"'),
        ("A", "2" * 41 + "\t", f'"year" a time; found "{"2" * 39}…"'),
        ("A", "2" * 39 + "\t", f'"year" a time; found "{"2" * 39}\\t"'),
        ("A", "2" * 256, ""),
        ("A", " 2015", ""),
    ],
)  # fmt: skip
def test_a_unit_and_a_time_can_be_shown(unit: str, year: str, said: str) -> None:
    found, problems = figures(WIDE, f"{unit},{year},1,,", "Z,2015,2,,")
    assert problems == ([f"2: expected in {said} [GA130]"] if said else [])
    assert [it.unit for it in found] == ([unit, "Z"] if not said else ["Z"])


def test_a_unit_is_shown_with_its_time() -> None:
    assert [Unit("no", time, {}, 2).shown for time in ("2015", "")] == ["no 2015", "no"]


def test_what_comes_again_is_told_with_the_first_line_and_the_others_are_read() -> None:
    found, said = figures(WIDE, "A,2015,1,1,", "A,2016,2,2,", "A,2015,3,,weak")
    assert [(it.time, it.text) for it in found] == [("2015", "1"), ("2015", "1"), ("2016", "2"), ("2016", "2"), ("2015", "weak")]  # fmt: skip
    assert said == ["4: expected one score of all a unit; line 2 gives one already [GA131]"]


def test_units_that_come_again_may_be_numbered() -> None:
    found, said = figures({**WIDE, "repeated": "numbered"}, "A,1,1,,", "A,2,2,,", "A,1,3,,", "B,1,4,,", "A,1,5,,")
    assert said == []
    assert [(it.unit, it.time, it.value) for it in found] == [("A", "1", 1), ("A", "2", 2), ("A (2)", "1", 3), ("B", "1", 4), ("A (3)", "1", 5)]  # fmt: skip


def test_an_empty_cell_and_what_stands_for_none_are_no_figures() -> None:
    reading = {**WIDE, "none": ["-"], "columns": [{**COLUMNS[0], "none": ["n/a"]}, *COLUMNS[1:]]}
    found, said = figures(reading, "A,1,-,-,-", "B,1, ,,", "C,1,n/a,1,weak", "D,1,1,n/a,weak")
    assert [it.text for it in found] == ["1", "weak", "1", "weak"]
    assert said == [f'5: column "place": expected a whole number; found "n/a" [GA129]{NO_FIGURE}']


def test_a_table_without_figures_is_told_and_asked_where_it_looks() -> None:
    nothing = "1: expected published figures; found none [GA106]"
    assert told(WIDE, "A,1,,,") == [nothing]
    hint = "\n  hint: does `where` name what stands in the table?"
    assert told({**WIDE, "where": {"year": "2"}}, "A,1,1,1,weak") == [f"{nothing}{hint}"]
    assert told(WIDE, "A,1,many,,") == [f'2: column "total": expected a number; found "many" [GA129]{NO_FIGURE}']


# ── names that a row fills ──

BY = {
    "unit": "unit",
    "by": {"part": {"The whole": "all"}},
    "columns": [{"column": "total", "score": "{part}", "decimals": 0}],
}


def test_a_row_fills_the_name_of_a_node() -> None:
    head = ["unit", "part", "total"]
    found, said = figures(BY, "A,The whole,1", "A,the whole,2", "A,Half,3", head=head)
    assert brief(found) == [("A", "", "score", "all", 1)]
    assert said == [
        '3: expected in "part" a text that the reading knows; found "the whole" [GA129]\n  hint: did you mean "The whole"?',
        '4: expected in "part" a text that the reading knows; found "Half" [GA129]\n  hint: add it to `by`, or to `where` if its rows are not meant',
    ]  # fmt: skip


def test_a_text_without_a_word_for_it_fills_a_name_as_it_stands() -> None:
    head = ["unit", "part", "total"]
    found, said = figures({**BY, "by": {"part": {}}}, "A,all,1", "A,none,2", head=head)
    assert brief(found) == [("A", "", "score", "all", 1)]
    assert said == ['3: column "total": expected a score of the framework; found "none" [GA303]']


def test_braces_in_a_cell_are_text() -> None:
    assert filled("{a}-{b}", {"a": "{b}", "b": "x"}) == "{b}-x"
    assert filled("{b}-{a}-{b}-{c}", {"a": "1", "b": "2"}) == "2-1-2-{c}"
    assert filled("{a.c}{abc}", {"a.c": "x"}) == "x{abc}"
    assert filled("{a}", {}) == "{a}"


# ── the long form ──


def test_in_the_long_form_a_row_names_its_figure() -> None:
    head = ["unit", "year", "what", "says"]
    reading = {**LONG, "ignore": ["note*"]}
    rows = ["A,1,total,5", "A,1,mark,weak", "A,1,notes,x", "A,1,totl,5", "A,1,xyz,5", "B,1,total,6"]
    found, said = figures(reading, *rows, head=head)
    assert brief(found) == [
        ("A", "1", "score", "all", 5),
        ("A", "1", "band", "all", "weak"),
        ("B", "1", "score", "all", 6),
    ]
    assert said == [
        '5: column "what": expected a name that the reading knows; found "totl" [GA127]\n  hint: did you mean "total"?',
        '6: column "what": expected a name that the reading knows; found "xyz" [GA127]\n  hint: map it, or list it under `ignore`',
    ]  # fmt: skip


# ── the cells ──


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("5,,strng", 'column "mark": expected one of weak, strong; found "strng" [GA129]\n  hint: did you mean "strong"?'),
        ("5,,best", f'column "mark": expected one of weak, strong; found "best" [GA129]{NO_FIGURE}'),
        ("1;5,,", f'column "total": expected a number; found "1;5" [GA129]{NO_FIGURE}'),
        ("5%,,", 'column "total": expected a number; found "5%" [GA129]\n  hint: say `strip: ["%"]` in the reading, if "%" means nothing, or mend the table'),
        (",1.5,", f'column "place": expected a whole number; found "1.5" [GA129]{NO_FIGURE}'),
        (",first,", f'column "place": expected a whole number; found "first" [GA129]{NO_FIGURE}'),
    ],
)  # fmt: skip
def test_a_cell_that_says_no_figure_is_told_and_the_next_unit_is_read(row: str, said: str) -> None:
    found, problems = figures(WIDE, f"A,1,{row}", "B,1,1,1,weak")
    assert [it.text for it in found if it.unit == "B"] == ["1", "1", "weak"]
    assert problems == [f"2: {said}"]


def test_a_score_may_have_decimals_and_a_rank_must_be_whole() -> None:
    assert [it.value for it in figures(WIDE, "A,1,2.5,2.0,")[0]] == [Fraction(5, 2), 2]


def test_the_words_of_a_column_come_before_those_of_the_framework() -> None:
    reading = {**WIDE, "columns": [*COLUMNS[:2], {**COLUMNS[2], "cells": {"A+": "strong", "B": "weak"}}]}
    found, said = figures(reading, "A,1,,,A+", "B,1,,,strong")
    assert [(it.text, it.word) for it in found] == [("A+", "strong")]
    assert said[0].startswith('3: column "mark": expected one of A+, B; found "strong" [GA129]')


def test_numbers_are_written_as_the_reading_says() -> None:
    reading = {**WIDE, "decimal-mark": ",", "strip": ["=", "%"]}
    problems = Collector()
    found = [*table(reading).figures([Row(2, ["A", "1", "2,5%", "=3", ""])], problems)]
    assert ([it.value for it in found], problems.problems) == ([Fraction(5, 2), 3], [])


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [
        ("72.30000000000001", 1, "72.3"),
        ("72.2999999999999", 1, "72.3"),
        ("-72.30000000000001", 1, "-72.3"),
        ("72.34", 1, "72.34"),
        ("0.9999999999", 0, "1"),
        ("0.0666666667", 3, "0.0666666667"),
        ("123456.7800000001", 2, "123456.78"),
        ("72.30000000000001", None, "72.30000000000001"),
        ("72.300000001", 1, "72.300000001"),
        ("72.3000000009999", 1, "72.3"),
        ("0.0000000006", 9, "0.000000001"),
    ],
)
def test_what_floats_add_is_less_than_the_billionth_part_of_one(text: str, decimals: int | None, value: str) -> None:
    assert as_printed(Fraction(text), decimals) == Fraction(value)
