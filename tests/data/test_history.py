"""A history takes over what nothing has changed since; what it says is what scoring each day anew says."""

from datetime import date

import pytest

from govaudit.audit import score
from govaudit.changes import history
from govaudit.files.workspace import open_data
from govaudit.model.timeline import turning_points
from govaudit.report.history import years_between

DAY = date(2026, 11, 26)
FORUMS = ("gfmd", "gmg", "rcps")
"""One that lives, one that has ended, and a class of forums whose beginning nobody knows."""


@pytest.mark.parametrize("forum", FORUMS)
def test_each_day_is_as_if_scored_alone(forum: str) -> None:
    workspace = open_data()
    given = (workspace.plan("accountability"), workspace.profile(forum), workspace.sources)
    turns = history(*given, DAY)
    years = years_between(DAY.year - 20, DAY)
    days = sorted({*years, *turning_points(given[1], DAY)})
    for found in (
        turns,
        history(*given, DAY, None, days),
        history(*given, DAY, None, years, [moment.audit for moment in turns]),
    ):
        for moment in found:
            alone = score(*given, moment.audit.card.as_of)
            assert moment.audit.card == alone.card
            assert moment.audit.facts == alone.facts
