"""A small data folder that has every kind of file the program reads, and the commands that read them."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tests.diff_reports import FULL

TOY = Path(__file__).parents[1] / "toy"
VIEW = """
id: seen
version: 1.0.0
extends: {framework: toy, version: 0.3.0}
title: Seen otherwise
rationale: A reader.
overrides:
  - {node: records, weight: 3, reason: It matters more.}
"""
MORE = {
    "CITATION.cff": 'cff-version: 1.2.0\nmessage: Cite it.\ntitle: Councils\nauthors: [{name: The makers}]\nversion: "1.0"\n',
    "forums/LICENSE.md": "See LICENSES/ODbL-1.0.txt.\n",
    "forums/suppressions.yaml": "suppressions:\n  - {code: GA412, path: forums/alpha.yaml, node: $.facts.seat, reason: Nobody else says., until: 2027-01-31}\n",
    "criteria/costs.yaml": "classes: [{id: practice, label: Practice, cost: 1, meaning: The chair can.}, {id: decision, label: Decision, cost: 3, meaning: All must agree.}]\n",
    "criteria/seen/framework.yaml": VIEW,
    "criteria/seen/framework.cases.yaml": 'seen:\n  - {facts: {}, applies: "yes"}\n',
    "diff.json": json.dumps(FULL, default=float),
}
"""What the toy data have none of."""
WHOLE = ("--framework", "toy")
SCORES = ("score", "alpha", *WHOLE)
CORPUS = ("corpus", "score")
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("check",),
    ("test",),
    ("compare", "--all", *WHOLE),
    (*SCORES, "--format", "json"),
    (*SCORES, "--format", "html", "--lang", "fr"),
    (*SCORES, "--baseline", "baseline.json", "--fail-under", "1"),
    ("score", "alpha", "beta", "--framework", "seen"),
    ("explain", "alpha", *WHOLE),
    ("claims",),
    ("history", "--all", *WHOLE),
    ("diff", "2010-01-01", "2026-01-31", *WHOLE),
    ("diff", "--report", "diff.json", "--format", "markdown"),
    ("robustness", "--all", "--draws", "64", "--completions", "0", *WHOLE),
    ("agree", "alpha", "codings/second", "--adjudication", "codings/adjudication.yaml", *WHOLE),
    ("whatif", "alpha", "--reform", "hear-complaints", *WHOLE),
    ("reforms", *WHOLE),
    ("unknowns", "alpha", *WHOLE),
    ("views", "--framework", "toy", "--framework", "seen"),
    ("plan", "beta", "--target", "high", "--as-of", "2015-06-30", *WHOLE),
    *(
        ("list", kind, *WHOLE)
        for kind in [
            "forums",
            "frameworks",
            "criteria",
            "indicators",
            "facts",
            "sources",
            "tags",
            "claims",
            "reforms",
            "coverage",
        ]
    ),
    *(
        ("show", name, *WHOLE)
        for name in ["alpha", "toy", "records", "asks", "minutes", "book", "global", "no-minutes", "hear-complaints"]
    ),
    ("new", "forum", "delta"),
    ("new", "source", "paper", "--title", "A paper", "--grade", "press"),
    ("new", "framework", "mine", "--fact", "minutes"),
    ("new", "criterion", "mine", "--fact", "minutes", *WHOLE),
    ("new", "claim", "doe-2011", "mine", "--claim", "One.", "--rule", "{minutes: none}", "--section", "p. 1"),
    ("site", "build", "site", *WHOLE),
    ("export", "package"),
    ("verify", "toy", "--answers", "tables/answers.csv", "--published", "tables/published.csv"),
    *((*CORPUS, f"tables/answers.{kind}", *WHOLE) for kind in ("csv", "tsv", "parquet")),
    ("schema", "forum"),
    ("schema", "framework"),
    ("fmt",),
    ("check", "--fix"),
)


def write(folder: Path) -> Path:
    """The folder, with a report of each kind that is read back."""
    shutil.copytree(TOY, folder)
    for name, text in MORE.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    codebook = folder / "criteria/codebook.yaml"
    codebook.write_text(
        codebook.read_text(encoding="utf-8").replace("basis:", "cost: practice, basis:"), encoding="utf-8"
    )
    with (folder / "tables/answers.csv").open(encoding="utf-8", newline="") as stream:
        head, *rows = csv.reader(stream)
    (folder / "tables/answers.tsv").write_text(
        "\n".join("\t".join(row) for row in (head, *rows)) + "\n", encoding="utf-8"
    )
    columns = {name: [row[place] for row in rows] for place, name in enumerate(head)}
    pq.write_table(pa.table(columns), folder / "tables/answers.parquet")
    return folder


CHECK = ("check",)
READERS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            "forums/alpha.yaml", "forums/sources.yaml", "forums/tags.yaml", "forums/suppressions.yaml", "forums/reforms/hear-complaints.yaml", "forums/LICENSE.md",
            "criteria/codebook.yaml", "criteria/costs.yaml", "criteria/toy/framework.yaml", "criteria/toy/records.yaml", "criteria/toy/records.cases.yaml",
            "criteria/toy/translations/fr.yaml", "criteria/toy/tables/all.yaml", "criteria/seen/framework.yaml", "claims/doe-2011.yaml",
            "claims/conclusions/toy.yaml", "CITATION.cff",
        ),
        CHECK,
    ),
    "codings/second/alpha.yaml": ("agree", "alpha", "codings/second/alpha.yaml", *WHOLE),
    "codings/adjudication.yaml": ("agree", "alpha", "codings/second", "--adjudication", "codings/adjudication.yaml", *WHOLE),
    **{f"tables/answers.{kind}": (*CORPUS, f"tables/answers.{kind}", *WHOLE) for kind in ("csv", "tsv", "parquet")},
    "tables/published.csv": ("verify", "toy", "--answers", "tables/answers.csv", "--published", "tables/published.csv"),
    "baseline.json": (*SCORES, "--baseline", "baseline.json", "--fail-under", "1"),
    "diff.json": ("diff", "--report", "diff.json", "--format", "markdown"),
}  # fmt: skip
"""Every kind of file, and a command that cannot do without it."""
