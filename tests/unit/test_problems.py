"""Problems, how they are told and in which order, and how they are gathered."""

import re
from dataclasses import FrozenInstanceError
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from govaudit.problems import (
    Checked,
    Code,
    Collector,
    EnvironmentFailure,
    GovauditError,
    Problem,
    did_you_mean,
    inert,
    one_of,
    quote,
)

BAD = Code.BAD_VALUE


def problem(**more: Any) -> Problem:
    return Problem(**{"code": BAD, "message": "m", **more})


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "m [GA203]"),
        ({"document": "a.yaml"}, "a.yaml: m [GA203]"),
        ({"document": "a.yaml", "line": 3}, "a.yaml:3: m [GA203]"),
        ({"document": "a.yaml", "line": 3, "column": 1, "node": ("x", 0)}, "a.yaml:3:1: $.x[0]: m [GA203]"),
        ({"hint": "h", "node": (1,)}, "$[1]: m [GA203]\n  hint: h"),
    ],
)
def test_a_problem_is_told_in_one_line_and_its_hint_below(more: dict[str, Any], told: str) -> None:
    assert str(problem(**more)) == told


def test_problems_come_by_file_line_column_code_node_and_words() -> None:
    ordered = [
        problem(document="", line=9),
        problem(document="a"),
        problem(document="a", column=1),
        problem(document="a", line=1),
        problem(document="a", line=1, column=1, code=Code.UNCITED_SOURCE, message="z"),
        problem(document="a", line=1, column=1, code=Code.HOLE),
        problem(document="a", line=1, column=2, node=("a",), message="z"),
        problem(document="a", line=1, column=2, node=("b",)),
        problem(document="a", line=1, column=2, node=("b",), message="n"),
        problem(document="a", line=2),
        problem(document="b"),
    ]
    assert all(first.sort_key() < second.sort_key() for first, second in pairwise(ordered))
    assert problem(document="a", line=None).sort_key() < problem(document="a", line=1, message="a").sort_key()


def test_a_problem_is_a_value() -> None:
    with pytest.raises(FrozenInstanceError):
        problem().message = "n"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        Checked(problems=(), suppressed={}, files=()).files = ("a",)  # type: ignore[misc]
    assert (problem().severity, problem().pointer, problem(node=("a", 2, "b")).pointer) == ("error", "$", "$.a[2].b")


def test_every_code_is_what_the_page_of_problem_codes_says() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/problems.md").read_text(encoding="utf-8")
    told = re.findall(r"^## (GA\d+) (\S+)\n\n(.*) Severity: (\w+)\.$", page, re.MULTILINE)
    assert sorted(told) == sorted((code.id, code.slug, code.meaning, code.severity) for code in Code)


def test_what_can_be_accepted_is_a_warning_or_note_of_the_statements() -> None:
    accepted = {code.id for code in Code if code.suppressible}
    assert accepted == {
        code.id for code in Code if code.id[2] == "4" and code.severity in {"warning", "note"}
    } - {Code.UNUSED_SUPPRESSION.id}  # fmt: skip


def test_an_error_carries_every_problem() -> None:
    one, two = problem(), problem(message="n")
    assert GovauditError(one).problems == (one,)
    assert GovauditError([one, two]).problems == (one, two)
    assert str(GovauditError([one, two])) == "m [GA203]\nn [GA203]"
    assert (GovauditError.exit_code, EnvironmentFailure.exit_code) == (2, 3)


def test_problems_are_gathered_up_to_so_many_and_so_many_alike() -> None:
    gathered = Collector(document="a.yaml", most=3, alike=2)
    for place in range(4):
        gathered.add(BAD, "m", (place,), "h")
    assert [item.node for item in gathered.problems] == [(0,), (1,)]
    assert {(item.document, item.hint, item.code) for item in gathered.problems} == {("a.yaml", "h", BAD)}
    gathered.take([problem(document="b.yaml", message="n"), problem(message="o")])
    assert [item.document for item in gathered.problems] == ["a.yaml", "a.yaml", "b.yaml"]
    assert gathered.dropped == 3
    every = Collector()
    every.take([problem()] * 9)
    assert (len(every.problems), every.dropped, every.problems[0].document) == (9, 0, "")


def test_errors_are_raised_with_all_that_was_found_and_warnings_are_not() -> None:
    gathered = Collector()
    gathered.raise_if_any()
    gathered.add(Code.UNCITED_SOURCE, "w")
    gathered.raise_if_any()
    gathered.add(BAD, "e")
    with pytest.raises(GovauditError) as caught:
        gathered.raise_if_any()
    assert [item.message for item in caught.value.problems] == ["w", "e"]


def test_a_hint_names_the_nearest_word() -> None:
    assert did_you_mean("lvel", ["label", "level"]) == 'did you mean "level"?'
    assert did_you_mean("abcde", ["abcxy"]) == 'did you mean "abcxy"?'  # three of five letters
    assert did_you_mean("abcde", ["abxyz"]) == ""
    assert did_you_mean("ab", ["ax", "ay"]) == did_you_mean("ab", ["ay", "ax"]) == ""
    assert did_you_mean("abc", ["abx", "aby"]) == did_you_mean("abc", ["aby", "abx"]) == 'did you mean "aby"?'
    assert did_you_mean(12, ["123"]) == 'did you mean "123"?'
    assert did_you_mean("x" * 200, ["x" * 200]).startswith("did you mean")
    assert did_you_mean("x" * 201, ["x" * 201]) == ""


def test_choices_are_named_up_to_twelve() -> None:
    twelve = tuple("abcdefghijkl")
    assert one_of(twelve) == "one of a, b, c, d, e, f, g, h, i, j, k, l"
    assert one_of((*twelve, "m")) == "one of a, b, c, d, e, f, g, h, i, j, k, l, … (13 in all)"
    assert (one_of(("a", "b")), one_of(("a",)), one_of(())) == ("one of a, b", "a", "")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("x" * 80, f'"{"x" * 80}"'),
        ("x" * 81, f'"{"x" * 79}…"'),
        ("a\nb\u202e\x1bé ", r'"a\nb\u202e\x1bé "'),
        ("##[error]", r'"#\x23[error]"'),
        (10**90, "1" + "0" * 78 + "…"),
        (True, "true"),
        (False, "false"),
        (None, "nothing"),
        ({"a": 1}, "a mapping"),
        ([1], "a list"),
        ((1,), "a list"),
        (1.5, "1.5"),
    ],
)
def test_a_value_is_quoted_as_it_may_be_shown(value: object, told: str) -> None:
    assert quote(value) == told


def test_a_text_is_inert_without_quotation_marks() -> None:
    assert inert("##[a\n", 9) == r"#\x23[a\n"
    assert inert("abcd", 3) == "ab…"
