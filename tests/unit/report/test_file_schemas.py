"""The schemas of files against `check`: they accept what it accepts, and refuse what it refuses for its shape."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from govaudit.analysis.agreement.codings import Shared, side_by_side
from govaudit.analysis.claims import prepare
from govaudit.analysis.views import posed
from govaudit.files.assemble import assemble, expand, expand_keys
from govaudit.files.codings import read_codings
from govaudit.files.root import shipped_root
from govaudit.files.workspace import Workspace
from govaudit.files.yaml import parse
from govaudit.integrity.adjudication import check_adjudication
from govaudit.integrity.cases import Runner
from govaudit.integrity.claims import check_conclusions, check_paper
from govaudit.integrity.criteria import check_framework
from govaudit.integrity.profiles import check_forum
from govaudit.integrity.reforms import check_reform
from govaudit.integrity.tables import check_edition
from govaudit.integrity.translations import check_translation
from govaudit.model.adjudication import Adjudication
from govaudit.model.base import json_raw, read
from govaudit.model.claim import Paper
from govaudit.model.codebook import read_codebook
from govaudit.model.conclusion import Conclusions
from govaudit.model.cost import Costs, check_classes
from govaudit.model.extension import Extension
from govaudit.model.framework import Framework
from govaudit.model.profile import Profile
from govaudit.model.reform import Reform
from govaudit.model.source import Bibliography
from govaudit.model.suppression import Suppressions
from govaudit.model.table import Edition
from govaudit.model.tag import Tags
from govaudit.model.translation import Translation
from govaudit.problems import Code, Collector, GovauditError
from govaudit.report.file_schemas import FILES, file_schema
from govaudit.scoring.plan import compile_plan

ROOT = Path(__file__).parents[3]
TOY = ROOT / "tests" / "toy"


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder that the examples of the reference make up."""
    root = tmp_path_factory.mktemp("reference")
    page = (ROOT / "docs/reference/files.md").read_text(encoding="utf-8")
    for name, body in re.findall(r"```yaml\n# (\S+)\n(.*?)```", page, re.DOTALL):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body, encoding="utf-8")
    return root


@cache
def validators(root: Path) -> dict[str, Draft7Validator]:
    data = Workspace(root)
    return {kind: Draft7Validator(file_schema(kind, data)) for kind in FILES}


def kind_of(name: str) -> str:
    """What kind of file it is, by its path in the data."""
    path = Path(name)
    if path.parts[0] == "criteria":
        if len(path.parts) == 2:
            return path.stem
        if path.parent.name in {"tables", "translations"}:
            return {"tables": "edition", "translations": "translation"}[path.parent.name]
        return "cases" if path.stem.endswith(".cases") else "framework" if path.stem == "framework" else "criterion"
    if path.parts[0] == "codings":
        return "adjudication" if len(path.parts) == 2 else "forum"
    shared = {"sources", "tags", "suppressions"}
    if path.parts[:2] == ("forums", "reforms"):
        return "reform"
    if path.parts[0] == "claims":
        return "conclusions" if path.parent.name == "conclusions" else "claims"
    return path.stem if path.stem in shared else "forum"


def files(root: Path) -> dict[str, Any]:
    """Every file of a data folder as plain data, by its path in it."""
    paths = sorted(
        path for part in ("criteria", "forums", "claims", "codings") for path in (root / part).rglob("*.yaml")
    )
    return {path.relative_to(root).as_posix(): parse(path.read_text(encoding="utf-8")) for path in paths}


def said(validator: Draft7Validator, data: object) -> list[str]:
    return [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(json_raw(data))]


@pytest.mark.parametrize("kind", FILES)
def test_every_schema_is_a_schema(kind: str) -> None:
    Draft7Validator.check_schema(file_schema(kind, Workspace(TOY)))


@pytest.mark.parametrize("root", [shipped_root(), TOY], ids=["shipped", "toy"])
def test_every_sound_file_is_accepted(root: Path) -> None:
    known, found = validators(root), files(root)
    assert {name: errors for name in found if (errors := said(known[kind_of(name)], found[name]))} == {}
    assert {kind_of(name) for name in found} >= set(FILES) - {"suppressions", "edition", "adjudication", "costs"}


def test_every_example_of_the_reference_is_accepted(reference: Path) -> None:
    known, found = validators(reference), files(reference)
    assert {name: errors for name in found if (errors := said(known[kind_of(name)], found[name]))} == {}
    assert {kind_of(name) for name in found} == set(FILES)


# ── what check says of one file ──


