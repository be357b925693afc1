"""One tree out of several files, and templates repeated."""

from typing import Any

import pytest

from govaudit.files.assemble import Tree, assemble, expand, expand_keys
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


def told(error: GovauditError) -> tuple[Code, str, Any, str, str]:
    (problem,) = error.problems
    return problem.code, problem.document, problem.node, problem.message, problem.hint


@pytest.mark.parametrize(
    ("each", "found"),
    [("word", '"word"'), ([], "a list"), ({"a": ["x"], "b": "y"}, "a mapping"), (["a", 0.5], "a list"), (None, "nothing")],
)  # fmt: skip
def test_what_is_no_list_of_words_is_told_where_it_stands(each: Any, found: str) -> None:
    with pytest.raises(GovauditError) as caught:
        expand("f.yaml", {"a": [{"each": ["x", "y"], "b": [{"id": 1}, {"each": each}]}]})
    message = f"expected a list of words, or {{name: list of words}}; found {found}"
    assert told(caught.value) == (Code.WRONG_TYPE, "f.yaml", ("a", 0, "b", 1, "each"), message, "")


def test_a_template_may_be_repeated_so_often_and_no_more() -> None:
    def made(most: int) -> list[Any]:
        found: list[Any] = expand("f.yaml", {"a": [{"id": "first"}, {"each": list(range(most)), "id": "{each}"}]}).data[
            "a"
        ]
        return found

    assert [made(20_000)[index]["id"] for index in (0, 1, 20_000)] == ["first", "0", "19999"]
    with pytest.raises(GovauditError) as caught:
        made(20_001)
    message = "expected at most 20000 repeated entries; found more"
    assert told(caught.value) == (Code.TOO_LARGE, "f.yaml", ("a", 1), message, "")


def test_a_criterion_of_its_own_file_is_placed_there_but_for_what_is_said_of_it_here() -> None:
    def include(name: str, node: tuple[str | int, ...]) -> tuple[str, dict[str, Any]]:
        assert (name, node) == ("one", ("criteria", 1, "file"))
        return "one.yaml", {"id": "one", "weight": 1, "parts": [{"each": ["a", "b"], "id": "{each}"}, {"id": "c"}]}

    data = {"id": "f", "criteria": [{"id": "zero"}, {"file": "one", "weight": 2}, "odd"]}
    tree = assemble("f.yaml", data, include)
    parts = [{"id": "a"}, {"id": "b"}, {"id": "c"}]
    assert tree.data == {"id": "f", "criteria": [{"id": "zero"}, {"id": "one", "weight": 2, "parts": parts}, "odd"]}
    assert data["criteria"][1] == {"file": "one", "weight": 2}
    places = {
        (): ("f.yaml", ()),
        ("criteria", 0, "id"): ("f.yaml", ("criteria", 0, "id")),
        ("criteria", 1): ("one.yaml", ()),
        ("criteria", 1, "id"): ("one.yaml", ("id",)),
        ("criteria", 1, "weight"): ("f.yaml", ("criteria", 1, "weight")),
        ("criteria", 1, "parts", 1, "id"): ("one.yaml", ("parts", 0, "id")),
        ("criteria", 1, "parts", 2, "id"): ("one.yaml", ("parts", 1, "id")),
        ("criteria", 2): ("f.yaml", ("criteria", 2)),
    }
    assert {node: tree.origin(node) for node in places} == places
    assert assemble("f.yaml", {"criteria": "none"}, no_files).data == {"criteria": "none"}
    assert assemble("f.yaml", {"id": 1}, no_files).data == {"id": 1}


def test_a_place_that_is_added_later_is_known_too() -> None:
    tree = Tree({}, [((), "f.yaml", ())])
    assert tree.origin(("a", "b")) == ("f.yaml", ("a", "b"))
    tree.origins += [(("a",), "g.yaml", ("x",)), (("a",), "h.yaml", ())]  # of two the first counts
    assert tree.origin(("a", "b")) == ("g.yaml", ("x", "b"))
    assert tree.origin(("b",)) == ("f.yaml", ("b",))


def test_words_are_filled_into_texts_keys_and_lists_and_nothing_else() -> None:
    entry = {"each": {"a": ["x"], "b-2": [7]}, "{a}": ["{b-2}", 1, None, "{A}{ a}{a }{}", {"{a}{a}": "{c}"}]}
    assert expand("f.yaml", {"l": [entry]}).data == {"l": [{"x": ["7", 1, None, "{A}{ a}{a }{}", {"xx": "{c}"}]}]}
    assert expand("f.yaml", {"each": ["x"], "{each}": "{each}"}).data == {"each": ["x"], "{each}": "{each}"}


def test_a_key_with_each_is_repeated_and_placed() -> None:
    facts = {
        "one": {"id": 1},
        "{a}-{b}": {"each": {"a": ["x", "y"], "b": ["z"]}, "of": "{a}"},
        "two": [2],
        "three": "each",
    }
    tree = expand_keys("f.yaml", facts)
    assert tree.data == {"one": {"id": 1}, "x-z": {"of": "x"}, "y-z": {"of": "y"}, "two": [2], "three": "each"}
    assert list(tree.data) == ["one", "x-z", "y-z", "two", "three"]
    assert tree.origin(("y-z", "of")) == ("f.yaml", ("{a}-{b}", "of"))
    assert tree.origin(("two", 0)) == ("f.yaml", ("two", 0))


@pytest.mark.parametrize(
    ("data", "code", "node", "message", "hint"),
    [
        ({"x": {}, "{each}": {"each": ["x"]}}, Code.DUPLICATE_KEY, ("{each}",), 'expected each key once; found "x" again', "every word of `each` stands in the key, in braces"),
        ({"x": {"each": ["a", "b"]}}, Code.DUPLICATE_KEY, ("x",), 'expected each key once; found "x" again', "every word of `each` stands in the key, in braces"),
        ({"x": {"each": 1}}, Code.WRONG_TYPE, ("x", "each"), "expected a list of words, or {name: list of words}; found 1", ""),
    ],
)  # fmt: skip
def test_keys_that_cannot_be_repeated_are_told(data: Any, code: Code, node: Any, message: str, hint: str) -> None:
    with pytest.raises(GovauditError) as caught:
        expand_keys("f.yaml", data)
    assert told(caught.value) == (code, "f.yaml", node, message, hint)
