"""The reforms that the article argues for: each has its section, a cost class, and something to change on the day."""

import re
from datetime import date
from pathlib import Path

import pytest

import govaudit

DATA = govaudit.open_data(str(Path(__file__).parents[2]))
REFORMS = {name: DATA.reform(name) for name in DATA.reform_ids()}
COSTS = {"practice", "decision", "institution", "treaty"}
SECTIONS = {"§2.1", "§2.2", "§2.3", "§2.4", "§3.1", "§3.2.1", "§3.2.2", "§3.2.3.1", "§3.2.3.2", "§3.2.3.3", "§4"}


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_names_the_section_the_day_and_the_cost(name: str) -> None:
    reform = REFORMS[name]
    assert reform.source == "crepeau-atak-2016"
    assert reform.as_of == date(2016, 6, 30)
    named = re.findall(r"\d(?:\.\d)*", reform.section)
    assert named
    assert {f"§{number}" for number in named} <= SECTIONS
    assert reform.cost in COSTS or reform.out_of_scope


@pytest.mark.parametrize("name", REFORMS)
def test_every_change_goes_beyond_what_was_known(name: str) -> None:
    assert DATA.read_reform(name)[1] == ()


@pytest.mark.parametrize(
    ("forum", "fact"),
    [
        ("gfmd", "proceedings-record"),
        ("rcps", "proceedings-record"),
        ("gfmd", "normative-framework"),
        ("gfmd", "follow-up-recorded"),
        ("iom", "un-relation"),
        ("iom", "protection-mandate"),
        ("un-hld", "meeting-regularity"),
        ("un-hld", "migrant-participation"),
    ],
)
def test_what_the_article_asks_for_in_so_many_words_is_among_them(forum: str, fact: str) -> None:
    assert any(fact in reform.for_[forum].changes for reform in REFORMS.values() if forum in reform.for_)


def test_firewalls_are_out_of_scope_and_said_so() -> None:
    assert "public services of states" in REFORMS["firewalls"].out_of_scope
