"""What `govaudit views` says of the shipped data, counted once more from its own figures."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from govaudit.analysis.claims import WORDS
from govaudit.rules.truth import FALSE, TRUE, UNKNOWN

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told() -> dict[str, list[dict[str, object]]]:
    done = subprocess.run(
        [sys.executable, "-m", "govaudit", "views", "--format", "json"],
        capture_output=True, text=True, check=True, cwd=ROOT, encoding="utf-8",
    )  # fmt: skip
    loaded: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return loaded


def test_some_conclusions_hold_for_all_and_some_depend_on_the_view(told: dict[str, list[dict[str, object]]]) -> None:
    assert {item["agreement"] for item in told["conclusions"]} >= {"all", "differs"}
    assert any(item["settled"] and item["agreement"] == "all" for item in told["conclusions"])


def test_the_order_of_two_forums_is_counted_as_their_points_say(told: dict[str, list[dict[str, object]]]) -> None:
    forums = {item["forum"]: item["ranks"] for item in told["forums"]}
    assert len(told["pairs"]) == 36 * 35 // 2
    for pair in told["pairs"]:
        both = list(zip(forums[pair["first"]], forums[pair["second"]], strict=True))  # type: ignore[call-overload]  # lists
        assert sum(one["point"] > other["point"] for one, other in both) == pair["above"]
        assert sum(one["point"] < other["point"] for one, other in both) == pair["below"]
        assert all(one["low"] > other["high"] for one, other in both) == pair["certain"]


def test_a_verdict_by_points_is_the_certain_one_where_there_is_one(told: dict[str, list[dict[str, object]]]) -> None:
    for item in told["conclusions"]:
        for verdict in item["verdicts"]:  # type: ignore[attr-defined]  # a list
            assert verdict["verdict"] in {WORDS[UNKNOWN], verdict["by_point"]}
            assert verdict["by_point"] in {WORDS[TRUE], WORDS[FALSE]}
