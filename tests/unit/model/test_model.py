"""What the authored models accept and refuse, and what they say of themselves."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from govaudit.model.base import parse_address, parse_date, parse_id, parse_number, parse_weight, read
from govaudit.model.case import Case
from govaudit.model.codebook import Fact, hint_for_value, read_codebook, shown_number, shown_value
from govaudit.model.framework import Framework, Indicator
from govaudit.model.knowledge import UNCODED, Kind, known
from govaudit.model.profile import Profile
from govaudit.model.rule import Asks, Every, FactTest, Named, Not, Op, Rule, Some, predicates
from govaudit.model.rule import Test as Comparison
from govaudit.model.scorecard import NodeScore, Score, Scorecard
from govaudit.model.source import Source
from govaudit.model.timeline import check_profile, knowledge_at, turning_points
from govaudit.problems import Code, Collector, GovauditError

CODEBOOK = read_codebook(
    {
        "flag": {"question": "?", "type": "boolean", "basis": "law"},
        "grade": {"question": "?", "type": "ordered", "values": ["low", "high"], "basis": "law"},
        "tongues": {"question": "?", "type": "set", "values": ["a", "b"], "basis": "practice"},
        "count": {"question": "?", "type": "integer", "least": 0, "greatest": 10, "basis": "practice"},
        "share": {"question": "?", "type": "number", "least": 0, "greatest": 1, "basis": "practice"},
        "day": {"question": "?", "type": "date", "basis": "practice"},
    }
)


def codes(caught: pytest.ExceptionInfo[GovauditError]) -> list[Code]:
    return [problem.code for problem in caught.value.problems]


@pytest.mark.parametrize("text", ["", "A", "-a", "a_b", "a b", "a" * 65, "con", "com1", 7, None, "a\n"])
def test_an_id_is_kebab_case(text: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_id(text)


@pytest.mark.parametrize(
    ("raw", "day"), [(2016, (2016, 1, 1)), ("2016-09", (2016, 9, 1)), ("2016-02-29", (2016, 2, 29))]
)
def test_a_partial_date_is_its_first_day(raw: object, day: tuple[int, int, int]) -> None:
    assert parse_date(raw) == date(*day)


@pytest.mark.parametrize(
    "raw", ["2023-02-29", "2023-13", "23", True, None, "2023-1-1", 0, "0000", "٢٠١٦", Decimal(2016)]
)
def test_a_date_that_does_not_exist_is_refused(raw: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_date(raw)


def test_braces_are_shown_as_they_stand() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        parse_id("{0} {x}")
    assert caught.value.message().endswith('; found "{0} {x}"')


def test_numbers_are_exact() -> None:
    assert parse_number(Decimal("0.1")) == Fraction(1, 10)
    assert parse_number(Fraction(1, 3)) == Fraction(1, 3)
    assert parse_weight(Decimal("2.50")) == Fraction(5, 2)


@pytest.mark.parametrize("raw", [True, "3", None, 0.5])
def test_what_is_no_number_is_refused(raw: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_number(raw)
    with pytest.raises(PydanticCustomError):
        parse_weight(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "https://u@h.org",
        "https://",
        "https://h.org:99999/",
        "https://[::1",
        "//h.org",
        "https://h.org/a b",
        "https://h.org:0/",
        3,
    ],
)
def test_an_address_is_plain_http(raw: object) -> None:
    with pytest.raises(PydanticCustomError):
        parse_address(raw)
    assert parse_address("https://h.org:8443/a?b=c#d") == "https://h.org:8443/a?b=c#d"


@pytest.mark.parametrize(
    ("fact", "raw", "value"),
    [
        ("flag", True, True),
        ("grade", "low", "low"),
        ("tongues", ["b", "a"], frozenset({"a", "b"})),
        ("count", 3, Fraction(3)),
        ("share", Decimal("0.25"), Fraction(1, 4)),
        ("day", "2020-05", date(2020, 5, 1)),
        ("day", date(2020, 5, 1), date(2020, 5, 1)),
    ],
)
def test_a_value_is_of_its_facts_type(fact: str, raw: object, value: object) -> None:
    assert CODEBOOK[fact].value(raw) == value


@pytest.mark.parametrize(
    ("fact", "raw", "code"),
    [
        ("flag", "yes", Code.BAD_VALUE),
        ("flag", 1, Code.BAD_VALUE),
        ("grade", "hihg", Code.BAD_VALUE),
        ("tongues", "a", Code.BAD_VALUE),
        ("tongues", ["c"], Code.BAD_VALUE),
        ("tongues", [["a"]], Code.BAD_VALUE),
        ("tongues", [{"a": "b"}], Code.BAD_VALUE),
        ("count", Decimal("1.5"), Code.BAD_NUMBER),
        ("count", 11, Code.BAD_NUMBER),
        ("share", -1, Code.BAD_NUMBER),
        ("share", "much", Code.WRONG_TYPE),
        ("day", "soon", Code.BAD_DATE),
    ],
)
def test_a_value_of_another_type_is_refused_by_name(fact: str, raw: object, code: Code) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        CODEBOOK[fact].value(raw)
    assert caught.value.type == code.name


def test_allowed_values_stand_least_first() -> None:
    assert CODEBOOK["flag"].allowed == (False, True)
    assert CODEBOOK["grade"].allowed == ("low", "high")
    assert [fact.id for fact in CODEBOOK.values() if fact.finite] == ["flag", "grade"]


def test_hints_for_values() -> None:
    assert hint_for_value(CODEBOOK["flag"], "yes") == "write true or false"
    assert hint_for_value(CODEBOOK["flag"], "perhaps") == ""
    assert hint_for_value(CODEBOOK["grade"], "hihg") == 'did you mean "high"?'


def test_values_and_numbers_as_people_write_them() -> None:
    assert [shown_value(value) for value in (True, False, "x", frozenset({"b", "a"}), frozenset(), Fraction(1, 2), 3)] == ["true", "false", "x", "a, b", "(nothing)", "0.5", "3"]  # fmt: skip
    assert [shown_number(number) for number in (None, Fraction(1, 3), Fraction(10), Fraction(1, 8))] == [
        "?",
        "1/3",
        "10",
        "0.125",
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "ordered", "values": ["one"]}, Code.BAD_VALUE),
        ({"type": "category", "values": ["one", "one"]}, Code.BAD_VALUE),
        ({"type": "boolean", "values": ["a", "b"]}, Code.UNKNOWN_KEY),
        ({"type": "integer"}, Code.MISSING_KEY),
        ({"type": "number", "least": 3, "greatest": 1}, Code.MISSING_KEY),
        ({"type": "ordinal"}, Code.BAD_VALUE),
        ({"type": "boolean", "basis": None}, Code.BAD_VALUE),
    ],
)
def test_a_fact_that_contradicts_itself_is_refused(body: dict[str, Any], code: Code) -> None:
    with pytest.raises(GovauditError) as caught:
        read_codebook({"odd": {"question": "?", "basis": "law", **body}})
    assert codes(caught) == [code]
    assert caught.value.problems[0].node[0] == "odd"


def test_a_fact_may_not_be_named_like_a_word_of_the_rules_and_all_problems_are_collected() -> None:
    with pytest.raises(GovauditError) as caught:
        read_codebook({"known": {}, "odd": {"question": 3}})
    assert codes(caught) == [Code.BAD_ID, Code.WRONG_TYPE, Code.MISSING_KEY, Code.MISSING_KEY]


def test_authored_values_are_frozen() -> None:
    fact = CODEBOOK["flag"]
    with pytest.raises(ValidationError):
        fact.question = "other"  # type: ignore[misc]


PROFILE: dict[str, Any] = {"id": "f", "name": "F", "kind": "forum", "reviewed": {"on": 2020, "by": "us"}}


def profile(**more: Any) -> Profile:
    return read(Profile, {**PROFILE, **more})


def test_a_statement_is_exactly_one_kind_of_knowledge() -> None:
    for statement in ({}, {"value": 1, "not-applicable": "x"}, {"note": "only"}):
        with pytest.raises(GovauditError) as caught:
            profile(facts={"flag": [statement]})
        assert codes(caught) == [Code.MISSING_KEY]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ({"not-found": None}, Code.WRONG_TYPE),
        ({"not-applicable": ""}, Code.BAD_VALUE),
        ({"not-applicable": " "}, Code.BAD_VALUE),
    ],
)
def test_a_statement_that_says_nothing_is_refused(statement: dict[str, Any], code: Code) -> None:
    with pytest.raises(GovauditError) as caught:
        profile(facts={"flag": [statement]})
    assert codes(caught) == [code]


def test_a_refusal_shows_braces_as_they_are_written() -> None:
    with pytest.raises(GovauditError) as caught:
        read(Framework, {"id": "f", "version": "1", "aggregation": "average {a}"})
    assert 'or {power: n}; found "average {a}"' in caught.value.problems[0].message


@pytest.mark.parametrize("rows", ["12", True, -1])
def test_rows_are_counted_in_whole_numbers(rows: object) -> None:
    with pytest.raises(GovauditError):
        profile(research={"rows": rows})


def test_knowledge_on_a_day() -> None:
    evidence = [{"source": "s", "at": "p"}]
    made = profile(
        active={"from": 2001},
        facts={
            "flag": [
                {"value": False, "until": 2005, "evidence": evidence},
                {"value": True, "from": 2010, "until": 2012, "evidence": evidence},
            ],
            "grade": [
                {
                    "contested": [{"value": "low", "evidence": evidence}, {"value": "high", "evidence": evidence}],
                    "from": 2003,
                }
            ],
            "count": [{"not-found": {"searched": ["s"], "on": 2020}}],
            "share": [{"not-applicable": "no share"}],
        },
    )

    def kinds(day: date) -> dict[str, Kind]:
        return {fact: knowledge.kind for fact, knowledge in knowledge_at(made, CODEBOOK, day).items()}

    assert kinds(date(2000, 12, 31))["flag"] is Kind.UNCODED
    assert knowledge_at(made, CODEBOOK, date(2004, 12, 31))["flag"].values == (False,)
    assert kinds(date(2005, 1, 1))["flag"] is Kind.UNCODED
    assert kinds(date(2009, 12, 31))["flag"] is Kind.UNCODED
    assert knowledge_at(made, CODEBOOK, date(2010, 1, 1))["flag"].values == (True,)
    assert kinds(date(2012, 1, 1))["flag"] is Kind.UNCODED
    late = kinds(date(2015, 1, 1))
    assert [late[fact] for fact in ("grade", "count", "share", "day")] == [
        Kind.CONTESTED,
        Kind.NOT_FOUND,
        Kind.NOT_APPLICABLE,
        Kind.UNCODED,
    ]
    assert [knowledge.unknown for knowledge in (known(True), UNCODED)] == [False, True]


def test_turning_points_reach_to_the_day_itself_and_stand_in_order() -> None:
    flag = [{"value": True, "from": 2001, "until": 2003}, {"value": False, "from": "1999-05", "until": 2000}]
    made = profile(active={"from": 1999}, facts={"flag": flag, "grade": [{"value": "low"}]})
    days = (date(1999, 1, 1), date(1999, 5, 1), date(2000, 1, 1), date(2001, 1, 1), date(2003, 1, 1))
    assert turning_points(made, date(2020, 1, 1)) == days
    assert turning_points(made, date(2001, 1, 1)) == days[:4]
    assert turning_points(made, date(1998, 1, 1)) == (date(1998, 1, 1),)


def test_two_statements_that_both_begin_with_the_forum_clash() -> None:
    problems = Collector()
    made = profile(
        facts={"flag": [{"value": True}, {"value": False}], "nonsense": [{"value": 1}], "grade": [{"value": "x"}]}
    )
    check_profile(made, CODEBOOK, problems)
    assert [problem.code for problem in problems.problems] == [Code.OVERLAP, Code.UNKNOWN_FACT, Code.BAD_VALUE]
    assert "with the forum" in problems.problems[0].message


def test_two_statements_with_one_beginning_clash() -> None:
    problems = Collector()
    check_profile(
        profile(facts={"flag": [{"value": True, "from": 2001}, {"value": False, "from": "2001-01-01"}]}),
        CODEBOOK,
        problems,
    )
    assert [problem.code for problem in problems.problems] == [Code.OVERLAP]
    assert "on 2001-01-01" in problems.problems[0].message


def test_a_profile_that_nobody_reviewed_is_a_draft() -> None:
    assert profile().draft is False
    assert read(Profile, {key: value for key, value in PROFILE.items() if key != "reviewed"}).draft is True


def test_the_life_of_a_forum() -> None:
    made = profile(active={"from": 2001, "until": 2005})
    assert made.absent(date(2000, 12, 31)) == "had not begun (begins 2001-01-01)"
    assert made.absent(date(2001, 1, 1)) == ""
    assert made.absent(date(2005, 1, 1)) == "had ended (2005-01-01)"


def test_a_source_says_who_and_where() -> None:
    base: dict[str, Any] = {"id": "s", "type": "book", "title": "T", "accessed": 2020, "custom": {"grade": "scholarly"}}
    plain = read(Source, base)
    assert (plain.short, plain.address) == ("T, n.d.", "")
    by_doi = read(
        Source,
        {**base, "DOI": "10.1/x", "author": [{"family": "A"}, {"literal": "B"}, {"family": "C"}], "issued": "2016-06"},
    )
    two = [{"family": "A"}, {"literal": "B"}]
    assert read(Source, {**base, "author": two, "issued": "2016"}).short == "A & B, 2016"
    assert (by_doi.short, by_doi.address) == ("A & B et al., 2016", "https://doi.org/10.1/x")
    copy = read(
        Source, {**base, "publisher": "P", "number": "A/1", "custom": {"grade": "press", "read-at": "https://x.org/"}}
    )
    assert (copy.short, copy.address) == ("P, A/1", "https://x.org/")
    assert read(Source, {**base, "URL": "https://y.org/", "DOI": "10.1/x"}).address == "https://y.org/"


def test_every_address_of_a_source_stands_with_the_key_that_says_so() -> None:
    base: dict[str, Any] = {"id": "s", "type": "book", "title": "T", "accessed": 2020, "custom": {"grade": "press"}}
    assert read(Source, base).addresses() == ()
    custom = {"grade": "press", "read-at": "https://x.org/"}
    assert read(Source, {**base, "URL": "https://y.org/", "DOI": "10.1/x", "custom": custom}).addresses() == (
        (("URL",), "https://y.org/"),
        (("DOI",), "https://doi.org/10.1/x"),
        (("custom", "read-at"), "https://x.org/"),
    )


@pytest.mark.parametrize(
    ("issued", "day"),
    [("2016", "2016-12-31"), ("2016-05", "2016-05-31"), ("2016-02-03", "2016-02-03"), ("2016-05~", "2016-05-31"), ("", "")],
)  # fmt: skip
def test_a_source_was_issued_by_the_last_day_that_may_be_meant(issued: str, day: str) -> None:
    base = {"id": "s", "type": "book", "title": "T", "accessed": 2020, "custom": {"grade": "press"}}
    assert read(Source, {**base, "issued": issued}).issued_by == day


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("aggregation", "average", Code.BAD_VALUE),
        ("aggregation", {"power": 0}, Code.BAD_NUMBER),
        ("aggregation", {"power": 65}, Code.BAD_NUMBER),
        ("aggregation", {"power": True}, Code.BAD_NUMBER),
        ("caps", [{"id": "c", "when": {}, "reason": "r"}], Code.MISSING_KEY),
        ("caps", [{"id": "c", "when": {}, "reason": "r", "at-most": 1, "band": "b"}], Code.MISSING_KEY),
        ("missing", "nothing", Code.BAD_VALUE),
        ("weight", Decimal(-1), Code.BAD_WEIGHT),
    ],
)
def test_a_framework_part_that_makes_no_sense_is_refused(key: str, value: object, code: Code) -> None:
    with pytest.raises(GovauditError) as caught:
        read(Framework, {"id": "f", "version": "1", key: value})
    assert codes(caught) == [code]


def test_aggregations_and_headings() -> None:
    assert read(Framework, {"id": "f-g", "version": "1", "aggregation": {"power": -2}}).aggregation == -2
    assert read(Framework, {"id": "f-g", "version": "1"}).heading == "F g"
    assert read(Indicator, {"id": "an-indicator", "rubric": "r"}).heading == "An indicator"
    assert read(Indicator, {"id": "i", "rubric": "r", "question": "Q?"}).heading == "Q?"


def test_an_indicator_has_exactly_one_scale() -> None:
    for scales in ({}, {"rubric": "r", "points": {"fact": "f", "table": "t"}}):
        with pytest.raises(GovauditError) as caught:
            read(Indicator, {"id": "i", **scales})
        assert codes(caught) == [Code.MISSING_KEY]


def test_a_case_expects_something() -> None:
    with pytest.raises(GovauditError) as caught:
        read(Case, {"facts": {}})
    assert codes(caught) == [Code.MISSING_KEY]


@pytest.mark.parametrize("score", ["many", [0, "ten"], True])
def test_the_score_a_case_expects_is_one_number_or_several(score: object) -> None:
    with pytest.raises(GovauditError) as caught:
        read(Case, {"score": score})
    assert codes(caught) == [Code.WRONG_TYPE]


def test_unknown_keys_are_named_with_what_is_allowed_wherever_they_stand() -> None:
    with pytest.raises(GovauditError) as caught:
        profile(facts={"flag": [{"value": True, "evidence": [{"source": "s", "at": "p", "pagge": 3}]}]}, zzz=1)
    hints = {problem.pointer: problem.hint for problem in caught.value.problems}
    assert hints["$.facts.flag[0].evidence[0].pagge"] == "allowed here: at, quote, source"
    assert hints["$.zzz"].startswith("allowed here: active, coded, facts")


def test_a_scorecard_finds_its_nodes_and_has_no_score_when_absent() -> None:
    absent = Scorecard(
        forum="f",
        name="F",
        generic=False,
        framework="x",
        version="1",
        as_of=date(2020, 1, 1),
        missing="exclude",
        absent="had ended",
    )
    assert (absent.root, absent.score, absent.band) == (None, Score(), None)
    node = NodeScore(
        id="n",
        kind="framework",
        heading="N",
        parent=None,
        weight=Fraction(1),
        score=Score(point=Fraction(1)),
        applies="yes",
        band="b",
    )
    card = Scorecard(
        forum="f",
        name="F",
        generic=False,
        framework="x",
        version="1",
        as_of=date(2020, 1, 1),
        missing="exclude",
        nodes=(node,),
    )
    assert (card.node("n"), card.band, card.score.point) == (node, "b", 1)
    with pytest.raises(KeyError):
        card.node("m")


def test_a_fact_without_bounds_takes_any_number() -> None:
    free = Fact.model_construct(question="?", type="number", basis="law", values=(), least=None, greatest=None)
    assert free.value(-5) == -5


def test_what_is_authored_goes_to_json_and_back() -> None:
    import govaudit
    from govaudit.files.yaml import parse

    data = govaudit.open_data()
    written: list[Any] = [data.profile(forum) for forum in data.forum_ids()]
    written += [data.plan("accountability").framework, *data.codebook.values()]
    written += [
        read(Framework, {"id": "f", "version": "1", "aggregation": {"power": 2}, "min-coverage": Decimal("0.25")})
    ]
    for model in written:
        text = model.model_dump_json(by_alias=True, exclude_unset=True)
        assert read(type(model), parse(text)).model_dump() == model.model_dump()


def test_the_predicates_of_a_rule_stand_in_reading_order_each_once() -> None:
    one, two, three = Asks(Kind.KNOWN, "a"), FactTest("b", Comparison(Op.IS, (True,))), Asks(Kind.KNOWN, "a")
    again = Named("again", Every((two, one)))
    assert [*map(id, predicates(Some(1, (Not(one), again, again, three, one))))] == [id(one), id(two), id(three)]


def test_the_predicates_of_a_rule_that_reads_itself_along_many_ways_are_found_at_once() -> None:
    rule: Rule = Asks(Kind.KNOWN, "a")
    for _ in range(60):
        rule = Every((rule, rule))
    assert len(predicates(rule)) == 1


def test_a_set_contains_any_of_the_operands_or_none() -> None:
    any_of = Comparison(Op.CONTAINS_ANY, ("a", "b"))
    assert [any_of.passes(frozenset(value)) for value in ("ac", "b", "c", "")] == [True, True, False, False]
