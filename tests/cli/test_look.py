"""`explain`, `list` and `show` as JSON: valid against the schemas that govaudit publishes, for everything in the shipped data."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from govaudit.cli import look
from govaudit.cli.app import app
from govaudit.files.root import find_root
from govaudit.files.workspace import Workspace
from govaudit.report.look_schemas import ENTRIES, SHOWN
from govaudit.report.schemas import report_schema


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(report_schema(kind))


def report(*arguments: str) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--format", "json"])
    assert (done.exit_code, done.stderr) == (0, "")
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", look.KINDS)
def test_every_list_has_the_keys_that_its_schema_says(kind: str) -> None:
    found = report("list", kind)
    validator("list").validate(found)
    assert found[kind]
    assert set(look.KINDS) == set(ENTRIES)


def ids() -> Iterator[tuple[str, str]]:
    """One id of each kind; the indicator that has the name of a fact, and one that has not."""
    workspace = Workspace(find_root(""))
    found: dict[Any, str] = {"forum": "gfmd"}
    for name, (kind, entry) in look._everything(workspace, "accountability", []).items():
        found.setdefault((kind, "fact" in entry), name)
    return ((key if isinstance(key, str) else key[0], name) for key, name in found.items())


def test_whatever_is_shown_has_the_keys_that_its_schema_says() -> None:
    kinds = set()
    for kind, name in ids():
        found = report("show", name)
        validator("show").validate(found)
        assert found["kind"] == kind
        kinds.add(kind)
    assert kinds == set(SHOWN)


@pytest.mark.parametrize("forum", ["gfmd", "gmg", "rcps"])
def test_an_explanation_has_the_keys_that_its_schema_says_and_the_numbers_of_the_scorecard(forum: str) -> None:
    found = report("explain", forum)
    validator("explain").validate(found)
    (card,) = report("score", forum)["scorecards"]
    scores = {node["id"]: node["score"] for node in card["nodes"]}
    assert {node["id"]: node["score"] for node in found["nodes"]} == scores


def test_a_key_that_is_not_in_the_schema_or_lacking_is_refused() -> None:
    found = report("show", "gfmd")
    for broken in ({**found, "more": 1}, {key: value for key, value in found.items() if key != "facts"}):
        assert not validator("show").is_valid(broken)
