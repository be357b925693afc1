"""Inputs made to slow down, mislead or break the readers; each of them once did."""

import csv
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from govaudit.files.read import list_yaml, read_text, shown
from govaudit.files.tables import check_table
from govaudit.files.write import write_text
from govaudit.files.yaml import head, parse
from govaudit.problems import GovauditError, Problem

TAGS = "".join(f"%TAG !{number}! t:\n" for number in range(120_000))  # 2 MB: libyaml compares each with all


def refused(text: str) -> Problem:
    with pytest.raises(GovauditError) as caught:
        parse(text)
    return caught.value.problems[0]


@pytest.mark.parametrize(("before", "line"), [("", 1), ("# note\n\n", 3), ("a: 1\n", 2), ("a: 1\n...\n", 3)])
def test_directives_are_refused_before_libyaml_sees_them(before: str, line: int) -> None:
    began = time.process_time()
    problem = refused(before + TAGS + "---\na: 1\n")
    assert (problem.code.slug, problem.line) == ("directive", line)
    with pytest.raises(GovauditError):
        head(before + TAGS + "---\na: 1\n", "z")
    assert time.process_time() - began < 2


def test_a_per_cent_sign_inside_a_line_is_text() -> None:
    assert parse("a: 5 %\nb: |\n  % c\n'%d': e\n") == {"a": "5 %", "b": "% c\n", "%d": "e"}


@pytest.mark.parametrize(
    "sign", ["\n", "\t", "\u3000", "\u034f", "\u115f", "\u3164", "\u2800", "\ufe0f", "\ufeff", "\u200d"]
)
def test_a_key_has_only_signs_with_ink(sign: str) -> None:
    escaped = f'"a\\U{ord(sign):08x}b": 1\n'
    assert refused("a: 0\n" + escaped).code.slug == "bad-key"


@pytest.mark.parametrize("key", [".nan", ".inf", "-.INF", "+.Inf"])
def test_a_key_is_no_number_that_is_not_finite(key: str) -> None:
    assert refused(f"{key}: 1\n").code.slug == "bad-key"


@pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
@pytest.mark.parametrize("form", ["a: x{}y\nb: [\n", "# {}\na: [\n", 'a: "{}"\nb: 1\nb: 2\n'])
def test_separators_that_editors_do_not_count_as_lines_are_refused(sign: str, form: str) -> None:
    problem = refused(form.format(sign))
    assert (problem.code.slug, problem.line) == ("control-char", 1)


@pytest.mark.parametrize("escape", ["\\L", "\\P"])
def test_separators_are_refused_as_escapes_too(escape: str) -> None:
    assert refused(f'a: "{escape}"\n').code.slug == "control-char"


def test_a_quotation_without_an_end_is_placed_where_it_begins() -> None:
    problem = refused('a: 1\nb: "x\nc: 2\nd: 3\n')
    assert (problem.code.slug, problem.line, problem.column) == ("syntax", 2, 4)


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(GovauditError) as caught:
        list_yaml(tmp_path / "none")
    assert caught.value.problems[0].code.slug == "unreadable"


def test_a_link_that_the_system_refuses_is_listed_and_then_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.symlink_to("y" * 300)
    assert list_yaml(tmp_path) == [path]
    with pytest.raises(GovauditError) as caught:
        read_text(path, root=tmp_path, limit=10)
    assert caught.value.problems[0].code.slug == "unreadable"


def test_a_device_outside_is_refused_without_opening_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.yaml").symlink_to(pipe)
    monkeypatch.setattr("govaudit.files.read.os.open", lambda *_: pytest.fail("opened"))
    with pytest.raises(GovauditError) as caught:
        read_text(root / "a.yaml", root=root, limit=10)
    assert caught.value.problems[0].code.slug == "not-regular-file"


@pytest.mark.parametrize("path", ["  ::error::x", "a/##[error]x", "##[group]x", "\u3000::error::x"])
def test_a_path_is_no_command_to_a_build_runner(path: str) -> None:
    assert not shown(path).lstrip().startswith("::")
    assert "##[" not in shown(path)


def test_output_may_be_the_pipe_that_standard_output_is() -> None:
    program = "from govaudit.files.write import write_text; write_text('/dev/stdout', 'née\\n')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, "née\n".encode())


@pytest.mark.parametrize("name", ["n" * 255, "é" * 127])
def test_a_name_of_any_length_the_system_takes_can_be_written(name: str, tmp_path: Path) -> None:
    write_text(str(tmp_path / name), "x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("sign", ["\u2028", "\x0b", "\x0c", "\x1c", "\x85"])
def test_only_line_ends_end_the_rows_of_a_table(sign: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"a,b\nx{sign}y,1\n", encoding="utf-8", newline="")
    check_table(path)
    path.write_text(f'a,b\n"x{sign}y",1\n2\n', encoding="utf-8", newline="")
    with pytest.raises(GovauditError) as caught:
        check_table(path)
    assert caught.value.problems[0].line == 3


def test_a_column_name_is_more_than_blanks(tmp_path: Path) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([["a", "  ", "c"], [1, 2, 3]])
    (tmp_path / "a.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    with pytest.raises(GovauditError):
        check_table(tmp_path / "a.csv")
