"""The portable suite, run with this engine; and the suite itself: valid, and able to fail in every place."""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema
import pytest
import yaml

from .runner import FILES, FOLDER, OWN, Data, all_cases, answers, compare, expectations, failures

SCHEMA = json.loads((FOLDER / "schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FILES)
def test_the_engine_conforms(name: str) -> None:
    assert failures(FILES[name]) == []


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_valid_against_the_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(plain(FILES[name]), SCHEMA)


@pytest.mark.parametrize("name", FILES)
def test_a_reader_of_yaml_1_1_reads_the_same(name: str) -> None:
    """Nothing turns into a date, an octal number or a truth value there."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert json.dumps(yaml.safe_load(text)) == json.dumps(plain(FILES[name]))


def test_the_schema_refuses_what_means_nothing() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    good = {"rule": {"open": True}, "cases": [{"facts": {}, "truth": "unknown"}]}
    file = {"title": "T", "codebook": {"open": {"type": "boolean"}}, "tests": [{"id": "x", **good}]}
    assert validator.is_valid(file)
    for bad in (
        {**good, "id": "x", "indicator": {"levels": []}},
        {"id": "x", "cases": good["cases"]},
        {**good, "id": "Not An Id"},
        {**good, "id": "x", "cases": []},
        {**good, "id": "x", "cases": [{"facts": {}}]},
        {**good, "id": "x", "cases": [{"facts": {}, "truth": "maybe"}]},
        {**good, "id": "x", "cases": [{"facts": {}, "low": 3}]},
        {"id": "x", "indicator": {"levels": []}, "cases": [{"facts": {}, "low": "many"}]},
        {"id": "x", "framework": {"id": "root"}, "cases": [{"facts": {}, "nodes": {"root": {"lwo": 3}}}]},
        {"id": "x", "fact": "open", "statements": [], "cases": [{"day": "2020", "knowledge": "uncoded"}]},
    ):
        assert not validator.is_valid({**file, "tests": [bad]}), bad


def test_ids_are_used_once_and_the_readme_counts_the_cases() -> None:
    ids = [f"{name}/{test['id']}" for name, file in FILES.items() for test in file["tests"]]
    assert len(set(ids)) == len(ids)
    readme = (FOLDER.parent / "README.md").read_text(encoding="utf-8")
    assert f"as {len(all_cases())} cases that" in readme


def test_every_file_stands_in_the_readme_of_the_suite() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\((\S+)\.yaml\)", readme)) == set(FILES)


def test_every_case_expects_something_and_no_case_stands_twice() -> None:
    seen = set()
    for name, _, test, case in all_cases():
        assert list(expectations(case)), case
        told = json.dumps({k: v for k, v in case.items() if k != "note"}, sort_keys=True, default=str)
        key = (name, test["id"], told)
        assert key not in seen, key
        seen.add(key)


def others(value: Any) -> Iterator[Any]:
    """Expectations that differ from this one."""
    match value:
        case bool():
            yield from (not value, "unknown")
        case "unknown":
            yield from (True, False)
        case None:
            yield 0
        case int() | Decimal():
            yield from (value + Decimal("1e-15"), None)
        case str():
            number = value.lstrip("-").replace("/", "").replace(".", "").isdigit()
            yield str(Fraction(value) + Fraction(1, 10**30)) if number else f"{value}-other"
        case list():
            yield [*value, "other"]
            yield from (value[:i] + value[i + 1 :] for i in range(len(value)))
            yield from ([value[::-1]] if len(set(map(str, value))) > 1 else [])
        case {"contested": values}:
            yield from ("uncoded", {"contested": values[::-1]}, values[0])


def altered(case: Data) -> Iterator[Data]:
    """The case with one expectation changed, in every way."""
    for key, value in case.items():
        if isinstance(value, dict) and key not in {"facts", "knowledge"}:
            yield from ({**case, key: inner} for inner in altered(value))
        elif key not in OWN:
            yield from ({**case, key: other} for other in others(value))


@pytest.mark.parametrize("name", FILES)
def test_every_single_expectation_can_fail(name: str) -> None:
    """Change any one number, word, truth value or list that a case expects, and the case fails."""
    for test in FILES[name]["tests"]:
        for case in test["cases"]:
            found, changed = answers(FILES[name], test, case), list(altered(case))
            assert len(changed) >= len(list(expectations(case)))
            for other in changed:
                assert compare(test, other, found), other


def plain(value: Any) -> Any:
    """Parsed data as a reader of JSON has it."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case bool() | int() | str() | None:
            return value
        case _:
            return float(value)