class Judge:
    """Reads one changed file of a sound data folder as `check` does; everything else stays as it is."""

    def __init__(self, root: Path) -> None:
        self.workspace = Workspace(root)
        self.files = files(root)
        self.plans = {name: self.workspace.plan(name) for name in self.workspace.framework_ids()}

    @cached_property
    def shared(self) -> Shared:
        """What the data's own coding and the second one share."""
        codings = read_codings(self.workspace, ["alpha", str(self.workspace.root / "codings/second")])
        return side_by_side(codings, self.workspace.codebook, date(2026, 1, 31))

    def refuses(self, name: str, data: Any) -> bool:
        problems = Collector()
        try:
            self._read(kind_of(name), name, data, problems)
        except GovauditError:
            return True
        return any(problem.severity == "error" for problem in problems.problems)

    def _read(self, kind: str, name: str, data: Any, problems: Collector) -> None:
        here = self.workspace
        match kind:
            case "forum":
                check_forum(read(Profile, data), here.codebook, here.sources, here.tags, problems)
            case "framework" | "criterion":
                folder = str(Path(name).parent)
                changed = {**self.files, name: data}
                tree = assemble(
                    f"{folder}/framework.yaml",
                    changed[f"{folder}/framework.yaml"],
                    lambda part, _: (f"{folder}/{part}.yaml", changed.get(f"{folder}/{part}.yaml", {})),
                )
                check_framework(compile_plan(read(Framework, tree.data), here.codebook), problems)
            case "cases":
                said = Collector()
                Runner(self.plans[Path(name).parts[1]]).run(expand_keys(name, data).data, said)
                problems.problems += [item for item in said.problems if item.code is not Code.FAILED_CASE]
            case "costs":
                costs = read(Costs, data)
                check_classes(costs, problems)
            case "codebook":
                read_codebook(expand_keys(name, data).data)
            case "edition":
                edition = read(Edition, expand(name, data).data)
                check_edition(edition, self.plans[Path(name).parts[1]], problems)
            case "translation":
                found = read(Translation, data)
                check_translation(found, found, self.plans[Path(name).parts[1]], problems)
            case "claims":
                paper, profiles = read(Paper, data), here.profiles()[0]
                prepare(paper, self.plans, problems)
                check_paper(paper, profiles, here.forum_ids(), here.tags or (), here.sources, problems)
            case "reform":
                check_reform(
                    read(Reform, data),
                    here.codebook,
                    here.profiles()[0],
                    here.forum_ids(),
                    here.sources,
                    here.costs,
                    problems,
                )
            case "conclusions":
                drawn = read(Conclusions, data)
                check_conclusions(drawn, here.forum_ids(), here.tags or (), problems)
                if drawn.framework not in self.plans:  # it is the file's name
                    raise GovauditError(())
                posed(drawn, self.plans[drawn.framework], date.max, problems)
            case "sources":
                read(Bibliography, data)
            case "tags":
                read(Tags, data)
            case "suppressions":
                read(Suppressions, data)
            case "adjudication":
                check_adjudication(read(Adjudication, data), self.shared, here.codebook, here.sources, problems)


@cache
def judge_of(root: Path) -> Judge:
    return Judge(root)


PALETTE: list[Any] = [
    None, True, False, 0, 3, -1, 2016, Decimal("2.5"), "", " ", "x", "none", "2016", "not-found", "2016-13", "../x",
    [], ["x"], [3], [None], {}, {"x": 1}, {"is": "x"}, {"contested": ["x"]}, {"at-least": 1}, {"rule": "silent"}, {"each": ["x"]},
]  # fmt: skip


def changes(data: Any) -> Iterator[Any]:
    """The data with one thing changed: a value replaced or wrapped, a key left out, misspelt or added, an entry left out or repeated."""
    for path in list(paths(data)):
        for index in range(len(PALETTE) + 5):
            copy = deepcopy(data)
            here, key = at(copy, path[:-1]), path[-1]
            value = here[key]
            match index - len(PALETTE):
                case 0:
                    here[key] = [value]
                case 1:
                    here[key] = {"x": value}
                case 2:
                    here.pop(key)
                case 3 if isinstance(here, dict):
                    here[f"{key}s"] = here.pop(key)
                case 3:
                    here.insert(key, deepcopy(value))
                case 4:
                    here[key] = {**value, "zzz": 1} if isinstance(value, dict) else f"{value}s"
                case _:
                    here[key] = deepcopy(PALETTE[index])
            yield copy


def paths(data: Any, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*here, key)
        yield from paths(value, (*here, key))


