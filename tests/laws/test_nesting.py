"""Law 2: when an unknown becomes known, or a contested fact loses a value, the interval shrinks and coverage never falls."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govaudit.rules.truth import FALSE, UNKNOWN

from .codebooks import refinements
from .frameworks import FEWER, Example, examples, scorecard


@given(examples(), st.data())
def test_nesting(example: Example, data: st.DataObject) -> None:
    later_facts = data.draw(refinements(example.codebook, example.facts))
    before, after = example.run(), example.run(facts=later_facts)
    for name, later in after.items():
        earlier = before[name]
        assert earlier.effective in {UNKNOWN, later.effective}
        if later.effective is FALSE:
            continue
        assert earlier.low is not None
        assert earlier.high is not None
        assert later.low is not None
        assert later.high is not None
        assert earlier.low <= later.low <= later.high <= earlier.high
        assert set(later.levels) <= set(earlier.levels)
        if earlier.coverage is not None and later.coverage is not None:
            assert earlier.coverage <= later.coverage


@FEWER
@given(examples(), st.data())
def test_nesting_of_possible_bands(example: Example, data: st.DataObject) -> None:
    later_facts = data.draw(refinements(example.codebook, example.facts))
    before, after = scorecard(example.plan, example.facts), scorecard(example.plan, later_facts)
    for later in after.nodes:
        assert set(later.possible_bands) <= set(before.node(later.id).possible_bands)
