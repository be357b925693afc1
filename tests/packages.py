"""A data package read by its own description, with nothing of ours: what breaks a type, a limit or a key is named."""

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

READERS: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": Decimal,
    "date": date.fromisoformat,
    "boolean": {"true": True, "false": False}.__getitem__,
    "array": json.loads,
}


def descriptor(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return found


def texts(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table as they stand."""
    with (folder / f"data/{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def wrong(folder: Path) -> Iterator[str]:
    """Everything in which the package is not what it says."""
    resources = descriptor(folder)["resources"]
    tables = {item["name"]: texts(folder, item["name"]) for item in resources if "schema" in item}
    for item in resources:
        content = (folder / item["path"]).read_bytes()
        if item["bytes"] != len(content) or item["hash"] != f"sha256:{hashlib.sha256(content).hexdigest()}":
            yield f"{item['path']}: other bytes"
        if "schema" in item:
            yield from _table(item["name"], item["schema"], tables)


def _table(name: str, schema: dict[str, Any], tables: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    rows, fields = tables[name], schema["fields"]
    for row in rows:
        if list(row) != [field["name"] for field in fields] or None in row.values():
            yield f"{name}: other columns"
            return
        for field in fields:
            yield from (f"{name}.{field['name']}: {why}" for why in _cell(row[field["name"]], field))
    keys = [tuple(row[column] for column in schema["primaryKey"]) for row in rows]
    if len(set(keys)) < len(keys) or any("" in key for key in keys):
        yield f"{name}: a key twice, or none"
    for reference in schema.get("foreignKeys", []):
        there = {
            tuple(row[column] for column in reference["reference"]["fields"])
            for row in tables[reference["reference"]["resource"]]
        }
        for row in rows:
            value = tuple(row[column] for column in reference["fields"])
            if any(value) and value not in there:
                yield f"{name}: {value} leads nowhere"


def _cell(text: str, field: dict[str, Any]) -> Iterator[str]:
    limits = field.get("constraints", {})
    if not text:
        yield from ["nothing where something must be"] if limits.get("required") else []
        return
    try:
        value = READERS[field["type"]](text)
    except (ValueError, KeyError, ArithmeticError):
        yield f"{text} is no {field['type']}"
        return
    if text not in limits.get("enum", [text]) or not re.fullmatch(limits.get("pattern", ".*"), text, re.DOTALL):
        yield f"{text} is not allowed"
    if "minimum" in limits and value < limits["minimum"]:
        yield f"{text} is too small"
