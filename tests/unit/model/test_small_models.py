"""Claims, cases, costs, citations, adjudications and extensions: each form that is taken, and what is said of the others."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from govaudit.model.adjudication import Adjudication
from govaudit.model.base import read
from govaudit.model.case import Case
from govaudit.model.citation import Citation
from govaudit.model.claim import Claim, Quantifier, Selection, Sentence
from govaudit.model.codebook import read_codebook
from govaudit.model.cost import CostClass, Costs, check_classes, check_costs
from govaudit.model.extension import NONE, OWN, Extension, Override
from govaudit.problems import Collector, GovauditError

LEAVE_OUT = "\n  hint: leave the key out if there is nothing to say"
SENTENCE = {"id": "c", "claim": "C", "about": "all", "rule": {"flag": True}}
COMPARED = {"id": "c", "claim": "C", "about": "all", "higher-on": "node", "than": ["a"]}
CITED = {"title": "T"}
DECIDED = {"by": "us", "on": 2026, "decisions": []}
DECISION = {"forum": "f", "fact": "flag", "decided": True, "reason": "So it is."}
OVERRIDE = {"node": "n", "weight": 1, "reason": "So."}
EXTENSION = {"id": "e", "version": "1", "extends": {"framework": "f", "version": "1"}, "title": "T", "rationale": "R", "overrides": [OVERRIDE]}  # fmt: skip
BAD_ID = "expected a kebab-case id of at most 64 characters (a-z, 0-9, -); found"
ABOUT = "$.about: expected a list of forums, {tag: T}, or all; found"
HOLDS = "$.holds-for: expected one of all, most, some, none, or {at-least: N}, or {at-most: N}; found"
FORM = "expected either rule, or higher-on with than; found"
SPAN = "$.score: expected a number, or a list of the least and the greatest; found a list [GA204]"
CEILING = "expected the greatest score, the best band, or none to drop the cap; found"


@pytest.mark.parametrize(
    ("model", "data", "said"),
    [
        (Sentence, {**SENTENCE, "rule": None}, f"$.rule: expected a rule such as {{fact: value}}; found nothing [GA209]{LEAVE_OUT}"),
        (Sentence, {**SENTENCE, "than": ["a"]}, f'{FORM} "rule, than" [GA202]'),
        (Sentence, {**SENTENCE, "higher-on": "node"}, f'{FORM} "rule, higher-on" [GA202]'),
        (Sentence, {**COMPARED, "rule": {}}, f'{FORM} "rule, higher-on, than" [GA202]'),
        (Sentence, {**COMPARED, "higher-on": ""}, f'{FORM} "than" [GA202]'),
        (Sentence, {**COMPARED, "than": None}, f"$.than: expected a list of forums, {{tag: T}}, or all; found nothing [GA203]{LEAVE_OUT}"),
        (Sentence, {**COMPARED, "than": []}, "$.than: expected a list of forums, {tag: T}, or all; found a list [GA203]"),
        (Sentence, {**SENTENCE, "about": []}, f"{ABOUT} a list [GA203]"),
        (Sentence, {**SENTENCE, "about": "some"}, f'{ABOUT} "some" [GA203]'),
        (Sentence, {**SENTENCE, "about": {"tag": "t", "x": 1}}, f"{ABOUT} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "about": {"tags": "t"}}, f"{ABOUT} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "about": {"tag": "T"}}, f'$.about: {BAD_ID} "T" [GA205]'),
        (Sentence, {**SENTENCE, "about": ["a", "B"]}, f'$.about: {BAD_ID} "B" [GA205]'),
        (Sentence, {**SENTENCE, "holds-for": "few"}, f'{HOLDS} "few" [GA203]'),
        (Sentence, {**SENTENCE, "holds-for": "at-least"}, f'{HOLDS} "at-least" [GA203]'),
        (Sentence, {**SENTENCE, "holds-for": ["most"]}, f"{HOLDS} a list [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {}}, f"{HOLDS} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {"at-least": 1, "at-most": 2}}, f"{HOLDS} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {"about": 1}}, f"{HOLDS} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {"at-least": -1}}, f"{HOLDS} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {"at-least": True}}, f"{HOLDS} a mapping [GA203]"),
        (Sentence, {**SENTENCE, "holds-for": {"at-most": "1"}}, f"{HOLDS} a mapping [GA203]"),
        (Case, {}, "expected what is expected: level, levels, score, applies, band, bands or truth; found nothing [GA202]"),
        (Case, {"score": "many"}, '$.score: expected a number; found "many" [GA204]'),
        (Case, {"score": [1]}, SPAN),
        (Case, {"score": [1, 2, 3]}, SPAN),
        (Case, {"score": [1, "x"]}, '$.score: expected a number; found "x" [GA204]'),
        (Case, {"truth": 1}, "$.truth: expected one of true, false, unknown; found 1 [GA203]"),
        (Case, {"truth": "true"}, '$.truth: expected one of true, false, unknown; found "true" [GA203]'),
        (Case, {"applies": "maybe"}, '$.applies: expected one of yes, no, unknown; found "maybe" [GA203]'),
        (Citation, {**CITED, "version": True}, "$.version: expected text; found true [GA204]"),
        (Citation, {**CITED, "version": []}, "$.version: expected text; found a list [GA204]"),
        (Adjudication, {**DECIDED, "by": " "}, '$.by: expected words; found " " [GA203]'),
        (Adjudication, {**DECIDED, "by": 3}, "$.by: expected words; found 3 [GA204]"),
        (Adjudication, {**DECIDED, "decisions": [{**DECISION, "reason": ""}]}, '$.decisions[0].reason: expected words; found "" [GA203]'),
        (Adjudication, {**DECIDED, "decisions": 3}, "$.decisions: expected a list; found 3 [GA204]"),
        (Override, {"node": "n", "reason": "So."}, "expected what is overridden: weight, levels, points, aggregation, missing, caps or bands; found nothing [GA202]"),
        (Override, {"node": "n", "reason": "So.", "levels": {}}, "expected what is overridden: weight, levels, points, aggregation, missing, caps or bands; found nothing [GA202]"),
        (Override, {**OVERRIDE, "reason": " "}, '$.reason: expected words; found " " [GA203]'),
        (Override, {**OVERRIDE, "caps": {"c": [1]}}, f"$.caps.c: {CEILING} a list [GA203]"),
        (Override, {**OVERRIDE, "caps": {"c": "No cap"}}, f'$.caps.c: {CEILING} "No cap" [GA203]'),
        (Extension, {**EXTENSION, "overrides": []}, "expected at least one override; found nothing [GA202]"),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_to_the_letter(model: Any, data: object, said: str) -> None:
    with pytest.raises(GovauditError) as caught:
        read(model, data)
    assert [str(problem) for problem in caught.value.problems] == [said]


@pytest.mark.parametrize(
    ("written", "selection"),
    [
        ("all", Selection()),
        (["a", "b"], Selection(forums=("a", "b"))),
        ({"tag": "t"}, Selection(tag="t")),
    ],
)
def test_forums_are_named_or_tagged_or_all(written: object, selection: Selection) -> None:
    found = read(Sentence, {**COMPARED, "about": written, "than": selection})
    assert (found.about, found.than) == (selection, selection)
    assert selection.plain() == written
    assert found.model_dump(by_alias=True)["about"] == written


@pytest.mark.parametrize(
    ("written", "quantifier"),
    [
        *[(word, Quantifier(word)) for word in ("all", "most", "some", "none")],
        ({"at-least": 0}, Quantifier("at-least", 0)),
        ({"at-most": 3}, Quantifier("at-most", 3)),
    ],
)
def test_a_rule_holds_for_so_many(written: object, quantifier: Quantifier) -> None:
    for way in (written, quantifier):
        found = read(Sentence, {**SENTENCE, "holds-for": way})
        assert found.holds_for == quantifier
    assert quantifier.plain() == written
    assert found.model_dump(by_alias=True)["holds-for"] == written


def test_what_a_claim_leaves_out() -> None:
    claim = read(Claim, {**SENTENCE, "section": "1"})
    assert claim.holds_for == Quantifier("all", 0)
    assert (claim.higher_on, claim.than, claim.note, claim.as_of, claim.dated) == ("", None, "", None, False)
    assert read(Claim, {**COMPARED, "section": "1"}).rule is None


def test_what_a_case_expects() -> None:
    spans = [None, 3, "1/3", [1, "1/2"], [1, 1]]
    cases = [read(Case, {"score": span}) for span in spans]
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert [case.score for case in cases] == [(None, None), (3, 3), (third, third), (1, half), (1, 1)]
    assert [case.open for case in cases] == [False, False, False, True, False]
    assert [read(Case, {"truth": truth}).truth for truth in (True, False, "unknown")] == [True, False, "unknown"]
    case = read(Case, {"truth": False, "level": "a"})
    assert (case.given, case.open) == (("level", "truth"), False)
    assert (case.facts, case.levels, case.score, case.applies, case.band, case.bands, case.note) == ({}, (), None, None, "", (), "")  # fmt: skip
    assert read(Case, {"truth": False}).level == ""


def test_an_adjudication_may_decide_nothing_yet() -> None:
    assert read(Adjudication, {**DECIDED, "decisions": None}).decisions == ()
    (decision,) = read(Adjudication, {**DECIDED, "decisions": [DECISION]}).decisions
    assert (decision.reason, decision.evidence) == ("So it is.", ())


AUTHORS = [
    {"name": "The Body"},
    {"family-names": "Doe", "given-names": "Jo", "orcid": "x"},
    {"family-names": "Roe"},
    {"given-names": "Plato"},
]


def test_a_citation_names_its_authors_and_one_address() -> None:
    found = read(Citation, {**CITED, "authors": AUTHORS, "cff-version": "1.2.0", "date-released": "2026-01-31"})
    assert [author.heading for author in found.authors] == ["The Body", "Doe, Jo", "Roe", "Plato"]
    assert (found.version, found.doi, found.address, found.date_released) == ("", "", "", date(2026, 1, 31))
    ways = {"doi": "10.1/x", "url": "https://a.org", "repository-code": "https://b.org"}
    left = [dict(list(ways.items())[start:]) for start in range(3)]
    assert [read(Citation, {**CITED, **ways}).address for ways in left] == [
        "https://doi.org/10.1/x",
        "https://a.org",
        "https://b.org",
    ]


@pytest.mark.parametrize(("written", "version"), [(Decimal("1.0"), "1.0"), (3, "3"), ("1.0.0", "1.0.0")])
def test_a_version_may_look_like_a_number(written: object, version: str) -> None:
    assert read(Citation, {**CITED, "version": written}).version == version


def fact(**more: Any) -> dict[str, Any]:
    return {"question": "?", "type": "boolean", "basis": "law", **more}


def test_each_fact_has_a_cost_or_a_reason_where_there_are_classes() -> None:
    one = {"label": "L", "cost": 1, "meaning": "M"}
    costs = read(Costs, {"classes": [{**one, "id": "law"}, {**one, "id": "money", "cost": 1000}, {**one, "id": "law"}]})
    problems = Collector()
    check_classes(costs, problems)
    assert [str(problem) for problem in problems.problems] == [
        '$.classes[2].id: expected each class once; found "law" again [GA309]'
    ]
    codebook = read_codebook(
        {"a": fact(cost="laws"), "b": fact(cost="x"), "c": fact(), "d": fact(cost="law"), "e": fact(fixed="So.")}
    )

    def said(classes: dict[str, CostClass]) -> list[str]:
        problems = Collector()
        check_costs(codebook, classes, problems)
        return [str(problem) for problem in problems.problems]

    nowhere = '$.b.cost: expected a class of costs; found "x" [GA521]\n  hint: the classes stand in criteria/costs.yaml'
    assert said({item.id: item for item in costs.classes}) == [
        '$.a.cost: expected a class of costs; found "laws" [GA521]\n  hint: did you mean "law"?',
        nowhere,
        "$.c: expected the cost of a change, or why none can be made, for c; found neither [GA521]\n  hint: write cost: CLASS or fixed: REASON",
    ]
    assert said({})[1:] == [nowhere, nowhere.replace("$.b", "$.d").replace('"x"', '"law"')]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("weight", 0),
        ("levels", {"a": "1/3"}),
        ("points", {"a": 1}),
        ("aggregation", "median"),
        ("missing", "exclude"),
        ("caps", {"c": "none"}),
        ("bands", {"b": 1}),
    ],
)
def test_one_value_is_enough_for_an_override(key: str, value: object) -> None:
    found = read(Override, {"node": "n", key: value, "reason": "So."})
    assert {name for name in Override.model_fields if getattr(found, name) not in (None, {}, ())} == {"node", key, "reason"}  # fmt: skip


def test_what_is_left_under_a_cap() -> None:
    written = {"a": 3, "b": "1/3", "c": "fair", "d": "none", "e": Decimal("0.5")}
    assert read(Override, {**OVERRIDE, "caps": written}).caps == {
        "a": 3,
        "b": Fraction(1, 3),
        "c": "fair",
        "d": "none",
        "e": Fraction(1, 2),
    }
    assert NONE == "none"  # as it is written
    assert (OWN.bases, OWN.overridden) == ({}, ())
    assert read(Extension, EXTENSION).overrides == (read(Override, OVERRIDE),)
