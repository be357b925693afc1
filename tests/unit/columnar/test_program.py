"""What columns hold of a framework, what they hand over, and that both come to the same."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from govaudit import open_data
from govaudit.columnar.batch import CROSSOVER, columns_of, finish, score_frame
from govaudit.columnar.program import compile_program
from govaudit.columnar.truth import at_least
from govaudit.model.knowledge import Kind, Knowledge, known
from govaudit.problems import GovauditError
from tests.laws.tables import encoding_of, frame_of

from .frames import Facts, handed, plan_of, scored

YES, NO = known(True), known(False)
GONE, EXCUSED = Knowledge(Kind.NOT_FOUND), Knowledge(Kind.NOT_APPLICABLE)
BOOLEAN = {"type": "boolean"}


def indicator(name: str, fact: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "points": {"fact": fact, "table": {"true": 1, "false": 0}}, **more}


def several(count: int, **framework: Any) -> Any:
    facts = [f"fact-{place}" for place in range(count)]
    indicators = [indicator(f"of-{fact}", fact) for fact in facts]
    return plan_of(dict.fromkeys(facts, BOOLEAN), indicators=indicators, **framework)


@pytest.mark.parametrize("framework", ["accountability", "governance-functions"])
def test_shipped_frameworks_are_columns_as_a_whole(framework: str) -> None:
    data = open_data()
    plan = data.plan(framework)
    profiles: list[Facts] = [{}, dict.fromkeys(plan.codebook, EXCUSED), dict.fromkeys(plan.codebook, GONE)]
    program, _ = scored(plan, profiles, scale=1)
    assert not program.beyond
    assert handed(program, profiles, scale=1) == [False, False, False]


def test_results_of_a_row() -> None:
    bands = [{"id": "good", "at-least": 0.5}, {"id": "poor", "otherwise": True}]
    bands[0]["at-least"] = Fraction(1, 2)
    plan = several(3, bands=bands, **{"min-coverage": Fraction(1, 2)})
    profiles: list[Facts] = [
        {"fact-0": YES, "fact-1": YES},
        {"fact-0": YES},
        dict.fromkeys(("fact-0", "fact-1", "fact-2"), EXCUSED),
    ]
    program, rows = scored(plan, profiles)
    names = ("applies", "low", "point", "high", "coverage", "band", "bands", "withheld")
    assert [tuple(row[f"root:{name}"] for name in names) for row in rows] == [
        (1, 666667, 666667, 1000000, 666667, 0, 0b01, False),
        (1, 333333, None, 1000000, 333333, None, 0b11, True),
        (0, None, None, None, None, None, None, False),
    ]
    assert [row["of-fact-1:levels"] for row in rows] == [0b10, 0b11, None]
    assert program.shape.words["root:bands"] == ("good", "poor")
    assert program.shape.words["of-fact-1:levels"] == ("false", "true")


def test_only_what_is_asked_for() -> None:
    plan = several(3, derived=[{"id": "view", "of": ["of-fact-2"]}])
    program, rows = scored(plan, [{"fact-2": YES}], nodes=["view"], digits=2)
    assert list(rows[0]) == [f"view:{name}" for name in ("applies", "low", "point", "high", "coverage")]
    assert rows[0]["view:point"] == 100
    assert program.facts == ("fact-2",)


def test_dates_compare_by_day() -> None:
    tests: list[Any] = ["1951-12-05", {"at-least": "1951-12-05"}, {"below": "1951-12-05"}, {"in": ["1951-12-06"]}]
    tests.append({"between": ["1951-12-05", "1951-12-06"]})
    designations = [{"id": f"d-{place}", "when": {"since": test}} for place, test in enumerate(tests)]
    plan = plan_of(
        {"since": {"type": "date"}, "open": BOOLEAN}, indicators=[indicator("it", "open")], designations=designations
    )
    _, rows = scored(plan, [{"since": known(date(1951, 12, day))} for day in (4, 5, 6)])
    assert [[row[f"d-{place}:holds"] for place in range(5)] for row in rows] == [
        [0, 0, 1, 0, 0],
        [1, 1, 0, 0, 1],
        [0, 1, 0, 1, 1],
    ]


def test_thresholds_that_no_column_can_hold() -> None:
    huge = 10**18
    tests = [{"at-least": huge}, {"at-most": huge}, {"is": huge}, {"above": -huge}, {"below": -huge}]
    designations = [{"id": f"d-{place}", "when": {"score": {"root": test}}} for place, test in enumerate(tests)]
    plan = several(7, designations=designations)
    _, rows = scored(plan, [{f"fact-{place}": YES for place in range(7)}])
    assert [rows[0][f"d-{place}:holds"] for place in range(5)] == [0, 1, 0, 1, 0]


@pytest.mark.parametrize(
    ("aggregation", "reason"),
    [
        ("geometric", "its roots are rounded at thirty digits"),
        ({"power": 2}, "its roots are rounded at thirty digits"),
        ("harmonic", "a harmonic mean has another denominator in each row"),
    ],
)
def test_aggregations_that_go_to_the_interpreter(aggregation: Any, reason: str) -> None:
    plan = several(
        2, aggregation=aggregation, derived=[{"id": "view", "of": ["root"]}, {"id": "other", "of": ["of-fact-0"]}]
    )
    program, rows = scored(plan, [{"fact-0": YES}, {"fact-0": YES, "fact-1": YES}])
    assert program.beyond == {"root": reason, "view": "it reads root"}
    assert [row["other:point"] for row in rows] == [1000000, 1000000]


def test_a_long_median_goes_to_the_interpreter() -> None:
    assert not scored(several(8, aggregation="median"), [{}])[0].beyond
    assert scored(several(9, aggregation="median"), [{}])[0].beyond == {"root": "a median of more than 8 members"}


def test_a_product_beyond_64_bits_goes_to_the_interpreter() -> None:
    table = {"true": Fraction(1, 10), "false": 0}
    parts = [{"id": f"part-{place}", "points": {"fact": "open", "table": table}} for place in range(19)]
    program, rows = scored(plan_of({"open": BOOLEAN}, aggregation="product", indicators=parts), [{"open": YES}])
    assert program.beyond == {"root": "its numbers need more than 64 bits"}
    assert rows[0]["root:point"] == 0


@pytest.mark.parametrize(("score", "reach"), [(10**9, 27), (10**300, 900)])
def test_a_score_beyond_a_table_is_refused(score: int, reach: int) -> None:
    """Also one beyond the floats: 1e999 in a rubric ended in an exception."""
    table = {"true": score, "false": 0}
    parts = [{"id": f"part-{place}", "points": {"fact": "open", "table": table}} for place in range(3)]
    plan = plan_of({"open": BOOLEAN}, aggregation="product", indicators=parts)
    wanted = f"expected scores that a table can hold with 6 decimals; root can reach 1e\\+{reach}"
    with pytest.raises(GovauditError, match=wanted):
        compile_program(plan, encoding_of(plan.codebook, []))


def test_rows_with_too_many_totals_are_handed_over() -> None:
    """Of 40 members any may be missing; the least common multiple of 1 to 40 has 53 bits."""
    plan = several(40)
    full: Facts = {f"fact-{place}": YES for place in range(40)}
    few = {name: now if place < 23 else EXCUSED for place, (name, now) in enumerate(full.items())}
    profiles = [full, full | {"fact-7": EXCUSED}, full | {"fact-7": NO, "fact-9": EXCUSED}, few]
    program, rows = scored(plan, profiles)
    assert not program.beyond
    assert handed(program, profiles) == [False, False, False, True]
    assert [row["root:point"] for row in rows] == [1000000, 1000000, 974359, 1000000]


@pytest.mark.parametrize("missing", ["zero-credit", "full-credit", "exclude"])
@pytest.mark.parametrize("aggregation", ["mean", "sum", "minimum", "maximum"])
def test_members_in_doubt_are_columns(aggregation: str, missing: str) -> None:
    members = [indicator(f"of-{name}", name, weight=2, **{"applies-when": {f"if-{name}": True}}) for name in ("a", "b")]
    facts = {name: BOOLEAN for letter in "abc" for name in (letter, f"if-{letter}")}
    weighted = aggregation in {"mean", "sum"}
    members = [
        {**member, "weight": 2} if weighted else {k: v for k, v in member.items() if k != "weight"}
        for member in members
    ]
    plan = plan_of(facts, aggregation=aggregation, missing=missing, indicators=[*members, indicator("of-c", "c")])
    profiles: list[Facts] = [{"a": YES, "b": b, "c": c} for b in (YES, NO, GONE) for c in (YES, NO, GONE)]
    program, _ = scored(plan, profiles)
    assert not any(handed(program, profiles))


def test_of_many_members_in_doubt_rows_are_handed_over() -> None:
    members = [indicator(f"of-{place}", "a", **{"applies-when": {f"if-{place}": True}}) for place in range(7)]
    plan = plan_of({"a": BOOLEAN, **{f"if-{place}": BOOLEAN for place in range(7)}}, indicators=members)
    sure: Facts = {f"if-{place}": YES for place in range(7)}
    profiles = [sure, sure | {"if-3": GONE}]
    program, _ = scored(plan, profiles)
    assert handed(program, profiles) == [False, True]


def test_contested_and_too_fine_cells_are_handed_over() -> None:
    facts = {"share": {"type": "number", "least": 0, "greatest": 1}}
    posts = {"from": {"value": 0, "score": 0}, "to": {"value": 1, "score": 100}}
    plan = plan_of(facts, indicators=[{"id": "line", "linear": {"fact": "share", **posts}}])
    third, quarter = known(Fraction(1, 3)), known(Fraction(1, 4))
    profiles: list[Facts] = [
        {"share": quarter},
        {"share": third},
        {"share": Knowledge(Kind.CONTESTED, (Fraction(0), Fraction(1, 2)))},
    ]
    program, rows = scored(plan, profiles)
    assert handed(program, profiles) == [False, True, True]
    assert [(row["line:low"], row["line:high"]) for row in rows] == [(25000000,) * 2, (33333333,) * 2, (0, 50000000)]


def test_a_number_outside_its_goalposts_is_refused_by_the_interpreter() -> None:
    facts = {"size": {"type": "integer", "least": 0, "greatest": 10}}
    posts = {"from": {"value": 2, "score": 0}, "to": {"value": 5, "score": 1}}
    plan = plan_of(facts, indicators=[{"id": "line", "linear": {"fact": "size", **posts}}])
    inside, outside = {"size": known(Fraction(3))}, {"size": known(Fraction(6))}
    program, _ = scored(plan, [inside])
    assert handed(program, [inside, outside]) == [False, True]
    with pytest.raises(GovauditError, match="expected a value of size between its goalposts 2 and 5; found 6"):
        scored(plan, [inside, outside])


def test_goalposts_that_clamp_between_the_steps_of_a_table() -> None:
    """At scale 0 no whole number lies between 1.2 and 1.8."""
    facts = {"size": {"type": "number", "least": 0, "greatest": 3}}
    posts = {
        "from": {"value": Fraction(6, 5), "score": 0},
        "to": {"value": Fraction(9, 5), "score": 1},
        "outside": "clamp",
    }
    plan = plan_of(facts, indicators=[{"id": "line", "linear": {"fact": "size", **posts}}])
    _, rows = scored(plan, [{"size": known(Fraction(value))} for value in (1, 2)], scale=0)
    assert [row["line:point"] for row in rows] == [0, 1000000]


def test_levels_that_no_column_can_list() -> None:
    words = [f"place-{number}" for number in range(70)]
    table = {word: number for number, word in enumerate(words)}
    tall = [{"id": word, "score": 70 - number, "when": {"seat": word}} for number, word in enumerate(words[:69])]
    tall.append({"id": "last", "score": 0, "otherwise": True})
    plan = plan_of(
        {"seat": {"type": "category", "values": words}},
        indicators=[{"id": "table", "points": {"fact": "seat", "table": table}}, {"id": "tall", "levels": tall}],
        designations=[{"id": "far", "when": {"level": {"tall": {"at-most": "place-65"}}}}],
    )
    program, rows = scored(plan, [{"seat": known("place-65")}, {}])
    assert not program.beyond
    assert [row["table:low"] for row in rows] == [65000000, 0]
    assert [row["far:holds"] for row in rows] == [1, 2]
    assert "table:levels" not in rows[0]


def test_negative_scores_are_rounded_away_from_zero() -> None:
    table = {"true": Fraction(-1, 2), "false": Fraction(1, 2)}
    member = {"id": "it", "points": {"fact": "open", "table": table}}
    plan = plan_of({"open": BOOLEAN}, indicators=[member, indicator("other", "open", weight=2)], aggregation="sum")
    _, rows = scored(plan, [{"open": YES}, {"open": NO}], digits=0)
    assert [(row["it:point"], row["root:point"]) for row in rows] == [(-1, 2), (1, 1)]


def test_a_small_frame_is_left_to_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = several(2)
    profiles: list[Facts] = [{"fact-0": YES}] * CROSSOVER
    encoding = encoding_of(plan.codebook, profiles)
    program = compile_program(plan, encoding)
    small, large = (
        nw.from_native(frame_of(encoding, profiles[:size]), eager_only=True) for size in (CROSSOVER - 1, CROSSOVER)
    )
    monkeypatch.setattr("govaudit.columnar.batch.columns_of", None)
    assert len(score_frame(program, small)) == CROSSOVER - 1
    with pytest.raises(TypeError):
        score_frame(program, large)


def test_a_stream_is_finished_batch_by_batch() -> None:
    plan = several(2, aggregation="geometric")
    profiles: list[Facts] = [{"fact-0": YES}, {"fact-0": Knowledge(Kind.CONTESTED, (True, False)), "fact-1": YES}]
    encoding = encoding_of(plan.codebook, profiles)
    program = compile_program(plan, encoding)
    frame = frame_of(encoding, profiles).with_columns(unit=pl.Series(["b", "a"]))
    whole = score_frame(program, nw.from_native(frame, eager_only=True), ["unit"], crossover=0).to_native()
    assert whole["unit"].to_list() == ["b", "a"]

    def finished(batch: pl.DataFrame) -> pl.DataFrame:
        done: pl.DataFrame = finish(program, nw.from_native(batch, eager_only=True), ["unit"]).to_native()
        return done

    stream = columns_of(program, nw.from_native(frame.lazy()), ["unit"]).to_native()
    assert stream.map_batches(finished, schema=whole.schema, streamable=True).collect(engine="streaming").equals(whole)


def test_numbers_below_zero_are_rounded_away_from_zero() -> None:
    table = {"true": -10, "false": 1}
    indicators = [{"id": f"of-{name}", "points": {"fact": name, "table": table}} for name in "abc"]
    plan = plan_of(dict.fromkeys("abc", BOOLEAN), indicators=indicators)
    answers = [(YES, YES, NO), (YES, NO, NO), (NO, NO, NO)]
    _, rows = scored(plan, [dict(zip("abc", row, strict=True)) for row in answers])
    assert [row["root:low"] for row in rows] == [-6_333_333, -2_666_667, 1_000_000]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_at_least_so_many_are_true(count: int) -> None:
    """Every row of three truths, against counting."""
    rows = list(product([True, False, None], repeat=3))
    frame = nw.from_native(pl.DataFrame(rows, schema=dict.fromkeys("abc", pl.Boolean), orient="row"), eager_only=True)
    found = frame.select(x=at_least(count, map(nw.col, "abc")))["x"].to_list()
    sure = [sum(truth is True for truth in row) for row in rows]
    possible = [sum(truth is not False for truth in row) for row in rows]
    expected = [
        True if low >= count else False if high < count else None for low, high in zip(sure, possible, strict=True)
    ]
    assert found == expected
