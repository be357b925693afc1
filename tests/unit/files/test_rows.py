"""Rows of a table: what is read of them, what is refused and where, to the letter; and which reader a name gets."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest

from govaudit.files.rows import Rows
from govaudit.files.table_file import is_parquet, open_on_spark, open_table
from govaudit.model.head import Head
from govaudit.model.table import TableReading
from govaudit.model.unit import Row
from govaudit.problems import Collector, GovauditError

HEAD = "a head that names every column once; found"
UNCLOSED = "is a quotation mark not closed, or not doubled? No row from here on was read"
UTF_16 = "is it UTF-16? Save it as UTF-8"
OTHER = "save it as UTF-8; Latin-1 and Windows text is not"


def one_column(separator: str, other: str) -> tuple[str, str]:
    said = f'columns separated by "{separator}"; found one column'
    return said, f'it looks separated by "{other}": say so in the reading of the table, `separator: "{other}"`'


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def made(content: bytes, name: str = "a.csv", separator: str = "") -> Rows:
    Path(name).write_bytes(content)
    return Rows(name, separator)


@pytest.mark.parametrize(
    ("content", "place", "message", "hint"),
    [
        (b"", "bad-table a.csv:1:None", f"{HEAD} an empty file", ""),
        (b"\na,b\n", "bad-table a.csv:1:None", f"{HEAD} an empty file", ""),
        (b"b,c,a,b\n", "bad-table a.csv:1:None", f'{HEAD} "b" twice', ""),
        (b"a, ,c\n", "bad-table a.csv:1:None", f"{HEAD} a column without a name", ""),
        (b"a;b\n", "bad-table a.csv:1:None", *one_column(",", ";")),
        (b"a\tb\n", "bad-table a.csv:1:None", *one_column(",", "\\t")),
        (b"a|b\n", "bad-table a.csv:1:None", *one_column(",", "|")),
        (b'a,b\n1,"2\n3,4\n', "bad-table a.csv:2:None", 'a well-formed table; found "unexpected end of data" in the row that begins here', UNCLOSED),
        (b'a,b\n"1\n",2\n3,"4"5\n', "bad-table a.csv:4:None", "a well-formed table; found \"',' expected after '\"'\" in the row that begins here", UNCLOSED),
        (b"a,b\n1,2\n3,\xe9\n", "bad-encoding a.csv:3:3", "UTF-8 text; found a byte that is not", OTHER),
        (b"a,b\n1,\0\n", "control-char a.csv:2:None", "no control character; found U+0000", UTF_16),
        (b"a,b\n1,2\n" + b"x" * (1 << 24) + b"\n", "bad-table a.csv:3:None", "lines of at most 16777216 bytes; found a longer one", ""),
    ],
    ids=lambda value: repr(value[:24]),
)  # fmt: skip
def test_what_is_no_table_is_told_to_the_letter(content: bytes, place: str, message: str, hint: str) -> None:
    with pytest.raises(GovauditError) as caught:
        list(made(content))
    (problem,) = caught.value.problems
    assert f"{problem.code.slug} {problem.document}:{problem.line}:{problem.column}" == place
    assert (problem.message, problem.hint) == (f"expected {message}", hint)


def test_the_first_sign_that_parts_a_lone_column_is_named() -> None:
    with pytest.raises(GovauditError, match=r'separated by "\\t"; found one column'):
        made(b"a,b\n", "a.TSV")
    with pytest.raises(GovauditError, match='it looks separated by ","'):
        made(b"a,b\n", separator="|")
    assert made(b"a\n1\n").head == ("a",)
    assert made(b"a;b,c;d\n").head == ("a;b", "c;d")


def test_a_line_may_have_as_many_bytes_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govaudit.files.rows.LONGEST_LINE", 8)
    assert next(iter(made(b"a,b\n123,567\n"))).cells == ["123", "567"]
    with pytest.raises(GovauditError):
        list(made(b"a,b\n123,5678\n"))


def test_a_row_stands_where_it_begins_and_the_digest_is_of_the_text() -> None:
    """Line ends and a byte-order mark make no difference to it, a blank in a cell does."""
    rows = made(b'\xef\xbb\xbfa,b\r\n"1\r\n2",\xef\xbb\xbf3\r\n4 ,5X')
    assert (rows.head, rows.shown, rows.total, rows.digest) == (("a", "b"), "a.csv", None, "")
    for _ in range(2):  # each pass reads the file anew
        assert list(rows) == [Row(2, ["1\r\n2", "\ufeff3"]), Row(4, ["4 ", "5X"])]
        assert rows.digest == sha256('a,b\n"1\n2",\ufeff3\n4 ,5X\n'.encode()).hexdigest()


def test_the_separator_is_that_of_the_name_unless_it_is_said() -> None:
    assert made(b"a\tb,c\n", "a.tsv").head == ("a", "b,c")
    assert made(b"a\tb,c\n", "a.TSV").head == ("a", "b,c")
    assert made(b"a\tb,c\n", "a.txt").head == ("a\tb", "c")
    assert made(b"a;b,c\n", "a.tsv", ";").head == ("a", "b,c")


def test_a_table_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(BytesIO):
        def readline(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    def said() -> tuple[str, str, int | None]:
        with pytest.raises(GovauditError) as caught:
            Rows("a.csv")
        (problem,) = caught.value.problems
        return problem.document, problem.message, problem.line

    assert said() == ("a.csv", "expected a file that can be read; no such file or directory", None)
    Path("a.csv").mkdir()
    assert said() == ("a.csv", "expected a regular file; found a folder, pipe or device", None)
    monkeypatch.setattr("govaudit.files.rows.open_regular", lambda *_, **__: Broken())
    assert said() == ("a.csv", "expected a file that can be read; input/output error", None)


def test_by_columns_the_rows_are_the_same() -> None:
    rows, problems = made(b"id,x\na,1\nb,2,3\nc,4\n"), Collector()
    rows.want(["x"])
    head = Head(TableReading.model_validate({"unit": "id"}), 2, {"id": 0, "x": 1})
    (chunk,) = rows.chunks(["x"], head, problems)
    texts = chunk.columns["x"]
    assert (list(chunk.lines), [texts.words[place] for place in texts.places.to_pylist()]) == ([2, 4], ["1", "4"])
    assert [problem.line for problem in problems.problems] == [3]
    assert len(rows.digest) == 64


def test_a_name_says_how_a_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    import polars as pl

    names = ["a.parquet", "b.PQ", "a.csv", "parquet"]
    assert [is_parquet(name) for name in names] == [True, True, False, False]
    pl.DataFrame({"id": ["x"], "y": [1]}).write_parquet("b.PQ")
    assert open_table("b.PQ").head == ("id", "y")
    Path("a.csv").write_bytes(b"id,y;y\n")
    assert open_table("a.csv").head == ("id", "y;y")
    assert open_table("a.csv", ";").head == ("id,y", "y")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    for read, what in ((open_table, "read .PQ files"), (open_on_spark, "use --engine spark")):
        with pytest.raises(GovauditError) as caught:
            read("b.PQ")
        (problem,) = caught.value.problems
        extra = "corpus" if read is open_table else "spark"
        assert problem.message == f"expected the extra `{extra}`, to {what}; it is not installed"
