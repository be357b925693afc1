"""Strict YAML: what is read and as what, what is refused and where, and that nothing else can happen."""

import json
from decimal import Decimal
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from govaudit.files.yaml import Places, head, parse, places
from govaudit.problems import GovauditError, Path, Problem


def refused(text: str) -> Problem:
    with pytest.raises(GovauditError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    return problem


def typed(value: object) -> tuple[type, object]:
    """A value with its type, since 1 == True == Decimal(1)."""
    return type(value), value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nULL", "nULL"),
        ("true", True), ("True", True), ("TRUE", True), ("tRUE", "tRUE"), ("false", False), ("False", False), ("FALSE", False),
        ("no", "no"), ("Yes", "Yes"), ("on", "on"), ("y", "y"),
        ("0", 0), ("-0", 0), ("+7", 7), ("-12", -12), ("9" * 18, 10**18 - 1), ("-" + "9" * 18, 1 - 10**18),
        ("0777", "0777"), ("-012", "-012"), ("0x1F", "0x1F"), ("0o17", "0o17"), ("1_000", "1_000"),
        ("22:22", "22:22"), ("2024-02-30", "2024-02-30"), ("2024-02-30T10:00:00Z", "2024-02-30T10:00:00Z"),
        ("0.1", Decimal("0.1")), (".5", Decimal("0.5")), ("5.", Decimal(5)), ("-1.50", Decimal("-1.50")),
        ("1e3", Decimal(1000)), ("1.5E-999", Decimal("1.5E-999")), ("1.2.3", "1.2.3"), ("٣", "٣"), ("=", "="),
        ("'1'", "1"), ('"true"', "true"), ('"\\u00e9\\t"', "é\t"), ("|\n  no\n", "no\n"), (">\n  a\n  b\n", "a b\n"),
    ],
)  # fmt: skip
def test_a_scalar_is_read_by_the_core_schema(written: str, value: object) -> None:
    assert typed(parse(f"a: {written}\n")["a"]) == typed(value)


def test_decimals_are_exact() -> None:
    for number in ("0.1000000000000000055", f"1.{'9' * 35}"):
        assert str(parse(f"a: {number}\n")["a"]) == number


@pytest.mark.parametrize(
    ("text", "slug", "line", "column"),
    [
        ("", "empty", 1, 1), ("# only\n---\n", "empty", 1, 1), ("- a\n", "not-a-mapping", 1, 1),
        ("text\n", "not-a-mapping", 1, 1), ("<html><p>404</p></html>\n", "not-a-mapping", 1, 1),
        ("a: &x\n  - *x\n", "alias", 2, 5), ("a: 1\nb: &x 2\n", "alias", 2, 4), ("a: *nope\n", "alias", 1, 4),
        ("&x a: 1\n", "alias", 1, 1), ("a: 1\n*b : 2\n", "alias", 2, 1),
        ("a: !mine 1\n", "tag", 1, 4), ("a: ! 1\n", "tag", 1, 4), ("a: !!binary aGk=\n", "tag", 1, 4),
        ("a: 1\n!!str b: 2\n", "tag", 2, 1), ("a: !x!y 1\n", "tag", 1, 4), ("!!map {a: 1}\n", "tag", 1, 1),
        ("a: 1\n<<: {b: 2}\n", "merge", 2, 1), ("%YAML 1.2\n---\na: 1\n", "directive", 1, 1),
        ("a: 1\n---\nb: 1\n", "multi-document", 2, 1), ("a: 1\n...\n---\nb: 1\n", "multi-document", 3, 1),
        ("a: 1\nb:\n  c: 1\n  c: 2\n", "duplicate-key", 4, 3), ("a: 1\n'a': 2\n", "duplicate-key", 2, 1),
        ("1: a\n", "bad-key", 1, 1), ("{1: a, 1.0: b, true: c}\n", "bad-key", 1, 2), ("-1.5e3: a\n", "bad-key", 1, 1),
        ("a: 1\n~: 2\n", "bad-key", 2, 1), ("a: {~: 1}\n", "bad-key", 1, 5), ("? [a]\n: 1\n", "bad-key", 1, 3),
        ("{a: 1}: 2\n", "bad-key", 1, 1), ("a: 1\na\u200b: 2\n", "bad-key", 2, 1), ("k" * 257 + ": 1\n", "bad-key", 1, 1),
        ('"a\\u00ad": 1\n', "bad-key", 1, 1),
        ("a: .nan\n", "non-finite", 1, 4), ("a: [1, -.INF]\n", "non-finite", 1, 8), ("a: " + "9" * 19, "big-int", 1, 4),
        ("a: b\x1b[0m\n", "control-char", 1, 5), ("a: 1\nb: x\rc\n", "control-char", 2, 5), ("a: \x85\n", "control-char", 1, 4),
        ("a: \x7f\n", "control-char", 1, 4), ("a: \ud800\n", "control-char", 1, 4), ("a: \uffff\n", "control-char", 1, 4),
        ('a: "\\r\\n"\n', "control-char", 1, 4), ('a: 1\nb: "\\x9b"\n', "control-char", 2, 4), ('a: "\\N"\n', "control-char", 1, 4),
        ('a: "\\uFFFE"\n', "control-char", 1, 4), ('"\\e": 1\n', "control-char", 1, 1),
        ("a: x\u202ey\n", "bidi", 1, 5), ('a: "\\u2066"\n', "bidi", 1, 4), ("# \u2069\na: 1\n", "bidi", 1, 3),
        ('a: "\\ud800"\n', "syntax", 1, None), ("a:\n\tb: 1\n", "syntax", 2, 1), ("a: b: c\n", "syntax", 1, 5),
        ("a: [1\n", "syntax", None, None), ("a: @b\n", "syntax", 1, 4), ('a: "\\q"\n', "syntax", 1, None),
        ("a: " + "x" * 65_537 + "\n", "too-large", 1, 4),
    ],
)  # fmt: skip
def test_what_is_refused_has_a_class_and_a_place(text: str, slug: str, line: int | None, column: int | None) -> None:
    problem = refused(text)
    assert problem.code.slug == slug
    assert line is None or problem.line == line
    assert column is None or problem.column == column
    assert problem.message.startswith("expected ")


