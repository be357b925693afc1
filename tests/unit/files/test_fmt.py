"""One layout: nothing moves, nothing is lost, nothing else is said."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from govaudit.files.fmt import formatted
from govaudit.files.root import shipped_root
from govaudit.files.yaml import parse
from govaudit.problems import GovauditError

ROOT = shipped_root()
TOY = Path(__file__).parents[2] / "toy"
FILES = [
    path for folder in (ROOT / "criteria", ROOT / "forums", ROOT / "claims", TOY) for path in folder.rglob("*.yaml")
]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a:   { b: 1,c: [ d ,e ],  f :  g }   \n", "a: {b: 1, c: [d, e], f: g}\n"),
        ("a: 1", "a: 1\n"),
        ("\ufeffa: 1\r\nb: 2\r\n", "a: 1\nb: 2\n"),
        ("a: 1\n\n\n\n# comment  \nb: 2\n\n\n", "a: 1\n\n# comment\nb: 2\n"),
        ("a:     b   # why\n", "a: b   # why\n"),
        ("on: no\nat: 12:30\nn: 0777\nm: 1_000\nv: =\n", 'on: "no"\nat: "12:30"\nn: "0777"\nm: "1_000"\nv: "="\n'),
        ("a: 'no'\nb: [yes, on]\nc: 2016-06-30\nd: 1.50\n", 'a: \'no\'\nb: ["yes", "on"]\nc: 2016-06-30\nd: 1.50\n'),
        ("a: [\n  b,   c,\n  d ]\n", "a: [\n  b, c,\n  d]\n"),
        ("- a\n", None),
    ],
)
def test_blanks_line_ends_and_quotation_marks(written: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(GovauditError):
            formatted(written)
    else:
        assert formatted(written) == meant


DATA = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n"), max_size=12)
    | st.sampled_from(["no", "1:30", "0777", "a, b", "- x", "x: y", "# x", "é", "", " ", "'", '"']),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcde"), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.dictionaries(st.sampled_from("xyz"), DATA, min_size=1),
    st.booleans(),
    st.integers(20, 200),
    st.sampled_from([None, "|", ">", '"', "'"]),
)
def test_what_is_said_is_the_same_and_twice_is_once(
    data: dict[str, object], flow: bool, width: int, style: str | None
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, width=width, default_style=style, allow_unicode=True)
    once = formatted(text)
    assert parse(once) == parse(text)
    assert formatted(once) == once
    assert formatted(text.rstrip("\n")) is not None


TEXTS = "a: |\n  one  \n\n\n\n  two\nb: 'x\n\n\n\n  y'\nc: 3   \n"


def test_blanks_and_empty_lines_inside_a_text_are_what_it_says() -> None:
    assert formatted(TEXTS) == TEXTS.replace("c: 3   ", "c: 3")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
        ("a: >+\n\n\n", "a: >+\n\n\n"),
        ("a: |+\n  x\n   \n  \n", "a: |+\n  x\n   \n  \n"),
        ("a: |+\n  x\n\n# why\n\n\n", "a: |+\n  x\n\n# why\n"),
        ("a: |\n  x\n\n\n", "a: |\n  x\n"),
        ("a: >-\n\n\n\n", "a: >-\n"),
        ("a: >-\n  x", "a: >-\n  x\n"),
        ("a: |\n  x", "a: |\n  x"),
    ],
)
def test_empty_lines_after_the_last_text_stay_only_where_they_are_part_of_it(written: str, meant: str) -> None:
    assert formatted(written) == meant
    assert formatted(meant) == meant


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_spoilt_file_is_as_it_was_again(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text
    spoilt = text.replace("\n", "  \r\n") if "|" not in text and ">" not in text else text.replace("\n", "\r\n")
    assert formatted(spoilt) == text


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_other_readers_take_no_text_for_something_else(path: Path) -> None:
    """What YAML 1.1 reads as true, false or a number is so here as well; only dates may differ."""
    text = path.read_text(encoding="utf-8")
    theirs = list(leaves(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))))
    for ours, other in zip(leaves(parse(text)), theirs, strict=True):
        assert isinstance(ours, str) <= (not isinstance(other, bool | int | float)), (ours, other)


def leaves(data: object) -> list[object]:
    if isinstance(data, dict):
        return [leaf for value in data.values() for leaf in leaves(value)]
    if isinstance(data, list):
        return [leaf for value in data for leaf in leaves(value)]
    return [data]
