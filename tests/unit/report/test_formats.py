"""Numbers, JSON and tables as text; strings from strangers stay text in each of them."""

import csv
import io
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files.yaml import parse
from govaudit.problems import Code, GovauditError, Problem, did_you_mean, one_of, quote
from govaudit.report.json import dumps
from govaudit.report.layout import CONTROL, Paper, bar, cell_width, plain, wrapped
from govaudit.report.numbers import percent, rounded, shown, signed, span, telling, trimmed
from govaudit.report.problems import headline, json_text, summary, text
from govaudit.report.tables import FORMATS, OTHERS, Table, render


def payloads() -> list[str]:
    """The strings of payloads.yaml that a loader accepts."""
    found = []
    for block in (Path(__file__).parents[2] / "badinputs/payloads.yaml").read_text(encoding="utf-8").split("\n- ")[1:]:
        try:
            entry: dict[str, Any] = parse("".join(f"{line}\n" for line in block.replace("\n  ", "\n").splitlines()))
        except GovauditError:
            continue
        found.append(entry["s"])
    return found


PAYLOADS = payloads()


def test_there_are_payloads() -> None:
    assert len(PAYLOADS) > 20


def test_rounding_is_half_away_from_zero_and_never_minus_zero() -> None:
    assert [str(rounded(Fraction(number), 0)) for number in ("1/2", "-1/2", "3/2", "5/2", "-1/3", "0")] == [
        "1",
        "-1",
        "2",
        "3",
        "0",
        "0",
    ]
    assert [shown(number) for number in (None, Fraction(5995, 100), Fraction(-1, 100), Fraction(100))] == [
        "–",
        "60.0",
        "0.0",
        "100.0",
    ]
    halves = (2, "1/2", "1/25", -2, "-1/2", "-1/25", 0)
    assert [signed(Fraction(number)) for number in halves] == ["+2.0", "+0.5", "0.0", "−2.0", "−0.5", "0.0", "0.0"]
    assert signed(None) == "–"
    assert [
        percent(Fraction(1, 3)),
        percent(None),
        span(Fraction(1), Fraction(1)),
        span(Fraction(1), Fraction(2), 0),
    ] == ["33 %", "–", "1.0", "1–2"]


@given(st.lists(st.fractions(min_value=-100, max_value=100), max_size=8))
def test_as_many_digits_as_tell_any_two_numbers_apart(numbers: list[Fraction]) -> None:
    digits = telling(numbers)
    assert len({rounded(number, digits) for number in numbers}) == len(set(numbers))
    assert digits >= 6


def test_numbers_that_differ_where_roots_are_rounded_are_told_apart() -> None:
    fifty, more = Fraction(50), 50 + Fraction(1, 10**30)
    digits = telling([fifty, more])
    assert rounded(more, digits) != rounded(fifty, digits)
    assert digits == 48
    assert telling([]) == 6
    assert str(rounded(Fraction(2, 3), 40)) == f"0.{'6' * 39}7"


def test_a_number_for_programs_has_no_zeros_at_its_end() -> None:
    assert trimmed(None, 2) is None
    shown_as = {
        ("1/4", 3): "0.25",
        ("1/3", 2): "0.33",
        ("100", 2): "100",
        ("100", 0): "100",
        ("0", 2): "0",
        ("-1/8", 9): "-0.125",
    }
    for (number, places), text_of_it in shown_as.items():
        assert str(trimmed(Fraction(number), places)) == text_of_it


def test_a_format_that_is_mistyped_is_hinted_at_among_all_that_a_command_has() -> None:
    for typed, others, meant in (("jsno", OTHERS, "json"), ("htlm", (*OTHERS, "html"), "html")):
        with pytest.raises(GovauditError) as caught:
            render(Table((), ()), typed, others)
        assert caught.value.problems[0].hint == f'did you mean "{meant}"?'


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    )
)
def test_json_is_read_back_by_any_reader(value: Any) -> None:
    written = dumps(value)
    assert json.loads(written) == value
    assert written.isascii()


def test_json_is_laid_out_for_people_and_obeyed_by_no_build_runner() -> None:
    value: Any = {"a": [1, "##[x] ##[y]"], "b": [], "c": {}, "d": [[1], {"é": None}], "##[e]": True}
    assert dumps(value) == (
        '{\n  "a": [1, "#\\u0023[x] #\\u0023[y]"],\n  "b": [],\n  "c": {},\n'
        '  "d": [\n    [1],\n    {\n      "\\u00e9": null\n    }\n  ],\n  "#\\u0023[e]": true\n}\n'
    )
    assert json.loads(dumps(value)) == value
    assert dumps(Decimal("1E+3")) == "1000\n"


def test_what_is_no_number_is_no_json() -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        dumps(cast("Any", float("nan")))


