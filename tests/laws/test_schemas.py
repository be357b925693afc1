"""The schemas of files: whatever framework can be scored over whatever codebook, its schema accepts it."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from jsonschema import Draft7Validator

from govaudit.model.base import json_raw
from govaudit.model.codebook import read_codebook
from govaudit.report.file_schemas import file_schema

from .frameworks import FEWER, Example, examples


@FEWER
@given(examples())
def test_the_schema_of_a_framework_accepts_whatever_can_be_scored(example: Example) -> None:
    schema = file_schema("framework", SimpleNamespace(codebook=read_codebook(example.codebook), tags=None))
    errors = Draft7Validator(schema).iter_errors(json_raw(example.framework))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []
