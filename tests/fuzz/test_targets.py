"""Every target of the fuzzing under Hypothesis; every input that once broke a law; and that a law can be broken."""

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import CRASHERS, TARGETS, TESTS, run

FOUND = sorted(path for path in CRASHERS.glob("*/*") if path.is_file())


def spliced(seed: bytes, place: int, gone: int, word: bytes) -> bytes:
    """A seed with some bytes replaced by others."""
    return seed[: place % (len(seed) + 1)] + word + seed[place % (len(seed) + 1) + gone :]


@pytest.mark.parametrize("name", TARGETS)
def test_a_law_holds_of_any_bytes(name: str) -> None:
    target = TARGETS[name]
    seeds = st.sampled_from([seed[: target.longest] for seed in target.seeds()])
    words = st.sampled_from([word.encode() for word in target.words] or [b""]) | st.binary(max_size=8)
    near = st.builds(spliced, seeds, st.integers(0, target.longest), st.integers(0, 8), words)

    @settings(max_examples=settings.default.max_examples // target.slow)  # type: ignore[union-attr]  # a profile is loaded
    @given(
        st.binary(max_size=64)
        | near
        | near.flatmap(lambda seed: st.builds(spliced, st.just(seed), st.integers(0, 64), st.just(0), words))
    )
    def holds(data: bytes) -> None:
        run(name, data)

    holds()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_a_law_breaks_none(path: Path) -> None:
    run(path.parent.name, path.read_bytes())


def test_there_are_inputs_that_once_broke_a_law() -> None:
    assert len(FOUND) > 10
    assert {path.parent.name for path in FOUND} <= set(TARGETS)


def latin(raw: bytes) -> str:
    return raw.decode("latin-1")


def same(value: Any, *_: Any) -> Any:
    return value


BROKEN: dict[str, tuple[str, str, Any, bytes]] = {
    "no limit of depth": ("yaml", "files.yaml.MAX_DEPTH", 99, (TESTS / "badinputs/files/Y05-deep-map-40.yaml").read_bytes()),
    "no look at the signs": ("yaml", "files.yaml._check_characters", same, (CRASHERS / "yaml/a-byte-order-mark-begins-a-line").read_bytes()),
    "texts not left alone": ("fmt", "files.fmt._texts", lambda _: (), b"a: |\n  b  \n  c\n"),
    "a comparison without words": ("rules", "rules.explain.WORDS", {}, list(TARGETS["rules"].seeds())[2]),
    "a place that is none": ("folder", "files.documents._locate", lambda *_: (0, 0), b"\5\0a: 1\n"),
    "bytes read as Latin-1": ("csv", "files.rows.decode", latin, ",é,b\n1,2\n".encode()),
    "what Arrow says": ("parquet", "files.parquet.ParquetRows._named_errors", lambda _: nullcontext(), b"PAR1"),
    "text as Markdown": ("reports", "report.scorecard_markdown.safe", same, b"\2<b>"),
    "text as XML": ("problems", "report.problems_junit._xml", same, b"\2\3\xef\xbf\xbe"),
    "words as they come": ("words", "cli.session.quote", same, b"\1\x1b[31m"),
    "JSON as it comes": ("returned", "files.diff_report._strict", json.loads, b"\0{"),
}  # fmt: skip
"""By what is wrong: the target, what is replaced in the product by what, and an input that shows it."""


@pytest.mark.parametrize("what", BROKEN)
def test_a_fault_in_the_product_breaks_a_law(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, place, value, data = BROKEN[what]
    run(name, data)
    monkeypatch.setattr(f"govaudit.{place}", value)
    with pytest.raises(Exception):  # noqa: B017  # a law that is broken, or what should never come through
        run(name, data)


def test_every_target_has_a_fault_that_it_finds() -> None:
    assert {name for name, *_ in BROKEN.values()} == set(TARGETS)
