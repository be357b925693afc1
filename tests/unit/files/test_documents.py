"""Documents of one run: read once, placed, digested together."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from govaudit.files.documents import CRITERIA_LIMIT, PROFILE_LIMIT, Documents
from govaudit.problems import Code, GovauditError, Problem


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def test_the_digest_is_of_names_and_texts_in_the_order_of_the_names() -> None:
    """Written out here: the reports of a year ago carry it."""
    documents = Documents(Path(), {"b.yaml": "b: é\n", "a.yaml": "a: 1\n", "c.yaml": "c: 1\n"})
    first, second = digest("a: 1\n"), digest("b: é\n")
    listed = f"a.yaml\0{first}\nb.yaml\0{second}\n"
    assert documents.digest(["b.yaml", "a.yaml"]) == digest(listed)
    assert documents.digest(["a.yaml", "b.yaml"], ["other", "more"]) == digest(f"{listed}other\nmore\n")


def test_line_ends_and_a_byte_order_mark_leave_the_digest_alone() -> None:
    plain, other = (Documents(Path(), {"a": text}).digest(["a"]) for text in ("a: 1\nb: 2\n", "\ufeffa: 1\r\nb: 2\r\n"))
    assert plain == other


def test_a_file_is_read_once_and_only_inside_the_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / "out.yaml").write_text("a: 1\n", encoding="utf-8")
    documents = Documents(tmp_path / "in")
    assert documents.data("a.yaml") == {"a": 1}
    (tmp_path / "in/a.yaml").unlink()
    assert documents.data("a.yaml") == {"a": 1}
    assert documents.head("a.yaml", "a") == 1
    with pytest.raises(GovauditError) as caught:
        documents.text("../out.yaml")
    assert [(item.code, item.document) for item in caught.value.problems] == [(Code.OUTSIDE_ROOT, "../out.yaml")]
    assert documents.text(str(tmp_path / "out.yaml"), root=tmp_path) == "a: 1\n"


@pytest.mark.parametrize(("limit", "mebibytes"), [(PROFILE_LIMIT, 2), (CRITERIA_LIMIT, 1)])
def test_a_file_may_have_so_many_bytes(limit: int, mebibytes: int, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"#" * mebibytes * 1024 * 1024)
    (tmp_path / "b.yaml").write_bytes(b"#" * (mebibytes * 1024 * 1024 + 1))
    documents = Documents(tmp_path)
    assert len(documents.text("a.yaml", limit=limit)) == limit
    with pytest.raises(GovauditError):
        documents.text("b.yaml", limit=limit)


def test_a_problem_stands_at_the_key_it_names_else_at_the_value_else_above() -> None:
    documents = Documents(Path(), {"a.yaml": "one:\n  two: three\n  four: [5, 6]\n"})

    def placed(message: str, *node: str | int) -> tuple[int | None, int | None]:
        problem = documents.place(Problem(code=Code.BAD_VALUE, message=message, node=node), "a.yaml")
        assert (problem.document, problem.node) == ("a.yaml", node)
        return problem.line, problem.column

    assert placed('found "two"', "one", "two") == (2, 3)
    assert placed("found another", "one", "two") == (2, 8)
    assert placed("found 6", "one", "four", 1) == (3, 13)
    assert placed("found none", "one", "gone") == placed("found none", "one", "gone", 1) == (2, 3)
    assert placed("found none") == (1, 1)
    elsewhere = Problem(code=Code.BAD_VALUE, message="m", document="b.yaml")
    assert documents.place(elsewhere, "a.yaml") == elsewhere