NO_TABS = "indent with blanks, not with tabs"
OUT = "write the value out where it is needed"
WELL = "well-formed YAML; found"
CANNOT_START = f"{WELL} character that cannot start any token"
KEY, TEXT_KEY = "a key of 1 to 256 visible characters; found", "a key that is text; found"
EMPTY_CELL = "what an empty cell of a table means is said by `empty`"
CONFLICT = "a merge conflict is left in the file"
COLON = "quote text that has a colon and a blank in it"
SAID = {
    "": ("empty 1:1", "data; found an empty file", ""),
    "---\n&a\n": ("empty 1:1", "data; found an empty file", ""),
    "---\n''\n": ("not-a-mapping 2:1", "keys and values; found a single value", ""),
    "\n- a\n": ("not-a-mapping 2:1", "keys and values; found a list", ""),
    "---\n!!null\n": ("tag 2:1", 'no tag; found "tag:yaml.org,2002:null"', "quote the value if it must be text"),
    "a: [1, !x 2]\n": ("tag 1:8", 'no tag; found "!x"', "quote the value if it must be text"),
    "a: !x!y 1\n": ("tag 1:4", f"{WELL} undefined tag handle", ""),
    "a: &x 1\nb: &y 2\n": ("alias 1:4", "no anchor; found one", OUT),
    "a: 1\nb: {c: *x}\n": ("alias 2:8", "no alias; found one", OUT),
    "a: 1\n<<: {b: 2}\n": ("merge 2:1", "no merge key; found <<", "write the keys out where they are needed"),
    "a: 1\n\n%x\n": ("directive 3:1", "no directive; found one", "leave out the lines that begin with %"),
    "a: 1\n---\nb: 1\n": ("multi-document 2:1", "one document; found a second", "leave out the line `---`"),
    "a: 1\nb: 2\na: 3\n": ("duplicate-key 3:1", 'each key once; found "a" again, first on line 1', ""),
    "a: 1\n.5: 2\n": ("bad-key 2:1", f"{TEXT_KEY} .5", "quote it"),
    ".inf: 1\n": ("bad-key 1:1", f"{TEXT_KEY} .inf", "quote it"),
    "null: 1\n": ("bad-key 1:1", f"{TEXT_KEY} null", "quote it"),
    "'1': 1\n\"2\": {1: 1}\n": ("bad-key 2:7", f"{TEXT_KEY} 1", "quote it"),
    "{a: 1}: 2\n": ("bad-key 1:1", f"{TEXT_KEY} a list or a mapping", ""),
    "'': 1\n": ("bad-key 1:1", f'{KEY} ""', EMPTY_CELL),
    f"{'k' * 257}: 1\n": ("bad-key 1:1", f'{KEY} "{"k" * 39}…"', ""),
    "a: 1\nb:\n  a\ufe0f: 1\n": ("bad-key 3:3", f'{KEY} "a\ufe0f"', ""),
    "a: -.INF\n": ("non-finite 1:4", "a finite number; found -.INF", ""),
    f"a: -{'9' * 19}\n": ("big-int 1:4", "a number of at most 18 digits; found 19", ""),
    f"a: 1.{'9' * 36}\n": ("big-int 1:4", "a number of at most 36 digits; found more", ""),
    f"a: '{'x' * 65_537}'\n": ("too-large 1:4", "at most 65536 characters; found 65537", ""),
    f"a: {'[' * 32}{']' * 32}": ("too-deep 1:35", "at most 32 levels of nesting; found more", ""),
    f"a:\n  {'[' * 2000}": ("too-deep 2:1002", "at most 32 levels of nesting; found more", ""),
    "a: |\n  b\n  \x1b\n": ("control-char 3:3", "no control character; found U+001B", ""),
    'a: "\\t\\n\\x07"\n': ("control-char 1:4", "no control character; found U+0007", ""),
    "\n\x07a: 1\n": ("control-char 2:1", "no control character; found U+0007", ""),
    "a: 1\n\ufeffb: 2\n": ("control-char 2:1", "no control character; found U+FEFF", ""),
    "a: 1\nb: x\u2069\n": ("bidi 2:5", "no control character; found U+2069", ""),
    "a: @b\n": ("syntax 1:4", CANNOT_START, ""),
    "a: 1\nb: [1": ("syntax 2:6", f"{WELL} did not find expected ',' or ']'", ""),
    "a: 1\nb: 2\nc: [1, 2": ("syntax 3:9", f"{WELL} did not find expected ',' or ']'", ""),
    "a: [1\n": ("syntax 2:1", f"{WELL} did not find expected ',' or ']'", ""),
    "a: 1\nb: 'x\nc: 2\n": ("syntax 2:4", f"{WELL} unexpected end of stream", ""),
    "a:\n\tb: 1\n": ("syntax 2:1", CANNOT_START, NO_TABS),
    "a:\n \tb: 1\n": ("syntax 2:2", CANNOT_START, NO_TABS),
    "a: b: c\n": ("syntax 1:5", f"{WELL} mapping values are not allowed in this context", COLON),
    'a: "\\ud83d\\ude00"\n': (
        "syntax 1:7", f"{WELL} invalid Unicode character escape code", "write the character itself: YAML has no surrogate pairs"
    ),
    **{
        f"a: 1\n{sign * 7} x\nb: [\n": (f"syntax {end}", f"{WELL} could not find expected ':'", CONFLICT)
        for sign, end in {"<": "3:1", "=": "3:1"}.items()
    },
    "a: 1\n>>>>>>> x\n": ("syntax 2:2", f"{WELL} did not find expected comment or line break", CONFLICT),
}  # fmt: skip


