"""Every field of the data that takes any text is one that `hostile.write` fills: a new one that it does not is found here."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from govaudit.files.check import Checker
from govaudit.files.workspace import Workspace
from govaudit.files.yaml import parse
from govaudit.model.base import NAME_SCHEMA
from govaudit.report.file_schemas import FILES, file_schema
from tests import hostile

TOY = Path(__file__).parents[1] / "toy"
NAMES = {
    "fact": "a fact of the codebook",
    "rule": "a named rule",
    "rubric": "a named rubric",
    "table": "a named table of points",
    "file": "a file of the framework",
    "higher-on": "a node or fact",
    "level": "a level of a rubric",
    "LevelTest": "a level of a rubric",
    "levels": "levels of a rubric",
    "band": "a band",
    "bands": "bands",
    "score": "a node",
    "rank": "a node",
    "designation": "a designation",
}
"""Texts that must name something that is there, or are refused."""
MEASURES = {"above", "at-least", "at-most", "below", "between", "in", "is"}
"""What a rule compares with: an allowed value of a fact, or refused."""
OF_TABLES = {"by", "cells", "coding", "column", "ignore", "name", "none", "strip", "time", "unit", "value", "where", "within", "long"}  # fmt: skip
"""What an edition says of the words of a table: never shown but in the message that such a word is not there."""
KINDS = {
    "forum": ("forums/alpha.yaml", "forums/beta.yaml", "forums/gamma.yaml"),
    "framework": ("criteria/toy/framework.yaml", "criteria/toy-view/framework.yaml"),
    "criterion": ("criteria/toy/records.yaml", "criteria/toy/framework.yaml"),
    "cases": ("criteria/toy/framework.cases.yaml",),
    "codebook": ("criteria/codebook.yaml",),
    "claims": ("claims/doe-2011.yaml",),
    "sources": ("forums/sources.yaml",),
    "tags": ("forums/tags.yaml",),
    "suppressions": ("forums/suppressions.yaml",),
    "edition": ("criteria/toy/tables/all.yaml",),
    "translation": ("criteria/toy/translations/fr.yaml",),
    "adjudication": ("codings/adjudication.yaml",),
    "reform": ("forums/reforms/hear-complaints.yaml", "forums/reforms/kinder-states.yaml"),
    "conclusions": ("claims/conclusions/toy.yaml",),
    "costs": ("criteria/costs.yaml",),
}
"""The files of the hostile data, by the kind of their schema."""
WORD = "QXZWY"


def free(schema: Any, key: str = "") -> Iterator[str]:
    """The keys under which a schema takes any text, be it in a list or by name."""
    match schema:
        case {"type": "string", **rest}:
            bound = {"enum", "const", "format"} & {*rest}
            if not bound and rest.get("pattern", NAME_SCHEMA["pattern"]) == NAME_SCHEMA["pattern"]:
                yield key
        case dict():
            for name, part in schema.items():
                if name in {"properties", "patternProperties"}:
                    for inner, value in part.items():
                        yield from free(value, inner if name == "properties" else key)
                elif name == "definitions":
                    for inner, value in part.items():
                        yield from free(value, inner)
                elif name not in {"description", "examples", "default", "propertyNames"}:
                    yield from free(part, key)
        case list():
            for part in schema:
                yield from free(part, key)


def keys_with(node: Any, key: str = "") -> Iterator[str]:
    """The keys below which the word stands."""
    match node:
        case dict():
            for name, value in node.items():
                yield from (
                    (key for _ in keys_with(value, name)) if key in hostile.TEXTS_BY_NAME else keys_with(value, name)
                )
        case list():
            for value in node:
                yield from keys_with(value, key)
        case str() if WORD in node:
            yield key


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.write(tmp_path_factory.mktemp("spoilt"), WORD)


def test_every_kind_of_file_is_spoilt() -> None:
    assert {*KINDS} == {*FILES}


@pytest.mark.parametrize("kind", FILES)
def test_every_free_text_of_a_kind_of_file_is_spoilt(kind: str, spoilt: Path) -> None:
    found = (
        {*free(file_schema(kind, Workspace(TOY)))} - {*NAMES} - MEASURES - (OF_TABLES if kind == "edition" else set())
    )
    filled = {key for name in KINDS[kind] for key in keys_with(parse((spoilt / name).read_text(encoding="utf-8")))}
    assert found - filled == set()


def test_the_walk_finds_texts_wherever_a_schema_has_them() -> None:
    found = {kind: {*free(file_schema(kind, Workspace(TOY)))} for kind in FILES}
    assert found["forum"] >= {"name", "note", "quote", "at", "why", "by", "not-applicable"}
    assert found["sources"] >= {"DOI", "literal", "title"}
    assert found["suppressions"] >= {"reason", "path"}
    assert found["translation"] >= {"titles", "bands-of"}
    assert found["framework"] >= {"references", "version", "rationale", "reason"}


@pytest.mark.parametrize("words", [hostile.payloads(), [" ".join(hostile.payloads())]], ids=["in turn", "together"])
def test_spoilt_data_are_good_data(words: list[str], tmp_path: Path) -> None:
    """Else the reports would be of refusals. What is accepted: a reviewer may be the coder of the same name."""
    checker = Checker(Workspace(hostile.write(tmp_path, *words)))
    checker.everything()
    assert [problem for problem in checker.problems if problem.severity == "error"] == []
