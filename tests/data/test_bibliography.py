"""The bibliography leaves in formats that others read: pandoc without a warning, and bibtexparser."""

import json
import subprocess
from pathlib import Path

import pypandoc
import pytest
from bibtexparser.entrypoint import parse_string

import govaudit
from govaudit.report import bibliography

ROOT = Path(__file__).parents[2]
SOURCES = govaudit.open_data(str(ROOT)).sources


def pandoc(text: str, source: str, target: str) -> str:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", source, "-t", target],
        input=text, capture_output=True, text=True, check=True, encoding="utf-8",
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(("form", "reader"), [("csl-json", "csljson"), ("bibtex", "bibtex"), ("bibtex", "biblatex")])
def test_pandoc_reads_every_source_without_a_warning(form: str, reader: str) -> None:
    read = json.loads(pandoc(bibliography.render(SOURCES.values(), form), reader, "csljson"))
    assert {item["id"] for item in read} == set(SOURCES)
    for item in read:
        source = SOURCES[item["id"]]
        assert plain(item["title"]) == plain(source.title)
        assert item["URL"] == source.address
        issued = item.get("issued", {}).get("date-parts", [[""]])
        assert str(issued[0][0]) == source.issued[:4]


def plain(text: str) -> str:
    """A title without what typography makes of it."""
    text = text.translate(str.maketrans('\u2019\u2018\u201c\u201d"\u2013\u00a0', "'''''- "))
    return text.replace('<span class="nocase">', "").replace("</span>", "").replace("--", "-")


def test_pandoc_reads_the_file_as_it_stands() -> None:
    listed = (ROOT / "forums/sources.yaml").read_text(encoding="utf-8")
    page = pandoc(f"---\n{listed}nocite: '@*'\n---\n", "markdown", "csljson")
    assert len(json.loads(page)) == len(SOURCES)


def test_bibtexparser_reads_every_entry() -> None:
    library = parse_string(bibliography.bibtex(SOURCES.values()))
    assert not library.failed_blocks
    assert {entry.key for entry in library.entries} == set(SOURCES)


def test_signs_that_tex_would_obey_come_back_as_they_were() -> None:
    title = r"100 % of \emph{all} $costs$ & fees_#1 ~ 2^3"
    source = SOURCES["crepeau-atak-2016"].model_copy(update={"title": title})
    (item,) = json.loads(pandoc(bibliography.bibtex([source]), "bibtex", "csljson"))
    assert item["title"] == title
