"""The README of a data package: what is in it, how it was made, how it may be used."""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.report import licences, package_words
from govaudit.report.package_parts import Export, File
from govaudit.report.tables import escape_markdown

METHOD = """\
1. What is known of a forum is a list of statements: each gives one fact a value for a period, with a confidence and evidence in a source.
2. A framework turns the facts that hold on a day into levels and points by written rules, and these by weights into one score.
3. Unknown is never "no". A fact is known, contested between sources, looked for and not found, not applicable, or (where a table has no row) not coded yet.
4. `point` counts what is unknown as the policy in `missing` says. `low` and `high` bound the score however the unknown turns out; `coverage` is the share of the weight that is settled.
5. Scores are worked out in exact fractions and rounded once, here, to as many digits as tell any two scores of a framework apart.
"""
READING = """\
- `datapackage.json` describes every table: columns, types, meanings, and the keys that lead from one to another. `frictionless validate datapackage.json` checks it all, `sha256sum -c SHA256SUMS` the bytes.
- The tables are CSV (RFC 4180) in UTF-8, every field in quotation marks. An empty field says that there is nothing: no value, no score; never zero.
- A column of type array holds a list in JSON. Dates are days; `issued` of a source, and the values of facts of type date, may be a year or a month.
- Spreadsheets run text as a formula if it begins with one of `=` `+` `-` `@`, plain or full-width. Such text has an apostrophe (`'`) in front, here and nowhere in the data; take it off to have the text again. Numbers have none. Blanks and line ends inside a text are one blank.
- `parent` of a node, `level` of a score, `extends` of a framework, `framework` of a claim and `by` of a source are ids as well. The schema declares no keys for them: they may be empty beside a part that is not, or name what is not here.
"""


def text(export: Export, files: Sequence[File]) -> str:
    """The page, in Markdown."""
    rows = "".join(
        f"| `{file.path}` | {len(file.table.rows) if file.table else ''} | {file.about} |\n" for file in files
    )
    missing = export.missing or "as each framework says"
    parts = [
        f"# {escape_markdown(package_words.title(export))}\n\n{escape_markdown(package_words.description(export))}\n",
        f"Version {escape_markdown(package_words.version(export))}. Latest review of the data: {export.reviewed}. What unknowns count as: {missing}.\n",
        f"## Files\n\n| file | rows | what it is |\n| --- | ---: | --- |\n{rows}",
        f"## Reading them\n\n{READING}",
        f"## Method\n\n{METHOD}",
        f"## Licence\n\n{_licence(export)}\n",
        f"## Citation\n\n{_citation(export)}\n",
    ]
    return "\n".join(parts)


def _licence(export: Export) -> str:
    if not export.licence:
        return "The data state no licence for all of it. Ask whoever gave them to you."
    where = licences.address(export.licence)
    return f"{export.licence}: <{where}>. The documents that the sources name belong to their publishers."


def _citation(export: Export) -> str:
    cited = package_words.citation(export)
    return (
        escape_markdown(cited) if cited else "The data do not say how they want to be cited: they have no CITATION.cff."
    )
