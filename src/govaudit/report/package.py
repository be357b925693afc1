"""An open-data package: every file of it, by its path. The same data give the same bytes."""

from __future__ import annotations

from govaudit.report import (
    bibliography,
    datapackage,
    jsonld,
    package_claims,
    package_facts,
    package_readme,
    package_scores,
)
from govaudit.report.package_parts import Export, File, PackageTable
from govaudit.report.tables import stream


def files(export: Export) -> dict[str, bytes]:
    """The contents of every file by its path."""
    data = [_table(table) for part in (package_facts, package_scores, package_claims) for table in part.tables(export)]
    for form, path, kind in (
        ("csl-json", "sources.csl.json", "application/vnd.citationstyles.csl+json"),
        ("bibtex", "sources.bib", "application/x-bibtex"),
    ):
        content = bibliography.render(export.sources.values(), form).encode()
        data.append(File(path, f"The sources, for reference managers: {form}.", kind, content))
    about = "This package in the words of schema.org, for search engines."
    linked = File("dataset.jsonld", about, "application/ld+json", jsonld.text(jsonld.dataset(export, data)).encode())
    whole = {file.path: file.content for file in (*data, linked)}
    whole["datapackage.json"] = datapackage.text(export, [*data, linked]).encode()
    whole["README.md"] = package_readme.text(export, [*data, linked]).encode()
    return whole


def _table(table: PackageTable) -> File:
    head = tuple(column.name for column in table.columns)
    content = "".join(stream((head, *table.rows), "csv")).encode()
    return File(table.path, table.about, "text/csv", content, table)
