"""Which folder the data are read from, and written into."""

from __future__ import annotations

from pathlib import Path

import pytest

from govaudit.files import root
from govaudit.files.root import find_root, own_root, shipped_root
from govaudit.problems import Code, GovauditError

CHECKOUT = Path(__file__).parents[3]


def data(folder: Path, *parts: str) -> Path:
    for part in parts or ("criteria", "forums"):
        (folder / part).mkdir(parents=True)
    return folder


def refused(named: str = "", find: object = find_root) -> tuple[Code, str, str]:
    assert callable(find)
    with pytest.raises(GovauditError) as caught:
        find(named)
    (problem,) = caught.value.problems
    return problem.code, problem.message, problem.hint


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    monkeypatch.chdir(tmp_path)


def test_the_named_folder_is_before_that_of_the_environment_and_that_before_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, one, two = (data(tmp_path / name) for name in ("near", "one", "two"))
    (near / "below/it").mkdir(parents=True)
    monkeypatch.chdir(near / "below/it")
    assert find_root() == near
    monkeypatch.setenv("GOVAUDIT_DATA", str(one))
    assert find_root() == one
    assert find_root(str(two)) == two
    assert find_root("../..") == Path("../..")


def test_a_named_folder_needs_criteria_and_one_that_is_found_forums_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_root(str(data(tmp_path / "tables", "criteria"))) == tmp_path / "tables"
    hint = "name it with --data DIR or GOVAUDIT_DATA"
    (tmp_path / "none").mkdir()
    assert refused("./none") == (Code.NO_DATA, 'expected a folder with criteria/; found "none"', hint)
    assert refused("a\0b") == (Code.NO_DATA, 'expected a folder with criteria/; found "a\\x00b"', hint)
    monkeypatch.chdir(tmp_path / "tables")
    assert find_root() == shipped_root()
    (tmp_path / "tables/criteria").rename(tmp_path / "tables/forums")
    assert find_root() == shipped_root()


def test_the_shipped_data_are_those_of_the_checkout_or_of_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shipped_root() == CHECKOUT
    packaged = data(tmp_path / "govaudit/data")
    monkeypatch.setattr(root, "__file__", str(tmp_path / "govaudit/files/root.py"))
    assert shipped_root() == packaged


def test_the_shipped_data_are_not_written_into_unless_one_is_there_or_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = "expected a data folder of your own to write into; found none here or above"
    assert refused(find=own_root) == (Code.NO_DATA, message, "name it with --data DIR")
    assert own_root(str(CHECKOUT)) == CHECKOUT
    monkeypatch.chdir(CHECKOUT / "docs")
    assert own_root() == CHECKOUT
    monkeypatch.chdir(data(tmp_path / "own"))
    assert own_root() == tmp_path / "own"
