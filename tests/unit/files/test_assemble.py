"""One tree out of several files, and templates repeated."""

from typing import Any

import pytest

from govaudit.files.assemble import assemble
from govaudit.problems import Code, GovauditError


def no_files(name: str, node: tuple[str | int, ...]) -> tuple[str, dict[str, Any]]:
    raise AssertionError((name, node))


def test_a_template_is_repeated_and_its_places_are_kept() -> None:
    tree = assemble(
        "f.yaml",
        {
            "indicators": [
                {"id": "first"},
                {"each": {"set": ["a", "b"], "slot": ["x"]}, "id": "{set}-{slot}", "when": {"{set}": True}},
                {"id": "last"},
            ]
        },
        no_files,
    )
    assert [item["id"] for item in tree.data["indicators"]] == ["first", "a-x", "b-x", "last"]
    assert tree.data["indicators"][2]["when"] == {"b": True}
    assert tree.origin(("indicators", 2, "id")) == ("f.yaml", ("indicators", 1, "id"))
    assert tree.origin(("indicators", 3, "id")) == ("f.yaml", ("indicators", 2, "id"))
    assert tree.origin(("indicators", 0)) == ("f.yaml", ("indicators", 0))


def test_templates_nest() -> None:
    data = {
        "criteria": [
            {
                "each": ["a", "b"],
                "id": "c-{each}",
                "indicators": [{"each": {"slot": [1, 2]}, "id": "{each}-{slot}-{other}"}],
            }
        ]
    }
    tree = assemble("f.yaml", data, no_files)
    assert [item["id"] for group in tree.data["criteria"] for item in group["indicators"]] == [
        "a-1-{other}",
        "a-2-{other}",
        "b-1-{other}",
        "b-2-{other}",
    ]
    assert tree.origin(("criteria", 1, "indicators", 1, "id")) == ("f.yaml", ("criteria", 0, "indicators", 0, "id"))


@pytest.mark.parametrize("each", [[], "word", {"a": []}, [{"x": 1}]])
def test_a_template_needs_words(each: Any) -> None:
    with pytest.raises(GovauditError) as caught:
        assemble("f.yaml", {"indicators": [{"each": each, "id": "x"}]}, no_files)
    assert [(problem.code, problem.node) for problem in caught.value.problems] == [
        (Code.WRONG_TYPE, ("indicators", 0, "each"))
    ]


def test_templates_are_bounded() -> None:
    words = [str(number) for number in range(200)]
    with pytest.raises(GovauditError) as caught:
        assemble(
            "f.yaml",
            {"indicators": [{"each": {"a": words, "b": words, "c": words, "d": words, "e": words}, "id": "{a}-{b}"}]},
            no_files,
        )
    assert caught.value.problems[0].code is Code.TOO_LARGE
