"""From an authored model to JSON Schema: its keys, and what its docstring says of them. Draft-07, because every editor reads that."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

from govaudit.report.whole_schemas import WHOLE, Schema

REF = "#/definitions/"
SECTION = "Attributes\n----------\n"
ATTRIBUTE = re.compile(r"^(\w+)\n((?:    .+\n?)+)", re.MULTILINE)


def model_schema(model: type[BaseModel]) -> Schema:
    """The schema of a model, with those of the models in it under `definitions`."""
    made = model.model_json_schema(ref_template=f"{REF}{{model}}", schema_generator=_Generator)
    definitions = made.pop("$defs", {})
    return {**made, "definitions": definitions}


def fill(schema: Any, holes: Mapping[str, Schema]) -> Any:
    """The same schema, with what stands in `holes` under a format in the place of all that has this format."""
    if isinstance(schema, list):
        return [fill(item, holes) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("format"), str) and schema["format"] in holes:
        return {key: schema[key] for key in ("description",) if key in schema} | holes[schema["format"]]
    return {key: fill(value, holes) for key, value in schema.items()}


class _Generator(GenerateJsonSchema):
    """Without titles made of names and without defaults: they would only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # pydantic's own signature
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> Schema:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Schema:
        made = self.generate_inner(schema["schema"])
        types = made.get("type", [])
        if not types or "enum" in made:
            return {"anyOf": [made, {"type": "null"}]}
        return {**made, "type": [*([types] if isinstance(types, str) else types), "null"]}

    def model_schema(self, schema: core_schema.ModelSchema) -> Schema:
        made, model = super().model_schema(schema), schema["cls"]
        made.pop("title", None)
        made["description"], said = described(model)
        for name, field in model.model_fields.items():
            key = field.alias or name
            made["properties"][key] = {"description": said.get(name, ""), **made["properties"][key]}
        whole = WHOLE.get(model.__name__)
        return {**made, "allOf": [whole]} if whole else made


def described(model: type[BaseModel]) -> tuple[str, dict[str, str]]:
    """What a model is, and what each of its attributes means, from its docstring and those of its bases."""
    said: dict[str, str] = {}
    for base in reversed(model.__mro__):
        _, _, section = _doc(base).partition(SECTION)
        said |= {name: plain(text) for name, text in ATTRIBUTE.findall(section)}
    return plain(_doc(model).partition(SECTION)[0]), said


def _doc(model: type) -> str:
    return inspect.cleandoc(model.__dict__.get("__doc__") or "")


def plain(text: str) -> str:
    """A text as one line, without the marks of code."""
    return " ".join(text.replace("`", "").split())
