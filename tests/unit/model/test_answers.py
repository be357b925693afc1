"""A table of answers: units of one row or of several, what comes again, and what is said of a row that cannot be read."""

from fractions import Fraction
from typing import Any

import pytest

from govaudit.model.answers import AnswerTable, again, both, check_answers, numbered
from govaudit.model.base import read
from govaudit.model.codebook import read_codebook
from govaudit.model.knowledge import UNCODED, Kind, Knowledge, known
from govaudit.model.table import Answers
from govaudit.model.unit import Row, Unit
from govaudit.problems import Collector, GovauditError

CODEBOOK = read_codebook(
    {
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
        "count": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "count-men": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
    }
)
FLAG, COUNT = {"column": "F", "fact": "flag"}, {"column": "C", "fact": "count"}
LONG = {"name": "what", "value": "said"}
NOT_FOUND, NOT_APPLICABLE = Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)
TRUE, FALSE = known(True), known(False)


def reading(columns: list[dict[str, Any]] | None = None, **more: Any) -> Answers:
    return read(Answers, {"unit": "u", "columns": [FLAG, COUNT] if columns is None else columns, **more})


def table(head: str, *rows: str, **more: Any) -> tuple[list[Unit], list[str], AnswerTable]:
    """The units of a table with its cells parted by blanks (`-` is an empty one), what is said of the rest, and the table."""
    made = AnswerTable(head.split(), reading(**more), CODEBOOK, "t.csv")
    problems = Collector()
    lines = (Row(line, ["" if cell == "-" else cell for cell in row.split()]) for line, row in enumerate(rows, 2))
    units = list(made.units(lines, problems))
    return units, [f"{problem.line}: {problem}" for problem in problems.problems], made


def test_each_row_is_a_unit() -> None:
    units, said, made = table("u year F C", "a 2015 true 3", "a 2016 - 4", "b 2015 false -", time="year")
    assert units == [
        Unit("a", "2015", {"flag": TRUE, "count": known(Fraction(3))}, 2),
        Unit("a", "2016", {"flag": UNCODED, "count": known(Fraction(4))}, 3),
        Unit("b", "2015", {"flag": FALSE, "count": UNCODED}, 4),
    ]
    assert (said, made.unread) == ([], set())


def test_a_bad_row_is_said_with_each_of_its_cells_and_the_others_are_read() -> None:
    units, said, made = table("u F C", "a yes 11", "b true 1", "- true 1", "c true", "d perhaps 2")
    assert [unit.name for unit in units] == ["b"]
    assert said == [
        '2: column "F": expected one of false, true or an empty cell; found "yes" [GA129]\n  hint: add it to the cells of the column, or mend the table',
        '2: column "C": expected a whole number from 0 to 10; found "11" [GA207]\n  hint: add it to the cells of the column, move the bounds of the fact in the codebook, or mend the table',
        '4: expected in "u" the name of a unit: 1 to 256 visible characters, without blanks around them; found "" [GA130]',
        "5: expected 3 cells, as in the head; found 2 [GA123]",
        '6: column "F": expected one of false, true or an empty cell; found "perhaps" [GA129]\n  hint: add it to the cells of the column, or mend the table',
    ]
    assert made.unread == {("a", ""), ("", ""), ("d", "")}


def test_a_unit_that_comes_again_is_refused_or_numbered() -> None:
    rows = ["a true 1", "b true 1", "a false 2", "a true 3"]
    units, said, made = table("u F C", *rows)
    assert [(unit.name, unit.line) for unit in units] == [("a", 2), ("b", 3)]
    hint = "hint: the first is scored; mend the table, or say in the reading what `repeated` units are"
    assert said == [
        f'{line}: expected a row for each unit once; found "a" again, first on line 2 [GA309]\n  {hint}' for line in (4, 5)
    ]  # fmt: skip
    assert made.unread == {("a", "")}
    units, said, made = table("u F C", *rows, repeated="numbered")
    assert [(unit.name, unit.line) for unit in units] == [("a", 2), ("b", 3), ("a (2)", 4), ("a (3)", 5)]
    assert (said, made.unread) == ([], set())


def test_a_row_that_cannot_be_read_counts_where_units_are_numbered() -> None:
    units, said, made = table("u F C", "a yes 1", "a yes 1", "a true 1", repeated="numbered")
    assert [unit.name for unit in units] == ["a (3)"]
    assert len(said) == 2
    assert made.unread == {("a", ""), ("a (2)", "")}


def test_units_and_times_are_told_apart() -> None:
    units, said, _ = table("u year F C", "a 1 true 1", "a 2 true 1", "a 1 true 1", time="year")
    assert [unit.shown for unit in units] == ["a 1", "a 2"]
    assert 'found "a 1" again, first on line 2' in said[0]


def test_sources_may_contradict_each_other() -> None:
    rows = ["a true 1", "b - 2", "a false 1", "b true -", "a true -"]
    units, said, _ = table("u F C", *rows, repeated="contested")
    assert said == []
    assert units == [
        Unit("a", "", {"flag": Knowledge(Kind.CONTESTED, (True, False)), "count": known(Fraction(1))}, 2),
        Unit("b", "", {"flag": TRUE, "count": known(Fraction(2))}, 3),
    ]


def test_a_unit_of_several_rows_is_left_out_if_one_of_them_is_bad() -> None:
    units, said, made = table("u F C", "a true 1", "- true 1", "b true 1", "a yes 1", "a - 1", repeated="contested")
    assert [unit.name for unit in units] == ["b"]
    assert [line.split(":")[0] for line in said] == ["3", "5"]
    assert made.unread == {("a", "")}


def test_in_the_long_form_a_row_says_one_thing() -> None:
    units, said, made = table(
        "u what said", "a F true", "b C 3", "a C 4", "a note-1 x", "b F -", long=LONG, ignore=["note-*"]
    )
    assert (said, made.unread) == ([], set())
    assert units == [
        Unit("a", "", {"flag": TRUE, "count": known(Fraction(4))}, 2),
        Unit("b", "", {"count": known(Fraction(3)), "flag": UNCODED}, 3),
    ]


def test_in_the_long_form_an_unknown_name_or_a_second_answer_is_refused() -> None:
    columns = [{"column": "Flag", "fact": "flag"}, COUNT]
    units, said, made = table(
        "u what said", "a Flags 1", "b odd 1", "c C 1", "c C 2", "d C 1", long=LONG, columns=columns
    )
    assert [unit.name for unit in units] == ["d"]
    assert said == [
        '2: column "what": expected a name that the reading knows; found "Flags" [GA127]\n  hint: did you mean "Flag"?',
        '3: column "what": expected a name that the reading knows; found "odd" [GA127]\n  hint: map it to a fact, or list it under `ignore`',
        "5: expected one answer to count; line 4 gives one already [GA131]\n  hint: mend the table, or say `repeated: contested` in the reading",
    ]
    assert made.unread == {("a", ""), ("b", ""), ("c", "")}


def test_an_answer_that_comes_again_may_be_a_source_of_its_own() -> None:
    units, said, _ = table("u what said", "a C 1", "a C 2", "a C 1", long=LONG, repeated="contested")
    assert said == []
    assert units == [Unit("a", "", {"count": Knowledge(Kind.CONTESTED, (Fraction(1), Fraction(2)))}, 2)]


MANY = [{"column": "C", "fact": "count{who}"}, {"column": "F", "fact": "flag{who}"}]


def test_several_rows_fill_the_names_of_facts_and_not_all_is_asked_of_all() -> None:
    by = {"who": {"all": "", "men": "-men"}}
    units, said, _ = table("u who C F", "a all 3 true", "a men 2 -", "b men - -", by=by, columns=MANY)
    assert said == []
    assert units == [
        Unit("a", "", {"count": known(Fraction(3)), "flag": TRUE, "count-men": known(Fraction(2))}, 2),
        Unit("b", "", {"count-men": UNCODED}, 4),
    ]


def test_a_row_that_answers_no_fact_is_refused() -> None:
    units, said, _ = table("u who C F", "a men 2 true", "b women - -", "c -me - -", by={"who": {}}, columns=MANY)
    assert units == []
    assert said == [
        '2: column "C": expected a fact of the codebook; found "countmen" [GA301]\n  hint: did you mean "count-men"?',
        '2: column "F": expected a fact of the codebook; found "flagmen" [GA301]\n  hint: did you mean "flag"?',
        '3: column "C": expected a fact of the codebook; found "countwomen" [GA301]\n  hint: did you mean "count-men"?',
        '3: column "F": expected a fact of the codebook; found "flagwomen" [GA301]\n  hint: did you mean "flag"?',
        '4: column "C": expected a fact of the codebook; found "count-me" [GA301]\n  hint: did you mean "count-men"?',
        '4: column "F": expected a fact of the codebook; found "flag-me" [GA301]\n  hint: did you mean "flag"?',
    ]


def test_a_shared_coding_and_the_numbers_of_the_table() -> None:
    codings = {"yes-no": {"cells": {"yes": True}, "empty": "not-found"}}
    columns = [{**FLAG, "coding": "yes-no"}, COUNT]
    units, said, made = table(
        "u F C", "a yes 3,0%", "b - 4", codings=codings, columns=columns, **{"decimal-mark": ",", "strip": ["%"]}
    )
    assert said == []
    assert units == [
        Unit("a", "", {"flag": TRUE, "count": known(Fraction(3))}, 2),
        Unit("b", "", {"flag": NOT_FOUND, "count": known(Fraction(4))}, 3),
    ]
    column = made.columns["F"]
    assert made.decoder(column, "flag", 1) is made.decoder(column, "flag", 9)


def test_a_coding_that_does_not_fit_is_told_on_each_row() -> None:
    units, said, _ = table("u F C", "a true 1", columns=[{**FLAG, "cells": {"x": 3}}, COUNT])
    assert units == []
    assert said == ['2: column "F": flag: expected one of true, false; found 3 [GA203]']


def test_the_document_is_named_for_the_head_alone() -> None:
    with pytest.raises(GovauditError) as caught:
        table("u F", "a true")
    assert [problem.document for problem in caught.value.problems] == ["t.csv"]
    with pytest.raises(GovauditError) as caught:
        AnswerTable(["u", "F"], reading(), CODEBOOK)
    assert [problem.document for problem in caught.value.problems] == [""]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (TRUE, TRUE, TRUE),
        (TRUE, FALSE, Knowledge(Kind.CONTESTED, (True, False))),
        (TRUE, NOT_FOUND, TRUE),
        (NOT_APPLICABLE, TRUE, TRUE),
        (UNCODED, NOT_FOUND, NOT_FOUND),
        (NOT_FOUND, NOT_APPLICABLE, NOT_APPLICABLE),
        (NOT_APPLICABLE, UNCODED, NOT_APPLICABLE),
        (Knowledge(Kind.CONTESTED, (1, 2)), Knowledge(Kind.CONTESTED, (2, 3)), Knowledge(Kind.CONTESTED, (1, 2, 3))),
    ],
)
def test_what_two_sources_make_known(first: Knowledge, second: Knowledge, together: Knowledge) -> None:
    assert both(first, second) == together


def test_the_name_and_the_refusal_of_a_unit_that_comes_again() -> None:
    assert [numbered("a", count) for count in (1, 2, 3)] == ["a", "a (2)", "a (3)"]
    assert again("a", "", 3, 2).message == 'expected a row for each unit once; found "a" again, first on line 2'
    assert again("a", "2015", 3, 2).message.endswith('found "a 2015" again, first on line 2')


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, []),
        ({"columns": [FLAG, {**FLAG, "fact": "count"}]}, ['$.answers.columns[1]: expected each column and each fact once; found "F" again [GA309]']),
        ({"columns": [FLAG, {**FLAG, "column": "G"}]}, ['$.answers.columns[1]: expected each column and each fact once; found "flag" again [GA309]']),
        (
            {"columns": [{**FLAG, "coding": "yes-mo"}], "codings": {"yes-no": {}}},
            ['$.answers.columns[0].coding: expected a shared coding; found "yes-mo" [GA305]\n  hint: did you mean "yes-no"?'],
        ),
        (
            {"columns": [COUNT, {**FLAG, "fact": "flog"}]},
            ['$.answers.columns[1].fact: expected a fact of the codebook; found "flog" [GA301]\n  hint: did you mean "flag"?'],
        ),
        (
            {"columns": [{"column": "C", "fact": "count{who}"}, {**FLAG, "fact": "flag{what}"}], "by": {"who": {}}},
            ['$.answers.columns[1].fact: expected a fact of the codebook; found "flag{what}" [GA301]'],
        ),
        (
            {"columns": [{**COUNT, "cells": {"x": 11}}, FLAG, {**FLAG, "fact": "x"}]},
            [
                "$.answers.columns[0]: count: expected a whole number from 0 to 10; found 11 [GA207]",
                '$.answers.columns[2]: expected each column and each fact once; found "F" again [GA309]',
                '$.answers.columns[2].fact: expected a fact of the codebook; found "x" [GA301]',
            ],
        ),
        (
            {"columns": [{**FLAG, "coding": "yes-no"}, {**COUNT, "cells": {"x": 11}}], "codings": {"yes-no": {"empty": 3}}},
            [
                "$.answers.codings.yes-no: flag: expected one of true, false; found 3 [GA203]",
                "$.answers.columns[1]: count: expected a whole number from 0 to 10; found 11 [GA207]",
            ],
        ),
        (
            {"columns": [{**FLAG, "coding": "none"}, {**COUNT, "fact": "flag"}, {"column": "D", "fact": "{who}"}, {"column": "E", "fact": "e"}], "by": {"who": {}}},
            [
                '$.answers.columns[0].coding: expected a shared coding; found "none" [GA305]',
                '$.answers.columns[1]: expected each column and each fact once; found "flag" again [GA309]',
                '$.answers.columns[3].fact: expected a fact of the codebook; found "e" [GA301]',
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_reading_is_said_at_its_place(more: dict[str, Any], said: list[str]) -> None:
    assert [str(problem) for problem in check_answers(reading(**more), CODEBOOK)] == said
