"""The reforms that the article argues for: each has its section, a cost class, and something to change on the day."""

import json
import re
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import govaudit
from govaudit.analysis.reforms import Outcome, Verdict
from govaudit.changes import pursue

ROOT = Path(__file__).parents[2]
DATA = govaudit.open_data(str(ROOT))
REFORMS = {name: DATA.reform(name) for name in DATA.reform_ids()}
SECTIONS = {"§2.1", "§2.2", "§2.3", "§2.4", "§3.1", "§3.2.1", "§3.2.2", "§3.2.3.1", "§3.2.3.2", "§3.2.3.3", "§4"}


@pytest.mark.parametrize("name", REFORMS)
def test_a_reform_names_the_section_the_day_and_the_cost(name: str) -> None:
    reform = REFORMS[name]
    assert reform.source == "crepeau-atak-2016"
    assert reform.as_of == date(2016, 6, 30)
    named = re.findall(r"\d(?:\.\d)*", reform.section)
    assert named
    assert {f"§{number}" for number in named} <= SECTIONS
    assert reform.cost in DATA.costs or reform.out_of_scope


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


def test_the_secretariat_came_and_moved_the_score_by_what_was_predicted() -> None:
    """Nothing else of the secretariat's indicator changed, so its part of the move is the move that was predicted."""
    plan, profile = DATA.plan("accountability"), DATA.profile("gfmd")
    then, today = (govaudit.score(plan, profile, DATA.sources, day) for day in (date(2016, 6, 30), date(2026, 11, 26)))
    reform = REFORMS["gfmd-permanent-secretariat"]
    found = pursue("gfmd", reform.for_["gfmd"], then, today)
    assert [item.outcome for item in found.asked] == [Outcome.HAPPENED]
    assert found.verdict is Verdict.WHOLLY
    assert found.predicted
    assert found.parts
    predicted, before, after = (audit.card.score.point for audit in (found.predicted, then, today))
    assert predicted is not None
    assert before is not None
    assert after is not None
    assert found.parts["reform"].point == predicted - before > 0
    assert sum(part.point or 0 for part in found.parts.values()) == after - before


def test_what_became_of_all_of_them_is_counted_and_printed_parts_sum() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "reforms", "--since", "2016-06-30", "--format", "json"],
        capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8",
    )  # fmt: skip
    report = json.loads(done.stdout, parse_float=Decimal, parse_int=Decimal)
    assert sum(report["counts"].values()) == len(report["reforms"]) == len(REFORMS)
    verdicts = {item["id"]: item["verdict"] for item in report["reforms"]}
    assert verdicts["gfmd-permanent-secretariat"] == verdicts["regular-high-level-dialogues"] == "wholly"
    assert verdicts["iom-inside-the-un"] == "partly"
    assert verdicts["iom-protection-mandate"] == "not"
    assert verdicts["flow-of-information"] == "unknown"
    split = [forum for reform in report["reforms"] for forum in reform["forums"] if forum["parts"]]
    assert len(split) >= 15
    for forum in split:
        for end in ("point", "low", "high"):
            assert sum(part[end] for part in forum["parts"].values()) == forum["actual_move"][end]
