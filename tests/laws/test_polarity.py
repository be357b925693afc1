"""Law 4: moving a known fact the declared way never lowers the root, if the signs confirm the declaration."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Literal, TypeAlias

from hypothesis import event, given
from hypothesis import strategies as st

from govaudit.model.codebook import Value
from govaudit.model.framework import Missing
from govaudit.model.knowledge import known
from govaudit.problems import Code, Collector
from govaudit.scoring.polarity import check_polarity

from .brute import domain
from .codebooks import Data
from .frameworks import FEWER, Example, Style, examples

Way: TypeAlias = Literal["up", "down"]
WAYS: tuple[Way, ...] = ("up", "down")
POLICIES: tuple[Missing, ...] = ("zero-credit", "full-credit")
NOT_ORDERED = {"category", "date"}


def confirmed(example: Example, fact: str, way: Way) -> bool:
    problems = Collector()
    check_polarity(Example(example.codebook, {**example.framework, "polarity": {fact: way}}, {}).plan, problems)
    assert all(problem.code is Code.FALSE_POLARITY for problem in problems.problems)
    return not problems.problems


def moves(body: Data) -> list[tuple[Value, Value]]:
    """Pairs of a lower and a higher value."""
    values = domain(body)
    if body["type"] == "set":
        return [
            (a, b) for a in values for b in values if isinstance(a, frozenset) and isinstance(b, frozenset) and a < b
        ]
    return list(pairwise(values))


@given(examples(Style(falling=False)), st.data())
def test_polarity(example: Example, data: st.DataObject) -> None:
    _moved(example, data)


@FEWER
@given(examples(), st.data())
def test_polarity_over_falling_steps(example: Example, data: st.DataObject) -> None:
    """There the point is the entry of the point; the promise of low and high is the same."""
    _moved(example, data, points=False)


def _moved(example: Example, data: st.DataObject, *, points: bool = True) -> None:
    read = [name for name in example.plan.facts() if example.codebook[name]["type"] not in NOT_ORDERED]
    claims = [(fact, way) for fact in read for way in WAYS if confirmed(example, fact, way)]
    event("confirmed" if claims else "nothing to promise")
    if not claims:
        return
    fact, way = data.draw(st.sampled_from(claims))
    pairs = moves(example.codebook[fact])
    low, high = data.draw(st.sampled_from(pairs))
    before, after = (low, high) if way == "up" else (high, low)
    for missing in POLICIES:
        old = example.run(missing, {**example.facts, fact: known(before)})["root"]
        new = example.run(missing, {**example.facts, fact: known(after)})["root"]
        assert never_lower(old.low, new.low)
        assert never_lower(old.high, new.high)
        assert not points or never_lower(old.point, new.point)


def never_lower(old: Fraction | None, new: Fraction | None) -> bool:
    return (old is None) == (new is None) and (old is None or new is None or old <= new)


BOOLEAN = {"question": "?", "type": "boolean", "basis": "law"}


def tree(rule: Data, **more: object) -> Data:
    levels = [{"id": "yes", "score": 1, "when": rule}, {"id": "no", "score": 0, "otherwise": True}]
    return {"id": "root", "version": "1", "indicators": [{"id": "leaf", "levels": levels}], **more}


def leans(framework: Data, body: Data = BOOLEAN) -> set[str]:
    example = Example({"x": body}, framework, {})
    return {way for way in WAYS if confirmed(example, "x", way)}


def test_what_turns_a_sign_round() -> None:
    steps = [{"at-least": Fraction(1, 2), "value": 0}, {"otherwise": True, "value": 5}]
    cap = [{"id": "cap", "when": {"x": True}, "at-most": 0, "reason": "?"}]
    assert leans(tree({"x": True})) == {"up"}
    assert leans(tree({"not": {"x": True}})) == {"down"}
    assert leans(tree({"x": False})) == {"down"}
    assert leans(tree({"x": True}, steps=steps)) == {"down"}
    assert leans(tree({"x": False}, caps=cap)) == {"down"}
    assert leans(tree({"x": True}, caps=cap)) == set()
    assert leans({**tree({"x": True}), "applies-when": {"x": True}}) == set()


def test_is_has_a_sign_only_at_an_end() -> None:
    ordered = {"question": "?", "type": "ordered", "basis": "law", "values": ["none", "some", "all"]}
    assert leans(tree({"x": "all"}), ordered) == {"up"}
    assert leans(tree({"x": "none"}), ordered) == {"down"}
    assert leans(tree({"x": "some"}), ordered) == set()
    assert leans(tree({"x": {"at-least": "some"}}), ordered) == {"up"}
    assert leans(tree({"x": {"below": "some"}}), ordered) == {"down"}


def test_a_false_declaration_names_the_node() -> None:
    problems = Collector()
    check_polarity(Example({"x": BOOLEAN}, tree({"x": False}, polarity={"x": "up", "y": "up"}), {}).plan, problems)
    assert [problem.code for problem in problems.problems] == [Code.FALSE_POLARITY, Code.UNKNOWN_FACT]
    assert "leaf" in problems.problems[0].message


def test_no_polarity_is_confirmed_over_falling_steps_in_doubt() -> None:
    """Raising the doubtful group's low from 1 to 3 puts it out of the low of the root, and takes its point of 5 along: so it is refused."""
    steps = [{"at-least": 3, "value": 1}, {"otherwise": True, "value": 5}]
    turned: Data = {"id": "turned", "steps": steps, "indicators": [_leaf("unknown", "u", 4)]}
    doubtful: Data = {"id": "doubtful", "applies-when": {"g": True}, "aggregation": "maximum"}
    doubtful |= {"criteria": [turned], "indicators": [_leaf("known", "f", 3)]}
    two = {"id": "two", "levels": [{"id": "else", "score": 2, "otherwise": True}]}
    framework = {"id": "root", "version": "1", "criteria": [doubtful], "indicators": [two]}
    example = Example(dict.fromkeys("fug", BOOLEAN), framework, {})
    assert not confirmed(example, "f", "up")
    points = [example.run("zero-credit", {"f": known(value)})["root"].point for value in (False, True)]
    assert not never_lower(*points)


def _leaf(name: str, fact: str, best: int) -> Data:
    levels = [{"id": "yes", "score": best, "when": {fact: True}}, {"id": "no", "score": 0, "otherwise": True}]
    return {"id": name, "levels": levels}
