"""A data folder as it is read: what is in it, and each mistake told at its place."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.documents import Documents
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


def test_without_a_name_the_nearest_folder_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GOVAUDIT_DATA", raising=False)
    monkeypatch.chdir(TOY / "forums")
    assert open_data().root == TOY


def test_what_is_in_a_folder() -> None:
    data = open_data(str(TOY))
    assert data.forum_ids() == ("alpha", "beta", "gamma")
    assert data.framework_ids() == ("toy",)
    assert data.paper_ids() == ("doe-2011",)
    assert data.reform_ids() == ("hear-complaints", "kinder-states")
    assert data.extensions("toy") == ()
    assert data.cost_files() == ()
    assert list(data.sources) == ["book", "site"]
    assert sorted(data.inputs("toy", ["beta", "alpha"])) == [
        "criteria/codebook.yaml",
        "criteria/toy/framework.yaml",
        "criteria/toy/records.yaml",
        "forums/alpha.yaml",
        "forums/beta.yaml",
        "forums/sources.yaml",
    ]


def test_files_beside_the_profiles_are_no_forums(folder: Path) -> None:
    (folder / "forums/suppressions.yaml").touch()
    (folder / "forums/Upper.yaml").touch()
    assert Workspace(folder).forum_ids() == ("alpha", "beta", "gamma")


def test_to_another_process_goes_the_folder_alone() -> None:
    data = Workspace(TOY)
    assert data.profile("alpha") is data.profile("alpha")
    again = pickle.loads(pickle.dumps(data))
    assert (again.root, again.known, again.documents.texts) == (TOY, {}, {})
    assert again.profile("alpha") == data.profile("alpha")


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
    assert data.latest_review() == (date(2026, 1, 31), ())


def test_of_a_profile_only_the_head_is_read_for_its_review(folder: Path) -> None:
    with (folder / "forums/alpha.yaml").open("a", encoding="utf-8") as stream:
        stream.write("facts: [\n")
    (folder / "forums/beta.yaml").write_text("id: [\n", encoding="utf-8")
    change(folder / "forums/gamma.yaml", "on: 2026-01-29", "on: 2026-02-30")
    data = Workspace(folder)
    assert data.review("alpha", data.documents) == Workspace(TOY).reviews[0]["alpha"]
    day, problems = data.latest_review()
    assert day == date(2026, 1, 31)
    assert [(item.code, item.document, item.line) for item in problems] == [
        (Code.SYNTAX, "forums/beta.yaml", 2),
        (Code.BAD_DATE, "forums/gamma.yaml", 6),
    ]
    assert list(data.reviews[0]) == ["alpha"]
    (folder / "forums/alpha.yaml").unlink()
    alone = Workspace(folder)
    assert [code for code, *_ in told(alone.latest_review)] == [Code.SYNTAX, Code.BAD_DATE]


def test_where_forums_are_a_bibliography_must_be(folder: Path) -> None:
    (folder / "forums/sources.yaml").unlink()
    with pytest.raises(GovauditError) as caught:
        _ = Workspace(folder).sources
    (problem,) = caught.value.problems
    assert (problem.code, problem.document) == (Code.UNREADABLE, "forums/sources.yaml")
    assert problem.message == "expected a bibliography; the file is not there"
    assert problem.hint == "govaudit new source begins one"
    (folder / "forums/sources.yaml").symlink_to("nowhere")
    ((_, document, _, message),) = told(lambda: Workspace(folder).sources)
    assert (document, message) == (
        "forums/sources.yaml",
        "expected a file that can be read; no such file or directory",
    )


def test_tags_are_those_declared_or_else_those_that_profiles_bear(folder: Path) -> None:
    declared = Workspace(folder).tags
    assert declared
    assert [tag.title for tag in declared.values()] == ["Global", "United Nations", "Regional"]
    assert list(Workspace(folder).tags_there) == ["global", "un", "regional"]
    change(folder / "forums/tags.yaml", "id: un,", "id: global,")
    assert told(lambda: Workspace(folder).tags)[0][:3] == (Code.DUPLICATE_ID, "forums/tags.yaml", 3)
    (folder / "forums/tags.yaml").unlink()
    change(folder / "forums/alpha.yaml", "tags: [global, un]", "tags: [lone]")
    (folder / "forums/gamma.yaml").write_text("id: [\n", encoding="utf-8")
    data = Workspace(folder)
    assert (data.tags, data.tags_there) == (None, {"lone", "regional"})
    assert not any(name.startswith("forums/alpha") for name in data.documents.texts)


def test_a_profile_with_nothing_but_warnings_is_read(folder: Path) -> None:
    change(folder / "forums/beta.yaml", "{value: none,", "{value: none, from: 2021,")
    data = Workspace(folder)
    profile, (problem,) = data.read_profile("forums/beta.yaml")
    assert (problem.severity, problem.document, problem.line) == ("warning", "forums/beta.yaml", 9)
    assert data.profile("beta") == profile
    assert list(data.known) == ["beta"]
    change(folder / "forums/beta.yaml", "evidence: [{source: book, at: p. 13}]", "evidence: []")
    errors = told(lambda: Workspace(folder).profile("beta"))
    assert [(code, line) for code, _, line, _ in errors] == [(Code.NO_EVIDENCE, 11)]


def test_profiles_are_those_that_can_be_read_and_what_is_wrong_with_the_others(folder: Path) -> None:
    (folder / "forums/beta.yaml").write_text("id: [\n", encoding="utf-8")
    data = Workspace(folder)
    found, problems = data.profiles()
    assert list(found) == ["alpha", "gamma"]
    assert [problem.document for problem in problems] == ["forums/beta.yaml"]
    found, problems = data.profiles(["gamma", "alpha", "nobody"])
    assert (list(found), problems) == (["alpha", "gamma"], ())
    assert data.profiles([]) == ({}, ())


def test_a_profile_is_read_from_where_it_lies_into_the_documents_that_are_given(folder: Path) -> None:
    outside = folder.parent / "beta.yaml"
    shutil.copy(folder / "forums/beta.yaml", outside)
    data, others = Workspace(folder), Documents(folder)
    profile, problems = data.read_profile(str(outside), root=folder.parent, documents=others)
    assert (profile and profile.id, problems) == ("beta", ())
    assert (list(others.texts), str(outside) in data.documents.texts) == ([str(outside)], False)
    nothing, (problem,) = data.read_profile("../beta.yaml")
    assert (nothing, problem.code) == (None, Code.OUTSIDE_ROOT)


def test_a_reform_with_nothing_but_warnings_is_read(folder: Path) -> None:
    path = folder / "forums/reforms/hear-complaints.yaml"
    change(path, "minutes: summary}", "minutes: none}")
    data = Workspace(folder)
    reform, (problem,) = data.read_reform("hear-complaints")
    assert (problem.code, problem.line) == (Code.IDLE_REFORM, 13)
    assert data.reform("hear-complaints") == reform
    change(path, "source: book", "source: bok")
    assert [(code, line) for code, _, line, _ in told(lambda: Workspace(folder).reform("hear-complaints"))] == [
        (Code.UNKNOWN_SOURCE, 4)
    ]


def test_the_claims_of_a_paper_may_each_name_a_framework(folder: Path) -> None:
    path = folder / "claims/doe-2011.yaml"
    view = "id: seen\nversion: 1.0.0\nextends: {framework: toy, version: 0.3.0}\ntitle: S\nrationale: R.\noverrides: [{node: records, weight: 3, reason: W.}]\n"
    (folder / "criteria/seen").mkdir()
    (folder / "criteria/seen/framework.yaml").write_text(view, encoding="utf-8")
    change(
        path, "about: [alpha]\n    rule: {score: {toy:", "about: [alpha]\n    framework: seen\n    rule: {score: {seen:"
    )
    paper, ready = Workspace(folder).paper("doe-2011")
    assert [claim.id for claim in paper.claims] == [item.claim.id for item in ready]
    change(path, "framework: seen", "framework: sene")
    assert [(line, message) for _, _, line, message in told(lambda: Workspace(folder).paper("doe-2011"))] == [
        (41, 'expected a framework; found "sene"')
    ]


def test_everything_wrong_in_a_paper_is_told_at_once(folder: Path) -> None:
    path = folder / "claims/doe-2011.yaml"
    change(path, "id: doe-2011", "id: roe-2011")
    change(path, "source: book", "source: bok")
    change(path, "as-of: 2009", "as-of: 1999")
    change(path, "about: {tag: regional}", "about: {tag: reginal}")
    change(path, "higher-on: records", "higher-on: recrods")
    assert {(code, line) for code, _, line, _ in told(lambda: Workspace(folder).paper("doe-2011"))} == {
        (Code.BAD_ID, 1),
        (Code.UNKNOWN_SOURCE, 3),
        (Code.BEFORE_LIFE, 10),
        (Code.UNKNOWN_TAG, 28),
        (Code.UNKNOWN_NODE, 35),
    }


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
    change(path, f"id: {named}\n", "")
    with path.open("a", encoding="utf-8") as stream:
        stream.write("id: other\n")
    line = path.read_text(encoding="utf-8").count("\n")
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
