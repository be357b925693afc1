"""What every page is made with: the environment of the templates, texts in another language, the words of the interface."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from jinja2 import TemplateNotFound, UndefinedError
from markupsafe import Markup

from govaudit.files.workspace import Workspace
from govaudit.model.translation import Translation
from govaudit.problems import GovauditError
from govaudit.report.html.environment import allowance, asset, disobeyed, environment, host, href, island
from govaudit.report.html.naming import Name, said
from govaudit.report.html.wording import LANGUAGES, Words, words_of

SIGNS = '<b class="x">&\''
ESCAPED = "&lt;b class=&#34;x&#34;&gt;&amp;&#39;"


def shown(template: str, **values: Any) -> str:
    return environment().from_string(template).render(**values)


def test_every_text_is_escaped() -> None:
    assert shown("{{ x }}", x=SIGNS) == ESCAPED
    assert shown("{{ x|said }}", x=Name(SIGNS, "en")) == f'<span lang="en">{ESCAPED}</span>'
    assert shown("{{ x|said }}", x=Name(SIGNS)) == ESCAPED
    assert shown("{{ [x, y]|join }}", x=Markup("<i>"), y=SIGNS) == f"<i>{ESCAPED}"


def test_a_name_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        shown("{{ x }}")


def test_a_block_takes_no_line_of_its_own_and_the_last_line_end_stays() -> None:
    assert shown("a\n  {% if true %}\nb\n  {% endif %}\nc\n") == "a\nb\nc\n"


def test_templates_of_a_package_come_before_our_own() -> None:
    assert environment() is environment()
    assert environment("govaudit.site").get_template("forum.html.j2").filename
    assert environment("govaudit.site").get_template("score.html.j2").filename
    with pytest.raises(TemplateNotFound):
        environment().get_template("forum.html.j2")


def test_filters_of_the_templates() -> None:
    made = environment()
    assert [made.filters[name] for name in ("href", "host", "island", "said")] == [href, host, island, said]


def test_a_page_holds_nothing_that_a_build_runner_obeys() -> None:
    page = "::a\n \t::b <p>x ::c ##[d]</p>\n\n<i>##[e]</i>"
    assert disobeyed(page) == "&#58;:a\n \t&#58;:b <p>x ::c #&#35;[d]</p>\n\n<i>#&#35;[e]</i>"


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a b", "https://example.org/a%20b"),
        (" http://example.org ", "http://example.org"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
        ("https:///x", ""),
        ("ftp://example.org", ""),
        ("javascript:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("data:text/html,x", ""),
        ("//example.org", ""),
        ("https://you@example.org", ""),
        ("https://:word@example.org", ""),
        ("https://@example.org", ""),
        ("https://[", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(address: str, link: str) -> None:
    assert href(address) == link


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://example.org:80/x", "example.org"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("mailto:x", ""),
        (f"https://{'ü' * 70}.example", rf"{chr(92)}xfc" * 70 + ".example"),
    ],
)
def test_a_host_is_told_as_machines_know_it(address: str, name: str) -> None:
    assert host(address) == name


def test_an_island_is_json_that_neither_ends_its_element_nor_is_obeyed() -> None:
    made = island({"b": "</script>&\u2028\u2029é", "a": "##[error]"})
    assert made == ('{"a":"#\\u0023[error]","b":"\\u003c/script\\u003e\\u0026\\u2028\\u2029é"}')
    assert isinstance(made, Markup)
    with pytest.raises(ValueError, match="JSON"):
        island(float("nan"))


def test_a_style_of_ours_stands_as_it_is_and_is_allowed_by_its_hash() -> None:
    style = asset("govaudit.report.html", "style.css")
    assert isinstance(style, Markup)
    assert "{" in style
    assert asset("govaudit.report.html", "style.css") is style
    assert allowance("a{}") == "'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"


def test_a_text_in_another_language_says_so() -> None:
    assert (Name("x").lang, Name("x", "en").lang, Name("x", "en")) == ("", "en", "x")
    assert said(Name("A < B", "en")) == Markup('<span lang="en">A &lt; B</span>')
    assert said("A < B") == "A < B"


def words(**texts: str) -> Words:
    return Words("fr", {"number.decimal": ",", "a.b": "von {low} <i>{high}</i>", **texts})


def test_words_are_filled_and_in_markup_escaped_and_marked() -> None:
    assert words()("a.b", low="<", high=2) == "von < <i>2</i>"
    filled = words().markup("a.b", low="<", high=Name("&", "en"))
    assert filled == Markup('von &lt; <i><span lang="en">&amp;</span></i>')
    with pytest.raises(KeyError):
        words()("a.b", low="1")
    with pytest.raises(KeyError):
        words()("a.c")


def test_numbers_have_the_sign_of_the_language() -> None:
    said_in = words()
    assert said_in.number(Fraction(5, 4)) == "1,3"
    assert said_in.number(Fraction(5, 4), 0) == "1"
    assert said_in.number(None) == "–"
    assert said_in.weight(Fraction(5, 4)) == "1,25"
    assert said_in.weight(Fraction(1, 3)) == "0,33"
    assert said_in.weight(Fraction(2)) == "2"
    assert said_in.signed(Fraction(-5, 4)) == "−1,3"
    assert said_in.span(Fraction(1), Fraction(2)) == "1,0–2,0"
    assert said_in.percent(Fraction(1, 3)) == "33\u00a0%"
    assert said_in.exact(Fraction(1, 2)) == "0,5"


def test_texts_of_the_data_are_in_their_own_language_alone() -> None:
    assert LANGUAGES == ("en", "fr", "es")
    assert (words().data("x"), words().data("x").lang) == ("x", "en")
    assert replace(words(), lang="en").data("x").lang == ""


PLAN = Workspace(Path(__file__).parents[2] / "toy").plan("toy")


def test_frameworks_bands_and_designations_are_called_what_the_language_or_else_the_data_call_them() -> None:
    own, told = words(), Translation(
        language="fr", titles={"records": "Dossiers"}, bands={"high": "Haut"}, designations={"open": "Ouvert"}
    )  # fmt: skip
    known = own.knowing({"toy": told})
    assert (known.title(PLAN, "records"), known.title(PLAN, "records").lang) == ("Dossiers", "")
    assert (known.band(PLAN, "toy", "high"), known.band(PLAN, "toy", "high").lang) == ("Haut", "")
    assert (known.designation(PLAN, "open"), known.designation(PLAN, "open").lang) == ("Ouvert", "")
    for some in (own, known):
        assert (some.title(PLAN, "answer"), some.title(PLAN, "answer").lang) == ("Answering", "en")
        assert (some.band(PLAN, "toy", "low"), some.band(PLAN, "toy", "low").lang) == ("Low", "en")
        assert (some.band(PLAN, "toy", None), some.band(PLAN, "toy", None).lang) == ("", "")
    assert (own.designation(PLAN, "open"), own.designation(PLAN, "open").lang) == ("Open", "en")
    assert words_of("en").title(PLAN, "answer").lang == ""


def test_what_is_known_of_frameworks_adds_up() -> None:
    first, second = Translation(language="fr"), Translation(language="fr")
    known = words().knowing({"a": first}).knowing({"b": second})
    assert known.names == {"a": first, "b": second}
    assert words().names == {}


@pytest.mark.parametrize(("lang", "decimal"), [("en", "."), ("fr", ","), ("es", ",")])
def test_there_is_a_catalogue_of_each_language(lang: str, decimal: str) -> None:
    assert words_of(lang).lang == lang
    assert words_of(lang)("number.decimal") == decimal
    assert words_of(lang) is words_of(lang)


def test_a_language_that_is_not_there_is_refused() -> None:
    with pytest.raises(GovauditError) as caught:
        words_of("fro")
    (problem,) = caught.value.problems
    assert (problem.code.id, problem.message, problem.hint) == (
        "GA601", 'expected --lang one of en, fr, es; found "fro"', 'did you mean "fr"?'
    )  # fmt: skip
