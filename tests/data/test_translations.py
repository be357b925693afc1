"""The shipped frameworks in French and Spanish: nothing lacks a text, and a page says it in the language."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from govaudit.cli.app import app
from govaudit.cli.session import open_session
from govaudit.cli.site import gathered
from govaudit.files.translations import check_translations, names_in, translation_ids
from govaudit.files.workspace import Workspace
from govaudit.report.html.wording import LANGUAGES, words_of
from govaudit.site.build import whole

ROOT = Path(__file__).parents[2]
DATA = Workspace(ROOT)
OTHERS = LANGUAGES[1:]
NO_BREAK = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("framework", DATA.framework_ids())
def test_every_shipped_framework_is_whole_in_every_language_of_the_interface(framework: str) -> None:
    assert set(translation_ids(DATA, framework)) == set(OTHERS)
    assert check_translations(DATA, framework) == ()
    plan = DATA.plan(framework)
    for lang in OTHERS:
        words = words_of(lang).knowing({framework: names_in(DATA, framework, lang)})
        said = [words.title(plan, name) for name in plan.nodes]
        said += [words.band(plan, node.id, band.id) for node in plan.nodes.values() for band in node.authored.bands]
        said += [words.designation(plan, item.id) for item, _ in plan.designations]
        assert all(said)
        assert {text.lang for text in said} == {""}


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("framework", ["accountability", "governance-functions"])
def test_a_question_stays_a_question(framework: str, lang: str) -> None:
    plan, names = DATA.plan(framework), names_in(DATA, framework, lang)
    form = {"fr": rf"[^?]*[^ {NO_BREAK}]{NO_BREAK}\?", "es": r"¿[^?¿]*\?"}[lang]
    for name, node in plan.nodes.items():
        asked = node.authored.heading.endswith("?")
        assert bool(re.fullmatch(form, names.titles[name])) == asked, name
        assert ("?" in names.titles[name]) == asked, name


@pytest.mark.parametrize("lang", OTHERS)
def test_what_two_frameworks_ask_alike_is_asked_alike_in_every_language(lang: str) -> None:
    first, second = (DATA.plan(name) for name in ("accountability", "governance-functions"))
    shared = [
        name for name in first.nodes if name in second.nodes
        and first.nodes[name].authored.heading == second.nodes[name].authored.heading
    ]  # fmt: skip
    one, other = (names_in(DATA, plan.root, lang).titles for plan in (first, second))
    assert len(shared) >= 5
    assert [one[name] for name in shared] == [other[name] for name in shared]


def test_a_view_has_its_own_title_and_the_bands_of_its_base() -> None:
    plan, names = DATA.plan("state-led-view"), names_in(DATA, "state-led-view", "fr")
    words = words_of("fr").knowing({"state-led-view": names})
    assert words.title(plan, "state-led-view") == "La redevabilité pondérée selon un point de vue étatique"
    assert words.title(plan, "oversight") == "Contrôle"
    assert words.band(plan, "state-led-view", "none-shown") == "Aucune redevabilité constatée"
    assert words.band(plan, "oversight", "none-shown") == "Rien de constaté"


def test_every_language_has_the_same_keys_and_places() -> None:
    def places(lang: str) -> dict[str, list[str]]:
        return {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in words_of(lang).texts.items()}

    assert [lang for lang in OTHERS if places(lang) != places("en")] == []


def page(*command: str) -> str:
    done = CliRunner().invoke(app, [*command, "--format", "html"])
    assert done.exit_code == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", ("Accès de la société civile", "Redevabilité faible", "Sur quel instrument le forum repose-t-il", "Échanges sans trace", "20,3")),
        ("es", ("Acceso de la sociedad civil", "Rinde cuentas en escasa medida", "¿En qué instrumento se funda el foro?", "Conversaciones sin constancia", "20,3")),
    ],
)  # fmt: skip
def test_a_scorecard_speaks_the_language(lang: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAUDIT_DATA", str(ROOT))
    text = page("score", "gfmd", "--lang", lang)
    assert f'<html lang="{lang}"' in text
    assert [item for item in words if item not in text] == []
    assert "Civil-society access" not in text
    assert ">20.3" not in text
    assert f'lang="{lang}"' not in text.partition("<body>")[2]  # what is marked is English


def test_an_ended_forum_is_told_of_in_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAUDIT_DATA", str(ROOT))
    text = page("compare", "gfmd", "gcim", "--lang", "fr")
    assert "Pas de score : le forum n’existait plus (fin : 2006-01-01)." in text
    assert '<th scope="col">Contrôle</th>' in text
    assert "zero-credit" in text


def test_a_framework_without_translations_is_shown_in_its_own_language_and_marked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOVAUDIT_DATA", str(ROOT / "examples/agreement"))
    text = page("score", "hill-talks", "--framework", "example", "--lang", "fr")
    assert '<th scope="row"><span lang="en">Openness</span></th>' in text
    assert "Les critères" in text
    assert '<th scope="row">Openness</th>' in page("score", "hill-talks", "--framework", "example")
    compared = page("compare", "hill-talks", "river-forum", "--framework", "example", "--lang", "es")
    assert '<h1><span lang="en">A small example</span></h1>' in compared
    assert 'aria-label="A small example"' in compared


@pytest.mark.parametrize(("lang", "title"), [("fr", "Force contraignante"), ("es", "Fuerza vinculante")])
def test_every_page_of_the_site_says_criteria_in_its_language(lang: str, title: str) -> None:
    built = whole(gathered(open_session(str(ROOT), "accountability", ""), lang, quiet=True))
    for path in ("index.html", "weights.html", "criteria.html", "criteria/binding-force.html", "forums/gfmd.html"):
        assert title in built[path].decode(), path
    assert not [path for path, page in built.items() if path.endswith(".html") and b">Binding force<" in page]
