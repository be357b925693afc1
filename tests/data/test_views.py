"""The shipped views: every override has its reason and ground, each view moves scores, and they ask what the base asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import govaudit
from govaudit import audit
from govaudit.files.conclusions import conclusion_ids, read_conclusions
from govaudit.model.extension import Overridden

ROOT = Path(__file__).parents[2]
DATA = govaudit.open_data(str(ROOT))
BASE = "accountability"
VIEWS = DATA.extensions(BASE)
OVERRIDDEN = [item for name in VIEWS for item in DATA.lineage(name).overridden]
DAY = date(2026, 1, 1)


def test_there_are_the_views_of_the_article_of_states_and_of_civil_society() -> None:
    assert set(VIEWS) == {"authors-view", "state-led-view", "civil-society-view"}
    assert all(DATA.lineage(name).bases == {BASE: DATA.plan(BASE).framework.version} for name in VIEWS)
    assert all(DATA.extensions(name) == () for name in VIEWS)


@pytest.mark.parametrize("item", OVERRIDDEN, ids=lambda item: f"{item.framework}-{item.node}-{item.value}")
def test_every_override_has_a_reason_and_a_ground_that_the_view_lists(item: Overridden) -> None:
    assert len(item.reason.split()) >= 8
    assert item.references
    listed = " ".join(DATA.plan(item.framework).framework.references)
    for reference in item.references:
        author = reference.split()[0].replace("GFMD", "Global Forum on Migration and Development").rstrip(",")
        year = next(word.strip(",") for word in reference.split() if word.strip(",").isdigit())
        assert author in listed, reference
        assert year in listed, reference


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_moves_scores(name: str) -> None:
    base, view = DATA.plan(BASE), DATA.plan(name)
    moved = []
    for forum in DATA.forum_ids():
        one, other = (audit.score(plan, DATA.profile(forum), DATA.sources, DAY).card for plan in (base, view))
        moved += [forum] if one.score != other.score else []
    assert len(moved) > 30


def test_a_view_differs_in_what_things_are_worth_and_not_in_what_is_asked() -> None:
    base = DATA.plan(BASE)
    for name in VIEWS:
        plan = DATA.plan(name)
        assert {*plan.nodes} - {name} == {*base.nodes} - {BASE}
        assert plan.facts() == base.facts()
        assert plan.framework.designations == base.framework.designations
        for node in base.nodes.values():
            if node.kind == "indicator":
                mine = [level.when for level in getattr(node.authored, "levels", ())]
                assert mine == [level.when for level in getattr(plan.nodes[node.id].authored, "levels", ())]


def test_conclusions_are_drawn_from_the_base_and_read_under_every_view() -> None:
    assert conclusion_ids(DATA) == (BASE,)
    found = read_conclusions(DATA, BASE)
    assert 8 <= len(found.conclusions) <= 16
    assert any(item.higher_on for item in found.conclusions)
    assert any(item.holds_for for item in found.conclusions)