def test_json_numbers_are_exact() -> None:
    exact = Decimal("12.345678901234567890123456789")
    assert json.loads(dumps({"n": exact}), parse_float=Decimal) == {"n": exact}


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_csv_has_as_many_rows_and_no_formula(payload: str) -> None:
    written = render(Table(("a", "b"), ((payload, Decimal("-2.5")), ("x", None))), "csv")
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert len(rows) == 3
    assert [len(row) for row in rows] == [2, 2, 2]
    assert not rows[1][0].startswith(("=", "+", "-", "@", "＝"))
    assert rows[1][1] == "-2.5"


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("style", [style for style in FORMATS if style != "csv"])
def test_a_table_keeps_its_skeleton(payload: str, style: str) -> None:
    def skeleton(word: str) -> tuple[int, set[int]]:
        lines = render(Table(("a", "b"), ((word, 1), ("x", 2))), style).splitlines()
        return len(lines), {line.count("|") for line in lines if style in {"markdown", "github", "pipe", "jira"}}

    assert skeleton(payload) == skeleton("AAAA")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_markdown_shows_text_as_text(payload: str) -> None:
    cell = render(Table(("a",), ((payload,),)), "markdown").splitlines()[2]
    assert not set("<>[]`*_!@~") & set(cell)
    assert "www." not in cell
    assert "://" not in cell


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_terminal_gets_no_escapes_and_no_commands(payload: str) -> None:
    page = plain(wrapped(payload, Paper()))
    assert not CONTROL.search(page.replace("\n", ""))
    assert "##[" not in page


@pytest.mark.parametrize("measurer", [None, "of others"])
def test_a_table_is_as_wide_in_every_line_whatever_else_is_installed(
    measurer: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tabulate.wcwidth", measurer)
    made = render(Table(("title",), (("議事録",), ("g\u200bfmd",), ("minutes",))), "grid")
    assert len({cell_width(line) for line in made.splitlines()}) == 1


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(GovauditError) as caught:
        render(Table(("a",), ()), "markdwn")
    assert caught.value.problems[0].hint == 'did you mean "markdown"?'


def test_bars_show_low_high_and_point() -> None:
    scale = (Fraction(0), Fraction(100))

    def drawn(low: int | None, high: int | None, point: int | None, *, unicode: bool = False) -> str:
        numbers = [None if number is None else Fraction(number) for number in (low, high, point)]
        return "".join(sign for sign, _ in bar(Paper(unicode=unicode), 10, scale, *numbers))

    assert drawn(20, 50, 20) == "##===....."
    assert drawn(20, 20, 20, unicode=True) == "██········"
    assert drawn(20, 21, 20) == "##=......."
    assert drawn(20, 50, 90) == "##===....|"
    assert drawn(100, 100, 100) == "##########"
    assert drawn(None, None, None) == " " * 10
    flat = bar(Paper(), 4, (Fraction(1), Fraction(1)), Fraction(1), Fraction(1), Fraction(1))
    assert "".join(sign for sign, _ in flat) == "...."


def test_wide_letters_take_two_columns() -> None:
    assert [cell_width(word) for word in ("abc", "日本", "👩‍💻")] == [3, 4, 2]


def test_problems_are_sorted_counted_and_said_once() -> None:
    one = Problem(
        code=Code.BAD_VALUE, message="expected a; found b", document="b.yaml", line=3, column=1, node=("x", 0)
    )
    two = Problem(code=Code.UNCITED_SOURCE, message="m", document="a.yaml")
    assert text([one, two, one]) == "warning: a.yaml: m [GA407]\nb.yaml:3:1: $.x[0]: expected a; found b [GA203]\n"
    assert summary([one, two, one]) == "2 errors, 1 warning"
    assert summary([]) == "no problems"
    assert summary([], 2) == "no problems, 2 suppressed"
    assert summary([one, two, one], 2) == "2 errors, 1 warning, 2 suppressed"
    assert headline(1, [two, two]) == "1 file checked: 2 warnings"
    assert headline(2, [], 1) == "2 files checked: no problems, 1 suppressed"
    assert json.loads(json_text([]))["counts"] == {"error": 0, "warning": 0, "note": 0, "suppressed": 0}


def test_a_word_in_a_message_holds_nothing_that_is_obeyed() -> None:
    """Some are printed as they are, such as a wrong answer in an interview."""
    assert quote("##[x]\x1b\u202e\n::") == '"#\\x23[x]\\x1b\\u202e\\n::"'


def test_words_for_errors() -> None:
    assert did_you_mean("gfmmd", ["gfmd", "iom"]) == 'did you mean "gfmd"?'
    assert did_you_mean("zzz", ["gfmd"]) == ""
    assert one_of(("a", "b")) == "one of a, b"
    assert one_of(("a",)) == "a"
    assert one_of(tuple("abc"), limit=2) == "one of a, b, … (3 in all)"
    odd: list[object] = ["x\n", "y" * 90, True, None, {}, [], 3]
    assert [quote(value) for value in odd] == [
        '"x\\n"',
        f'"{"y" * 79}…"',
        "true",
        "nothing",
        "a mapping",
        "a list",
        "3",
    ]
