"""The package of `govaudit export`, read by the programs it is written for: Frictionless, pandoc, sha256sum, a reader of JSON-LD."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypandoc
import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent

pytestmark = pytest.mark.consumer


@pytest.fixture(scope="module", params=["toy", "shipped"])
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp(request.param) / "out"
    data = ROOT / "tests/toy" if request.param == "toy" else ROOT
    subprocess.run([PROGRAMS / "govaudit", "export", out, "--data", data], check=True, capture_output=True)
    return out


def validated(folder: Path) -> dict[str, Any]:
    """What `frictionless validate` says of a package."""
    done = subprocess.run(
        [PROGRAMS / "frictionless", "validate", "datapackage.json", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )
    report: dict[str, Any] = json.loads(done.stdout)
    assert report["valid"] == (done.returncode == 0)
    return report


def found(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {(task["name"], error["type"]) for task in report["tasks"] for error in task["errors"]}


def test_frictionless_finds_nothing_wrong(package: Path) -> None:
    report = validated(package)
    assert report["valid"], report
    assert found(report) == set()
    assert not report["warnings"]
    assert sum(task["type"] == "table" for task in report["tasks"]) == 20
    rows = {task["name"]: task["stats"]["rows"] for task in report["tasks"] if task["type"] == "table"}
    assert rows["statements"] > 8
    assert rows["scores"] > 8


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def done(folder: Path) -> None:
        path = folder / "data" / f"{name}.csv"
        text = path.read_bytes().decode()
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())

    return done


def trusting(folder: Path) -> None:
    """Take hashes and sizes out of the description, so that the tables speak for themselves."""
    path = folder / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    for resource in described["resources"]:
        del resource["hash"], resource["bytes"]
    path.write_text(json.dumps(described), encoding="utf-8")


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "a statement about no forum": (edit("statements", '"alpha","minutes"', '"alphb","minutes"'), "foreign-key"),
    "evidence in no source": (edit("evidence", '"book"', '"look"'), "foreign-key"),
    "a score of no node": (edit("scores", '"minutes-kept"', '"minutes-kepd"'), "foreign-key"),
    "a forum twice": (edit("forums", '"beta"', '"alpha"'), "primary-key"),
    "a fact of no type": (edit("facts", '"boolean"', '"boolish"'), "constraint-error"),
    "a day that does not exist": (edit("statements", '"2010-01-01"', '"2010-02-30"'), "type-error"),
    "a fact with no name": (edit("facts", '"minutes"', '""'), "constraint-error"),
}


@pytest.mark.parametrize("package", ["toy"], indirect=True)
@pytest.mark.parametrize("name", BROKEN)
def test_frictionless_finds_a_table_that_is_not_what_it_says(name: str, package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "out")
    trusting(tmp_path / "out")
    assert validated(tmp_path / "out")["valid"]
    spoil, kind = BROKEN[name]
    spoil(tmp_path / "out")
    assert kind in {error for _, error in found(validated(tmp_path / "out"))}


@pytest.mark.parametrize("package", ["toy"], indirect=True)
@pytest.mark.parametrize("file", ["data/forums.csv", "sources.bib", "dataset.jsonld"])
def test_a_changed_byte_is_found(file: str, package: Path, tmp_path: Path) -> None:
    shutil.copytree(package, tmp_path / "out")
    check = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(check, cwd=tmp_path / "out", check=False).returncode == 0
    path = tmp_path / "out" / file
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
    assert "hash-count" in {error for _, error in found(validated(tmp_path / "out"))}
    assert subprocess.run(check, cwd=tmp_path / "out", check=False, capture_output=True).returncode == 1


@pytest.mark.parametrize(("file", "reader"), [("sources.csl.json", "csljson"), ("sources.bib", "bibtex")])
def test_pandoc_reads_the_sources(file: str, reader: str, package: Path) -> None:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", reader, "-t", "csljson", package / file],
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    with (package / "data/sources.csv").open(encoding="utf-8") as stream:
        listed = stream.read().count("\n") - 1
    assert len(json.loads(done.stdout)) == listed


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # within rdflib
def test_a_reader_of_json_ld_finds_the_words_of_schema_org(package: Path) -> None:
    import rdflib  # with the extra `consumers` alone
    from rdflib.namespace import RDF, SDO

    vocabulary: Any = SDO
    graph = rdflib.Graph()
    graph.parse(package / "dataset.jsonld", format="json-ld")
    assert [word for word in set(graph.predicates()) if word not in vocabulary and word != RDF.type] == []
    assert [kind for kind in set(graph.objects(None, RDF.type)) if kind not in vocabulary] == []
    assert rdflib.URIRef("https://schema.org/ratedValue") not in vocabulary
    (whole,) = graph.subjects(RDF.type, SDO.Dataset)
    downloads = list(graph.objects(whole, SDO.distribution))
    assert len(downloads) == 22
    for download in downloads:
        (address,) = graph.objects(download, SDO.contentUrl)
        (size,) = graph.objects(download, SDO.contentSize)
        assert isinstance(address, rdflib.URIRef)
        assert Path(address.removeprefix("file://")).stat().st_size == int(str(size).removesuffix(" B"))
    assert (whole, SDO.dateModified, None) in graph
