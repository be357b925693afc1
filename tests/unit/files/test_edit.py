"""Changes of one place: what was meant is there, and every other byte is as it was."""

import pytest

from govaudit.files.edit import append, remove, rename
from govaudit.files.yaml import parse
from govaudit.problems import Code, GovauditError

TEXT = """\
# head
facts: # none yet
  # a question
list:
  - {x: 1} # first
  - x: >-
      some
      text

# tail
none: []
nothing: {}
"""


def test_an_entry_goes_to_the_end_of_its_list_and_comments_stay() -> None:
    assert append(TEXT, ("list",), "- {x: 3}") == TEXT.replace("      text\n", "      text\n  - {x: 3}\n")


def test_a_block_text_ends_where_the_next_line_begins() -> None:
    text = "list:\n  - |\n    some\n    text\nnext: 1\n"
    assert append(text, ("list",), "- more") == text.replace("next", "  - more\nnext")
    assert append(text + "last:\n  - >\n    some\n", ("last",), "- more").endswith("    some\n  - more\n")


@pytest.mark.parametrize(
    ("path", "entry", "old", "new"),
    [
        ("facts", "a:\n  - 1", "facts: # none yet\n", "facts: # none yet\n  a:\n    - 1\n"),
        ("none", "- 1", "none: []\n", "none:\n  - 1\n"),
        ("nothing", "k: 1", "nothing: {}\n", "nothing:\n  k: 1\n"),
    ],
)
def test_an_empty_list_or_mapping_is_opened(path: str, entry: str, old: str, new: str) -> None:
    assert append(TEXT, (path,), entry) == TEXT.replace(old, new)


def test_a_key_is_added_to_the_whole() -> None:
    assert append(TEXT, (), "more: 1") == TEXT + "more: 1\n"
    assert append("a: 1", (), "more: 1") == "a: 1\nmore: 1\n"


def test_line_ends_and_a_byte_order_mark_are_kept() -> None:
    windows = "\ufeff" + TEXT.replace("\n", "\r\n")
    assert append(windows, ("list",), "- {x: 3}") == "\ufeff" + append(TEXT, ("list",), "- {x: 3}").replace(
        "\n", "\r\n"
    )
    assert rename(windows, 2, 1, "facts", "farce") == windows.replace("facts", "farce")
    assert rename(windows, 1, 3, "head", "tail") == windows.replace("# head", "# tail")


@pytest.mark.parametrize("text", ["a: [{x: 1}]\n", "a: {x: 1}\n", "a: word\n"])
def test_what_stands_on_one_line_is_left_to_people(text: str) -> None:
    with pytest.raises(GovauditError) as caught:
        append(text, ("a",), "- 1")
    assert [problem.code for problem in caught.value.problems] == [Code.CANNOT_EDIT]
    assert "$.a" in caught.value.problems[0].message


def test_an_entry_is_taken_out_with_its_lines_and_the_last_leaves_an_empty_list() -> None:
    once = remove(TEXT, ("list", 1))
    assert once == TEXT.replace("  - x: >-\n      some\n      text\n", "")
    assert parse(remove(once, ("list", 0)))["list"] == []
    with pytest.raises(GovauditError):
        remove("list: [1, 2]\n", ("list", 0))


def test_a_name_is_put_in_the_place_of_another_plain_or_quoted() -> None:
    assert rename("a: {x: 1}\n", 1, 5, "x", "why") == "a: {why: 1}\n"
    assert rename("a: {'x': 1}\n", 1, 5, "x", "why") == "a: {'why': 1}\n"
    with pytest.raises(GovauditError):
        rename("a: {x: 1}\n", 1, 5, "y", "why")
