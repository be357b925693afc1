"""Criteria that are wrong in each way of section B4 of the catalogue, played to `check` over the toy: refused at their line, or warned of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from govaudit.problems import Code, Problem
from tests.badinputs.test_badinputs import TOY, check

RECORDS, WHOLE = "criteria/toy/records.yaml", "criteria/toy/framework.yaml"
WEIGHT = ("{file: records, weight: 2}", "{file: records, weight: %s}")


def weighed(word: str) -> tuple[str, str, str]:
    return WHOLE, WEIGHT[0], WEIGHT[1] % word


def rule(text: str) -> tuple[str, str, str]:
    return RECORDS, "when: {minutes: verbatim}", f"when: {text}"


WRONG: dict[str, tuple[tuple[str, str, str], Code]] = {
    "R03 deep": (rule("{not: " * 40 + "{minutes: none}" + "}" * 40), Code.TOO_DEEP),
    "R03 many": (rule("{any: [" + ", ".join(["{minutes: none}"] * 20_500) + "]}"), Code.RULE_TOO_LARGE),
    "R04": (rule("{minutes: {matches: '(a+)+$'}}"), Code.BAD_RULE),
    "R05": (rule("{minuets: verbatim}"), Code.UNKNOWN_FACT),
    "R06": ((RECORDS, "id: tongues", "id: asks"), Code.DUPLICATE_ID),
    **{f"R07 {word}": (weighed(word), Code.BAD_WEIGHT) for word in ("-1", '"3"', "1e999", "true", "[2]", "1_0", "0x2", "three")},
    "R07 .nan": (weighed(".nan"), Code.NON_FINITE),
    "R07 .inf": (weighed(".inf"), Code.NON_FINITE),
    **{f"share {word}": ((WHOLE, "title: A toy framework", f"title: T\nmin-coverage: {word}"), Code.BAD_NUMBER) for word in ("2", "-1", "1e9")},
    "R08": ((WHOLE, "{file: records, weight: 2}\n  - id: answer", "{file: records, weight: 0}\n  - id: answer\n    weight: 0"), Code.EMPTY_GROUP),
    "R09": (rule("{all: [{minutes: verbatim}, {minutes: none}]}"), Code.UNREACHABLE_LEVEL),
    "R10": (rule("{minutes: {at-least: 3}}"), Code.BAD_VALUE),
    "P21 a path": ((WHOLE, "file: records", "file: ../../evil"), Code.UNKNOWN_NAME),
    "P21 an address": ((WHOLE, "file: records", 'file: "https://example.org/x"'), Code.UNKNOWN_NAME),
    "P21 the root": ((WHOLE, "file: records", "file: /etc/passwd"), Code.UNKNOWN_NAME),
}  # fmt: skip


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TOY, tmp_path / "data"))


def found(data: Path, edit: tuple[str, str, str]) -> list[Problem]:
    name, old, new = edit
    path = data / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [problem for problem in check(data) if problem.document.startswith("criteria/toy/")]


@pytest.mark.parametrize("case", WRONG)
def test_wrong_criteria_are_refused_at_their_line(case: str, data: Path) -> None:
    edit, code = WRONG[case]
    problems = found(data, edit)
    assert code in {problem.code for problem in problems}, problems
    assert all(problem.line for problem in problems if problem.code is code)


def test_r12_a_title_is_printed_as_written(data: Path) -> None:
    """What stands in a title is no template, no markup and no format."""
    assert found(data, (WHOLE, "title: Answering", 'title: "{{ 7*7 }} {0} %s $HOME [red]x[/]"')) == []
