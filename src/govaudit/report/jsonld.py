"""The data in the words of schema.org, as JSON-LD: a data set for the whole, and a reviewed organization for one forum.

The context stands in every document, so that nobody has to fetch one.
"""

from __future__ import annotations

from collections.abc import Sequence

from govaudit.audit import Audit
from govaudit.model.citation import Author, Citation
from govaudit.model.codebook import Fact
from govaudit.report import licences, package_words
from govaudit.report.json import Json, dumps
from govaudit.report.numbers import LEAST_DIGITS, percent, shown, trimmed
from govaudit.report.package_parts import Export, File, Scored

CONTEXT: Json = {
    "@vocab": "https://schema.org/",
    **{name: {"@type": "@id"} for name in ("url", "license", "contentUrl")},
}


def text(document: dict[str, Json]) -> str:
    """A document as a file, or as what stands in a script element: no text in it can end the element."""
    return dumps(document).replace("<", "\\u003c")


def dataset(export: Export, files: Sequence[File]) -> dict[str, Json]:
    """The whole package as a Dataset."""
    found, cited = export.citation, package_words.citation(export)
    return {
        "@context": CONTEXT,
        "@type": "Dataset",
        "name": package_words.title(export),
        "description": package_words.description(export),
        "version": package_words.version(export),
        **({"url": found.address} if found and found.address else {}),
        **({"identifier": f"https://doi.org/{found.doi}"} if found and found.doi else {}),
        **({"creator": creators(found)} if found and found.authors else {}),
        **({"creditText": cited} if cited else {}),
        **({"license": licences.address(export.licence)} if export.licence else {}),
        **({"datePublished": found.date_released.isoformat()} if found and found.date_released else {}),
        "dateModified": export.reviewed.isoformat(),
        "temporalCoverage": f"{export.begins or '..'}/{export.as_of}",
        "measurementTechnique": "Declared rules over sourced facts, in three-valued logic; exact scores with bounds for what is unknown.",
        "variableMeasured": [
            *(_score(one) for one in export.scored),
            *(_fact(fact) for fact in export.codebook.values()),
        ],
        "distribution": [_download(file) for file in files],
    }


def creators(citation: Citation) -> list[Json]:
    """Those who made the data."""
    return [_creator(author) for author in citation.authors]


def _creator(author: Author) -> Json:
    if author.name:
        return {"@type": "Organization", "name": author.name}
    names = {"familyName": author.family_names, "givenName": author.given_names}
    whole = " ".join(filter(None, (author.given_names, author.family_names)))
    return {"@type": "Person", "name": whole, **{key: name for key, name in names.items() if name}}


def _download(file: File) -> Json:
    return {
        "@type": "DataDownload",
        "name": file.name,
        **({"description": file.about} if file.about else {}),
        "contentUrl": file.path,
        "encodingFormat": file.kind,
        "contentSize": f"{len(file.content)} B",
        "sha256": file.sha256,
    }


def _score(one: Scored) -> Json:
    """The score of a framework, between the least and the greatest that it can give."""
    least, greatest = one.plan.ranges[one.plan.root]
    return {
        "@type": "PropertyValue",
        "name": one.plan.framework.heading,
        "propertyID": one.plan.root,
        "minValue": one.writer.number(least),
        "maxValue": one.writer.number(greatest),
    }


def _fact(fact: Fact) -> Json:
    ends = {"minValue": trimmed(fact.least, LEAST_DIGITS), "maxValue": trimmed(fact.greatest, LEAST_DIGITS)}
    body: dict[str, Json] = {
        "@type": "PropertyValue",
        "name": fact.id,
        "propertyID": fact.id,
        "description": fact.question,
    }
    return {**body, **{key: end for key, end in ends.items() if end is not None}}


def forum(audit: Audit, one: Scored, by: Sequence[Json] = ()) -> dict[str, Json]:
    """One forum with its review under one framework. `by`: whose review it is, as `creators` gives them.

    A profile of a class of forums describes no organization, so it is a Thing.
    """
    profile = audit.profile
    life = {"foundingDate": profile.active.from_, "dissolutionDate": profile.active.until}
    kind: dict[str, Json] = {"@type": "Thing" if profile.generic else "Organization"}
    if not profile.generic:
        kind |= {key: day.isoformat() for key, day in life.items() if day}
    return {
        "@context": CONTEXT,
        **kind,
        "name": profile.name,
        "identifier": profile.id,
        **({"alternateName": profile.short_name} if profile.short_name else {}),
        "subjectOf" if profile.generic else "review": _review(audit, one, by),
    }


def _review(audit: Audit, one: Scored, by: Sequence[Json]) -> Json:
    card = audit.card
    body: dict[str, Json] = {
        "@type": "Review",
        "name": one.plan.framework.heading,
        "version": card.version,
        "datePublished": card.as_of.isoformat(),
        **({"author": list(by)} if by else {}),
    }
    if card.score.point is None:
        why = card.absent or (card.root.withheld if card.root else "") or "nothing applies"
        return {**body, "reviewBody": f"No score: {why}."}
    return {**body, "reviewRating": _rating(audit, one), "about": _bounds(audit, one)}


def _rating(audit: Audit, one: Scored) -> Json:
    score = audit.card.score
    least, greatest = one.plan.ranges[one.plan.root]
    return {
        "@type": "Rating",
        "ratingValue": one.writer.number(score.point),
        "worstRating": one.writer.number(least),
        "bestRating": one.writer.number(greatest),
        "ratingExplanation": (
            f"At least {shown(score.low)}, at most {shown(score.high)}, once the unknown is known. {percent(score.coverage)} of the weight is settled. "
            f"Unknowns: {audit.card.missing}."
        ),
    }


def _bounds(audit: Audit, one: Scored) -> Json:
    """Between what the score lies: a Rating has no words for it."""
    score, write = audit.card.score, one.writer.number
    return {
        "@type": "PropertyValue",
        "name": one.plan.framework.heading,
        "propertyID": one.plan.root,
        "value": write(score.point),
        "minValue": write(score.low),
        "maxValue": write(score.high),
    }
