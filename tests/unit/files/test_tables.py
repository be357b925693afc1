"""Tables: one name a column, as many cells in every row, nothing cut off."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files import tables
from govaudit.files.tables import check_table
from govaudit.problems import GovauditError, Problem


def refused(path: Path) -> Problem:
    with pytest.raises(GovauditError) as caught:
        check_table(path)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"id,x\na,1\nb,2"), ("a.csv", b"\xef\xbb\xbfid,x\r\na,1\r\n"), ("a.csv", b'id,x\n"a\nb, ""c""",1\n'),
        ("a.tsv", b"id\tx\na,b\t1\n"), ("a.csv", b"id\n"), ("a.csv", b"id,x\n=cmd|x,\n"),
        ("a.parquet", b"PAR1" + b"\0" * 20 + (20).to_bytes(4, "little") + b"PAR1"),
        ("a.parquet", b"PAR1\0\1\0\0\0PAR1"), ("a.tsv", b"\xef\xbb\xbfa\tb\n"),
    ],
)  # fmt: skip
def test_a_whole_table_passes(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    check_table(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data", "slug", "line"),
    [
        ("a.csv", b"", "bad-table", 1), ("a.csv", b"a,b,a\n1,2,3\n", "bad-table", 1), ("a.csv", b"a,,c\n", "bad-table", 1),
        ("a.csv", b"a,b\n1,2\n3\n", "bad-table", 3), ("a.csv", b"a,b\n1,2,3\n", "bad-table", 2), ("a.csv", b"a,b\n1,2\n\n", "bad-table", 3),
        ("a.csv", b'a,b\n"1\n2",3\n4\n', "bad-table", 4), ("a.csv", b'a,b\n1,"2\n' + b"3,4\n" * 9, "bad-table", 2),
        ("a.csv", b'a,b\n1,"2"3\n', "bad-table", 2), ("a.csv", b"a,b\n1,2\n\xe9,3\n", "bad-encoding", 3), ("a.tsv", b"a\tb\n1,2\n", "bad-table", 2),
        ("a.csv", b"a,b\n1," + b"x" * 131_073 + b"\n", "bad-table", 2),
        ("a.parquet", b"", "bad-table", 1), ("a.parquet", b"PAR1PAR1", "bad-table", 1), ("a.parquet", b"PAR1" + b"\0" * 20, "bad-table", 1),
        ("a.parquet", b"\0" * 20 + b"\4\0\0\0PAR1", "bad-table", 1), ("a.parquet", b"PAR1\0\0\0\0\0\0\0\0PAR1", "bad-table", 1),
        ("a.parquet", b"PAR1\0\0\0\0\5\0\0\0PAR1", "bad-table", 1), ("a.parquet", b"PAR1\0\1\0\0\1PAR1", "bad-table", 1),
    ],
)  # fmt: skip
def test_a_broken_table_is_refused_at_its_line(name: str, data: bytes, slug: str, line: int, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    problem = refused(tmp_path / name)
    assert (problem.code.slug, problem.line) == (slug, line)
    if name == "a.parquet":
        said = "", "expected a whole Parquet file; its beginning or end is missing"
        assert (problem.document, problem.message) == said  # `check` knows the name to show


@pytest.mark.parametrize("head", ["slug,x", "x,ID"])
def test_k07_a_name_stands_once_in_a_column_of_names(head: str, tmp_path: Path) -> None:  # a case of the catalogue
    """Two rows for one forum: one would win silently."""
    name = "a" * 41
    (tmp_path / "a.csv").write_text(f"{head}\n{name},{name}\n{name},{name}\n", encoding="utf-8")
    column = head.replace("x", "").strip(",")
    assert str(refused(tmp_path / "a.csv")) == (
        f'{tmp_path / "a.csv"}:3: expected in "{column}" each name once; found "{"a" * 39}…" again, first on line 2 [GA309]\n'
        "  hint: which of the rows is meant? Call the column otherwise if a thing may have several"
    )


@pytest.mark.parametrize("head", ["name,x", "id,year", "id,Date", "time,slug", "unit,fact"])
def test_where_nothing_says_that_a_column_names_things_a_cell_may_come_again(head: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"{head}\na,a\na,a\n", encoding="utf-8")
    check_table(tmp_path / "a.csv")


@pytest.mark.parametrize(("rows", "twice"), [(("a", "b", "a"), True), (("a", "b", "c", "c"), False)])
def test_names_are_kept_up_to_a_number(
    rows: tuple[str, ...], twice: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tables.MOST_NAMES == 1_000_000
    monkeypatch.setattr(tables, "MOST_NAMES", 3 if twice else 2)
    (tmp_path / "a.csv").write_text("\n".join(("id", *rows)), encoding="utf-8")
    if twice:
        assert refused(tmp_path / "a.csv").line == 4
    else:
        check_table(tmp_path / "a.csv")


def test_a_table_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    assert refused(tmp_path / "none.csv").code.slug == "unreadable"


@given(st.binary(max_size=120) | st.text('a,"\n\r\t\u2028', max_size=40).map(str.encode))
def test_any_bytes_pass_or_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder, lines = tmp_path_factory.getbasetemp(), list[int]()
    for name in ("any.csv", "any.tsv", "any.parquet"):
        (folder / name).write_bytes(data)
        try:
            check_table(folder / name)
        except GovauditError as error:
            lines.append(error.problems[0].line or 0)
    assert all(1 <= line <= data.count(b"\n") + data.count(b"\r") + 1 for line in lines)


def test_a_row_of_another_length_is_told_with_both(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"a,b\n1,2\n\n3\n")
    problem = refused(tmp_path / "a.csv")
    said = problem.document, problem.line, problem.message
    assert said == (str(tmp_path / "a.csv"), 3, "expected 2 cells, as in the head; found 0")


def test_a_table_may_have_64_mebibytes(tmp_path: Path) -> None:
    with (tmp_path / "a.parquet").open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    assert refused(tmp_path / "a.parquet").message == "expected at most 64 MiB; found 64.0 MiB or more"
    with (tmp_path / "a.parquet").open("wb") as stream:
        stream.truncate(64 << 20)
    assert refused(tmp_path / "a.parquet").message.startswith("expected a whole Parquet file")