@pytest.mark.parametrize("text", SAID, ids=lambda text: repr(text[:24]))
def test_what_is_refused_is_told_to_the_letter(text: str) -> None:
    problem = refused(text)
    place, message, hint = SAID[text]
    said = f"{problem.code.slug} {problem.line}:{problem.column}", problem.message, problem.hint
    assert said == (place, f"expected {message}", hint)


def test_keys_are_text() -> None:
    text = (
        'true: 1\nFALSE: 2\nno: 3\n"4": 4\n\'null\': 5\n"<<": 6\n2024-01-01: 7\n0777: 8\nà\u00a0é: 9\n'
        + "k" * 256
        + ": 10\n"
    )
    assert list(parse(text)) == ["true", "FALSE", "no", "4", "null", "<<", "2024-01-01", "0777", "à\u00a0é", "k" * 256]


@pytest.mark.parametrize("text", ["a: 👩‍💻 🇫🇷\n", "a: منتدى\nb: שלום\n", "a: x\u200by\n", "a: 'b\n\n  c'\n"])
def test_honest_text_passes(text: str) -> None:
    assert parse(text) == yaml.safe_load(text)


def test_line_ends_and_a_byte_order_mark_make_no_difference() -> None:
    text = "a: |\n  b\n  c\nd: 'e\n\n  f'\n"
    assert parse("\ufeff" + text.replace("\n", "\r\n")) == parse(text)


# ── limits: the last that passes, the first that does not ──


def nested(levels: int) -> str:
    return "{a: " * levels + "1" + "}" * levels


def keys(count: int) -> str:
    return "".join(f"k{number}: 1\n" for number in range(count))


@pytest.mark.parametrize(
    ("passes", "fails", "place", "message"),
    [
        (nested(32), nested(33), "too-deep 1:129", "at most 32 levels of nesting; found more"),
        ("a: " + "[" * 31 + "]" * 31, "a: " + "[" * 32 + "]" * 32, "too-deep 1:35", "at most 32 levels of nesting; found more"),
        (keys(10_000), keys(10_001), "too-large 10001:1", "at most 10000 keys in a mapping; found more"),
        (f"a: '{'x' * 65_536}'", "a: " + "x" * 65_537, "too-large 1:4", "at most 65536 characters; found 65537"),
        ("a:\n" + "- x\n" * 199_998, "a:\n" + "- x\n" * 199_999, "too-large 200000:3", "at most 200000 values in a file; found more"),
    ],
    ids=lambda text: repr(text[:24]),
)  # fmt: skip
def test_a_limit_holds_to_the_last(passes: str, fails: str, place: str, message: str) -> None:
    parse(passes)
    problem = refused(fails)
    assert f"{problem.code.slug} {problem.line}:{problem.column}" == place
    assert problem.message == f"expected {message}"


# ── head and places ──


def test_a_head_is_read_no_further_than_its_value() -> None:
    text = "id: x\nreviewed: {on: 2026-01-31, by: [a, b]}\nfacts: [unclosed\n"
    assert head(text, "reviewed") == {"on": "2026-01-31", "by": ["a", "b"]}
    assert head("a: {reviewed: 1}\nb: 2\n", "reviewed") is None
    for text in ("a: 1\na: 2\nreviewed: 3\n", "a: &x 1\nreviewed: 3\n"):
        with pytest.raises(GovauditError):
            head(text, "reviewed")


def test_a_head_of_a_list_is_refused() -> None:
    with pytest.raises(GovauditError) as caught:
        head("- reviewed: 1\n", "reviewed")
    assert caught.value.problems[0].code.slug == "not-a-mapping"


