"""The schemas in the editor: what the YAML language server proposes, explains and underlines as one writes."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from govaudit.files.criteria import CODEBOOK
from govaudit.files.workspace import Workspace
from govaudit.model.codebook import read_codebook
from govaudit.report.file_schemas import file_schema
from govaudit.report.json import dumps

from .lsp import Client

pytestmark = pytest.mark.consumer

ROOT = Path(__file__).parents[2]
SERVER = ROOT / ".consumers/node_modules/yaml-language-server/bin/yaml-language-server"
COMMAND = ["node", str(SERVER), "--stdio"]
PAYLOADS = ROOT / "tests/badinputs/payloads.yaml"
SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
FACTS = tuple(Workspace(ROOT).codebook)
HEAD = "id: new\nname: New\nkind: forum\nreviewed: {on: 2026-01-01, by: us}\nfacts:\n"
FORUM, CRITERION, CASES = (
    "forums/new.yaml",
    "criteria/accountability/new.yaml",
    "criteria/accountability/new.cases.yaml",
)
LEVEL = "id: new\nindicators:\n  - id: one\n    levels:\n      - id: best\n        score: 100\n        when: "
LAST = "\n      - {id: worst, score: 0, otherwise: true}\n"
CLAIM = "id: new\ntitle: New\nsource: s\nas-of: 2020\nframework: accountability\nclaims:\n  - id: one\n    claim: c\n    section: p. 1\n    about: all\n"


class Editor:
    """An editor with this repository open and its settings applied; `|` in a text is where the cursor stands."""

    def __init__(self, client: Client, root: Path) -> None:
        self.client, self.root = client, root

    def diagnostics(self, name: str, text: str) -> list[tuple[str, str]]:
        """What is underlined, and why."""
        lines = text.split("\n")
        found = []
        for item in self.client.open(self.root / name, text):
            start, end = item["range"]["start"], item["range"]["end"]
            assert start["line"] == end["line"] or end["character"] == 0, item
            found.append((lines[start["line"]][start["character"] : end["character"]], item["message"]))
        return found

    def _at(self, method: str, name: str, marked: str) -> Any:
        before, _, after = marked.partition("|")
        self.client.open(self.root / name, before + after)
        return self.client.at(method, self.root / name, before.count("\n"), len(before.rpartition("\n")[2]))

    def completion(self, name: str, marked: str) -> dict[str, dict[str, Any]]:
        """What is proposed, by its label."""
        answer = self._at("completion", name, marked)
        return {item["label"]: item for item in (answer["items"] if isinstance(answer, dict) else answer)}

    def hover(self, name: str, marked: str) -> str:
        """What is explained, as Markdown."""
        return str(self._at("hover", name, marked)["contents"]["value"])


def settings(**schemas: Any) -> dict[str, Any]:
    return {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}, "schemas": schemas}


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    with Client(COMMAND, ROOT, "yaml", settings(**SETTINGS["yaml.schemas"])) as client:
        yield Editor(client, ROOT)


def data_files() -> list[str]:
    folders = ("forums", "criteria", "claims")
    return sorted(path.relative_to(ROOT).as_posix() for folder in folders for path in (ROOT / folder).rglob("*.yaml"))


def test_nothing_is_underlined_in_the_data(editor: Editor) -> None:
    names = data_files()
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in names}
    assert {name: found for name in names if (found := editor.diagnostics(name, texts[name]))} == {}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (FORUM, "forum"),
        ("forums/sources.yaml", "sources"),
        ("forums/tags.yaml", "tags"),
        ("forums/suppressions.yaml", "suppressions"),
        ("criteria/codebook.yaml", "codebook"),
        ("criteria/accountability/framework.yaml", "framework"),
        ("criteria/accountability/framework.cases.yaml", "cases"),
        (CRITERION, "criterion"),
        (CASES, "cases"),
        ("claims/new.yaml", "claims"),
    ],
)
def test_the_settings_give_each_file_its_own_schema(editor: Editor, name: str, kind: str) -> None:
    assert editor.diagnostics(name, "3\n") == [("3", f'Incorrect type. Expected "govaudit {kind}".')]


def test_the_toy_data_of_the_tests_is_left_alone(editor: Editor) -> None:
    name = "tests/toy/forums/alpha.yaml"
    assert editor.diagnostics(name, (ROOT / name).read_text(encoding="utf-8")) == []


# ── a forum ──


def test_facts_are_proposed_with_their_questions(editor: Editor) -> None:
    found = editor.completion(FORUM, f"{HEAD}  |")
    assert tuple(found) == FACTS
    assert found["un-relation"]["documentation"].startswith("How does the forum stand to the United Nations?\n")
    assert "Inside means an organ" in found["un-relation"]["documentation"]


@pytest.mark.parametrize(
    ("statement", "values"),
    [
        ("un-relation:\n    - value: |", ["outside", "observer", "related", "inside"]),
        ("un-relation:\n    - {value: |}", ["outside", "observer", "related", "inside"]),
        ("un-relation:\n    - contested:\n        - value: |", ["outside", "observer", "related", "inside"]),
        ("formal-decisions:\n    - value: |", ["true", "false"]),
    ],
)
def test_the_values_of_the_fact_are_proposed(editor: Editor, statement: str, values: list[str]) -> None:
    assert list(editor.completion(FORUM, f"{HEAD}  {statement}")) == values


def test_the_keys_of_a_statement_are_proposed_once_each(editor: Editor) -> None:
    found = editor.completion(FORUM, f"{HEAD}  un-relation:\n    - |")
    keys = {
        "value",
        "contested",
        "not-found",
        "not-applicable",
        "from",
        "until",
        "confidence",
        "inferred",
        "note",
        "evidence",
    }
    assert set(found) == keys
    assert found["value"]["insertText"] == "value: "


def test_tags_are_proposed(editor: Editor) -> None:
    assert set(editor.completion(FORUM, "id: new\ntags: [|]\n")) == set(Workspace(ROOT).tags or ())


@pytest.mark.parametrize("marked", ["  un-rel|ation:\n    - value: inside\n", "  un-relation:\n    - val|ue: inside\n"])
def test_a_fact_is_explained_with_its_coding_note(editor: Editor, marked: str) -> None:
    said = editor.hover(FORUM, HEAD + marked)
    assert "How does the forum stand to the United Nations?" in said
    assert "Observer means the forum observes at the UN, not the other way round." in said


EVIDENCE = "evidence: [{source: s, at: p. 1}]"


@pytest.mark.parametrize(
    ("statement", "underlined"),
    [
        (f"un-relatoin:\n    - {{value: inside, {EVIDENCE}}}", ("un-relatoin", "Property un-relatoin is not allowed.")),
        (f"un-relation:\n    - {{value: insde, {EVIDENCE}}}", ("insde", 'Value is not accepted. Valid values: "outside", "observer", "related", "inside".')),
        (f"un-relation:\n    - {{value: inside, nite: x, {EVIDENCE}}}", ("nite", "Property nite is not allowed.")),
        (f"formal-decisions:\n    - {{value: yes, {EVIDENCE}}}", ("yes", 'Incorrect type. Expected "boolean".')),
        (f"member-count:\n    - {{value: 6000, {EVIDENCE}}}", ("6000", "Value is above the maximum of 5000.")),
        ("un-relation:\n    - {value: inside}", ("{", 'Missing property "evidence".')),
        (f"un-relation:\n    - {{note: x, {EVIDENCE}}}", ("{", 'Missing property "value".')),
    ],
)  # fmt: skip
def test_a_mistake_in_a_statement_is_underlined(editor: Editor, statement: str, underlined: tuple[str, str]) -> None:
    assert editor.diagnostics(FORUM, f"{HEAD}  {statement}\n") == [underlined]


def test_a_draft_without_facts_has_no_mistakes(editor: Editor) -> None:
    assert editor.diagnostics(FORUM, HEAD) == []


# ── rules ──


@pytest.mark.parametrize("rule", ["\n          |", "{un|}", "{all: [{formal-decisions: true}, {un|}]}", "{not: {un|}}"])
def test_facts_and_connectives_are_proposed_in_a_rule(editor: Editor, rule: str) -> None:
    found = editor.completion(CRITERION, LEVEL + rule)
    assert {*FACTS, "all", "any", "not", "at-least", "of", "rule", "level", "score", "known", "not-found"} <= set(found)
    assert "Inside means an organ" in found["un-relation"]["documentation"]


@pytest.mark.parametrize(
    "rule",
    ["{un-relation: |}", "{un-relation: {at-least: |}}", "{un-relation: {in: [|]}}", "{any: [{un-relation: |}]}"],
)
def test_the_values_of_the_fact_are_proposed_in_a_rule(editor: Editor, rule: str) -> None:
    assert list(editor.completion(CRITERION, LEVEL + rule)) == ["outside", "observer", "related", "inside"]


def test_comparisons_and_questions_are_completed(editor: Editor) -> None:
    comparisons = {"is", "in", "at-least", "at-most", "above", "below", "between"}
    assert set(editor.completion(CRITERION, f"{LEVEL}{{un-relation: {{a|}}}}")) == comparisons
    assert set(editor.completion(CRITERION, f"{LEVEL}{{formal-decisions: {{i|}}}}")) == {"is", "in"}
    assert tuple(editor.completion(CRITERION, f"{LEVEL}{{known: |}}")) == FACTS


def test_a_fact_in_a_rule_is_explained(editor: Editor) -> None:
    assert "Inside means an organ" in editor.hover(CRITERION, f"{LEVEL}{{un-rel|ation: {{at-least: related}}}}{LAST}")


@pytest.mark.parametrize(
    ("rule", "underlined"),
    [
        ("{un-relatoin: inside}", ("un-relatoin", "Property un-relatoin is not allowed.")),
        ("{un-relation: insde}", ("insde", 'Value is not accepted. Valid values: "outside", "observer", "related", "inside".')),
        ("{un-relation: {at-leats: inside}}", ("at-leats", "Property at-leats is not allowed.")),
        ("{all: [{un-relation: {at-least: insde}}]}", ("insde", 'Value is not accepted. Valid values: "outside", "observer", "related", "inside".')),
        ("{formal-decisions: {at-least: true}}", ("at-least", "Property at-least is not allowed.")),
        ("{all: {un-relation: inside}}", ("{un-relation: inside}", 'Incorrect type. Expected "array".')),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_is_underlined(editor: Editor, rule: str, underlined: tuple[str, str]) -> None:
    assert editor.diagnostics(CRITERION, LEVEL + rule + LAST) == [underlined]


def test_rules_of_frameworks_claims_and_cases_are_completed(editor: Editor) -> None:
    framework = "criteria/new/framework.yaml"
    assert "file" in editor.completion(framework, "id: new\nversion: 1.0.0\ncriteria:\n  - |")
    assert set(FACTS) < set(editor.completion(framework, "id: new\nversion: 1.0.0\nrules:\n  one: {u|}"))
    assert "it" in editor.completion(
        framework, "id: new\nversion: 1.0.0\nrubrics:\n  yes-no:\n    - {id: a, score: 1, when: {i|}}"
    )
    assert set(FACTS) < set(editor.completion("claims/new.yaml", f"{CLAIM}    rule: {{u|}}"))
    assert editor.diagnostics("claims/new.yaml", f"{CLAIM}    rule: {{un-relation: insde}}\n")[0][0] == "insde"
    values = ["outside", "observer", "related", "inside", "not-found", "uncoded", "not-applicable"]
    assert list(editor.completion(CASES, "one:\n  - {facts: {un-relation: |}}")) == values


def test_a_codebook_is_completed_and_checked(editor: Editor) -> None:
    assert {"question", "type", "basis", "values", "least", "greatest", "coding"} <= set(
        editor.completion(CODEBOOK, "new-fact:\n  |")
    )
    types = ["boolean", "ordered", "category", "set", "integer", "number", "date"]
    assert list(editor.completion(CODEBOOK, "new-fact:\n  type: |")) == types
    [(where, why)] = editor.diagnostics(CODEBOOK, "new-fact: {question: Is it?, type: bolean, basis: law}\n")
    assert (where, why.partition(".")[0]) == ("bolean", "Value is not accepted")
    assert "Whether it is about what a text provides (law)" in editor.hover(CODEBOOK, "new-fact: {ba|sis: law}\n")


# ── a data folder of one's own ──


def test_a_first_line_names_the_schema_of_ones_own_data(tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "forums").mkdir()
    (tmp_path / "schemas/forum.json").write_text(
        dumps(file_schema("forum", Workspace(ROOT / "tests/toy"))), encoding="utf-8"
    )
    line = "# yaml-language-server: $schema=../schemas/forum.json\n"
    with Client(COMMAND, tmp_path, "yaml", settings()) as client:
        own = Editor(client, tmp_path)
        assert set(own.completion("forums/mine.yaml", f"{line}{HEAD}  |")) == set(
            Workspace(ROOT / "tests/toy").codebook
        )
        assert own.diagnostics("forums/mine.yaml", f"{line}{HEAD}  un-relation: []\n") == [
            ("un-relation", "Property un-relation is not allowed.")
        ]


LIVE = re.compile(r"(?<!\\)(`|!\[|\]\()")
"""What Markdown would obey: code, an image, a link."""


def test_a_codebook_from_a_stranger_puts_no_markup_into_the_editor(tmp_path: Path) -> None:
    payloads = [item["s"] for item in yaml.safe_load(PAYLOADS.read_text(encoding="utf-8"))["payloads"]]
    facts = {
        f"f-{index}": {"question": text, "type": "boolean", "basis": "law", "coding": text}
        for index, text in enumerate(payloads)
    }
    texts = {
        "forum": f"{HEAD}  %: []\n",
        "criterion": f"{LEVEL}{{%: true}}{LAST}",
        "cases": "one:\n  - {facts: {%: true}, level: a}\n",
    }
    data = SimpleNamespace(codebook=read_codebook(facts), tags=None)
    for kind in texts:
        (tmp_path / f"{kind}.json").write_text(dumps(file_schema(kind, data)), encoding="utf-8")
    schemas = {f"./{kind}.json": [f"{kind}.yaml"] for kind in texts}
    with Client(COMMAND, tmp_path, "yaml", settings(**schemas)) as client:
        own = Editor(client, tmp_path)
        for kind, text in texts.items():
            for fact in facts:
                said, _, source = own.hover(f"{kind}.yaml", text.replace("%", f"f|{fact[1:]}")).rpartition("\n")
                assert source.startswith("Source: ")
                assert "Basis: law." in said
                assert not LIVE.search(said), said