def at(data: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        data = data[part]
    return data


@pytest.mark.parametrize("name", files(TOY))
def test_a_schema_is_never_stricter_than_check(name: str) -> None:
    judge, validator = judge_of(TOY), validators(TOY)[kind_of(name)]
    sound = [data for data in changes(judge.files[name]) if not judge.refuses(name, data)]
    assert len(sound) >= 20
    assert {str(data): errors for data in sound if (errors := said(validator, data))} == {}


MISTAKES = [
    ("forums/alpha.yaml", "minutes:", "minuts:"),
    ("forums/alpha.yaml", "value: verbatim", "value: verbatm"),
    ("forums/alpha.yaml", "value: verbatim", "valeu: verbatim"),
    ("forums/alpha.yaml", "value: verbatim", "value: verbatim, not-found: {searched: [book], on: 2026}"),
    ("forums/alpha.yaml", "{value: true,", "{value: yes,"),
    ("forums/alpha.yaml", "[english, french]", "english"),
    ("forums/alpha.yaml", "[english, french]", "[english, frensh]"),
    ("forums/alpha.yaml", "value: 50", "value: 500"),
    ("forums/alpha.yaml", "value: 50", "value: 50.5"),
    ("forums/alpha.yaml", "value: 50", "value: fifty"),
    ("forums/alpha.yaml", "until: 2010", "until: 2010-13"),
    ("forums/alpha.yaml", "confidence: medium", "confidence: middling"),
    ("forums/alpha.yaml", "evidence: [{source: book, at: p. 3}]", "evidence: []"),
    ("forums/alpha.yaml", ", evidence: [{source: book, at: p. 9}]", ""),
    ("forums/alpha.yaml", "at: p. 3", "page: 3"),
    ("forums/alpha.yaml", "searched: [site]", "searched: []"),
    ("forums/alpha.yaml", "tags: [global, un]", "tags: [globl, un]"),
    ("forums/alpha.yaml", "id: alpha", "id: Alpha"),
    ("forums/alpha.yaml", "kind: council\n", ""),
    ("forums/beta.yaml", "confidence: low, inferred: true", "confidence: high, inferred: true"),
    ("forums/beta.yaml", "inferred: true", "inferred: yes"),
    ("forums/beta.yaml", "not-applicable: It has no staff to seat.", 'not-applicable: ""'),
    ("forums/beta.yaml", "not-found: {searched: [book, site], on: 2026-01-30}", "not-found: null"),
    ("forums/sources.yaml", "grade: scholarly", "grade: scholar"),
    ("forums/sources.yaml", "https://example.org/book", "ftp://example.org/book"),
    ("forums/sources.yaml", "title: A book about councils, ", ""),
    ("forums/tags.yaml", "meaning: Open to all.", "means: Open to all."),
    ("criteria/codebook.yaml", "type: ordered", "type: ordinal"),
    ("criteria/codebook.yaml", "values: [none, summary, verbatim]", "values: [none]"),
    ("criteria/codebook.yaml", "least: 0, ", ""),
    ("criteria/codebook.yaml", "type: boolean", "type: boolean, values: [a, b]"),
    ("criteria/codebook.yaml", "staffed:", "known:"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {minuts: verbatim}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {minutes: verbatm}"),
    ("criteria/toy/records.yaml", "{at-least: summary}", "{at-leats: summary}"),
    ("criteria/toy/records.yaml", "{at-least: summary}", "{at-least: summery}"),
    ("criteria/toy/records.yaml", "{at-least: summary}", "{in: summary}"),
    ("criteria/toy/records.yaml", "{at-least: summary}", "{contains: summary}"),
    ("criteria/toy/records.yaml", "{at-least: summary}", "{at-least: summary, at-most: verbatim}"),
    ("criteria/toy/records.yaml", "{count: {at-least: 2}}", "{count: {at-least: two}}"),
    ("criteria/toy/records.yaml", "{count: {at-least: 2}}", "[english]"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {minutes: verbatim, staffed: true}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {known: minuts}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {all: {minutes: verbatim}}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {any: []}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {at-least: 2}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {of: [{minutes: verbatim}]}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: {it: verbatim}"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "when: verbatim"),
    ("criteria/toy/records.yaml", "when: {minutes: verbatim}", "wenn: {minutes: verbatim}"),
    ("criteria/toy/records.yaml", "linear: {fact: members", "linear: {fact: minutes"),
    ("criteria/toy/records.yaml", "weight: 2", "weight: -2"),
    ("criteria/toy/records.yaml", "outside: clamp", "outside: clip"),
    ("criteria/toy/records.yaml", "question: In how many languages?", "rubric: yes-no"),
    ("criteria/toy/framework.yaml", "{file: records, weight: 2}", "{file: records, wieght: 2}"),
    ("criteria/toy/framework.yaml", "aggregation: minimum", "aggregation: minimal"),
    ("criteria/toy/framework.yaml", "at-most: 40", "at-most: 40, band: low"),
    ("criteria/toy/framework.yaml", "{level: {asks: anyone}}", "{level: asks}"),
    ("criteria/toy/framework.yaml", "{at-least: 50}", "{at-least: half}"),
    ("criteria/toy/framework.yaml", "points: {fact: seat", "points: {fact: members"),
    ("criteria/toy/framework.yaml", "complaints: up", "complaints: upwards"),
    ("criteria/toy/framework.yaml", "complaints: up", "complants: up"),
    ("criteria/toy/framework.yaml", "version: 0.3.0\n", ""),
    ("criteria/toy/records.cases.yaml", "{minutes: verbatim}", "{minuts: verbatim}"),
    ("criteria/toy/records.cases.yaml", "{minutes: verbatim}", "{minutes: verbatm}"),
    ("criteria/toy/records.cases.yaml", "{minutes: verbatim}", "{minutes: {contestd: [none, verbatim]}}"),
    ("criteria/toy/records.cases.yaml", "score: 25", "score: many"),
    ("criteria/toy/records.cases.yaml", ", level: full", ""),
    ("criteria/toy/framework.cases.yaml", 'applies: "no"', "applies: never"),
    ("criteria/toy/tables/all.yaml", "column: minutes", "colum: minutes"),
    ("criteria/toy/tables/all.yaml", "  unit: council\n  time: year\n  where", "  time: year\n  where"),
    ("criteria/toy/tables/all.yaml", "within:", "with:"),
    (
        "criteria/toy/tables/all.yaml",
        "fact: staffed, coding: yes-no}",
        "fact: staffed, coding: yes-no, empty: uncoded}",
    ),
    ("criteria/toy/tables/all.yaml", "repeated: numbered", "repeated: twice"),
    ("criteria/toy/tables/all.yaml", "score: toy, decimals: 1,", "score: toy,"),
    ("criteria/toy/tables/all.yaml", "band: toy,", "band: toy, level: asks,"),
    ("criteria/toy/tables/all.yaml", "rounding: nearest", "rounding: half-even"),
    ("criteria/toy/tables/all.yaml", "decimals: 1", "decimals: one"),
    ("criteria/toy/tables/all.yaml", "as-of: 2026-01-31", "as-of: 2026-31"),
    ("claims/doe-2011.yaml", "rule: {minutes: none}", "rule: {minutes: nothing}"),
    ("claims/doe-2011.yaml", "rule: {minutes: none}", "note: No rule."),
    ("claims/doe-2011.yaml", "about: {tag: regional}", "about: {tag: regionl}"),
    ("claims/doe-2011.yaml", "about: {tag: regional}", "about: everyone"),
    ("claims/doe-2011.yaml", "holds-for: {at-least: 1}", "holds-for: {at-leats: 1}"),
    ("claims/doe-2011.yaml", "holds-for: most", "holds-for: many"),
    ("claims/doe-2011.yaml", "    than: [beta]\n", ""),
    ("codings/adjudication.yaml", "fact: minutes", "fact: minuts"),
    ("codings/adjudication.yaml", "decided: none", "decided: nobody"),
    ("codings/adjudication.yaml", "decided: none", "decided: uncoded"),
    ("codings/adjudication.yaml", "contested: [true, false]", "contested: [true, no]"),
    ("codings/adjudication.yaml", "reason: The site was emptied in December.", 'reason: ""'),
    ("codings/adjudication.yaml", "by: Pat Third\n", ""),
]


@pytest.mark.parametrize(("name", "old", "new"), MISTAKES, ids=[f"{name}:{new}" for name, _, new in MISTAKES])
def test_a_typing_mistake_is_refused_by_schema_and_check(name: str, old: str, new: str) -> None:
    text = (TOY / name).read_text(encoding="utf-8")
    assert old in text
    data = parse(text.replace(old, new, 1))
    assert said(validators(TOY)[kind_of(name)], data)
    assert judge_of(TOY).refuses(name, data)


EXTENSION = """\
id: seen
version: 1.0.0
extends: {framework: toy, version: 0.3.0}
title: Seen otherwise
rationale: A reader's.
overrides:
  - {node: records, weight: 0.5, caps: {silent: none}, reason: So it is seen.}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("extends: {framework: toy", "extends: {framwork: toy"),
        ("title: Seen", "titel: Seen"),
        ("node: records", "knot: records"),
        ("weight: 0.5, caps: {silent: none}, ", ""),
        ("weight: 0.5", "weight: -1"),
        ("silent: none", "silent: [none]"),
        ("reason: So it is seen.", 'reason: " "'),
        (", reason: So it is seen.", ""),
        ("overrides:", "criteria: []\noverrides:"),
    ],
)
def test_a_typing_mistake_in_an_extension_is_refused_by_schema_and_reader(old: str, new: str) -> None:
    validator = validators(TOY)["framework"]
    assert said(validator, parse(EXTENSION)) == []
    read(Extension, parse(EXTENSION))
    assert EXTENSION.count(old) == 1
    wrong = parse(EXTENSION.replace(old, new))
    assert said(validator, wrong)
    with pytest.raises(GovauditError):
        read(Extension, wrong)
