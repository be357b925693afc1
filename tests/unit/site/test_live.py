"""Where a site lets its readers set weights."""

from __future__ import annotations

from typing import Any

import pytest

from govaudit.site.live import weighted
from tests.unit.scoring.test_plan import group, leaf, plan_of
from tests.unit.scoring.test_ranges import spread


@pytest.mark.parametrize(
    ("aggregation", "sliders"), [("mean", True), ("sum", True), ("geometric", True), ("median", False)]
)
def test_readers_set_weights_where_the_whole_takes_them(aggregation: str, *, sliders: bool) -> None:
    pool = group("pool", leaf("a"), leaf("b"), pooled=True)
    assert weighted(plan_of(criteria=[pool], indicators=[leaf("c")], aggregation=aggregation)) == sliders


@pytest.mark.parametrize(("weight", "least", "sliders"), [(0, -1, False), (0, 0, True)])
def test_no_weight_of_a_reader_takes_a_root_of_less_than_nothing(weight: int, least: int, *, sliders: bool) -> None:
    """Such a root is refused by the program, and has no end in a browser."""
    members = [spread("a", least, 1, weight=weight), spread("b", 0, 1)]
    derived: list[dict[str, Any]] = [{"id": "also", "of": ["root"], "aggregation": "geometric"}]
    assert weighted(plan_of(indicators=members, aggregation="sum", derived=derived)) == sliders