def test_places_are_those_an_editor_shows() -> None:
    text = "a: 1\nb:\n  c: [x, 'y']\n  d: |\n    text\n"
    assert places(text) == Places(
        values={
            (): (1, 1), ("a",): (1, 4), ("b",): (3, 3), ("b", "c"): (3, 6), ("b", "c", 0): (3, 7),
            ("b", "c", 1): (3, 10), ("b", "d"): (4, 6),
        },
        keys={("a",): (1, 1), ("b",): (2, 1), ("b", "c"): (3, 3), ("b", "d"): (4, 3)},
    )  # fmt: skip


def test_places_that_are_kept_for_several_problems_cannot_change() -> None:
    with pytest.raises(AttributeError):
        places("a: 1\n").values = {}  # type: ignore[misc]


# ── properties ──

LEAVES = st.none() | st.booleans() | st.integers(1 - 10**18, 10**18 - 1) | st.text("aé:#-'\"\\{}[], \n✓", max_size=12)
KEYS = st.text("abcé:#-'\"\\{}[], 1", min_size=1, max_size=8)
DATA = st.dictionaries(KEYS, st.recursive(LEAVES, lambda x: st.lists(x, max_size=4) | st.dictionaries(KEYS, x, max_size=4), max_leaves=20), max_size=5)  # fmt: skip
LIKE_YAML = st.text(st.sampled_from("ab1:-?[]{}#&*!|>'\"%@, \n\n\t\\\r\ufeff\u0085\u2028."), max_size=60)


def paths(value: object, here: Path = ()) -> set[Path]:
    inner: list[tuple[Any, object]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    return {here}.union(*(paths(item, (*here, key)) for key, item in inner))


@given(DATA)
def test_json_is_read_as_json_reads_it(data: dict[str, Any]) -> None:
    assert parse(json.dumps(data, ensure_ascii=False)) == data
    assert parse(json.dumps(data, indent=1)) == data


@given(DATA, st.booleans())
def test_every_value_has_a_place_and_every_key_too(data: dict[str, Any], flow: bool) -> None:
    text = (
        yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, default_style='"', sort_keys=False)
        if data
        else "{}"
    )
    text = text.replace('!!null "null"', "null").replace("!!int ", "").replace("!!bool ", "")
    found, lines = places(text), text.split("\n")
    assert set(found.values) == paths(parse(text))
    assert set(found.keys) == {path for path in found.values if path and isinstance(path[-1], str)}
    for line, column in [*found.values.values(), *found.keys.values()]:
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(LIKE_YAML | st.text(max_size=200) | st.binary(max_size=200).map(lambda raw: raw.decode("latin-1")))
@example("a: \udcff")
@example("? a")
@example('a: "\\U00110000"')
@example("{? [")
@example("\ufeff\ufeffa: 1")
def test_any_text_is_read_or_refused_at_a_line_that_exists(text: str) -> None:
    try:
        parse(text)
    except GovauditError as error:
        (problem,) = error.problems
        assert 1 <= (problem.line or 1) <= len(text.split("\n"))
        assert all(part.isprintable() for part in str(problem).split("\n"))
        assert len(problem.message) < 200
        return
    assert set(places(text).values) == paths(parse(text))


@pytest.mark.parametrize(
    "text", ["a: [1, {b: 0.5}]\n", 'a: "\\U00110000"\n', 'a: "\\ud800"\n', "a: \t@\n", "a: [\n", "é: 🇫🇷\n"]
)
def test_without_libyaml_the_same_is_read_and_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def outcome() -> object:
        try:
            return parse(text)
        except GovauditError:
            return "refused"

    fast = outcome()
    monkeypatch.setattr("govaudit.files.yaml.LOADER", yaml.SafeLoader)
    assert outcome() == fast


def test_what_only_the_slow_reader_cannot_place_is_told_at_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govaudit.files.yaml.LOADER", yaml.SafeLoader)
    problem = refused('a: 1\nb: "\\U00110000"\n')
    assert (problem.code.slug, problem.line, problem.column) == ("syntax", 1, 1)
    assert problem.message == "expected well-formed YAML; found a character or a depth that YAML does not allow"
