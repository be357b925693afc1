"""A data folder as it is read: what is in it, and each mistake told at its place."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.workspace import Workspace, open_data
from govaudit.problems import Code, GovauditError, unknown

TOY = Path(__file__).parents[2] / "toy"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "data"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def told(call: Callable[[], Any]) -> list[tuple[Code, str, int | None, str]]:
    with pytest.raises(GovauditError) as caught:
        call()
    return [(item.code, item.document, item.line, item.message) for item in caught.value.problems]


def test_what_is_in_a_folder() -> None:
    data = open_data(str(TOY))
    assert data.forum_ids() == ("alpha", "beta", "gamma")
    assert data.framework_ids() == ("toy",)
    assert data.paper_ids() == ("doe-2011",)
    assert data.reform_ids() == ("hear-complaints", "kinder-states")
    assert data.extensions("toy") == ()
    assert data.cost_files() == ()
    assert set(data.inputs("toy", ["beta"])) >= {
        "criteria/codebook.yaml",
        "forums/sources.yaml",
        "criteria/toy/framework.yaml",
        "criteria/toy/records.yaml",
        "forums/beta.yaml",
    }


def test_a_folder_without_forums_has_no_sources_tags_or_review(tmp_path: Path) -> None:
    data = Workspace(tmp_path)
    assert (data.forum_ids(), data.sources, data.tags) == ((), {}, None)
    with pytest.raises(GovauditError) as caught:
        data.latest_review()
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == (Code.NO_DATA, "name the day with --as-of YYYY-MM-DD")
    assert problem.message == "expected a reviewed profile to take the as-of date from; found none"


def test_a_profile_without_a_review_is_a_draft(folder: Path) -> None:
    change(folder / "forums/beta.yaml", "reviewed:", "note:")
    data = Workspace(folder)
    assert data.drafts() == ("beta",)
    assert data.latest_review()[0] == max(review.on for review in data.reviews[0].values() if review)


@pytest.mark.parametrize(
    ("file", "read"),
    [
        ("forums/beta.yaml", lambda data: data.profile("beta")),
        ("claims/doe-2011.yaml", lambda data: data.paper("doe-2011")),
        ("forums/reforms/kinder-states.yaml", lambda data: data.reform("kinder-states")),
        ("criteria/toy/framework.yaml", lambda data: data.plan("toy")),
        ("criteria/toy/records.yaml", lambda data: data.plan("toy")),
    ],
)
def test_an_id_that_is_not_the_file_s_name_is_told_in_its_line(
    file: str, read: Callable[[Workspace], Any], folder: Path
) -> None:
    path = folder / file
    named = path.parent.name if path.stem == "framework" else path.stem
    line = path.read_text(encoding="utf-8").splitlines().index(f"id: {named}") + 1
    change(path, f"id: {named}", "id: other")
    message = f'expected the id to be the file\'s name, "{named}"; found "other"'
    assert (Code.BAD_ID, file, line, message) in told(lambda: read(Workspace(folder)))


@pytest.mark.parametrize(
    ("file", "old", "new", "read"),
    [
        ("criteria/codebook.yaml", "type: ", "tipe: ", lambda data: data.codebook),
        ("forums/sources.yaml", "title: ", "titel: ", lambda data: data.sources),
        ("forums/tags.yaml", "title: ", "titel: ", lambda data: data.tags),
        ("claims/doe-2011.yaml", "title: ", "titel: ", lambda data: data.paper("doe-2011")),
        ("claims/doe-2011.yaml", "{minutes: none}", "{minits: none}", lambda data: data.paper("doe-2011")),
        ("forums/reforms/kinder-states.yaml", "what: ", "wat: ", lambda data: data.reform("kinder-states")),
        ("forums/beta.yaml", "name: ", "naem: ", lambda data: data.profile("beta")),
        ("criteria/toy/framework.yaml", "title: ", "titel: ", lambda data: data.plan("toy")),
    ],
)
def test_a_mistake_is_told_in_its_file_and_line(
    file: str, old: str, new: str, read: Callable[[Workspace], Any], folder: Path
) -> None:
    change(folder / file, old, new)
    line = (folder / file).read_text(encoding="utf-8").partition(new)[0].count("\n") + 1
    assert (file, line) in {(document, found) for _, document, found, _ in told(lambda: read(Workspace(folder)))}


def test_a_reform_that_cannot_be_read_is_none_with_its_problems(folder: Path) -> None:
    (folder / "forums/reforms/kinder-states.yaml").write_text("id: [\n", encoding="utf-8")
    reform, problems = Workspace(folder).read_reform("kinder-states")
    assert reform is None
    assert [problem.document for problem in problems] == ["forums/reforms/kinder-states.yaml"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda data: data.profile("alhpa"), 'expected a forum; found "alhpa"'),
        (lambda data: data.plan("tow"), 'expected a framework; found "tow"'),
        (lambda data: data.paper("doe-2012"), 'expected a paper of claims/; found "doe-2012"'),
        (lambda data: data.reform("kind-states"), 'expected a reform of forums/reforms/; found "kind-states"'),
    ],
)
def test_a_name_that_leads_nowhere_is_told(ask: Callable[[Workspace], Any], message: str) -> None:
    assert [said for *_, said in told(lambda: ask(Workspace(TOY)))] == [message]


def test_of_many_names_the_first_twelve_are_told() -> None:
    names = [f"name-{number:02}" for number in range(13)]
    (few,), (many,) = (unknown(Code.UNKNOWN_ID, "x", "zzz", names[:count]).problems for count in (12, 13))
    assert few.hint == f"there are: {', '.join(names[:12])}"
    assert many.hint == f"{few.hint}, …"
