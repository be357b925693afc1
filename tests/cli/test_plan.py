"""`plan` as a user meets it."""

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

pytest.importorskip("scipy")

from .conftest import edit
from .test_commands import TOY, run, schema, toy


def planned(*arguments: str, data: Path = TOY) -> dict[str, object]:
    done = run("plan", *arguments, "--framework", "toy", "--format", "json", data=data)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    jsonschema.validate(report, schema("plan"))
    return report  # type: ignore[no-any-return]


def test_the_cheapest_plan_comes_first_and_its_effects_sum_to_what_it_gains() -> None:
    report = planned("beta", "--target", "high", "--as-of", "2015-06-30")
    plans = report["plans"]
    assert isinstance(plans, list)
    assert [(item["certain"], item["cost"]) for item in plans] == [(True, 3), (True, 5), (False, 2)]
    assert [(step["fact"], step["from"], step["to"]) for step in plans[0]["changes"]] == [
        ("minutes", "none", "verbatim"), ("complaints", "false", "true"),
    ]  # fmt: skip
    gained = sum(step["effect"]["low"] for step in plans[0]["changes"])
    assert gained == pytest.approx(plans[0]["score"]["low"] - report["before"]["score"]["low"])  # type: ignore[index]


def test_a_readers_weights_are_planned_with_and_named() -> None:
    own = planned("gamma", "--target", "high", "--weights", "answer=3")
    assert own["framework"]["weights"] == {"answer": 3}  # type: ignore[index]
    plain = planned("gamma", "--target", "high")
    assert "weights" not in plain["framework"]  # type: ignore[operator]
    taken = [[step["fact"] for step in report["plans"][0]["changes"]] for report in (own, plain)]  # type: ignore[index]
    assert taken == [["minutes", "complaints", "staffed"], ["minutes", "complaints", "members"]]
    assert own["plans"][0]["score"]["low"] == 68  # type: ignore[index]  # 20 of 50 for records, 60 of 100 for answering: weights 2 and 3
    assert "weights changed: answer 3" in toy("plan", "gamma", "--target", "high", "--weights", "answer=3").stdout


def test_bounds_that_part_are_told_apart() -> None:
    said = toy("plan", "gamma", "--target", "high").stdout
    assert "low bound +33.3, high bound unchanged" in said
    assert "+33.3 points\n" in toy("plan", "beta", "--target", "high", "--as-of", "2015-06-30").stdout


def test_a_forum_that_has_done_it_is_named_with_its_source() -> None:
    plans = planned("beta", "--target", "high", "--as-of", "2015-06-30")["plans"]
    assert plans[0]["changes"][0]["example"] == {"forum": "alpha", "value": "verbatim", "sources": ["site", "book"]}  # type: ignore[index]


def test_a_target_that_is_reached_costs_nothing() -> None:
    plans = planned("alpha", "--target", "middle")["plans"]
    assert [(item["cost"], item["changes"]) for item in plans] == [(0, [])]  # type: ignore[attr-defined]
    assert "reached already. Nothing to do: cost 0." in toy("plan", "alpha", "--target", "middle").stdout


def test_a_criterion_may_be_the_aim() -> None:
    report = planned("beta", "--target", "answer=100", "--as-of", "2015-06-30")
    assert report["target"] == {"node": "answer", "band": None, "score": 100, "strictly": False}
    assert report["plans"][0]["score"]["low"] == 100  # type: ignore[index]


@pytest.fixture
def priced(tmp_path: Path) -> Path:
    """The toy data with classes of costs; its minutes cannot change."""
    folder = tmp_path / "data"
    shutil.copytree(TOY, folder)
    book = folder / "criteria/codebook.yaml"
    lines = [
        line[:-1] + (", fixed: It is not for us." if line.startswith("minutes") else ", cost: easy") + "}"
        for line in book.read_text(encoding="utf-8").splitlines()
    ]
    book.write_text("\n".join(lines) + "\n", encoding="utf-8")
    easy = "{id: easy, label: Easy, cost: 3, meaning: Anyone can.}"
    (folder / "criteria/costs.yaml").write_text(f"classes: [{easy}]\n", encoding="utf-8")
    return folder


def test_costs_come_from_the_data_and_from_the_command_line(priced: Path) -> None:
    assert planned("alpha", "--target", "high", data=priced)["plans"][0]["cost"] == 3  # type: ignore[index]
    assert planned("alpha", "--target", "high", "--costs", "easy=7", data=priced)["plans"][0]["cost"] == 7  # type: ignore[index]


def test_what_is_fixed_and_what_cap_holds_are_named_where_a_target_is_out_of_reach(priced: Path) -> None:
    done = run("plan", "beta", "--target", "high", "--as-of", "2015-06-30", "--framework", "toy", data=priced)
    assert done.returncode == 2
    assert "cap silent of toy holds" in done.stderr
    assert "fixed: minutes (It is not for us)" in done.stderr
    assert "[GA606]" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "hihg"), 'did you mean "high"?'),
        (("--target", "ansver=50"), 'did you mean "answer"?'),
        (("--target", "answer=high"), "for answer has no bands"),
        (("--target", "high", "--costs", "treaty=2"), "the data have none"),
        (("--target", "high", "--as-of", "2009-06-30", "--budget", "0"), "expected a budget of at least"),
    ],
)
def test_mistakes_are_told(arguments: tuple[str, ...], said: str) -> None:
    done = toy("plan", "alpha", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_forum_that_has_ended_is_not_planned_for() -> None:
    assert "had ended (2020-01-01)" in toy("plan", "beta", "--target", "high").stderr


@pytest.mark.parametrize("style", ["terminal", "csv", "markdown", "latex"])
def test_every_run_gives_the_same_bytes(style: str) -> None:
    first, second = (toy("plan", "gamma", "--target", "high", "--format", style).stdout for _ in range(2))
    assert first == second != ""


def test_a_cost_that_names_no_class_is_refused(priced: Path) -> None:
    edit(priced / "criteria/costs.yaml", "id: easy", "id: cheap")
    assert "[GA521]" in run("check", data=priced).stderr + run("check", data=priced).stdout
