"""JSON-LD: the words of schema.org and no others, and of a score its bounds."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import govaudit
from govaudit.model.citation import Author, Citation
from govaudit.report.jsonld import CONTEXT, creators, forum, text
from govaudit.report.package_parts import Scored

TOY = Path(__file__).parents[2] / "toy"
THING = {"name", "description", "identifier", "url", "alternateName", "subjectOf"}
WORK = THING | {"version", "creator", "author", "creditText", "license", "datePublished", "dateModified", "about"}
WORK |= {"temporalCoverage", "encodingFormat"}
TERMS = {
    "Thing": THING,
    "Organization": THING | {"foundingDate", "dissolutionDate", "review"},
    "Person": THING | {"familyName", "givenName"},
    "Review": WORK | {"reviewBody", "reviewRating"},
    "Rating": THING | {"ratingValue", "worstRating", "bestRating", "ratingExplanation"},
    "PropertyValue": THING | {"propertyID", "value", "minValue", "maxValue"},
    "Dataset": WORK | {"measurementTechnique", "variableMeasured", "distribution"},
    "DataDownload": WORK | {"contentUrl", "contentSize", "sha256"},
}
"""What schema.org (release 29) lets each type have, as far as it is used here."""


def strange(document: Any) -> list[str]:
    """Every word that schema.org does not know in its place."""
    if isinstance(document, list):
        return [word for item in document for word in strange(item)]
    if not isinstance(document, dict):
        return []
    kind = document["@type"]
    words = [f"{kind}.{key}" for key in document if not key.startswith("@") and key not in TERMS[kind]]
    return words + [word for key, value in document.items() if not key.startswith("@") for word in strange(value)]


def reviewed(name: str, on: date = date(2026, 1, 31), by: Any = ()) -> Any:
    data = govaudit.open_data(str(TOY))
    plan = data.plan("toy")
    audits = tuple(govaudit.score(plan, data.profile(forum), data.sources, on) for forum in ("alpha", "beta", "gamma"))
    scored = Scored(plan, audits)
    (audit,) = (item for item in audits if item.card.forum == name)
    return json.loads(text(forum(audit, scored, by)), parse_float=Decimal)


def test_a_forum_is_an_organization_with_a_rated_review() -> None:
    found = reviewed("alpha", by=creators(Citation(title="x", authors=(Author(name="The makers"),))))
    assert (found["@type"], found["identifier"], found["foundingDate"]) == ("Organization", "alpha", "2000-01-01")
    review = found["review"]
    assert (review["@type"], review["datePublished"], review["version"]) == ("Review", "2026-01-31", "0.3.0")
    assert review["author"] == [{"@type": "Organization", "name": "The makers"}]
    rating, bounds = review["reviewRating"], review["about"]
    assert rating["worstRating"] <= bounds["minValue"] <= rating["ratingValue"] <= bounds["maxValue"]
    assert bounds["maxValue"] <= rating["bestRating"]
    assert bounds["minValue"] < bounds["maxValue"]
    assert rating["ratingExplanation"].startswith("At least ")
    assert rating["ratingExplanation"].endswith("Unknowns: zero-credit.")


def test_what_has_no_score_has_no_rating_and_says_why() -> None:
    found = reviewed("beta")
    assert found["dissolutionDate"] == "2020-01-01"
    assert found["review"]["reviewBody"] == "No score: had ended (2020-01-01)."
    assert not {"reviewRating", "about"} & set(found["review"])


def test_a_class_of_forums_is_no_organization() -> None:
    found = reviewed("gamma")
    assert found["@type"] == "Thing"
    assert found["subjectOf"]["@type"] == "Review"


@pytest.mark.parametrize("name", ["alpha", "beta", "gamma"])
def test_the_words_are_those_of_schema_org(name: str) -> None:
    assert strange(reviewed(name)) == []
    assert strange({"@type": "Review", "ratingValue": 1}) == ["Review.ratingValue"]


def test_the_context_is_in_the_document_and_leads_nowhere_else() -> None:
    assert reviewed("alpha")["@context"] == CONTEXT
    assert isinstance(CONTEXT, dict)
    assert CONTEXT["@vocab"] == "https://schema.org/"


def test_no_text_ends_the_element_it_stands_in() -> None:
    written = text({"name": "</script><!--"})
    assert "<" not in written
    assert json.loads(written) == {"name": "</script><!--"}


def test_a_person_is_a_person() -> None:
    made = creators(Citation(title="x", authors=(Author(family_names="Doe", given_names="Jo"),)))
    assert made == [{"@type": "Person", "name": "Jo Doe", "familyName": "Doe", "givenName": "Jo"}]
