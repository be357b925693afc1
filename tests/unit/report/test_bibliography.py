"""A source with everything, in both formats, to the letter."""

import json
from typing import Any

import pytest

from govaudit.model.base import read
from govaudit.model.source import Source
from govaudit.report.bibliography import FORMATS, bibtex, csl_json, render

WHOLE: dict[str, Any] = {
    "id": "whole",
    "type": "article-journal",
    "title": "On\n forums",
    "author": [{"family": "Doe", "given": "Jo-Ann"}, {"literal": "The #1 Office"}],
    "container-title": "Journal & more",
    "publisher": "A {press}",
    "volume": "3",
    "issue": "4",
    "page": "5-6",
    "number": "7_8",
    "issued": "2020-02-03",
    "DOI": "10.1/x{y}",
    "URL": "https://example.org/a",
    "accessed": "2026-01-02",
    "custom": {"grade": "press", "by": "alpha", "read-at": "https://example.org/copy"},
}
LEAST = {"id": "least", "type": "webpage", "title": "T", "accessed": "2026-10-02", "custom": {"grade": "press"}}


def source(**more: Any) -> Source:
    return read(Source, {**LEAST, **more})


def test_csl_json_has_every_field_by_the_name_it_has_there() -> None:
    assert FORMATS == ("csl-json", "bibtex")
    whole, least = json.loads(render([read(Source, WHOLE), source()], "csl-json"))
    assert whole == {
        **{key: text for key, text in WHOLE.items() if key != "issued"},
        "issued": {"date-parts": [[2020, 2, 3]]},
        "accessed": {"date-parts": [[2026, 1, 2]]},
    }
    assert least == {**LEAST, "accessed": {"date-parts": [[2026, 10, 2]]}}


@pytest.mark.parametrize(
    ("issued", "told"),
    [
        ("2020", {"date-parts": [[2020]]}),
        ("2020-11~", {"date-parts": [[2020, 11]], "circa": True}),
        ("", None),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(issued: str, told: Any) -> None:
    (item,) = json.loads(csl_json([source(issued=issued)]))
    assert item.get("issued") == told


def test_bibtex_has_every_field_that_is_there() -> None:
    assert render([read(Source, WHOLE), source()], "bibtex") == (
        "@article{whole,\n"
        "  author = {Doe, Jo-Ann and {The \\#1 Office}},\n"
        "  title = {{On forums}},\n"
        "  journal = {Journal \\& more},\n"
        "  publisher = {A \\{press\\}},\n"
        "  volume = {3},\n"
        "  number = {4},\n"
        "  pages = {5--6},\n"
        "  year = {2020},\n"
        "  doi = {10.1/x%7By%7D},\n"
        "  url = {https://example.org/a},\n"
        "  urldate = {2026-01-02},\n"
        "  month = feb\n"
        "}\n"
        "\n"
        "@misc{least,\n"
        "  title = {{T}},\n"
        "  urldate = {2026-10-02}\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("article-journal", ("article", "journal", "publisher")),
        ("article-magazine", ("article", "journal", "publisher")),
        ("article-newspaper", ("article", "journal", "publisher")),
        ("book", ("book", "howpublished", "publisher")),
        ("chapter", ("incollection", "booktitle", "publisher")),
        ("report", ("techreport", "howpublished", "institution")),
        ("thesis", ("phdthesis", "howpublished", "school")),
        ("treaty", ("misc", "howpublished", "publisher")),
    ],
)
def test_a_type_of_csl_is_one_of_bibtex(kind: str, told: tuple[str, str, str]) -> None:
    entry, container, publisher = told
    more = {"type": kind, "container-title": "C", "publisher": "P", "number": "9"}
    assert bibtex([source(**more)]) == (
        f"@{entry}{{least,\n  title = {{{{T}}}},\n  {container} = {{C}},\n  {publisher} = {{P}},\n  number = {{9}},\n  urldate = {{2026-10-02}}\n}}\n"
    )


@pytest.mark.parametrize(
    ("number", "name"),
    [*enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)],
)
def test_a_month_has_the_name_that_bibtex_knows(number: int, name: str) -> None:
    shown = bibtex([source(issued=f"2020-{number:02}~")])
    assert shown.endswith(f"  year = {{2020}},\n  urldate = {{2026-10-02}},\n  month = {name}\n}}\n")
    assert "month" not in bibtex([source(issued="2020")])


def test_every_sign_that_tex_would_obey_is_a_sign() -> None:
    told = r"\textbackslash{}x \{ \} \& \% \$ \# \_ \textasciitilde{} \textasciicircum{} [::"
    assert f"  title = {{{{{told}}}}},\n" in bibtex([source(title="\\x { } & %\n$ # _ ~ ^ [::")])


def test_a_doi_stays_as_it_is_but_for_what_ends_it_or_is_obeyed() -> None:
    shown = bibtex([source(DOI="10.1/\\a{b}\n::error::c##[d]%[e]")])
    assert "  doi = {10.1/%5Ca%7Bb%7D ::error::c##%5Bd]%[e]},\n" in shown
    assert "  url = {https://doi.org/10.1/%5Ca%7Bb%7D ::error::c##%5Bd]%[e]},\n" in shown
