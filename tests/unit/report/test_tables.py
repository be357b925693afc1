"""Tables in every style: what becomes of each sign of a text, numbers to the last digit, and which styles there are."""

from decimal import Decimal
from string import ascii_letters, digits, punctuation

import pytest

from govaudit.problems import GovauditError
from govaudit.report.tables import (
    FORMATS,
    MARKUP,
    PLAIN_STYLES,
    Cell,
    Separated,
    Table,
    escape_markdown,
    inert,
    render,
    stream,
)

WORD = f"{punctuation} www.a GH-7 gh-x a:b:c → −≥≤ é"
MARKDOWN = "&#33;\"&#35;&#8203;&#36;%&#38;'&#40;&#41;&#42;+,-./&#58;;&#60;&#61;&#62;?&#64;&#8203;&#91;&#92;&#93;&#94;&#95;&#96;&#123;&#124;&#125;&#126; www&#46;a GH-&#8203;7 gh-x a&#58;&#8203;b&#58;c → −≥≤ é"
WIKI = "&#33;&#34;&#35;&#36;&#37;&#38;&#39;&#40;&#41;&#42;&#43;,&#45;.&#47;&#58;;&#60;&#61;&#62;&#63;&#64;&#91;&#92;&#93;&#94;&#95;&#96;&#123;&#124;&#125;&#126; www.a GH&#45;7 gh&#45;x a&#58;b&#58;c → −≥≤ é"
CELLS = {
    "markdown": f"| {MARKDOWN} |",
    "github": f"| {MARKDOWN} |",
    "pipe": f"| {MARKDOWN} |",
    "mediawiki": f"| {WIKI}",
    "textile": f"|<. {WIKI}  |",
    "jira": f"| {WIKI} |",
    "asciidoc": f"| {WIKI} ",
    "youtrack": f"|  {WIKI}  |",
    "moinmoin": f"||  {WIKI}  ||",
    "rst": r"""\!\"\#\$\%\&\'\(\)\*\+\,\-\.\/\:\;\<\=\>\?\@\[\\\]\^\_\`\{\|\}\~ www\.a GH\-7 gh\-x a\:b\:c → −≥≤ é""",
    "orgtbl": "| !\"＃＄%&'()＊＋,-.／：;＜＝＞?＠［＼］＾＿`｛¦｝～ www.a GH-7 gh-x a：b：c → −≥≤ é |",
    "latex": r""" !"\#\$\%\&'()*+,-./:;\ensuremath{<}=\ensuremath{>}?@[\textbackslash{}]\^{}\_`\{|\}\textasciitilde{} www.a GH-7 gh-x a:b:c \ensuremath{\to} \ensuremath{-}\ensuremath{\ge}\ensuremath{\le} é \\""",
    **dict.fromkeys(("grid", "pretty", "psql", "outline"), f"| {WORD} |"),
    **dict.fromkeys(("plain", "simple"), WORD),
    "presto": f" {WORD}",
    "csv": f'"{WORD.replace(chr(34), 2 * chr(34))}"',
    "tsv": f'"{WORD.replace(chr(34), 2 * chr(34))}"',
}  # fmt: skip


def test_every_style_is_shown_here() -> None:
    assert {*CELLS} == {*FORMATS} == {"csv", "markdown", "latex", *PLAIN_STYLES}
    assert {*MARKUP} < {*CELLS}


@pytest.mark.parametrize("style", FORMATS)
def test_a_sign_of_a_text_is_written_as_each_style_takes_it_for_a_sign(style: str) -> None:
    lines = render(Table(("h",), ((WORD,), ("b",))), style).splitlines()
    assert CELLS[style] in lines
    for text in ("a\n  b\tc", " a b c "):
        assert "a b c" in render(Table(("h",), ((text,),)), style)


@pytest.mark.parametrize("style", [style for style in FORMATS if style != "markdown"])
def test_a_control_character_that_no_loader_refused_is_not_written(style: str) -> None:
    assert "a�b" in render(Table(("h",), (("a\x1bb",),)), style)


@pytest.mark.parametrize("style", FORMATS)
def test_a_head_is_a_text_too_and_no_line_is_obeyed(style: str) -> None:
    shown = render(Table(("::a", "##[b"), ((None, Decimal("-2.50")), (None, 3))), style)
    assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
    assert "##[" not in shown
    assert "-2.50" in shown
    assert "None" not in shown
    assert shown.endswith("\n")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1. a", "1&#46; a"),
        ("1.a", "1.a"),
        ("n.d., 58.3", "n.d., 58.3"),
        ("x.org/a é.com", "x&#46;org/a é&#46;com"),
        ("//x ///1.2", "/&#47;x /&#47;&#47;1.2"),
        ("12.", "12&#46;"),
        ("1- a", "1- a"),
        ("٣. x", "٣. x"),
        ("- a", "&#45; a"),
        ("+ a", "&#43; a"),
        ("-", "&#45;"),
        ("--- a", "&#45;-- a"),
        ("-a", "-a"),
        (" - a - b", "&#45; a - b"),
        ("GH-1 gh-2", "GH-&#8203;1 gh-&#8203;2"),
        (":+1: :a-b: c: d", "&#58;&#8203;+1&#58; &#58;&#8203;a-b&#58; c&#58; d"),
        ("a\u200bb", "a&#8203;b"),
    ],
)
def test_what_begins_a_list_or_is_linked_in_markdown_is_a_text(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


ROWS: tuple[tuple[Cell, ...], ...] = ((1, "x", None, Decimal("1E+2")), (None, "y", 2, None))
NUMBERS = {
    "markdown": "| a | b | c | d |\n| ---: | --- | ---: | ---: |\n| 1 | x |  | 1E+2 |\n|  | y | 2 |  |\n",
    "simple": "  a  b      c     d\n---  ---  ---  ----\n  1  x         1E+2\n     y      2\n",
    "csv": '"a","b","c","d"\r\n"1","x","","100"\r\n"","y","2",""\r\n',
    "tsv": "a\tb\tc\td\n1\tx\t\t100\n\ty\t2\t\n",
}


@pytest.mark.parametrize("style", NUMBERS)
def test_a_column_of_numbers_is_set_right(style: str) -> None:
    assert render(Table(tuple("abcd"), ROWS), style) == NUMBERS[style]


def test_a_table_without_rows_has_a_head() -> None:
    assert render(Table(("a", "b"), ()), "markdown") == "| a | b |\n| --- | --- |\n"
    assert render(Table(("a",), ()), "csv") == '"a"\r\n'
    assert render(Table((), ()), "plain") == "\n"


def test_a_row_of_latex_that_begins_like_an_argument_is_none() -> None:
    shown = render(Table(("[a",), (("[x",), ("*y",), ("z[",))), "latex")
    assert [line.split()[0] for line in shown.splitlines() if line.startswith(" ")] == ["{}[a", "{}[x", "{}*y", "z["]
    assert "{}" not in render(Table(("a",), (("[x",),)), "plain")


@pytest.mark.parametrize("style", ["csv", "tsv"])
def test_rows_come_one_by_one(style: Separated) -> None:
    parts = list(stream([("a", 1), ("b", None)], style))
    assert len(parts) == 2
    assert "".join(parts) == render(Table(("a", "1"), (("b", None),)), style)


@pytest.mark.parametrize("begin", [*"=+-@＝＋－＠", "::", " =", "\t@", "\n+"])
def test_what_a_spreadsheet_would_run_or_a_build_runner_obey_begins_with_an_apostrophe(begin: str) -> None:
    assert inert(f"{begin}x  y") == f"'{begin.strip()}x y"


def test_letters_and_digits_mean_nothing_anywhere() -> None:
    for sign in f"{ascii_letters}{digits}éя字":
        assert [inert(sign), escape_markdown(sign), *(escape(sign) for escape in MARKUP.values())] == [sign] * (
            2 + len(MARKUP)
        )


@pytest.mark.parametrize("text", ["x=1", "x ::y", ":x", "'=x", "", "1-2"])
def test_any_other_text_is_as_it_is(text: str) -> None:
    assert inert(text) == text
    assert inert(f"{text}##[\x00") == f"{text}# #[�"


def test_a_style_that_is_not_there_is_refused_with_all_that_are() -> None:
    with pytest.raises(GovauditError) as caught:
        render(Table(("a",), ()), "csvv", ("terminal",))
    (problem,) = caught.value.problems
    assert problem.code.id == "GA601"
    assert problem.message == f'expected a format among terminal, {", ".join(FORMATS)}; found "csvv"'
    assert problem.hint == 'did you mean "csv"?'
    with pytest.raises(GovauditError, match="among terminal, json, csv, markdown, latex, plain, simple, github, grid, pipe, orgtbl, rst, mediawiki, textile, jira, tsv, asciidoc, presto, pretty, psql, youtrack, moinmoin, outline;"):  # fmt: skip
        render(Table(("a",), ()), "none")
