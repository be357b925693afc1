"""What settling unknown facts does, against brute force: every set of them, every value, each scored from nothing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govaudit.analysis import minimal_sets
from govaudit.analysis.minimal_sets import Settling, settling
from govaudit.analysis.settling import ground, open_facts, trials
from govaudit.analysis.unknowns import unknowns
from govaudit.model.codebook import Value
from govaudit.model.framework import MISSING, Missing
from govaudit.model.knowledge import UNCODED, Knowledge, known
from govaudit.scoring.evaluate import Evaluation

from .brute import domain
from .codebooks import Facts, pick
from .frameworks import FEWER, Example, compiled, examples, scorecard

BANDS = [{"id": "up", "at-least": 1}, {"id": "middle", "at-least": Decimal("0.5")}, {"id": "down", "otherwise": True}]
POLICIES: tuple[Missing | None, ...] = (None, *MISSING)


@st.composite
def banded(draw: st.DrawFn) -> Example:
    """A framework whose root has bands; of numbers, one that is unknown is contested, for a line has more values than can be tried."""
    example: Example = draw(examples())
    framework = {**example.framework, "bands": example.framework.get("bands") or BANDS}
    facts = dict(example.facts)
    for name, body in example.codebook.items():
        if (
            body["type"] in {"integer", "number"}
            and facts.get(name, UNCODED).unknown
            and not facts.get(name, UNCODED).values
        ):
            facts[name] = known(domain(body)[0])
    return Example(example.codebook, framework, facts)


def values_of(example: Example, name: str) -> list[Value]:
    return list(example.facts.get(name, UNCODED).values) or domain(example.codebook[name])


def ways(example: Example, names: tuple[str, ...]) -> Iterator[Facts]:
    """The knowledge after every way of settling these facts."""
    for values in product(*(values_of(example, name) for name in names)):
        yield {**example.facts, **{name: known(value) for name, value in zip(names, values, strict=True)}}


def possible(example: Example, facts: Facts) -> tuple[str, ...]:
    return scorecard(example.plan, facts).nodes[0].possible_bands


def by_force(example: Example) -> Settling:
    """The same by trying every set, those settled by a smaller one left out because a size is finished before the next."""
    names = open_facts(example.plan, example.facts)
    now = possible(example, example.facts)
    if len(now) < 2:
        return Settling(now, len(names))
    surely: tuple[tuple[str, ...], ...] = ()
    possibly: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    sizes = [0, 0]
    for size in range(1, len(names) + 1):
        ends = {
            chosen: [possible(example, facts) for facts in ways(example, chosen)]
            for chosen in combinations(names, size)
        }
        if not surely:
            sizes[0] = size
            surely = tuple(chosen for chosen, found in ends.items() if all(len(bands) == 1 for bands in found))
        if not possibly:
            sizes[1] = size
            reached = {chosen: {bands[0] for bands in found if len(bands) == 1} for chosen, found in ends.items()}
            possibly = tuple((chosen, tuple(band for band in now if band in found)) for chosen, found in reached.items() if found)  # fmt: skip
    return Settling(now, len(names), surely, possibly, *sizes)


@FEWER
@given(banded())
def test_the_smallest_sets_are_those_of_brute_force(example: Example) -> None:
    assert settling(ground(example.plan, example.facts)) == by_force(example)


@FEWER
@given(banded())
def test_a_search_that_ends_early_says_how_far_it_went(example: Example) -> None:
    whole = by_force(example)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(minimal_sets, "LARGEST", 1)
        short = settling(ground(example.plan, example.facts))
    assert short.surely == (whole.surely if whole.surely_up_to == 1 else ())
    assert short.possibly == (whole.possibly if whole.possibly_up_to == 1 else ())
    assert max(short.surely_up_to, short.possibly_up_to) <= 1


@given(examples(), st.data(), st.sampled_from(POLICIES))
def test_facts_settled_one_by_one_lead_where_a_fresh_evaluation_does(
    example: Example, data: st.DataObject, missing: Missing | None
) -> None:
    here = ground(example.plan, example.facts, missing)
    facts: dict[str, Knowledge] = dict(example.facts)
    for name in open_facts(example.plan, example.facts):
        value = pick(data.draw, values_of(example, name))
        here, facts[name] = here.settle(name, value), known(value)
        fresh = Evaluation(example.plan, facts, missing).run()
        assert here.results == {node: fresh[node] for node in here.results}
        card = scorecard(example.plan, facts, missing)
        assert (here.point, here.band, here.possible) == (card.score.point, card.band, card.nodes[0].possible_bands)


@given(banded())
def test_trials_leave_out_no_outcome(example: Example) -> None:
    start = ground(example.plan, example.facts)
    for name in open_facts(example.plan, example.facts):
        tried = trials(example.plan, name, example.facts.get(name, UNCODED))
        assert set(tried) <= set(values_of(example, name))
        reached = {start.settle(name, value).root for value in tried}
        assert reached == {start.settle(name, value).root for value in values_of(example, name)}


@given(banded(), st.sampled_from(POLICIES))
def test_what_a_fact_would_gain_is_what_scoring_each_value_shows(example: Example, missing: Missing | None) -> None:
    now = scorecard(example.plan, example.facts, missing)
    found = unknowns(example.plan, now, example.facts, missing, [])
    assert {item.fact for item in found} == set(open_facts(example.plan, example.facts))
    for item in found:
        cards = [scorecard(example.plan, facts, missing) for facts in ways(example, (item.fact,))]
        gains = [(now.score.high or 0) - (now.score.low or 0) - ((card.score.high or 0) - (card.score.low or 0)) for card in cards]  # fmt: skip
        points = [card.score.point for card in cards if card.score.point is not None]
        assert (item.low, item.high) == ((min(points), max(points)) if points else (None, None))
        assert (item.gain_least, item.gain) == (min(gains), max(gains))
        assert set(item.bands) == {card.band for card in cards} - {None}
    assert [item.gain for item in found] == sorted((item.gain for item in found), reverse=True)


def test_two_facts_that_matter_together_only_are_found_together() -> None:
    """One fact alone narrows nothing for sure; both are needed, and either may do."""
    codebook = {name: {"question": "?", "type": "boolean", "basis": "law"} for name in ("x", "y", "z")}
    levels = [{"id": "both", "score": 1, "when": {"all": [{"x": True}, {"y": True}]}, "label": "b"}, {"id": "no", "score": 0, "label": "n", "otherwise": True}]  # fmt: skip
    framework = {
        "id": "root",
        "version": "1",
        "bands": BANDS,
        "indicators": [{"id": "pair", "question": "?", "weight": 3, "levels": levels}],
    }
    start = ground(compiled(framework, codebook), {"z": known(True)})
    assert settling(start) == Settling(
        ("up", "middle", "down"), 2, (("x", "y"),), ((("x",), ("down",)), (("y",), ("down",))), 2, 1
    )
    card = scorecard(start.memory.plan, {})
    found = unknowns(start.memory.plan, card, {}, None, [])
    assert [(item.fact, item.gain_least, item.gain) for item in found] == [("x", 0, 1), ("y", 0, Fraction(1))]
