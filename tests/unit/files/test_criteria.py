"""The criteria of a data folder: what is there, what each file may be, and that a bad one is read once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govaudit.files import documents
from govaudit.files.workspace import Workspace
from govaudit.files.yaml import parse
from govaudit.model.extension import OWN
from govaudit.problems import Code, GovauditError
from tests.unit.files.test_workspace import TOY, change, folder, told

__all__ = ["folder"]

COSTS = "classes:\n  - {id: practice, label: Practice, cost: 1, meaning: The chair can.}\n  - {id: law, label: Law, cost: 9, meaning: A vote.}\n"
VIEW = "id: seen\nversion: 1.0.0\nextends: {framework: toy, version: 0.3.0}\ntitle: Seen\nrationale: A reader.\noverrides: [{node: records, weight: 3, reason: Why.}]\n"
MOST = 1024 * 1024


def priced(folder: Path, *wrong: str) -> Path:
    """Classes of costs, and a codebook whose facts have one; of some another."""
    (folder / "criteria/costs.yaml").write_text(COSTS, encoding="utf-8")
    path = folder / "criteria/codebook.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    costs = [*wrong, *["law"] * len(lines)]
    text = "".join(f"{line[:-1]}, cost: {cost}}}\n" for line, cost in zip(lines, costs, strict=False))
    path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("criteria/codebook.yaml", lambda data: data.codebook),
        ("criteria/costs.yaml", lambda data: data.costs),
        ("criteria/toy/framework.yaml", lambda data: data.tree("toy")),
        ("criteria/toy/records.yaml", lambda data: data.tree("toy")),
    ],
)
def test_a_criteria_file_has_a_mebibyte_at_most(file: str, read: Callable[[Workspace], Any], folder: Path) -> None:
    path = priced(folder) / file
    path.write_bytes(path.read_bytes() + b"#" * (MOST - path.stat().st_size))
    assert read(Workspace(folder)) is not None
    path.write_bytes(path.read_bytes() + b"#")
    message = "expected at most 1 MiB; found 1.0 MiB or more"
    assert told(lambda: read(Workspace(folder))) == [(Code.FILE_TOO_LARGE, file, None, message)]


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("criteria/codebook.yaml", lambda data: data.codebook),
        ("criteria/costs.yaml", lambda data: data.costs),
        ("criteria/toy/framework.yaml", lambda data: data.tree("toy")),
        ("criteria/toy/framework.yaml", lambda data: data.plan("seen")),
        ("forums/sources.yaml", lambda data: data.references),
        ("forums/tags.yaml", lambda data: data.tags),
    ],
)
def test_a_bad_file_is_parsed_once_and_told_each_time(
    file: str, read: Callable[[Workspace], Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (priced(folder) / "criteria/seen").mkdir()
    (folder / "criteria/seen/framework.yaml").write_text(VIEW, encoding="utf-8")
    (folder / file).write_text("a: [\n", encoding="utf-8")
    parsed: list[str] = []

    def parse_noted(text: str) -> dict[str, Any]:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(documents, "parse", parse_noted)
    data = Workspace(folder)
    first, *others = [told(lambda: read(data)) for _ in range(3)]
    assert parsed.count("a: [\n") == 1
    assert {place[1] for place in first} == {file}
    assert others == [first, first]


def test_what_could_be_read_is_read_once(folder: Path) -> None:
    data = Workspace(priced(folder))
    assert data.plan("toy") is data.plan("toy")
    assert data.tree("toy") is data.tree("toy")
    assert data.codebook is data.codebook
    assert data.lineage("toy") == OWN


def test_costs_are_classes_by_id_in_their_order_and_none_without_their_file(folder: Path) -> None:
    assert Workspace(TOY).costs == {}
    data = Workspace(priced(folder))
    assert [(name, item.cost) for name, item in data.costs.items()] == [("practice", 1), ("law", 9)]
    assert data.cost_files() == ("criteria/costs.yaml",)


def test_a_class_that_is_not_there_is_told_in_the_codebook(folder: Path) -> None:
    wrong = [(Code.UNKNOWN_COST, "criteria/codebook.yaml", 1, 'expected a class of costs; found "lore"')]
    assert told(lambda: Workspace(priced(folder, "lore")).costs) == wrong
    (folder / "criteria/costs.yaml").unlink()
    assert told(lambda: Workspace(folder).costs)[:1] == wrong


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("label: Law, ", "", (Code.MISSING_KEY, 3, 'expected the key "label"; found none')),
        ("id: law", "id: practice", (Code.DUPLICATE_ID, 3, 'expected each class once; found "practice" again')),
    ],
)
def test_a_mistake_in_the_costs_is_told_there(old: str, new: str, problem: tuple[Code, int, str], folder: Path) -> None:
    change(priced(folder) / "criteria/costs.yaml", old, new)
    code, line, message = problem
    assert told(lambda: Workspace(folder).costs) == [(code, "criteria/costs.yaml", line, message)]


def test_a_framework_is_a_folder_with_its_file(folder: Path) -> None:
    for name in ("empty", ".hidden", "gone"):
        (folder / "criteria" / name).mkdir()
    (folder / "criteria/.hidden/framework.yaml").touch()
    (folder / "criteria/gone/framework.yaml").symlink_to("nowhere")  # there, and told of when it is read
    data = Workspace(folder)
    assert data.framework_ids() == ("gone", "toy")
    ((code, document, _, _),) = told(lambda: data.tree("gone"))
    assert (code, document) == (Code.UNREADABLE, "criteria/gone/framework.yaml")
    assert told(lambda: data.tree("empty")) == [
        (Code.UNKNOWN_FRAMEWORK, "", None, 'expected a framework; found "empty"')
    ]


@pytest.mark.parametrize(
    ("part", "found", "hint"),
    [
        ("recods", '"recods"', 'did you mean "records"?'),
        ("framework", '"framework"', ""),
        ("records.cases", '"records.cases"', 'did you mean "records"?'),
        ("../toy/records", '"../toy/records"', 'did you mean "records"?'),
        ("[records]", "a list", 'did you mean "records"?'),
        ("17", "17", ""),
    ],
)
def test_a_criterion_file_is_one_of_its_folder(part: str, found: str, hint: str, folder: Path) -> None:
    change(folder / "criteria/toy/framework.yaml", "{file: records, ", f"{{file: {part}, ")
    with pytest.raises(GovauditError) as caught:
        Workspace(folder).tree("toy")
    (problem,) = caught.value.problems
    assert (problem.code, problem.message, problem.hint) == (
        Code.UNKNOWN_NAME,
        f"expected a criterion file of criteria/toy; found {found}",
        hint,
    )
    assert (problem.document, problem.line, problem.column) == ("criteria/toy/framework.yaml", 5, 12)


def test_a_view_is_told_of_in_its_own_file(folder: Path) -> None:
    (folder / "criteria/seen").mkdir()
    (folder / "criteria/seen/framework.yaml").write_text(VIEW.replace("node: records", "node: recrods"), "utf-8")
    data = Workspace(folder)
    message = 'expected a node of toy; found "recrods"'
    assert told(lambda: data.tree("seen")) == [(Code.UNMATCHED_OVERRIDE, "criteria/seen/framework.yaml", 6, message)]
    assert data.plan("toy")


def test_what_is_wrong_with_a_base_alone_is_told_there(folder: Path) -> None:
    (folder / "criteria/seen").mkdir()
    (folder / "criteria/seen/framework.yaml").write_text(VIEW, encoding="utf-8")
    change(folder / "criteria/toy/framework.yaml", "id: toy\n", "id: toi\n")
    ((code, document, line, _),) = told(lambda: Workspace(folder).tree("seen"))
    assert (code, document, line) == (Code.BAD_ID, "criteria/toy/framework.yaml", 1)
