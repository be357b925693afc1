"""Low and high are attained when no unknown fact is read twice: then they are exactly the extremes of brute force."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given

from govaudit.rules.truth import FALSE

from .brute import Brute, completions
from .frameworks import Example, Style, examples


@given(examples(Style(once=True, asks=False), budget=128))
def test_bounds_are_attained_if_no_fact_is_read_twice(example: Example) -> None:
    results = example.run()
    reached: dict[str, set[Fraction | None]] = {name: set() for name in results}
    for complete in completions(example.codebook, example.facts):
        for name, score in Brute(example.framework, example.codebook, complete).results.items():
            reached[name].add(score)
    for name, found in results.items():
        scores = [score for score in reached[name] if score is not None]
        if found.effective is FALSE:
            assert not scores
        else:
            assert (found.low, found.high) == (min(scores), max(scores))
            assert (None in reached[name]) == (found.effective.value == "unknown")
