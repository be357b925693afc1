"""`govaudit export`: the package is what it says, says what the reports say, and nothing of anybody's is lost to it."""

import csv
import hashlib
import json
import os
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string
from markdown_it import MarkdownIt
from typer.testing import CliRunner, Result

from govaudit.cli.app import app
from govaudit.report.tables import FORMULA
from tests import hostile
from tests.packages import descriptor, texts, wrong
from tests.skeletons import loads, shape
from tests.unit.report.test_formats import PAYLOADS

TOY = Path(__file__).parents[1] / "toy"
ROOT = Path(__file__).parents[2]
CITATION = {
    "cff-version": "1.2.0", "message": "Cite it.", "title": "Councils", "authors": [{"name": "The makers"}, {"family-names": "Doe", "given-names": "Jo"}],
    "version": "1.0", "date-released": "2026-02-01",
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The toy data, with a citation and a licence."""
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    (folder / "CITATION.cff").write_text(json.dumps(CITATION), encoding="utf-8")
    (folder / "forums/LICENSE.md").write_text("See LICENSES/ODbL-1.0.txt.\n", encoding="utf-8")
    return folder


def export(out: Path | str, *arguments: str, data: Path = TOY) -> Result:
    return CliRunner().invoke(app, ["export", str(out), "--data", str(data), *arguments])


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_package_is_what_it_says(tmp_path: Path) -> None:
    done = export(tmp_path / "out")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == f"written: {tmp_path / 'out'}, 26 files, scores as of 2026-01-31\n"
    assert list(wrong(tmp_path / "out")) == []
    assert {item["name"] for item in descriptor(tmp_path / "out")["resources"]} == {
        "forums", "tags", "forum_tags", "facts", "statements", "readings", "evidence", "searches", "sources", "frameworks", "nodes", "members", "scales", "bands",
        "scores", "designations", "papers", "claims", "reforms", "changes", "sources-csl-json", "sources-bib", "dataset-jsonld",
    }  # fmt: skip


def test_the_shipped_data_make_a_sound_package(tmp_path: Path) -> None:
    assert export(tmp_path / "out", data=ROOT).exit_code == 0
    assert list(wrong(tmp_path / "out")) == []
    assert len(texts(tmp_path / "out", "statements")) > 3000
    found = descriptor(tmp_path / "out")
    assert found["licenses"] == [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}]
    assert found["govaudit"]["citation"].startswith(
        "govaudit maintainers (2026). govaudit: how accountable are the forums"
    )


def test_every_file_has_its_checksum(tmp_path: Path) -> None:
    export(tmp_path / "out")
    files = written(tmp_path / "out")
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in sorted(files.items())]


def test_the_same_data_give_the_same_bytes_over_an_earlier_export_too(tmp_path: Path, data: Path) -> None:
    assert export(tmp_path / "out").exit_code == 0
    before = written(tmp_path / "out")
    shutil.copytree(data, tmp_path / "elsewhere" / "data")
    for name in ("CITATION.cff", "forums/LICENSE.md"):
        (tmp_path / "elsewhere/data" / name).unlink()
    assert export(tmp_path / "out", data=tmp_path / "elsewhere/data").exit_code == 0
    assert written(tmp_path / "out") == before
    assert export(tmp_path / "out", "--as-of", "2015-06-30").exit_code == 0
    after = written(tmp_path / "out")
    assert {name for name in before if before[name] == after[name]} >= {"data/statements.csv", "data/sources.csv"}
    assert before["data/scores.csv"] != after["data/scores.csv"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "elsewhere", "out"]


@pytest.mark.parametrize("arguments", [(), ("--as-of", "2015-06-30"), ("--missing", "exclude")])
def test_scores_are_those_of_the_report(arguments: tuple[str, ...], tmp_path: Path) -> None:
    export(tmp_path / "out", *arguments)
    command = ["compare", "--all", "--framework", "toy", "--format", "json", "--data", str(TOY), *arguments]
    report = json.loads(CliRunner().invoke(app, command).stdout, parse_float=Decimal)
    rows = texts(tmp_path / "out", "scores")
    found = {(row["forum"], row["node"]): row for row in rows}
    counted = 0
    for card in report["scorecards"]:
        if card["absent"]:
            assert found[card["forum"], "toy"]["absent"] == card["absent"]
            counted += 1
        for node in card["nodes"]:
            row = found[card["forum"], node["id"]]
            for name in ("point", "low", "high", "coverage"):
                assert row[name] == ("" if node["score"][name] is None else str(node["score"][name]))
            assert (row["band"], row["level"]) == (node["band"] or "", node.get("level") or "")
            assert json.loads(row["possible_bands"]) == node["possible_bands"]
            assert row["contribution"] == ("" if node["contribution"] is None else str(node["contribution"]))
            counted += 1
        assert row["missing"] == card["missing"]
        assert row["as_of"] == report["as_of"]
    assert counted == len(rows)


def test_statements_say_what_the_profile_says(tmp_path: Path) -> None:
    export(tmp_path / "out")
    statements = {row["id"]: row for row in texts(tmp_path / "out", "statements")}
    assert statements["alpha/minutes/1"] | {"from": ""} == {
        "id": "alpha/minutes/1", "forum": "alpha", "fact": "minutes", "knowledge": "known", "value": "none", "from": "", "until": "2010-01-01",
        "confidence": "medium", "inferred": "false", "not_applicable": "", "searched_on": "", "note": "",
    }  # fmt: skip
    assert json.loads(statements["alpha/languages/1"]["value"]) == ["english", "french"]
    assert statements["alpha/members/1"]["value"] == "50"
    contested = statements["alpha/complaints/1"]
    assert (contested["knowledge"], contested["value"]) == ("contested", "")
    readings = {row["id"]: row["value"] for row in texts(tmp_path / "out", "readings")}
    assert readings == {"alpha/complaints/1/1": "true", "alpha/complaints/1/2": "false"}
    evidence = [row for row in texts(tmp_path / "out", "evidence") if row["statement"] == "alpha/complaints/1"]
    assert [(row["reading"], row["source"], row["at"]) for row in evidence] == [
        ("alpha/complaints/1/1", "site", "Complaints"),
        ("alpha/complaints/1/2", "book", "p. 9"),
    ]
    assert statements["beta/seat/1"]["not_applicable"] == "It has no staff to seat."
    assert statements["beta/languages/1"]["searched_on"] == "2026-01-30"
    searched = [row["source"] for row in texts(tmp_path / "out", "searches") if row["statement"] == "beta/languages/1"]
    assert searched == ["book", "site"]


def test_claims_and_reforms_say_what_their_commands_say(tmp_path: Path) -> None:
    export(tmp_path / "out")
    told = json.loads(CliRunner().invoke(app, ["claims", "--format", "json", "--data", str(TOY)]).stdout)["claims"]
    rows = texts(tmp_path / "out", "claims")
    assert [(row["id"], row["verdict"], row["verdict_today"], row["as_of"]) for row in rows] == [
        (item["id"], item["verdict"], item["today"], item["as_of"]) for item in told
    ]
    changes = {(row["forum"], row["fact"]): row["value"] for row in texts(tmp_path / "out", "changes")}
    assert changes["alpha", "complaints"] == "true"
    assert json.loads(changes["alpha", "languages"]) == ["english", "french", "spanish"]


def test_of_a_draft_only_its_existence_is_told(tmp_path: Path, data: Path) -> None:
    beta = data / "forums/beta.yaml"
    beta.write_text(
        "".join(line for line in beta.read_text(encoding="utf-8").splitlines(True) if not line.startswith("reviewed")),
        encoding="utf-8",
    )
    done = export(tmp_path / "out", data=data)
    assert "left out, for nobody has reviewed them: beta" in done.stderr
    assert list(wrong(tmp_path / "out")) == []
    assert [row["draft"] for row in texts(tmp_path / "out", "forums") if row["id"] == "beta"] == ["true"]
    for name in ("statements", "scores", "designations"):
        forums = {row["forum"] for row in texts(tmp_path / "out", name)}
        assert "alpha" in forums
        assert "beta" not in forums


def test_frameworks_that_are_named_are_the_only_ones(tmp_path: Path) -> None:
    named = ("--framework", "state-led-view", "--framework", "governance-functions")
    assert export(tmp_path / "out", *named, data=ROOT).exit_code == 0
    assert [row["id"] for row in texts(tmp_path / "out", "frameworks")] == ["state-led-view", "governance-functions"]
    assert list(wrong(tmp_path / "out")) == []


def test_citation_and_licence_are_those_of_the_data_and_never_a_guess(tmp_path: Path, data: Path) -> None:
    export(tmp_path / "out", data=data)
    found = descriptor(tmp_path / "out")
    cited = "The makers; Doe, Jo (2026). Councils. Version 1.0. Data set. Scores as of 2026-01-31."
    assert found["govaudit"]["citation"] == cited
    assert (found["title"], found["version"]) == ("Councils", "1.0")
    assert found["licenses"] == [{"name": "ODbL-1.0", "path": "https://spdx.org/licenses/ODbL-1.0.html"}]
    assert found["contributors"] == [{"title": "The makers"}, {"title": "Doe, Jo"}]
    assert "homepage" not in found
    (data / "claims/LICENSE.md").write_text("See LICENSES/CC0-1.0.txt.\n", encoding="utf-8")
    export(tmp_path / "out", data=data)
    assert "licenses" not in descriptor(tmp_path / "out")
    (data / "CITATION.cff").write_text(json.dumps({**CITATION, "doi": "10.1234/x"}), encoding="utf-8")
    export(tmp_path / "out", data=data)
    assert descriptor(tmp_path / "out")["govaudit"]["citation"] == f"{cited} https://doi.org/10.1234/x"
    assert json.loads((tmp_path / "out/dataset.jsonld").read_bytes())["identifier"] == "https://doi.org/10.1234/x"
    export(tmp_path / "bare")
    bare = descriptor(tmp_path / "bare")
    assert not {"licenses", "contributors", "homepage"} & set(bare)
    assert (bare["version"], bare["govaudit"]["citation"]) == ("2026.1.31", None)
    linked = json.loads((tmp_path / "bare/dataset.jsonld").read_bytes())
    assert not {"license", "creator", "creditText", "identifier", "datePublished"} & set(linked)
    readme = (tmp_path / "bare/README.md").read_text(encoding="utf-8")
    assert "The data state no licence for all of it." in readme
    assert "they have no CITATION.cff" in readme


def said(done: Result, code: int, words: str) -> None:
    assert done.exit_code == code, done.stderr
    assert words in done.stderr
    assert len([line for line in done.stderr.splitlines() if not line.startswith("  hint: ")]) == 1


def test_mistakes_get_one_clear_line_and_nothing_is_written(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "full/below").mkdir(parents=True)
    (tmp_path / "full/below/notes.txt").write_text("mine", encoding="utf-8")
    before = written(tmp_path)
    said(export(tmp_path / "file"), 3, "expected an output that can be written; there is a file")
    said(export(tmp_path / "file/below"), 3, "expected an output that can be written")
    said(export(tmp_path / ("x" * 300)), 3, "file name too long")
    said(export("a\0b"), 3, "expected an output that can be written")
    said(export(tmp_path / "full"), 2, 'or one that an earlier run wrote; found "below/notes.txt" in it')
    said(export(tmp_path / "out", "--framework", "toyy"), 2, 'expected a framework; found "toyy"')
    said(export(tmp_path / "out", "--as-of", "2015"), 2, "expected --as-of YYYY-MM-DD")
    said(export(tmp_path / "out", "--missing", "all"), 2, "expected --missing one of")
    monkeypatch.chdir(tmp_path / "full")
    said(export("."), 3, "it is the folder you are in")
    said(export(tmp_path / "out", data=tmp_path / "nowhere"), 2, "expected a folder with criteria/")
    assert written(tmp_path) == before
    (data / "forums/beta.yaml").write_text("id: [", encoding="utf-8")
    said(export(tmp_path / "out", data=data), 2, "forums/beta.yaml")
    (data / "forums/beta.yaml").write_bytes((TOY / "forums/beta.yaml").read_bytes())
    (data / "CITATION.cff").write_text("authors: []\n", encoding="utf-8")
    said(export(tmp_path / "out", data=data), 2, 'CITATION.cff:1:1: expected the key "title"')
    assert not (tmp_path / "out").exists()


def test_an_earlier_export_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(out)
    (out / "data/mine.csv").write_text("mine", encoding="utf-8")
    before = written(out)
    said(export(out, "--as-of", "2015-06-30"), 2, 'found "data/mine.csv" in it')
    assert written(out) == before
    (out / "data/mine.csv").unlink()
    (out / "link").symlink_to(tmp_path)
    said(export(out), 2, 'found "link" in it')


def test_numbers_of_scores_have_no_exponent_and_texts_no_formula(tmp_path: Path) -> None:
    export(tmp_path / "out")
    for path in (tmp_path / "out/data").iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                assert not any(cell.startswith(FORMULA) and not _number(cell) for cell in row)


def _number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()


def skeleton(folder: Path) -> dict[str, Any]:
    """What programs make of the package, without the texts."""
    files = {name: content.decode() for name, content in written(folder).items()}
    made: dict[str, Any] = {}
    for name, content in files.items():
        if name.endswith(".csv"):
            rows = list(csv.reader(content.splitlines(keepends=True), strict=True))
            made[name] = [[bool(cell) for cell in row] for row in rows]
            assert not any(cell.startswith(FORMULA) and not _number(cell) for row in rows for cell in row)
        elif name.endswith(("json", "jsonld")):
            made[name] = shape({**whole, "resources": []} if "resources" in (whole := loads(content)) else whole)
            assert "<" not in content or not name.endswith("jsonld")
        elif name == "README.md":
            made[name] = (
                [(token.type, token.tag) for token in MarkdownIt("gfm-like").parse(content)],
                content.count("]("),
            )
        elif name == "sources.bib":
            library = parse_string(content)
            assert not library.failed_blocks
            made[name] = [(entry.key, sorted(entry.fields_dict)) for entry in library.entries]
        else:
            made[name] = [line[64:] for line in content.splitlines()]
    return made


def attacked(folder: Path, text: str) -> tuple[Result, Path]:
    data = hostile.write(folder / "data", text)
    names = {"authors": [{"name": text}, {"family-names": text, "given-names": text}]}
    cited = {**CITATION, **dict.fromkeys(("message", "title", "version"), text), **names}
    (data / "CITATION.cff").write_text(json.dumps(cited, ensure_ascii=False), encoding="utf-8")
    return export(folder / "out", data=data), folder / "out"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_texts_of_strangers_stay_texts(payload: str, tmp_path: Path) -> None:
    done, out = attacked(tmp_path / "one", payload)
    assert done.exit_code == 0, done.stderr
    plain, word = attacked(tmp_path / "two", "AAAA")
    assert plain.exit_code == 0
    assert list(wrong(out)) == []
    assert skeleton(out) == skeleton(word)


def test_the_day_of_the_machine_and_its_place_are_nowhere(tmp_path: Path) -> None:
    export(tmp_path / "out")
    for content in written(tmp_path / "out").values():
        assert os.fsencode(tmp_path) not in content
        assert str(ROOT).encode() not in content
