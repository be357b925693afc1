"""`datapackage.json`: a Data Package of version 2, with a Table Schema for every table."""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.report import licences, package_words
from govaudit.report.json import Json, dumps
from govaudit.report.package_parts import Column, Export, File, PackageTable, Reference

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
RESOURCE = "https://datapackage.org/profiles/2.0/dataresource.json"
SCHEMA = "https://datapackage.org/profiles/2.0/tableschema.json"


def text(export: Export, files: Sequence[File]) -> str:
    """The descriptor of these files."""
    body: dict[str, Json] = {
        "$schema": PROFILE,
        "name": "govaudit-data",
        "title": package_words.title(export),
        "description": package_words.description(export),
        "version": package_words.version(export),
    }
    if export.citation and export.citation.address:
        body["homepage"] = export.citation.address
    if export.citation and export.citation.authors:
        body["contributors"] = [{"title": author.heading} for author in export.citation.authors]
    if export.licence:
        body["licenses"] = [{"name": export.licence, "path": licences.address(export.licence)}]
    body["govaudit"] = {
        "schema": "govaudit.export/1",
        "as_of": export.as_of.isoformat(),
        "reviewed": export.reviewed.isoformat(),
        "missing": export.missing,
        "frameworks": [{"id": one.plan.root, "version": one.plan.framework.version} for one in export.scored],
        "inputs_sha256": export.inputs_sha256,
        "citation": package_words.citation(export) or None,
    }
    body["resources"] = [_resource(file) for file in files]
    return dumps(body)


def _resource(file: File) -> dict[str, Json]:
    ending = file.path.rpartition(".")[2]
    body: dict[str, Json] = {
        "$schema": RESOURCE,
        "name": file.name.replace(".", "-"),
        **({"type": "table"} if file.table else {}),
        "path": file.path,
        "description": file.about,
        "format": ending,
        "mediatype": file.kind,
        "encoding": "utf-8",
        "bytes": len(file.content),
        "hash": f"sha256:{file.sha256}",
    }
    return {**body, "schema": _schema(file.table)} if file.table else body


def _schema(table: PackageTable) -> dict[str, Json]:
    keys: list[Json] = [_reference(reference) for reference in table.references]
    return {
        "$schema": SCHEMA,
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        **({"foreignKeys": keys} if keys else {}),
        "missingValues": [""],
    }


def _field(column: Column) -> dict[str, Json]:
    limits: dict[str, Json] = {
        **({"required": True} if column.required else {}),
        **({"enum": list(column.values)} if column.values else {}),
        **({"pattern": column.pattern} if column.pattern else {}),
        **({"minimum": 1} if column.type == "integer" else {}),
    }
    body: dict[str, Json] = {"name": column.name, "type": column.type, "description": column.about}
    return {**body, "constraints": limits} if limits else body


def _reference(reference: Reference) -> dict[str, Json]:
    there: dict[str, Json] = {"resource": reference.table, "fields": list(reference.there)}
    return {"fields": list(reference.columns), "reference": there}
