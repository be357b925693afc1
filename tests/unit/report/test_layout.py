"""Lines for a terminal, sign by sign."""

from fractions import Fraction

import pytest

from govaudit.report.layout import (
    BLANK,
    CONTROL,
    STYLES,
    Line,
    Paper,
    bar,
    disobeyed,
    harmless,
    heading,
    plain,
    table,
    wrapped,
)

OURS = "– — − · … “ ” → × † a\u00a0b"
SCALE = (Fraction(0), Fraction(100))


def test_our_signs_are_plain_where_only_ascii_may_be_shown() -> None:
    assert Paper() == Paper(width=80, unicode=False)
    assert Paper().ascii(OURS) == '- - - | ... " " -> x * a b'
    assert Paper(unicode=True).ascii(OURS) == OURS
    assert Paper().ascii("Größe") == "Größe"


def test_every_style_is_one_that_rich_knows() -> None:
    assert STYLES == {
        "": "", "title": "bold", "head": "bold", "number": "bold", "solid": "blue", "shade": "yellow", "quiet": "dim"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "drawn"),
    [
        ((20, 50, 20), [("solid", "##"), ("shade", "==="), ("quiet", ".....")]),
        ((20, 50, 50), [("solid", "##"), ("shade", "==="), ("quiet", ".....")]),
        ((20, 50, 40), [("solid", "##"), ("shade", "=="), ("number", "|"), ("quiet", ".....")]),
        ((20, 50, 100), [("solid", "##"), ("shade", "==="), ("quiet", "...."), ("number", "|")]),
        ((20, 50, None), [("solid", "##"), ("shade", "==="), ("quiet", ".....")]),
        ((20, 21, 20), [("solid", "##"), ("shade", "="), ("quiet", ".......")]),
        ((100, 101, 100), [("solid", "##########")]),
        ((4, 5, 4), [("shade", "="), ("quiet", ".........")]),
        ((-50, 0, 0), [("shade", "="), ("quiet", ".........")]),
        ((None, 50, 20), [("", "          ")]),
        ((20, None, 20), [("", "          ")]),
    ],
)
def test_a_bar(ends: tuple[int | None, ...], drawn: list[tuple[str, str]]) -> None:
    low, high, point = (None if end is None else Fraction(end) for end in ends)
    assert [(style, text) for text, style in bar(Paper(), 10, SCALE, low, high, point)] == drawn


def test_a_bar_in_full_signs_and_on_a_scale_that_does_not_begin_at_nothing() -> None:
    scale = (Fraction(100), Fraction(200))
    drawn = bar(Paper(unicode=True), 4, scale, Fraction(125), Fraction(150), Fraction(200))
    assert drawn == (("█", "solid"), ("▒", "shade"), ("·", "quiet"), ("◆", "number"))
    same = (Fraction(1), Fraction(1))
    assert bar(Paper(), 4, same, *3 * [Fraction(1)]) == (("....", "quiet"),)


def test_a_paragraph_is_wrapped_beside_its_lead() -> None:
    lines = wrapped("one two three–four five", Paper(30), ("Lead… ", "head"), indent=2, style="quiet")
    assert lines == [
        (("  Lead... ", "head"), ("one two three-four", "quiet")),
        (("          ", ""), ("five", "quiet")),
    ]
    assert wrapped("", Paper()) == [(("", ""), ("", ""))]
    assert wrapped("a b", Paper()) == [(("", ""), ("a b", ""))]
    narrow = wrapped("x" * 20 + " " + "y" * 20, Paper(25), indent=20)
    assert [text for _, (text, _) in narrow] == ["x" * 20, "y" * 20]
    assert [text for _, (text, _) in wrapped("a" * 5 + " " + "b" * 14 + " c", Paper(10))] == [
        "a" * 5 + " " + "b" * 14,
        "c",
    ]
    assert len(wrapped("x" * 10 + " " + "y" * 10, Paper(10))) == 2
    assert [text for _, (text, _) in wrapped("a" * 18 + " half-way", Paper(25))] == ["a" * 18, "half-way"]
    assert wrapped("字", Paper(), ("字 ", ""))[0][0] == ("字 ", "")


def test_a_wide_lead_sets_the_lines_below_in_by_as_much() -> None:
    first, second = wrapped("a" * 15 + " " + "b" * 15, Paper(26), ("日本", "head"))
    assert first == (("日本", "head"), ("a" * 15, ""))
    assert second == (("    ", ""), ("b" * 15, ""))
    assert wrapped("a b", Paper(25), ("日\n本", "")) == [(("日 本", ""), ("a b", ""))]


def test_a_heading_stands_below_a_blank_line() -> None:
    assert heading("Facts") == [BLANK, (("Facts", "head"),)]
    assert plain(heading("Facts")) == "\nFacts\n"
    assert plain(heading("a\n\n::b\n")) == "\na  ::b\n"  # a stranger's words make no line


def test_a_table_has_heads_set_low_numbers_set_right_and_cells_on_one_line() -> None:
    rows: list[list[Line]] = [
        [(("日本", "title"), ("", "head")), (("7", "number"),)],
        [(("a\nb", ""),), (("12.5", ""),)],
    ]
    lines = table(Paper(), ("name", "how…\nmany"), rows, frozenset({1}))
    assert lines == [
        (("    ", ""), ("  ", ""), ("", ""), ("how...", "quiet")),
        (("name", "quiet"), ("", ""), ("  ", ""), ("  ", ""), ("many", "quiet")),
        (("日本", "title"), ("", ""), ("  ", ""), ("     ", ""), ("7", "number")),
        (("a b", ""), (" ", ""), ("  ", ""), ("  ", ""), ("12.5", "")),
    ]
    assert plain(lines) == "      how...\nname    many\n日本       7\na b     12.5\n"


HARMFUL = [*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]


def test_no_control_or_bidi_character_is_left_but_tab_and_line_end() -> None:
    every = "".join(map(chr, range(0x3000)))
    assert [ord(sign) for sign in every if CONTROL.match(sign)] == HARMFUL
    assert harmless("a\x1b[2J\t\n\u202eb") == "a�[2J\t\n�b"


def test_no_line_is_what_a_build_runner_obeys() -> None:
    assert harmless("x ##[error]y ::z") == "x # #[error]y ::z"
    assert disobeyed("::a\n \t::b\n\n  ::c\nd ::e\n##[f]\x07") == ": :a\n \t: :b\n\n  : :c\nd ::e\n# #[f]�"
    assert plain([(("::a ", "head"), ("b  ", "")), BLANK]) == ": :a b\n\n"


def test_a_text_of_nothing_but_line_ends_is_read_once() -> None:
    """A pattern that looks on over the lines that follow would take the square of their number."""
    assert disobeyed("\n" * 200_000) == "\n" * 200_000
