"""What the schemas of files say of any codebook: its names, types and texts, templates, and the meaning of every key."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from jsonschema import Draft7Validator

from govaudit.files.workspace import Workspace
from govaudit.model.base import Authored, json_raw
from govaudit.model.codebook import read_codebook
from govaudit.report.file_schemas import FILES, file_schema
from govaudit.report.json import dumps
from govaudit.report.model_schemas import plain
from govaudit.report.whole_schemas import WHOLE

TESTS = Path(__file__).parents[2]
TOY, PAYLOADS = TESTS / "toy", TESTS / "badinputs" / "payloads.yaml"


def said(validator: Draft7Validator, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json_raw(data))]


def made(kind: str, facts: dict[str, Any], tags: Any = None) -> dict[str, Any]:
    return file_schema(kind, SimpleNamespace(codebook=read_codebook(facts), tags=tags))


def schema_of(kind: str, facts: dict[str, Any], tags: Any = None) -> Draft7Validator:
    return Draft7Validator(made(kind, facts, tags))


def fact(kind: str = "boolean", **more: Any) -> dict[str, Any]:
    return {"question": "?", "type": kind, "basis": "law", **more}


PROFILE = {"id": "f", "name": "F", "kind": "k", "reviewed": {"on": 2026, "by": "us"}}


def test_a_draft_may_say_nothing_yet() -> None:
    assert said(schema_of("forum", {"flag": fact()}), {**PROFILE, "facts": None}) == []


@pytest.mark.parametrize("kind", FILES)
def test_a_codebook_without_numbers_or_any_facts_gives_a_schema_that_editors_take(kind: str) -> None:
    for facts in ({}, {"flag": fact()}):
        schema = made(kind, facts)
        Draft7Validator.check_schema(schema)
        assert '"enum": []' not in dumps(schema)


def test_any_tag_is_a_tag_where_none_are_declared() -> None:
    assert said(schema_of("forum", {}), {**PROFILE, "tags": ["global"]}) == []
    assert said(schema_of("forum", {}), {**PROFILE, "tags": ["Global"]})
    assert said(schema_of("forum", {}, {"un": None}), {**PROFILE, "tags": ["global"]})


def test_a_date_and_a_number_have_their_bounds() -> None:
    forum = schema_of("forum", {"day": fact("date"), "share": fact("number", least=0, greatest=Decimal("0.5"))})

    def refused(name: str, value: object) -> bool:
        evidence = [{"source": "s", "at": "p"}]
        return bool(said(forum, {**PROFILE, "facts": {name: [{"value": value, "evidence": evidence}]}}))

    assert [refused("day", day) for day in (2016, "2016-09", "2016-09-30", "May", 16, True)] == [False] * 3 + [True] * 3
    assert [refused("share", share) for share in (0, Decimal("0.5"), Decimal("0.51"), "0.5")] == [
        False,
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    "name", ["a/b", "a~b", "a~0b", "50 % of all", "ça", "Rule", "#/definitions", "a.b", 'a"b', "$ref"]
)
def test_a_fact_may_have_any_name(name: str) -> None:
    criterion = schema_of("criterion", {name: fact()})
    levels = [{"id": "a", "score": 1, "when": {name: True}}, {"id": "b", "score": 0, "otherwise": True}]
    assert said(criterion, {"id": "c", "indicators": [{"id": "i", "levels": levels}]}) == []
    assert said(criterion, {"id": "c", "indicators": [{"id": "i", "levels": [{**levels[0], "when": {name: "yes"}}]}]})
    known = {name: [{"value": True, "evidence": [{"source": "s", "at": "p"}]}]}
    assert said(schema_of("forum", {name: fact()}), {**PROFILE, "facts": known}) == []


def test_a_value_may_be_named_like_a_kind_of_knowledge() -> None:
    cases = schema_of("cases", {"seat": fact("category", values=["not-found", "own"])})
    assert (
        said(
            cases,
            {
                "i": [
                    {"facts": {"seat": "not-found"}, "level": "a"},
                    {"facts": {"seat": "not-applicable"}, "level": "b"},
                ]
            },
        )
        == []
    )


def test_templates_are_left_to_check() -> None:
    framework = schema_of("framework", {"flag": fact()})
    template = {"each": {"slot": ["a", "b"]}, "id": "{slot}", "levels": "as check reads them"}
    data = {"id": "f", "version": "1", "indicators": [template], "criteria": [{"file": "part", "each": ["x"]}]}
    assert said(framework, data) == []
    assert said(framework, {**data, "indicators": [{**template, "each": [1, True, "a"]}]}) == []
    assert said(framework, {**data, "indicators": [{**template, "each": []}]})
    assert said(framework, {**data, "indicators": [{"id": "{slot}", "rubric": "r"}]})


def test_a_criterion_may_leave_its_id_to_the_framework() -> None:
    assert said(schema_of("criterion", {"flag": fact()}), {"title": "Part", "indicators": []}) == []


def test_a_claim_has_a_rule_or_a_comparison() -> None:
    claims = schema_of("claims", {"flag": fact()})
    paper = {"id": "p", "title": "P", "source": "s", "as-of": 2011, "framework": "f"}

    def refused(**more: object) -> bool:
        claim = {"id": "c", "claim": "C", "section": "1", "about": "all", **more}
        return bool(said(claims, {**paper, "claims": [claim]}))

    rule, compared = {"rule": {"flag": True}}, {"higher-on": "node", "than": ["a"]}
    assert not refused(**rule)
    assert not refused(**compared)
    assert refused(**rule, than=None)
    assert refused(**compared, rule=None)
    assert refused()
    assert refused(**rule, **compared)
    assert refused(**rule, than=["a"])
    assert refused(**{"higher-on": "node"})


def test_it_is_a_fact_in_shared_rubrics_only() -> None:
    framework = schema_of("framework", {"flag": fact()})
    levels = [{"id": "a", "score": 1, "when": {"all": [{"it": {"in": [True]}}, {"known": "it"}, {"flag": True}]}}]
    assert said(framework, {"id": "f", "version": "1", "rubrics": {"r": levels}}) == []
    assert said(framework, {"id": "f", "version": "1", "indicators": [{"id": "i", "levels": levels}]})


def test_a_schema_that_needs_no_data_reads_none() -> None:
    for kind in ("codebook", "sources", "tags", "suppressions"):
        assert file_schema(kind, SimpleNamespace())["title"] == f"govaudit {kind}"


def test_what_a_stranger_wrote_is_text_and_nothing_else() -> None:
    payloads = [item["s"] for item in yaml.safe_load(PAYLOADS.read_text(encoding="utf-8"))["payloads"]]
    assert payloads
    for payload in payloads:
        text = dumps(made("forum", {"flag": fact(coding=payload)}))
        assert re.fullmatch(r"[\n\x20-\x7e]*", text)
        known = json.loads(text)["properties"]["facts"]["properties"]["flag"]
        assert set(known) == {"description", "type", "items"}  # no other text that an editor might take for Markdown
        assert known["description"].endswith(plain(payload))


# ── the models say what their keys mean ──


def keys(schema: Any) -> Iterator[tuple[str, Any]]:
    """Every key that a schema declares for a mapping, at any depth, but for what only narrows one declared elsewhere."""
    if isinstance(schema, dict):
        if schema.get("additionalProperties") is False:
            yield from schema.get("properties", {}).items()
        for value in schema.values():
            yield from keys(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from keys(value)


@pytest.mark.parametrize("kind", FILES)
def test_every_key_says_what_it_means(kind: str) -> None:
    schema = file_schema(kind, Workspace(TOY))
    silent = {name for name, body in keys(schema) if not (body is True or description(schema, body))}
    assert silent <= {"tag", "power", "contested", "at-least", "at-most"}  # inside {tag: T}, {power: n} and their like


def description(schema: Any, body: Any) -> str:
    """What is said of a key, here or where it refers to."""
    target = schema["definitions"].get(unquote(body["$ref"]).rpartition("/")[2], {}) if "$ref" in body else {}
    return str(body.get("description", target.get("description", "")))


def test_what_the_validators_of_whole_models_demand_stands_in_the_schemas() -> None:
    models, waiting = {}, [Authored]
    while waiting:
        model = waiting.pop()
        models[model.__name__] = model
        waiting += model.__subclasses__()
    validated = {name for name, model in models.items() if model.__pydantic_decorators__.model_validators}
    assert validated <= set(WHOLE) <= set(models)
