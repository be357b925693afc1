"""Laws of translations: what names nothing, what lacks a text, what a view inherits."""

import shutil
from pathlib import Path

import pytest

from govaudit.files.check import Checker
from govaudit.files.translations import names_in
from govaudit.files.workspace import Workspace
from govaudit.model.base import read
from govaudit.model.translation import Translation, inherited
from govaudit.problems import GovauditError

TOY = Path(__file__).parents[2] / "toy"
FILE = "criteria/toy/translations/fr.yaml"
VIEW = """\
id: seen
version: 1.0.0
extends: {framework: toy, version: 0.3.0}
title: Seen otherwise
rationale: A reader.
overrides:
  - {node: records, weight: 3, reason: It matters more.}
"""
CASES = 'seen:\n  - {facts: {}, applies: "yes"}\n'


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "toy"))


def said(root: Path) -> list[str]:
    checker = Checker(Workspace(root))
    checker.everything()
    return [str(problem) for problem in checker.problems]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  tongues:", "  tongus:", ':6:3: $.titles.tongus: expected a node; found "tongus" [GA303]\n  hint: did you mean "tongues"?'),
        ("middle:", "midle:", ':12:21: $.bands.midle: expected a band; found "midle" [GA305]\n  hint: did you mean "middle"?'),
        ("bands: {", "bands-of: {toi: {high: x}}\nbands: {", ':12:12: $.bands-of.toi: expected a node; found "toi" [GA303]\n  hint: did you mean "toy"?'),
        ("bands: {", "bands-of: {toy: {hihg: x}}\nbands: {", ':12:18: $.bands-of.toy.hihg: expected a band of toy; found "hihg" [GA305]\n  hint: did you mean "high"?'),
        ("{open:", "{opne:", ':13:16: $.designations.opne: expected a designation; found "opne" [GA308]\n  hint: did you mean "open"?'),
        ("language: fr", "language: es", ':1:11: $.language: expected the language to be the file\'s name, "fr"; found "es" [GA205]'),
        ("bands: {high: Haut", 'bands: {high: " "', ':12:15: $.bands.high: expected a text; found " " [GA204]'),
        ("titles:", "title:", ':2:1: $.title: unknown key "title" [GA201]\n  hint: did you mean "titles"?'),
    ],
)  # fmt: skip
def test_what_names_nothing_is_an_error(toy: Path, old: str, new: str, message: str) -> None:
    edit(toy / FILE, old, new)
    assert said(toy) == [f"{FILE}{message}"]


def test_what_lacks_a_text_is_noted_part_by_part(toy: Path) -> None:
    (toy / FILE).write_text("language: fr\n", encoding="utf-8")
    assert said(toy) == [
        f'{FILE}:1:1: $.titles: expected titles in "fr" of toy, records, minutes-kept, … (9 in all); found none [GA522]',
        f'{FILE}:1:1: $.bands: expected bands in "fr" of high (toy), middle (toy), low (toy); found none [GA522]',
        f'{FILE}:1:1: $.designations: expected designations in "fr" of open; found none [GA522]',
    ]


def test_a_view_lacks_its_own_title_alone(toy: Path) -> None:
    (toy / "criteria/seen/translations").mkdir(parents=True)
    (toy / "criteria/seen/framework.yaml").write_text(VIEW, encoding="utf-8")
    (toy / "criteria/seen/framework.cases.yaml").write_text(CASES, encoding="utf-8")
    lacking = '$.title: expected titles in "fr" of seen; found none [GA522]'
    assert said(toy) == [f"criteria/seen/framework.yaml:4:8: {lacking}"]
    own = toy / "criteria/seen/translations/fr.yaml"
    own.write_text("language: fr\ntitles: {seen: Vu autrement, asks: Qui demande ?}\n", encoding="utf-8")
    assert said(toy) == []
    names = names_in(Workspace(toy), "seen", "fr")
    assert names.titles["asks"] == "Qui demande ?"
    assert "toy" not in names.titles
    assert names.titles["records"] == "Archives"


def test_the_bands_of_the_whole_are_inherited_under_the_id_of_the_view() -> None:
    base = read(Translation, {"language": "fr", "bands": {"low": "Bas"}, "bands-of": {"toy": {"low": "Le plus bas"}}})
    own = read(Translation, {"language": "fr", "bands-of": {"seen": {"high": "Haut"}}})
    whole = inherited(own, base, ("seen", "toy"))
    assert (whole.band("seen", "low"), whole.band("seen", "high")) == ("Le plus bas", "Haut")
    assert (whole.band("records", "low"), whole.band("records", "none")) == ("Bas", "")


def test_a_broken_translation_is_told_where_it_stands_when_it_is_read(toy: Path) -> None:
    (toy / FILE).write_text("language: fr\ntitles: [Un]\n", encoding="utf-8")
    with pytest.raises(GovauditError, match=rf"{FILE}:2:9: \$.titles: expected a mapping"):
        names_in(Workspace(toy), "toy", "fr")
